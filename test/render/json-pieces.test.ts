import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allBut } from '../../src/model/all-but.js';
import { jsonPieces, jsonText } from '../../src/render/index.js';
import { runs } from '../support/scale.js';

const joined = (value: unknown): string => [...jsonPieces(value)].join('');

test('pieces together are the text of the whole', () => {
  let deep = 0;
  const text = fc.string({ unit: 'grapheme' });
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 9, depthSize: 'large' }, tie('leaf'), tie('list'), tie('mapping')),
    leaf: fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null), fc.constant(undefined), fc.constant('a\nb')),
    list: fc.array(tie('value'), { maxLength: 4 }),
    mapping: fc.dictionary(fc.constantFrom('id', 'x y', '0', 'é"', '\n'), tie('value'), { maxKeys: 4 }),
  }));
  fc.assert(
    fc.property(fc.tuple(value, value, value, value), (values) => {
      const written = jsonText(values);
      if (/^ {14}/m.test(written)) deep += 1;
      expect(joined(values)).toBe(written);
    }),
    { numRuns: runs({ short: 300, long: 10_000 }) },
  );
  expect(deep).toBeGreaterThan(runs({ short: 20, long: 700 }));
});

test('a list that many share is written out wherever it stands, in pieces of which none is much longer than a row', () => {
  const people = Array.from({ length: 400 }, (_, index) => `user:p${index}@acme.example`);
  const rows = people.map((user, index) => ({ user, gains: [{ targets: allBut(people, index) }] }));
  const document = { formatVersion: 1, access: rows, exceeded: undefined };
  const pieces = [...jsonPieces(document)];
  const row = JSON.stringify(rows[0], null, 2).length;
  expect(pieces.length).toBeGreaterThan(20);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(64 * 1024 + 2 * row);
  expect(pieces.join('')).toBe(jsonText(document));
});
