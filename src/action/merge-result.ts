import type { Settings } from '../model/index.js';
import { commentMarker, renderComment } from '../render/comment.js';
import type { CommentApprovals } from '../render/comment-approvals.js';
import { renderResult, resultHeading } from '../render/comment-result.js';
import { maskHandStep, maskPlan, maskReport, moment, shortDigest, tally } from '../render/index.js';
import type { Applied } from '../run/apply.js';
import type { PlannedLive } from '../run/plan.js';
import { shownPlan } from '../run/shown-plan.js';
import { checkOr, type Section } from './checks.js';
import { applyCheckName, type Covered } from './covered.js';
import type { Conclusion } from './github/client.js';
import { issueMarker, keepComment, keepIssue } from './posts.js';
import { type Directory, maskOf, type Session, shownDiagnostics, tolerantly } from './session.js';
import { keepSteps } from './steps-issue.js';
import type { ExitCode } from './world.js';

/** What was found of a plan that was about to be carried out. */
export interface Judged {
  readonly isAllowed: boolean;
  readonly stands: 'same' | 'narrower' | 'wider';
  /** A person typed which plan they mean. */
  readonly isByHand: boolean;
  readonly approvals: CommentApprovals;
  /** Who agreed, for the ledger. */
  readonly words: readonly string[];
}

export interface Merge {
  readonly settings: Settings;
  readonly applied: Applied;
  readonly covered: Covered;
  readonly judged: Judged | undefined;
}

interface Told {
  readonly code: ExitCode;
  readonly result: string;
  readonly title: string;
  readonly conclusion: Conclusion;
  /** For people, in Markdown. */
  readonly text: string;
  /** What must be looked at by a person; undefined where nothing must. */
  readonly stop: string | undefined;
}

/** Says what became of a merge: the comment turns into the result, and what stopped it gets an issue. */
export async function tellMerge(session: Session, directory: Directory, merge: Merge): Promise<Section> {
  const { settings, applied, covered } = merge;
  const { account } = settings;
  const stepsIssue = await tolerantly(session, 'The issue with steps by hand', () => keepStepsOf(session, merge));
  const told = toldOf(session, merge, stepsIssue);
  session.out.say(`${account}: ${told.title}.`);
  await session.out.summarise(told.text);
  await checkOr(session, directory, {
    name: applyCheckName(account),
    head: session.place.commit,
    externalId: 'planned' in applied ? applied.planned.plan.digest : '',
    conclusion: told.conclusion,
    title: told.title,
    summary: told.text,
    text: '',
    diagnostics: shownDiagnostics(session, applied.kind === 'invalid' ? applied.diagnostics : [], account),
  });
  for (const { pull } of covered.pulls)
    await tolerantly(session, `The comment on #${pull.number}`, () =>
      keepComment(session.github, pull.number, told.text),
    );
  const isOver = told.conclusion === 'success';
  if (told.stop !== undefined || isOver)
    await tolerantly(session, 'The issue', () =>
      keepIssue(session.github, issueMarker('stopped', account), issueOf(account, told)),
    );
  return {
    code: told.code,
    directory: directory.prefix,
    account,
    result: told.result,
    ...('planned' in applied && { digest: applied.planned.plan.digest }),
  };
}

const issueOf = (account: string, { stop, text, title }: Told) =>
  stop === undefined
    ? undefined
    : { title: `ringctl ${account}: ${title}`, body: `${stop}\n\n${text}`, labels: ['ringctl: stopped'] };

function toldOf(session: Session, merge: Merge, stepsIssue: number | undefined): Told {
  const { applied, judged, settings } = merge;
  switch (applied.kind) {
    case 'invalid':
      return unplanned(settings, {
        code: 3,
        result: 'invalid',
        title: 'The files have mistakes',
        sentence: 'The files that were merged have mistakes: nothing was applied.',
      });
    case 'locked': {
      const sentence = `Another run writes to the account since ${moment(applied.by.since)}: run this job again.`;
      return unplanned(settings, { code: 7, result: 'locked', title: 'Locked', sentence });
    }
    case 'unresolved':
    case 'nothing-to-resume':
      return unplanned(settings, UNRESOLVED);
    case 'refused': {
      const why = 'What was merged is refused: limits or policies stand against it.';
      return stopped(session, merge, {
        planned: applied.planned,
        code: 4,
        title: 'Refused by a limit or a policy',
        why,
      });
    }
    case 'stale':
    case 'declined':
    case 'nothing':
      return judged?.isAllowed === true && applied.kind === 'nothing'
        ? nothingLeft(session, settings)
        : stopped(session, merge, { planned: applied.planned, ...reasonOf(judged) });
    case 'applied':
      return appliedText(session, merge, { applied, stepsIssue });
    default:
      return applied satisfies never;
  }
}

type Unplanned = Pick<Told, 'code' | 'result' | 'title'> & { readonly sentence: string };

