import { asciiLower, type Settings } from '../model/index.js';
import { plan } from '../run/plan.js';
import { shownPlan } from '../run/shown-plan.js';
import { type StepsDone, stepsDone } from '../run/steps.js';
import { type Adopted, adopt } from './adopt.js';
import { settingsAt } from './base.js';
import type { Section } from './checks.js';
import type { Event } from './event.js';
import type { Issue } from './github/client.js';
import { locking, openAccount, openLedger, rememberBy } from './opening.js';
import { issueMarker, keepComment } from './posts.js';
import { requestOf } from './pull-plan.js';
import { type Directory, maskOf, type Session, tolerantly } from './session.js';
import { keepSteps } from './steps-issue.js';
import { whenFree } from './waiting.js';
import { ActionFailure } from './world.js';

/** What somebody ticked in one of our issues. All else that was written there is put right again. */
export async function tickSteps(session: Session, directory: Directory): Promise<Section> {
  const { github, event, place } = session;
  if (event.kind !== 'issue')
    throw new ActionFailure('steps reads what was ticked in an issue: this job was started by something else.');
  const settings = await settingsAt(directory, place.commit);
  const issue = await github.ownIssue(event.number);
  const isAbout = (what: string) =>
    settings !== undefined && issue?.body.startsWith(`${issueMarker(what, settings.account)}\n`) === true;
  if (settings && issue?.isOpen && isAbout('steps')) return tickedSteps(session, directory, { settings, issue, event });
  if (settings && issue?.isOpen && isAbout('drift')) return tickedDrift(session, directory, { settings, issue, event });
  return { code: 0, directory: directory.prefix, result: 'nothing' };
}

interface Ticking {
  readonly settings: Settings;
  readonly issue: Issue;
  readonly event: Extract<Event, { kind: 'issue' }>;
}

/** A tick in the issue of steps by hand records the step with the name of whoever ticked it. */
async function tickedSteps(
  session: Session,
  directory: Directory,
  { settings, issue, event }: Ticking,
): Promise<Section> {
  const { world, place, out } = session;
  const { account } = settings;
  const request = {
    ...requestOf(session, directory),
    open: openAccount(world, out.hide),
    remember: rememberBy(openLedger(world)),
  };
  const ids = tickedBy(event, issue.body);
  const by = await whoMayTick(session, settings);
  const recording = { ...request, ...locking(world, place), ids, by: by ?? '' };
  const done = ids.length > 0 && by !== undefined ? await whenFree(session, () => stepsDone(recording)) : undefined;
  if (ids.length > 0)
    await tolerantly(session, 'What became of the ticks', () =>
      keepComment(session.github, issue.number, `${tickMarker(account)}\n${tickSentence(ids, place.actor, done)}`),
    );
  const planned = done?.kind === 'recorded' ? done.planned : await plan(request);
  const section = { directory: directory.prefix, account };
  if (!planned.ok) return { ...section, code: 3, result: 'invalid' };
  const { desired } = planned.config;
  const mask = maskOf(session, account, { desired, live: planned.live });
  await keepSteps(session, account, shownPlan(planned, { mask, author: undefined }));
  const result = done?.kind ?? (ids.length > 0 ? 'not-allowed' : 'nothing');
  out.say(`${account}: ${result}.`);
  return { ...section, code: done?.kind === 'locked' ? 7 : 0, result };
}

const tickMarker = (account: string): string => `<!-- ringctl ticks ${account} -->`;

/** For whoever ticked. The names of steps are ours, and GitHub allows no login that is anything else. */
function tickSentence(ids: readonly string[], actor: string, done: StepsDone | undefined): string {
  const what = ids.map((id) => `\`${id}\``).join(', ');
  switch (done?.kind) {
    case undefined:
      return `${what}: not recorded. \`${loginIn(actor)}\` may not write to this repository, or \`people:\` of \`ringctl.yaml\` does not name them.`;
    case 'recorded':
      return `${what}: recorded as done by \`${loginIn(actor)}\`, run ${done.run}.`;
    case 'locked':
      return `${what}: not recorded, since another run writes to the account. Tick again.`;
    case 'unknown':
      return `${what}: not recorded, since ${done.ids.map((id) => `\`${id}\``).join(', ')} is not open any more.`;
    case 'waits':
      return `${what}: not recorded, since something else comes before \`${done.step.id}\`.`;
    case 'not-so':
      return `${what}: not recorded, since the account shows \`${done.step.id}\` otherwise.`;
    case 'invalid':
      return `${what}: not recorded, since the files have mistakes.`;
    default:
      return done satisfies never;
  }
}

