import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readDocument } from '../../src/config/document.js';
import { type Edit, editYaml, formatYaml } from '../../src/edit/index.js';
import type { Json } from '../../src/model/index.js';
import { type Dice, diceOf } from '../access/random-accounts.js';
import { randomDocument } from '../config/random-yaml.js';
import { runs } from '../support/scale.js';
import { edited, pathsOf } from './data-model.js';
import { randomText } from './random-text.js';

/** What ringctl itself reads; undefined where it refuses the text. */
function read(text: string): { readonly value: Json } | undefined {
  const document = readDocument({ path: 'x.yaml', bytes: new TextEncoder().encode(text) });
  return document.findings.length > 0 ? undefined : { value: JSON.parse(JSON.stringify(document.value ?? null)) };
}

const VALUES: readonly Json[] = [
  ...['own', 'yes', '007', '+33199000001', 'a: b', 'x #y', '2026-12-01', "it's", '', 'Équipe', '- a', 'null', '1_000'],
  ...[true, false, null, 12, -1.5],
  ...[[], {}, ['a', 'b, c'], [{ a: 1 }, ['b']], { a: 1 }, { snooze: true, list: ['x'], deep: { a: { b: 'c' } } }],
];
const NEW_KEYS = ['new', 'aa', 'zz', 'lena@acme.example', 'yes', 'a: b c', '12'] as const;

const someValue = (dice: Dice): Json => VALUES[dice.below(VALUES.length)] ?? null;

function randomEdit(value: Json, dice: Dice): Edit {
  const paths = pathsOf(value);
  const path = paths[dice.below(paths.length)] ?? [];
  const kind = dice.below(8);
  const key = dice.pick(NEW_KEYS);
  if (kind < 3 && path.length > 0) return { kind: 'set', path, value: someValue(dice) };
  if (kind < 5 && path.length > 0) return { kind: 'remove', path };
  if (kind === 5 && path.length > 0) return { kind: 'rename-key', path, key };
  return {
    kind: 'set',
    path: [...path, ...(dice.chance(15) ? [dice.below(3)] : [key]), ...(dice.chance(20) ? ['x', 'y'] : [])],
    value: someValue(dice),
  };
}

interface Tally {
  edited: number;
  refused: number;
  shared: number;
}

function tryEdits(text: string, dice: Dice, tally: Tally): void {
  const before = read(text);
  if (!before || typeof before.value !== 'object' || before.value === null) return;
  const edits: Edit[] = [];
  let wanted: Json | undefined = before.value;
  for (let left = 1 + dice.below(3); left > 0 && wanted !== undefined; left -= 1) {
    const edit = randomEdit(wanted, dice);
    const next = edited(wanted, edit);
    if (next === undefined && dice.chance(90)) continue;
    edits.push(edit);
    wanted = next;
  }
  const result = editYaml(text, edits);
  if (!result.ok) {
    if (edits.length === 0) return;
    if (wanted !== undefined && !/[&*]/.test(text)) expect({ text, edits, result }).toBe('possible');
    tally.refused += 1;
    return;
  }
  const after = read(result.text);
  if (wanted === undefined || !isDeepStrictEqual(after?.value, wanted))
    expect({ text, edits, result: result.text, value: after?.value }).toStrictEqual({
      text,
      edits,
      result: result.text,
      value: wanted,
    });
  tally.edited += 1;
  if (/\*n\d/.test(text)) tally.shared += 1;
}

describe('what is read after an edit is the data with the same edit', () => {
  const count = runs({ short: 400, long: 10_000 });

  test('in documents with comments, anchors, both styles and both line ends', () => {
    const tally: Tally = { edited: 0, refused: 0, shared: 0 };
    for (let seed = 0; seed < count; seed += 1) tryEdits(randomText(diceOf(seed)), diceOf(seed + 1_000_000), tally);
    expect(tally.edited).toBeGreaterThan(count * 0.4);
    expect(tally.shared).toBeGreaterThan(count / 50);
  });

  test('in documents as the reader is tried with', () => {
    const tally: Tally = { edited: 0, refused: 0, shared: 0 };
    for (let seed = 0; seed < count; seed += 1) tryEdits(randomDocument(diceOf(seed)), diceOf(seed + 1_000_000), tally);
    expect(tally.edited).toBeGreaterThan(count / 4);
  });

  test('and a value on one line is exchanged there, every other character of the file untouched', () => {
    let exchanged = 0;
    for (let seed = 0; seed < count; seed += 1)
      if (isExchangedAlone(randomText(diceOf(seed)), diceOf(seed))) exchanged += 1;
    expect(exchanged).toBeGreaterThan(count / 3);
  });
});

describe('a layout', () => {
  const count = runs({ short: 60, long: 10_000 });

  test('keeps data and comments, and is that of itself', () => {
    let laidOut = 0;
    const style = { keysAt: () => ['users', 'groups', 'profile'], isSorted: () => false };
    for (let seed = 0; seed < count; seed += 1) {
      const text = randomText(diceOf(seed));
      const result = formatYaml(text, style);
      if (!read(text) || !result.ok) continue;
      expect({ text, value: read(result.text) }).toStrictEqual({ text, value: read(text) });
      expect(formatYaml(result.text, style)).toStrictEqual(result);
      if (result.text !== text) laidOut += 1;
    }
    expect(laidOut).toBeGreaterThan(count / 3);
  });
});

/** Whether a text was exchanged for another; what stands before it and behind it is compared. */
function isExchangedAlone(text: string, dice: Dice): boolean {
  const before = read(text);
  const paths = pathsOf(before?.value).filter((path) => typeof at(before?.value, path) === 'string');
  const path = paths[dice.below(Math.max(1, paths.length))];
  const said = path && at(before?.value, path);
  if (path === undefined || typeof said !== 'string' || said.includes('\n') || /&n\d/.test(text)) return false;
  const result = editYaml(text, [{ kind: 'set', path, value: 'ZZZ' }]);
  if (!result.ok) return false;
  const start = result.text.indexOf('ZZZ');
  const rest = result.text.slice(start + 3);
  expect([text.startsWith(result.text.slice(0, start)), text.endsWith(rest)]).toEqual([true, true]);
  expect(text.slice(start, text.length - rest.length).replace(/^["']|["']$/g, '')).toBe(
    said.replaceAll("'", /^'/.test(text.slice(start)) ? "''" : "'"),
  );
  return true;
}

const at = (value: Json | undefined, path: readonly (string | number)[]): unknown =>
  path.reduce((holder: unknown, step) => Reflect.get(Object(holder), step), value);
