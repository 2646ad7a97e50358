import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CATALOGUE, LEVELS, PAGES } from '../../src/model/index.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

/** The vendor's list: headings with `#`, each label with the punctuation that follows it there. */
const printed = read('./seed-permissions.txt').trim().split('\n');

const label = (line: string) => line.replace(/ ?[:,]$/, '');

/** Labels with the heading they stand under and their place below it. */
const rows = printed.flatMap((line, index) => {
  if (line.startsWith('# ')) return [];
  const heading = printed.findLastIndex((above, place) => place < index && above.startsWith('# '));
  return [{ label: label(line), section: printed[heading]?.slice(2), positionInSection: index - heading }];
});

const entry = (id: string) => CATALOGUE.find((one) => one.id === id);

describe('the catalogue', () => {
  test('has the 36 labels of the printed list, in its order, under its headings', () => {
    expect(rows).toHaveLength(36);
    expect(CATALOGUE.map(({ label, section, positionInSection }) => ({ label, section, positionInSection }))).toEqual(
      rows,
    );
    expect(CATALOGUE.map(({ position }) => position)).toEqual(rows.map((_, index) => index + 1));
  });

  test('has 29 and 7 permissions under the printed headings, and 19, 10 and 7 under the inferred ones', () => {
    const count = (key: 'section' | 'inferredSection', name: string) =>
      CATALOGUE.filter((one) => one[key] === name).length;
    expect([count('section', 'Software customization'), count('section', 'Recording and Supervision')]).toEqual([
      29, 7,
    ]);
    const inferred = ['Software customization', 'Calls', 'Recording and Supervision'];
    expect(inferred.map((name) => count('inferredSection', name))).toEqual([19, 10, 7]);
    expect(printed.filter((line) => line.startsWith('# Calls'))).toEqual([]);
  });

  test('marks an inferred section where it differs from the printed one, and nowhere else', () => {
    const marked = CATALOGUE.filter(({ marks }) => marks.section === 'inferred');
    expect(marked.map(({ position }) => position)).toEqual([20, 21, 22, 23, 24, 25, 26, 27, 28, 29]);
  });

  test('keeps the rows that splitting on a colon would lose', () => {
    expect(printed.filter((line) => !line.startsWith('#') && !line.endsWith(':'))).toEqual([
      'Edit caller ID,',
      'Allow to record',
    ]);
    expect(entry('editCallerId')?.position).toBe(23);
    expect(entry('allowToRecord')).toMatchObject({ position: 33, marks: { label: 'seed', effect: 'inferred' } });
    expect(printed.filter((line) => line.endsWith(' :'))).toHaveLength(4);
    expect(CATALOGUE.filter(({ label }) => label !== label.trim())).toEqual([]);
  });

  test('notes the text that is printed twice, and each name that differs in the interface', () => {
    expect(entry('noteRequired')?.note).toContain('Tags required');
    expect(entry('noteRequired')?.marks.effect).toBe('inferred');
    const renamed = [
      'businessHours',
      'analyticsTab',
      'videoCallsTab',
      'powerDialerTab',
      'oneWayTexting',
      'useLocalPresence',
    ];
    expect(renamed.filter((id) => entry(id)?.note === undefined)).toEqual([]);
  });

  test('counts "Only show your logs" of older guides not among its rows', () => {
    expect(entry('onlyOwnLogs')).toBeUndefined();
  });

  test('has one action, which is no state', () => {
    expect(CATALOGUE.filter(({ kind }) => kind === 'action').map(({ id, position }) => [id, position])).toEqual([
      ['forceSignOut', 36],
    ]);
  });

  test('starts each permission at its least granting value', () => {
    const least = { more: false, less: true, neutral: false };
    const wrong = CATALOGUE.filter((one) => one.kind === 'switch' && one.initial !== least[one.grants]);
    expect(wrong).toEqual([]);
    expect(entry('playRecordings')).toMatchObject({ initial: 'none', choices: ['none', 'own', 'allIvr'] });
    expect(entry('afterCallWorkDuration')).toMatchObject({ initial: 0, minimum: 0 });
    expect(entry('maxChannels')).toMatchObject({ initial: 1, minimum: 1 });
    expect(entry('editCallerId')?.initial).toEqual([]);
    expect(entry('callRecordingVolume')).toMatchObject({ initial: 0, minimum: 0, maximum: 100 });
  });

  test('says for restrictions, and only for them, what is true once they are lifted', () => {
    const restrictions = CATALOGUE.filter(({ grants }) => grants === 'less').map(({ id }) => id);
    expect(restrictions).toEqual(['tagsRequired', 'noteRequired', 'onlyMyMissedCallsOnIvr', 'anonymisePhoneNumbers']);
    expect(CATALOGUE.filter(({ phraseWithout }) => phraseWithout !== undefined).map(({ id }) => id)).toEqual(
      restrictions,
    );
  });

  test('needs only permissions that it has', () => {
    const ids = new Set(CATALOGUE.map(({ id }) => id));
    expect(CATALOGUE.flatMap(({ needs }) => needs).filter((id) => !ids.has(id))).toEqual([]);
  });
});

test('there are 13 technical pages, 5 of supervisors and billing, each once', () => {
  const count = (level: string) => PAGES.filter((page) => page.level === level).length;
  expect([count('technical'), count('supervisor'), count('billing')]).toEqual([13, 5, 1]);
  const words = PAGES.flatMap(({ id, aliases }) => [id, ...aliases]);
  expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
  expect(LEVELS).toEqual(['none', 'billing', 'technical', 'supervisor', 'admin']);
});

test('the page of permissions has one row for each, with its label and how it is written', () => {
  const lines = read('../../.github/docs/permissions.md')
    .split('\n')
    .filter((line) => /^\| \d+ \|/.test(line));
  expect(lines.map((line) => line.split(' | ')[1])).toEqual(rows.map((row) => row.label));
  const unwritten = CATALOGUE.filter(
    ({ id, kind, position }) => !lines[position - 1]?.includes(kind === 'action' ? 'ringctl sign-out' : `\`${id}: `),
  );
  expect(unwritten).toEqual([]);
});
