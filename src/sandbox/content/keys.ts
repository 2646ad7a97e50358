import { type Database, integer, text } from '../database.js';
import { may } from '../deciding.js';
import { type KeyGrant, keyGrantOf } from '../key-rights.js';
import { type Found, personName, type Slice } from './calls.js';
import { peopleOf, personCondition, type Sight } from './sight.js';

/** A key without its text, which nobody sees a second time. */
export interface KeyRow {
  readonly userId: number;
  readonly person: string;
  readonly email: string;
  readonly name: string;
  readonly grant: KeyGrant;
}

export function keysInSight(database: Database, sight: Sight, { limit, offset }: Slice): Found<KeyRow> {
  const { sql, values } = personCondition(sight);
  const from = `api_keys k JOIN users u ON u.id = k.user_id WHERE ${sql}`;
  const rows = database.all(
    `SELECT k.user_id, k.name, k.rights, k.monitoring, u.first_name, u.last_name, u.email FROM ${from} ORDER BY u.email_key, k.name LIMIT ? OFFSET ?`,
    ...values,
    limit,
    offset,
  );
  const personOf = peopleOf(database);
  const isSeen = (userId: number) => {
    const person = personOf(userId);
    return person !== undefined && may(sight.actor, `page.${sight.page}.read`, { person });
  };
  return {
    total: integer(database.get(`SELECT count(*) AS count FROM ${from}`, ...values), 'count'),
    list: rows
      .map((row) => ({
        userId: integer(row, 'user_id'),
        person: personName(row),
        email: text(row, 'email'),
        name: text(row, 'name'),
        grant: keyGrantOf(text(row, 'rights'), integer(row, 'monitoring')),
      }))
      .filter(({ userId }) => isSeen(userId)),
  };
}

export interface NewKey {
  readonly key: string;
  readonly userId: number;
  readonly name: string;
  readonly grant: KeyGrant;
}

export function insertKey(database: Database, { key, userId, name, grant }: NewKey): void {
  const sql = 'INSERT INTO api_keys (key, user_id, name, rights, monitoring) VALUES (?, ?, ?, ?, ?)';
  database.run(sql, key, userId, name, JSON.stringify(grant.rights), grant.monitoring ? 1 : 0);
}

export const hasKey = (database: Database, userId: number, name: string): boolean =>
  database.get('SELECT name FROM api_keys WHERE user_id = ? AND name = ?', userId, name) !== undefined;

export function deleteKey(database: Database, userId: number, name: string): void {
  database.run('DELETE FROM api_keys WHERE user_id = ? AND name = ?', userId, name);
}
