import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { asLedgerError, openLedgerFile } from '../../src/ledger/database.js';
import { LedgerUnavailable, openLedger } from '../../src/ledger/index.js';
import { lockAs, wholeRun } from './entries.js';
import { newFolder } from './places.js';

const folder = newFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const options = {
  dir: folder,
  account: 'acme',
  now: () => new Date('2026-11-22T09:00:00.000Z'),
  sleep: async () => {},
};
const path = join(folder, 'ledger.db');

describe('the file of a ledger on its disk', () => {
  test('is written through to the disk before anything is acknowledged', async () => {
    const database = await openLedgerFile(join(folder, 'new.db'), { account: 'acme' });
    const FULL = 2;
    expect(await database.query('PRAGMA synchronous', [])).toMatchObject([{ synchronous: FULL }]);
    expect(await database.query('PRAGMA journal_mode', [])).toMatchObject([{ journal_mode: 'wal' }]);
    database.close();
  });

  test('keeps what it has, and says that there is no room', async () => {
    const ledger = await openLedger('file:ledger.db', options);
    await wholeRun(await lockAs(ledger, 'ada'), 2);
    await ledger.close();
    const database = await openLedgerFile(path, { account: 'acme' });
    const [pages] = await database.query('PRAGMA page_count', []);
    await database.query(`PRAGMA max_page_count = ${Number(pages?.page_count)}`, []);
    const written = async () => {
      database.exec('BEGIN IMMEDIATE');
      for (let row = 0; row < 100; row += 1)
        await database.query('INSERT INTO documents (account, kind, key, value, sum) VALUES ($1, $2, $3, $4, $5)', [
          'acme',
          'fact',
          `${row}`,
          'x'.repeat(4000),
          '',
        ]);
    };
    const error = asLedgerError(await written().catch((cause: unknown) => cause), path);
    expect(error).toBeInstanceOf(LedgerUnavailable);
    expect(error).toMatchObject({ code: 'SQLITE_FULL' });
    database.close();
    const again = await openLedger('file:ledger.db', options);
    expect([(await again.runs()).length, (await again.facts()).length, (await again.verify()).ok]).toEqual([
      1,
      0,
      true,
    ]);
    await again.close();
  });
});
