import { describe, expect, it } from 'vitest';
import type { AccountWriter } from '../../src/account/ports.js';
import { applyPlan, type Journal } from '../../src/apply/apply-plan.js';
import { LedgerUnavailable, LockLost } from '../../src/ledger/index.js';
import {
  groupKey,
  type Operation,
  type Outcome,
  type Step,
  type StepResult,
  type StepState,
} from '../../src/model/index.js';

const DONE: Outcome = { kind: 'done' };
const REFUSED: Outcome = { kind: 'refused', reason: 'NOT_ALLOWED', message: 'No.' };
const LOST: Outcome = { kind: 'ambiguous', message: 'No answer came.' };
const NOT_SENT: Outcome = { kind: 'not-sent', message: 'Not reached.' };

function step(id: string, after: readonly string[] = [], facts: Partial<Step> = {}): Step {
  return {
    id,
    after,
    key: groupKey(id),
    operation: 'setOpenAccess',
    input: {},
    precondition: {},
    mode: 'automatic',
    requests: 1,
    digest: id,
    ...facts,
  };
}

interface World {
  /** What is answered to a step, one after the other; the last one stays. */
  readonly outcomes?: { readonly [id: string]: Outcome | readonly Outcome[] };
  readonly states?: { readonly [id: string]: StepState | readonly StepState[] };
  readonly abortAfter?: string;
  readonly deadline?: (ms: number) => AbortSignal;
  readonly perform?: (signal: AbortSignal) => Outcome;
  /** Throws instead of the write of this number, counted from 1. */
  readonly journalFails?: { readonly at: number; readonly error: Error };
}

const nth = <T>(given: T | readonly T[] | undefined, index: number): T | undefined => {
  const list: readonly T[] = given === undefined ? [] : Array.isArray(given) ? given : [given as T];
  return list[Math.min(index, list.length - 1)];
};

async function run(
  steps: readonly Step[],
  { outcomes = {}, states = {}, abortAfter, journalFails, ...world }: World = {},
) {
  const trail: string[] = [];
  const sent: string[] = [];
  const checked: string[] = [];
  const slept: number[] = [];
  const events: string[] = [];
  const controller = new AbortController();
  const account: AccountWriter = {
    perform: async ({ id }, signal) => {
      trail.push(`send ${id}`);
      if (id === abortAfter) controller.abort();
      const outcome = nth(outcomes[id], sent.filter((one) => one === id).length) ?? DONE;
      sent.push(id);
      return world.perform?.(signal) ?? outcome;
    },
    check: async ({ id }) => {
      const state = nth(states[id], checked.filter((one) => one === id).length) ?? { kind: 'unknown', message: '' };
      checked.push(id);
      return state;
    },
  };
  let writes = 0;
  const journal: Journal = {
    write: async ({ ended, begins }) => {
      writes += 1;
      if (journalFails?.at === writes) throw journalFails.error;
      for (const end of [ended ?? []].flat()) trail.push(`end ${end.outcome}`);
      for (const begin of [begins ?? []].flat()) trail.push(`begin ${begin.stepId} ${begin.seq}`);
    },
  };
  const report = await applyPlan(steps, {
    account,
    journal,
    now: () => new Date('2026-11-22T09:00:00Z'),
    sleep: async (ms) => void slept.push(ms),
    visibilityMs: 30_000,
    lastSeq: 0,
    ...(world.deadline && { deadline: world.deadline }),
    signal: controller.signal,
    onStep: (event) => events.push(event.kind),
  });
  return { sent, trail, slept, events, report, results: report.results.map(short) };
}

const short = (result: StepResult) =>
  'outcome' in result ? `${result.step.id} ${result.outcome.kind}` : `${result.step.id} ${result.skipped.because}`;

