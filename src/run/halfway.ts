import type { JournalEntry, Ledger, RunRecord } from '../ledger/index.js';
import {
  type AccountState,
  type Dashboard,
  groupKey,
  isSame,
  type Known,
  knownValue,
  type PermissionSet,
  type ProfileState,
  type ResourceKey,
  read,
  type UserState,
  userKey,
} from '../model/index.js';
import { keep } from '../plan/overlay.js';
import { touchedIn } from './run-record.js';

/**
 * Runs that did not come to their end, oldest first, since the last one that did. On its way a plan takes away what nobody states, and gives it
 * back: where it was cut off between, the account alone does not tell that something is missing.
 */
export async function halfwayRuns(ledger: Ledger): Promise<readonly RunRecord[]> {
  const halfway: RunRecord[] = [];
  for (const { id, command, end } of await ledger.runs()) {
    if (command === 'apply' && end?.result === 'applied') break;
    if (SENDS_NOTHING.has(command)) continue;
    const record = await ledger.run(id);
    if (record) halfway.unshift(record);
  }
  return halfway;
}

/** Runs that only record what somebody said. */
const SENDS_NOTHING: ReadonlySet<string> = new Set(['baseline', 'steps done', 'steps undone']);

/** The account as it would be if those runs had given back what they took only for the way. What was changed by hand since stays. */
export function settled(live: AccountState, runs: readonly RunRecord[], filesDigest: string): AccountState {
  if (runs.length === 0) return live;
  const ways = waysOf(runs, filesDigest);
  const users = new Map(live.users);
  const profiles = new Map(live.profiles);
  for (const [key, way] of ways) {
    const user = live.users.get(key);
    if (user?.status === 'active') users.set(key, keep(user, settledUser(user, way, live)));
    const profile = live.profiles.get(key);
    if (profile) profiles.set(key, keep(profile, settledProfile(profile, way, live)));
  }
  return { ...live, users, profiles };
}

/** What runs did with one person or profile. */
interface Way {
  readonly before: Fields;
  readonly after: Fields;
  /** Operations that were carried out on it; `member Sales` where a membership was. */
  readonly done: ReadonlySet<string>;
}
type Fields = Readonly<Record<string, unknown>>;

