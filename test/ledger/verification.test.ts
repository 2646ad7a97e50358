import { copyFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashOf } from '../../src/ledger/audit.js';
import { type Ledger, openLedger, type Verification } from '../../src/ledger/index.js';
import { failureOf, lockAs, wholeRun } from './entries.js';
import { newFolder } from './places.js';

const folder = newFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const RECORDS = 14;
const OPTIONS = {
  dir: folder,
  account: 'acme',
  now: () => new Date('2026-11-22T09:00:00.000Z'),
  sleep: async () => {},
};
const PATTERN = join(folder, 'pattern.db');
let files = 0;

beforeAll(async () => {
  const ledger = await openLedger(`file:${PATTERN}`, OPTIONS);
  const locked = await lockAs(ledger, 'nina.roth');
  await wholeRun(locked, 2);
  await wholeRun(locked, 1, 'bo@acme.example');
  await locked.erase('bo@acme.example');
  await locked.record({ kind: 'lastGood', counts: { users: 1, profiles: 1, groups: 1 } });
  expect(await ledger.verify()).toMatchObject({ ok: true, records: RECORDS });
  await ledger.close();
});

type Change = (sql: (text: string) => readonly Row[]) => void;

/** The ledger of two runs, changed by somebody who may do everything with the file. */
function changed(change: Change): Promise<Ledger> {
  files += 1;
  const path = join(folder, `${files}.db`);
  copyFileSync(PATTERN, path);
  const database = new (createRequire(import.meta.url)('libsql'))(path);
  database.exec(
    'PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; DROP TRIGGER audit_kept; DROP TRIGGER audit_as_written',
  );
  change((text) => database.prepare(text).all());
  database.close();
  return openLedger(`file:${path}`, OPTIONS);
}

async function verifiedAfter(change: Change): Promise<Verification> {
  const ledger = await changed(change);
  const verified = await ledger.verify();
  await ledger.close();
  return verified;
}

type Row = Readonly<Record<string, string>>;

describe('the first record that is not as it was written is named', () => {
  test.each([1, 4, 9, RECORDS])('when its words were altered: %i', async (seq) => {
    const verified = await verifiedAfter((sql) =>
      sql(`UPDATE audit SET body = replace(body, '"at":"2026', '"at":"2025') WHERE seq = ${seq}`),
    );
    expect(verified).toEqual({ ok: false, seq, why: 'altered' });
  });

  test.each([1, 4, 9, RECORDS])('when its words and its sum were altered: %i', async (seq) => {
    const verified = await verifiedAfter((sql) => {
      const body = sql(`SELECT body FROM audit WHERE seq = ${seq}`)[0]?.body?.replace('"at":"2026', '"at":"2025') ?? '';
      sql(`UPDATE audit SET body = '${body.replaceAll("'", "''")}', hash = '${hashOf(body)}' WHERE seq = ${seq}`);
    });
    expect(verified).toEqual({ ok: false, seq, why: 'altered' });
  });

  test.each([1, 4, 9, RECORDS])('when it was removed: %i', async (seq) => {
    expect(await verifiedAfter((sql) => sql(`DELETE FROM audit WHERE seq = ${seq}`))).toEqual({
      ok: false,
      seq,
      why: 'removed',
    });
  });

  test('when all from it on were removed', async () => {
    expect(await verifiedAfter((sql) => sql('DELETE FROM audit WHERE seq > 5'))).toEqual({
      ok: false,
      seq: 6,
      why: 'removed',
    });
  });

  test.each([
    [4, 5],
    [1, RECORDS],
  ])('when it changed places with another one: %i and %i', async (first, second) => {
    const verified = await verifiedAfter((sql) => {
      sql(`UPDATE audit SET seq = 1000 WHERE seq = ${first}`);
      sql(`UPDATE audit SET seq = ${first} WHERE seq = ${second}`);
      sql(`UPDATE audit SET seq = ${second} WHERE seq = 1000`);
    });
    expect(verified).toEqual({ ok: false, seq: first, why: 'reordered' });
  });

  test('when it was put down to another run', async () => {
    expect(await verifiedAfter((sql) => sql("UPDATE audit SET run = 'r-0002' WHERE seq = 3"))).toEqual({
      ok: false,
      seq: 3,
      why: 'altered',
    });
  });

  test('when what it says of a person was altered, or removed without an erasure', async () => {
    const altered = await verifiedAfter((sql) =>
      sql("UPDATE subjects SET value = replace(value, 'ada', 'eve') WHERE seq = 3"),
    );
    expect(altered).toEqual({ ok: false, seq: 3, why: 'altered' });
    expect(await verifiedAfter((sql) => sql('DELETE FROM subjects WHERE seq = 3'))).toEqual({
      ok: false,
      seq: 3,
      why: 'altered',
    });
  });
});

test('what was not touched is whole', async () => {
  expect(await verifiedAfter((sql) => sql('VACUUM'))).toMatchObject({ ok: true, records: RECORDS, erased: 3 });
});

test.each([1, 2, 3])('a record that is read is checked, also without a verification: %i', async (seq) => {
  const ledger = await changed((sql) =>
    sql(`UPDATE audit SET body = replace(body, '"run":"r-0001"', '"run":"r-0009"') WHERE seq = ${seq}`),
  );
  expect(await failureOf(ledger.run('r-0001'))).toMatchObject({ name: 'LedgerUnusable', why: 'damaged' });
  await ledger.close();
});
