import { AccountUnreadable } from '../account/ports.js';
import { applyPlan, type StepEvent } from '../apply/apply-plan.js';
import { type Diagnostic, isError, type Plan, type Report } from '../model/index.js';
import { readAccountFiles } from './account-files.js';
import { compile } from './compile.js';
import { type PlannedLive, type PlanRequest, planned } from './plan.js';

export type { StepEvent } from '../apply/apply-plan.js';

export interface ApplyRequest extends PlanRequest {
  /** `sha256:…`, or its first 16 digits or more, as a plan printed it. */
  readonly expectedDigest: string | undefined;
  readonly confirm: (planned: PlannedLive) => Promise<boolean>;
  readonly signal: AbortSignal;
  readonly onStep: (event: StepEvent) => void;
  readonly clock: () => Date;
}

export type Applied =
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] }
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
    };

/** Plans, asks, carries out exactly that plan, and reads again. */
export async function apply(request: ApplyRequest): Promise<Applied> {
  const files = await compile(await readAccountFiles(request.dir), request.tool);
  if (!files.ok) return { kind: 'invalid', diagnostics: files.diagnostics };
  const { account, close } = await request.open(files.value.desired.settings, request.dir);
  try {
    const live = await account.read(request.onProgress);
    const approved = planned({ files, live, request });
    const refusal = await reasonNotToApply(approved, request);
    if (refusal) return refusal;
    const startedAt = request.clock();
    const report = await applyPlan(approved.plan.steps, account, request);
    const endedAt = request.clock();
    const after = await readAgain(async () => planned({ files, live: await account.read(), request }).plan);
    return { kind: 'applied', planned: approved, report, after, startedAt, endedAt };
  } finally {
    close();
  }
}

async function reasonNotToApply(approved: PlannedLive, request: ApplyRequest): Promise<Applied | undefined> {
  const { plan } = approved;
  if (plan.diagnostics.some(isError)) return { kind: 'refused', planned: approved };
  const expected = request.expectedDigest;
  if (expected !== undefined && !isSameDigest(plan.digest, expected))
    return { kind: 'stale', planned: approved, expected };
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

async function readAgain(read: () => Promise<Plan>): Promise<Plan | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AccountUnreadable) return undefined;
    throw error;
  }
}
