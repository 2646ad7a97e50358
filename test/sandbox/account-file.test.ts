import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/sandbox/database.js';
import {
  bigAccount,
  openSandbox,
  resetSandbox,
  SandboxMissing,
  SandboxUnusable,
  seedSandbox,
} from '../../src/sandbox/index.js';
import { caller, listOf, OFFICE } from './requests.js';

const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name, 'account.db');
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

async function groupNames(path: string): Promise<readonly unknown[]> {
  const sandbox = await openSandbox(path);
  const names = listOf(await caller(sandbox)('GET /groups')).map(({ name }) => name);
  sandbox.close();
  return names;
}

describe('an account in a file', () => {
  it('is there again after it was closed, keys included', async () => {
    await seedSandbox(at('reopened'), OFFICE);
    const first = await openSandbox(at('reopened'));
    const key = first.keyFor('ada@acme.example');
    await caller(first)('POST /groups', { body: { name: 'Later', openAccess: true } });
    first.close();
    const second = await openSandbox(at('reopened'));
    expect(second.keyFor('ada@acme.example')).toBe(key);
    expect(listOf(await caller(second)('GET /groups?name=Later'))).toHaveLength(1);
    second.close();
  });

  it('serves two who have it open', async () => {
    await seedSandbox(at('shared'), OFFICE);
    const [one, two] = [await openSandbox(at('shared')), await openSandbox(at('shared'))];
    await caller(one)('POST /groups', { body: { name: 'From one', openAccess: true } });
    expect(listOf(await caller(two)('GET /groups?name=From%20one'))).toHaveLength(1);
    one.close();
    two.close();
  });

  it('is put back by a reset to the seed it was made from', async () => {
    await seedSandbox(at('reset'), 'small-team');
    const sandbox = await openSandbox(at('reset'));
    await caller(sandbox)('POST /groups', { body: { name: 'Later', openAccess: true } });
    sandbox.close();
    await resetSandbox(at('reset'));
    expect(await groupNames(at('reset'))).toEqual(['Office', 'Shop']);
  });

  it('is missing until it is seeded', async () => {
    expect(await failure(openSandbox(at('missing')))).toBeInstanceOf(SandboxMissing);
    expect(await failure(resetSandbox(at('missing')))).toBeInstanceOf(SandboxMissing);
  });

  it('is not opened, nor seeded over, when it is something else or newer', async () => {
    const text = join(folder, 'text.db');
    writeFileSync(text, 'not a database, and longer than a header '.repeat(40));
    const foreign = join(folder, 'foreign.db');
    const newer = join(folder, 'newer.db');
    const other = await openDatabase(foreign);
    other.exec('CREATE TABLE precious (id INTEGER)');
    other.close();
    await seedSandbox(newer, 'empty');
    const later = await openDatabase(newer);
    later.exec('PRAGMA user_version = 99');
    later.close();
    for (const [path, why] of [
      [text, 'foreign'],
      [foreign, 'foreign'],
      [newer, 'newer'],
    ] as const) {
      expect(await failure(openSandbox(path))).toMatchObject({ name: 'SandboxUnusable', why });
      expect(await failure(seedSandbox(path, 'empty'))).toBeInstanceOf(SandboxUnusable);
    }
  });

  it('keeps the earlier account when a seed fails', async () => {
    await seedSandbox(at('kept'), 'small-team');
    const broken = { ...OFFICE, users: [...OFFICE.users, ...OFFICE.users] };
    expect(await failure(seedSandbox(at('kept'), broken))).toBeInstanceOf(Error);
    expect(await groupNames(at('kept'))).toEqual(['Office', 'Shop']);
  });

  it('holds what it held before, or nothing, when a seed is killed', async () => {
    await seedSandbox(at('killed'), 'small-team');
    for (const path of [at('killed'), at('killed-first')]) await killedSeed(path);
    expect(await groupNames(at('killed'))).toEqual(['Office', 'Shop']);
    expect(await failure(openSandbox(at('killed-first')))).toBeInstanceOf(SandboxMissing);
    await seedSandbox(at('killed-first'), 'empty');
    expect(await groupNames(at('killed-first'))).toEqual([]);
  });

  it('holds 10,000 people', async () => {
    expect(await seedSandbox(at('big'), bigAccount(10_000))).toMatchObject({ users: 10_000, profiles: 8, groups: 50 });
    const sandbox = await openSandbox(at('big'));
    expect((await caller(sandbox)('GET /users?limit=1&after=9999')).body).toMatchObject({
      total: 10_000,
      list: [{ id: 10_000 }],
    });
    sandbox.close();
  });
});

/** A process of its own that has written half of an account when it is killed. */
function killedSeed(path: string): Promise<void> {
  const script = join(folder, 'half.mjs');
  writeFileSync(
    script,
    `import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createRequire } from 'node:module';
const Libsql = createRequire(process.argv[3])('libsql');
mkdirSync(dirname(process.argv[2]), { recursive: true });
const database = new Libsql(process.argv[2]);
database.prepare('PRAGMA journal_mode = WAL').all();
database.exec('PRAGMA foreign_keys = OFF; PRAGMA cache_size = 10; BEGIN IMMEDIATE');
for (const { name } of database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").all()) database.exec('DROP TABLE "' + name + '"');
database.exec('CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT); PRAGMA application_id = 1919120492');
const insert = database.prepare('INSERT INTO users (email) VALUES (?)');
for (let index = 0; index < 20000; index += 1) insert.run(['x'.repeat(200)]);
process.kill(process.pid, 'SIGKILL');
`,
  );
  return new Promise((resolve) => {
    fork(script, [path, import.meta.filename], { execArgv: [] }).on('exit', () => resolve());
  });
}
