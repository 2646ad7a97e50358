import { describe, expect, test } from 'vitest';
import { groupKey, OPERATIONS, type Report, type StepResult, userKey } from '../../src/model/index.js';
import { nameFor, PLAIN, progressLine, renderReport, stepSentence, tally } from '../../src/render/index.js';
import { makePlan, step } from './plans.js';

const show = nameFor(PLAIN);
const names = (email: string) =>
  email.startsWith('iris') ? 'Iris Lindqvist' : email.startsWith('marco') ? 'Marco Bianchi' : email;
const add = step(groupKey('field'), 'addMember', { users: ['iris@acme.example', 'marco@acme.example'] });

describe('a step in one line', () => {
  test.each([
    [add, 'group field: add Iris Lindqvist and Marco Bianchi'],
    [step(groupKey('field'), 'removeMember', { users: ['a', 'b', 'c', 'd'] }), 'group field: remove 4 people'],
    [step(userKey('a@b.example'), 'setDashboard'), 'user a@b.example: set dashboard access'],
    [step(userKey('a@b.example'), 'link', { profile: 'Agent' }), 'user a@b.example: link to profile Agent'],
    [step(userKey('a@b.example'), 'createUser', { external: true }), 'user a@b.example: create, external'],
    [step(userKey('a@b.example'), 'setPermissions', { permissions: { snooze: true } }), 'user a@b.example: set snooze'],
    [step(userKey('a@b.example'), 'rename', { email: 'c@b.example' }), 'user a@b.example: rename to c@b.example'],
    [
      step(userKey('a@b.example'), 'rename', { email: 'c@b.example', firstName: 'C' }),
      'user a@b.example: set email c@b.example and firstName C',
    ],
    [step(groupKey('G'), 'setOpenAccess', { openAccess: true }), 'group G: let people join by themselves'],
  ])('%#', (given, sentence) => {
    expect(stepSentence(given, show, names)).toBe(sentence);
  });

  test('is there for every operation', () => {
    for (const operation of OPERATIONS)
      expect(stepSentence(step(groupKey('G'), operation), show)).toMatch(/^group G: \S/);
  });
});

const done = (count: number): StepResult[] =>
  Array.from({ length: count }, () => ({ step: step(groupKey('G'), 'createGroup'), outcome: { kind: 'done' } }));

const FAILED: StepResult = {
  step: add,
  outcome: { kind: 'refused', reason: 'GROUP_IS_LOCKED', message: 'The group is locked.' },
};

const report = (results: readonly StepResult[], interrupted = false): Report => ({ results, interrupted });
const lines = (given: Report, milliseconds = 900, after = true) =>
  renderReport(given, { milliseconds, after: after ? makePlan() : undefined, personName: names }, PLAIN)
    .trimEnd()
    .split('\n');

test('when all is done the second read is told', () => {
  expect(lines(report(done(12)))).toEqual([
    'Applied: 12 of 12 steps done in 0.9 s.',
    'Read again: no changes are left.',
  ]);
});

test('when not all is done each failure has its reason and each step left out what it waited for', () => {
  const waiting: StepResult = {
    step: step(userKey('a@b.example'), 'archive'),
    skipped: { because: 'failed-before', of: add.id },
  };
  expect(lines(report([...done(6), FAILED, waiting])).slice(0, 5)).toEqual([
    'Partly applied: 6 of 8 steps done, 1 failed, 1 not started.',
    '  failed    7  group field: add Iris Lindqvist and Marco Bianchi',
    '               The account refused it (GROUP_IS_LOCKED): The group is locked.',
    '  skipped   8  user a@b.example: archive',
    '               Step 7 did not succeed.',
  ]);
});

test.each([
  ['nothing done', report([FAILED]), /^Not applied: 0 of 1 step done, 1 failed\./],
  ['interrupted', report([...done(1), { step: add, skipped: { because: 'interrupted' } }], true), /Interrupted/],
  ['by hand', report([{ step: add, skipped: { because: 'by-hand' } }]), /^Nothing to apply. 1 step by hand is open\./],
])('%s is said', (_, given, words) => {
  expect(lines(given).join('\n')).toMatch(words);
});

test('an account that cannot be read again is no account without changes', () => {
  expect(lines(report(done(1)), 900, false)[1]).not.toContain('no changes');
});

test('steps by hand are not counted as steps of the run', () => {
  expect(tally(report([...done(2), FAILED, { step: add, skipped: { because: 'by-hand' } }]))).toEqual({
    total: 3,
    done: 2,
    failed: 1,
    notStarted: 0,
    byHand: 1,
    waiting: 0,
  });
});

test('what waits for a person is said with the name of what it waits for, and counts as no failure', () => {
  const hand = step(userKey('a@b.example'), 'setDashboard', {}, { mode: 'by-hand', id: 'hand' });
  const waiting = step(groupKey('G'), 'addMember', { users: ['a@b.example'] }, { id: 'waiting', after: ['hand'] });
  const given = report([
    ...done(1),
    { step: hand, skipped: { because: 'by-hand' } },
    { step: waiting, skipped: { because: 'waiting', of: 'hand' } },
  ]);
  const row = { operation: 'setDashboard', path: 'dashboard.level', before: 'none', after: 'billing' } as const;
  const byHand = [{ id: 'S7', key: hand.key, steps: ['hand'], after: [], rows: [row], digest: '0'.repeat(64) }];
  const after = makePlan({ steps: [hand, waiting], byHand });
  expect(tally(given)).toMatchObject({ total: 1, done: 1, failed: 0, notStarted: 0, byHand: 1, waiting: 1 });
  const text = renderReport(given, { milliseconds: 0, after, byHand }, PLAIN);
  const words = text.replace(/\s+/g, ' ');
  expect(words).toMatch(/^Applied: 1 of 1 step done .* 1 step by hand is open, 1 step waits for it\. by hand/);
  expect(text).toContain('  by hand  S7  user a@b.example: set dashboard access');
  expect(text).toContain('  waiting  group G: add a@b.example (for S7)');
  expect(words).toContain('except the 1 step by hand, and the 1 step that waits for that.');
});

describe('the line of progress', () => {
  const text = 'group field: add Iris Lindqvist and Marco Bianchi';

  test('ends with the time that is left', () => {
    expect(progressLine({ index: 7, total: 12, text, leftMs: 500 }, 80)).toBe(` 7/12  ${text}     less than 1 s left`);
  });

  test('never fills its line', () => {
    for (const width of [40, 60, 80]) {
      const line = progressLine({ index: 7, total: 12, text: text.repeat(3), leftMs: 5000 }, width);
      expect(line.length).toBeLessThan(width);
    }
  });
});
