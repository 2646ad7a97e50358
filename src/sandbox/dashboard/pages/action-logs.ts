import { html } from 'hono/html';
import { type Action, actionsInSight } from '../../content/actions.js';
import { sightOf } from '../../content/sight.js';
import type { Html, Page, PageRoute, Visit } from '../page.js';
import { card, emptyNote, field, submitButton, table } from '../parts.js';
import { moment, sheet, turnedTo, turnPages } from './sheet.js';

function list(visit: Visit): Page {
  const turned = turnedTo(visit);
  const given = (name: string) => (visit.parameter(name) ?? '').slice(0, 200);
  const filter = { by: given('by'), action: given('action'), target: given('target') };
  const { total, list: actions } = actionsInSight(visit.database, sightOf(visit.actor, 'actionLogs'), {
    ...turned,
    filter,
  });
  const rows = actions.map((action) => [
    moment(action.at),
    action.by,
    action.action,
    action.target,
    difference(action),
  ]);
  const shown =
    rows.length === 0
      ? emptyNote('Nothing is found in your scope.')
      : table({ caption: 'Actions', head: ['When', 'Who', 'Action', 'On what', 'Before → after'], rows });
  const fields = html`<form method="get" action="/action-logs"><div class="fields">${field({ label: 'Who', name: 'by', value: filter.by })}${field({ label: 'Action', name: 'action', value: filter.action })}
${field({ label: 'On what', name: 'target', value: filter.target })}${submitButton('Find')}</div></form>`;
  const body = html`${fields}${card({ title: `${total} ${total === 1 ? 'action' : 'actions'}` }, shown)}${turnPages(turned, { path: '/action-logs', query: filter, total })}`;
  return sheet(visit, { page: 'actionLogs', title: 'Action logs' }, body);
}

/** Only what is not the same before and after. */
function difference({ before, after }: Action): Html {
  const [had, has] = [leavesOf(before), leavesOf(after)];
  const paths = [...new Set([...had.keys(), ...has.keys()])].filter((path) => had.get(path) !== has.get(path));
  const lines = paths.map(
    (path) => html`<dt>${path}</dt><dd>${had.get(path) ?? 'none'} → ${has.get(path) ?? 'none'}</dd>`,
  );
  if (lines.length <= MANY) return html`<dl class="facts small">${lines}</dl>`;
  return html`<details><summary>${lines.length} values</summary><dl class="facts small pad">${lines}</dl></details>`;
}

const MANY = 6;

/** `scope.groups` and what stands there, as text. Lists are one value. */
function leavesOf(value: unknown, path = ''): ReadonlyMap<string, string> {
  if (value === null || value === undefined) return new Map();
  if (typeof value !== 'object') return new Map([[path || 'value', String(value)]]);
  if (Array.isArray(value)) return new Map([[path || 'value', value.map(textOf).join(', ') || 'nothing']]);
  return new Map(
    Object.entries(value).flatMap(([name, inner]) => [...leavesOf(inner, path === '' ? name : `${path}.${name}`)]),
  );
}

const textOf = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

export const ACTION_PAGES: readonly PageRoute[] = [{ method: 'GET', path: '/action-logs', run: list }];
