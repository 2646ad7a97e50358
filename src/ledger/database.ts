import { statSync } from 'node:fs';
import { LedgerUnavailable, LedgerUnusable, Unreadable } from './errors.js';
import { MIGRATIONS, type Migration } from './sql-schema.js';
import { integerIn, type Query, type Row, textIn } from './sql-transaction.js';

/** "rled": tells our files from other databases. */
const APPLICATION_ID = 0x726c6564;

export interface Database {
  readonly query: Query;
  exec(sql: string): void;
  close(): void;
}

/** Opens a file of the ledger, brings it to this version, and refuses what is none. Creates it when it does not exist. */
export async function openLedgerFile(
  path: string,
  { account, migrations = MIGRATIONS }: { readonly account: string; readonly migrations?: readonly Migration[] },
): Promise<Database> {
  let database: Database | undefined;
  try {
    mustNotBeCutOff(path);
    database = await connect(path);
    await mustBeOurs(database, path, migrations.length);
    await setUp(database);
    await migrate(database, migrations);
    await mustBeWhole(database, path);
    await mustBeOf(database, path, account);
    return database;
  } catch (error) {
    database?.close();
    throw asLedgerError(error, path);
  }
}

/** No database is that small, and SQLite would take it for a new one. */
function mustNotBeCutOff(path: string): void {
  const bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (bytes > 0 && bytes < SMALLEST_PAGE) throw new LedgerUnusable(path, 'damaged', `${bytes} bytes`);
}

const SMALLEST_PAGE = 512;

async function connect(path: string): Promise<Database> {
  const { default: Libsql } = await import('libsql');
  const connection = opened(path, () => new Libsql(path));
  const statements = new Map<string, ReturnType<typeof connection.prepare>>();
  const statement = (sql: string) => {
    const known = statements.get(sql);
    if (known) return known;
    const prepared = connection.prepare(sql);
    statements.set(sql, prepared);
    return prepared;
  };
  const database: Database = {
    // Values go in as one array: a single null would be taken for an object of named values.
    query: async (sql, values) =>
      statement(sql)
        .all([...values])
        .filter(isRow),
    exec: (sql) => {
      connection.exec(sql);
    },
    close: () => {
      statements.clear();
      connection.close();
    },
  };
  // A busy database answers at once: waiting in SQLite would stop the whole process.
  await database.query('PRAGMA busy_timeout = 0', []);
  return database;
}

/** The driver gives no code to what it cannot open. */
function opened<T>(path: string, open: () => T): T {
  try {
    return open();
  } catch (cause) {
    throw codeOf(cause) === undefined ? new LedgerUnavailable(path, 'SQLITE_CANTOPEN', { cause }) : cause;
  }
}

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null;

async function mustBeOurs(database: Database, path: string, newest: number): Promise<void> {
  const { version, application, tables } = await headOf(database);
  if (application === 0 && version === 0 && tables === 0) return;
  if (application !== APPLICATION_ID) throw new LedgerUnusable(path, 'foreign', 'another database');
  if (version > newest) throw new LedgerUnusable(path, 'newer', `version ${version}, this one knows ${newest}`);
}

/** All of one moment: somebody else may be making the file. */
async function headOf(database: Database) {
  database.exec('BEGIN');
  try {
    const version = await pragma(database, 'user_version');
    const application = await pragma(database, 'application_id');
    const [row] = await database.query('SELECT count(*) AS tables FROM sqlite_schema', []);
    return { version, application, tables: row === undefined ? 0 : integerIn(row, 'tables') };
  } finally {
    database.exec('COMMIT');
  }
}

/** Changes the file, so only one of ours. */
async function setUp(database: Database): Promise<void> {
  // What is erased must not stay in the pages of the file.
  const pragmas = ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON', 'secure_delete = ON'];
  for (const pragma of pragmas) await database.query(`PRAGMA ${pragma}`, []);
}

async function migrate(database: Database, migrations: readonly Migration[]): Promise<void> {
  if ((await pragma(database, 'user_version')) === migrations.length) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    // Read again: somebody else may have done it in the meantime.
    const version = await pragma(database, 'user_version');
    for (const { common, sqlite } of migrations.slice(version)) database.exec(`${common}${sqlite}`);
    database.exec(
      `PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${Math.max(version, migrations.length)}`,
    );
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

/** With the indexes: a row that one of them does not lead to would be overlooked, be it a hold or the lock. */
async function mustBeWhole(database: Database, path: string): Promise<void> {
  const [first] = await database.query('PRAGMA integrity_check(1)', []);
  const answer = first === undefined ? 'no answer' : textIn(first, 'integrity_check');
  if (answer !== 'ok') throw new LedgerUnusable(path, 'damaged', answer);
}

async function mustBeOf(database: Database, path: string, account: string): Promise<void> {
  const [other] = await database.query(`SELECT ${textAsBytes('account')} FROM accounts WHERE account <> $1`, [account]);
  if (other) throw new LedgerUnusable(path, 'otherAccount', textIn(other, 'account'));
}

async function pragma(database: Database, name: 'user_version' | 'application_id'): Promise<number> {
  const [row] = await database.query(`PRAGMA ${name}`, []);
  if (row === undefined) throw new Unreadable(`no ${name}`);
  return integerIn(row, name);
}

/** The driver ends the process when a text is not UTF-8, which one altered byte brings about: texts are read as bytes. */
export const textAsBytes = (column: string): string => `CAST(${column} AS BLOB) AS ${column}`;

/** What SQLite says, in our words: a damaged file is refused, whatever else is wrong keeps the ledger from being used now. */
export function asLedgerError(error: unknown, path: string): unknown {
  if (error instanceof Unreadable) return new LedgerUnusable(path, 'damaged', error.message, { cause: error });
  const code = codeOf(error);
  if (code === undefined) return error;
  if (code === 'SQLITE_NOTADB') return new LedgerUnusable(path, 'foreign', 'no database', { cause: error });
  if (code.startsWith('SQLITE_CORRUPT')) return new LedgerUnusable(path, 'damaged', code, { cause: error });
  return new LedgerUnavailable(path, code, { cause: error });
}

export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  return /^(SQLITE_|E[A-Z]+$)/.test(error.code) ? error.code : undefined;
}
