import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joined, peopleIn, separate } from '../../src/ledger/subjects.js';
import { canonicalJson, type Json } from '../../src/model/index.js';
import { runs } from '../support/scale.js';

const PEOPLE = ['ada@acme.example', 'bo.lind@acme.example', 'Eve+sales@acme.example'];
const person = fc.constantFrom(...PEOPLE);
const text = fc.oneof(
  fc.string(),
  person,
  person.map((email) => `says:\n${email}\nand`),
  person.map((email) => `user:${email}`),
  person.map((email) => `membership:Sales/${email}`),
  person.map((email) => `asked by ${email}.`),
);
const { tree: value } = fc.letrec<{ tree: Json }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    fc.integer(),
    fc.constant(null),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom('key', 'email', 'user', 'part', '$subject', 'input'), text), tie('tree'), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
  ),
}));

const bySubject = (subjects: ReturnType<typeof separate>['subjects']) =>
  new Map(subjects.map((subject) => [subject.token, subject]));

describe('what a record says', () => {
  test('is the same once its people are joined to it again, and names none of them before', () => {
    let withPeople = 0;
    fc.assert(
      fc.property(value, (given) => {
        const { data, subjects } = separate(given);
        expect(canonicalJson(joined(data, bySubject(subjects)))).toBe(canonicalJson(given));
        expect(peopleIn(data)).toEqual([]);
        expect(peopleIn(subjects.map(({ people }) => people))).toEqual(peopleIn(given));
        withPeople += subjects.length > 0 ? 1 : 0;
      }),
      { numRuns: runs({ short: 300, long: 2_000 }) },
    );
    expect(withPeople).toBeGreaterThan(runs({ short: 300, long: 2_000 }) / 5);
  });

  test('of one person goes without what it says of another', () => {
    const given = [
      { key: 'user:ada@acme.example', name: 'Ada' },
      { key: 'user:bo@acme.example', name: 'Bo' },
      'of Bo@acme.example',
    ];
    const { data, subjects } = separate(given);
    const left = subjects.filter(({ people }) => !people.includes('\nada@acme.example\n'));
    expect(joined(data, bySubject(left))).toEqual(['erased', given[1], given[2]]);
  });

  test('has a token and a salt of its own each time', () => {
    const [one, two] = [separate('ada@acme.example').subjects[0], separate('ada@acme.example').subjects[0]];
    expect(one?.token).not.toBe(two?.token);
    expect(one?.salt).not.toBe(two?.salt);
  });

  test('takes no long time, whatever it is', () => {
    const hostile = [
      'a'.repeat(200_000),
      '@'.repeat(200_000),
      `${'a'.repeat(100_000)}@${'b'.repeat(100_000)}`,
      'a@'.repeat(100_000),
    ];
    for (const one of hostile) expect(joined(separate(one).data, bySubject(separate(one).subjects))).toBeDefined();
  });
});
