import { type Answer, type Ask, fieldsOf, ok, type Query, textField } from '../ask.js';
import { hasIvr, insertIvr, renameIvr } from '../content/ivrs.js';
import { type Database, text } from '../database.js';
import { entryJson } from '../listings.js';
import { knownIn } from '../records.js';
import { refuse } from '../refusals.js';
import { mayReachIvr } from '../rules/authority.js';
import { nameIsValid, namesOne } from '../rules/values.js';

/** POST /ivrs */
export function createIvr(ask: Ask): Answer {
  mayReachIvr(ask.actor, 'write');
  const name = textField(fieldsOf(ask.body, ['name']), 'name');
  nameIsValid(name);
  nameIsFree(ask.database, name);
  const id = insertIvr(ask.database, name);
  const value: unknown = JSON.parse(entryJson(ask.database, 'ivrs', id) ?? 'null');
  ask.log('createIvr', `ivr:${name}`, null, value);
  return { status: 201, value };
}

/** A scope names IVRs: whoever gave one the name of another would reach both. */
function nameIsFree(database: Database, name: string): void {
  if (hasIvr(database, name)) refuse('NAME_AMBIGUOUS', `"${name}"`);
}

/** Scopes follow the name, and nobody can tell which of two they mean. */
function isOnly(database: Database, name: string): void {
  namesOne(knownIn(database).ivrs(name), 'UNKNOWN_IVR', name);
}

/** PATCH /ivrs/{id} */
export function renameIvrTo(ask: Ask): Answer {
  const { database, id } = ask;
  const before = ivrNameOf(ask);
  mayReachIvr(ask.actor, 'write', before);
  const name = textField(fieldsOf(ask.body, ['name']), 'name');
  ask.unchanged({ name: before });
  nameIsValid(name);
  if (name !== before) nameIsFree(database, name);
  isOnly(database, before);
  renameIvr(database, id, before, name);
  ask.log('rename', `ivr:${before}`, { name: before }, { name });
  return ok({ name });
}

const ivrNameOf = ({ database, id }: Query): string =>
  text(database.get('SELECT name FROM ivrs WHERE id = ?', id) ?? refuse('NOT_FOUND'), 'name');

/** Reading one IVR. */
export const mayReadIvr = (query: Query): void => mayReachIvr(query.actor, 'read', ivrNameOf(query));
