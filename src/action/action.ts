import { AccountUnreadable } from '../account/ports.js';
import { LedgerSpecInvalid, LedgerUnavailable, LedgerUnusable, LockLost } from '../ledger/index.js';
import { planAgainstBase } from '../run/plan.js';
import { placeAt, provenChange } from './checkout.js';
import { checkName, type Section, validateOnly } from './checks.js';
import { directoriesOf } from './directories.js';
import { watch } from './drift.js';
import { eventOf, placeOf } from './event.js';
import { gitHub, isGitHubTrouble, type Pull, statusOf } from './github/client.js';
import { inputsOf } from './inputs.js';
import { printMatrix } from './matrix.js';
import { applyMerge } from './merge.js';
import { type Outputs, outputsOf } from './outputs.js';
import { pullAt, requestOf } from './pull-plan.js';
import { reviewPull } from './pull-request.js';
import { cutOff } from './revoke.js';
import { applyDue } from './schedule.js';
import type { Directory, Session } from './session.js';
import { tickSteps } from './ticks.js';
import { ActionFailure, type ExitCode, type World } from './world.js';

/** One job of a workflow. Answers the number with which the step ends. */
export async function action(world: World): Promise<ExitCode> {
  const out = outputsOf(world);
  try {
    return await inSession(world, out);
  } catch (error) {
    const { message, hint, code } = failureOf(error);
    out.fail(message, hint);
    await out.set('exit-code', String(code));
    await out.set('result', 'failed');
    return code;
  }
}

async function inSession(world: World, out: Outputs): Promise<ExitCode> {
  const inputs = inputsOf(world.env);
  const place = await placeAt(placeOf(world), inputs.path);
  if (inputs.command === 'matrix') {
    await printMatrix({ inputs, place, out });
    return 0;
  }
  const event = await eventOf(world);
  await provenChange(place, event);
  const github = gitHub(place, inputs.token, world);
  const teams = gitHub(place, inputs.teamToken, world);
  const { isPrivate, defaultBranch } = await github.repository();
  const isMasked = inputs.mask === 'auto' ? !isPrivate : inputs.mask === 'always';
  const session: Session = { world, inputs, place, event, github, teams, out, defaultBranch, isMasked };
  const sections = await eachDirectory(session, await workOf(session));
  await out.set('results', JSON.stringify(sections));
  const code = worst(sections.map((section) => section.code));
  const first = sections.find((section) => section.code === code);
  await out.set('exit-code', String(code));
  await out.set('result', first?.result ?? 'nothing');
  await out.set('digest', first?.digest ?? '');
  await out.set('plan-file', first?.file ?? '');
  // That the account differs is told by the issue: a job that found it has done its work.
  return code === 2 || code === 9 ? 0 : code;
}

type Work = (directory: Directory) => Promise<Section>;

async function workOf(session: Session): Promise<Work> {
  const { inputs, event } = session;
  switch (inputs.command) {
    case 'validate':
      return validating(session);
    case 'plan':
      return planning(session);
    case 'apply':
      return (directory) => (event.kind === 'schedule' ? applyDue(session, directory) : applyMerge(session, directory));
    case 'drift':
      return (directory) => watch(session, directory);
    case 'revoke':
      return (directory) => cutOff(session, directory);
    case 'steps':
      return (directory) => tickSteps(session, directory);
    case 'matrix':
      throw new ActionFailure('matrix works on no account.');
    default:
      return inputs.command satisfies never;
  }
}

/** A check stands on the commit that people see, which is not the one that was merged for the test. */
const validating =
  (session: Session): Work =>
  (directory) =>
    validateOnly(session, directory, { head: 'head' in session.event ? session.event.head : session.place.commit });

async function planning(session: Session): Promise<Work> {
  const { event, github, out } = session;
  if (event.kind === 'merge-group') return (directory) => planGroup(session, directory, event);
  if (event.kind !== 'pull-request' && event.kind !== 'after-check')
    throw new ActionFailure('plan shows what a pull request does: this job was started by something else.');
  const pull = event.kind === 'pull-request' ? await github.pull(event.number) : await pullAt(session, event.head);
  if (pull.head !== event.head || !pull.isOpen) {
    out.say('Superseded: the pull request is at another commit by now, or closed.');
    return async ({ prefix }) => ({ code: 0, directory: prefix, result: 'superseded' });
  }
  const before = event.kind === 'pull-request' ? event.before : undefined;
  return (directory) => reviewPull(session, directory, { pull, before });
}

/** Two changes that are right alone may not be so together: the files as they are to be merged are compared with the branch. */
async function planGroup(
  session: Session,
  directory: Directory,
  { head, base }: Pick<Pull, 'head'> & { readonly base: string },
): Promise<Section> {
  const section = await validateOnly(session, directory, { head });
  if (section.code !== 0) return section;
  const planned = await planAgainstBase({ ...requestOf(session, directory), base });
  const isRefused = planned.ok && planned.exceeded.length > 0;
  const name = checkName(section.account ?? '');
  const title = isRefused ? 'Refused by a limit' : 'Within all limits';
  const conclusion = isRefused ? 'failure' : 'success';
  await session.github.check({
    name,
    head,
    externalId: '',
    conclusion,
    title,
    summary: title,
    text: '',
    annotations: [],
  });
  return { ...section, code: isRefused ? 4 : 0, result: isRefused ? 'refused' : 'ready' };
}

/** Whatever becomes of one account, the others have their turn. */
async function eachDirectory(session: Session, work: Work): Promise<readonly Section[]> {
  const sections: Section[] = [];
  for (const directory of await directoriesOf(session)) {
    try {
      sections.push(await work(directory));
    } catch (error) {
      const { message, hint, code } = failureOf(error);
      session.out.fail(message, hint);
      sections.push({ code, directory: directory.prefix, result: 'failed' });
    }
  }
  return sections;
}

const WORST_FIRST: readonly ExitCode[] = [8, 7, 3, 5, 4, 6, 1, 9, 2, 0];
const worst = (codes: readonly ExitCode[]): ExitCode => WORST_FIRST.find((code) => codes.includes(code)) ?? 0;

/** What the world did, told as a failure of the run. What can only be a fault of ours is thrown on. */
function failureOf(error: unknown): {
  readonly message: string;
  readonly hint?: string | undefined;
  readonly code: ExitCode;
} {
  if (error instanceof ActionFailure) return error;
  if (error instanceof AccountUnreadable) return { message: error.message, hint: error.facts.hint, code: 8 };
  const isOfLedger = [LedgerSpecInvalid, LedgerUnavailable, LedgerUnusable, LockLost].some(
    (kind) => error instanceof kind,
  );
  if (isOfLedger && error instanceof Error)
    return {
      message: error.message,
      hint: 'Nothing is sent without the ledger: run the job again when it can be used.',
      code: 1,
    };
  if (isGitHubTrouble(error)) {
    const status = statusOf(error);
    const said = status === undefined ? 'GitHub could not be reached' : `GitHub answered ${status}`;
    return {
      message: `${said}, and without it nothing is done.`,
      hint: 'Run the job again; 403 and 404 may be a permission that the job lacks.',
      code: 1,
    };
  }
  throw error;
}
