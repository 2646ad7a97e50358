import { asciiLower, CATALOGUE } from '../../model/index.js';
import { type Fields, groupOf, personOf, pick, profileOf, type Query } from '../ask.js';
import { LARGEST_PAGE } from '../assumptions.js';
import { integer, text } from '../database.js';
import { comparableTarget, entryJson, type ListName, listJson, totalOf } from '../listings.js';
import { mayReadIvr } from '../operations/ivrs.js';
import { mayReadNumber, readNumberUse } from '../operations/numbers.js';
import type { Person } from '../people.js';
import { licences, personByEmail } from '../records.js';
import { refuse } from '../refusals.js';
import { mayReachIvr, mayReadActions, mayReadAll, mayReadNumbers, mayReadPerson } from '../rules/authority.js';

const TOTALS = ['users', 'profiles', 'groups', 'numbers', 'ivrs'] as const satisfies readonly ListName[];

/** GET /team: everybody with a key may ask. `revision` changes with every write. */
export function readTeam({ database, actor }: Query): Fields {
  const team = database.get('SELECT team_id, name FROM team');
  return {
    teamId: text(team, 'team_id'),
    name: text(team, 'name'),
    actingAs: actor.email,
    superAdmin: actor.superAdmin,
    revision: integer(database.get('SELECT coalesce(max(id), 0) AS revision FROM action_log'), 'revision'),
    totals: Object.fromEntries(TOTALS.map((name) => [name, totalOf(database, name)])),
    licences: licences(database),
  };
}

/** Name of the parameter that asks for one entry by its name. */
const ONLY: { readonly [name in ListName]: string } = {
  users: 'email',
  profiles: 'name',
  groups: 'name',
  numbers: 'number',
  ivrs: 'name',
  'action-log': 'target',
};

/** JSON text of a page. */
export function readList(query: Query, name: ListName): string {
  const only = query.parameter(ONLY[name]);
  mayReadList(query, name, only);
  const isLatest = flag(query, 'latest');
  return listJson(query.database, name, {
    limit: wholeNumber(query, 'limit', 100, LARGEST_PAGE),
    offset: wholeNumber(query, 'offset', 0, Number.MAX_SAFE_INTEGER),
    after: wholeNumber(query, 'after', isLatest ? Number.MAX_SAFE_INTEGER : 0, Number.MAX_SAFE_INTEGER),
    only: only === undefined ? undefined : comparable(name, only),
    isLatest,
  });
}

/** Of a person the actions are shown to whoever reaches that person there; all actions, and all lists, to whoever reaches everything. */
function mayReadList({ database, actor }: Query, name: ListName, only?: string): void {
  if (name === 'numbers') mayReadNumbers(actor);
  else if (name === 'ivrs') mayReachIvr(actor, 'read');
  else if (name !== 'action-log') mayReadAll(actor);
  else
    mayReadActions(actor, only?.startsWith('user:') ? personByEmail(database, only.slice('user:'.length)) : undefined);
}

function comparable(name: ListName, only: string): string {
  if (name === 'action-log') return comparableTarget(only);
  return name === 'users' ? asciiLower(only) : only;
}

function flag(query: Query, name: string): boolean {
  const given = query.parameter(name) ?? 'false';
  return given === 'true' || given === 'false' ? given === 'true' : refuse('QUERY_INVALID', name);
}

function wholeNumber(query: Query, name: string, otherwise: number, largest: number): number {
  const given = query.parameter(name);
  if (given === undefined) return otherwise;
  const value = /^\d{1,16}$/.test(given) ? Number(given) : refuse('QUERY_INVALID', name);
  return value <= largest ? value : refuse('QUERY_INVALID', name);
}

export function readEntry(query: Query, name: ListName): Fields {
  if (name === 'users') mayReadPerson(query.actor, personOf(query));
  else if (name === 'numbers') mayReadNumber(query);
  else if (name === 'ivrs') mayReadIvr(query);
  else mayReadList(query, name);
  const value: Fields = JSON.parse(entryJson(query.database, name, query.id) ?? refuse('NOT_FOUND'));
  const fields = query.parameter('fields');
  return fields === undefined ? value : chosen(value, fields);
}

function chosen(value: object, fields: string): Fields {
  const names = fields.split(',');
  const unknown = names.find((name) => !Object.hasOwn(value, name));
  return unknown === undefined ? pick(value, names) : refuse('QUERY_INVALID', 'fields');
}

const EVERY_PERMISSION = CATALOGUE.filter(({ kind }) => kind !== 'action')
  .map(({ id }) => id)
  .join(',');

function subjectOf(query: Query): Person {
  const subject = personOf(query);
  mayReadPerson(query.actor, subject);
  return subject;
}

function configured<T>(query: Query, value: (query: Query) => T): T {
  mayReadAll(query.actor);
  return value(query);
}

/** The values that writes are about: the tag of each is what such a write must carry. */
export const PARTS: { readonly [path: string]: (query: Query) => Fields } = {
  '/users/:id/permissions': (query) => chosen(subjectOf(query).effective, query.parameter('keys') ?? EVERY_PERMISSION),
  '/users/:id/link': (query) => pick(subjectOf(query), ['profile']),
  '/users/:id/dashboard': (query) => pick(subjectOf(query), ['dashboard']),
  '/profiles/:id/permissions': (query) =>
    chosen(configured(query, profileOf).permissions, query.parameter('keys') ?? EVERY_PERMISSION),
  '/profiles/:id/template': (query) =>
    chosen(
      pick(configured(query, profileOf), ['dashboard', 'groups']),
      query.parameter('fields') ?? 'dashboard,groups',
    ),
  '/numbers/:id/use': readNumberUse,
  '/groups/:id/open-access': (query) => pick(configured(query, groupOf), ['openAccess']),
  '/groups/:id/members': (query) => {
    const { id } = configured(query, groupOf);
    const rows = query.database.all('SELECT user_id FROM group_members WHERE group_id = ? ORDER BY user_id', id);
    return { users: rows.map((row) => integer(row, 'user_id')) };
  },
};