const loginIn = (actor: string): string => (/^[A-Za-z0-9-]{1,39}(?:\[bot\])?$/.test(actor) ? actor : 'somebody');

/** Their address where the files name them and they may write to the repository: a record outlives a login. */
async function whoMayTick({ github, place }: Session, { people }: Settings): Promise<string | undefined> {
  const by = Object.entries(people).find(([known]) => asciiLower(known) === asciiLower(place.actor))?.[1];
  return by !== undefined && (await github.mayWrite(place.actor)) ? by : undefined;
}

/** What this edit ticked, as far as it is ticked still: what others ticked since is told by their own edits. */
function tickedBy({ before = '', after }: Ticking['event'], now: string): readonly string[] {
  const still = new Set(tickedSince('', now));
  return tickedSince(before, after).filter((id) => still.has(id));
}

/** Steps whose box is ticked now and was not before. */
export function tickedSince(before: string, after: string): readonly string[] {
  const had = new Set(tickedIn(before));
  return tickedIn(after).filter((id) => !had.has(id));
}

const tickedIn = (body: string): readonly string[] =>
  [...body.matchAll(/^- \[[xX]\] `(S\d{1,6}|adopt)`/gm)].map(([, id]) => id ?? '');

/** A tick in the issue about drift has the files adopt it, by a pull request. */
async function tickedDrift(
  session: Session,
  directory: Directory,
  { settings, issue, event }: Ticking,
): Promise<Section> {
  const { github, place, out } = session;
  const { account } = settings;
  const section = { directory: directory.prefix, account, code: 0 } as const;
  if (!tickedBy(event, issue.body).includes('adopt')) return { ...section, result: 'nothing' };
  const by = await whoMayTick(session, settings);
  const asked = { account, issue: issue.number, by: loginIn(place.actor) };
  const done = by === undefined ? undefined : await adopt(session, directory, asked);
  const sentence = adoptSentence(session, done);
  out.say(`${account}: ${sentence}`);
  await tolerantly(session, 'What became of the tick', async () => {
    await keepComment(github, issue.number, `${tickMarker(account)}\n${sentence}`);
    await github.editIssue(issue.number, { body: issue.body.replace(/^- \[[xX]\] `adopt`/m, '- [ ] `adopt`') });
  });
  if (done?.kind === 'invalid') return { ...section, code: 3, result: 'invalid' };
  return { ...section, result: done?.kind ?? 'not-allowed' };
}

function adoptSentence({ place, defaultBranch }: Session, done: Adopted | undefined): string {
  switch (done?.kind) {
    case undefined:
      return `Nothing was adopted: \`${loginIn(place.actor)}\` may not write to this repository, or \`people:\` of \`ringctl.yaml\` does not name them.`;
    case 'invalid':
      return 'Nothing was adopted: the files have mistakes.';
    case 'public':
      return 'Nothing was adopted: nobody is named here, and files name them for ever. `ringctl pull` does it on a machine of yours.';
    case 'nothing':
      return 'Nothing was adopted: there is no difference that files could state.';
    case 'taken':
      return `Nothing was adopted: somebody else wrote to the branch \`${done.branch}\`. Merge or delete it, and tick again.`;
    case 'adopted':
      return done.pull === undefined
        ? `It stands on the branch \`${done.branch}\`. The job may open no pull request: ${place.url}/compare/${defaultBranch}...${done.branch}?expand=1`
        : `#${done.pull} has the files adopt it.`;
    default:
      return done satisfies never;
  }
}
