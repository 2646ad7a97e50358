import { html } from 'hono/html';
import { scopeOn } from '../../../access/scope.js';
import { EVERYWHERE, PAGES, type PageId } from '../../../model/index.js';
import type { Slice } from '../../content/calls.js';
import { accessOfPerson, may } from '../../deciding.js';
import type { Person } from '../../people.js';
import { refuse } from '../../refusals.js';
import { nameIsValid, personNameIsValid } from '../../rules/values.js';
import { needed, opens } from '../gate.js';
import type { Html, NavigationId, Page, Visit } from '../page.js';
import { type Content, crumbs, form, note, pager, submitButton } from '../parts.js';
import { dashboardWords } from '../words.js';

/** What the pages of an account have in common: who may open them, what is said above them, and how forms are read. */

const ROWS = 50;

export interface Sheet {
  readonly page: PageId;
  readonly title: string;
  readonly current?: NavigationId;
  /** Pages that this one is below. */
  readonly above?: readonly { readonly href: string; readonly label: string }[];
  readonly status?: Page['status'];
}

/** A page of the catalogue, for whoever may open it. Who may only read it is told so. */
export function sheet(visit: Visit, { page, title, current = page, above, status }: Sheet, body: Content): Page {
  opens(visit.actor, page);
  const isReadOnly = !may(visit.actor, `page.${page}.write`);
  const limits = html`${isReadOnly ? note(html`<p>Read only: changing something takes ${needed(page, 'write')}.</p>`) : ''}${narrowed(visit.actor, page)}`;
  return {
    kind: 'page',
    title,
    current,
    body: html`${above ? crumbs(above, title) : ''}<h1>${title}</h1>${limits}${body}`,
    ...(status && { status }),
  };
}

function narrowed(actor: Person, page: PageId): Html | string {
  const { scope, isSuperAdmin } = accessOfPerson(actor);
  const seen = scopeOn(page, scope);
  if (isSuperAdmin || JSON.stringify(seen) === JSON.stringify(EVERYWHERE)) return '';
  const words = dashboardWords({ level: 'none', pages: {}, scope: seen }).replace(/^none; /, '');
  return html`<p class="small muted">Shown is what is in your scope: ${words}.</p>`;
}

export const labelOfPage = (page: PageId): string => PAGES.find(({ id }) => id === page)?.label ?? page;

export const mayWrite = (visit: Visit, page: PageId): boolean => may(visit.actor, `page.${page}.write`);

export interface Turned extends Slice {
  /** From 1. */
  readonly page: number;
}

/** The page of a long list that the address names. */
export function turnedTo(visit: Visit): Turned {
  const given = visit.parameter('page') ?? '1';
  const page = /^[1-9]\d{0,6}$/.test(given) ? Number(given) : 1;
  return { page, limit: ROWS, offset: (page - 1) * ROWS };
}

export const turnPages = (
  { page }: Turned,
  {
    path,
    query = {},
    total,
  }: { readonly path: string; readonly query?: Record<string, string>; readonly total: number },
): Html | string => pager({ path, query, page, pages: Math.ceil(total / ROWS) });

/** A text that a form must have: one line that says something. */
export function textOf(visit: Visit, name: string): string {
  const value = (visit.field(name) ?? '').trim();
  nameIsValid(value);
  return value;
}

/** One line, or nothing. */
export function optionalTextOf(visit: Visit, name: string): string {
  const value = (visit.field(name) ?? '').trim();
  personNameIsValid(value);
  return value;
}

export function phoneNumberOf(visit: Visit, name: string): string {
  const value = (visit.field(name) ?? '').replace(/[\s.-]/g, '');
  return /^\+[1-9]\d{4,14}$/.test(value)
    ? value
    : refuse('BODY_INVALID', 'a number, which starts with + and the country');
}

export function idOf(visit: Visit, name: string): number {
  const value = visit.field(name) ?? '';
  return /^[1-9]\d{0,14}$/.test(value) ? Number(value) : refuse('BODY_INVALID', `the field "${name}"`);
}

/** An id, or nothing where nobody is chosen. */
export const optionalIdOf = (visit: Visit, name: string): number | null =>
  (visit.field(name) ?? '') === '' ? null : idOf(visit, name);

/** One button that does one thing. */
export const buttonForm = (visit: Visit, action: string, label: Content, body: Content = ''): Html =>
  form({ action, token: visit.formToken }, html`${body}${submitButton(label)}`);

/** `2026-11-20 16:04 UTC` */
export const moment = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;

export const color = (value: string): Html => html`<span class="tag">${value}</span>`;
