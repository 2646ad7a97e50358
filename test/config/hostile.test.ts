import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config/read-config.js';
import { FILE_CODES } from '../../src/model/index.js';
import { withinCpu } from '../support/cpu-time.js';
import { diagnostics } from './account.js';

interface Hostile {
  readonly name: string;
  readonly text: string;
  /** The code that must be among those found; undefined where the text is harmless. */
  readonly code: string | undefined;
}

const each = <Item>(items: readonly Item[], make: (item: Item) => Hostile): readonly Hostile[] => items.map(make);
const user = (fields: string) => `users:\n  ada@acme.example: { ${fields} }\n`;

const bombs = each([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], (levels) => {
  const lines = Array.from({ length: levels }, (_, level) => {
    const item = level === 0 ? 'lol' : `*a${level - 1}`;
    return `a${level}: &a${level} [${Array(10).fill(item).join(', ')}]`;
  });
  return {
    name: `bomb of ${levels} levels`,
    text: `${lines.join('\n')}\n`,
    code: levels > 3 ? 'ALIAS_BOMB' : 'UNKNOWN_KEY',
  };
});

const wideBombs = each([10, 100, 1_000, 10_001], (count) => ({
  name: `${count} aliases of one value`,
  text: `a: &a x\nb: [${Array(count).fill('*a').join(', ')}]\n`,
  code: count > 10_000 ? 'ALIAS_BOMB' : 'UNKNOWN_KEY',
}));

const circles = each(
  [
    'a: &a [*a]',
    'a: &a { b: *a }',
    'a: &a { b: { c: [*a] } }',
    '&a { users: *a }',
    'users: &u { ada@acme.example: *u }',
    'profiles: &p { agent: { permissions: *p } }',
    'a: &a [&b [*a]]',
    'a: &a { b: &b { c: *b } }',
    'users: &u\n  ada@acme.example: { previously: *u }',
  ],
  (text) => ({ name: text, text: `${text}\n`, code: 'ALIAS_CIRCLE' }),
);

const strangeAliases = each(
  ['users: *nobody', '*u : 1\nusers: {}', 'a: &a 1\n? *a\n: 2', 'users: { *x : {} }'],
  (text) => ({
    name: text,
    text: `${text}\n`,
    code: text.startsWith('a:') ? 'KEY_NOT_TEXT' : 'UNKNOWN_ALIAS',
  }),
);

const depths = [33, 40, 70, 1_000, 10_000, 100_000].flatMap((depth) => [
  { name: `${depth} lists`, text: `users: ${'['.repeat(depth)}${']'.repeat(depth)}\n`, code: 'TOO_DEEP' },
  {
    name: `${depth} lists, left open`,
    text: `users: ${'['.repeat(depth)}\n`,
    code: depth < 60 ? 'YAML_SYNTAX' : 'TOO_DEEP',
  },
  { name: `${depth} mappings`, text: `users: ${'{a: '.repeat(depth)}${'}'.repeat(depth)}\n`, code: 'TOO_DEEP' },
  { name: `${depth} items on one line`, text: `${'- '.repeat(depth)}x\n`, code: 'TOO_DEEP' },
  { name: `${depth} keys on one line`, text: `${'? '.repeat(depth)}x\n`, code: undefined },
]);

const blocks = each([33, 100, 1_000], (depth) => ({
  name: `${depth} indented mappings`,
  text: Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}a:`).join('\n'),
  code: 'TOO_DEEP',
}));

const escapes = each(
  [
    '\\0',
    '\\a',
    '\\e',
    '\\x1b[2J',
    '\\x7f',
    '\\x85',
    '\\xad',
    '\\N',
    '\\L',
    '\\P',
    '\\u200b',
    '\\u200d',
    '\\u202e',
    '\\u2066',
    '\\ufeff',
    '\\ud800',
    '\\udc00',
    '\\ue000',
    '\\U000e0041',
    '\\n',
    '\\r',
    '\\t',
  ],
  (written) => ({ name: `escape ${written}`, text: user(`firstName: "A${written}da"`), code: 'CONTROL_CHARACTER' }),
);

const raw = each(
  [
    '\u200b',
    '\u200e',
    '\u202a',
    '\u202e',
    '\u2067',
    '\u2028',
    '\u2029',
    '\ufeff',
    '\ue000',
    '\u00ad',
    '\u{e0041}',
    '\u0007',
    '\u001b',
    '\u007f',
    '\u0085',
  ],
  (character) => ({
    name: `character ${character.codePointAt(0)?.toString(16)}`,
    text: user(`firstName: A${character}da`),
    code: 'CONTROL_CHARACTER',
  }),
);

const inComments = each(['\u202e', '\u2066', '\u200b', '\u001b'], (character) => ({
  name: `character ${character.codePointAt(0)?.toString(16)} in a comment`,
  text: `# a${character}b\nusers: {}\n`,
  code: 'CONTROL_CHARACTER',
}));

