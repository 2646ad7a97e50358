import { describe, expect, test } from 'vitest';
import { readSources } from './files.js';
import { impurities } from './purity.js';

test('src is pure where it must be, prints only at the command line and runs no code from data', () => {
  expect(impurities(readSources('src', /\.[cm]?[jt]s$/))).toEqual([]);
});

describe('in a pure folder, refused:', () => {
  test.each([
    'const at = Date.now();',
    'const at = new Date();',
    'const at = Date();',
    'const one = Math.random();',
    'const home = process.env.HOME;',
    "const answer = await fetch('http://127.0.0.1/');",
    'const options = { fetch };',
    'const call = globalThis.fetch;',
    'setTimeout(() => undefined, 1);',
    'const id = crypto.randomUUID();',
    "console.log('plan');",
  ])('%s', (text) => {
    expect(impurities([{ path: 'src/plan/diff.ts', text }])).not.toEqual([]);
  });
});

describe('in a pure folder, allowed:', () => {
  test.each([
    'const day = new Date(text).getTime();',
    'const known = person.console;',
    "const names = { process: 'a', fetch: 'b' };",
    'type Clock = { readonly performance: string };',
    'const isSame = Math.max(1, 2);',
    '// Date.now() is not for us',
    "const text = 'Math.random()';",
  ])('%s', (text) => {
    expect(impurities([{ path: 'src/plan/diff.ts', text }])).toEqual([]);
  });
});

describe('everywhere in src, refused:', () => {
  test.each([
    "eval('1');",
    "const f = new Function('a', 'return a');",
    "const f = Function('return 1');",
    "const f = [].constructor.constructor('return 1')();",
    "import vm from 'node:vm';",
    "import { spawn } from 'child_process';",
    "const { execFile } = await import('node:child_process');",
    'const rule = await import(path);',
    'const rule = require(path);',
    "import { createRequire } from 'node:module';",
    "process.dlopen(module, 'a.node');",
  ])('%s', (text) => {
    expect(impurities([{ path: 'src/run/plan.ts', text }])).not.toEqual([]);
  });
});

test('only the command line and the action print', () => {
  const texts = ["console.error('no');", "process.stdout.write('no');"];
  const found = (folder: string) => texts.flatMap((text) => impurities([{ path: `src/${folder}/a.ts`, text }])).length;
  expect(['run', 'apply', 'account', 'sandbox', 'ledger'].map(found)).toEqual([2, 2, 2, 2, 2]);
  expect(['cli', 'action'].map(found)).toEqual([0, 0]);
});

test('git is asked in one place', () => {
  const text = "import { execFile } from 'node:child_process';";
  expect(impurities([{ path: 'src/run/base-files.ts', text }])).toEqual([]);
  expect(impurities([{ path: 'src/run/plan.ts', text }])).not.toEqual([]);
});
