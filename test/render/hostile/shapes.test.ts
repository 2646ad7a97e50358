import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asciiLower } from '../../../src/model/index.js';
import { codeSpan, fenced, inert, inertSentence } from '../../../src/render/index.js';
import { isLong, runs } from '../../support/scale.js';
import { CORPUS } from './corpus.js';
import { CROWD, crowdDocuments, crowdOf } from './crowd.js';
import { documentsWith, MARKS, type Names, named, SLOTS } from './documents.js';
import { shapeOf, skeletonOf, spansOf } from './markdown.js';

const RENDERED = documentsWith(MARKS);
const SHAPES = new Map([...RENDERED].map(([name, text]) => [name, shapeOf(text)]));
const SKELETONS = new Map([...RENDERED].map(([name, text]) => [name, skeletonOf(text)]));

/** Each place gets the next text. An address is in lower case and has no slash: the key of a membership ends with it. A hint has lines of its own. Keys are composed. */
function namesOf(texts: readonly string[]): Names {
  const entries = SLOTS.map((slot, index) => [slot, texts[index % texts.length] ?? ''] as const);
  const names = { ...MARKS, ...Object.fromEntries(entries) };
  const [profile, group] = [names.profile.normalize('NFC'), names.group.normalize('NFC')];
  return {
    ...names,
    profile,
    group,
    email: asciiLower(names.email.replaceAll('/', '')),
    hint: names.hint.replaceAll('\n', ' '),
  };
}

/** So many texts go into one account. */
const ROUND = SLOTS.length;
const rounds = (texts: readonly string[], shift = 0): readonly Names[] =>
  Array.from({ length: Math.ceil(texts.length / ROUND) }, (_, index) => {
    const start = index * ROUND;
    const part = texts.slice(start, start + ROUND);
    return namesOf([...part.slice(shift % part.length), ...part.slice(0, shift % part.length)]);
  });

const NONE = -1;

/** The documents that are not as with names that mean no harm; one of them is parsed whole, or all. */
function changedIn(texts: ReadonlyMap<string, string>, parsed: number | 'all'): readonly string[] {
  return [...texts].flatMap(([name, text], index) => {
    if (skeletonOf(text) !== SKELETONS.get(name)) return [`${name}: characters`];
    const isParsed = parsed === 'all' || index === parsed % texts.size;
    return !isParsed || shapeOf(text) === SHAPES.get(name) ? [] : [`${name}: tree`];
  });
}

/** A third of the kinds, another one in each round. */
const someIn = (round: number) => (index: number) => index % 3 === round % 3;

test('there are more than 300 texts, and a document of each kind in which every name stands', () => {
  expect(CORPUS.length).toBeGreaterThan(300);
  expect(RENDERED.size).toBe(19);
  const all = [...RENDERED.values()].join('\n');
  for (const slot of SLOTS) expect(all).toContain(MARKS[slot]);
});

describe('nothing but the insides of code depends on names', () => {
  test.each(isLong ? [0, 3, 6, 9, 12] : [0])(
    'of the corpus, %i places on',
    (shift) => {
      const accounts = rounds(CORPUS, shift);
      for (const [index, names] of accounts.entries()) {
        const isWhole = isLong && shift === 0;
        const documents = documentsWith(names, isWhole ? undefined : someIn(index + shift));
        expect([names, changedIn(documents, isWhole ? 'all' : Math.floor(index / 3))]).toEqual([names, []]);
      }
      expect(accounts.length).toBe(Math.ceil(CORPUS.length / SLOTS.length));
    },
    600_000,
  );

  test('of random texts, in every place', () => {
    let [round, hostile] = [0, 0];
    const numRuns = Math.ceil(runs({ short: 105, long: 1_000 }) / ROUND);
    fc.assert(
      fc.property(fc.array(TEXT, { minLength: ROUND, maxLength: ROUND }), (texts) => {
        const documents = documentsWith(namesOf(texts), someIn(round));
        round += 1;
        hostile += texts.filter((text) => fenced(text) !== text).length;
        expect(changedIn(documents, Math.floor(round / 3))).toEqual([]);
      }),
      { numRuns },
    );
    expect(round).toBe(numRuns);
    expect(hostile).toBeGreaterThan(numRuns * 5);
  }, 600_000);

  test('of random texts as people, groups and numbers, in what a parser makes of them', () => {
    const known = crowdDocuments(crowdOf(Array.from({ length: 3 * CROWD }, (_, index) => `Name ${index}`)));
    const shapes = known.map(shapeOf);
    let [round, hostile] = [0, 0];
    const numRuns = Math.ceil(runs({ short: 120, long: 20_000 }) / (3 * CROWD));
    const names = fc.uniqueArray(TEXT, {
      minLength: 3 * CROWD,
      maxLength: 3 * CROWD,
      selector: (text) => fenced(text),
    });
    fc.assert(
      fc.property(names, (texts) => {
        const documents = crowdDocuments(crowdOf(texts));
        round += 1;
        hostile += texts.filter((text) => fenced(text) !== text).length;
        for (const [index, text] of documents.entries())
          if (index === 0 || index === round % 6) expect(shapeOf(text)).toBe(shapes[index]);
      }),
      { numRuns },
    );
    expect(round).toBe(numRuns);
    expect(hostile).toBeGreaterThan(numRuns * CROWD);
  }, 600_000);

  test('a name that is not made inert is found there', () => {
    const [comment = ''] = crowdDocuments(crowdOf(Array.from({ length: 3 * CROWD }, (_, index) => `Name ${index}.`)));
    for (const text of ['`', 'a|b', 'x\n\n# y', '</details>'])
      expect([text, shapeOf(comment.replaceAll('`Name 7.`', `\`${text}\``)) === shapeOf(comment)]).toEqual([
        text,
        text === '</details>',
      ]);
  });
});

