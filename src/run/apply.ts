import type { Account } from '../account/ports.js';
import { AccountUnreadable } from '../account/ports.js';
import { applyPlan, type StepEvent } from '../apply/apply-plan.js';
import { recover } from '../apply/recovery.js';
import type { AcceptedLimit, Held, Ledger, Locked, LockInfo, RunRecord } from '../ledger/index.js';
import {
  type Diagnostic,
  isError,
  type Live,
  type Plan,
  type Report,
  type Settings,
  type Step,
} from '../model/index.js';
import { readAccountFiles } from './account-files.js';
import { type Compiled, compile } from './compile.js';
import { type LockRequest, type Sleep, whileLocked } from './locked.js';
import { type PlannedLive, type PlanRequest, planned } from './plan.js';
import { countsIn, countsOf, endOf, isNarrower } from './run-record.js';

export type { StepEvent } from '../apply/apply-plan.js';

export type OpenLedger = (settings: Settings, dir: string) => Promise<Ledger>;

export interface ApplyRequest extends PlanRequest, LockRequest {
  /** `sha256:…`, or its first 16 digits or more, as a plan printed it. */
  readonly expectedDigest: string | undefined;
  readonly confirm: (planned: PlannedLive) => Promise<boolean>;
  readonly signal: AbortSignal;
  readonly onStep: (event: StepEvent) => void;
  readonly clock: () => Date;
  readonly sleep: Sleep;
  readonly openLedger: OpenLedger;
  /** Who approved, in the words of where it was approved. */
  readonly approvals: readonly string[];
  readonly acceptedLimits: readonly AcceptedLimit[];
  /** Goes on with the run that was cut off, and with nothing else. */
  readonly resume: boolean;
}

export type Applied =
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] }
  /** Somebody else writes to the account: nothing was read or sent. */
  | { readonly kind: 'locked'; readonly by: LockInfo }
  /** What became of steps of an earlier run is not known: nothing was sent. */
  | { readonly kind: 'unresolved'; readonly run: RunRecord; readonly steps: readonly Step[] }
  /** There is no run to go on with. */
  | { readonly kind: 'nothing-to-resume' }
  /** The files and the account contradict each other: nothing was sent. */
  | { readonly kind: 'refused'; readonly planned: PlannedLive }
  | { readonly kind: 'nothing'; readonly planned: PlannedLive }
  /** The plan is not the one that was approved: nothing was sent. */
  | { readonly kind: 'stale'; readonly planned: PlannedLive; readonly expected: string }
  | { readonly kind: 'declined'; readonly planned: PlannedLive }
  | {
      readonly kind: 'applied';
      readonly planned: PlannedLive;
      readonly report: Report;
      /** Planned again from a new read; undefined where the account could not be read any more. */
      readonly after: Plan | undefined;
      readonly startedAt: Date;
      readonly endedAt: Date;
      /** Name of the run in the ledger. */
      readonly run: string;
      /** The run that was cut off before, and is at an end now. */
      readonly recovered?: RecoveredRun;
    };

export interface RecoveredRun {
  readonly run: string;
  /** Requests of which nobody knew whether they were carried out. */
  readonly requests: number;
}

/** Locks, resolves what an earlier run left open, plans, asks, carries out exactly that plan, and reads again. */
export async function apply(request: ApplyRequest): Promise<Applied> {
  const files = await compile(await readAccountFiles(request.dir), request.tool);
  if (!files.ok) return { kind: 'invalid', diagnostics: files.diagnostics };
  const { settings } = files.value.desired;
  const ledger = await request.openLedger(settings, request.dir);
  try {
    const { account, close } = await request.open(settings, request.dir);
    try {
      const applied = await whileLocked(ledger, request, (locked) =>
        applyLocked({ request, files, ledger, locked, account }),
      );
      return isHeld(applied) ? { kind: 'locked', by: applied.by } : applied;
    } finally {
      close();
    }
  } finally {
    await ledger.close();
  }
}

const isHeld = (result: Applied | Held): result is Held => result.kind === 'held';

interface Applying {
  readonly request: ApplyRequest;
  readonly files: Compiled;
  readonly ledger: Ledger;
  readonly locked: Locked;
  readonly account: Account;
}

