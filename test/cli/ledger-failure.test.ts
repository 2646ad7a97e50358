import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ledgerFailure } from '../../src/cli/ledger-failure.js';
import { LedgerUnavailable, openLedger } from '../../src/ledger/index.js';
import { failureOf } from '../ledger/entries.js';
import { emptyDirectory } from './world.js';

describe('a ledger that cannot be used', () => {
  it('is told with what to do about its cause', () => {
    const hints = [
      'SQLITE_READONLY',
      'SQLITE_CANTOPEN',
      'EACCES',
      'SQLITE_FULL',
      'ENOSPC',
      'SQLITE_IOERR_WRITE',
      'EIO',
      '57P01',
    ].map((code) => ledgerFailure(new LedgerUnavailable('ledger.db', code))?.hint);
    expect(hints.every((hint) => hint !== undefined)).toBe(true);
    const [readonly, cannotOpen, access, full, noSpace, input, output, other] = hints;
    expect([cannotOpen, access, noSpace, output]).toEqual([readonly, readonly, full, input]);
    expect(new Set([readonly, full, input, other]).size).toBe(4);
  });

  it('is no fault of ours where a folder stands in its place', async () => {
    const dir = emptyDirectory();
    mkdirSync(join(dir, 'ledger.db'));
    const options = { dir, account: 'acme', now: () => new Date(0), sleep: async () => {} };
    const error = await failureOf(openLedger('file:ledger.db', options));
    expect(error).toMatchObject({ name: 'LedgerUnavailable', code: 'SQLITE_CANTOPEN' });
    expect(ledgerFailure(error)).toMatchObject({ code: 1 });
  });
});
