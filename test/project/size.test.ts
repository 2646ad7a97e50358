import { describe, expect, test } from 'vitest';
import { readSources } from './files.js';
import { longFiles, longFunctions } from './size.js';

const written = (folder: string) =>
  readSources(folder, /\.[cm]?[jt]s$/).filter(({ path }) => !path.includes('/generated/'));
const src = written('src');
const scripts = written('.github/scripts');
const tests = written('test').filter(({ path }) => !/^test\/(cases|mistakes)\//.test(path));

describe('at most', () => {
  test('300 lines a file in src and in the scripts', () => {
    expect(longFiles([...src, ...scripts], 300)).toEqual([]);
  });

  test('40 lines a function in src and in the scripts', () => {
    expect(longFunctions([...src, ...scripts], 40)).toEqual([]);
  });

  test('400 lines a file in test', () => {
    expect(tests.length).toBeGreaterThan(0);
    expect(longFiles(tests, 400)).toEqual([]);
  });
});

test('the last line counts with and without a line end, and a line too many is found', () => {
  const path = 'src/plan/diff.ts';
  expect(longFiles([{ path, text: 'a;\nb;\nc;\n' }], 3)).toEqual([]);
  expect(longFiles([{ path, text: 'a;\nb;\nc;\nd;' }], 3)).toEqual(['src/plan/diff.ts has 4 lines']);
});

test.each([
  ['function', (body: string) => `// before\nexport function f() {\n${body}}\n`],
  ['arrow function', (body: string) => `// before\nexport const f = () => {\n${body}};\n`],
  ['method', (body: string) => `class A {\n  f() {\n${body}}\n}\n`],
])('a %s of a line too many is found', (_, wrap) => {
  const path = 'src/plan/diff.ts';
  expect(longFunctions([{ path, text: wrap('  a();\n'.repeat(38)) }], 40)).toEqual([]);
  expect(longFunctions([{ path, text: wrap('  a();\n'.repeat(39)) }], 40)).toEqual([
    'src/plan/diff.ts:2 is a function of 41 lines',
  ]);
});
