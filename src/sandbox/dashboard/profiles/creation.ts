import { html } from 'hono/html';
import { NO_DASHBOARD } from '../../../model/index.js';
import { createProfile } from '../../operations/profiles.js';
import type { Profile } from '../../people.js';
import { mayConfigure } from '../../rules/authority.js';
import { askOf, createdId } from '../asking.js';
import { orAgain } from '../errors.js';
import type { Html, Page, PageRoute, Saved, Visit } from '../page.js';
import { crumbs, field, form, submitButton } from '../parts.js';
import { PERMISSIONS, savedWords } from '../words.js';
import { profileToShow, seesAll } from './sight.js';

export const CREATION_PAGES: readonly PageRoute[] = [
  { method: 'GET', path: '/profiles/new', run: (visit) => newPage(visit) },
  { method: 'POST', path: '/profiles/new', run: create },
  { method: 'GET', path: '/profiles/:id/duplicate', run: (visit) => duplicatePage(visit) },
  { method: 'POST', path: '/profiles/:id/duplicate', run: duplicate },
];

function newPage(visit: Visit, reason?: Html): Page {
  seesAll(visit);
  mayConfigure(visit.actor);
  return naming(visit, {
    title: 'Create a profile',
    lead: 'It starts with the least of every permission and without dashboard access; what it gives is set on the next page.',
    action: '/profiles/new',
    name: visit.field('name') ?? '',
    reason,
  });
}

function duplicatePage(visit: Visit, reason?: Html): Page {
  const profile = profileToShow(visit);
  mayConfigure(visit.actor);
  return naming(visit, {
    title: `Duplicate ${profile.name}`,
    lead: 'The copy has the same permissions, dashboard access and groups. Nobody is linked to it.',
    action: `/profiles/${profile.id}/duplicate`,
    name: visit.field('name') ?? `${profile.name} (copy)`,
    reason,
  });
}

interface Naming {
  readonly title: string;
  readonly lead: string;
  readonly action: string;
  readonly name: string;
  readonly reason: Html | undefined;
}

function naming({ formToken }: Visit, { title, lead, action, name, reason }: Naming): Page {
  const fields = html`<div class="fields">${field({ label: 'Name', name: 'name', value: name, required: true })}${submitButton('Create the profile', { kind: 'main' })}</div>`;
  const body = html`${crumbs([{ href: '/profiles', label: 'User profiles' }], title)}<h1>${title}</h1>${reason ?? ''}<p class="muted">${lead}</p>${form({ action, token: formToken }, fields)}`;
  return { kind: 'page', title, current: 'profiles', body };
}

function create(visit: Visit): Saved {
  return orAgain(() => {
    seesAll(visit);
    const permissions = Object.fromEntries(PERMISSIONS.map(({ id, initial }) => [id, initial]));
    return created(visit, { permissions, dashboard: NO_DASHBOARD, groups: [] });
  }, newPage);
}

function duplicate(visit: Visit): Saved {
  return orAgain(() => created(visit, profileToShow(visit)), duplicatePage);
}

function created(
  visit: Visit,
  { permissions, dashboard, groups }: Pick<Profile, 'permissions' | 'dashboard' | 'groups'>,
): Saved {
  const name = visit.field('name') ?? '';
  const id = createdId(createProfile(askOf(visit, { body: { name, permissions, dashboard, groups } })));
  return { kind: 'saved', to: `/profiles/${id}`, message: savedWords(visit.now, `profile ${name} is created`) };
}
