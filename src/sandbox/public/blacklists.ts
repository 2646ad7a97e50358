import type { Fields } from '../ask.js';
import { integer, type Row, text } from '../database.js';
import type { Person } from '../people.js';
import { mayManage } from '../rules/authority.js';
import { LONGEST_COMMENT } from './assumptions.js';
import { decline } from './declined.js';
import { digitsOf, numberField, numberOf } from './number-format.js';
import {
  bodyOf,
  DONE,
  found,
  type PublicAsk,
  pageAsked,
  personSeen,
  type Reply,
  teamIdOf,
  textOf,
} from './public-ask.js';

/** GET /users/{id}/blacklists/numbers: a page past the end is 204. */
export function listBlocked(ask: PublicAsk): Reply {
  const { id } = personSeen(ask);
  const { limit, offset } = pageAsked(ask);
  const all = 'FROM user_blocked_numbers WHERE user_id = ?';
  const rows = ask.database.all(`SELECT * ${all} ORDER BY number LIMIT ? OFFSET ?`, id, limit, offset);
  if (rows.length === 0) return { status: 204 };
  const team_id = teamIdOf(ask.database);
  return found({
    user_id: id,
    team_id,
    limit_offset_setted: offset,
    limit_count_setted: limit,
    total_blacklist_count: integer(ask.database.get(`SELECT count(*) AS count ${all}`, id), 'count'),
    blacklist_list_count: rows.length,
    blacklist_list: rows.map((row) => blockedObject(row, team_id)),
  });
}

const blockedObject = (row: Row, team_id: number): Fields => ({
  team_id,
  number: digitsOf(text(row, 'number')),
  comment: text(row, 'comment'),
});

/** GET /users/{id}/blacklists/numbers/{n}: 404 when it is not blocked. */
export const readBlocked = (ask: PublicAsk): Reply =>
  found(blockedObject(blockedRow(ask, personSeen(ask)), teamIdOf(ask.database)));

function blockedRow(ask: PublicAsk, { id }: Person): Row {
  const number = numberOf(ask.part('number')) ?? '';
  const sql = 'SELECT * FROM user_blocked_numbers WHERE user_id = ? AND number = ?';
  return ask.database.get(sql, id, number) ?? decline(404, 'Number not found');
}

/** POST /users/{id}/blacklists/numbers: one that is blocked already gets the comment. */
export function blockNumber(ask: PublicAsk): Reply {
  const person = changed(ask);
  const fields = bodyOf(ask);
  const [number, comment] = [numberField(fields, 'number'), commentOf(fields)];
  const sql = 'INSERT OR REPLACE INTO user_blocked_numbers (user_id, number, comment) VALUES (?, ?, ?)';
  ask.database.run(sql, person.id, number, comment);
  ask.log('blockNumber', `user:${person.email}`, null, { number, comment });
  return DONE;
}

/** PATCH /users/{id}/blacklists/numbers/{n}: the comment. */
export function commentBlocked(ask: PublicAsk): Reply {
  const person = changed(ask);
  const row = blockedRow(ask, person);
  const [number, comment] = [text(row, 'number'), commentOf(bodyOf(ask))];
  const sql = 'UPDATE user_blocked_numbers SET comment = ? WHERE user_id = ? AND number = ?';
  ask.database.run(sql, comment, person.id, number);
  ask.log('blockNumber', `user:${person.email}`, { number, comment: text(row, 'comment') }, { number, comment });
  return DONE;
}

/** DELETE /users/{id}/blacklists/numbers/{n} */
export function unblockNumber(ask: PublicAsk): Reply {
  const person = changed(ask);
  const row = blockedRow(ask, person);
  const [number, comment] = [text(row, 'number'), text(row, 'comment')];
  ask.database.run('DELETE FROM user_blocked_numbers WHERE user_id = ? AND number = ?', person.id, number);
  ask.log('unblockNumber', `user:${person.email}`, { number, comment }, null);
  return DONE;
}

/** The person whose list is changed: everybody may change their own. */
function changed(ask: PublicAsk): Person {
  const person = personSeen(ask);
  if (person.id !== ask.actor.id) mayManage(ask.actor, person);
  return person;
}

function commentOf(fields: Fields): string {
  const comment = textOf(fields, 'comment');
  return comment.length <= LONGEST_COMMENT ? comment : decline(400, 'The comment is too long');
}
