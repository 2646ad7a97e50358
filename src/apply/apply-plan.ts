/** Carries out the steps of a plan, and nothing else. It decides nothing: order, preconditions and modes stand in the plan. */
import { LedgerUnavailable, LockLost } from '../ledger/index.js';
import type { Halt, Outcome, Report, Step, StepResult } from '../model/index.js';
import { type Sender, type SendingOptions, senderOf } from './sending.js';

export { type Journal, NO_JOURNAL } from './sending.js';

export type StepEvent =
  | { readonly kind: 'start'; readonly step: Step; readonly index: number; readonly total: number }
  | { readonly kind: 'end'; readonly result: StepResult; readonly index: number; readonly total: number };

export interface ApplyOptions extends SendingOptions {
  /** Aborted: the step under way is finished, no further one is sent. */
  readonly signal: AbortSignal;
  readonly onStep: (event: StepEvent) => void;
}

/** So many failures in a row mean that the account, not the step, is at fault. */
const FAILURES_IN_A_ROW = 3;

/**
 * Sends the automatic steps one by one. A step whose predecessor did not succeed is skipped; after any failure nobody is archived or deleted.
 * Where the lock or the ledger is lost, the key refused, or an outcome cannot be found out, nothing more is sent.
 */
export async function applyPlan(steps: readonly Step[], options: ApplyOptions): Promise<Report> {
  const { signal, onStep } = options;
  const sender = senderOf(options);
  const progress: Progress = {
    notDone: new Set(),
    pending: new Set(),
    failures: 0,
    failuresInARow: 0,
    halted: undefined,
  };
  const results: StepResult[] = [];
  for (const [index, step] of steps.entries()) {
    const skip = reasonToSkip(step, progress, signal.aborted);
    if (!skip) onStep({ kind: 'start', step, index, total: steps.length });
    const result = skip ? { step, skipped: skip } : await carriedOut(step, sender, progress);
    results.push(result);
    onStep({ kind: 'end', result, index, total: steps.length });
    note(progress, result);
  }
  // However it came to a halt, the end of the last step is written down.
  const unsettled = await haltOf(() => sender.settle());
  const halted = progress.halted ?? unsettled;
  return { results, interrupted: signal.aborted, ...(halted && { halted }) };
}

interface Progress {
  readonly notDone: Set<string>;
  /** What a person has to do, and what waits for that. */
  readonly pending: Set<string>;
  failures: number;
  failuresInARow: number;
  halted: Halt | undefined;
}

async function carriedOut(step: Step, sender: Sender, progress: Progress): Promise<StepResult> {
  const sent: { outcome?: Outcome } = {};
  progress.halted = await haltOf(async () => {
    sent.outcome = await sender.send(step);
  });
  return sent.outcome ? { step, outcome: sent.outcome } : { step, skipped: { because: 'stopped' } };
}

/** What the journal cannot keep must not be sent; any other error is a fault of ours. */
export async function haltOf(work: () => Promise<void>): Promise<Halt | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof LockLost) return { because: 'lock-lost', message: error.message };
    if (error instanceof LedgerUnavailable) return { because: 'ledger-unavailable', message: error.message };
    throw error;
  }
}

function note(progress: Progress, result: StepResult): void {
  const outcome = 'outcome' in result ? result.outcome : undefined;
  if (outcome?.kind === 'done') {
    progress.failuresInARow = 0;
    return;
  }
  const skipped = 'skipped' in result ? result.skipped.because : undefined;
  const isPending = skipped === 'by-hand' || skipped === 'waiting';
  (isPending ? progress.pending : progress.notDone).add(result.step.id);
  if (!outcome) return;
  progress.failures += 1;
  progress.failuresInARow += 1;
  progress.halted ??= haltAfter(outcome, progress.failuresInARow);
}

function haltAfter(outcome: Outcome, failuresInARow: number): Halt | undefined {
  if (outcome.kind === 'refused' && outcome.isKeyRefused) return { because: 'key-refused', message: outcome.message };
  if (outcome.kind === 'ambiguous') return { because: 'outcome-unknown', message: outcome.message };
  if (failuresInARow < FAILURES_IN_A_ROW) return undefined;
  return { because: 'failures', message: `${failuresInARow} steps failed one after the other.` };
}

function reasonToSkip(
  step: Step,
  { notDone, pending, failures, halted }: Progress,
  isAborted: boolean,
): Extract<StepResult, { skipped: unknown }>['skipped'] | undefined {
  if (isAborted) return { because: 'interrupted' };
  const failed = step.after.find((id) => notDone.has(id));
  if (failed !== undefined) return { because: 'failed-before', of: failed };
  if (step.mode === 'by-hand') return { because: 'by-hand' };
  const waitsFor = step.after.find((id) => pending.has(id));
  if (waitsFor !== undefined) return { because: 'waiting', of: waitsFor };
  if (halted) return { because: 'stopped' };
  const isRemoval = step.operation === 'archive' || step.operation === 'delete';
  return failures > 0 && isRemoval ? { because: 'stopped' } : undefined;
}
