import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { asLedgerError, codeOf, type Database, openLedgerFile, textAsBytes } from './database.js';
import { LedgerUnavailable } from './errors.js';
import { queue } from './queue.js';
import { sqlTransaction, sqlView, TURN } from './sql-transaction.js';
import type { LedgerStore } from './store.js';

export interface FileStoreOptions {
  readonly path: string;
  readonly account: string;
  readonly now: () => Date;
  readonly sleep: (ms: number) => Promise<void>;
}

/** A file on this machine. It is made when something is first written; until then reading finds nothing. */
export async function fileStore(options: FileStoreOptions): Promise<LedgerStore> {
  const { path, account, now } = options;
  const inTurn = queue();
  const opened = opener(options);
  let broken: LedgerUnavailable | undefined;
  const within = <T>(begin: 'BEGIN IMMEDIATE' | 'BEGIN', work: (database: Database) => Promise<T>): Promise<T> =>
    inTurn(async () => {
      if (broken) throw broken;
      const database = await opened.open(begin !== 'BEGIN');
      try {
        return await whenNotBusy(() => transaction(database, begin, work), options.sleep);
      } catch (error) {
        const failure = asLedgerError(error, path);
        // After a failed write to the disk nobody knows what the pages hold: nothing more is written through this connection.
        if (failure instanceof LedgerUnavailable && failure.code.startsWith('SQLITE_IOERR')) broken = failure;
        throw failure;
      } finally {
        if (database !== opened.current()) database.close();
      }
    });
  if (existsSync(path)) await opened.open(true);
  return {
    place: path,
    clockToleranceMs: 0,
    write: (work) =>
      within('BEGIN IMMEDIATE', async ({ query }) => {
        await query(TURN, [account]);
        return work(sqlTransaction({ query, text: textAsBytes, account, now: now() }));
      }),
    read: (work) => within('BEGIN', ({ query }) => work(sqlView({ query, text: textAsBytes, account, now: now() }))),
    close: () => inTurn(() => closed(opened.current())),
  };
}

function opener({ path, account, sleep }: FileStoreOptions) {
  let opened: Database | undefined;
  return {
    current: () => opened,
    /** Where there is no file yet, reading is done in a database that is empty and forgotten. */
    open: async (isToWrite: boolean): Promise<Database> => {
      if (opened) return opened;
      if (!isToWrite && !existsSync(path)) return openLedgerFile(':memory:', { account });
      if (!existsSync(path)) await prepareFile(path);
      opened = await whenNotBusy(() => openLedgerFile(path, { account }), sleep);
      return opened;
    },
  };
}

/** Empties the log, so that the file alone is the whole ledger and what was erased is gone. Where others have it open, the last of them does. */
async function closed(database: Database | undefined): Promise<void> {
  await database?.query('PRAGMA wal_checkpoint(TRUNCATE)', []).catch(() => {});
  database?.close();
}

async function transaction<T>(
  database: Database,
  begin: 'BEGIN IMMEDIATE' | 'BEGIN',
  work: (database: Database) => Promise<T>,
): Promise<T> {
  database.exec(begin);
  try {
    const result = await work(database);
    database.exec('COMMIT');
    return result;
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

/** A full disk has rolled back already, which makes this fail: the first error is the one that says why. */
function rollBack(database: Database): void {
  try {
    database.exec('ROLLBACK');
  } catch {}
}

const LONGEST_PAUSE_MS = 50;
const PATIENCE_MS = 15_000;

/** Others are done in milliseconds. Whoever waits longer is told that the ledger cannot be used. */
async function whenNotBusy<T>(work: () => Promise<T>, sleep: FileStoreOptions['sleep']): Promise<T> {
  let pauseMs = 1;
  for (let waitedMs = 0; ; waitedMs += pauseMs) {
    try {
      return await work();
    } catch (error) {
      if (!codeOf(error)?.startsWith('SQLITE_BUSY') || waitedMs > PATIENCE_MS) throw error;
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      await sleep(pauseMs);
    }
  }
}

/** Only its owner reads it: it names people. The folder of ringctl's own files is one that git is told to leave out. */
async function prepareFile(path: string): Promise<void> {
  const folder = dirname(path);
  try {
    await mkdir(folder, { recursive: true });
    if (basename(folder) === '.ringctl') await writeNew(join(folder, '.gitignore'), '*\n', 0o644);
    await writeNew(path, '', 0o600);
  } catch (error) {
    throw asLedgerError(error, path);
  }
}

async function writeNew(path: string, text: string, mode: number): Promise<void> {
  await writeFile(path, text, { flag: 'wx', mode }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}
