import type { Account } from '../account/ports.js';
import { applyPlan, NO_JOURNAL } from '../apply/apply-plan.js';
import { type Diagnostic, isError, type Live, type Plan, type Report } from '../model/index.js';
import { readAccountFiles } from './account-files.js';
import { compile } from './compile.js';
import { type PlannedLive, type PlanRequest, planned } from './plan.js';

/** A copy of an account that nobody else sees. */
export interface Copy {
  readonly account: Account;
  /** Requests that it has answered so far. */
  requests(): number;
  close(): void;
}

export interface RehearseRequest extends PlanRequest {
  readonly copyOf: (live: Live) => Promise<Copy>;
  /** Whether this error of a plan forbids a rehearsal: what limits and policies refuse can be tried all the same. */
  readonly isFinal: (diagnostic: Diagnostic) => boolean;
  readonly signal: AbortSignal;
}

export type Rehearsed =
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: 'impossible'; readonly planned: PlannedLive }
  | {
      readonly kind: 'rehearsed';
      readonly planned: PlannedLive;
      readonly report: Report;
      /** Of the apply alone, without reading. */
      readonly requests: number;
      readonly after: Plan;
    };

/** Carries out the plan on a copy of the account, and plans again. The account is read once, and nothing is written to it. */
export async function rehearse(request: RehearseRequest): Promise<Rehearsed> {
  const files = await compile(await readAccountFiles(request.dir), request.tool);
  if (!files.ok) return { kind: 'invalid', diagnostics: files.diagnostics };
  const original = await request.open(files.value.desired.settings, request.dir);
  const live = await original.account.read(request.onProgress).finally(original.close);
  const copy = await request.copyOf(live);
  try {
    const approved = planned({ files, live: await copy.account.read(), request });
    const errors = approved.plan.diagnostics.filter(isError);
    if (errors.some(request.isFinal)) return { kind: 'impossible', planned: approved };
    const before = copy.requests();
    const { signal } = request;
    const report = await applyPlan(approved.plan.steps, {
      account: copy.account,
      journal: NO_JOURNAL,
      now: () => request.now,
      sleep: async () => {},
      visibilityMs: 0,
      lastSeq: 0,
      signal,
      onStep: () => {},
    });
    const requests = copy.requests() - before;
    const { plan } = planned({ files, live: await copy.account.read(), request });
    return { kind: 'rehearsed', planned: approved, report, requests, after: plan };
  } finally {
    copy.close();
  }
}
