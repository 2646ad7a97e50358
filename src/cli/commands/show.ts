import { resolve } from 'node:path';
import { jsonText, maskExceeded, maskPlan, planJson } from '../../render/index.js';
import { type ExitCode, formatOf, type Invocation, print } from '../invocation.js';
import { maskOf } from '../people.js';
import { readPlanFile } from '../plan-file.js';
import { printPlan } from '../plan-output.js';

export async function show(invocation: Invocation): Promise<ExitCode> {
  const { plan, facts, document } = await readPlanFile(resolve(invocation.base, invocation.args[0] ?? ''));
  const mask = maskOf(invocation, plan.account, { plan });
  const shown = mask ? maskPlan(plan, mask) : plan;
  const exceeded = mask ? maskExceeded(facts.exceeded, mask) : facts.exceeded;
  if (formatOf(invocation) === 'json') print(invocation, jsonText(mask ? planJson(shown, { exceeded }) : document));
  else printPlan(invocation, shown, mask ? { exceeded } : facts);
  return 0;
}