/** What was created may be in no list for so long. No source states how long; ours shows it at once. */
const VISIBILITY_MS = 30_000;

async function applyLocked(applying: Applying): Promise<Applied> {
  const { request, files, ledger, locked, account } = applying;
  const unfinished = await ledger.unfinished();
  if (request.resume && !unfinished) return { kind: 'nothing-to-resume' };
  const recovered = unfinished && (await finished(unfinished, applying));
  if (recovered && recovered.unknown.length > 0 && unfinished)
    return { kind: 'unresolved', run: unfinished, steps: recovered.unknown };
  const live = await account.read(request.onProgress);
  const approved = planned({ files, live, request });
  const refusal = await reasonNotToApply(approved, request, unfinished);
  if (refusal?.kind === 'nothing') await locked.record({ kind: 'lastGood', counts: countsIn(live) });
  if (refusal) return refusal;
  const { plan } = approved;
  const startedAt = request.clock();
  const run = await locked.begin({
    command: 'apply',
    digest: plan.digest,
    filesDigest: plan.inputs.filesDigest,
    approvals: request.approvals,
    accepted: request.acceptedLimits,
    plan: { steps: plan.steps, changes: plan.changes },
  });
  const { sleep, clock: now, signal, onStep } = request;
  const options = { account, journal: run, now, sleep, visibilityMs: VISIBILITY_MS, lastSeq: 0, signal, onStep };
  const report = await applyPlan(plan.steps, options);
  const endedAt = request.clock();
  const after = await readAgain(account);
  const left = after && planned({ files, live: after, request }).plan;
  await run.finish(endOf({ report, plan, live: after, left })).catch(onlyUnkept(report));
  const before = unfinished && recovered && { run: unfinished.id, requests: recovered.requests };
  return {
    kind: 'applied',
    planned: approved,
    report,
    after: left,
    startedAt,
    endedAt,
    run: run.id,
    ...(before && { recovered: before }),
  };
}

/** A ledger that cannot be written any more is in the report already. */
const onlyUnkept =
  ({ halted }: Report) =>
  (error: unknown): void => {
    if (halted?.because !== 'lock-lost' && halted?.because !== 'ledger-unavailable') throw error;
  };

/** Finds out what became of the requests of a run that was cut off, and ends it. */
async function finished(
  record: RunRecord,
  { request, locked, account }: Applying,
): Promise<{ readonly unknown: readonly Step[]; readonly requests: number }> {
  const { sleep, clock: now } = request;
  const { ended, unknown } = await recover(record, { account, sleep, now, visibilityMs: VISIBILITY_MS });
  const run = await locked.resume(record.id);
  if (unknown.length > 0) await run.write({ ended });
  else await run.finish({ result: 'interrupted', steps: countsOf(record, ended), ended });
  return { unknown, requests: ended.length };
}

async function reasonNotToApply(
  approved: PlannedLive,
  request: ApplyRequest,
  unfinished: RunRecord | undefined,
): Promise<Applied | undefined> {
  const { plan } = approved;
  if (plan.diagnostics.some(isError)) return { kind: 'refused', planned: approved };
  const expected = request.expectedDigest;
  if (expected !== undefined && !isSameDigest(plan.digest, expected))
    return { kind: 'stale', planned: approved, expected };
  if (request.resume && unfinished && !isNarrower(plan, unfinished))
    return { kind: 'stale', planned: approved, expected: unfinished.digest };
  if (plan.steps.length === 0) return { kind: 'nothing', planned: approved };
  if (request.signal.aborted || !(await request.confirm(approved)) || request.signal.aborted)
    return { kind: 'declined', planned: approved };
  return undefined;
}

/** A person types the 16 digits that a plan prints; a program compares all of them. */
function isSameDigest(digest: string, expected: string): boolean {
  const digits = expected.replace(/^sha256:/, '');
  return digits.length >= 16 && /^[0-9a-f]+$/.test(digits) && digest.slice('sha256:'.length).startsWith(digits);
}

async function readAgain(account: Account): Promise<Live | undefined> {
  try {
    return await account.read();
  } catch (error) {
    if (error instanceof AccountUnreadable) return undefined;
    throw error;
  }
}
