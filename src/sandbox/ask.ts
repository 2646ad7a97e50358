import { createHash } from 'node:crypto';
import { canonicalJson } from '../model/index.js';
import type { Database } from './database.js';
import type { Group, Person, Profile } from './people.js';
import { groupById, personById, profileById } from './records.js';
import { refuse } from './refusals.js';
import { isObject } from './rules/values.js';

/** A read request of a known person. Everything that is asked happens in one transaction. */
export interface Query {
  readonly database: Database;
  readonly actor: Person;
  /** The id in the address; 0 where the route has none. */
  readonly id: number;
  /** A parameter of the address. */
  parameter(name: string): string | undefined;
}

/** A write request. */
export interface Ask extends Query {
  readonly body: unknown;
  /** Refuses when the caller expects another value than the current one. */
  unchanged(current: unknown): void;
  /** One row for each write: who, when, what, on what, before and after. */
  log(action: string, target: string, before: unknown, after: unknown): void;
}

export type Answer = { readonly status: 200 | 201; readonly value: unknown } | { readonly status: 204 };

export const ok = (value: unknown): Answer => ({ status: 200, value });
export const DONE: Answer = { status: 204 };

/** The tag of a value: two values with the same tag are the same. */
export const tagOf = (value: unknown): string =>
  `"${createHash('sha256').update(canonicalJson(value)).digest('hex').slice(0, 32)}"`;

export const personOf = ({ database, id }: Query): Person => personById(database, id) ?? refuse('NOT_FOUND');
export const profileOf = ({ database, id }: Query): Profile => profileById(database, id) ?? refuse('NOT_FOUND');
export const groupOf = ({ database, id }: Query): Group => groupById(database, id) ?? refuse('NOT_FOUND');

export type Fields = Readonly<Record<string, unknown>>;

/** The fields of a body that has all of the needed ones, and none besides those listed. */
export function fieldsOf(body: unknown, needed: readonly string[], allowed: readonly string[] = []): Fields {
  if (!isObject(body)) return refuse('BODY_INVALID', 'the body, which is no object');
  const extra = Object.keys(body).find((name) => !needed.includes(name) && !allowed.includes(name));
  if (extra !== undefined) refuse('BODY_INVALID', `the field "${extra}"`);
  const missing = needed.find((name) => !Object.hasOwn(body, name));
  if (missing !== undefined) refuse('BODY_INVALID', `the field "${missing}", which is missing`);
  return body;
}

export function textField(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : refuse('BODY_INVALID', `the field "${name}"`);
}

export function flagField(fields: Fields, name: string): boolean {
  const value = fields[name];
  return typeof value === 'boolean' ? value : refuse('BODY_INVALID', `the field "${name}"`);
}

export function optionalText(fields: Fields, name: string): string | undefined {
  return fields[name] === undefined || fields[name] === null ? undefined : textField(fields, name);
}

export function textsField(fields: Fields, name: string): readonly string[] {
  const value = fields[name];
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
    ? value
    : refuse('BODY_INVALID', `the field "${name}"`);
}

/** The members of a value that are listed: the sub-representation that a write is about. */
export function pick(value: object, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(value).filter(([name]) => names.includes(name)));
}
