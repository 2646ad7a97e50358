import { randomBytes } from 'node:crypto';
import { chmod, rename, rm } from 'node:fs/promises';
import { openAccountFile, openForSeed } from './account-file.js';
import { type Database, text } from './database.js';
import { recreateTables } from './schema.js';

/**
 * Writes a whole account to a file: people, values, calls and the action log, but no API key. Throws SandboxMissing and SandboxUnusable as
 * opening does. A file that is there is replaced in one moment.
 */
export async function snapshotSandbox(path: string, out: string): Promise<void> {
  const draft = `${out}.${randomBytes(4).toString('hex')}.tmp`;
  const database = await openAccountFile(path);
  try {
    database.run('VACUUM INTO ?', draft);
  } finally {
    database.close();
  }
  try {
    await withoutKeys(draft);
    await chmod(draft, 0o600);
    await rename(draft, out);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Keys are made again where the snapshot is used: a copy of an account is no copy of what opens it. */
async function withoutKeys(path: string): Promise<void> {
  const database = await openAccountFile(path);
  try {
    database.exec('DELETE FROM api_keys; PRAGMA journal_mode = DELETE; VACUUM');
  } finally {
    database.close();
  }
}

/** Puts the account of a snapshot in the place of whatever the file held, in one transaction. The snapshot stays as it is. */
export async function restoreSandbox(path: string, snapshot: string): Promise<void> {
  (await openAccountFile(snapshot)).close();
  const database = await openForSeed(path);
  try {
    database.run('ATTACH DATABASE ? AS snapshot', snapshot);
    database.transaction(() => {
      database.exec('PRAGMA defer_foreign_keys = ON');
      recreateTables(database);
      for (const table of tablesOf(database)) copyTable(database, table);
    });
  } finally {
    database.close();
  }
}

/** Those that triggers fill are copied last, over what the triggers made of them. */
function tablesOf(database: Database): readonly string[] {
  const rows = database.all(
    "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name = 'totals', rowid",
  );
  return [...rows.map((row) => text(row, 'name')), 'sqlite_sequence'];
}

function copyTable(database: Database, table: string): void {
  database.exec(`DELETE FROM main."${table}"; INSERT INTO main."${table}" SELECT * FROM snapshot."${table}"`);
}
