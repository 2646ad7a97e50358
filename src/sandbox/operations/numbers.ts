import { type Answer, type Ask, type Fields, fieldsOf, ok, type Query, textField } from '../ask.js';
import { hasNumber, insertNumber } from '../content/numbers.js';
import { integerOrNull, text } from '../database.js';
import { entryJson, refreshListings } from '../listings.js';
import type { Person } from '../people.js';
import { personById } from '../records.js';
import { refuse } from '../refusals.js';
import { mayReachNumbers, type NumberHolder } from '../rules/authority.js';
import { isLicensed } from '../rules/people.js';
import { numberIsValid } from '../rules/values.js';

/** POST /numbers: a number that nobody uses yet. */
export function createNumber(ask: Ask): Answer {
  mayReachNumbers(ask.actor, 'write');
  const number = textField(fieldsOf(ask.body, ['number']), 'number');
  numberIsValid(number);
  if (hasNumber(ask.database, number)) refuse('NUMBER_NOT_FREE', `"${number}", which the account has already`);
  const id = insertNumber(ask.database, number, '');
  const value: unknown = JSON.parse(entryJson(ask.database, 'numbers', id) ?? 'null');
  ask.log('createNumber', `number:${number}`, null, value);
  return { status: 201, value };
}

/** Who has a number: the ids of a person and of an IVR, of which one at least is null. */
interface Use {
  readonly user: number | null;
  readonly ivr: number | null;
}

/** GET /numbers/{id}/use */
export function readNumberUse(query: Query): Fields {
  mayReadNumber(query);
  return { ...useOf(query).use };
}

/** Reading one number. */
export function mayReadNumber(query: Query): void {
  mayReachNumbers(query.actor, 'read');
  mayReachNumbers(query.actor, 'read', holderOf(query, useOf(query).use));
}

function useOf({ database, id }: Query): {
  readonly number: string;
  readonly use: Use;
  readonly isElsewhere: boolean;
} {
  const sql =
    'SELECT number, user_id, ivr_id, other OR conference_id IS NOT NULL AS elsewhere FROM numbers WHERE id = ?';
  const row = database.get(sql, id) ?? refuse('NOT_FOUND');
  const use = { user: integerOrNull(row, 'user_id'), ivr: integerOrNull(row, 'ivr_id') };
  return { number: text(row, 'number'), use, isElsewhere: row.elsewhere !== 0 };
}

/** PUT /numbers/{id}/use: `{user: id, ivr: null}`, `{user: null, ivr: id}`, or both null to free it. */
export function setNumberUse(ask: Ask): Answer {
  mayReachNumbers(ask.actor, 'write');
  const { number, use: before, isElsewhere } = useOf(ask);
  const after = parseUse(fieldsOf(ask.body, ['user', 'ivr']));
  const [had, has] = [holderOf(ask, before), holderOf(ask, after)];
  mayReachNumbers(ask.actor, 'write', had, has);
  ask.unchanged(before);
  if (isElsewhere) refuse('NUMBER_NOT_FREE', `"${number}"`);
  if (has.user) mayTakeNumber(has.user);
  ask.database.run('UPDATE numbers SET user_id = ?, ivr_id = ? WHERE id = ?', after.user, after.ivr, ask.id);
  refreshListings(ask.database, 'u.id IN (?, ?)', before.user, after.user);
  ask.log('assignNumber', `number:${number}`, named(had), named(has));
  return ok(after);
}

function parseUse({ user, ivr }: Fields): Use {
  const isId = (value: unknown): value is number | null => value === null || Number.isSafeInteger(value);
  if (!isId(user)) return refuse('BODY_INVALID', 'the field "user"');
  return isId(ivr) && (user === null || ivr === null) ? { user, ivr } : refuse('BODY_INVALID', 'the field "ivr"');
}

function holderOf({ database }: Query, { user, ivr }: Use): NumberHolder {
  const row = ivr === null ? undefined : database.get('SELECT name FROM ivrs WHERE id = ?', ivr);
  if (ivr !== null && !row) refuse('UNKNOWN_IVR', `the id ${ivr}`);
  return {
    user: user === null ? undefined : (personById(database, user) ?? refuse('UNKNOWN_USER', `the id ${user}`)),
    ivr: row && text(row, 'name'),
  };
}

function mayTakeNumber(person: Person): void {
  if (person.status === 'archived') refuse('UNKNOWN_USER', `the id ${person.id}`);
  isLicensed(person, 'a number');
}

const named = ({ user, ivr }: NumberHolder): Fields => ({ user: user?.email ?? null, ivr: ivr ?? null });
