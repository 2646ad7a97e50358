import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openLedgerFile } from '../../src/ledger/database.js';
import { fileStore } from '../../src/ledger/file-store.js';
import { type LedgerOptions, openLedger } from '../../src/ledger/index.js';
import { MIGRATIONS } from '../../src/ledger/sql-schema.js';
import { isLong, runs } from '../support/scale.js';
import { ledgerContract } from './contract.js';
import { failureOf, lockAs, wholeRun } from './entries.js';
import { filePlace, newFolder } from './places.js';
import { killedAfter, raced, type Soak, stoppedPastItsLease } from './soaks.js';
import { workersIn } from './workers.js';

ledgerContract('a file', async () => filePlace());

const folder = newFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const optionsFor = (name: string, account = 'acme'): LedgerOptions => ({
  dir: join(folder, name),
  account,
  now: () => new Date('2026-11-22T09:00:00.000Z'),
  sleep: async () => {},
});
const FILE = 'file:.ringctl/ledger.db';
const pathOf = (name: string) => join(folder, name, '.ringctl/ledger.db');

/** A ledger of two runs. */
async function filled(name: string): Promise<string> {
  const ledger = await openLedger(FILE, optionsFor(name));
  const locked = await lockAs(ledger, 'ada');
  await wholeRun(locked, 3);
  await wholeRun(locked, 1, 'bo@acme.example');
  await locked.record({ kind: 'lastGood', counts: { users: 60, profiles: 5, groups: 4 } });
  await locked.release();
  await ledger.close();
  return pathOf(name);
}

describe('the file of a ledger', () => {
  test('is made by the first write, for its owner only, in a folder that git leaves out', async () => {
    const ledger = await openLedger(FILE, optionsFor('new'));
    expect([await ledger.runs(), await ledger.holds(), await ledger.lockInfo()]).toEqual([[], [], undefined]);
    expect(existsSync(join(folder, 'new'))).toBe(false);
    await lockAs(ledger, 'ada');
    await ledger.close();
    expect(readFileSync(join(folder, 'new/.ringctl/.gitignore'), 'utf8')).toBe('*\n');
    if (process.platform !== 'win32') expect(statSync(pathOf('new')).mode & 0o777).toBe(0o600);
  });

  test('is refused when it is another database, newer, or that of another account', async () => {
    const path = await filled('refused');
    expect(await failureOf(openLedger(FILE, optionsFor('refused', 'other')))).toMatchObject({
      name: 'LedgerUnusable',
      why: 'otherAccount',
      detail: 'acme',
    });
    const database = await openLedgerFile(path, { account: 'acme' });
    database.exec('PRAGMA user_version = 99');
    database.close();
    expect(await failureOf(openLedger(FILE, optionsFor('refused')))).toMatchObject({
      name: 'LedgerUnusable',
      why: 'newer',
    });
    for (const [name, bytes] of [
      ['text', 'no database, and longer than its header '.repeat(40)],
      ['other', foreignDatabase()],
    ] as const) {
      mkdirSync(join(folder, name, '.ringctl'), { recursive: true });
      writeFileSync(pathOf(name), bytes);
      expect(await failureOf(openLedger(FILE, optionsFor(name)))).toMatchObject({
        name: 'LedgerUnusable',
        why: 'foreign',
      });
      expect(readFileSync(pathOf(name))).toEqual(Buffer.from(bytes));
    }
  });

  test('that cannot be written is said to be unavailable', async () => {
    mkdirSync(join(folder, 'blocked'));
    writeFileSync(join(folder, 'blocked/.ringctl'), '');
    const ledger = await openLedger(FILE, optionsFor('blocked'));
    expect(await failureOf(lockAs(ledger, 'ada'))).toMatchObject({ name: 'LedgerUnavailable', code: 'EEXIST' });
  });

  test('is brought from an older version to this one, with all that is in it', async () => {
    const path = await filled('older');
    const next = { common: 'ALTER TABLE documents ADD COLUMN note TEXT;', sqlite: '', postgres: '' };
    const migrated = await openLedgerFile(path, { account: 'acme', migrations: [...MIGRATIONS, next] });
    expect(await migrated.query('PRAGMA user_version', [])).toMatchObject([{ user_version: MIGRATIONS.length + 1 }]);
    expect(await migrated.query('SELECT count(*) AS records FROM audit WHERE account = $1', ['acme'])).toMatchObject([
      { records: 15 },
    ]);
    expect(await migrated.query('SELECT note FROM documents', [])).not.toEqual([]);
    migrated.close();
    expect(await failureOf(openLedgerFile(path, { account: 'acme' }))).toMatchObject({ why: 'newer' });
  });

  test('keeps its version and its content when a migration fails', async () => {
    const path = await filled('failing');
    const broken = { common: 'ALTER TABLE documents ADD COLUMN note TEXT; no sql at all;', sqlite: '', postgres: '' };
    expect(
      await failureOf(openLedgerFile(path, { account: 'acme', migrations: [...MIGRATIONS, broken] })),
    ).toBeInstanceOf(Error);
    expect((await openLedger(FILE, optionsFor('failing')).then((ledger) => ledger.runs())).length).toBe(2);
  });

  test('lets nobody change or remove what is in the audit', async () => {
    const database = await openLedgerFile(await filled('kept'), { account: 'acme' });
    expect(() => database.exec("UPDATE audit SET body = '{}'")).toThrow(/only added to/);
    expect(() => database.exec('DELETE FROM audit')).toThrow(/only added to/);
    database.close();
  });
});

