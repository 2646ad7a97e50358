import { type Database, integer, text } from '../database.js';
import type { Found, Slice } from './calls.js';

/** Tables whose rows belong to the whole account: an id and a few texts. */
export const PLAIN_TABLES = {
  tags: ['name', 'color', 'description'],
  snooze_reasons: ['name'],
  blocked_numbers: ['number', 'comment'],
  brands: ['name'],
  conferences: ['name', 'pincode'],
  webhooks: ['event', 'url'],
} as const satisfies Record<string, readonly [string, ...string[]]>;
export type PlainTable = keyof typeof PLAIN_TABLES;

export interface PlainRow {
  readonly id: number;
  readonly values: Readonly<Record<string, string>>;
}

/** Values that a table has besides, and nobody chooses. */
const given = (table: PlainTable, now: Date): Readonly<Record<string, string>> =>
  table === 'tags' ? { created_at: now.toISOString() } : {};

export function plainRows(database: Database, table: PlainTable, { limit, offset }: Slice): Found<PlainRow> {
  const [first] = PLAIN_TABLES[table];
  const total = integer(database.get(`SELECT count(*) AS count FROM ${table}`), 'count');
  const rows = database.all(`SELECT * FROM ${table} ORDER BY ${first}, id LIMIT ? OFFSET ?`, limit, offset);
  return { total, list: rows.map((row) => ({ id: integer(row, 'id'), values: valuesOf(table, row) })) };
}

export function plainRow(database: Database, table: PlainTable, id: number): PlainRow | undefined {
  const row = database.get(`SELECT * FROM ${table} WHERE id = ?`, id);
  return row && { id, values: valuesOf(table, row) };
}

const valuesOf = (table: PlainTable, row: Readonly<Record<string, unknown>>): PlainRow['values'] =>
  Object.fromEntries(PLAIN_TABLES[table].map((column) => [column, text(row, column)]));

/** Whether another row has this value. */
export function hasOther(
  database: Database,
  table: PlainTable,
  { column, value, id }: { readonly column: string; readonly value: string; readonly id: number },
): boolean {
  const known = PLAIN_TABLES[table].find((name) => name === column);
  return (
    known !== undefined &&
    database.get(`SELECT id FROM ${table} WHERE ${known} = ? AND id <> ?`, value, id) !== undefined
  );
}

export function insertPlain(database: Database, table: PlainTable, values: PlainRow['values'], now: Date): number {
  const all = { ...only(table, values), ...given(table, now) };
  const columns = Object.keys(all);
  const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
  return database.run(sql, ...Object.values(all)).id;
}

export function updatePlain(database: Database, table: PlainTable, { id, values }: PlainRow): void {
  const all = only(table, values);
  const sql = `UPDATE ${table} SET ${Object.keys(all)
    .map((column) => `${column} = ?`)
    .join(', ')} WHERE id = ?`;
  database.run(sql, ...Object.values(all), id);
}

/** The numbers of a conference are free afterwards, and calls lose the tag. */
export function deletePlain(database: Database, table: PlainTable, id: number): void {
  if (table === 'conferences') database.run('UPDATE numbers SET conference_id = NULL WHERE conference_id = ?', id);
  database.run(`DELETE FROM ${table} WHERE id = ?`, id);
}

/** Columns come from the table of this file, whatever a form is made of. */
const only = (table: PlainTable, values: PlainRow['values']): Record<string, string> =>
  Object.fromEntries(PLAIN_TABLES[table].map((column) => [column, values[column] ?? '']));
