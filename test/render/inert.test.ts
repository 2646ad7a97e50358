import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  asciiOnly,
  codeSpan,
  fenced,
  inert,
  inertSentence,
  workflowData,
  workflowProperty,
} from '../../src/render/index.js';
import { HOSTILE } from './hostile.js';

const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/u;

/** What a runner of workflows does with a line: white space first, then "::" at the start or "##[" anywhere. */
const isCommand = (line: string) => line.trim().startsWith('::') || line.includes('##[');

describe('text of others', () => {
  test.each(HOSTILE)('%# is inert on a terminal, in a log and in a code span', (payload) => {
    for (const text of [inert(payload), inertSentence(payload), fenced(payload)]) expect(text).not.toMatch(UNSEEN);
    expect(
      inert(payload)
        .split(/(?<= )/)
        .some(isCommand),
    ).toBe(false);
    expect(codeSpan(payload).slice(1, -1)).not.toMatch(/[`|]/);
    expect(workflowData(inertSentence(payload))).not.toMatch(/[\r\n]/);
    expect(workflowProperty(inert(payload))).not.toMatch(/[\r\n:,]/);
    expect(asciiOnly(inert(payload))).toMatch(/^[ -~]*$/);
  });

  test('there are at least 60 payloads', () => {
    expect(new Set(HOSTILE).size).toBeGreaterThanOrEqual(60);
  });

  test('any text becomes one visible line', () => {
    let changed = 0;
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = inert(text);
        if (shown !== text) changed += 1;
        expect(shown).not.toMatch(UNSEEN);
        expect(shown).not.toBe('');
      }),
      { numRuns: 2000 },
    );
    expect(changed).toBeGreaterThan(500);
  });

  test('different texts stay different, so nothing is dropped', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
        fc.pre(one.normalize('NFC') !== other.normalize('NFC') && one !== '' && other !== '');
        expect(inert(one)).not.toBe(inert(other));
      }),
      { numRuns: 2000 },
    );
  });
});

test.each([
  ['Léa Moreau', 'Léa Moreau'],
  ['e\u0301', 'é'],
  ['', '(no name)'],
  ['a\nb', 'a\\u{A}b'],
  ['a\u202eb', 'a\\u{202E}b'],
  ['a\\u{202E}b', 'a\\u{5C}u{202E}b'],
  [' a ', '\\u{20}a\\u{20}'],
  ['a\u00a0b', 'a\\u{A0}b'],
  ['\u3164', '\\u{3164}'],
  ['::error::x', '\\u{3A}:error::x'],
  ['a ::error::x', 'a \\u{3A}:error::x'],
  ['a::b', 'a::b'],
  ['##[error]x', '\\u{23}#[error]x'],
  ['\ud800', '\\u{D800}'],
])('%j is shown as %s', (text, shown) => {
  expect(inert(text)).toBe(shown);
});

test('a sentence keeps its backslashes', () => {
  expect(inertSentence('write "\\u202e" instead')).toBe('write "\\u202e" instead');
});
