import type { StepResult } from '../model/index.js';
import { type Mask, maskPlan, maskReport, planJson } from '../render/index.js';
import type { Applied } from '../run/apply.js';

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
  const report = mask ? maskReport(applied.report, mask) : applied.report;
  return {
    ...start,
    startedAt: applied.startedAt.toISOString(),
    endedAt: applied.endedAt.toISOString(),
    run: applied.run,
    ...(applied.recovered && { recovered: applied.recovered }),
    interrupted: report.interrupted,
    ...(report.halted && { halted: report.halted }),
    steps: report.results.map(stepDocument),
    left: applied.after ? applied.after.summary : null,
    plan: planJson(shown),
  };
}

function stepDocument(result: StepResult): unknown {
  const { id, key, operation } = result.step;
  if ('skipped' in result) return { id, key, operation, result: 'skipped', ...result.skipped };
  const { kind, ...facts } = result.outcome;
  return { id, key, operation, result: kind, ...facts };
}
