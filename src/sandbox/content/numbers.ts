import { type Database, integer, integerOrNull, type Row, text, textOrNull } from '../database.js';
import { may } from '../deciding.js';
import { refreshListings } from '../listings.js';
import type { Person } from '../people.js';
import { type Found, personName, type Slice } from './calls.js';
import { numberCondition, peopleOf, type Sight, seesPersonOn } from './sight.js';

export type NumberUse =
  | { readonly kind: 'user'; readonly id: number; readonly name: string }
  | { readonly kind: 'ivr'; readonly id: number; readonly name: string }
  | { readonly kind: 'conference'; readonly id: number; readonly name: string }
  | { readonly kind: 'other' | 'free' };

export interface NumberRow {
  readonly id: number;
  readonly number: string;
  readonly label: string;
  readonly use: NumberUse;
}

const NUMBERS = `numbers n LEFT JOIN users u ON u.id = n.user_id LEFT JOIN ivrs i ON i.id = n.ivr_id
LEFT JOIN conferences f ON f.id = n.conference_id`;
const COLUMNS = `n.*, u.first_name, u.last_name, u.email, i.name AS ivr_name, f.name AS conference_name`;

/** Numbers in sight: those of people and IVRs in sight, and those that belong to no group. */
export function numbersInSight(database: Database, sight: Sight, { limit, offset }: Slice): Found<NumberRow> {
  const { sql, values } = numberCondition(sight);
  const rows = database.all(
    `SELECT ${COLUMNS} FROM ${NUMBERS} WHERE ${sql} ORDER BY n.number LIMIT ? OFFSET ?`,
    ...values,
    limit,
    offset,
  );
  const personOf = peopleOf(database);
  return {
    total: integer(database.get(`SELECT count(*) AS count FROM ${NUMBERS} WHERE ${sql}`, ...values), 'count'),
    list: rows.map(numberOf).filter(({ use }) => seesUse(sight, use, personOf)),
  };
}

export function numberInSight(database: Database, sight: Sight, id: number): NumberRow | undefined {
  const row = database.get(`SELECT ${COLUMNS} FROM ${NUMBERS} WHERE n.id = ?`, id);
  const number = row && numberOf(row);
  return number && seesUse(sight, number.use, peopleOf(database)) ? number : undefined;
}

/** A person's number is a direct line, an IVR's is not. */
function seesUse(sight: Sight, use: NumberUse, personOf: (id: number) => Person | undefined): boolean {
  switch (use.kind) {
    case 'user': {
      const person = personOf(use.id);
      return person !== undefined && seesPersonOn(sight, person, 'direct');
    }
    case 'ivr':
      return may(sight.actor, `page.${sight.page}.read`, { ivr: use.name });
    case 'conference':
    case 'other':
    case 'free':
      return may(sight.actor, `page.${sight.page}.read`);
    default:
      return use satisfies never;
  }
}

function numberOf(row: Row): NumberRow {
  return { id: integer(row, 'id'), number: text(row, 'number'), label: text(row, 'label'), use: useOf(row) };
}

function useOf(row: Row): NumberUse {
  const [user, ivr, conference] = [
    integerOrNull(row, 'user_id'),
    integerOrNull(row, 'ivr_id'),
    integerOrNull(row, 'conference_id'),
  ];
  if (user !== null) return { kind: 'user', id: user, name: personName(row) };
  if (ivr !== null) return { kind: 'ivr', id: ivr, name: textOrNull(row, 'ivr_name') ?? '' };
  if (conference !== null)
    return { kind: 'conference', id: conference, name: textOrNull(row, 'conference_name') ?? '' };
  return { kind: integer(row, 'other') === 1 ? 'other' : 'free' };
}

export const hasNumber = (database: Database, number: string): boolean =>
  database.get('SELECT id FROM numbers WHERE number = ?', number) !== undefined;

export const insertNumber = (database: Database, number: string, label: string): number =>
  database.run('INSERT INTO numbers (number, label) VALUES (?, ?)', number, label).id;

export function labelNumber(database: Database, id: number, label: string): void {
  database.run('UPDATE numbers SET label = ? WHERE id = ?', label, id);
}

const COLUMN_OF = { user: 'user_id', ivr: 'ivr_id', conference: 'conference_id' } as const;
export type NumberOwner = { readonly kind: keyof typeof COLUMN_OF; readonly id: number };

/** What the lists say of the people whose number comes or goes is written anew. */
export function useNumber(database: Database, { id, use }: NumberRow, owner: NumberOwner | undefined): void {
  database.run('UPDATE numbers SET user_id = NULL, ivr_id = NULL, conference_id = NULL, other = 0 WHERE id = ?', id);
  if (owner) database.run(`UPDATE numbers SET ${COLUMN_OF[owner.kind]} = ? WHERE id = ?`, owner.id, id);
  for (const one of [use, owner]) if (one?.kind === 'user') refreshListings(database, 'u.id = ?', one.id);
}
