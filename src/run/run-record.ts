import type { Counts, LedgerChange, RunEnd, RunRecord } from '../ledger/index.js';
import type { Live, Plan, Report } from '../model/index.js';

/** Of a run that was cut off, with what was found out since. */
export function countsOf({ entries }: RunRecord, ended: readonly { readonly outcome: string }[]): RunEnd['steps'] {
  const outcomes = [
    ...entries.flatMap((entry) => (entry.kind === 'end' ? [entry.outcome] : [])),
    ...ended.map((end) => end.outcome),
  ];
  const done = outcomes.filter((outcome) => outcome === 'done' || outcome === 'adopted').length;
  return { done, failed: outcomes.length - done, notStarted: 0, byHand: 0 };
}

export interface Ending {
  readonly report: Report;
  readonly plan: Plan;
  readonly live: Live | undefined;
  readonly left: Plan | undefined;
}

/** How a run ended, and what is true after it where all of it could be read. */
export function endOf({ report, plan, live, left }: Ending): RunEnd {
  const { results } = report;
  const count = (is: (result: Report['results'][number]) => boolean) => results.filter(is).length;
  const done = count((result) => 'outcome' in result && result.outcome.kind === 'done');
  const failed = count((result) => 'outcome' in result && result.outcome.kind !== 'done');
  const byHand = count((result) => 'skipped' in result && result.skipped.because === 'by-hand');
  const notStarted = results.length - done - failed - byHand;
  const isWhole = failed === 0 && notStarted === 0;
  const changes: readonly LedgerChange[] = live ? [{ kind: 'lastGood', counts: countsIn(live) }] : [];
  return {
    result: isWhole ? 'applied' : report.interrupted ? 'interrupted' : done > 0 ? 'partly' : 'failed',
    steps: { done, failed, notStarted, byHand },
    ...(plan.summary.people && { people: plan.summary.people }),
    changes: left ? changes : [],
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
