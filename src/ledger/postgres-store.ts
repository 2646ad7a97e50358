import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import { LedgerUnavailable, LedgerUnusable, readableAt } from './errors.js';
import { queue } from './queue.js';
import { MIGRATIONS, type Migration } from './sql-schema.js';
import { integerIn, type Query, sqlTransaction, sqlView, TURN } from './sql-transaction.js';
import type { LedgerStore } from './store.js';

export interface PostgresStoreOptions {
  readonly url: string;
  readonly account: string;
  readonly migrations?: readonly Migration[];
}

/** Longer than any statement takes: a connection that is silent for so long is lost. */
const SILENCE_MS = 30_000;

/** The schema `ringctl` of a database, where each account has its own ledger. All times are those of the database. */
export async function postgresStore({
  url,
  account,
  migrations = MIGRATIONS,
}: PostgresStoreOptions): Promise<LedgerStore> {
  const place = placeOf(url);
  const { within, close } = session(url, place);
  try {
    const version = await within(BEGIN, (query) => versionOf(query, place, migrations.length));
    if (version < migrations.length) await within(BEGIN, (query) => migrate(query, place, migrations));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    place,
    clockToleranceMs: 0,
    write: (work) =>
      within(BEGIN, async (query) => {
        const [row] = await query(`${TURN} RETURNING ${CLOCK} AS now`, [account]);
        return work(sqlTransaction({ query, text, account, now: dateIn(row) }));
      }),
    read: (work) =>
      within(`${BEGIN} ISOLATION LEVEL REPEATABLE READ READ ONLY`, async (query) => {
        const [row] = await query(`SELECT ${CLOCK} AS now`, []);
        return work(sqlView({ query, text, account, now: dateIn(row) }));
      }),
    close,
  };
}

interface Session {
  readonly within: <T>(begin: string, work: (query: Query) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

/** One connection for one thing after the other; when it is lost, the next thing gets a new one. */
function session(url: string, place: string): Session {
  const inTurn = queue();
  let connected: Client | undefined;
  const connection = async (): Promise<Client> => {
    if (connected) return connected;
    const client = await connect(url);
    const forget = (): void => {
      if (connected === client) connected = undefined;
    };
    client.on('error', forget);
    client.on('end', forget);
    connected = client;
    return client;
  };
  return {
    within: (begin, work) =>
      inTurn(async () => {
        try {
          const client = await connection();
          return await readableAt(place, () => transaction(client, begin, work));
        } catch (error) {
          const failure = asLedgerError(error, place);
          // A connection on which an answer is missing would give it to the next question.
          if (failure instanceof LedgerUnavailable && failure.code === LOST) await connected?.end();
          throw failure;
        }
      }),
    close: () => inTurn(async () => connected?.end()),
  };
}

const BEGIN = 'BEGIN';
const LOST = 'connection';
const text = (column: string): string => column;
const CLOCK = '(extract(epoch FROM clock_timestamp()) * 1000)::float8';

function dateIn(row: Readonly<Record<string, unknown>> | undefined): Date {
  if (typeof row?.now !== 'number') throw new TypeError('the database told no time');
  return new Date(Math.floor(row.now));
}

async function connect(connectionString: string): Promise<Client> {
  const { default: PostgresClient } = await import('pg/lib/client.js');
  const client = new PostgresClient({
    connectionString,
    application_name: 'ringctl',
    connectionTimeoutMillis: SILENCE_MS,
    query_timeout: SILENCE_MS,
    keepAlive: true,
  });
  await client.connect();
  return client;
}

async function transaction<T>(client: Client, begin: string, work: (query: Query) => Promise<T>): Promise<T> {
  const query: Query = async (sql, values) => (await client.query<Record<string, unknown>>(sql, [...values])).rows;
  await client.query(`${begin}; SET LOCAL search_path TO ringctl, pg_temp`);
  try {
    const result = await work(query);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    // Where the connection is lost the database rolls back by itself.
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

/** Two that migrate at the same time do it one after the other. Waits before it looks at any table: what it had seen of them would be out of date. */
async function migrate(query: Query, place: string, migrations: readonly Migration[]): Promise<void> {
  await query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
  const version = await versionOf(query, place, migrations.length);
  if (version === 0) await query('CREATE SCHEMA IF NOT EXISTS ringctl', []);
  if (version === 0) await query('CREATE TABLE version (version INTEGER PRIMARY KEY)', []);
  for (const { common, postgres } of migrations.slice(version)) await query(`${common}${postgres}`, []);
  await query('DELETE FROM version', []);
  await query('INSERT INTO version (version) VALUES ($1)', [migrations.length]);
}

const MIGRATION_LOCK = createHash('sha256').update('ringctl ledger').digest().readInt32BE();

/** 0 where there is nothing yet. */
async function versionOf(query: Query, place: string, newest: number): Promise<number> {
  const sql =
    "SELECT relname::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'ringctl'";
  const tables = await query(sql, []);
  if (tables.length === 0) return 0;
  if (!tables.some(({ name }) => name === 'version')) throw new LedgerUnusable(place, 'foreign', 'schema ringctl');
  const [row] = await query('SELECT version FROM version', []);
  if (row === undefined) throw new LedgerUnusable(place, 'damaged', 'no version');
  const version = integerIn(row, 'version');
  if (version > newest) throw new LedgerUnusable(place, 'newer', `version ${version}, this one knows ${newest}`);
  return version;
}

/** Without user and password. */
export function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `postgres://${host}${pathname}`;
}

/** What the database or the network says, in our words: retries are decided on codes, never on sentences. */
function asLedgerError(error: unknown, place: string): unknown {
  if (!(error instanceof Error) || error instanceof LedgerUnusable || error.name === 'LockLost') return error;
  if ('code' in error && typeof error.code === 'string')
    return new LedgerUnavailable(place, error.code, { cause: error });
  return isOurFault(error) ? error : new LedgerUnavailable(place, LOST, { cause: error });
}

/** The driver reports a lost connection as an error without a code. */
const isOurFault = (error: Error): boolean => error instanceof TypeError || error instanceof RangeError;
