import type { Account } from '../account/ports.js';
import type { AcceptedLimit, Ledger, LedgerChange, Locked, RunRecord } from '../ledger/index.js';
import { type Diagnostic, isError, isSame, type Live, type Step } from '../model/index.js';
import { managedFields } from '../plan/released.js';
import { type CarriedOut, carryOut, finishRun } from './carry-out.js';
import type { Compiled } from './compile.js';
import { type LockedOut, type LockedRequest, onLockedAccount } from './locked-account.js';
import { type Memory, memoryOf } from './memory.js';
import { compileFor, type PlannedLive, type PlanRequest, planned } from './plan.js';
import { recordingOf } from './run-facts.js';
import { countsIn, isNarrower } from './run-record.js';
import { createdLately, readWithCreated } from './visibility.js';

export type { StepEvent } from '../apply/apply-plan.js';

export interface ApplyRequest extends PlanRequest, LockedRequest {
  /** `sha256:…`, or its first 16 digits or more, as a plan printed it. */
  readonly expectedDigest: string | undefined;
  readonly confirm: (planned: PlannedLive) => Promise<boolean>;
  /** Who approved, in the words of where it was approved. */
  readonly approvals: readonly string[];
  readonly acceptedLimits: readonly AcceptedLimit[];
  /** Goes on with the run that was cut off, and with nothing else. */
  readonly resume: boolean;
}

export type Applied =
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] }
  | LockedOut
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
  | ({
      readonly kind: 'applied';
      readonly planned: PlannedLive;
      /** The run that was cut off before, and is at an end now. */
      readonly recovered?: RecoveredRun;
    } & CarriedOut);

export interface RecoveredRun {
  readonly run: string;
  /** Requests of which nobody knew whether they were carried out. */
  readonly requests: number;
}

/** Locks, resolves what an earlier run left open, plans, asks, carries out exactly that plan, and reads again. */
export async function apply(request: ApplyRequest): Promise<Applied> {
  const compiled = await compileFor(request);
  if (!compiled.ok) return { kind: 'invalid', diagnostics: compiled.diagnostics };
  const { files, base } = compiled;
  const plan = (live: Live, memory: Memory) => planned({ files, base, live, request, memory });
  return onLockedAccount(request, files.value.desired.settings, ({ account, ledger, carrying: { locked } }) =>
    applyLocked({ request, files, ledger, locked, account, plan }),
  );
}

export interface Applying {
  readonly request: Omit<ApplyRequest, 'open' | 'openLedger'>;
  readonly files: Compiled;
  readonly ledger: Ledger;
  readonly locked: Locked;
  readonly account: Account;
  readonly plan: (live: Live, memory: Memory) => PlannedLive;
}

/** The whole of an apply under a lock that is held. However often it is cut off and begun again, it ends where it would have ended at once. */
export async function applyLocked(applying: Applying): Promise<Applied> {
  const { request, files, ledger, locked, account, plan } = applying;
  const { clock, sleep, signal, onStep } = request;
  const carrying = { account, locked, clock, sleep, signal, onStep };
  const unfinished = await ledger.unfinished();
  if (request.resume && !unfinished) return { kind: 'nothing-to-resume' };
  const recovered =
    unfinished &&
    (await finishRun(unfinished, { ...carrying, lastGood: await ledger.lastGood(), facts: await ledger.facts() }));
  if (unfinished && recovered && recovered.unknown.length > 0)
    return { kind: 'unresolved', run: unfinished, steps: recovered.unknown };
  const memory = await memoryOf(ledger);
  const live = await readWithCreated(carrying, await createdLately(ledger, clock()), request.onProgress);
  const approved = plan(live, memory);
  const refusal = await reasonNotToApply(approved, request, unfinished);
  if (refusal?.kind === 'nothing') await remembered(locked, { live, memory, files });
  if (refusal) return refusal;
  const carried = await carryOut(carrying, {
    command: 'apply',
    plan: approved.plan,
    states: approved.states,
    approvals: request.approvals,
    accepted: request.acceptedLimits,
    recording: await recordingOf(ledger, { by: request.holder.by, desired: files.value.desired }),
    planAgain: (now, known) => plan(now, { ...memory, ...known, lastGood: undefined }).plan,
    changes: (now) => afterwards(now, files),
  });
  const before = unfinished && recovered && { run: unfinished.id, requests: recovered.requests };
  return { kind: 'applied', planned: approved, ...carried, ...(before && { recovered: before }) };
}

const afterwards = (live: Live, files: Compiled): readonly LedgerChange[] => [
  { kind: 'lastGood', counts: countsIn(live) },
  { kind: 'managed', fields: managedIn(live, files) },
];

/** Of people only those who are there: whoever was managed and is shown no more is gone, and whoever never came is not. */
const managedIn = ({ state }: Live, { value }: Compiled): ReturnType<typeof managedFields> =>
  managedFields(value.desired).filter(({ key }) => !key.startsWith('user:') || state.users.has(key));

/** An apply with nothing to do has read the account whole all the same. What is known already is not written again. */
async function remembered(
  locked: Locked,
  { live, memory, files }: { readonly live: Live; readonly memory: Memory; readonly files: Compiled },
): Promise<void> {
  const counts = countsIn(live);
  const fields = managedIn(live, files);
  if (!isSame(memory.lastGood, counts)) await locked.record({ kind: 'lastGood', counts });
  if (!isSame(memory.managed, fields)) await locked.record({ kind: 'managed', fields });
}

async function reasonNotToApply(
  approved: PlannedLive,
  request: Applying['request'],
  unfinished: RunRecord | undefined,
): Promise<Applied | undefined> {
  const { plan } = approved;
  const unverified = plan.diagnostics.find(({ code }) => code === 'NOT_VERIFIED');
  if (plan.diagnostics.some(isError) || unverified)
    return { kind: 'refused', planned: unverified ? refusedFor(approved, unverified) : approved };
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

/** What only warns in a plan refuses to carry it out. */
const refusedFor = (approved: PlannedLive, reason: Diagnostic): PlannedLive => ({
  ...approved,
  plan: {
    ...approved.plan,
    diagnostics: approved.plan.diagnostics.map((one) => (one === reason ? { ...one, severity: 'error' } : one)),
  },
});

/** A person types the 16 digits that a plan prints; a program compares all of them. */
export function isSameDigest(digest: string, expected: string): boolean {
  const digits = expected.replace(/^sha256:/, '');
  return digits.length >= 16 && /^[0-9a-f]+$/.test(digits) && digest.slice('sha256:'.length).startsWith(digits);
}
