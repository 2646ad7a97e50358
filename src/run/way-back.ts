import type { RunRecord } from '../ledger/index.js';
import {
  type AccountState,
  type GroupState,
  groupKey,
  isSame,
  knownValue,
  nameOf,
  type ProfileState,
  profileKey,
  type ResourceKey,
  type UserState,
  userKey,
} from '../model/index.js';
import { touchedIn } from './run-record.js';

/** What stays as a run left it, and why nobody can take it back. */
export interface Stays {
  readonly key: ResourceKey;
  readonly because: 'invited' | 'deleted' | 'archived' | 'renamed' | 'in-use' | 'signed-out';
}

export interface WayBack {
  /** Everything that the run touched is as it was before it, as far as that can be. */
  readonly state: AccountState;
  /** These are no longer as the run left them. */
  readonly changed: readonly ResourceKey[];
  readonly stays: readonly Stays[];
}

/**
 * The account as it was before a run, where what the run touched is still as the run left it. What was renamed keeps its later name, under which
 * the run wrote its states, and gets back all else.
 */
export function wayBack({ plan, entries }: RunRecord, live: AccountState): WayBack {
  const { before, after } = touchedIn(plan);
  const state = { users: new Map(live.users), profiles: new Map(live.profiles), groups: new Map(live.groups) };
  const changed: ResourceKey[] = [];
  const stays: Stays[] = [...renamesIn(entries, live), ...signOutsIn(entries)];
  for (const key of keysOf(before).sort(byUse)) {
    const [was, left] = [before[key], after[key]];
    const now = written(live.users.get(key) ?? live.profiles.get(key) ?? live.groups.get(key) ?? null);
    if (isSame(now, was)) continue;
    if (!isSame(now, left)) changed.push(key);
    else {
      const because = putBack(state, { key, was, now });
      if (because) stays.push({ key, because });
    }
  }
  return { state, changed, stays };
}

/**
 * The account as the run left it, also where it is by now as it was before. An undo that was cut off before it came to the files goes by this:
 * they still ask for all that the run did.
 */
export function asLeft({ plan, entries }: RunRecord, live: AccountState): AccountState {
  const { before, after } = touchedIn(plan);
  const state = { users: new Map(live.users), profiles: new Map(live.profiles), groups: new Map(live.groups) };
  const done = doneIn(entries);
  for (const key of keysOf(before)) {
    const [was, left] = [before[key], after[key]];
    const now = state.users.get(key) ?? state.profiles.get(key) ?? state.groups.get(key) ?? null;
    if (!done.has(key) || !isSame(written(now), was)) continue;
    if (isUser(left) && isUser(was) && left.status === was.status) state.users.set(key, left);
    else if (isProfile(left)) state.profiles.set(key, left);
    else if (isGroup(left)) state.groups.set(key, left);
  }
  return state;
}

/** What steps that were carried out speak of. */
function doneIn(entries: Entries): ReadonlySet<string> {
  const done = new Set(
    entries.flatMap((entry) =>
      entry.kind === 'end' && (entry.outcome === 'done' || entry.outcome === 'adopted') ? [entry.seq] : [],
    ),
  );
  return new Set(
    entries.flatMap((entry) => {
      if (entry.kind !== 'begin' || !done.has(entry.seq)) return [];
      const { users } = entry.input;
      return [entry.key, ...(Array.isArray(users) ? users.map((email) => userKey(String(email))) : [])];
    }),
  );
}

/** As the ledger writes it: what is undefined is not there. */
const written = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

type Entries = RunRecord['entries'];

const signOutsIn = (entries: Entries): Stays[] =>
  entries.flatMap((entry) =>
    entry.kind === 'begin' && entry.operation === 'signOut' ? [{ key: entry.key, because: 'signed-out' as const }] : [],
  );

/** What still has the later name alone. */
function renamesIn(entries: Entries, { users, profiles, groups }: AccountState): Stays[] {
  const isLive = (key: ResourceKey) => users.has(key) || profiles.has(key) || groups.has(key);
  return entries.flatMap((entry) => {
    if (entry.kind !== 'begin' || entry.operation !== 'rename' || isLive(entry.key)) return [];
    const { email, name } = entry.input;
    const later = entry.key.startsWith('group:') ? groupKey : profileKey;
    const key = typeof email === 'string' ? userKey(email) : typeof name === 'string' ? later(name) : undefined;
    return key !== undefined && isLive(key) ? [{ key, because: 'renamed' as const }] : [];
  });
}

const keysOf = (states: object): ResourceKey[] =>
  Object.keys(states).map((key) => {
    const name = nameOf(key as ResourceKey);
    return key.startsWith('user:') ? userKey(name) : key.startsWith('group:') ? groupKey(name) : profileKey(name);
  });

/** People before profiles, and both before groups: whoever is put back no longer uses what the run created for them. */
const byUse = (one: ResourceKey, other: ResourceKey): number => rank(one) - rank(other);

const rank = (key: ResourceKey): number => (key.startsWith('user:') ? 0 : key.startsWith('profile:') ? 1 : 2);

interface Back {
  readonly key: ResourceKey;
  readonly was: unknown;
  readonly now: unknown;
}

interface Changing {
  readonly users: Map<ResourceKey, UserState>;
  readonly profiles: Map<ResourceKey, ProfileState>;
  readonly groups: Map<ResourceKey, GroupState>;
}

/** Answers why it cannot be put back. */
function putBack(state: Changing, { key, was, now }: Back): Stays['because'] | undefined {
  if (was === null) {
    if (key.startsWith('user:')) return 'invited';
    if (isUsed(key, state)) return 'in-use';
    (key.startsWith('profile:') ? state.profiles : state.groups).delete(key);
    return undefined;
  }
  if (now === null) return 'deleted';
  if (isUser(was)) {
    if (was.status === 'active' && isUser(now) && now.status === 'archived') return 'archived';
    state.users.set(key, was);
  } else if (isProfile(was)) state.profiles.set(key, was);
  else if (isGroup(was)) state.groups.set(key, was);
  return undefined;
}

function isUsed(key: ResourceKey, { users, profiles }: AccountState): boolean {
  const name = nameOf(key);
  const people = [...users.values()];
  if (key.startsWith('profile:')) return people.some(({ profile }) => knownValue(profile) === name);
  return [...people, ...profiles.values()].some(
    ({ groups, dashboard }) => knownValue(groups)?.includes(name) || knownValue(dashboard)?.scope.groups.includes(name),
  );
}

/** What a run keeps of its states it wrote itself, as the model has them. */
const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isUser = (value: unknown): value is UserState => isRecord(value) && 'email' in value && 'status' in value;
const isProfile = (value: unknown): value is ProfileState =>
  isRecord(value) && 'permissions' in value && 'name' in value;
const isGroup = (value: unknown): value is GroupState => isRecord(value) && 'openAccess' in value;
