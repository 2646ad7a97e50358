import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DEFAULT_LEDGER, LedgerSpecInvalid, parseLedgerSpec } from '../../src/ledger/index.js';

const DIR = resolve('accounts/acme');

describe('where a ledger is', () => {
  test.each([
    [DEFAULT_LEDGER, { kind: 'file', path: resolve(DIR, '.ringctl/ledger.db') }],
    ['file:../shared.db', { kind: 'file', path: resolve(DIR, '../shared.db') }],
    [
      'postgres://ada:secret@db.acme.example/telephony',
      { kind: 'postgres', url: 'postgres://ada:secret@db.acme.example/telephony' },
    ],
    ['postgresql://db.acme.example/telephony', { kind: 'postgres', url: 'postgresql://db.acme.example/telephony' }],
    ['git:ringctl-ledger', { kind: 'git', branch: 'ringctl-ledger' }],
    ['git:ringctl/acme_1.0', { kind: 'git', branch: 'ringctl/acme_1.0' }],
  ])('%s', (text, spec) => {
    expect(parseLedgerSpec(text, DIR)).toEqual(spec);
  });

  test.each([
    ['', 'scheme'],
    ['ledger.db', 'scheme'],
    ['mysql://db.acme.example', 'scheme'],
    ['FILE:a.db', 'scheme'],
    ['file:', 'path'],
    ['file:a\0b', 'path'],
    ['postgres:db.acme.example', 'url'],
    ['postgres://[', 'url'],
    ...[
      '',
      '-f',
      '--upload-pack=touch',
      'a b',
      'a..b',
      'a.lock',
      'a/',
      '/a',
      'a//b',
      'a.',
      '.a',
      'a:b',
      'a~1',
      'a^',
      'a*',
      '@{1}',
      'a\nb',
      'x'.repeat(201),
    ].map((branch): [string, string] => [`git:${branch}`, 'branch']),
  ])('%j is refused', (text, why) => {
    expect(() => parseLedgerSpec(text, DIR)).toThrow(LedgerSpecInvalid);
    expect(() => parseLedgerSpec(text, DIR)).toThrow(expect.objectContaining({ why }));
  });

  test('is not repeated when it is refused: it may hold a password', () => {
    expect(new LedgerSpecInvalid('url').message).not.toContain('secret');
  });
});