test('a file of which any byte is altered, or that is cut off, is refused or says the same as before', async () => {
  const path = await filled('damaged');
  const bytes = readFileSync(path);
  const whole = await saidBy(path);
  const counts = { refused: 0, same: 0 };
  const size = runs({ short: 40, long: 400 });
  for (let index = 0; index < size; index += 1) {
    const at = Math.floor((index * bytes.length) / size) + (index % 7);
    const altered = Buffer.from(bytes);
    altered[at] = (altered[at] ?? 0) ^ (1 << (index % 8));
    const said = await saidBy(written(`flip-${index}`, index % 5 === 0 ? bytes.subarray(0, Math.max(at, 1)) : altered));
    if (said === 'refused') counts.refused += 1;
    else {
      expect(said).toEqual(whole);
      counts.same += 1;
    }
    rmSync(join(folder, `flip-${index}`), { recursive: true });
  }
  expect(counts.refused).toBeGreaterThan(size / 4);
});

function written(name: string, bytes: Buffer): string {
  mkdirSync(join(folder, name));
  const path = join(folder, name, 'ledger.db');
  writeFileSync(path, bytes);
  return path;
}

/** All that a ledger says, or `refused`. */
async function saidBy(path: string): Promise<unknown> {
  const dir = join(path, '..');
  try {
    const ledger = await openLedger(`file:${path}`, { ...optionsFor('any'), dir });
    const verified = await ledger.verify();
    const ids = (await ledger.runs()).map(({ id }) => id);
    const said = [
      verified,
      await Promise.all(ids.map((id) => ledger.run(id))),
      await ledger.lastGood(),
      await ledger.lockInfo(),
    ];
    await ledger.close();
    return verified.ok ? said : 'refused';
  } catch (error) {
    expect(error).toMatchObject({ name: expect.stringMatching(/^Ledger(Unusable|Unavailable)$/) });
    return 'refused';
  }
}

function foreignDatabase(): Buffer {
  const path = join(folder, 'foreign.db');
  const Libsql = createRequire(import.meta.url)('libsql');
  const database = new Libsql(path);
  database.exec('CREATE TABLE precious (id INTEGER)');
  database.close();
  return readFileSync(path);
}

describe('processes that share a file', () => {
  const dir = join(folder, 'shared');
  const soak = async (name: string, processes = 1): Promise<Soak> => {
    const path = join(dir, name, 'ledger.db');
    mkdirSync(join(dir, name), { recursive: true });
    return {
      start: await workersIn(join(dir, name)),
      spec: `file:${path}`,
      dirs: Array.from({ length: processes }, () => dir),
      folder: join(dir, name),
      store: () => fileStore({ path, account: 'acme', now: () => new Date(), sleep: async () => {} }),
    };
  };

  test('lose nothing that was acknowledged when one is killed', async () => {
    const place = await soak('killed');
    for (let count = 1; count <= runs({ short: 1, long: 40 }); count += 1) await killedAfter(place, count);
  });

  test.runIf(isLong)('are refused what they write after they were stopped past their lease', async () => {
    expect(await stoppedPastItsLease(await soak('stopped'), 3_600_000)).toEqual({ refused: 'LockLost' });
  });

  test.runIf(isLong)('never hold the lock together, in 2,000 attempts of 40 clients', async () => {
    const result = await raced(await soak('raced', 4), { clients: 10, attempts: 50, leaseMs: 60_000 });
    expect(result).toMatchObject({ attempts: 2000, most: 1, stale: 0, lost: 0 });
    expect(result.taken).toBeGreaterThan(10);
  });

  test.runIf(isLong)('keep nothing of a holder that stalls past its lease', async () => {
    const result = await raced(await soak('stalled', 4), { clients: 3, attempts: 20, leaseMs: 15, stallMs: 60 });
    expect(result.stale).toBe(0);
    expect(result.lost).toBeGreaterThan(0);
  });

  test.runIf(isLong && process.platform !== 'win32')(
    'keep what was acknowledged when the disk takes no more',
    async () => {
      const place = await soak('full');
      await place.start('race', { spec: place.spec, dir, leaseMs: 1000 }).ended;
      const options = JSON.stringify({ spec: place.spec, dir, leaseMs: 60_000 });
      const script = join(place.folder, 'worker.mjs');
      for (const kilobytes of [150, 200, 300]) {
        const ended = execFileSync('bash', [
          '-c',
          `ulimit -f ${kilobytes}; node "$0" work "$1" 2>/dev/null || true`,
          script,
          options,
        ]);
        const kept = ended
          .toString()
          .split('\n')
          .filter((line) => line.includes('kept')).length;
        const ledger = await openLedger(place.spec, {
          ...optionsFor('full'),
          now: () => new Date(Date.now() + 3_600_000),
        });
        expect(await ledger.verify()).toMatchObject({ ok: true });
        const entries = (await ledger.unfinished())?.entries.filter(({ kind }) => kind === 'begin').length ?? 0;
        expect(entries).toBeGreaterThanOrEqual(kept);
        expect(kept).toBeGreaterThan(0);
        expect(await ledger.unlock((await ledger.lockInfo())?.id ?? '')).toBe(true);
        await ledger.close();
      }
    },
  );
});
