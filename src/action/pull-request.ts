import { createHash } from 'node:crypto';
import { gitIn } from '../ledger/git-commands.js';
import { isError, type Plan } from '../model/index.js';
import { renderComment } from '../render/comment.js';
import { openAsks } from '../render/comment-approvals.js';
import { type PlanFacts, planJson } from '../render/index.js';
import { BaseUnreadable } from '../run/base-files.js';
import { planAgainstBase } from '../run/plan.js';
import { shownPlan } from '../run/shown-plan.js';
import { checkName, checkOr, type Section, showInvalid, validateOnly } from './checks.js';
import type { Conclusion, Pull } from './github/client.js';
import { labelOf } from './github/lengths.js';
import { keepComment, keepLabels } from './posts.js';
import { type Good, type PullPlan, planPull, requestOf } from './pull-plan.js';
import { notMergeable, type Reviewed, recordText, reviewedIn, shownIn, stepNames } from './record.js';
import { type Directory, maskOf, type Session, tolerantly } from './session.js';
import { type ExitCode, TOOL } from './world.js';

/** Shows what a pull request does to one account: a comment, a check and a summary. */
export async function reviewPull(
  session: Session,
  directory: Directory,
  { pull, before }: PullEvent,
): Promise<Section> {
  const found = await planPull(session, directory, pull);
  if ('isNew' in found) return validateOnly(session, directory, pull);
  if ('invalid' in found) return showInvalid(session, directory, { ...found, pull });
  const { account } = found.planned.config.desired.settings;
  const history = await historyOf(session, account, { pull, before });
  return tellPull({ session, directory, pull, found, history });
}

async function tellPull(showing: Showing): Promise<Section> {
  const { session, directory, pull, found } = showing;
  const { plan, facts } = shown(showing, found.planned);
  const { account } = plan;
  const name = `plan-${account}.json`;
  const file = await session.out.keep(name, planJson(plan, facts));
  const since = await sinceOf(showing);
  const later = found.later.map(({ day, planned }) => ({ day, ...shown(showing, planned) }));
  const comment = renderComment(plan, facts, {
    ...frameOf(showing),
    ...since,
    later,
    artifact: `The whole plan is \`${name}\`, among the files of the run.`,
  });
  const verdict = verdictOf(found, comment.kind === 'too-large');
  await session.out.summarise(comment.text);
  const url = await tolerantly(
    session,
    'The comment',
    async () => (await keepComment(session.github, pull.number, comment.text)).url,
  );
  await tolerantly(session, 'The labels', () => labelled(session, pull, found));
  const now = reviewedNow(showing);
  const isReviewable = found.note === undefined && verdict.code === 0;
  await checkOr(session, directory, {
    diagnostics: plan.diagnostics,
    name: checkName(account),
    head: pull.head,
    externalId: isReviewable ? plan.digest : '',
    conclusion: verdict.conclusion,
    title: verdict.title,
    summary: comment.text,
    text: recordText(isReviewable ? now : notMergeable(now), session.inputs.recordKey),
  });
  const told = { directory: directory.prefix, account, digest: plan.digest, file, ...(url !== undefined && { url }) };
  return { ...told, code: verdict.code, result: verdict.result };
}

const frameOf = ({ session, pull, found, history }: Showing) => ({
  head: pull.head,
  base: pull.base,
  runUrl: session.place.runUrl,
  number: history.number,
  approvals: found.approvals,
  ...(found.note !== undefined && { note: found.note }),
});

export interface PullEvent {
  readonly pull: Pull;
  /** The commit before a push. */
  readonly before: string | undefined;
}

interface History {
  readonly number: number;
  readonly before: string | undefined;
  /** The base that the commit before was compared with. */
  readonly base: string | undefined;
}

interface Showing {
  readonly session: Session;
  readonly directory: Directory;
  readonly pull: Pull;
  readonly found: PullPlan;
  readonly history: History;
}

/** What was shown of this pull request before, by the checks on its commits. */
async function historyOf(session: Session, account: string, { pull, before }: PullEvent): Promise<History> {
  const own = await shownAt(session, pull.head, account);
  const earlier = before ?? (own ? own.before || undefined : await lastShown(session, account, pull));
  const last = earlier === undefined ? undefined : await shownAt(session, earlier, account);
  return { number: own?.number ?? (last ? last.number + 1 : 1), before: earlier, base: last?.base };
}

/** So many commits are looked at: a push has few. */
const MOST_COMMITS = 10;

