import type { Plan } from '../../model/index.js';
import { planJson, renderDrift } from '../../render/index.js';
import { plan } from '../../run/plan.js';
import { eachDirectory } from '../directories.js';
import { errorExitCode } from '../exit-code.js';
import { faceOf } from '../face-of.js';
import { type ExitCode, formatOf, type Invocation, isQuiet, print } from '../invocation.js';
import { shownPlan } from '../plan-output.js';
import { planRequest } from '../plan-request.js';
import { invalidSection } from './validate.js';

export function drift(invocation: Invocation): Promise<ExitCode> {
  const { io, flags, args } = invocation;
  return eachDirectory(invocation, args, async (directory) => {
    const planned = await plan(planRequest(invocation, directory));
    if (!planned.ok) return invalidSection(invocation, directory, planned.diagnostics);
    const shown = shownPlan(invocation, { ...planned, plan: unjudged(planned.plan), exceeded: [] });
    const isThere = shown.plan.changes.length > 0;
    const isSilent = formatOf(invocation) === 'json' || (isQuiet(invocation) && !isThere);
    if (!isSilent) print(invocation, renderDrift(shown.plan, shown.facts, faceOf(io.stdout, io, flags)));
    const code = errorExitCode(shown.plan.diagnostics) === 3 ? 3 : isThere ? 2 : 0;
    return { code, document: planJson(shown.plan) };
  });
}

/** Limits and policies judge a change that is to be made, and here none is. */
const unjudged = (found: Plan): Plan => ({
  ...found,
  diagnostics: found.diagnostics.filter(
    (diagnostic) => errorExitCode([diagnostic]) !== 4 && diagnostic.code !== 'APPROVAL_NEEDED',
  ),
});
