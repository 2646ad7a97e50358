import { describe, expect, it } from 'vitest';
import type { AccountWriter } from '../../src/account/ports.js';
import { applyPlan } from '../../src/apply/apply-plan.js';
import { groupKey, type Operation, type Outcome, type Step, type StepResult } from '../../src/model/index.js';

const DONE: Outcome = { kind: 'done' };
const REFUSED: Outcome = { kind: 'refused', reason: 'NOT_ALLOWED', message: 'No.' };

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

async function run(steps: readonly Step[], outcomes: { readonly [id: string]: Outcome } = {}, abortAfter?: string) {
  const sent: string[] = [];
  const events: string[] = [];
  const controller = new AbortController();
  const writer: AccountWriter = {
    perform: async ({ id }) => {
      sent.push(id);
      if (id === abortAfter) controller.abort();
      return outcomes[id] ?? DONE;
    },
  };
  const report = await applyPlan(steps, writer, {
    signal: controller.signal,
    onStep: (event) => events.push(event.kind),
  });
  return { sent, events, report, results: report.results.map(short) };
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

  it('skips what waits for a failed step, through others too, and goes on with the rest', async () => {
    const { sent, results, report } = await run([step('a'), step('b', ['a']), step('c', ['b']), step('d')], {
      a: REFUSED,
    });
    expect(sent).toEqual(['a', 'd']);
    expect(results).toEqual(['a refused', 'b failed-before', 'c failed-before', 'd done']);
    expect(report.results[2]).toMatchObject({ skipped: { of: 'b' } });
  });

  it('never sends a step by hand, nor what waits for it', async () => {
    const { sent, results } = await run([step('a', [], { mode: 'by-hand' }), step('b', ['a']), step('c')]);
    expect(sent).toEqual(['c']);
    expect(results).toEqual(['a by-hand', 'b failed-before', 'c done']);
  });

  it.each(['archive', 'delete'] satisfies Operation[])('does not %s anybody after a failure', async (operation) => {
    expect((await run([step('a'), step('b', [], { operation })], { a: REFUSED })).sent).toEqual(['a']);
    expect((await run([step('a'), step('b', [], { operation })])).sent).toEqual(['a', 'b']);
  });

  it('stops after three failures in a row, and not when one succeeds between', async () => {
    const steps = ['a', 'b', 'c', 'd'].map((id) => step(id));
    const ambiguous: Outcome = { kind: 'ambiguous', message: 'Time-out.' };
    expect((await run(steps, { a: REFUSED, b: ambiguous, c: REFUSED })).results[3]).toBe('d stopped');
    expect((await run(steps, { a: REFUSED, b: ambiguous })).sent).toEqual(['a', 'b', 'c', 'd']);
  });

  it('finishes the step under way when interrupted, and sends no further one', async () => {
    const { sent, results, report } = await run([step('a'), step('b'), step('c')], {}, 'b');
    expect(sent).toEqual(['a', 'b']);
    expect(results).toEqual(['a done', 'b done', 'c interrupted']);
    expect(report.interrupted).toBe(true);
  });
});