const UNRESOLVED: Unplanned = {
  code: 8,
  result: 'unresolved',
  title: 'An earlier run is open',
  sentence: 'An earlier run was cut off, and the account does not tell what became of it: nothing was applied.',
};

const unplanned = ({ account }: Settings, { sentence, ...told }: Unplanned): Told => ({
  ...told,
  conclusion: 'failure',
  text: `${commentMarker(account)}\n### \`${account}\`: not applied\n\n${sentence}\n`,
  stop: undefined,
});

const nothingLeft = ({ place }: Session, { account }: Settings): Told => ({
  code: 0,
  result: 'nothing',
  title: 'No changes',
  conclusion: 'success',
  text: `${commentMarker(account)}\n### \`${account}\`: nothing to apply\n\n> [!NOTE]\n> **No changes.** The account is as the files say at ${place.commit.slice(0, 7)}.\n`,
  stop: undefined,
});

function reasonOf(judged: Judged | undefined): { code: ExitCode; title: string; why: string } {
  if (judged?.stands === 'wider' && !judged.isByHand)
    return {
      code: 5,
      title: 'The plan is not the one that was reviewed',
      why: 'What would be done now is more than what was shown for review: the account was changed in between, or nothing was shown. Nothing was applied.',
    };
  return {
    code: 4,
    title: 'An approval is missing',
    why: 'Somebody must agree to what was merged, and did not. Nothing was applied.',
  };
}

interface Stopped {
  readonly planned: PlannedLive;
  readonly code: ExitCode;
  readonly title: string;
  readonly why: string;
}

function stopped(session: Session, { judged, covered, settings }: Merge, { planned, code, title, why }: Stopped): Told {
  const { plan, facts } = shown(session, planned);
  const { text } = renderComment(plan, facts, {
    head: session.place.commit,
    base: { branch: session.defaultBranch, commit: covered.applied ?? session.place.commit },
    runUrl: session.place.runUrl,
    number: 1,
    approvals: judged?.approvals ?? { asks: [], notCounted: [], from: session.inputs.approvals },
    later: [],
    note: `**Stopped:** ${why}`,
    artifact: 'The whole plan: `ringctl plan`.',
  });
  const how =
    code === 5
      ? `To carry out exactly this plan, start the workflow by hand with \`digest: ${shortDigest(planned.plan.digest)}\`; otherwise bring files and account together in a pull request.`
      : 'Open a pull request that brings the files to what may be applied, and have it approved.';
  return {
    code,
    result: code === 5 ? 'wider' : 'refused',
    title,
    conclusion: code === 5 ? 'action_required' : 'failure',
    text,
    stop: `${why} ${how}\n\nThe account \`${settings.account}\` is not as its files say until then.`,
  };
}

function shown(session: Session, planned: PlannedLive) {
  const { desired } = planned.config;
  const mask = maskOf(session, desired.settings.account, { desired, live: planned.live });
  return { ...shownPlan(planned, { mask, author: undefined }), mask };
}

interface Carried {
  readonly applied: Extract<Applied, { kind: 'applied' }>;
  readonly stepsIssue: number | undefined;
}

function appliedText(session: Session, { judged }: Merge, { applied, stepsIssue }: Carried): Told {
  const { plan, facts, mask } = shown(session, applied.planned);
  const { done, total } = tally(applied.report);
  const isWhole = done === total && applied.report.halted === undefined;
  const by = judged?.words.length ? `, ${judged.words.join(', ')}` : '';
  const approved = judged?.isByHand
    ? `started by hand${by}`
    : `${judged?.stands === 'narrower' ? 'a part of the one that was reviewed' : 'the one that was reviewed'}${by}`;
  const text = renderResult({
    plan,
    facts,
    report: mask ? maskReport(applied.report, mask) : applied.report,
    after: applied.after && mask ? maskPlan(applied.after, mask) : applied.after,
    byHand: applied.byHand.map((step) => (mask ? maskHandStep(step, mask) : step)),
    run: applied.run,
    startedAt: applied.startedAt,
    endedAt: applied.endedAt,
    commit: session.place.commit,
    approved,
    stepsIssue,
    runUrl: session.place.runUrl,
  });
  const heading = resultHeading(applied.report);
  const result = judged?.stands === 'narrower' ? 'applied-narrower' : 'applied';
  return {
    code: isWhole ? 0 : 6,
    result: isWhole ? result : 'partly',
    title: `${heading.charAt(0).toUpperCase()}${heading.slice(1)}`,
    conclusion: isWhole ? 'success' : 'failure',
    text,
    stop: undefined,
  };
}

/** Only a plan of the account as it is now tells which steps are open. */
async function keepStepsOf(session: Session, { applied, settings }: Merge): Promise<number | undefined> {
  const left =
    applied.kind === 'applied' ? applied.after : applied.kind === 'nothing' ? applied.planned.plan : undefined;
  if (left && left.inputs.targets.length > 0) return undefined;
  return left && 'planned' in applied
    ? keepSteps(session, settings.account, shown(session, { ...applied.planned, plan: left }))
    : undefined;
}
