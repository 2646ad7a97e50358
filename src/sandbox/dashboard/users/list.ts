import { html } from 'hono/html';
import { type Database, integer, type Row, type SqlValue, text, textOrNull } from '../../database.js';
import { accessOfPerson } from '../../deciding.js';
import type { Person } from '../../people.js';
import { mayAddPeople } from '../../rules/authority.js';
import { opens } from '../gate.js';
import type { Html, Page, Visit } from '../page.js';
import { addressOf, card, emptyNote, field, pager, select, table } from '../parts.js';
import { countMatching, type PeopleQuery, peopleMatching } from '../people-search.js';
import { whyNot } from '../reasons.js';
import { listWords } from '../words.js';

const PAGE = 50;
const MOST_PAGES = 100_000;

interface Filter {
  readonly q: string;
  readonly group: string;
  readonly status: string;
  readonly external: string;
}

/** People whom the person may see, fifty a page. */
export function listPage(visit: Visit): Page {
  opens(visit.actor, 'users');
  const { database, actor } = visit;
  const filter: Filter = {
    q: visit.parameter('q') ?? '',
    group: visit.parameter('group') ?? '',
    status: visit.parameter('status') ?? 'active',
    external: visit.parameter('external') ?? '',
  };
  const query = queryOf(actor, filter);
  const total = countMatching(database, query);
  const pages = Math.max(1, Math.ceil(total / PAGE));
  const page = Math.min(pages, pageNumber(visit.parameter('page')));
  const rows = peopleMatching(database, { ...query, offset: (page - 1) * PAGE });
  const cannotAdd = whyNot(() => mayAddPeople(actor));
  const body = html`<h1>Users</h1>${scopeNote(actor)}
<div class="actions">${cannotAdd === undefined ? html`<a class="button main" href="/users/new">Create a user</a><a class="button" href="/users/new-external">Create an external user</a>` : html`<span class="muted small">You cannot create users here: ${cannotAdd}</span>`}</div>
${filterForm(database, actor, filter)}
${card({ title: 'People', aside: html`<span id="found">${total} found</span>` }, rows.length === 0 ? emptyNote('Nobody is found.') : peopleTable(database, rows))}
${pager({ path: '/users', query: { ...filter }, page, pages })}`;
  return { kind: 'page', title: 'Users', current: 'users', body };
}

const pageNumber = (given: string | undefined): number =>
  given !== undefined && /^[1-9]\d{0,6}$/.test(given) ? Math.min(Number(given), MOST_PAGES) : 1;

const MEMBER = 'u.id IN (SELECT m.user_id FROM group_members m JOIN groups g ON g.id = m.group_id WHERE g.name IN';

/** The same scope as the rules check when one person is opened. */
function queryOf(actor: Person, { q, group, status, external }: Filter): PeopleQuery {
  const { groups } = accessOfPerson(actor).scope;
  const parts: (readonly [sql: string, values: readonly SqlValue[]])[] = [['1 = 1', []]];
  if (groups !== 'all') parts.push([`${MEMBER} (SELECT value FROM json_each(?)))`, [JSON.stringify(groups)]]);
  if (group !== '') parts.push([`${MEMBER} (?))`, [group]]);
  if (status === 'active' || status === 'archived') parts.push(['u.status = ?', [status]]);
  if (external === 'yes' || external === 'no') parts.push(['u.external = ?', [external === 'yes' ? 1 : 0]]);
  return {
    search: q,
    only: parts.map(([sql]) => sql).join(' AND '),
    values: parts.flatMap(([, values]) => values),
    limit: PAGE,
    offset: 0,
  };
}

function scopeNote(actor: Person): Html | string {
  const { groups } = accessOfPerson(actor).scope;
  return groups === 'all' ? '' : html`<p class="muted">Your access covers the people of: ${listWords(groups)}.</p>`;
}

function filterForm(database: Database, actor: Person, filter: Filter): Html {
  const all = database.all('SELECT DISTINCT name FROM groups ORDER BY name').map((row) => text(row, 'name'));
  const { groups } = accessOfPerson(actor).scope;
  const names = groups === 'all' ? all : all.filter((name) => groups.includes(name));
  return html`<form method="get" action="/users" class="fields">${field({ label: 'Search by name or address', name: 'q', value: filter.q, type: 'search' })}
${select({ label: 'Group', name: 'group', value: filter.group, options: [{ value: '', label: 'any' }, ...names.map((name) => ({ value: name, label: name }))] })}
${select({ label: 'Status', name: 'status', value: filter.status, options: ['active', 'archived', 'any'].map((value) => ({ value, label: value })) })}
${select({
  label: 'External',
  name: 'external',
  value: filter.external,
  options: [
    { value: '', label: 'any' },
    { value: 'no', label: 'no' },
    { value: 'yes', label: 'yes' },
  ],
})}
<button type="submit">Show</button> <a href="${addressOf('/users', {})}">Everybody</a></form>`;
}

function peopleTable(database: Database, rows: readonly Row[]): Html {
  const groups = groupsOf(
    database,
    rows.map((row) => integer(row, 'id')),
  );
  return table({
    caption: 'People',
    head: ['Name', 'Address', 'Profile', 'Groups', 'Dashboard access', 'Status'],
    rows: rows.map((row) => [
      html`<a href="/users/${integer(row, 'id')}"><bdi>${fullName(row)}</bdi></a>`,
      text(row, 'email'),
      textOrNull(row, 'profile') ?? html`<span class="muted">none</span>`,
      (groups.get(integer(row, 'id')) ?? []).join(', '),
      integer(row, 'super_admin') === 1 ? 'superadministrator' : text(row, 'level'),
      `${text(row, 'status')}${integer(row, 'external') === 1 ? ', external' : ''}`,
    ]),
  });
}

const fullName = (row: Row): string =>
  `${text(row, 'first_name')} ${text(row, 'last_name')}`.trim() || text(row, 'email');

function groupsOf(database: Database, ids: readonly number[]): ReadonlyMap<number, readonly string[]> {
  const sql = `SELECT m.user_id, g.name FROM group_members m JOIN groups g ON g.id = m.group_id
WHERE m.user_id IN (SELECT value FROM json_each(?)) ORDER BY g.name`;
  const found = new Map<number, string[]>();
  for (const row of database.all(sql, JSON.stringify(ids))) {
    const id = integer(row, 'user_id');
    found.set(id, [...(found.get(id) ?? []), text(row, 'name')]);
  }
  return found;
}
