import type { Ledger, RecordedFact } from '../ledger/index.js';
import { type Diagnostic, type HandStep, instant, type Json, type ResourceKey } from '../model/index.js';
import { factChanges, factsAfter } from './facts.js';
import { type LockedAccount, type LockedOut, type LockedRequest, onLockedAccount } from './locked-account.js';
import { NO_MEMORY } from './memory.js';
import { compileFor, type Planned, type PlannedLive, type PlanRequest, plan, planned } from './plan.js';
import { lookedInto, recordRun } from './recording-run.js';
import { withOpenCutOffs } from './revoke-plan.js';

/** The plan with everything that is open by hand: what it needs itself, and what a revoke has left. */
export async function openSteps(request: PlanRequest): Promise<Planned> {
  let memory = NO_MEMORY;
  const found = await plan({
    ...request,
    remember: async (settings, dir) => {
      memory = (await request.remember?.(settings, dir)) ?? NO_MEMORY;
      return memory;
    },
  });
  if (!found.ok) return found;
  return withOpenCutOffs(found, { memory, settings: found.config.desired.settings, now: request.now });
}

export interface StepsRequest extends PlanRequest, LockedRequest {
  /** `S1`, in the order in which they were done. */
  readonly ids: readonly string[];
  /** Who says so. */
  readonly by: string;
}

export type StepsDone =
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] }
  | LockedOut
  /** No open step is called so: nothing was recorded. */
  | { readonly kind: 'unknown'; readonly ids: readonly string[]; readonly open: readonly HandStep[] }
  /** Something else comes first: nothing was recorded. */
  | { readonly kind: 'waits'; readonly step: HandStep; readonly open: readonly HandStep[] }
  /** The account shows it otherwise: nothing was recorded. */
  | { readonly kind: 'not-so'; readonly step: HandStep }
  | {
      readonly kind: 'recorded';
      readonly run: string;
      readonly steps: readonly HandStep[];
      readonly planned: PlannedLive;
    };

/** Records that steps by hand were done, as somebody says who did or saw it. Nothing is sent to the account but questions. */
export async function stepsDone(request: StepsRequest): Promise<StepsDone> {
  return onSteps(request, async (locked, { plan, facts: before }) => {
    const stamp = { by: request.by, at: instant(request.clock()), how: 'seen' } as const;
    const done: Recorded[] = [];
    let facts = before;
    let made = plan(facts);
    for (const id of new Set(request.ids)) {
      const open = made.plan.byHand ?? [];
      const step = open.find((one) => one.id === id);
      if (!step) return { kind: 'unknown', ids: [id], open };
      if (step.after.length > 0) return { kind: 'waits', step, open };
      const steps = made.plan.steps.filter((one) => step.steps.includes(one.id));
      const next = factsAfter(facts, steps, stamp);
      const planAgain = plan(next);
      if (planAgain.plan.byHand?.some(({ digest }) => digest === step.digest)) return { kind: 'not-so', step };
      done.push({ step, ...differences(facts, next) });
      [facts, made] = [next, planAgain];
    }
    const run = await recordRun(locked, {
      command: 'steps done',
      plan: made.plan,
      changes: factChanges(before, facts),
      reason: `${request.ids.join(', ')} done`,
      details: { recordedSteps: done.map(written) },
    });
    return { kind: 'recorded', run, steps: done.map(({ step }) => step), planned: made };
  });
}

export type StepsUndone =
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] }
  | LockedOut
  /** Nobody said of these that they were done. */
  | { readonly kind: 'unknown'; readonly ids: readonly string[] }
  | { readonly kind: 'recorded'; readonly run: string; readonly ids: readonly string[]; readonly planned: PlannedLive };

/** Takes back that steps were done: what was recorded with them goes, and what was recorded before holds again. */
export async function stepsUndone(request: StepsRequest): Promise<StepsUndone> {
  return onSteps(request, async (locked, { plan, facts: before }) => {
    let facts = before;
    const ids = [...new Set(request.ids)];
    for (const id of ids) {
      const recorded = await recordedStep(locked.ledger, id);
      if (!recorded) return { kind: 'unknown', ids: [id] };
      facts = takenBack(facts, recorded);
    }
    const made = plan(facts);
    const run = await recordRun(locked, {
      command: 'steps undone',
      plan: made.plan,
      changes: factChanges(before, facts),
      reason: `${ids.join(', ')} undone`,
      details: { undoneSteps: ids },
    });
    return { kind: 'recorded', run, ids, planned: made };
  });
}

