import type { Counts, LedgerChange, RunEnd, RunRecord } from '../ledger/index.js';
import {
  type AccountState,
  type Live,
  type Plan,
  type Report,
  type ResourceKey,
  type Step,
  userKey,
} from '../model/index.js';

/** Of a run that was cut off, with what was found out since. */
export function countsOf({ entries }: RunRecord, ended: readonly { readonly outcome: string }[]): RunEnd['steps'] {
  const before = entries.flatMap((entry) => (entry.kind === 'end' ? [entry.outcome] : []));
  const outcomes = [...before, ...ended.map(({ outcome }) => outcome)];
  const done = outcomes.filter((outcome) => outcome === 'done' || outcome === 'adopted').length;
  return { done, failed: outcomes.length - done, notStarted: 0, byHand: 0 };
}

/** Counts of an earlier read, with what a run did since that was cut off. */
export function countsAfter(
  counts: Counts,
  { entries }: RunRecord,
  ended: readonly { readonly seq: number; readonly outcome: string }[],
): Counts {
  const ends = [...entries.flatMap((entry) => (entry.kind === 'end' ? [entry] : [])), ...ended];
  const done = new Set(ends.flatMap(({ seq, outcome }) => (outcome === 'done' || outcome === 'adopted' ? [seq] : [])));
  const after = { ...counts };
  for (const entry of entries) {
    if (entry.kind === 'end' || !done.has(entry.seq)) continue;
    const kind = entry.key.startsWith('user:') ? 'users' : entry.key.startsWith('profile:') ? 'profiles' : 'groups';
    if (entry.operation.startsWith('create')) after[kind] += 1;
    else if (entry.operation === 'archive' || entry.operation === 'delete') after[kind] = Math.max(0, after[kind] - 1);
  }
  return after;
}

export interface Ending {
  readonly report: Report;
  readonly plan: Plan;
  readonly changes: readonly LedgerChange[];
}

/** How a run ended, and what is true after it. */
export function endOf({ report, plan, changes }: Ending): RunEnd {
  const { results } = report;
  const count = (is: (result: Report['results'][number]) => boolean) => results.filter(is).length;
  const done = count((result) => 'outcome' in result && result.outcome.kind === 'done');
  const failed = count((result) => 'outcome' in result && result.outcome.kind !== 'done');
  const byHand = count((result) => 'skipped' in result && result.skipped.because === 'by-hand');
  const notStarted = results.length - done - failed - byHand;
  const isWhole = failed === 0 && notStarted === 0;
  return {
    result: isWhole ? 'applied' : report.interrupted ? 'interrupted' : done > 0 ? 'partly' : 'failed',
    steps: { done, failed, notStarted, byHand },
    ...(plan.summary.people && { people: plan.summary.people }),
    changes,
  };
}

/** People who are not archived, profiles and groups. */
export const countsIn = ({ state: { users, profiles, groups } }: Live): Counts => ({
  users: [...users.values()].filter(({ status }) => status === 'active').length,
  profiles: profiles.size,
  groups: groups.size,
});

/** What is left of a plan has its steps and no others. */
export function isNarrower({ steps }: Plan, { plan }: RunRecord): boolean {
  const given = typeof plan === 'object' && plan !== null && 'steps' in plan ? plan.steps : [];
  const known = new Set(
    (Array.isArray(given) ? given : []).map((step) =>
      typeof step === 'object' && step !== null && 'digest' in step ? step.digest : undefined,
    ),
  );
  return steps.every(({ digest }) => known.has(digest));
}

/** People, profiles and groups that a run touches, by key: null where there is none. */
export interface Touched {
  readonly before: TouchedStates;
  readonly after: TouchedStates;
}
export type TouchedStates = { readonly [key: string]: unknown };

export function touched(
  { before, after }: { readonly before: AccountState; readonly after: AccountState },
  steps: readonly Step[],
): Touched {
  const keys = new Set(steps.flatMap(keysOf));
  for (const kind of ['users', 'profiles', 'groups'] as const) {
    for (const key of [...before[kind].keys(), ...after[kind].keys()])
      if (before[kind].get(key) !== after[kind].get(key)) keys.add(key);
  }
  const of = (state: AccountState) =>
    Object.fromEntries(
      [...keys].map((key) => [key, state.users.get(key) ?? state.profiles.get(key) ?? state.groups.get(key) ?? null]),
    );
  return { before: of(before), after: of(after) };
}

/** A step may take away for the way what it gives back later: then nothing of the two states differs. */
function keysOf({ key, input }: Step): readonly ResourceKey[] {
  return [key, ...(Array.isArray(input.users) ? input.users.map((email) => userKey(String(email))) : [])];
}

/** What a run wrote of its states, or nothing where it wrote none. */
export function touchedIn(plan: RunRecord['plan']): Touched {
  const part = (name: 'before' | 'after'): TouchedStates => {
    const value: unknown = typeof plan === 'object' && plan !== null ? Reflect.get(plan, name) : undefined;
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
  };
  return { before: part('before'), after: part('after') };
}