describe('applyPlan', () => {
  it('sends every step once, in order, and reports each', async () => {
    const { sent, events, results } = await run([step('a'), step('b', ['a']), step('c')]);
    expect(sent).toEqual(['a', 'b', 'c']);
    expect(results).toEqual(['a done', 'b done', 'c done']);
    expect(events).toEqual(['start', 'end', 'start', 'end', 'start', 'end']);
  });

  it('writes each step down before it is sent, and its end with the next one', async () => {
    const { trail } = await run([step('a'), step('b')]);
    expect(trail).toEqual(['begin a 1', 'send a', 'end done', 'begin b 2', 'send b', 'end done']);
  });

  it('skips what waits for a failed step, through others too, and goes on with the rest', async () => {
    const steps = [step('a'), step('b', ['a']), step('c', ['b']), step('d')];
    const { sent, results, report } = await run(steps, { outcomes: { a: REFUSED } });
    expect(sent).toEqual(['a', 'd']);
    expect(results).toEqual(['a refused', 'b failed-before', 'c failed-before', 'd done']);
    expect(report.results[2]).toMatchObject({ skipped: { of: 'b' } });
  });

  it('never sends a step by hand, nor what waits for it', async () => {
    const { sent, results } = await run([step('a', [], { mode: 'by-hand' }), step('b', ['a']), step('c')]);
    expect(sent).toEqual(['c']);
    expect(results).toEqual(['a by-hand', 'b waiting', 'c done']);
  });

  it.each(['archive', 'delete'] satisfies Operation[])('does not %s anybody after a failure', async (operation) => {
    const steps = [step('a'), step('b', [], { operation })];
    expect((await run(steps, { outcomes: { a: REFUSED } })).sent).toEqual(['a']);
    expect((await run(steps)).sent).toEqual(['a', 'b']);
  });

  it('stops after three failures in a row, and not when one succeeds between', async () => {
    const steps = ['a', 'b', 'c', 'd', 'e'].map((id) => step(id));
    const stopped = await run(steps, { outcomes: { a: REFUSED, b: REFUSED, c: REFUSED } });
    expect(stopped.results.slice(3)).toEqual(['d stopped', 'e stopped']);
    expect(stopped.report.halted?.because).toBe('failures');
    expect((await run(steps, { outcomes: { a: REFUSED, b: REFUSED, d: REFUSED } })).sent).toHaveLength(5);
  });

  it('finishes the step under way when interrupted, and sends no further one', async () => {
    const { sent, results, report } = await run([step('a'), step('b'), step('c')], { abortAfter: 'b' });
    expect(sent).toEqual(['a', 'b']);
    expect(results).toEqual(['a done', 'b done', 'c interrupted']);
    expect(report.interrupted).toBe(true);
  });
});

describe('an answer that nobody knows', () => {
  it('is read: what was carried out is done, and is not sent again', async () => {
    const { sent, trail, report } = await run([step('a'), step('b', ['a'])], {
      outcomes: { a: LOST },
      states: { a: { kind: 'done' } },
    });
    expect(sent).toEqual(['a', 'b']);
    expect(trail).toContain('end adopted');
    expect(report.results[0]).toMatchObject({ outcome: { kind: 'done', isFound: true } });
  });

  it('is sent again only after the account said that nothing was carried out', async () => {
    const { sent, trail } = await run([step('a')], { outcomes: { a: [LOST, DONE] }, states: { a: { kind: 'open' } } });
    expect(sent).toEqual(['a', 'a']);
    expect(trail).toEqual(['begin a 1', 'send a', 'end absent', 'begin a 2', 'send a', 'end done']);
  });

  it('is looked for as long as what was created may not be seen yet, and found once', async () => {
    const created = step('a', [], { operation: 'createGroup' });
    const late: readonly StepState[] = [{ kind: 'open' }, { kind: 'open' }, { kind: 'open' }, { kind: 'done' }];
    const { sent, slept, results } = await run([created], { outcomes: { a: LOST }, states: { a: late } });
    expect([sent, results]).toEqual([['a'], ['a done']]);
    expect(slept).toEqual([1000, 2000, 4000]);
    const never = await run([created], { outcomes: { a: [LOST, DONE] }, states: { a: { kind: 'open' } } });
    expect(never.sent).toEqual(['a', 'a']);
    expect(never.slept.slice(0, -1).reduce((sum, ms) => sum + ms, 0)).toBe(30_000);
  });

  it('stops everything where the account does not tell', async () => {
    const { sent, report } = await run([step('a'), step('b')], { outcomes: { a: LOST } });
    expect(sent).toEqual(['a']);
    expect(report.halted?.because).toBe('outcome-unknown');
    expect(report.results.map(short)).toEqual(['a ambiguous', 'b stopped']);
  });

  it('is stale where somebody else has been there', async () => {
    const { results } = await run([step('a'), step('b', ['a'])], {
      outcomes: { a: LOST },
      states: { a: { kind: 'changed' } },
    });
    expect(results).toEqual(['a stale', 'b failed-before']);
  });

  it('is not repeated for ever', async () => {
    const { sent, results } = await run([step('a')], { outcomes: { a: LOST }, states: { a: { kind: 'open' } } });
    expect(sent).toHaveLength(5);
    expect(results).toEqual(['a not-sent']);
  });
});

