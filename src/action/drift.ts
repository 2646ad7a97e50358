import { type Day, type Diagnostic, nameOf, type Plan } from '../model/index.js';
import { driftSeverity, type Ending, renderDriftIssue, renderEndings } from '../render/comment-issues.js';
import { type DriftHistory, maskHistory } from '../render/index.js';
import { type Drifted, drift } from '../run/drift.js';
import { personNames, shownPlan } from '../run/shown-plan.js';
import { type Section, validateOnly } from './checks.js';
import { openAccount, openLedger, rememberBy } from './opening.js';
import { issueMarker, keepIssue } from './posts.js';
import { requestOf } from './pull-plan.js';
import { type Directory, maskOf, type Session, tolerantly } from './session.js';

type Read = Extract<Drifted, { readonly ok: true }>;

/** Compares the account with the files of the default branch and keeps one issue about it. Changes nothing in the account. */
export async function watch(session: Session, directory: Directory): Promise<Section> {
  const { world, out, place } = session;
  const found = await drift({
    ...requestOf(session, directory),
    open: openAccount(world, out.hide),
    remember: rememberBy(openLedger(world)),
  });
  if (!found.ok) return validateOnly(session, directory, { head: place.commit });
  const { account } = found.config.desired.settings;
  const shown = shownDrift(session, found);
  await keepDrift(session, account, shown);
  await keepEndings(session, account, found);
  const isThere = found.plan.changes.length > 0;
  const result = isThere ? `drift-${driftSeverity(found.plan).replace(' ', '-')}` : 'nothing';
  out.say(`${account}: ${isThere ? `the account is not as its files say, ${driftSeverity(found.plan)}` : 'no drift'}.`);
  return { code: isThere ? 2 : 0, directory: directory.prefix, account, result, digest: found.plan.digest };
}

interface Shown extends ReturnType<typeof shownPlan> {
  readonly history: DriftHistory | undefined;
}

/** Limits and policies judge a change that is to be made, and here none is. */
function shownDrift(session: Session, found: Read): Shown {
  const { desired } = found.config;
  const mask = maskOf(session, desired.settings.account, { desired, live: found.live });
  const plan = { ...found.plan, diagnostics: [] };
  const history = found.history && mask ? maskHistory(found.history, mask) : found.history;
  return { ...shownPlan({ ...found, plan, exceeded: [] }, { mask, author: undefined }), history };
}

async function keepDrift({ github, out }: Session, account: string, { plan, facts, history }: Shown): Promise<void> {
  const body = renderDriftIssue(plan, { ...facts, history });
  const severity = driftSeverity(plan);
  const text =
    body === undefined
      ? undefined
      : { title: `ringctl ${account}: drift, ${severity}`, body, labels: [`drift: ${severity}`] };
  if (body !== undefined) await out.summarise(body);
  await keepIssue(github, issueMarker('drift', account), text);
}

/** What ends is no drift: where it cannot be told in an issue, the job has done its work all the same. */
async function keepEndings(session: Session, account: string, found: Read): Promise<void> {
  const body = renderEndings(endingsIn(session, found), exceptionsIn(session, found.plan, found));
  const text =
    body === undefined ? undefined : { title: `ringctl ${account}: ends soon`, body, labels: ['ringctl: ends soon'] };
  if (body !== undefined) await session.out.summarise(body);
  await tolerantly(session, 'What ends soon', () => keepIssue(session.github, issueMarker('ends', account), text));
}

const SOON_DAYS = 14;
const DAY_MS = 86_400_000;

function endingsIn(session: Session, { config, plan, live }: Read): readonly Ending[] {
  const { desired } = config;
  const mask = maskOf(session, desired.settings.account, { desired, live });
  const names = mask ? mask.person : personNames({ desired, live });
  return [...desired.users.values()].flatMap(({ key, until, ensure }) => {
    if (until === undefined || ensure !== 'present' || !isSoon(until, plan.inputs.at)) return [];
    return [{ key, name: names(nameOf(key)), until }];
  });
}

const isSoon = (until: Day, today: Day): boolean => {
  const left = (Date.parse(until) - Date.parse(today)) / DAY_MS;
  return left >= 0 && left <= SOON_DAYS;
};

function exceptionsIn(session: Session, { diagnostics }: Plan, { config, live }: Read): readonly string[] {
  const { desired } = config;
  const mask = maskOf(session, desired.settings.account, { desired, live });
  const isOfException = ({ code }: Diagnostic) => code === 'EXCEPTION_ENDS_SOON' || code === 'EXCEPTION_OVER';
  return diagnostics.filter(isOfException).map(({ message }) => (mask ? mask.text(message) : message));
}
