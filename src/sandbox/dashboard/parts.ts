import { html } from 'hono/html';
import type { Html } from './page.js';

/** Building blocks of the pages. Whatever text goes into them is escaped; only what is `Html` already is not. */
export type Content = Html | string | number | readonly Html[];

export interface Titled {
  readonly title: Content;
  /** Beside the title, small. */
  readonly aside?: Content;
}

export const card = ({ title, aside }: Titled, body: Content): Html =>
  html`<section class="card"><h2>${title}${aside === undefined ? '' : html` <span class="small muted end">${aside}</span>`}</h2>${body}</section>`;

export interface Table {
  /** Says what the table is to those who do not see it. */
  readonly caption: string;
  readonly head: readonly string[];
  /** The first cell of a row names the row. */
  readonly rows: readonly (readonly Content[])[];
}

export function table({ caption, head, rows }: Table): Html {
  const cells = ([first, ...rest]: readonly Content[]) =>
    html`<tr><th scope="row">${first ?? ''}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>`;
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}"><table><caption class="visually-hidden">${caption}</caption>
<thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${rows.map(cells)}</tbody></table></div>`;
}

export interface Field {
  readonly label: string;
  readonly name: string;
  readonly value?: string | number;
  readonly type?: 'text' | 'search' | 'email' | 'tel' | 'number' | 'date' | 'color' | 'url';
  readonly hint?: string;
  readonly required?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly disabled?: boolean;
}

export function field(given: Field): Html {
  const { label, name, value = '', type = 'text', hint, required, minimum, maximum, disabled } = given;
  return html`<label class="field"><span>${label}</span><input type="${type}" name="${name}" value="${value}" autocomplete="off"${flag('required', required)}${flag('disabled', disabled)}${number('min', minimum)}${number('max', maximum)}>${hint === undefined ? '' : html`<span class="small muted">${hint}</span>`}</label>`;
}

const flag = (name: 'required' | 'disabled' | 'checked' | 'selected', isOn: boolean | undefined): Html | string =>
  isOn ? html` ${name}` : '';
const number = (name: 'min' | 'max', value: number | undefined): Html | string =>
  value === undefined ? '' : html` ${name}="${value}"`;

export interface Option {
  readonly value: string;
  readonly label: string;
}

export interface Select {
  readonly label: string;
  readonly name: string;
  readonly options: readonly Option[];
  readonly value?: string;
  readonly disabled?: boolean;
}

export const select = (given: Select): Html =>
  html`<label class="field"><span>${given.label}</span>${choiceBox(given)}</label>`;

/** A select whose label stands elsewhere in the row. */
export const choiceBox = ({ label, name, options, value, disabled }: Select): Html =>
  html`<select name="${name}" aria-label="${label}"${flag('disabled', disabled)}>${options.map((option) => html`<option value="${option.value}"${flag('selected', option.value === value)}>${option.label}</option>`)}</select>`;

export interface Box {
  readonly label: Content;
  readonly name: string;
  readonly value?: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  /** Why it is disabled. */
  readonly why?: string | undefined;
}

export const checkbox = (box: Box): Html => tick('checkbox', box);
export const radio = (box: Box): Html => tick('radio', box);

const tick = (type: 'checkbox' | 'radio', { label, name, value = 'on', checked, disabled, why }: Box): Html =>
  html`<label><input type="${type}" name="${name}" value="${value}"${flag('checked', checked)}${flag('disabled', disabled ?? why !== undefined)}><span>${label}${why === undefined ? '' : html` <span class="small muted">(${why})</span>`}</span></label>`;

export interface Switch {
  readonly label: string;
  readonly name: string;
  readonly isOn: boolean;
}

/** A checkbox that says on or off beside it. */
export const switchBox = ({ label, name, isOn }: Switch): Html =>
  html`<label class="small switch"><span class="on" aria-hidden="true">on</span><span class="off" aria-hidden="true">off</span><input type="checkbox" role="switch" name="${name}" value="on" aria-label="${label}"${flag('checked', isOn)}></label>`;

export interface Submit {
  readonly kind?: 'plain' | 'main' | 'bad' | 'link';
  /** Why it cannot be pressed: said beside it. */
  readonly why?: string | undefined;
  readonly name?: string;
  readonly value?: string;
}

export function submitButton(label: Content, { kind = 'plain', why, name, value }: Submit = {}): Html {
  const said = name === undefined ? '' : html` name="${name}" value="${value ?? ''}"`;
  return html`<button type="submit" class="${kind}"${said}${flag('disabled', why !== undefined)}>${label}</button>${why === undefined ? '' : html` <span class="small muted">${why}</span>`}`;
}

export interface Form {
  readonly action: string;
  /** Visit.formToken: without it nothing is written. */
  readonly token: Html;
}

export const form = ({ action, token }: Form, body: Content): Html =>
  html`<form method="post" action="${action}">${token}${body}</form>`;

export const hidden = (name: string, value: string | number): Html =>
  html`<input type="hidden" name="${name}" value="${value}">`;

export interface Pager {
  readonly path: string;
  /** Parameters of the address that stay. */
  readonly query: Readonly<Record<string, string>>;
  /** From 1. */
  readonly page: number;
  readonly pages: number;
}

export function pager({ path, query, page, pages }: Pager): Html | string {
  if (pages <= 1) return '';
  const link = (to: number, label: string) =>
    html`<a class="button" href="${addressOf(path, { ...query, page: String(to) })}">${label}</a>`;
  return html`<nav class="pager" aria-label="Pages">${page > 1 ? link(page - 1, 'Previous') : ''}<span>Page ${page} of ${pages}</span>${page < pages ? link(page + 1, 'Next') : ''}</nav>`;
}

/** Parameters that are empty are left out. */
export function addressOf(path: string, query: Readonly<Record<string, string>>): string {
  const given = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '')).toString();
  return given === '' ? path : `${path}?${given}`;
}

export type State = 'shown' | 'hidden' | 'clickable' | 'frozen';

export const icon = (name: State): Html =>
  html`<svg class="icon" aria-hidden="true"><use href="#i-${name}"></use></svg>`;

export const stateLabel = (state: State): Html => html`<span class="state ${state}">${icon(state)}${state}</span>`;

export const emptyNote = (text: Content): Html => html`<p class="pad muted">${text}</p>`;

export const note = (body: Content): Html => html`<div class="note">${body}</div>`;
export const alert = (body: Content): Html => html`<div class="alert" role="alert">${body}</div>`;

/** Where a page is: links, the page itself last. */
export const crumbs = (links: readonly { readonly href: string; readonly label: string }[], here: Content): Html =>
  html`<nav class="crumbs" aria-label="Where you are">${links.map(({ href, label }) => html`<a href="${href}">${label}</a> › `)}<span aria-current="page">${here}</span></nav>`;
