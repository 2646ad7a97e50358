import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLedger } from '../../src/ledger/index.js';
import { placeOf, postgresStore } from '../../src/ledger/postgres-store.js';
import { MIGRATIONS } from '../../src/ledger/sql-schema.js';
import { isLong } from '../support/scale.js';
import { ledgerContract } from './contract.js';
import { begin, end, failureOf, lockAs, START, wholeRun } from './entries.js';
import { newFolder, openAt, postgresPlace } from './places.js';
import { ask, type Postgres, startPostgres } from './postgres.js';
import { killedAfter, raced, type Soak, stoppedPastItsLease } from './soaks.js';
import { workersIn } from './workers.js';

test('a database is named without its user and password', () => {
  expect(placeOf('postgres://ada:secret@db.acme.example:5433/telephony?sslmode=require')).toBe(
    'postgres://db.acme.example:5433/telephony',
  );
});

test('a database that does not answer is unavailable', async () => {
  const open = openLedger('postgres://127.0.0.1:1/none', {
    dir: '',
    account: 'acme',
    now: () => new Date(0),
    sleep: async () => {},
  });
  expect(await failureOf(open)).toMatchObject({
    name: 'LedgerUnavailable',
    code: 'ECONNREFUSED',
    place: 'postgres://127.0.0.1:1/none',
  });
});

