import { html } from 'hono/html';
import { PAGES } from '../../model/index.js';
import { may } from '../deciding.js';
import { levelOf, nameOf } from './layout.js';
import { addressOfPage } from './navigation.js';
import type { Html, Page, PageRoute, Visit } from './page.js';
import { card, emptyNote } from './parts.js';

export const HOME_PAGES: readonly PageRoute[] = [{ method: 'GET', path: '/', run: home }];

function home({ actor }: Visit): Page {
  const open = PAGES.filter(({ id }) => may(actor, `page.${id}.read`));
  const body = html`<h1>Welcome, <bdi>${nameOf(actor)}</bdi></h1>
<p class="muted">${actor.email} · ${levelOf(actor)}</p>
${card({ title: 'What you may open' }, open.length === 0 ? nothing(actor.external) : open.map((page) => pageRow(actor, page)))}`;
  return { kind: 'page', title: 'Home', current: 'home', body };
}

const pageRow = (actor: Visit['actor'], { id, label, effect }: (typeof PAGES)[number]): Html =>
  html`<div class="row perm"><span><a href="${addressOfPage(id)}">${label}</a><br><span class="small muted">${effect}</span></span><span class="small muted">${may(actor, `page.${id}.write`) ? 'read and change' : 'read only'}</span></div>`;

const nothing = (external: boolean): Html =>
  emptyNote(
    external
      ? 'You have no dashboard access.'
      : 'You have no dashboard access. Your phone is there for you in the navigation.',
  );
