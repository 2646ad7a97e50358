import { asciiLower } from '../model/index.js';
import { plan } from '../run/plan.js';
import { shownPlan } from '../run/shown-plan.js';
import { stepsDone } from '../run/steps.js';
import { settingsAt } from './base.js';
import type { Section } from './checks.js';
import { lockRequest, openAccount, openLedger, rememberBy } from './opening.js';
import { issueMarker } from './posts.js';
import { requestOf } from './pull-plan.js';
import { type Directory, maskOf, type Session } from './session.js';
import { keepSteps } from './steps-issue.js';
import { ActionFailure } from './world.js';

/** A tick in the issue of steps by hand records the step with the name of whoever ticked it. Whatever else was written there is put right again. */
export async function tickSteps(session: Session, directory: Directory): Promise<Section> {
  const { github, event, place, out, world } = session;
  if (event.kind !== 'issue')
    throw new ActionFailure('steps reads what was ticked in an issue: this job was started by something else.');
  const settings = await settingsAt(directory, place.commit);
  const issue = await github.ownIssue(event.number);
  const section = { directory: directory.prefix, code: 0 } as const;
  if (!settings || !issue?.isOpen || !issue.body.startsWith(`${issueMarker('steps', settings.account)}\n`))
    return { ...section, result: 'nothing' };
  const request = {
    ...requestOf(session, directory),
    open: openAccount(world, out.hide),
    remember: rememberBy(openLedger(world)),
  };
  const ids = tickedSince(event.before ?? '', issue.body);
  const by = whoTicked(place.actor, settings.people);
  const isAllowed = by !== undefined && (await github.mayWrite(place.actor));
  if (ids.length > 0 && !isAllowed)
    out.warn('Whoever ticked may not write to the repository, or is named by nobody: nothing was recorded.');
  const done = ids.length > 0 && isAllowed ? await stepsDone({ ...request, ...locking(session), ids, by }) : undefined;
  const planned = done?.kind === 'recorded' ? done.planned : await plan(request);
  if (!planned.ok) return { ...section, code: 3, result: 'invalid' };
  const { desired } = planned.config;
  const mask = maskOf(session, settings.account, { desired, live: planned.live });
  await keepSteps(session, settings.account, shownPlan(planned, { mask, author: undefined }));
  const result = done?.kind ?? (ids.length > 0 ? 'not-allowed' : 'nothing');
  out.say(`${settings.account}: ${result}.`);
  return { ...section, account: settings.account, result };
}

const locking = ({ world, place }: Session) => ({
  openLedger: openLedger(world),
  ...lockRequest(world, place),
  clock: world.now,
  signal: new AbortController().signal,
  onStep: () => {},
});

/** Steps whose box is ticked now and was not before. */
export function tickedSince(before: string, after: string): readonly string[] {
  const had = new Set(tickedIn(before));
  return tickedIn(after).filter((id) => !had.has(id));
}

const tickedIn = (body: string): readonly string[] =>
  [...body.matchAll(/^- \[[xX]\] `(S\d{1,6})`/gm)].map(([, id]) => id ?? '');

/** Their address where the files name them: a record outlives a login. */
function whoTicked(login: string, people: Readonly<Record<string, string>>): string | undefined {
  return Object.entries(people).find(([known]) => asciiLower(known) === asciiLower(login))?.[1];
}
