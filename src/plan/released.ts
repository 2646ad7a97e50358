import {
  type AccountState,
  byText,
  type Desired,
  type DesiredGroup,
  type DesiredProfile,
  type DesiredUser,
  type Json,
  knownValue,
  nameOf,
  OFFLINE,
  type Released,
  type ResourceKey,
  type Source,
} from '../model/index.js';

type LocateBase = (key: ResourceKey, path: string) => Source | undefined;

/** What the base revision stated and the files no longer do, and what therefore keeps its value. `locateBase` tells where it stood. */
export function releasedFields(base: Desired, head: Desired, locateBase: LocateBase): Released[] {
  const renamed = new Map<ResourceKey, ResourceKey>();
  for (const kind of ['users', 'profiles', 'groups'] as const) {
    for (const { key, previously } of head[kind].values())
      for (const previous of previously) renamed.set(previous, key);
  }
  const rows: Released[] = [];
  const compare = <T>(
    before: ReadonlyMap<ResourceKey, T>,
    after: ReadonlyMap<ResourceKey, T>,
    fieldsOf: (value: T) => ReadonlyMap<string, Json>,
  ) => {
    for (const [key, value] of before) {
      const now = after.get(renamed.get(key) ?? key);
      const still = now === undefined ? new Map<string, Json>() : fieldsOf(now);
      for (const [path, held] of fieldsOf(value)) {
        const source = still.has(path) ? undefined : locateBase(key, path);
        if (!still.has(path)) rows.push({ key, path, value: held, ...(source && { source }) });
      }
    }
  };
  const { authority } = head.settings;
  const leavers = authority.users === 'authoritative' ? withoutMissing(base.users, head, renamed) : base.users;
  compare(leavers, head.users, userFields);
  if (authority.profiles === 'additive') compare(base.profiles, head.profiles, profileFields);
  if (authority.groups === 'additive') compare(base.groups, head.groups, groupFields);
  return rows.sort((one, other) => byText(one.key, other.key) || byText(one.path, other.path));
}

/** A resource and the paths that are stated of it, with spaces between. */
export interface ManagedPaths {
  readonly key: ResourceKey;
  readonly path: string;
}

/** Everything that the files state. */
export function managedFields(desired: Desired): readonly ManagedPaths[] {
  const of = <T>(values: ReadonlyMap<ResourceKey, T>, fieldsOf: (value: T) => ReadonlyMap<string, Json>) =>
    [...values].map(([key, value]) => ({ key, path: [...fieldsOf(value).keys()].join(' ') }));
  return [...of(desired.users, userFields), ...of(desired.profiles, profileFields), ...of(desired.groups, groupFields)];
}

/** What was managed when the files were last applied and is no longer stated; the value is the one that stays. */
export function releasedSince(managed: readonly ManagedPaths[], head: Desired, live: AccountState): Released[] {
  if (managed.length === 0) return [];
  const stated = new Map(managedFields(head).map(({ key, path }) => [key, path.split(' ')]));
  const renamed = new Map(
    [...head.users.values(), ...head.profiles.values(), ...head.groups.values()].flatMap(({ key, previously }) =>
      previously.map((previous) => [previous, key] as const),
    ),
  );
  return managed.flatMap(({ key, path: paths }) => {
    const now = renamed.get(key) ?? key;
    const gone = paths.split(' ').filter((path) => path !== '' && !stated.get(now)?.includes(path));
    return gone.flatMap((path): Released[] => {
      const value = stillHeld(live, now, path);
      return value === undefined ? [] : [{ key: now, path, value }];
    });
  });
}

/** Undefined for whoever is not there any more: nothing of them stays. */
function stillHeld({ users, profiles, groups }: AccountState, key: ResourceKey, path: string): Json | undefined {
  const user = users.get(key);
  const holder = user?.status === 'archived' ? undefined : (user ?? profiles.get(key));
  if (path === 'openAccess') return knownValue(groups.get(key)?.openAccess ?? OFFLINE);
  if (!holder) return undefined;
  if (path === 'profile') return (user && knownValue(user.profile)) ?? 'none';
  if (path === 'dashboard') return knownValue(holder.dashboard)?.level;
  if (path === 'groups') return knownValue(holder.groups);
  const value: unknown = Reflect.get(holder.permissions, path.slice('permissions.'.length));
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}

/** Under `authoritative` people who are no longer stated are archived: nothing is released. */
function withoutMissing(
  users: Desired['users'],
  head: Desired,
  renamed: ReadonlyMap<ResourceKey, ResourceKey>,
): Desired['users'] {
  return new Map([...users].filter(([key, user]) => head.users.has(renamed.get(key) ?? key) || user.external === true));
}

function userFields(user: DesiredUser): ReadonlyMap<string, Json> {
  if (user.ensure !== 'present') return new Map();
  const profile = user.link.to === 'profile' ? nameOf(user.link.profile) : user.link.to === 'none' ? 'none' : undefined;
  return fields({ profile, dashboard: user.dashboard?.level, groups: user.groups, ...permissions(user) });
}

const groupFields = ({ openAccess }: DesiredGroup) => fields({ openAccess });

const profileFields = (profile: DesiredProfile) =>
  fields({ dashboard: profile.dashboard?.level, groups: profile.groups, ...permissions(profile) });

const permissions = (holder: Pick<DesiredUser, 'permissions'>) =>
  Object.fromEntries(Object.entries(holder.permissions).map(([id, value]) => [`permissions.${id}`, value]));

const fields = (values: { readonly [path: string]: Json | undefined }): ReadonlyMap<string, Json> =>
  new Map(Object.entries(values).flatMap(([path, value]) => (value === undefined ? [] : [[path, value] as const])));
