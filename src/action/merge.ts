import type { Settings } from '../model/index.js';
import type { Ask, CommentApprovals } from '../render/comment-approvals.js';
import { openAsks } from '../render/comment-approvals.js';
import { type Applied, type ApplyRequest, apply } from '../run/apply.js';
import type { PlannedLive } from '../run/plan.js';
import { type Accepted, acceptedIn, approvalWords, gainersIn, judgeApprovals, privilegedIn } from './approvals.js';
import { hinted, isSameAccount, settingsAt } from './base.js';
import type { Section } from './checks.js';
import { type Covered, type CoveredPull, coveredBy } from './covered.js';
import { type Judged, type Merge, tellMerge } from './merge-result.js';
import { locking, openAccount, openLedger } from './opening.js';
import { type Good, laterPlans, requestOf } from './pull-plan.js';
import { standing } from './record.js';
import type { Directory, Session } from './session.js';
import { whenFree } from './waiting.js';
import { ActionFailure } from './world.js';

/** Carries out what was merged: exactly what was shown for review, or less. */
export async function applyMerge(session: Session, directory: Directory): Promise<Section> {
  const { place, defaultBranch } = session;
  if (place.ref !== `refs/heads/${defaultBranch}`)
    throw new ActionFailure('Only the default branch is applied.', { hint: 'Start it from there.' });
  const openedLedger = openLedger(session.world);
  const merged = await whenFree(session, () => applyTip(session, directory, openedLedger));
  return merged.kind === 'superseded'
    ? { code: 0, directory: directory.prefix, result: 'superseded' }
    : tellMerge(session, directory, merged.merge);
}

/** All that is merged by now. While the lock was waited for, the branch may have gone on, and another job may have applied some of it. */
async function applyTip(
  session: Session,
  directory: Directory,
  openedLedger: Applying['openedLedger'],
): Promise<{ readonly kind: 'superseded' } | { readonly kind: Applied['kind']; readonly merge: Merge }> {
  const { github, place, out, defaultBranch } = session;
  const tip = await github.tip(defaultBranch);
  if (tip !== place.commit) {
    out.say(`Superseded: the branch is at ${tip.slice(0, 7)} by now, and the job of that commit applies this one too.`);
    return { kind: 'superseded' };
  }
  const settings = await settingsOf(session, directory);
  const covered = await coveredBy(session, settings.account, place.commit);
  const before = covered.applied ?? earlier(session);
  const isKnown = before !== undefined && (await isSameAccount(directory, await settingsAt(directory, before)));
  const base = isKnown ? before : undefined;
  const { applied, judged } = await carryOutMerge(session, directory, { covered, base, openedLedger });
  return { kind: applied.kind, merge: { settings, applied, covered, judged } };
}

interface Applying {
  readonly covered: Covered;
  /** The commit whose rules count; undefined where the account is a new one. */
  readonly base: string | undefined;
  readonly openedLedger: ReturnType<typeof openLedger>;
}

async function carryOutMerge(
  session: Session,
  directory: Directory,
  { covered, base, openedLedger }: Applying,
): Promise<{ readonly applied: Applied; readonly judged: Judged | undefined }> {
  const { world, place, out } = session;
  const judge = (planned: PlannedLive) => judgeMerge(session, directory, { planned, covered, base });
  const state: { judged: Judged | undefined } = { judged: undefined };
  const accepted = acceptedBy(covered);
  const reason = wherefrom(covered);
  const request: ApplyRequest = {
    ...requestOf(session, directory),
    rulesOf: base,
    open: openAccount(world, out.hide),
    ...locking(world, place),
    openLedger: openedLedger,
    expectedDigest: undefined,
    resume: false,
    accept: accepted,
    acceptedLimits: Object.entries(accepted).map(([limit, number]) => ({ limit, number, reason })),
    approvals: approvalsOf(session, covered),
    confirm: async (planned) => {
      state.judged = await judge(planned);
      return state.judged.isAllowed;
    },
  };
  const applied = await hinted(() => apply(request));
  // What begins later was merged too, although nothing is to be done today.
  if (applied.kind === 'nothing') state.judged = await judge(applied.planned);
  return { applied, judged: state.judged };
}

/** For the ledger: who started it, and who approved what was merged. Whether their word was enough is judged with the plan. */
const approvalsOf = ({ place }: Session, covered: Covered): readonly string[] => [
  `${place.actor || 'github'}: ${wherefrom(covered)}`,
  ...covered.pulls.flatMap(({ pull, approvers }) =>
    approvers.map(({ login }) => `approved by ${login} in #${pull.number}`),
  ),
];

