import { asciiLower } from '../model/index.js';
import { type Database, integer, type SqlValue, text, textOrNull } from './database.js';

const LISTING = `
INSERT OR REPLACE INTO user_listings (user_id, json)
SELECT u.id, '{"id":' || u.id || ',"email":' || json_quote(u.email) || ',"firstName":' || json_quote(u.first_name) ||
  ',"lastName":' || json_quote(u.last_name) || ',"status":"' || u.status || '","external":' || iif(u.external, 'true', 'false') ||
  ',"superAdmin":' || iif(u.super_admin, 'true', 'false') || ',"profile":' || coalesce(json_quote(p.name), 'null') ||
  ',"permissions":' || coalesce(u.permissions, 'null') || ',"dashboard":' || u.dashboard ||
  ',"groups":[' || coalesce((SELECT group_concat(json_quote(g.name), ',' ORDER BY g.name) FROM group_members m
    JOIN groups g ON g.id = m.group_id WHERE m.user_id = u.id), '') ||
  '],"numbers":[' || coalesce((SELECT group_concat(json_quote(n.number), ',' ORDER BY n.id) FROM numbers n
    WHERE n.user_id = u.id), '') || '],"plan":' || coalesce(json_quote(u.plan), 'null') || '}'
FROM users u LEFT JOIN profiles p ON p.id = u.profile_id WHERE`;

/** Writes the texts of those people anew whom `condition` (on users as u) selects. Every write that changes what a list says ends with it. */
export function refreshListings(database: Database, condition: string, ...values: readonly SqlValue[]): void {
  database.run(`${LISTING} ${condition}`, ...values);
}

export interface ListQuery {
  readonly limit: number;
  readonly offset: number;
  /** Entries beyond this id only, in the order of the list: unlike an offset it costs nothing at the end of a long one. */
  readonly after: number;
  /** Address of a person, name of anything else, or target of an action. */
  readonly only: string | undefined;
  /** The newest first. */
  readonly isLatest: boolean;
}

interface List {
  readonly rows: string;
  /** SQL text that `only` is compared with. */
  readonly key: string;
  /** SQL text that gives the JSON of one row. */
  readonly json: string;
}

const PROFILE = `'{"id":' || t.id || ',"name":' || json_quote(t.name) || ',"permissions":' || t.permissions || ',"dashboard":' || t.dashboard ||
  ',"groups":[' || coalesce((SELECT group_concat(json_quote(g.name), ',' ORDER BY g.name) FROM profile_groups x
    JOIN groups g ON g.id = x.group_id WHERE x.profile_id = t.id), '') || ']}'`;
const NUMBER = `'{"id":' || t.id || ',"number":' || json_quote(t.number) || ',"use":"' ||
  CASE WHEN t.user_id IS NOT NULL THEN 'user' WHEN t.ivr_id IS NOT NULL THEN 'ivr' WHEN t.other OR t.conference_id IS NOT NULL THEN 'other' ELSE 'free' END || '"}'`;
const IVR = `'{"id":' || t.id || ',"name":' || json_quote(t.name) ||
  ',"numbers":[' || coalesce((SELECT group_concat(json_quote(n.number), ',' ORDER BY n.id) FROM numbers n WHERE n.ivr_id = t.id), '') ||
  '],"users":[' || coalesce((SELECT group_concat(x.user_id, ',' ORDER BY x.user_id) FROM ivr_users x WHERE x.ivr_id = t.id), '') || ']}'`;
const ACTION = `'{"id":' || t.id || ',"at":' || json_quote(t.at) || ',"by":' || json_quote(t.by) || ',"action":' || json_quote(t.action) ||
  ',"target":' || json_quote(t.target) || ',"before":' || t.before || ',"after":' || t.after || '}'`;

/** Addresses are compared without case, names as they are. */
const TARGET = "iif(substr(t.target, 1, 5) = 'user:', lower(t.target), t.target)";

/** What `only` has to be for the target of an action. */
export const comparableTarget = (target: string): string => (target.startsWith('user:') ? asciiLower(target) : target);

const LISTS = {
  users: {
    rows: '(SELECT l.user_id AS id, l.json, u.email_key FROM user_listings l JOIN users u ON u.id = l.user_id)',
    key: 't.email_key',
    json: 't.json',
  },
  profiles: { rows: 'profiles', key: 't.name', json: PROFILE },
  groups: {
    rows: 'groups',
    key: 't.name',
    json: `'{"id":' || t.id || ',"name":' || json_quote(t.name) || ',"openAccess":' || iif(t.open_access, 'true', 'false') || '}'`,
  },
  numbers: { rows: 'numbers', key: 't.number', json: NUMBER },
  ivrs: { rows: 'ivrs', key: 't.name', json: IVR },
  'action-log': { rows: 'action_log', key: TARGET, json: ACTION },
} as const satisfies Record<string, List>;

export type ListName = keyof typeof LISTS;
export const LIST_NAMES: readonly ListName[] = ['users', 'profiles', 'groups', 'numbers', 'ivrs', 'action-log'];

/** JSON text of `{total, list}`, put together from texts: large lists are read often, and never as values here. */
export function listJson(database: Database, name: ListName, query: ListQuery): string {
  const { rows, key, json } = LISTS[name];
  const [and, only] = query.only === undefined ? ['', []] : [`AND ${key} = ?`, [query.only]];
  const total =
    query.only === undefined ? totalOf(database, name) : countOf(database, `${rows} t WHERE ${key} = ?`, query.only);
  const [beyond, order] = query.isLatest ? ['<', 'DESC'] : ['>', 'ASC'];
  const page = database.get(
    `SELECT group_concat(json) AS page FROM (SELECT ${json} AS json FROM ${rows} t WHERE t.id ${beyond} ? ${and} ORDER BY t.id ${order} LIMIT ? OFFSET ?)`,
    query.after,
    ...only,
    query.limit,
    query.offset,
  );
  return `{"total":${total},"list":[${textOrNull(page, 'page') ?? ''}]}`;
}

export function totalOf(database: Database, name: ListName): number {
  if (name !== 'users' && name !== 'numbers') return countOf(database, LISTS[name].rows);
  return integer(database.get('SELECT total FROM totals WHERE list = ?', name), 'total');
}

const countOf = (database: Database, from: string, ...values: readonly SqlValue[]): number =>
  integer(database.get(`SELECT count(*) AS count FROM ${from}`, ...values), 'count');

/** JSON text of one entry of a list, undefined when there is none with this id. */
export function entryJson(database: Database, name: ListName, id: number): string | undefined {
  const { rows, json } = LISTS[name];
  const row = database.get(`SELECT ${json} AS json FROM ${rows} t WHERE t.id = ?`, id);
  return row && text(row, 'json');
}