describe.runIf(isLong)('PostgreSQL', () => {
  let postgres: Postgres;
  let databases = 0;
  const folder = newFolder();
  const newDatabase = () => {
    databases += 1;
    return postgres.database(`ledger_${databases}`);
  };
  const placeOn = (url: string) =>
    postgresPlace(url, async (ms) => {
      await ask(url, `SELECT pg_sleep(${ms / 1000})`);
    });
  beforeAll(async () => {
    postgres = await startPostgres();
  }, 300_000);
  afterAll(() => {
    postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  ledgerContract('a database', async () => placeOn(await newDatabase()));

  test('lets nobody change or remove what is in the audit, and a writer with its own rights write', async () => {
    const url = await newDatabase();
    const place = placeOn(url);
    await (await openAt(place)).close();
    await ask(url, WRITER);
    const writer = url.replace('postgres@', 'ledger_writer@');
    const ledger = await openAt(placeOn(writer));
    const locked = await lockAs(ledger, 'ada');
    await wholeRun(locked);
    expect(await locked.erase('ada@acme.example')).toMatchObject({ kind: 'erased' });
    expect(await ledger.verify()).toMatchObject({ ok: true });
    for (const change of [
      "UPDATE ringctl.audit SET body = '{}'",
      'DELETE FROM ringctl.audit',
      'TRUNCATE ringctl.audit CASCADE',
    ]) {
      expect(await failureOf(ask(url, change)), change).toMatchObject({ code: 'P0001' });
      expect(await failureOf(ask(writer, change)), change).toMatchObject({ code: '42501' });
    }
    await ledger.close();
  });

  test('is migrated once by many who open it at the same time, and refused when it is newer or foreign', async () => {
    const url = await newDatabase();
    const next = { common: 'ALTER TABLE documents ADD COLUMN note TEXT;', sqlite: '', postgres: '' };
    const open = (migrations = MIGRATIONS) => postgresStore({ url, account: 'acme', migrations });
    const stores = await Promise.all(Array.from({ length: 8 }, () => open()));
    await Promise.all(stores.map((store) => store.close()));
    const later = await Promise.all(Array.from({ length: 8 }, () => open([...MIGRATIONS, next])));
    await Promise.all(later.map((store) => store.close()));
    expect(await ask(url, 'SELECT version FROM ringctl.version')).toEqual([{ version: MIGRATIONS.length + 1 }]);
    expect(await failureOf(open())).toMatchObject({ name: 'LedgerUnusable', why: 'newer' });
    const foreign = await newDatabase();
    await ask(foreign, 'CREATE SCHEMA ringctl; CREATE TABLE ringctl.precious (id int)');
    expect(await failureOf(postgresStore({ url: foreign, account: 'acme' }))).toMatchObject({
      name: 'LedgerUnusable',
      why: 'foreign',
    });
  });

  test('keeps what was acknowledged when connections are ended in the middle', async () => {
    const url = await newDatabase();
    const ledger = await openAt(placeOn(url));
    const [kept, failures]: [number[], unknown[]] = [[], []];
    const goOn = async (round: number) => {
      const holderBefore = await ledger.lockInfo();
      if (holderBefore) await ledger.unlock(holderBefore.id);
      const locked = await lockAs(ledger, `round ${round}`);
      const left = await ledger.unfinished();
      const run = left ? await locked.resume(left.id) : await locked.begin(START);
      const open = (left?.entries ?? []).filter(
        ({ kind, seq }) => kind === 'begin' && !left?.entries.some((one) => one.kind === 'end' && one.seq === seq),
      );
      await run.write({ ended: open.map(({ seq }) => end(seq, 'absent')) });
      return { run, first: Math.max(0, ...(left?.entries ?? []).map(({ seq }) => seq)) + 1 };
    };
    for (let round = 0; round < 20; round += 1) {
      // A connection that was ended while nobody used it is noticed by the next one who does.
      const begun = await goOn(round).catch((failure: unknown) => void failures.push(failure));
      if (!begun) continue;
      const { run, first } = begun;
      const ending = ask(
        url,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ringctl' AND pid <> pg_backend_pid()",
      );
      for (let seq = first; seq < first + 200; seq += 1) {
        const failure = await failureOf(run.write({ begins: begin(seq), ...(seq > first && { ended: end(seq - 1) }) }));
        if (failure !== undefined) {
          failures.push(failure);
          break;
        }
        kept.push(seq);
      }
      await ending;
    }
    expect(failures.length).toBeGreaterThan(5);
    for (const failure of failures) expect(failure).toMatchObject({ name: 'LedgerUnavailable' });
    await failureOf(ledger.lockInfo());
    const begun =
      (await ledger.unfinished())?.entries.filter(({ kind }) => kind === 'begin').map(({ seq }) => seq) ?? [];
    expect(kept.filter((seq) => !begun.includes(seq))).toEqual([]);
    expect(new Set(begun).size).toBe(begun.length);
    expect(await ledger.verify()).toMatchObject({ ok: true });
    await ledger.close();
  }, 600_000);

  const soakOn = async (name: string, processes = 1): Promise<Soak> => {
    const url = await newDatabase();
    mkdirSync(join(folder, name));
    return {
      start: await workersIn(join(folder, name)),
      spec: url,
      dirs: Array.from({ length: processes }, () => folder),
      folder: join(folder, name),
      store: () => postgresStore({ url, account: 'acme' }),
    };
  };

  test('loses nothing that was acknowledged when a process is killed', async () => {
    const soak = await soakOn('killed');
    for (let count = 1; count <= 30; count += 1) await killedAfter(soak, count);
  }, 600_000);

  test('refuses what a process writes after it was stopped past its lease', async () => {
    expect(await stoppedPastItsLease(await soakOn('stopped'), 0)).toEqual({ refused: 'LockLost' });
  });

  test('never has two holders, in 2,000 attempts of 40 clients', async () => {
    const result = await raced(await soakOn('raced', 4), { clients: 10, attempts: 50, leaseMs: 60_000 });
    expect(result).toMatchObject({ attempts: 2000, most: 1, stale: 0, lost: 0 });
    expect(result.taken).toBeGreaterThan(10);
  }, 600_000);

  test('keeps nothing of a holder that stalls past its lease', async () => {
    const result = await raced(await soakOn('stalled', 4), { clients: 3, attempts: 20, leaseMs: 15, stallMs: 60 });
    expect(result.stale).toBe(0);
    expect(result.lost).toBeGreaterThan(0);
  }, 600_000);
});

/** What `.github/decisions/ledger.md` gives to whoever writes the ledger. */
const WRITER = `
CREATE ROLE ledger_writer LOGIN;
GRANT USAGE ON SCHEMA ringctl TO ledger_writer;
GRANT SELECT ON ringctl.version TO ledger_writer;
GRANT SELECT, INSERT, UPDATE ON ringctl.accounts TO ledger_writer;
GRANT SELECT, INSERT ON ringctl.audit TO ledger_writer;
GRANT SELECT, INSERT, DELETE ON ringctl.subjects TO ledger_writer;
GRANT SELECT, INSERT, UPDATE, DELETE ON ringctl.documents TO ledger_writer;`;