const keys = each(
  ['__proto__', 'constructor', 'prototype', '"__proto__"', "'constructor'", '"\\u005f_proto__"'],
  (key) => ({
    name: `key ${key}`,
    text: `users:\n  ${key}: { polluted: true }\n`,
    code: 'FORBIDDEN_KEY',
  }),
);

const ordinaryKeys = each(['toString', 'knownValue', 'hasOwnProperty', '__defineGetter__'], (key) => ({
  name: `key ${key}`,
  text: `profiles:\n  ${key}: {}\n`,
  code: key.startsWith('_') ? 'BAD_ID' : undefined,
}));

const forms = each(
  [
    '%YAML 1.1\n---\nusers: {}',
    '%YAML 1.2\n---\nusers: {}',
    '%TAG ! tag:x,2000:\n---\nusers: {}',
    '# x\n%FOO bar\n---\nusers: {}',
  ],
  (text) => ({ name: text.slice(0, 12), text: `${text}\n`, code: 'DIRECTIVE' }),
).concat(
  each(
    [
      'users: {}\n---\n',
      '---\nusers: {}\n---\ngroups: {}',
      'users: {}\n...\ngroups: {}',
      '---\n---\n---\n',
      'users: {}\n--- {}',
    ],
    (text) => ({
      name: JSON.stringify(text),
      text,
      code: 'SEVERAL_DOCUMENTS',
    }),
  ),
);

const tags = each(
  [
    '!!str x',
    '!!int 1',
    '!!binary aGVsbG8=',
    '!!js/function "x"',
    '!include /etc/passwd',
    '!<tag:yaml.org,2002:str> x',
    '!x [a]',
    '!!map {}',
    '!!set {a}',
    '!!python/object:os.system x',
    '! x',
    '&a !!str x',
  ],
  (value) => ({ name: `tag ${value}`, text: user(`firstName: ${value}`), code: 'TAG' }),
);

const merges = each(['<<: *b', '<<: [*b]', '<<: {a: 1}'], (merge) => ({
  name: merge,
  text: `profiles:\n  b: &b {}\n  c: { ${merge} }\n`,
  code: 'MERGE_KEY',
}));

const numbers = each(
  [
    '.inf',
    '-.inf',
    '+.Inf',
    '.nan',
    '.NaN',
    '1e400',
    '-1e999',
    '9007199254740993',
    '-9007199254740993',
    '0xfffffffffffffff',
    '99999999999999999999',
    '1.5',
    '1e1',
    '-0',
    '0b1',
    '1_000',
    '017',
    '0o17',
    '1:30',
    '12e03',
    '0x',
    '+',
    '.',
    '..',
    '1e',
    '2026-12-01',
    'yes',
    '~',
  ],
  (value) => ({
    name: `number ${value}`,
    text: `profiles:\n  a: { permissions: { maxChannels: ${value} } }\n`,
    code: ['1e1', '017', '0o17', '12e03'].includes(value) ? undefined : expectedOfNumber(value),
  }),
);

function expectedOfNumber(value: string): string {
  if (/inf|nan|e400|e999/i.test(value)) return 'NUMBER_NOT_FINITE';
  if (/^-?9007|0xf|9999/.test(value)) return 'NUMBER_TOO_LARGE';
  if (value === '~') return 'NULL_VALUE';
  return 'WRONG';
}

const phones = each(['+33199000001', '0033199000001', '33199000001', '0199000001', '331990000019999'], (number) => ({
  name: `phone ${number}`,
  text: user(`invite: { number: ${number}, plan: Business }`),
  code: 'UNQUOTED_NUMBER',
}));

const syntax = each(
  [
    'users: [',
    'users: {',
    '"',
    "users: 'a",
    'users: "\\q"',
    'a: b: c',
    '\tusers: {}',
    'users:\n\t- a',
    '- a\nb: c',
    '@x',
    '`x`',
    'users: {a: b',
    'a: |x\n b',
    '&',
    '*',
    'users: %x',
    '}',
    ']',
    ',',
    'a: - b',
    'users: "\\ud800',
    '!<',
    'a: >9999\n b',
  ],
  (text) => ({ name: JSON.stringify(text), text, code: 'YAML_SYNTAX' }),
);

