import {
  knownValue,
  NO_DASHBOARD,
  type PermissionSet,
  profileKey,
  type ResourceKey,
  read,
  UNREADABLE,
  type UserState,
} from '../model/index.js';
import {
  type Draft,
  dashboardDraft,
  differs,
  draft,
  groupsUsed,
  json,
  permissionDraft,
  scopeOf,
  stated,
} from './draft.js';
import { INITIAL } from './fill.js';

/** Somebody as their steps find them: as they are, or as the creation leaves them. */
export function startOf(have: UserState | undefined, want: UserState): UserState {
  return have?.status === 'active' ? have : createdState(want);
}

/** A person as the creation leaves them: linked people get everything from the link that follows. */
function createdState(want: UserState): UserState {
  const isLinked = typeof knownValue(want.profile) === 'string';
  return {
    ...want,
    profile: read(null),
    permissions: isLinked ? INITIAL : want.permissions,
    dashboard: isLinked ? read(NO_DASHBOARD) : want.dashboard,
    groups: read([]),
  };
}

/** An invitation carries neither permissions nor dashboard access. */
export function createDraft(want: UserState, start: UserState, byInvitation = false): Draft {
  const dashboard = knownValue(start.dashboard) ?? NO_DASHBOARD;
  const isInvited = byInvitation && !want.external;
  const input = {
    email: want.email,
    firstName: knownValue(want.firstName) ?? '',
    lastName: knownValue(want.lastName) ?? '',
    external: want.external,
    ...(want.numbers[0] !== undefined && { number: want.numbers[0] }),
    ...(want.plan !== undefined && { plan: want.plan }),
    ...(!want.external && !isInvited && { permissions: json(start.permissions) }),
    ...(!isInvited && { dashboard: json(dashboard) }),
  };
  return draft('createUser', want.key, { input }, { reads: isInvited ? [] : scopeOf(dashboard) });
}

/**
 * What is set of somebody's own once they are invited: all of it, since nobody has seen what an invitation gives. Whoever is linked gets everything
 * from the link.
 */
export function invitedDrafts(start: UserState, want: UserState): readonly Draft[] {
  if (want.external || typeof knownValue(want.profile) === 'string') return [];
  const drafts = [
    permissionDraft(want.key, {}, start.permissions),
    dashboardDraft(want.key, UNREADABLE, start.dashboard),
  ];
  return drafts.flatMap((one) => one ?? []);
}

/** Permissions, dashboard and groups become those of the profile. */
export function linkDraft(have: UserState, want: UserState): Draft {
  const profile = knownValue(want.profile) ?? null;
  const use = { reads: profileOf(want), frees: [...profileOf(have), ...groupsUsed(have)] };
  return draft('link', want.key, { input: { profile }, precondition: stated({ profile: have.profile }) }, use);
}

/** The permissions become the person's own. */
export function unlinkDraft(have: UserState, permissions: PermissionSet): Draft {
  const content = { input: { permissions: json(permissions) }, precondition: stated({ profile: have.profile }) };
  return draft('unlink', have.key, content, { frees: profileOf(have) });
}

export function nameDrafts(have: UserState, want: UserState): Draft[] {
  const names = (['firstName', 'lastName'] as const).filter((field) => differs(have[field], want[field]));
  if (names.length === 0) return [];
  const input = Object.fromEntries(names.map((field) => [field, knownValue(want[field]) ?? '']));
  return [
    draft('rename', want.key, {
      input,
      precondition: stated(Object.fromEntries(names.map((field) => [field, have[field]]))),
    }),
  ];
}

/** The profile that a person is linked to: it may be edited or deleted only in step with them. */
export function profileOf(user: UserState): readonly ResourceKey[] {
  const name = knownValue(user.profile);
  return typeof name === 'string' ? [profileKey(name)] : [];
}
