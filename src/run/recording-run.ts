import type { LedgerChange } from '../ledger/index.js';
import type { Live, Plan } from '../model/index.js';
import { finishRun } from './carry-out.js';
import type { LockedAccount } from './locked-account.js';
import { type Memory, memoryOf } from './memory.js';

/** The account and what is known of it, once a run that was cut off has been looked into: what it wrote is older than what is recorded now. */
export async function lookedInto(
  { account, ledger, carrying }: LockedAccount,
  onProgress?: (done: number, total: number) => void,
): Promise<{ readonly live: Live; readonly memory: Memory }> {
  const unfinished = await ledger.unfinished();
  if (unfinished)
    await finishRun(unfinished, { ...carrying, lastGood: await ledger.lastGood(), facts: await ledger.facts() });
  return { live: await account.read(onProgress), memory: await memoryOf(ledger) };
}

export interface RecordingRun {
  readonly command: 'baseline' | 'steps done' | 'steps undone';
  readonly plan: Plan;
  readonly changes: readonly LedgerChange[];
  readonly reason: string;
  /** What else the run keeps. Plain JSON. */
  readonly details?: object;
}

/** A run that sends nothing to the account: the history tells who said what. Returns its name. */
export async function recordRun(
  { carrying: { locked } }: LockedAccount,
  { command, plan, changes, reason, details = {} }: RecordingRun,
): Promise<string> {
  const run = await locked.begin({
    command,
    digest: plan.digest,
    filesDigest: plan.inputs.filesDigest,
    approvals: [],
    accepted: [],
    reason,
    plan: { steps: [], ...details },
  });
  await run.finish({ result: 'applied', steps: { done: 0, failed: 0, notStarted: 0, byHand: 0 }, changes });
  return run.id;
}
