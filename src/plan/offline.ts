import {
  type AccountState,
  type Coverage,
  type Day,
  type Desired,
  type DesiredUser,
  type Instant,
  type Live,
  nameOf,
  OFFLINE,
  OPERATIONS,
  type ResourceKey,
  read,
  type UserState,
} from '../model/index.js';

export const ALL_AUTOMATIC: Coverage = {
  operations: Object.fromEntries(OPERATIONS.map((operation) => [operation, 'automatic'])) as Coverage['operations'],
};

/** An account in which the files of another revision have been applied, and of which nothing else is known. */
export function assumedLive(base: Desired, options: { readonly at: Day; readonly readAt: Instant }): Live {
  const groups: AccountState['groups'] = new Map(
    [...base.groups].map(([key, group]) => [
      key,
      { key, name: group.name, openAccess: group.openAccess === undefined ? OFFLINE : read(group.openAccess) },
    ]),
  );
  const profiles: AccountState['profiles'] = new Map(
    [...base.profiles].map(([key, profile]) => [
      key,
      {
        key,
        name: profile.name,
        permissions: profile.permissions,
        dashboard: profile.dashboard === undefined ? OFFLINE : read(profile.dashboard),
        groups: profile.groups === undefined ? OFFLINE : read(profile.groups),
      },
    ]),
  );
  const users = new Map<ResourceKey, UserState>();
  for (const user of base.users.values()) if (isThere(user, options.at)) users.set(user.key, assumedUser(user, base));
  return {
    identity: { teamId: '', teamName: '', actingAs: undefined, superAdmin: true },
    readAt: options.readAt,
    state: { users, profiles, groups },
    ids: new Map(),
    ambiguous: new Set(),
    unmanageable: [],
    numbers: [],
    ivrs: [],
    licences: [],
    coverage: ALL_AUTOMATIC,
  };
}

const isThere = (user: DesiredUser, at: Day): boolean =>
  user.ensure === 'present' &&
  (user.from === undefined || user.from <= at) &&
  (user.until === undefined || at <= user.until);

function assumedUser(user: DesiredUser, base: Desired): UserState {
  const profile = user.link.to === 'profile' ? base.profiles.get(user.link.profile) : undefined;
  const dashboard = user.dashboard ?? profile?.dashboard;
  const groups = user.groups ?? profile?.groups;
  return {
    key: user.key,
    email: user.email,
    firstName: user.firstName === undefined ? OFFLINE : read(user.firstName),
    lastName: user.lastName === undefined ? OFFLINE : read(user.lastName),
    status: 'active',
    external: user.external ?? false,
    superAdmin: user.superAdmin ?? false,
    profile:
      user.link.to === 'unmanaged' ? OFFLINE : read(user.link.to === 'profile' ? nameOf(user.link.profile) : null),
    permissions: user.permissions,
    dashboard: dashboard === undefined ? OFFLINE : read(dashboard),
    groups: groups === undefined ? OFFLINE : read(groups),
    numbers: user.invite ? [user.invite.number] : [],
    plan: user.invite?.plan,
  };
}
