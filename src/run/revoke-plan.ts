import {
  day,
  type HandStep,
  instant,
  type Live,
  type Plan,
  type ResourceKey,
  type Settings,
  type Step,
} from '../model/index.js';
import { handSteps } from '../plan/by-hand.js';
import { withoutAccess } from '../plan/cut-off.js';
import { singleStep } from '../plan/digest.js';
import { planTowards } from '../plan/direct.js';
import { draft } from '../plan/draft.js';
import type { Made } from '../plan/make-plan.js';
import { withNames } from './hand-outs.js';
import { heldKeys, type Memory } from './memory.js';

export interface CutOff {
  readonly live: Live;
  readonly keys: readonly ResourceKey[];
  readonly settings: Settings;
  readonly tool: Plan['tool'];
  readonly now: Date;
  readonly reason: string;
  /** Whether everybody is signed out; else those alone of whom something else is left to a person, who signs them out on the same page. */
  readonly signsOut: boolean;
}

/** What cuts these people off. Signing out comes last, and is on their page of the dashboard where no request does it. */
export function cutOffPlan({ live, keys, settings, tool, now, reason, signsOut }: CutOff): Made {
  const made = planTowards(withoutAccess(live.state, keys), live, {
    settings,
    tool,
    createdAt: instant(now),
    at: day(now.toISOString().slice(0, 10)),
    reason,
  });
  const mode = live.coverage.operations.signOut;
  const isLeft = (key: ResourceKey): boolean =>
    mode === 'by-hand' && made.plan.steps.some((step) => step.key === key && step.mode === mode);
  const signedOut = keys.filter((key) => signsOut || isLeft(key));
  const steps = [...made.plan.steps, ...signedOut.map((key): Step => ({ ...singleStep(draft('signOut', key)), mode }))];
  const byHand = sheetsOf(steps, live);
  const summary = { ...made.plan.summary, byHand: byHand.length };
  return { ...made, plan: { ...made.plan, steps, summary, ...(byHand.length > 0 && { byHand }) } };
}

/** One page a person, whoever else is cut off at the same time: it keeps its name, and waits for nobody's but their own. */
function sheetsOf(steps: readonly Step[], { state }: Live): readonly HandStep[] {
  const keyOf = new Map(steps.flatMap(({ id, key, mode }) => (mode === 'by-hand' ? [[id, key] as const] : [])));
  const alone = steps.map((step) => ({
    ...step,
    after: step.after.filter((id) => (keyOf.get(id) ?? step.key) === step.key),
  }));
  return handSteps(alone, state);
}

interface Open {
  readonly plan: Plan;
  readonly live: Live;
}

/** With what a revoke has left to people, as long as the hold stands and nobody has recorded it: the files do not ask for it. */
export function withOpenCutOffs<T extends Open>(
  planned: T,
  { memory, settings, now }: { readonly memory: Memory; readonly settings: Settings; readonly now: Date },
): T {
  const { plan, live } = planned;
  const keys = [...heldKeys(memory)].filter((key) => live.state.users.get(key)?.status === 'active');
  if (keys.length === 0) return planned;
  const { plan: cutting } = cutOffPlan({ live, keys, settings, tool: plan.tool, now, reason: '', signsOut: false });
  const open = withNames(cutting, memory.handOuts).byHand ?? [];
  if (open.length === 0) return planned;
  const ids = new Set(open.flatMap(({ steps }) => steps));
  const steps = [...plan.steps, ...cutting.steps.filter(({ id }) => ids.has(id))];
  const byHand = [...(plan.byHand ?? []), ...open];
  return { ...planned, plan: { ...plan, steps, byHand, summary: { ...plan.summary, byHand: byHand.length } } };
}
