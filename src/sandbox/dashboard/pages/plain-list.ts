import { html } from 'hono/html';
import type { PageId } from '../../../model/index.js';
import {
  deletePlain,
  hasOther,
  insertPlain,
  type PlainRow,
  type PlainTable,
  plainRow,
  plainRows,
  updatePlain,
} from '../../content/plain-rows.js';
import { refuse } from '../../refusals.js';
import { opens } from '../gate.js';
import { addressOfPage } from '../navigation.js';
import type { Html, PageRoute, Saved, Visit } from '../page.js';
import { type Content, card, emptyNote, field, form, submitButton, table } from '../parts.js';
import { savedWords } from '../words.js';
import {
  buttonForm,
  labelOfPage,
  mayWrite,
  optionalTextOf,
  phoneNumberOf,
  sheet,
  textOf,
  turnedTo,
  turnPages,
} from './sheet.js';

export interface Column {
  readonly name: string;
  readonly label: string;
  readonly kind: 'text' | 'optional' | 'color' | 'tel' | 'pin' | 'url';
  /** No two rows have the same. */
  readonly isUnique?: boolean;
}

/** A list of the whole account: rows are added, changed and deleted by whoever may write the page. */
export interface PlainList {
  readonly page: PageId;
  readonly table: PlainTable;
  /** Where it stands, when that is below the page's own address. */
  readonly path?: string;
  /** `call tag`, as a log target `callTag`. */
  readonly noun: string;
  readonly kind: string;
  readonly columns: readonly [Column, ...Column[]];
}

export function plainListRoutes(list: PlainList): readonly PageRoute[] {
  const path = pathOf(list);
  const own: readonly PageRoute[] = list.path
    ? []
    : [
        {
          method: 'GET',
          path,
          run: (visit) => sheet(visit, { page: list.page, title: labelOfPage(list.page) }, plainList(visit, list)),
        },
      ];
  return [
    ...own,
    { method: 'POST', path, run: (visit) => create(visit, list) },
    { method: 'GET', path: `${path}/:id`, run: (visit) => edit(visit, list) },
    { method: 'POST', path: `${path}/:id`, run: (visit) => change(visit, list) },
    { method: 'POST', path: `${path}/:id/delete`, run: (visit) => remove(visit, list) },
  ];
}

const pathOf = ({ page, path }: PlainList): string => path ?? addressOfPage(page);

/** The rows, and below them the form for one more. */
export function plainList(visit: Visit, list: PlainList): Html {
  const { page, noun, columns } = list;
  const turned = turnedTo(visit);
  const { total, list: rows } = plainRows(visit.database, list.table, turned);
  const isWritable = mayWrite(visit, page);
  const cells = (row: PlainRow): readonly Content[] => [
    ...columns.map(({ name, kind }) => cell(kind, row.values[name] ?? '')),
    ...(isWritable ? [html`<a href="${pathOf(list)}/${row.id}">Edit</a>`] : []),
  ];
  const head = [...columns.map(({ label }) => label), ...(isWritable ? [''] : [])];
  const shown =
    rows.length === 0
      ? emptyNote(`There is no ${noun} yet.`)
      : table({ caption: `${noun}s`, head, rows: rows.map(cells) });
  return html`${card({ title: `${total} ${total === 1 ? noun : `${noun}s`}` }, shown)}${turnPages(turned, { path: addressOfPage(page), total })}
${isWritable ? card({ title: `Add a ${noun}` }, html`<div class="pad">${valuesForm(visit, list, { action: pathOf(list), label: 'Add', values: {} })}</div>`) : ''}`;
}

function cell(kind: Column['kind'], value: string): Content {
  return kind === 'color'
    ? html`<svg class="swatch" width="16" height="16" aria-hidden="true"><rect width="16" height="16" rx="3" fill="${value}"></rect></svg> ${value}`
    : value;
}

interface ValuesForm {
  readonly action: string;
  readonly label: string;
  readonly values: PlainRow['values'];
}

function valuesForm(visit: Visit, { columns }: PlainList, { action, label, values }: ValuesForm): Html {
  const fields = columns.map(({ name, label: text, kind }) =>
    field({
      label: text,
      name,
      value: values[name] ?? (kind === 'color' ? '#0b6b74' : ''),
      type: kind === 'optional' || kind === 'pin' ? 'text' : kind,
      required: kind !== 'optional' && kind !== 'pin',
    }),
  );
  return form(
    { action, token: visit.formToken },
    html`<div class="fields">${fields}${submitButton(label, { kind: 'main' })}</div>`,
  );
}

