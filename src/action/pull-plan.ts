import { AccountUnreadable } from '../account/ports.js';
import { byText, type Day, type Diagnostic, day } from '../model/index.js';
import type { CommentApprovals } from '../render/comment-approvals.js';
import { BaseUnreadable } from '../run/base-files.js';
import {
  dayOf,
  type PlanInputsRequest,
  type Planned,
  type PlannedOffline,
  plan,
  planAgainstBase,
} from '../run/plan.js';
import { type Accepted, acceptedIn, approversOf, gainersIn, judgeApprovals, privilegedIn } from './approvals.js';
import { hinted, isSameAccount, settingsAt } from './base.js';
import type { Pull } from './github/client.js';
import { keyOf, openAccount, openLedger, rememberBy } from './opening.js';
import type { Directory, Session } from './session.js';
import { ActionFailure, TOOL } from './world.js';

export type Good = Extract<Planned | PlannedOffline, { readonly ok: true }>;

/** What a change does to one account, as it can be shown for review. */
export interface PullPlan {
  readonly planned: Good;
  readonly approvals: CommentApprovals;
  readonly later: readonly { readonly day: Day; readonly planned: Good }[];
  /** Why the account was not read, in a sentence of ours. */
  readonly note: string | undefined;
}

export type PulledPlan =
  | PullPlan
  | { readonly account: string; readonly invalid: readonly Diagnostic[] }
  | { readonly isNew: true };

/** Plans a change under the rules of the branch that it is for. */
export async function planPull(session: Session, directory: Directory, pull: Pull): Promise<PulledPlan> {
  const { commit } = pull.base;
  const before = await settingsAt(directory, commit);
  if (!before) return { isNew: true };
  const request = requestOf(session, directory);
  const why = await whyOffline(session, directory, pull);
  const read = why === undefined ? await planRead(session, request, commit) : { note: why };
  const planned = 'planned' in read ? read.planned : await hinted(() => planAgainstBase({ ...request, base: commit }));
  if (!planned.ok) return { account: before.account, invalid: planned.diagnostics };
  const later = await laterPlans(request, commit, planned);
  const judged = await judgedBy(session, pull, { planned, later: later.map((one) => one.planned) });
  return { ...judged, later, note: 'note' in read ? read.note : undefined };
}

export const requestOf = ({ world }: Pick<Session, 'world'>, { path }: Directory): PlanInputsRequest => ({
  dir: path,
  now: world.now(),
  tool: TOOL,
  at: undefined,
  targets: [],
  excludes: [],
  allowDelete: false,
});

/** No key meets the files of strangers, or of a change that speaks of another account. */
async function whyOffline(
  { world }: Session,
  directory: Directory,
  { isFork, base }: Pull,
): Promise<string | undefined> {
  if (isFork)
    return 'The change comes from another repository, which gets no key: the account was not read, and the files are compared with those of the base branch.';
  const before = await settingsAt(directory, base.commit);
  if (!(await isSameAccount(directory, before)))
    return 'The change names another account or provider: the account was not read.';
  if ((await keyOf(before?.account ?? '', world)) === undefined)
    return 'This job has no key: the account was not read, and the files are compared with those of the base branch.';
  return undefined;
}

type Read = { readonly planned: Planned } | { readonly note: string };

async function planRead({ world, out }: Session, request: PlanInputsRequest, base: string): Promise<Read> {
  try {
    const planned = await plan({
      ...request,
      rulesOf: base,
      open: openAccount(world, out.hide),
      remember: rememberBy(openLedger(world)),
    });
    return { planned };
  } catch (error) {
    if (error instanceof BaseUnreadable) throw error;
    if (!(error instanceof AccountUnreadable)) throw error;
    out.warn(error.message);
    return {
      note: 'The account could not be read whole: the files are compared with those of the base branch. The log of the job says why.',
    };
  }
}