/** The commit of the change that was shown before, where no event names it; nothing where the push replaced it. */
async function lastShown(session: Session, account: string, { head, base }: Pull): Promise<string | undefined> {
  const git = gitIn({ dir: session.place.workspace, place: 'git' });
  const answer = await git(['rev-list', `--max-count=${MOST_COMMITS + 1}`, head, '--not', base.commit]);
  const commits = Buffer.isBuffer(answer) ? answer.toString().trim().split(/\r?\n/) : [];
  for (const commit of commits.slice(1)) if (await shownAt(session, commit, account)) return commit;
  return undefined;
}

/** What was shown for review of an account at a commit. */
export const reviewedAt = (session: Session, commit: string, account: string): Promise<Reviewed | undefined> =>
  recordAt(session, { commit, account, read: reviewedIn });

const shownAt = (session: Session, commit: string, account: string): Promise<Reviewed | undefined> =>
  recordAt(session, { commit, account, read: shownIn });

async function recordAt(
  { github, inputs }: Session,
  { commit, account, read }: { readonly commit: string; readonly account: string; readonly read: typeof reviewedIn },
): Promise<Reviewed | undefined> {
  const runs = await github.checkRuns(commit, checkName(account));
  const found = runs[0] && read(runs[0], inputs.recordKey);
  return found?.account === account && found.head === commit ? found : undefined;
}

const reviewedNow = ({ found: { planned, approvals }, pull, history }: Showing): Reviewed => ({
  account: planned.plan.account,
  digest: planned.plan.digest,
  steps: stepNames(planned.plan),
  tool: TOOL.version,
  head: pull.head,
  base: pull.base.commit,
  at: planned.plan.readAt ?? planned.plan.createdAt,
  number: history.number,
  before: history.before ?? '',
  asks: approvals.asks.length,
});

function shown({ session, pull }: Pick<Showing, 'session' | 'pull'>, planned: Good): { plan: Plan; facts: PlanFacts } {
  const { desired } = planned.config;
  const known = { desired, ...('live' in planned && { live: planned.live }) };
  return shownPlan(planned, { mask: maskOf(session, desired.settings.account, known), author: pull.author });
}

/** What the last push changed for people; nothing where the commit before is not there any more. */
async function sinceOf(showing: Showing) {
  const { session, directory, history, pull } = showing;
  if (history.before === undefined) return {};
  try {
    const planned = await planAgainstBase({ ...requestOf(session, directory), base: history.before });
    if (!planned.ok) return {};
    const withBase = history.base !== pull.base.commit;
    return { since: { head: history.before, withBase, ...shown(showing, planned) } };
  } catch (error) {
    if (error instanceof BaseUnreadable) return {};
    throw error;
  }
}

interface Verdict {
  readonly code: ExitCode;
  readonly result: string;
  readonly conclusion: Conclusion;
  readonly title: string;
}

function verdictOf({ planned, approvals, note }: PullPlan, isTooLarge: boolean): Verdict {
  const { plan } = planned;
  if (isTooLarge) return { code: 4, result: 'too-large', conclusion: 'failure', title: 'Too large to review' };
  const errors = plan.diagnostics.filter(isError);
  if (errors.length > 0) {
    const isLimit = planned.exceeded.length > 0 && errors.every(({ code }) => code === 'LIMIT_EXCEEDED');
    return { code: 4, result: 'refused', conclusion: 'failure', title: isLimit ? 'Refused by a limit' : 'Refused' };
  }
  if (openAsks(approvals).length > 0)
    return { code: 0, result: 'approval-needed', conclusion: 'action_required', title: 'An approval is needed' };
  if (note !== undefined)
    return { code: 0, result: 'not-read', conclusion: 'neutral', title: 'The account was not read' };
  if (plan.steps.length === 0) return { code: 0, result: 'nothing', conclusion: 'success', title: 'No changes' };
  return { code: 0, result: 'ready', conclusion: 'success', title: 'Ready to merge' };
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

async function labelled({ github }: Session, pull: Pull, { planned, approvals }: PullPlan): Promise<void> {
  const { account, summary, diagnostics } = planned.plan;
  const of = (word: string) => labelOf(account, word, digestOf);
  const wanted = [
    ...((summary.people?.privileged ?? 0) > 0 ? [of('privileged')] : []),
    ...(diagnostics.some(isError) ? [of('refused')] : []),
    ...(openAsks(approvals).length > 0 ? [of('needs approval')] : []),
  ];
  await keepLabels(github, pull.number, { own: ['privileged', 'refused', 'needs approval'].map(of), wanted });
}
