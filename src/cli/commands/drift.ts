import type { Plan } from '../../model/index.js';
import { driftJson, maskHistory, renderDrift } from '../../render/index.js';
import { type Drifted, drift as driftOf } from '../../run/drift.js';
import { eachDirectory } from '../directories.js';
import { errorExitCode } from '../exit-code.js';
import { faceOf } from '../face-of.js';
import { type ExitCode, formatOf, type Invocation, isQuiet, print } from '../invocation.js';
import { maskOf } from '../people.js';
import { shownPlan } from '../plan-output.js';
import { planRequest } from '../plan-request.js';
import { invalidSection } from './validate.js';

export function drift(invocation: Invocation): Promise<ExitCode> {
  const { io, flags, args } = invocation;
  return eachDirectory(invocation, args, async (directory) => {
    const planned = await driftOf(planRequest(invocation, directory));
    if (!planned.ok) return invalidSection(invocation, directory, planned.diagnostics);
    const shown = shownPlan(invocation, { ...planned, plan: unjudged(planned.plan), exceeded: [] });
    const history = shownHistory(invocation, planned);
    const isThere = shown.plan.changes.length > 0;
    const isSilent = formatOf(invocation) === 'json' || (isQuiet(invocation) && !isThere);
    if (!isSilent)
      print(invocation, renderDrift(shown.plan, { ...shown.facts, history }, faceOf(io.stdout, io, flags)));
    const code = errorExitCode(shown.plan.diagnostics) === 3 ? 3 : isThere ? 2 : 0;
    return { code, document: driftJson(shown.plan, history) };
  });
}

function shownHistory(invocation: Invocation, { config, live, history }: Extract<Drifted, { ok: true }>) {
  const { desired } = config;
  const mask = history && maskOf(invocation, desired.settings.account, { desired, live });
  return history && mask ? maskHistory(history, mask) : history;
}

/** Limits and policies judge a change that is to be made, and here none is. */
const unjudged = (found: Plan): Plan => ({
  ...found,
  diagnostics: found.diagnostics.filter(
    (diagnostic) => errorExitCode([diagnostic]) !== 4 && diagnostic.code !== 'APPROVAL_NEEDED',
  ),
});
