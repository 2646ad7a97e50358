import { randomBytes } from 'node:crypto';
import { access, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Database, integer, openDatabase, text } from './database.js';
import { KEY_KINDS, type KeyKind } from './key-rights.js';
import { schemaState } from './schema.js';

/** There is no embedded account at this path: it was never seeded. */
export class SandboxMissing extends Error {
  override readonly name = 'SandboxMissing';
  constructor(readonly path: string) {
    super(`There is no embedded account in ${path}.`);
  }
}

/** There is a file, and it is not an account that this version can open. */
export class SandboxUnusable extends Error {
  override readonly name = 'SandboxUnusable';
  constructor(
    readonly path: string,
    readonly why: 'older' | 'newer' | 'foreign',
    options?: ErrorOptions,
  ) {
    super(UNUSABLE[why](path), options);
  }
}

const UNUSABLE = {
  older: (path: string) => `${path} was written by an earlier version, whose accounts held less.`,
  newer: (path: string) => `${path} was written by a newer version.`,
  foreign: (path: string) => `${path} is not an embedded account.`,
};

/** Opens an account that was seeded before. A file without tables is what is left of a first seed that was cut off. */
export async function openAccountFile(path: string): Promise<Database> {
  if (!(await exists(path))) throw new SandboxMissing(path);
  const database = await openUsable(path);
  const state = schemaState(database);
  if (state === 'current') return database;
  database.close();
  throw state === 'older' ? new SandboxUnusable(path, state) : new SandboxMissing(path);
}

/** Opens a file that a seed may be written to: a new one, or an account of ours. */
export async function openForSeed(path: string): Promise<Database> {
  if (path !== ':memory:') await mkdir(dirname(path), { recursive: true });
  return openUsable(path);
}

async function openUsable(path: string): Promise<Database> {
  let database: Database | undefined;
  try {
    database = await openDatabase(path);
    const state = schemaState(database);
    if (state === 'newer' || state === 'foreign') throw new SandboxUnusable(path, state);
    return database;
  } catch (error) {
    database?.close();
    throw isNotADatabase(error) ? new SandboxUnusable(path, 'foreign', { cause: error }) : error;
  }
}

const isNotADatabase = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'SQLITE_NOTADB';

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** A key of an active person; made when it is asked for the first time. Undefined when nobody active has this address. */
export function keyOf(database: Database, emailKey: string | undefined, kind: KeyKind): string | undefined {
  const person = database.get(
    `SELECT u.id, k.key FROM users u LEFT JOIN api_keys k ON k.user_id = u.id AND k.name = ?
WHERE u.status = 'active' AND ${emailKey === undefined ? 'u.super_admin = 1' : 'u.email_key = ?'}`,
    kind,
    ...(emailKey === undefined ? [] : [emailKey]),
  );
  if (!person || typeof person.key === 'string') return person && text(person, 'key');
  const key = randomBytes(24).toString('base64url');
  const { rights, monitoring } = KEY_KINDS[kind];
  const sql = 'INSERT INTO api_keys (key, user_id, name, rights, monitoring) VALUES (?, ?, ?, ?, ?)';
  database.run(sql, key, integer(person, 'id'), kind, JSON.stringify(rights), monitoring ? 1 : 0);
  return key;
}

/** Name of the seed that the account was made from. */
export const seedOf = (database: Database): string => text(database.get('SELECT seed FROM team'), 'seed');