function waysOf(runs: readonly RunRecord[], filesDigest: string): ReadonlyMap<ResourceKey, Way> {
  const before = new Map<string, unknown>();
  const after = new Map<string, unknown>();
  for (const { plan } of runs) {
    const touched = touchedIn(plan);
    for (const [key, value] of Object.entries(touched.before)) if (!before.has(key)) before.set(key, value);
    for (const [key, value] of Object.entries(touched.after)) after.set(key, value);
  }
  const areTheirs = runs.every((run) => run.filesDigest === filesDigest);
  const ways = new Map<ResourceKey, Way>();
  for (const [key, done] of doneIn(runs)) {
    const [was, will] = [before.get(key), after.get(key)];
    if (!isFields(will)) continue;
    // Whoever was invited, or came back, had nothing before: all that the run meant to give is what it left halfway.
    const isNew = !isFields(was) || (was.status === 'archived' && will.status === 'active');
    if (!isNew) ways.set(key, { before: was, after: will, done });
    else if (areTheirs) ways.set(key, { before: will, after: will, done });
  }
  return ways;
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

function doneIn(runs: readonly RunRecord[]): ReadonlyMap<ResourceKey, Set<string>> {
  const all = new Map<ResourceKey, Set<string>>();
  const add = (key: ResourceKey, what: string) => all.set(key, (all.get(key) ?? new Set()).add(what));
  for (const { key, operation, input } of runs.flatMap(({ entries }) => carriedOut(entries))) {
    add(key, operation);
    if ((operation !== 'addMember' && operation !== 'removeMember') || !Array.isArray(input.users)) continue;
    for (const email of input.users) add(userKey(String(email)), `member ${key}`);
  }
  return all;
}

type Begin = Extract<JournalEntry, { kind: 'begin' }>;

function carriedOut(entries: readonly JournalEntry[]): readonly Begin[] {
  const done = new Set(
    entries.flatMap((one) =>
      one.kind === 'end' && (one.outcome === 'done' || one.outcome === 'adopted') ? [one.seq] : [],
    ),
  );
  return entries.filter((one): one is Begin => one.kind === 'begin' && done.has(one.seq));
}

function settledUser(user: UserState, way: Way, live: AccountState): UserState {
  const { after, done } = way;
  const did = (...operations: readonly string[]) => operations.some((operation) => done.has(operation));
  const hasLinked = did('link', 'unlink', 'createUser');
  const profile = hasLinked ? given(user.profile, way, 'profile') : user.profile;
  const own = knownValue(profile) === null || profile === user.profile ? user.permissions : {};
  const isMoved = (group: string) => hasLinked || done.has(`member ${groupKey(group)}`);
  return {
    ...user,
    profile,
    permissions: did('setPermissions', 'unlink') && !isEmpty(after.permissions) ? permissions(own, way) : own,
    dashboard: hasLinked || did('setDashboard') ? dashboard(user.dashboard, way) : user.dashboard,
    groups: groups(user.groups, way, { isMoved, live }),
  };
}

function settledProfile(profile: ProfileState, way: Way, live: AccountState): ProfileState {
  const isWritten = way.done.has('setProfileTemplate');
  return {
    ...profile,
    permissions: way.done.has('setPermissions') ? permissions(profile.permissions, way) : profile.permissions,
    dashboard: isWritten ? dashboard(profile.dashboard, way) : profile.dashboard,
    groups: isWritten ? groups(profile.groups, way, { isMoved: () => true, live }) : profile.groups,
  };
}

const isEmpty = (value: unknown): boolean => !isFields(value) || Object.keys(value).length === 0;

/** What a run kept of a state it wrote itself, in the form of the model. */
const valueIn = <T>(fields: Fields, name: string): T | undefined => {
  const known = fields[name] as Known<T> | undefined;
  return known && knownValue(known);
};

function given<T>(now: Known<T>, { before, after }: Way, name: string): Known<T> {
  const will = valueIn<T>(after, name);
  if (will === undefined || !isSame(valueIn<T>(before, name), will) || isSame(knownValue(now), will)) return now;
  return read(will);
}

const dashboard = (now: Known<Dashboard>, way: Way): Known<Dashboard> => given(now, way, 'dashboard');

function permissions(now: PermissionSet, { before, after }: Way): PermissionSet {
  const [was, will] = [before.permissions, after.permissions];
  if (!isFields(was) || !isFields(will)) return now;
  const kept = Object.entries(will).filter(([id, value]) => isSame(was[id], value) && Object.hasOwn(now, id));
  return kept.every(([id, value]) => isSame(Reflect.get(now, id), value))
    ? now
    : { ...now, ...Object.fromEntries(kept) };
}

/** Each membership for itself. */
function groups(
  now: Known<readonly string[]>,
  { before, after }: Way,
  { isMoved, live }: { readonly isMoved: (group: string) => boolean; readonly live: AccountState },
): Known<readonly string[]> {
  const [was, will] = [valueIn<readonly string[]>(before, 'groups'), valueIn<readonly string[]>(after, 'groups')];
  const have = knownValue(now);
  if (!was || !will || !have) return now;
  const back = will.filter((group) => was.includes(group) && !have.includes(group));
  const gone = have.filter((group) => !was.includes(group) && !will.includes(group));
  const returned = back.filter((group) => isMoved(group) && live.groups.has(groupKey(group)));
  const left = gone.filter(isMoved);
  if (returned.length + left.length === 0) return now;
  return read([...have.filter((group) => !left.includes(group)), ...returned].sort());
}