describe('a step that never reached the account', () => {
  it('is sent again, five times in all', async () => {
    expect((await run([step('a')], { outcomes: { a: [NOT_SENT, NOT_SENT, DONE] } })).results).toEqual(['a done']);
    expect((await run([step('a')], { outcomes: { a: NOT_SENT } })).sent).toHaveLength(5);
  });
});

describe('a step for which the account asks to wait', () => {
  const LATER: Outcome = { ...NOT_SENT, retryInMs: 7000 };

  it('is waited for as often as it asks, and written down again before each try', async () => {
    const outcomes = { a: [...Array(6).fill(LATER), DONE] };
    const { trail, slept, results, report } = await run([step('a')], { outcomes });
    expect(results).toEqual(['a done']);
    expect(slept.reduce((sum, ms) => sum + ms, 0)).toBe(42_000);
    expect(trail.slice(0, 5)).toEqual(['begin a 1', 'send a', 'end not-sent', 'begin a 2', 'send a']);
    expect(trail.filter((line) => line.startsWith('begin'))).toHaveLength(7);
    expect(report.results[0]).toEqual({ step: step('a'), outcome: DONE });
  });

  it('is never sent when the lock is taken over during the wait', async () => {
    const error = new LockLost('1');
    const { sent, report } = await run([step('a'), step('b')], {
      outcomes: { a: [LATER, DONE] },
      journalFails: { at: 3, error },
    });
    expect(sent).toEqual(['a']);
    expect(report.halted?.because).toBe('lock-lost');
    expect(report.results.map(short)).toEqual(['a stopped', 'b stopped']);
  });

  it('is left out when the person interrupts the wait', async () => {
    const { sent, report } = await run([step('a'), step('b')], { outcomes: { a: LATER }, abortAfter: 'a' });
    expect(sent).toEqual(['a']);
    expect(report.results.map(short)).toEqual(['a not-sent', 'b interrupted']);
    expect(report.results[0]).toMatchObject({ outcome: NOT_SENT });
  });
});

describe('a step that has to wait after it was written down', () => {
  it('is not sent once that was too long ago, and is written down again', async () => {
    const late = AbortSignal.abort();
    const inTime = new AbortController().signal;
    const given = [late, inTime];
    const { trail } = await run([step('a')], {
      deadline: () => given.shift() ?? inTime,
      perform: (signal) => (signal.aborted ? NOT_SENT : DONE),
    });
    expect(trail).toEqual(['begin a 1', 'send a', 'end not-sent', 'begin a 2', 'send a', 'end done']);
  });
});

describe('a key that is refused', () => {
  it('ends the run', async () => {
    const outcome: Outcome = { ...REFUSED, isKeyRefused: true };
    const { sent, report } = await run([step('a'), step('b'), step('c')], { outcomes: { b: outcome } });
    expect(sent).toEqual(['a', 'b']);
    expect(report.halted?.because).toBe('key-refused');
  });
});

describe('a journal that cannot be written', () => {
  it.each([
    ['lock-lost', new LockLost('1')],
    ['ledger-unavailable', new LedgerUnavailable('file', 'SQLITE_FULL')],
  ] as const)('keeps the next step from being sent: %s', async (because, error) => {
    const steps = [step('a'), step('b'), step('c')];
    const { sent, report, results } = await run(steps, { journalFails: { at: 2, error } });
    expect(sent).toEqual(['a']);
    expect(results).toEqual(['a done', 'b stopped', 'c stopped']);
    expect(report.halted?.because).toBe(because);
  });

  it('is told when it fails at the very end, though everything was sent', async () => {
    const error = new LedgerUnavailable('file', 'SQLITE_FULL');
    const { sent, report } = await run([step('a')], { journalFails: { at: 2, error } });
    expect(sent).toEqual(['a']);
    expect(report.halted?.because).toBe('ledger-unavailable');
  });
});
