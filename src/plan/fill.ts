import {
  type AccountState,
  CATALOGUE,
  type Day,
  type Desired,
  type DesiredProfile,
  type DesiredUser,
  knownValue,
  NO_DASHBOARD,
  type PermissionSet,
  type ProfileState,
  profileKey,
  type ResourceKey,
  read,
  type UserState,
} from '../model/index.js';
import { exactMemberships, removeAbsent } from './authority.js';
import { type Filled, keep, overlay, overlaySet } from './overlay.js';

export interface FillOptions {
  readonly at: Day;
  readonly allowDelete: boolean;
}

/** Our least-granting values, sent for every permission that a creation does not state: no default of the service is relied on. */
export const INITIAL: PermissionSet = Object.freeze(
  Object.fromEntries(CATALOGUE.filter((entry) => entry.kind !== 'action').map((entry) => [entry.id, entry.initial])),
);

export function fill(desired: Desired, before: AccountState, options: FillOptions): Filled {
  const reasons = new Map<ResourceKey, string>();
  const groups = new Map(before.groups);
  for (const want of desired.groups.values()) {
    const have = before.groups.get(want.key);
    const openAccess = want.openAccess ?? (have ? undefined : false);
    groups.set(
      want.key,
      keep(have, { key: want.key, name: want.name, openAccess: overlay(have?.openAccess, openAccess) }),
    );
  }
  const profiles = new Map(before.profiles);
  for (const want of desired.profiles.values())
    profiles.set(want.key, fillProfile(want, before.profiles.get(want.key)));

  const users = new Map(before.users);
  for (const want of desired.users.values()) {
    const have = before.users.get(want.key);
    const filled = fillUser({ want, have, desired, before, profiles, options, reasons });
    if (filled) users.set(want.key, filled);
    else users.delete(want.key);
  }
  return removeAbsent(desired, { users, profiles, groups }, reasons);
}

function fillProfile(want: DesiredProfile, have: ProfileState | undefined): ProfileState {
  return keep(have, {
    key: want.key,
    name: want.name,
    permissions: overlaySet(have ? have.permissions : INITIAL, want.permissions),
    dashboard: overlay(have?.dashboard, want.dashboard ?? (have ? undefined : NO_DASHBOARD)),
    groups: overlay(have?.groups, want.groups ?? (have ? undefined : [])),
  });
}

interface UserCase {
  readonly want: DesiredUser;
  readonly have: UserState | undefined;
  readonly desired: Desired;
  readonly before: AccountState;
  readonly profiles: ReadonlyMap<ResourceKey, ProfileState>;
  readonly options: FillOptions;
  readonly reasons: Map<ResourceKey, string>;
}

function fillUser(user: UserCase): UserState | undefined {
  const { want, have, options, reasons } = user;
  const isOver = want.until !== undefined && want.until < options.at;
  const leaves = want.ensure !== 'present' || isOver;
  if (leaves) {
    if (want.ensure === 'absent' && options.allowDelete) {
      reasons.set(want.key, 'ensure: absent');
      return undefined;
    }
    if (have?.status === 'active') reasons.set(want.key, isOver ? `until ${want.until}` : `ensure: ${want.ensure}`);
    return have && { ...have, status: 'archived' };
  }
  const isEarly = want.from !== undefined && options.at < want.from;
  if (have?.status === 'active') return isEarly ? have : existingUser(user, have);
  if (isEarly) return have;
  reasons.set(want.key, have ? 'archived in the account, stated as present' : 'not in the account');
  return newUser(user);
}

/** What the profile gives its people at linking, as the files say it and the account else. */
function templateOf({ want, desired, profiles }: UserCase) {
  if (want.link.to !== 'profile') return undefined;
  const stated = desired.profiles.get(want.link.profile);
  return { stated, filled: profiles.get(want.link.profile) };
}

function newUser(user: UserCase): UserState {
  const { want, have } = user;
  const template = templateOf(user);
  const given = template?.filled?.groups ?? read<readonly string[]>([]);
  return {
    key: want.key,
    email: want.email,
    firstName: read(want.firstName ?? knownValue(have?.firstName ?? read('')) ?? ''),
    lastName: read(want.lastName ?? knownValue(have?.lastName ?? read('')) ?? ''),
    status: 'active',
    external: want.external ?? false,
    superAdmin: false,
    profile: read(template?.filled?.name ?? null),
    permissions: template || want.external ? {} : overlaySet(INITIAL, want.permissions),
    dashboard: overlay(template?.filled?.dashboard ?? read(NO_DASHBOARD), want.dashboard),
    groups: overlay(
      given,
      want.groups ?? template?.stated?.groups ?? exactMemberships(user.desired, { groups: given }),
    ),
    numbers: want.invite ? [want.invite.number] : [],
    plan: want.invite?.plan,
  };
}

function existingUser(user: UserCase, have: UserState): UserState {
  const { want } = user;
  const template = templateOf(user);
  return keep(have, {
    ...have,
    firstName: overlay(have.firstName, want.firstName),
    lastName: overlay(have.lastName, want.lastName),
    ...linkAndPermissions(user, have),
    dashboard: overlay(have.dashboard, want.dashboard ?? template?.stated?.dashboard),
    groups: overlay(have.groups, want.groups ?? template?.stated?.groups ?? exactMemberships(user.desired, have)),
  });
}

/** After unlinking a person keeps the values of the profile as own permissions (an assumption on the service, stated in every request all the same). */
function linkAndPermissions(
  { want, before, profiles }: UserCase,
  have: UserState,
): Pick<UserState, 'profile' | 'permissions'> {
  // Not the whole of what they have: a name that is stated would be taken back.
  if (want.link.to === 'unmanaged') return { profile: have.profile, permissions: have.permissions };
  if (want.link.to === 'profile') {
    const profile = overlay(have.profile, profiles.get(want.link.profile)?.name ?? null);
    return { profile, permissions: profile === have.profile ? have.permissions : {} };
  }
  const linkedTo = knownValue(have.profile);
  const base = typeof linkedTo === 'string' ? before.profiles.get(profileKey(linkedTo))?.permissions : have.permissions;
  return { profile: overlay<string | null>(have.profile, null), permissions: overlaySet(base ?? {}, want.permissions) };
}
