import { isError, type Plan } from '../model/index.js';
import { type PlanFacts, planLine, renderPlan, renderPlanMarkdown } from '../render/index.js';
import type { Planned, PlannedOffline } from '../run/plan.js';
import { shownPlan as shown } from '../run/shown-plan.js';
import { faceOf } from './face-of.js';
import { formatOf, type Invocation, isQuiet, print } from './invocation.js';
import { maskOf } from './people.js';

/** The plan as this run may show it, and what else is said with it. */
export function shownPlan(
  invocation: Invocation,
  planned: Extract<Planned | PlannedOffline, { ok: true }>,
): { plan: Plan; facts: PlanFacts } {
  const { desired } = planned.config;
  const known = { desired, ...('live' in planned && { live: planned.live }) };
  const mask = maskOf(invocation, desired.settings.account, known);
  return shown(planned, { mask, author: invocation.flags.text('author') });
}

export function printPlan(invocation: Invocation, plan: Plan, facts: PlanFacts): void {
  const { io, flags } = invocation;
  const format = formatOf(invocation);
  if (format === 'json') return;
  if (format === 'markdown') print(invocation, renderPlanMarkdown(plan, facts));
  else if (isQuiet(invocation) && !plan.diagnostics.some(isError))
    print(invocation, `${plan.changes.length === 0 ? 'No changes.' : planLine(plan)}\n`);
  else print(invocation, renderPlan(plan, facts, faceOf(io.stdout, io, flags)));
}
