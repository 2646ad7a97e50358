import type { Plan, StepResult } from '../model/index.js';
import { type Mask, maskHandStep, maskPlan, maskReport, planJson } from '../render/index.js';
import type { Applied } from '../run/apply.js';
import type { CarriedOut } from '../run/carry-out.js';

/** What `apply --format json` prints. */
export function applyDocument(
  applied: Extract<Applied, { readonly planned: unknown }>,
  mask: Mask | undefined,
): unknown {
  const { plan } = applied.planned;
  const shown = mask ? maskPlan(plan, mask) : plan;
  const start = { formatVersion: 1, account: plan.account, result: applied.kind, digest: plan.digest };
  if (applied.kind !== 'applied')
    return { ...start, ...(applied.kind === 'stale' && { expected: applied.expected }), plan: planJson(shown) };
  const { recovered } = applied;
  return { ...start, ...(recovered && { recovered }), ...carriedDocument(applied, mask), plan: planJson(shown) };
}

export interface CarriedDocument {
  readonly startedAt: string;
  readonly endedAt: string;
  readonly run: string;
  readonly interrupted: boolean;
  readonly steps: readonly unknown[];
  readonly byHand: readonly unknown[];
  readonly left: Plan['summary'] | null;
}

/** What became of each step, and what is left. */
export function carriedDocument(carried: CarriedOut, mask: Mask | undefined): CarriedDocument {
  const report = mask ? maskReport(carried.report, mask) : carried.report;
  return {
    startedAt: carried.startedAt.toISOString(),
    endedAt: carried.endedAt.toISOString(),
    run: carried.run,
    interrupted: report.interrupted,
    ...(report.halted && { halted: report.halted }),
    steps: report.results.map(stepDocument),
    byHand: carried.byHand.map((step) => (mask ? maskHandStep(step, mask) : step)),
    left: carried.after ? carried.after.summary : null,
  };
}

function stepDocument(result: StepResult): unknown {
  const { id, key, operation } = result.step;
  if ('skipped' in result) return { id, key, operation, result: 'skipped', ...result.skipped };
  const { kind, ...facts } = result.outcome;
  return { id, key, operation, result: kind, ...facts };
}
