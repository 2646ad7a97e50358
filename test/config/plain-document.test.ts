import { isDeepStrictEqual } from 'node:util';
import { EVENT_ID, parseEvents } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { plainDocument } from '../../src/config/plain-document.js';
import { PARSER_DEPTH } from '../../src/config/positions.js';
import { forbiddenCharacters } from '../../src/config/text.js';
import { buildTree, type Tree } from '../../src/config/tree.js';
import { diceOf } from '../access/random-accounts.js';
import { runs } from '../support/scale.js';
import { diagnostics } from './account.js';
import { mutated, randomDocument, realDocuments, someLines, yamlFiles } from './random-yaml.js';

/** The tree of a document without mistakes as the parser of all of YAML reads it. */
function byParser(text: string): Tree | undefined {
  if (forbiddenCharacters(text).length > 0) return undefined;
  try {
    const events = parseEvents(text, { maxDepth: PARSER_DEPTH });
    const isOne = events.every(
      (event, index) => event.type !== EVENT_ID.DOCUMENT || (index === 0 && !event.explicitStart),
    );
    const tree = buildTree(text, events);
    return isOne && tree.findings.length === 0 ? tree : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the reader takes the text; if so, then as the parser does, keys in the same order. */
function isRead(text: string): boolean {
  const plain = plainDocument(text);
  if (plain === undefined) return false;
  const parsed = byParser(text);
  if (!isDeepStrictEqual(plain, parsed) || JSON.stringify(plain) !== JSON.stringify(parsed))
    expect({ text, read: plain }).toStrictEqual({ text, read: parsed });
  return true;
}

const countRead = (runs: number, textOf: (run: number) => string): number => {
  let read = 0;
  for (let run = 0; run < runs; run += 1) if (isRead(textOf(run))) read += 1;
  return read;
};

describe('the reader of plain documents answers as the parser or not at all', () => {
  const count = runs({ short: 6_000, long: 100_000 });

  test('for random documents, most of which it reads', () => {
    expect(countRead(count, (seed) => randomDocument(diceOf(seed)))).toBeGreaterThan(count / 2);
  });

  test('for real lines with random mistakes', () => {
    const documents = realDocuments();
    const read = countRead(count, (seed) => {
      const dice = diceOf(seed);
      return mutated(someLines(documents[dice.below(documents.length)] ?? '', dice), dice);
    });
    expect(read).toBeGreaterThan(count / 10);
  });

  test('for random documents with random mistakes', () => {
    const read = countRead(count / 4, (seed) => {
      const dice = diceOf(seed);
      return mutated(randomDocument(dice), dice);
    });
    expect(read).toBeGreaterThan(count / 4 / 10);
  });

  test('for every beginning of a real document', () => {
    for (const document of realDocuments().slice(0, 5))
      for (let end = 0; end < Math.min(document.length, 1500); end += 1) isRead(document.slice(0, end));
  });
});

describe('a document of this kind', () => {
  test.each([
    'a: b c',
    'a:   b   ',
    'a: b #c',
    'a: b#c',
    'a: #b',
    'a:',
    'a: ',
    'a:\n  b:\nc:',
    'a: ~',
    'a: 0x1F',
    'a: 1_000',
    'a: -5',
    'a: -b',
    'a: ---',
    'a: b:c',
    'a: b :c',
    'a: b -c',
    "a: it's",
    'a: b"c"',
    'a: b, [c] {d}',
    'a:b: c',
    'a b: c',
    'a#b: c',
    '"a": b',
    "'a': b",
    '"a:b": c',
    '"a: b": c',
    '12: a\n"b": c\n3: d',
    'a: ""',
    "a: '\"'",
    'a: "b"',
    'a: "b" # c',
    'a: {b: c}',
    'a: {b: c,}',
    'a: { b: c , d: [ e , {} ] }',
    'a: {"b":[c]}',
    'a: {b:[c]}',
    'a: [b, c, ]',
    'a: [b:c, d#e, -1]',
    'a:\n- b\n- c: d\n  e: f\ng: h',
    'a:\n  - b\n  -   c: d\n      e:\n      - f',
    'a:\n    b:\n     c: d\ne: f',
    'a: b\n   # c\nd: e',
    'a:\n  b: c\n# d\n  e: f',
    'a:\n  # b\n\n  c: d',
    '# a\n\n  # b\nc: d',
    'a: b\n  ',
    'a: b\r\nc:\r\n- d\r\n\r\n# e\r\n',
    'é: "ü" # …',
    'a: 😀',
  ])('is read: %j', (text) => {
    expect(isRead(text)).toBe(true);
    expect(isRead(`${text}\n`)).toBe(true);
  });

  test.each([
    ...['', '# a', 'a', '- a', '[a]', '{a: b}', '"a"', ' a: b', '\ufeffa: b', '\ta: b', 'a:\tb', 'a: b\t', 'a: b #\t'],
    ...[
      'a: b: c',
      'a: b:',
      'a: :b',
      'a: : b',
      ': a',
      'a: - b',
      'a: -',
      'a: ? b',
      '? a',
      '? a\n: b',
      'a: ?b',
      'a : b',
      '"a" : b',
    ],
    ...['-', '- ', 'a:\n-', 'a:\n- ', 'a:\n  -\n    b', 'a:\n- - b', '- - a', '-a: b', '.a: b'],
    ...[
      'a: &x b',
      'a: *x',
      '&x a: b',
      'a: !t b',
      'a: !!str b',
      '!t a: b',
      'a: |',
      'a: >-',
      'a: |\n  b',
      'a: %b',
      'a: @b',
      'a: `b',
    ],
    ...[
      '--- ',
      '---',
      '---\na: b',
      'a: b\n---',
      'a: b\n...',
      '...',
      '%YAML',
      '%YAML 1.2\n---\na: b',
      '--- a: b',
      'a: b\n--- # c',
    ],
    ...[
      'a: "b" c',
      'a: "b"#c',
      'a: "b": c',
      'a: "b',
      "a: 'b",
      'a: "b\n  c"',
      'a: "\\n"',
      "a: 'b''c'",
      'a: " b"',
      "a: 'b '",
    ],
    ...[
      'a: [b, c',
      'a: [b\n  ]',
      'a: [b]c',
      'a: [b]#c',
      'a: [b] c',
      'a: [b: c]',
      'a: [,]',
      'a: [b,,c]',
      'a: [#b]',
      'a: [b #c]',
    ],
    ...[
      'a: {b}',
      'a: {b: }',
      'a: {b:c}',
      'a: {b: c: d}',
      'a: {b: c, b: d}',
      'a: {b: c}: d',
      '{a: b}: c',
      '[a]: b',
      'a: [-]',
      'a: [- b]',
    ],
    ...[
      'a: b\n  c',
      'a: b\n c: d',
      'a:\n  b',
      'a:\n  "b"',
      'a:\n  [b]',
      'a:\n  b: c\n d: e',
      'a:\n  - b\n - c',
      'a:\n- b\n  - c',
    ],
    ...[
      'a: b\n- c',
      'a:\n  - b\n  c: d',
      'a:\n  b: c\n  - d',
      'a:\n- b: c\n d: e',
      'a: b\n  # c\n  d',
      'a: [b]\n  c: d',
    ],
    ...[
      '"<<": a',
      'a: {"b":c}',
      'a: b\na: c',
      'a: b\n"a": c',
      'a:\na:',
      '<<: a',
      'toString: a',
      '__proto__: a',
      'prototype: a',
      '"constructor": a',
    ],
    ...[
      'a: .inf',
      'a: .nan',
      'a: 1e999',
      'a: 9007199254740993',
      'a: \u00a0',
      'a: b\u2003',
      'a: e\u0301',
      'a: \u200b',
      '# \u202e\na: b',
    ],
    ...['a: b\rc: d', 'a: b\r', 'a: \uffff', 'a: b\u0085', 'a: \ud800', '#\u0000\na: b'],
  ])('is left to the parser: %j', (text) => {
    expect(plainDocument(text)).toBeUndefined();
  });

  test.each([
    [
      'collections',
      (depth: number) => Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}a:`).join('\n'),
      32,
    ],
    ['collections in flow style', (depth: number) => `a: ${'['.repeat(depth)}${']'.repeat(depth)}`, 31],
    ['characters of a line', (length: number) => `a: ${'b'.repeat(length)}`, 64 * 1024 - 3],
  ])('has as many %s as the parser reads, or a few less', (_name, textOf, most) => {
    expect(isRead(textOf(most))).toBe(true);
    expect(plainDocument(textOf(most + 1))).toBeUndefined();
  });

  test('is each of the examples', () => {
    for (const text of yamlFiles('examples')) expect(isRead(text)).toBe(true);
  });

  test('has the same findings, at the same places, as one that the parser reads', () => {
    let count = 0;
    for (const text of realDocuments()) {
      if (!text.endsWith('\n') || !isRead(text)) continue;
      const byAll = `${text}#\t\n`;
      expect(plainDocument(byAll)).toBeUndefined();
      expect(diagnostics({ 'a.yaml': text })).toEqual(diagnostics({ 'a.yaml': byAll }));
      count += diagnostics({ 'a.yaml': text }).length;
    }
    expect(count).toBeGreaterThan(100);
  });
});

describe('a mapping of many keys', () => {
  const keys = Array.from({ length: 300 }, (_, index) => `k${index}`);
  const text = (all: readonly string[], below: string) => `a:\n${all.map((key) => `  ${key}:${below}\n`).join('')}`;
  const forms = [' b', ' "b"', '', '\n    c: d', ' { e: f }'];

  test.each(forms)('is read where no two are equal: %j', (below) => {
    expect(isRead(text(keys, below))).toBe(true);
    expect(isRead(`${text(keys, below)}g:\n  k1: h\n`)).toBe(true);
  });

  test.each(forms)('is not read where any two are equal: %j', (below) => {
    for (const index of [1, 63, 64, 65, 128, 298])
      for (const first of [0, index - 1]) expect(isRead(text(keys.with(index, keys[first] ?? ''), below))).toBe(false);
  });

  test.each(['toString', 'constructor', 'valueOf', '__proto__', 'prototype', 'hasOwnProperty'])(
    'is not read where one is %s',
    (key) => {
      for (const form of forms) expect(plainDocument(text([key], form))).toBeUndefined();
      expect(plainDocument(`a: { ${key}: b }\n`)).toBeUndefined();
    },
  );
});