async function settingsOf(session: Session, directory: Directory): Promise<Settings> {
  const settings = await settingsAt(directory, session.place.commit);
  if (settings) return settings;
  throw new ActionFailure('The ringctl.yaml that was merged has mistakes: nothing is applied.', { code: 3 });
}

const earlier = ({ event }: Session): string | undefined =>
  event.kind === 'push' && !/^0+$/.test(event.before) ? event.before : undefined;

const wherefrom = ({ pulls }: Covered): string =>
  pulls.length === 0 ? 'no pull request' : pulls.map(({ pull }) => `#${pull.number}`).join(', ');

/** What reviews accepted, each for the plan that it names. Whether whoever did may do so is judged with the plan. */
function acceptedBy({ pulls }: Covered): Accepted {
  const lists = pulls.flatMap(({ reviewed, approvers }) =>
    reviewed ? approvers.map((one) => acceptedIn(one, reviewed.digest)) : [],
  );
  return Object.assign({}, ...lists);
}

interface Judging {
  readonly planned: PlannedLive;
  readonly covered: Covered;
  /** The commit whose rules count; undefined where the account is a new one. */
  readonly base: string | undefined;
}

/** Whether the plan is what was reviewed, and whether those agreed who had to. */
async function judgeMerge(
  session: Session,
  directory: Directory,
  { planned, covered, base }: Judging,
): Promise<Judged> {
  const reviewed = covered.pulls.flatMap((one) => one.reviewed ?? []);
  const stands = base === undefined && planned.plan.steps.length > 0 ? 'wider' : standing(planned.plan, reviewed);
  const isByHand = isTyped(session, planned.plan.digest);
  const request = requestOf(session, directory);
  const later = base === undefined ? [] : (await laterPlans(request, base, planned)).map((one) => one.planned);
  const approvals = await agreed(session, { planned, later, covered, isByHand });
  const isAllowed = (stands !== 'wider' || isByHand) && openAsks(approvals).length === 0;
  const where = covered.pulls.length === 0 ? 'no pull request' : wherefrom(covered);
  return { isAllowed, stands, isByHand, approvals, words: approvalWords(approvals, where) };
}

/** A person started the job and typed which plan they mean. */
const isTyped = ({ event, inputs }: Session, digest: string): boolean =>
  event.kind === 'by-hand' &&
  inputs.digest !== undefined &&
  digest.slice('sha256:'.length).startsWith(inputs.digest.replace('sha256:', ''));

interface Agreeing {
  readonly planned: PlannedLive;
  readonly later: readonly Good[];
  readonly covered: Covered;
  readonly isByHand: boolean;
}

/**
 * Who agreed. The word of a reviewer counts for the pull request that they reviewed: where several are applied together, each that needed
 * agreement needs it from somebody of its own.
 */
async function agreed(session: Session, { planned, later, covered, isByHand }: Agreeing): Promise<CommentApprovals> {
  const plans = [planned, ...later].map(({ plan }) => plan);
  const authors = covered.pulls.flatMap((one) => one.authors);
  const ask = (one: Pick<CoveredPull, 'approvers' | 'reviewed'>) =>
    judgeApprovals(
      {
        needed: [planned, ...later].flatMap(({ approvals }) => approvals),
        privileged: privilegedIn(plans),
        accepted: acceptedBy(covered),
        digest: one.reviewed?.digest ?? planned.plan.digest,
        from: session.inputs.approvals,
        approvers: one.approvers,
      },
      {
        authors,
        people: planned.people,
        gainers: gainersIn(plans),
        isMember: session.teams.isMember,
        mayWrite: session.github.mayWrite,
      },
    );
  if (isByHand) return ask({ approvers: [{ login: session.place.actor, body: '' }], reviewed: undefined });
  const contributing = covered.pulls.filter(({ reviewed }) => reviewed === undefined || reviewed.asks > 0);
  const [first = await ask({ approvers: [], reviewed: undefined }), ...others] = await Promise.all(
    contributing.map(ask),
  );
  return {
    ...first,
    asks: first.asks.map((one, index) =>
      together(
        one,
        others.map(({ asks }) => asks[index]),
      ),
    ),
  };
}

/** Open while it is open in one of them. */
function together(ask: Ask, others: readonly (Ask | undefined)[]): Ask {
  const all = [ask, ...others.flatMap((one) => one ?? [])];
  return { ...ask, by: all.every(({ by }) => by.length > 0) ? [...new Set(all.flatMap(({ by }) => by))] : [] };
}
