import { posix } from 'node:path';
import type { Account } from '../account/ports.js';
import {
  type Change,
  type FieldChange,
  groupKey,
  knownValue,
  type Live,
  nameOf,
  type ProfileState,
  profileKey,
  type ResourceKey,
  type UserState,
  userKey,
} from '../model/index.js';
import { type Adoption, renderAdoption } from '../render/adoption.js';
import { driftSeverity } from '../render/comment-issues.js';
import { type OpenAccount, type PlannedLive, plan } from '../run/plan.js';
import { type PulledFiles, pull } from '../run/pull.js';
import { writeBranch } from './branch.js';
import { isGitHubTrouble } from './github/client.js';
import { openAccount, openLedger, rememberBy } from './opening.js';
import { requestOf } from './pull-plan.js';
import type { Directory, Session } from './session.js';
import { ActionFailure } from './world.js';

export type Adopted =
  | { readonly kind: 'invalid' }
  /** What stands in a public repository is known to everybody for ever: people of the account are not written there by a tick. */
  | { readonly kind: 'public' }
  | { readonly kind: 'nothing' }
  /** Somebody wrote to the branch of ours. */
  | { readonly kind: 'taken'; readonly branch: string }
  /** `pull` is undefined where the token may open none: a person does. */
  | { readonly kind: 'adopted'; readonly branch: string; readonly pull: number | undefined };

export interface Asked {
  readonly account: string;
  readonly issue: number;
  readonly by: string;
}

/** Writes what the account has otherwise than the files into them, as a pull request on a branch of its own. Throws AccountUnreadable; nothing is merged or applied. */
export async function adopt(session: Session, directory: Directory, asked: Asked): Promise<Adopted> {
  if (session.isMasked) return { kind: 'public' };
  const { world, out } = session;
  const open = readOnce(openAccount(world, out.hide));
  const request = { ...requestOf(session, directory), open, remember: rememberBy(openLedger(world)) };
  // What is not a whole read of the account stops here: what it leaves out would look as if somebody had removed it.
  const planned = await plan(request);
  if (!planned.ok) return { kind: 'invalid' };
  if (planned.plan.changes.length === 0) return { kind: 'nothing' };
  const drifted = driftedIn(planned);
  const only = (key: ResourceKey) => drifted.has(key);
  const pulled = await pull({
    ...request,
    split: undefined,
    takesProposals: false,
    only,
    people: undefined,
    start: [],
  });
  if (!pulled.ok) return { kind: 'invalid' };
  return pulled.files.length === 0 ? { kind: 'nothing' } : proposed(session, directory, { asked, planned, pulled });
}

/** What was planned and what is adopted are of one read: nothing changes in between. */
function readOnce(open: OpenAccount): OpenAccount {
  let read: Promise<Live> | undefined;
  return async (settings, dir) => {
    const { account, close } = await open(settings, dir);
    const again: Account['read'] = (onProgress) => {
      read ??= account.read(onProgress);
      return read;
    };
    return { account: { ...account, read: again }, close };
  };
}

/** What the plan would change, and what files have to name with it: whoever is new has a profile and groups. What else is not managed stays so. */
function driftedIn({ plan: { changes }, live: { state }, config: { desired } }: PlannedLive): ReadonlySet<ResourceKey> {
  const keys = new Set(changes.flatMap((change) => [...keysOf(change), ...change.fields.flatMap(namedBy)]));
  // A set goes on to what is added to it meanwhile.
  for (const key of keys) {
    if (desired.users.has(key) || desired.profiles.has(key)) continue;
    for (const other of referred(state.users.get(key) ?? state.profiles.get(key))) keys.add(other);
  }
  return keys;
}

const keysOf = ({ key }: Change): readonly ResourceKey[] => (key.startsWith('membership:') ? memberOf(key) : [key]);

/** What the account has in this place. */
function namedBy({ path, before }: FieldChange): readonly ResourceKey[] {
  if (path === 'profile') return typeof before === 'string' ? [profileKey(before)] : [];
  const isOfGroups = path === 'groups' || path === 'dashboard.scope.groups';
  return isOfGroups && Array.isArray(before) ? before.map((name) => groupKey(String(name))) : [];
}

function memberOf(key: ResourceKey): readonly ResourceKey[] {
  const name = nameOf(key);
  const end = name.lastIndexOf('/');
  return [groupKey(name.slice(0, end)), userKey(name.slice(end + 1))];
}

function referred(thing: UserState | ProfileState | undefined): readonly ResourceKey[] {
  if (!thing) return [];
  const profile = 'profile' in thing ? knownValue(thing.profile) : undefined;
  const scope = knownValue(thing.dashboard)?.scope.groups ?? [];
  const groups = [...(knownValue(thing.groups) ?? []), ...(scope === 'all' ? [] : scope)];
  return [...(profile ? [profileKey(profile)] : []), ...groups.map(groupKey)];
}

interface Proposing {
  readonly asked: Asked;
  readonly planned: PlannedLive;
  readonly pulled: PulledFiles;
}

async function proposed(session: Session, directory: Directory, proposing: Proposing): Promise<Adopted> {
  const { asked, pulled } = proposing;
  const branch = `ringctl/adopt-${asked.account}`;
  const title = `ringctl ${asked.account}: the files adopt what is in the account`;
  const files = pulled.files.map(({ path, after }) => ({ path: placed(directory, path), text: after }));
  if ((await writeBranch(session, { branch, message: title, files })) === undefined) return { kind: 'taken', branch };
  const body = renderAdoption(adoptionOf(proposing));
  return { kind: 'adopted', branch, pull: await opened(session, { branch, title, body }) };
}

/** Files of accounts and what they include, and never what GitHub runs. */
function placed({ prefix }: Directory, path: string): string {
  const whole = posix.normalize(`${prefix}${path}`);
  if (!/^(?:\.\.?|\.git|\.github)(?:\/|$)/i.test(whole) && !whole.startsWith('/')) return whole;
  throw new ActionFailure('A file that would have to be changed is not one of the accounts.');
}

/** One that is open already shows the new commit by itself, and gets the new text. */
async function opened(
  { github, defaultBranch }: Session,
  { branch, ...text }: { readonly branch: string; readonly title: string; readonly body: string },
): Promise<number | undefined> {
  try {
    const found = await github.openPullFrom(branch);
    if (found === undefined) return await github.openPull({ ...text, head: branch, base: defaultBranch });
    await github.editIssue(found, text);
    return found;
  } catch (error) {
    if (!isGitHubTrouble(error)) throw error;
    return undefined;
  }
}

function adoptionOf({ asked, planned, pulled: { report } }: Proposing): Adoption {
  const { added, changed, remaining, refused, notAdded, unsaid } = report;
  return {
    ...asked,
    severity: driftSeverity(planned.plan),
    added,
    changed,
    remaining,
    unstated: [...refused.map(({ name }) => name), ...[...notAdded, ...unsaid].map(({ key }) => nameOf(key))],
  };
}
