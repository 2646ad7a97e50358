/** Carries out the steps of a plan, and nothing else. It decides nothing: order, preconditions and modes stand in the plan. */
import type { AccountWriter } from '../account/ports.js';
import type { Report, Step, StepResult } from '../model/index.js';

export type StepEvent =
  | { readonly kind: 'start'; readonly step: Step; readonly index: number; readonly total: number }
  | { readonly kind: 'end'; readonly result: StepResult; readonly index: number; readonly total: number };

export interface ApplyOptions {
  /** Aborted: the step under way is finished, no further one is sent. */
  readonly signal: AbortSignal;
  readonly onStep: (event: StepEvent) => void;
}

/** So many failures in a row mean that the account, not the step, is at fault. */
const FAILURES_IN_A_ROW = 3;

/** Sends the automatic steps one by one. A step whose predecessor did not succeed is skipped; after any failure nobody is archived or deleted. */
export async function applyPlan(
  steps: readonly Step[],
  writer: AccountWriter,
  { signal, onStep }: ApplyOptions,
): Promise<Report> {
  const results: StepResult[] = [];
  const notDone = new Set<string>();
  let failures = 0;
  let failuresInARow = 0;
  // An interruption never reaches a request under way: half a request would leave nobody knowing.
  const { signal: uninterrupted } = new AbortController();
  for (const [index, step] of steps.entries()) {
    const skip = reasonToSkip(step, { notDone, failures, failuresInARow, isAborted: signal.aborted });
    if (!skip) onStep({ kind: 'start', step, index, total: steps.length });
    const result: StepResult = skip
      ? { step, skipped: skip }
      : { step, outcome: await writer.perform(step, uninterrupted) };
    results.push(result);
    onStep({ kind: 'end', result, index, total: steps.length });
    if ('outcome' in result && result.outcome.kind === 'done') {
      failuresInARow = 0;
      continue;
    }
    notDone.add(step.id);
    if ('outcome' in result) {
      failures += 1;
      failuresInARow += 1;
    }
  }
  return { results, interrupted: signal.aborted };
}

interface Progress {
  readonly notDone: ReadonlySet<string>;
  readonly failures: number;
  readonly failuresInARow: number;
  readonly isAborted: boolean;
}

function reasonToSkip(
  step: Step,
  progress: Progress,
): Extract<StepResult, { skipped: unknown }>['skipped'] | undefined {
  if (progress.isAborted) return { because: 'interrupted' };
  const waitsFor = step.after.find((id) => progress.notDone.has(id));
  if (waitsFor !== undefined) return { because: 'failed-before', of: waitsFor };
  if (step.mode === 'by-hand') return { because: 'by-hand' };
  if (progress.failuresInARow >= FAILURES_IN_A_ROW) return { because: 'stopped' };
  if (progress.failures > 0 && (step.operation === 'archive' || step.operation === 'delete'))
    return { because: 'stopped' };
  return undefined;
}