const scalars = each(['', '~', '42', 'text', '[]', '- a', 'true', '"', '# only a comment'], (text) => ({
  name: `file ${JSON.stringify(text)}`,
  text,
  code: text === '' || text.startsWith('#') || text === '~' ? undefined : text === '"' ? 'YAML_SYNTAX' : 'WRONG_TYPE',
}));

const great: readonly Hostile[] = [
  {
    name: '30,000 keys',
    text: `users:\n${manyLines(30_000, (index) => `  p${index}@acme.example: {}`)}`,
    code: undefined,
  },
  {
    name: '30,000 equal keys',
    text: `users:\n${manyLines(30_000, () => '  ada@acme.example: {}')}`,
    code: 'DUPLICATE_KEY',
  },
  { name: '200,000 items', text: `users: [${Array(200_000).fill('a').join(',')}]`, code: 'WRONG_TYPE' },
  { name: 'a megabyte in one word', text: user(`firstName: ${'x'.repeat(1 << 20)}`), code: 'SCALAR_TOO_LONG' },
  { name: 'a megabyte of quotes', text: user(`firstName: "${'\\"'.repeat(1 << 19)}"`), code: 'SCALAR_TOO_LONG' },
  { name: 'a key of a megabyte', text: `${'x'.repeat(1 << 20)}: 1\n`, code: 'SCALAR_TOO_LONG' },
  {
    name: '10,000 unknown profiles',
    text: `users:\n${manyLines(10_000, (index) => `  p${index}@acme.example: { profile: q${index} }`)}`,
    code: 'UNKNOWN_PROFILE',
  },
  {
    name: '20,000 parents in a circle',
    text: `profiles:\n${manyLines(20_000, (index) => `  p${index}: { extends: p${(index + 1) % 20_000} }`)}`,
    code: 'EXTENDS_CIRCLE',
  },
  {
    name: '5,000 look-alikes',
    text: `users:\n${manyLines(5_000, (index) => `  ${index.toString(2).padStart(13, '0').replace(/0/g, 'l')}@acme.example: {}`)}`,
    code: 'LOOK_ALIKE',
  },
  { name: '20,000 comments', text: manyLines(20_000, () => '# users: {}'), code: undefined },
  { name: 'a megabyte of brackets', text: `users: ${'[]'.repeat(1 << 19)}`, code: 'YAML_SYNTAX' },
];

function manyLines(count: number, line: (index: number) => string): string {
  return `${Array.from({ length: count }, (_, index) => line(index)).join('\n')}\n`;
}

const corpus: readonly Hostile[] = [
  ...[bombs, wideBombs, circles, strangeAliases, depths, blocks, escapes, raw, inComments, keys, ordinaryKeys].flat(),
  ...[forms, tags, merges, numbers, phones, syntax, scalars, great].flat(),
];

describe('a hostile file', () => {
  test('comes in many forms', () => expect(corpus.length).toBeGreaterThanOrEqual(150));

  test.each(corpus.map((hostile) => [hostile.name, hostile] as const))('%s', (_name, { text, code }) => {
    const found = withinCpu(1000, () => diagnostics({ 'hostile.yaml': text }));
    const codes = found.map((diagnostic) => diagnostic.code);
    if (code === 'WRONG') expect(codes.some((one) => one.startsWith('WRONG_'))).toBe(true);
    else if (code) expect(codes).toContain(code);
    for (const diagnostic of found) {
      expect(FILE_CODES).toHaveProperty(diagnostic.code);
      expect(diagnostic.source?.file).toBe('hostile.yaml');
      expect(diagnostic.source?.line).toBeGreaterThan(0);
      expect(diagnostic.source?.excerpt.length).toBeLessThanOrEqual(400);
    }
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  test('of any bytes ends in a place', () => {
    for (let seed = 0; seed < 300; seed += 1) {
      const bytes = Uint8Array.from(
        { length: 40 },
        (_, index) => (seed * 2654435761 + index * index * 40503 + seed * index * 97) >>> 5,
      );
      const checked = readConfig({ files: [{ path: 'ringctl.yaml', bytes }], diagnostics: [] });
      if (!checked.ok) for (const { source } of checked.diagnostics) expect(source?.file).toBe('ringctl.yaml');
      expect(checked.ok).toBe(false);
    }
  });
});