function edit(visit: Visit, list: PlainList) {
  const row = rowOf(visit, list);
  const title = nameOf(list, row);
  const path = pathOf(list);
  const above = [{ href: addressOfPage(list.page), label: labelOfPage(list.page) }];
  const controls = mayWrite(visit, list.page)
    ? html`<div class="pad">${valuesForm(visit, list, { action: `${path}/${row.id}`, label: 'Save', values: row.values })}
<div class="actions">${buttonForm(visit, `${path}/${row.id}/delete`, `Delete this ${list.noun}`)}</div></div>`
    : html`<div class="pad"><dl class="facts">${list.columns.map(({ name, label }) => html`<dt>${label}</dt><dd>${row.values[name]}</dd>`)}</dl></div>`;
  return sheet(visit, { page: list.page, title, above }, card({ title: list.noun }, controls));
}

const rowOf = (visit: Visit, { page, table: name }: PlainList): PlainRow => {
  opens(visit.actor, page);
  return plainRow(visit.database, name, visit.id) ?? refuse('NOT_FOUND');
};

const nameOf = ({ columns: [first] }: PlainList, { values }: PlainRow): string => values[first.name] ?? '';

function create(visit: Visit, list: PlainList): Saved {
  opens(visit.actor, list.page, 'write');
  const values = valuesOf(visit, list, 0);
  const id = insertPlain(visit.database, list.table, values, visit.now);
  const name = nameOf(list, { id, values });
  visit.log('create', `${list.kind}:${name}`, null, values);
  return saved(visit, list, `${list.noun} ${name} added`);
}

function change(visit: Visit, list: PlainList): Saved {
  opens(visit.actor, list.page, 'write');
  const before = rowOf(visit, list);
  const values = valuesOf(visit, list, before.id);
  updatePlain(visit.database, list.table, { id: before.id, values });
  visit.log('change', `${list.kind}:${nameOf(list, before)}`, before.values, values);
  const changed = list.columns
    .filter(({ name }) => before.values[name] !== values[name])
    .map(({ name, label }) => `${label}, ${before.values[name] || 'empty'} → ${values[name] || 'empty'}`);
  return saved(visit, list, changed.length === 0 ? 'nothing was changed' : changed.join('; '));
}

function remove(visit: Visit, list: PlainList): Saved {
  opens(visit.actor, list.page, 'write');
  const before = rowOf(visit, list);
  deletePlain(visit.database, list.table, before.id);
  visit.log('delete', `${list.kind}:${nameOf(list, before)}`, before.values, null);
  return saved(visit, list, `${list.noun} ${nameOf(list, before)} deleted`);
}

const saved = (visit: Visit, { page }: PlainList, what: string): Saved => ({
  kind: 'saved',
  to: addressOfPage(page),
  message: savedWords(visit.now, what),
});

function valuesOf(visit: Visit, { table: name, columns }: PlainList, id: number): PlainRow['values'] {
  const values = Object.fromEntries(columns.map((column) => [column.name, given(visit, column)]));
  for (const { name: column, isUnique, label } of columns) {
    const isTaken = isUnique && hasOther(visit.database, name, { column, value: values[column] ?? '', id });
    if (isTaken) refuse('BODY_INVALID', `${label} "${values[column]}", which is in the list already`);
  }
  return values;
}

function given(visit: Visit, { name, label, kind }: Column): string {
  switch (kind) {
    case 'text':
      return textOf(visit, name);
    case 'optional':
      return optionalTextOf(visit, name);
    case 'tel':
      return phoneNumberOf(visit, name);
    case 'color':
      return matching(visit, { name, label, pattern: /^#[0-9a-f]{6}$/i });
    case 'pin':
      return matching(visit, { name, label, pattern: /^\d{0,10}$/ });
    case 'url':
      return matching(visit, { name, label, pattern: /^https:\/\/[^\s"'<>]{1,190}$/ });
    default:
      return kind satisfies never;
  }
}

function matching(
  visit: Visit,
  { name, label, pattern }: { readonly name: string; readonly label: string; readonly pattern: RegExp },
): string {
  const value = optionalTextOf(visit, name);
  return pattern.test(value) ? value : refuse('BODY_INVALID', label);
}