/** Of everything that a text can hold, and of the signs that act in Markdown and logs. */
const SIGNS = [
  '`',
  '``',
  '```',
  '|',
  '\n',
  '\r\n',
  '\\',
  '<',
  '>',
  '&',
  '@',
  '#',
  '[',
  ']',
  '(',
  ')',
  '!',
  '*',
  '_',
  '~',
  '-',
  '=',
  ':',
  '::',
  '##[',
  ' ',
  '\t',
  '\u2028',
  '\u202e',
  '\u0000',
  '\ud800',
  '$',
  'a',
  '1',
  '.',
];
const TEXT = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.array(fc.constantFrom(...SIGNS), { maxLength: 24 }).map((signs) => signs.join('')),
  fc
    .array(fc.constantFrom(...CORPUS.filter((text) => text.length < 40)), { maxLength: 4 })
    .map((texts) => texts.join('')),
);

const FRAMES: readonly (readonly [string, string, (span: string) => string])[] = [
  ['a row', '| a | b |\n| - | - |\n', (span) => `| ▲ ${span} | x<br>${span} |`],
  ['an item', '', (span) => `- [ ] x ${span}, ${span}`],
  ['a paragraph', '', (span) => `**x:** ${span} (${span})\n`],
];

test.each(FRAMES.map((frame, index) => [...frame, index] as const))(
  'what stands in a code span of %s is read as it was written',
  (_, head, frame, turn) => {
    const texts = CORPUS.filter((text, index) => text !== '' && (isLong || index % FRAMES.length === turn));
    const spans = spansOf(head + texts.map((text) => frame(codeSpan(text))).join('\n'));
    expect(spans).toEqual(texts.flatMap((text) => [fenced(text), fenced(text)]));
  },
);

describe('what would be drawn as nothing, or over other lines, is spelled out', () => {
  test.each([
    ['Ada\u2800Byron', 'Ada\\u{2800}Byron'],
    ['\u{1d159}', '\\u{1D159}'],
    ['\u{16fe4}x', '\\u{16FE4}x'],
    [`Z${'\u0335'.repeat(6)}`, `Z${'\u0335'.repeat(4)}\\u{335}\\u{335}`],
    [`Z${'\u0489\u0301'.repeat(3)}x`, `Z${'\u0489\u0301'.repeat(2)}\\u{489}\\u{301}x`],
    ['ကြွှော့', 'ကြွှော့'],
    ['שָׁלוֹם', 'שָׁלוֹם'],
    ['ཧཱུྃ', 'ཧཱུྃ'],
  ])('%j', (text, shown) => {
    expect([inert(text), inertSentence(text)]).toEqual([shown.normalize('NFC'), shown.normalize('NFC')]);
  });
});

describe('where a rule is taken away the shape depends on names', () => {
  /** Documents with names that mean no harm, and in their place texts as they are, or nearly: a renderer that makes nothing inert. */
  const withoutRule = (rule: (text: string) => string, texts: readonly string[]): number =>
    rounds(texts).filter((names) => {
      const raw = { ...MARKS, ...Object.fromEntries(SLOTS.map((slot) => [slot, rule(names[slot])])) };
      const text = new Map([...RENDERED].map(([name, document]) => [name, named(document, raw)]));
      return changedIn(text, NONE).length > 0;
    }).length;
  const inSpan = (text: string) => codeSpan(text).slice(1, -1);
  const raw = (spelled: RegExp) => (text: string) =>
    inSpan(text).replace(spelled, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));

  test.each([
    ['no rule at all', (text: string) => text],
    ['backticks', raw(/\\u\{(60)\}/g)],
    ['pipes', raw(/\\u\{(7C)\}/g)],
    ['ends of lines', raw(/\\u\{(A|D)\}/g)],
  ])('%s', (_, rule) => {
    const texts = CORPUS.filter((text) => text !== '');
    expect(withoutRule(inSpan, texts)).toBe(0);
    expect(withoutRule(rule, texts)).toBeGreaterThan(2);
  });

  test.each(['`', 'a|b', 'Ada\n\n# heading\n\n', 'Ada\n</details>\n'])('and the tree, by %j', (text) => {
    const first = RENDERED.get('comment, first') ?? '';
    expect(shapeOf(named(first, { ...MARKS, person: text }))).not.toBe(SHAPES.get('comment, first'));
  });
});
