import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config/read-config.js';
import { ACCOUNT_CODES, type Diagnostic, FILE_CODES, POLICY_CODES } from '../../src/model/index.js';
import { type ReadHooks, readAccountFiles } from '../../src/run/account-files.js';
import { MADE } from './make.js';

const HERE = import.meta.dirname;
const VERSION = '1.0.0';

const directories = readdirSync(HERE, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const fileCodes = Object.keys(FILE_CODES);

describe('every code has a mistake', () => {
  test('and every mistake a code', () => {
    const ofFiles = directories.filter((name) => !Object.hasOwn({ ...ACCOUNT_CODES, ...POLICY_CODES }, name));
    expect(ofFiles.sort()).toEqual([...fileCodes].sort());
  });

  test.each(directories.filter((name) => Object.hasOwn(FILE_CODES, name)))('%s', async (code) => {
    const expected = readFileSync(join(HERE, code, 'expected.txt'), 'utf8');
    const found = await diagnosticsOf(code);
    expect(`${found.map(line).join('\n')}\n`).toBe(expected);
    expect(found.map((diagnostic) => diagnostic.code)).toContain(code);
    for (const diagnostic of found) expectPrintable(diagnostic);
  });
});

async function diagnosticsOf(code: string): Promise<readonly Diagnostic[]> {
  const made = MADE[code];
  if (!made) return diagnosticsIn(join(HERE, code, 'files'));
  expect(existsSync(join(HERE, code, 'files'))).toBe(false);
  const folder = mkdtempSync(join(tmpdir(), 'ringctl-'));
  try {
    made.make(folder);
    return await diagnosticsIn(join(folder, made.directory), made.hooks);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function diagnosticsIn(directory: string, hooks: ReadHooks = {}): Promise<readonly Diagnostic[]> {
  const checked = readConfig(await readAccountFiles(directory, hooks), VERSION);
  return checked.ok ? checked.warnings : checked.diagnostics;
}

const line = ({ source, severity, code }: Diagnostic): string =>
  `${source ? `${source.file}:${source.line}:${source.column}` : '-'} ${severity} ${code}`;

/** What the user reads is whole sentences, and the underlined text stands in the excerpt. */
function expectPrintable({ message, hint, source }: Diagnostic): void {
  expect(message).toMatch(/^["A-Z0-9(].*\.$|^[\w./-]+ .*\.$/);
  if (hint !== undefined) expect(hint).toMatch(/[.?}\]]$|: .*$/);
  if (source) expect(source.excerpt.length).toBeGreaterThanOrEqual(source.column > 400 ? 0 : source.column - 1);
}
