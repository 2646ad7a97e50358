import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { byText, type Diagnostic, POLICY_CODES } from '../../src/model/index.js';
import { readAccountFiles } from '../../src/run/account-files.js';
import { compile } from '../../src/run/compile.js';
import { planned } from '../../src/run/plan.js';
import { ruleChanges } from '../../src/run/rule-changes.js';
import { failure, test as runTests } from '../../src/run/test.js';
import { validate } from '../../src/run/validate.js';
import { live } from '../support/accounts.js';

const HERE = import.meta.dirname;
const NOW = new Date('2026-11-22T09:00:00Z');
const version = '1.0.0';
const codes = Object.keys(POLICY_CODES).sort(byText);

describe('every code of policies and tests has a mistake', () => {
  test('and a folder each', () => {
    const folders = readdirSync(HERE).filter((name) => Object.hasOwn(POLICY_CODES, name));
    expect(folders.sort(byText)).toEqual(codes);
  });

  test.each(codes)('%s', async (code) => {
    const found = await diagnosticsOf(code);
    expect(`${found.map(line).join('\n')}\n`).toBe(readFileSync(join(HERE, code, 'expected.txt'), 'utf8'));
    expect(found.map((diagnostic) => diagnostic.code)).toContain(code);
    for (const { message } of found) expect(message).toMatch(/^["A-Za-z].*\.$/);
  });
});

async function diagnosticsOf(code: string): Promise<readonly Diagnostic[]> {
  const dir = join(HERE, code, 'files');
  if (code === 'TEST_FAILED') {
    const tested = await runTests({ dir, version, now: NOW });
    return tested.ok ? tested.tests.filter(({ reasons }) => reasons.length > 0).map(failure) : tested.diagnostics;
  }
  if (code === 'APPROVAL_NEEDED') return inEmptyAccount(dir);
  const base = join(HERE, code, 'base');
  if (existsSync(base)) return againstBase(dir, base);
  const checked = await validate(dir, version, NOW);
  return checked.ok ? checked.warnings : checked.diagnostics;
}

/** Where everything that the files give is a gain. */
async function inEmptyAccount(dir: string): Promise<readonly Diagnostic[]> {
  const files = await compile(await readAccountFiles(dir), { version });
  if (!files.ok) return files.diagnostics;
  const selection = { at: undefined, targets: [], excludes: [], allowDelete: false };
  const request = { dir, now: NOW, tool: { name: 'ringctl', version }, ...selection };
  return planned({ files, live: live(), request }).plan.diagnostics;
}

async function againstBase(dir: string, base: string): Promise<readonly Diagnostic[]> {
  const [head, earlier] = [await compile(await readAccountFiles(dir), { version }), await compile(await readAccountFiles(base), { version })];
  if (!head.ok || !earlier.ok) return [head, earlier].flatMap((files) => (files.ok ? [] : files.diagnostics));
  return ruleChanges(head.value, earlier.value, 'main');
}

const line = ({ source, severity, code }: Diagnostic): string =>
  `${source ? `${source.file}:${source.line}:${source.column}` : '-'} ${severity} ${code}`;
