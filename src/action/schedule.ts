import { type Change, nameOf, type ResourceKey, userKey } from '../model/index.js';
import { type ApplyRequest, apply } from '../run/apply.js';
import { type PlannedLive, plan } from '../run/plan.js';
import { isSameAccount, settingsAt } from './base.js';
import type { Section } from './checks.js';
import { applyCheckName } from './covered.js';
import { type Judged, tellMerge } from './merge-result.js';
import { locking, openAccount, openLedger, rememberBy } from './opening.js';
import { requestOf } from './pull-plan.js';
import type { Directory, Session } from './session.js';
import { whenFree } from './waiting.js';
import { ActionFailure } from './world.js';

/** Carries out what begins or ends today by the files of the default branch, and nothing else. */
export async function applyDue(session: Session, directory: Directory): Promise<Section> {
  const { place, out, world } = session;
  const openedLedger = openLedger(world);
  const settings = await settingsAt(directory, place.commit);
  if (!settings || !(await isSameAccount(directory, settings)))
    throw new ActionFailure('The files are not those of the commit of this job: nothing is applied.', { code: 3 });
  const section = { directory: directory.prefix, account: settings.account };
  const waits = await whyWaiting(session, settings.account);
  if (waits) return { ...section, code: 0, result: waits };
  const request = { ...requestOf(session, directory), open: openAccount(world, out.hide) };
  const whole = await plan({ ...request, remember: rememberBy(openedLedger) });
  if (!whole.ok) return { ...section, code: 3, result: 'invalid' };
  const due = dueIn(whole);
  if (due.length === 0) {
    out.say(`${settings.account}: nothing begins or ends today.`);
    return { ...section, code: 0, result: 'nothing' };
  }
  const state = { isOnly: true };
  const applying: ApplyRequest = {
    ...request,
    targets: due,
    excludes: whole.plan.changes.flatMap(({ key }) => (isOf(key, due) ? [] : [key])),
    ...locking(world, place),
    openLedger: openedLedger,
    expectedDigest: undefined,
    resume: false,
    acceptedLimits: [],
    approvals: [`due by the files at ${place.commit.slice(0, 7)}`],
    confirm: async (planned) => {
      state.isOnly = planned.plan.changes.every(({ key, action }) => isOf(key, due) && action !== 'update');
      return state.isOnly;
    },
  };
  const applied = await whenFree(session, () => apply(applying));
  return tellMerge(session, directory, { settings, applied, covered: NOTHING_MERGED, judged: judgedDue(state.isOnly) });
}

const NOTHING_MERGED = Object.freeze({ pulls: [], applied: undefined });

const judgedDue = (isAllowed: boolean): Judged => ({
  isAllowed,
  stands: isAllowed ? 'same' : 'wider',
  isByHand: false,
  approvals: { asks: [], notCounted: [], from: [] },
  words: [],
});

/** What was merged last must have been agreed to and applied: what is due was agreed to with it. */
async function whyWaiting(
  { github, place, out, defaultBranch }: Session,
  account: string,
): Promise<string | undefined> {
  if (place.ref !== `refs/heads/${defaultBranch}` || (await github.tip(defaultBranch)) !== place.commit)
    return 'superseded';
  const [last] = await github.checkRuns(place.commit, applyCheckName(account));
  if (last?.conclusion === 'success') return undefined;
  out.warn(`${account}: what was merged last was not applied, so nothing that is due is carried out either.`);
  return 'waiting';
}

/** Who comes or goes because a day has come. */
export const dueIn = ({ plan: { changes }, config }: PlannedLive): readonly ResourceKey[] =>
  changes.filter((change) => isDue(change, config)).map(({ key }) => key);

function isDue(change: Change, { desired }: PlannedLive['config']): boolean {
  if (change.kind !== 'user') return false;
  const { from, until } = desired.users.get(change.key) ?? {};
  if (change.action === 'delete') return until !== undefined && change.reason === `until ${until}`;
  return change.action === 'create' && from !== undefined;
}

/** Somebody who comes or goes, or a membership of theirs. What else they need was not reviewed for this day. */
function isOf(key: ResourceKey, people: readonly ResourceKey[]): boolean {
  if (!key.startsWith('membership:')) return people.includes(key);
  const name = nameOf(key);
  return people.includes(userKey(name.slice(name.lastIndexOf('/') + 1)));
}
