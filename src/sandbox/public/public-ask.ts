import type { Ask, Fields } from '../ask.js';
import { LARGEST_PAGE } from '../assumptions.js';
import { type Database, integer, text } from '../database.js';
import type { Group, Person } from '../people.js';
import { groupById, personById } from '../records.js';
import { isObject } from '../rules/values.js';
import { decline } from './declined.js';
import type { Mode } from './mode.js';

/** A request of a key. Operations take it as it is; nobody expects a value, since the public API knows no If-Match. */
export interface PublicAsk extends Ask {
  readonly mode: Mode;
  readonly now: Date;
  /** Id of the only person whose data the key sees; undefined with Monitoring. */
  readonly only: number | undefined;
  /** A part of the address, as it was written. */
  part(name: string): string;
}

/** Without a value there is no body. */
export interface Reply {
  readonly status: 200 | 204 | 304;
  readonly value?: unknown;
}

export const DONE: Reply = { status: 200 };
export const found = (value: unknown): Reply => ({ status: 200, value });
export const empty = ({ mode }: PublicAsk): Reply => ({ status: mode.emptyList });

/** `list_count` is the size of this page; there is no total. */
export const listed = (ask: PublicAsk, list: readonly unknown[]): Reply =>
  list.length === 0 ? empty(ask) : found({ list_count: list.length, list });

export interface PageAsked {
  readonly limit: number;
  readonly offset: number;
}

export function pageAsked({ parameter }: PublicAsk): PageAsked {
  const number = (name: string, otherwise: number) => {
    const given = parameter(name);
    return given !== undefined && /^\d{1,15}$/.test(given) ? Number(given) : otherwise;
  };
  return { limit: Math.min(number('limit_count', 100), LARGEST_PAGE), offset: number('limit_offset', 0) };
}

const ID = /^[1-9]\d{0,14}$/;
export const idOf = (text: string): number | undefined => (ID.test(text) ? Number(text) : undefined);

/** An id in a part of the address; what is none has nothing. */
export const idIn = (ask: PublicAsk, part: string): number => idOf(ask.part(part)) ?? decline(404, 'Not found');

export function teamIdOf(database: Database): number {
  const id = text(database.get('SELECT team_id FROM team'), 'team_id');
  return idOf(id) ?? 1;
}

/** The person in the address, as far as the key sees them. */
export function personSeen(ask: PublicAsk, id = ask.id): Person {
  const person = ask.only === undefined || ask.only === id ? personById(ask.database, id) : undefined;
  return person?.status === 'active' && !person.external ? person : decline(404, 'User not found');
}

export function groupSeen(ask: PublicAsk): Group {
  const group = groupById(ask.database, ask.id) ?? decline(404, 'Group not found');
  const sql = 'SELECT count(*) AS count FROM group_members WHERE group_id = ? AND user_id = ?';
  const isSeen = ask.only === undefined || integer(ask.database.get(sql, ask.id, ask.only), 'count') > 0;
  return isSeen ? group : decline(404, 'Group not found');
}

/** Fields that a route does not know are left alone. */
export const bodyOf = ({ body }: PublicAsk): Fields => (isObject(body) ? body : decline(400, 'The body is no object'));

export function idField(fields: Fields, name: string): number {
  const value = fields[name];
  return isId(value) ? value : decline(400, `The field ${name} is no id`);
}

export const isId = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0;

/** A text; a missing one is empty. */
export function textOf(fields: Fields, name: string): string {
  const value = fields[name] ?? '';
  return typeof value === 'string' ? value : decline(400, `The field ${name} is no text`);
}
