import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cells, faceWidth, inert, paint, shortened, styled, wrap } from '../../src/render/index.js';

test.each([
  ['abc', 3],
  ['é', 1],
  ['e\u0301', 1],
  ['日本', 4],
  ['👍', 2],
  [styled('red', 'abc'), 3],
])('%j takes %i cells', (text, width) => {
  expect(cells(text)).toBe(width);
});

test.each([
  [undefined, 80],
  [200, 80],
  [0, 80],
  [60, 60],
  [10, 40],
])('a terminal of %s columns is written on %i', (columns, width) => {
  expect(faceWidth(columns)).toBe(width);
});

describe('wrapping', () => {
  test('keeps the indent and breaks at words', () => {
    expect(wrap('one two three', { width: 12, indent: 2, hanging: 4 })).toEqual(['  one two', '    three']);
  });

  test('keeps every word whole and every line within the width, unless one word is longer', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,15}$/), { minLength: 1 }), (words) => {
        const lines = wrap(words.join(' '), { width: 20, indent: 2 });
        expect(lines.flatMap((line) => line.trim().split(' '))).toEqual(words);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(20);
      }),
    );
  });
});

describe('long names', () => {
  const long = (middle: string) => `${'a'.repeat(45)}${middle}${'z'.repeat(15)}`;

  test('are cut to the first 40 and the last 12 cells', () => {
    expect(shortened([long('x')], inert)(long('x'))).toBe(`${'a'.repeat(40)}…${'z'.repeat(12)}`);
  });

  test('stay whole where two of them would look alike', () => {
    const show = shortened([long('x'), long('y')], inert);
    expect(show(long('x'))).toBe(long('x'));
    expect(show(long('y'))).toBe(long('y'));
  });

  test('of 60 cells stay whole', () => {
    expect(shortened(['b'.repeat(60)], inert)('b'.repeat(60))).toBe('b'.repeat(60));
  });
});

test('colours are put around what was laid out, and nothing is left without them', () => {
  const mark = (letter: string) => (text: string) => `<${letter}>${text}</>`;
  const colours = {
    bold: mark('b'),
    dim: mark('d'),
    red: mark('r'),
    green: mark('g'),
    yellow: mark('y'),
    cyan: mark('c'),
    blue: mark('c'),
    boldRed: mark('R'),
    boldYellow: mark('Y'),
  };
  const text = `a ${styled('red', 'b')} ${styled('boldYellow', 'c')}`;
  expect(paint(text, colours)).toBe('a <r>b</> <Y>c</>');
  expect(paint(text, undefined)).toBe('a b c');
});
