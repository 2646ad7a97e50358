import {
  type AccountState,
  type Dashboard,
  type Desired,
  groupKey,
  type Known,
  knownValue,
  profileKey,
  type ResourceKey,
  type UserState,
} from '../model/index.js';
import { type Filled, keep, overlay } from './overlay.js';

interface Maps extends AccountState {
  readonly users: Map<ResourceKey, UserState>;
}

/** What leaves because an authoritative kind does not state it. Archived, external and superadministrator users never leave by absence. */
export function removeAbsent(desired: Desired, state: Maps, reasons: Map<ResourceKey, string>): Filled {
  const { authority } = desired.settings;
  const isExact = authority.users === 'authoritative' || authority.memberships === 'authoritative';
  for (const user of isExact ? [...state.users.values()] : []) {
    if (desired.users.has(user.key) || user.status === 'archived') continue;
    if (authority.users === 'authoritative' && !user.external && !user.superAdmin) {
      state.users.set(user.key, { ...user, status: 'archived' });
      reasons.set(user.key, 'not in the files');
    } else {
      const groups = exactMemberships(desired, user);
      if (groups) state.users.set(user.key, keep(user, { ...user, groups: overlay(user.groups, groups) }));
    }
  }
  const profiles = split(authority.profiles, state.profiles, desired.profiles, () => profilesInUse(state));
  const groups = split(authority.groups, state.groups, desired.groups, () =>
    groupsInUse({ ...state, profiles: profiles.stay }),
  );
  for (const key of [...profiles.gone, ...groups.gone]) reasons.set(key, 'not in the files, and nobody refers to it');
  const after = { users: state.users, profiles: profiles.stay, groups: groups.stay };
  return { after, stillInUse: [...profiles.inUse, ...groups.inUse], reasons };
}

/** Under `authoritative` the files say who is in their groups; groups that they do not name are left alone. */
export function exactMemberships(desired: Desired, have: Pick<UserState, 'groups'>): readonly string[] | undefined {
  const groups = knownValue(have.groups);
  if (desired.settings.authority.memberships !== 'authoritative' || !groups) return undefined;
  return groups.filter((name) => !desired.groups.has(groupKey(name)));
}

function split<T>(
  authority: 'additive' | 'authoritative',
  have: ReadonlyMap<ResourceKey, T>,
  stated: ReadonlyMap<ResourceKey, unknown>,
  inUse: () => ReadonlySet<ResourceKey>,
): { stay: ReadonlyMap<ResourceKey, T>; gone: readonly ResourceKey[]; inUse: readonly ResourceKey[] } {
  if (authority === 'additive') return { stay: have, gone: [], inUse: [] };
  const used = inUse();
  const absent = [...have.keys()].filter((key) => !stated.has(key));
  const gone = absent.filter((key) => !used.has(key));
  const isGone = new Set(gone);
  return {
    stay: new Map([...have].filter(([key]) => !isGone.has(key))),
    gone,
    inUse: absent.filter((key) => used.has(key)),
  };
}

/** Archived people count: their data still names the profile. */
function profilesInUse(state: AccountState): ReadonlySet<ResourceKey> {
  const names = [...state.users.values()].map((user) => knownValue(user.profile));
  return new Set(names.flatMap((name) => (typeof name === 'string' ? [profileKey(name)] : [])));
}

function groupsInUse(state: AccountState): ReadonlySet<ResourceKey> {
  const used = new Set<ResourceKey>();
  const add = (holder: { readonly dashboard: Known<Dashboard>; readonly groups: Known<readonly string[]> }) => {
    for (const name of knownValue(holder.groups) ?? []) used.add(groupKey(name));
    const scope = knownValue(holder.dashboard)?.scope.groups;
    if (scope && scope !== 'all') for (const name of scope) used.add(groupKey(name));
  };
  for (const user of state.users.values()) add(user);
  for (const profile of state.profiles.values()) add(profile);
  return used;
}
