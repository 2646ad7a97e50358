import { html, raw } from 'hono/html';
import { type Database, text } from '../database.js';
import type { Person } from '../people.js';
import { navigationOf } from './navigation.js';
import type { Html, NavigationId } from './page.js';

/** Around every page of somebody who is signed in. */
export interface Frame {
  readonly database: Database;
  readonly actor: Person;
  readonly title: string;
  readonly current: NavigationId | undefined;
  /** What was saved just now. */
  readonly message: string | undefined;
  readonly formToken: Html;
  readonly body: Html;
}

export function layout({ database, actor, title, current, message, formToken, body }: Frame): Html {
  const links = navigationOf(actor).map(
    ({ id, href, label, heading }) =>
      html`${heading === undefined ? '' : html`<span class="small muted">${heading}</span>`}<a href="${href}"${id === current ? html` aria-current="page"` : ''}>${label}</a>`,
  );
  const head = html`<header class="bar"><strong>${teamName(database)}</strong><span class="small muted">Embedded account</span>
<span class="end small muted"><span>signed in as <bdi>${nameOf(actor)}</bdi>, ${levelOf(actor)}</span><a href="/sign-in">change</a>
<form method="post" action="/sign-out">${formToken}<button type="submit" class="link">Sign out</button></form></span></header>
<nav class="bar" aria-label="Main">${links}</nav>`;
  return bare(title, { head, body: html`<div role="status">${saved(message)}</div>${body}` });
}

/** A page of nobody yet: no navigation. */
export const bare = (title: string, { head, body }: { readonly head?: Html; readonly body: Html }): Html =>
  html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><link rel="stylesheet" href="/assets/dashboard.css"><link rel="icon" href="data:,"><script src="/assets/dashboard.js" defer></script></head>
<body><a class="skip" href="#main">Skip to the content</a>${raw(ICONS)}${head ?? ''}
<main id="main" tabindex="-1">${body}</main></body></html>`;

const teamName = (database: Database): string => text(database.get('SELECT name FROM team'), 'name');

const saved = (message: string | undefined): Html | string =>
  message === undefined ? '' : html`<div class="note saved"><p>${message}</p></div>`;

/** First and last name, or the address of somebody who has neither. */
export const nameOf = ({ firstName, lastName, email }: Pick<Person, 'firstName' | 'lastName' | 'email'>): string =>
  `${firstName} ${lastName}`.trim() || email;

export const levelOf = ({ superAdmin, dashboard }: Pick<Person, 'superAdmin' | 'dashboard'>): string =>
  superAdmin ? 'superadministrator' : LEVEL_WORDS[dashboard.level];

const LEVEL_WORDS = {
  none: 'no dashboard access',
  billing: 'billing',
  technical: 'technical',
  supervisor: 'supervisor',
  admin: 'admin',
} as const;

const ICONS = `<svg class="sprite" aria-hidden="true"><defs>
<symbol id="i-shown" viewBox="0 0 16 16"><path d="M1.5 8s2.4-4.2 6.5-4.2S14.5 8 14.5 8 12.1 12.2 8 12.2 1.5 8 1.5 8z"/><circle cx="8" cy="8" r="1.8"/></symbol>
<symbol id="i-hidden" viewBox="0 0 16 16"><path d="M1.5 8s2.4-4.2 6.5-4.2S14.5 8 14.5 8 12.1 12.2 8 12.2 1.5 8 1.5 8zM2.5 13.5l11-11"/></symbol>
<symbol id="i-clickable" viewBox="0 0 16 16"><path d="M4 2l8.5 5.2-3.8.9L11 12.7l-1.8.9-2.3-4.6L4 11.6z"/></symbol>
<symbol id="i-frozen" viewBox="0 0 16 16"><path d="M8 1.5v13M2.4 4.75l11.2 6.5M13.6 4.75L2.4 11.25M6.4 2.6L8 4.1l1.6-1.5M6.4 13.4L8 11.9l1.6 1.5"/></symbol></defs></svg>`;