/** What begins on a later day is reviewed now: nobody is asked again on that day. */
export async function laterPlans(
  request: PlanInputsRequest,
  base: string,
  { config }: Good,
): Promise<PullPlan['later']> {
  const today = dayOf(request, config.desired.settings.timeZone);
  const days = [...config.desired.users.values()].flatMap(({ from }) =>
    from !== undefined && from > today ? [from] : [],
  );
  const later: { day: Day; planned: Good }[] = [];
  for (const at of [...new Set(days)].sort(byText)) {
    const planned = await planAgainstBase({ ...request, at, base });
    if (planned.ok && hasWindowGains(planned, at)) later.push({ day: day(at), planned });
  }
  return later;
}

/** Only what begins on that day is told of it. */
function hasWindowGains({ plan: { access = [] }, config }: Good, at: string): boolean {
  return access.some(
    ({ user, gains, uncertain }) => gains.length + uncertain.length > 0 && config.desired.users.get(user)?.from === at,
  );
}

interface Judging {
  readonly planned: Good;
  readonly later: readonly Good[];
}

/** Who agreed, by the reviews of the pull request, and the plan with what they accepted. */
export async function judgedBy(
  session: Pick<Session, 'github' | 'teams' | 'inputs'>,
  pull: Pick<Pull, 'number' | 'author' | 'head'>,
  { planned, later }: Judging,
): Promise<{ planned: Good; approvals: CommentApprovals }> {
  const { github, teams, inputs } = session;
  const approvers = approversOf(await github.reviews(pull.number), pull.head);
  const { digest } = planned.plan;
  const accepted = asked(
    planned,
    approvers.map((one) => acceptedIn(one, digest)),
  );
  const plans = [planned, ...later].map((one) => one.plan);
  const approvals = await judgeApprovals(
    {
      needed: [planned, ...later].flatMap((one) => one.approvals),
      privileged: privilegedIn(plans),
      accepted,
      digest,
      from: inputs.approvals,
      approvers,
    },
    {
      authors: [pull.author, ...(await github.committers(pull.number))],
      people: planned.people,
      gainers: gainersIn(plans),
      isMember: teams.isMember,
      mayWrite: github.mayWrite,
    },
  );
  const agreed = new Set(
    approvals.asks.flatMap(({ what, by }) => (what.kind === 'limit' && by.length > 0 ? [what.limit] : [])),
  );
  return {
    planned: withAccepted(planned, agreed),
    approvals: { ...approvals, asks: approvals.asks.filter(({ what, by }) => what.kind !== 'limit' || by.length > 0) },
  };
}

/** Limits that the plan exceeds by exactly the number that somebody accepts. */
function asked({ exceeded }: Good, accepts: readonly Accepted[]): Accepted {
  const found = exceeded.flatMap(({ limit, count, isAcceptable }) => {
    const isAccepted = accepts.some((one) =>
      Object.entries(one).some(([name, number]) => name === limit && number === count),
    );
    return isAcceptable && isAccepted ? [[limit, count] as const] : [];
  });
  return Object.fromEntries(found);
}

/** Each limit that is exceeded has its diagnostic, in the same order. */
function withAccepted<T extends Good>(planned: T, limits: ReadonlySet<string>): T {
  if (limits.size === 0) return planned;
  const exceeded = planned.exceeded.filter(({ limit }) => !limits.has(limit));
  let place = 0;
  const diagnostics = planned.plan.diagnostics.filter(
    ({ code }) => code !== 'LIMIT_EXCEEDED' || !limits.has(planned.exceeded[place++]?.limit ?? ''),
  );
  return { ...planned, exceeded, plan: { ...planned.plan, diagnostics } };
}

/** The pull request whose check has ended. Throws where the files that were checked out are not its own. */
export async function pullAt({ github }: Pick<Session, 'github'>, head: string): Promise<Pull> {
  const found = (await github.pullsOf(head)).find((pull) => pull.isOpen && pull.head === head);
  if (found) return github.pull(found.number);
  throw new ActionFailure('No open pull request has the commit of the run that ended.');
}
