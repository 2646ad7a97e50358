/** The one place that knows libsql. It is native, stays outside of every bundle, and is loaded only when a database is opened. */

export type SqlValue = string | number | null;
export type Row = Readonly<Record<string, unknown>>;

export interface Database {
  all(sql: string, ...values: readonly SqlValue[]): readonly Row[];
  get(sql: string, ...values: readonly SqlValue[]): Row | undefined;
  run(sql: string, ...values: readonly SqlValue[]): { readonly changes: number; readonly id: number };
  exec(sql: string): void;
  /** All of the work is written, or none of it. */
  transaction<T>(work: () => T): T;
  /** All of the work sees one moment, and nobody is kept from writing. */
  reading<T>(work: () => T): T;
  close(): void;
}

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null;

/** Creates the file when it does not exist. A commit is on the disk when it returns. */
export async function openDatabase(path: string): Promise<Database> {
  const { default: Libsql } = await import('libsql');
  const connection = new Libsql(path);
  for (const pragma of ['busy_timeout = 5000', 'journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON']) {
    connection.prepare(`PRAGMA ${pragma}`).all();
  }
  const statements = new Map<string, ReturnType<typeof connection.prepare>>();
  const statement = (sql: string) => {
    const known = statements.get(sql);
    if (known) return known;
    const prepared = connection.prepare(sql);
    statements.set(sql, prepared);
    return prepared;
  };
  // Values go in as one array: a single null would be taken for an object of named values.
  return {
    all: (sql, ...values) =>
      statement(sql)
        .all([...values])
        .filter(isRow),
    get: (sql, ...values) => {
      const row = statement(sql).get([...values]);
      return isRow(row) ? row : undefined;
    },
    run: (sql, ...values) => {
      const { changes, lastInsertRowid } = statement(sql).run([...values]);
      return { changes, id: Number(lastInsertRowid) };
    },
    exec: (sql) => {
      connection.exec(sql);
    },
    transaction: (work) => connection.transaction(work).immediate(),
    reading: (work) => connection.transaction(work).deferred(),
    close: () => {
      statements.clear();
      connection.close();
    },
  };
}

export function text(row: Row | undefined, column: string): string {
  const value = row?.[column];
  if (typeof value !== 'string') throw new TypeError(`column ${column} holds no text`);
  return value;
}

export function integer(row: Row | undefined, column: string): number {
  const value = row?.[column];
  if (typeof value !== 'number') throw new TypeError(`column ${column} holds no number`);
  return value;
}

export const textOrNull = (row: Row | undefined, column: string): string | null =>
  row?.[column] === null ? null : text(row, column);
export const integerOrNull = (row: Row | undefined, column: string): number | null =>
  row?.[column] === null ? null : integer(row, column);
