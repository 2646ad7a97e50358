import { rename, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Plan } from '../../model/index.js';
import { jsonPieces, planJson } from '../../render/index.js';
import { BaseUnreadable } from '../../run/base-files.js';
import { type Planned, type PlannedOffline, planAgainstBase, plan as planLive } from '../../run/plan.js';
import { onlyShrink } from '../accept.js';
import { type Directory, eachDirectory } from '../directories.js';
import { errorExitCode } from '../exit-code.js';
import { Failure } from '../failure.js';
import type { ExitCode, Invocation } from '../invocation.js';
import { printPlan, shownPlan } from '../plan-output.js';
import { planRequest } from '../plan-request.js';
import { invalidSection } from './validate.js';

export function plan(invocation: Invocation): Promise<ExitCode> {
  const { args, flags } = invocation;
  if (flags.text('out') !== undefined && args.length > 1)
    throw new Failure('--out writes one plan, and several directories were named.');
  onlyShrink(flags);
  return eachDirectory(invocation, args, async (directory) => {
    const planned = await plannedFor(invocation, directory);
    if (!planned.ok) return invalidSection(invocation, directory, planned.diagnostics);
    const { plan: shown, facts } = shownPlan(invocation, planned);
    const out = flags.text('out');
    const document = planJson(shown, facts);
    if (out !== undefined) await writePlan(resolve(invocation.base, out), document);
    printPlan(invocation, shown, facts);
    return { code: exitCodeOf(planned.plan, flags.has('detailed-exitcode')), document };
  });
}

async function plannedFor(invocation: Invocation, directory: Directory): Promise<Planned | PlannedOffline> {
  const request = planRequest(invocation, directory);
  const base = invocation.flags.text('base');
  if (base === undefined) return planLive(request);
  try {
    return await planAgainstBase({ ...request, base });
  } catch (error) {
    throw error instanceof BaseUnreadable ? new Failure(error.message, { cause: error }) : error;
  }
}

/** 2 and 9 only where they were asked for. */
function exitCodeOf(plan: Plan, isDetailed: boolean): ExitCode {
  const refused = errorExitCode(plan.diagnostics);
  if (refused !== undefined) return refused;
  if (!isDetailed || plan.steps.length === 0) return 0;
  return plan.steps.every(({ mode }) => mode === 'by-hand') ? 9 : 2;
}

/** Nobody ever finds half a plan; others of this machine have no business with it. */
async function writePlan(path: string, document: unknown): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`;
  await writeFile(draft, jsonPieces(document), { mode: 0o600 });
  await rename(draft, path);
}