interface OpenSteps {
  readonly facts: readonly RecordedFact[];
  readonly plan: (facts: readonly RecordedFact[]) => PlannedLive;
}

type Invalid = { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

async function onSteps<T extends { readonly kind: string }>(
  request: StepsRequest,
  work: (locked: LockedAccount, open: OpenSteps) => Promise<T>,
): Promise<T | Invalid | LockedOut> {
  const compiled = await compileFor(request);
  if (!compiled.ok) return { kind: 'invalid', diagnostics: compiled.diagnostics };
  const { files, base } = compiled;
  return onLockedAccount<T>(request, files.value.desired.settings, async (locked) => {
    const { live, memory } = await lookedInto(locked, request.onProgress);
    const { settings } = files.value.desired;
    const plan = (facts: readonly RecordedFact[]) =>
      withOpenCutOffs(planned({ files, base, live, request, memory: { ...memory, facts } }), {
        memory,
        settings,
        now: request.now,
      });
    return work(locked, { facts: memory.facts, plan });
  });
}

interface Place {
  readonly key: ResourceKey;
  readonly path: string;
}

/** A step, what was recorded with it, and what had been recorded there before. */
interface Recorded {
  readonly step: HandStep;
  readonly places: readonly Place[];
  readonly before: readonly RecordedFact[];
}

const isAt = (fact: Place, { key, path }: Place): boolean => fact.key === key && fact.path === path;

function differences(before: readonly RecordedFact[], after: readonly RecordedFact[]): Omit<Recorded, 'step'> {
  const kept = new Set(after);
  const had = new Set(before);
  return {
    places: after.filter((fact) => !had.has(fact)).map(({ key, path }) => ({ key, path })),
    before: before.filter((fact) => !kept.has(fact)),
  };
}

const written = ({ step, places, before }: Recorded): object => ({ id: step.id, key: step.key, places, before });

function takenBack(
  facts: readonly RecordedFact[],
  { places, before }: Omit<Recorded, 'step'>,
): readonly RecordedFact[] {
  const gone = [...places, ...before];
  return [...facts.filter((fact) => !gone.some((place) => isAt(fact, place))), ...before];
}

/** As it was recorded last; undefined where that was taken back since. */
async function recordedStep(ledger: Ledger, id: string): Promise<Omit<Recorded, 'step'> | undefined> {
  for (const { id: run, command } of await ledger.runs()) {
    if (!command.startsWith('steps ')) continue;
    const plan: unknown = (await ledger.run(run))?.plan;
    const { recordedSteps = [], undoneSteps = [] } = partsOf(plan);
    if (undoneSteps.includes(id)) return undefined;
    const found = recordedSteps.find((one) => Reflect.get(Object(one), 'id') === id);
    if (found !== undefined) return { places: placesIn(found), before: factsIn(found) };
  }
  return undefined;
}

function partsOf(plan: unknown): {
  readonly recordedSteps?: readonly unknown[];
  readonly undoneSteps?: readonly unknown[];
} {
  const list = (name: string): readonly unknown[] => {
    const value: unknown = Reflect.get(Object(plan), name);
    return Array.isArray(value) ? value : [];
  };
  return { recordedSteps: list('recordedSteps'), undoneSteps: list('undoneSteps') };
}

const isPlace = (value: unknown): value is Place =>
  typeof value === 'object' && value !== null && 'key' in value && 'path' in value;

const HOW: ReadonlySet<unknown> = new Set(['seen', 'trusted', 'written'] satisfies RecordedFact['how'][]);

const isFact = (value: unknown): value is RecordedFact & { readonly value: Json } =>
  isPlace(value) && 'value' in value && 'by' in value && 'at' in value && 'how' in value && HOW.has(value.how);

function membersOf<T>(written: unknown, name: string, is: (value: unknown) => value is T): readonly T[] {
  const value: unknown = Reflect.get(Object(written), name);
  return Array.isArray(value) ? value.filter(is) : [];
}

const placesIn = (step: unknown): readonly Place[] => membersOf(step, 'places', isPlace);
const factsIn = (step: unknown): readonly RecordedFact[] => membersOf(step, 'before', isFact);
