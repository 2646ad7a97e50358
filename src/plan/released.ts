import {
  byText,
  type Desired,
  type DesiredProfile,
  type DesiredUser,
  type Json,
  nameOf,
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
  if (authority.groups === 'additive')
    compare(base.groups, head.groups, (group) => fields({ openAccess: group.openAccess }));
  return rows.sort((one, other) => byText(one.key, other.key) || byText(one.path, other.path));
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

const profileFields = (profile: DesiredProfile) =>
  fields({ dashboard: profile.dashboard?.level, groups: profile.groups, ...permissions(profile) });

const permissions = (holder: Pick<DesiredUser, 'permissions'>) =>
  Object.fromEntries(Object.entries(holder.permissions).map(([id, value]) => [`permissions.${id}`, value]));

const fields = (values: { readonly [path: string]: Json | undefined }): ReadonlyMap<string, Json> =>
  new Map(Object.entries(values).flatMap(([path, value]) => (value === undefined ? [] : [[path, value] as const])));
