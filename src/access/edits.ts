import type { Edit } from '../model/answers.js';
import {
  type AccountState,
  type Dashboard,
  knownValue,
  nameOf,
  type PermissionSet,
  type PermissionValue,
  profileKey,
  type ResourceKey,
  read,
  type UserState,
} from '../model/index.js';

/** Whether somebody's dashboard is that of their profile because they state none of their own. */
export type Follows = (user: ResourceKey) => boolean;

/** The state after these edits. */
export function edited(state: AccountState, edits: readonly Edit[], follows: Follows): AccountState {
  return edits.reduce(
    (before, edit) =>
      edit.key.startsWith('profile:') ? profileEdited(before, edit, follows) : userEdited(before, edit),
    state,
  );
}

function userEdited(state: AccountState, edit: Edit): AccountState {
  const user = state.users.get(edit.key);
  if (!user) return state;
  return { ...state, users: new Map(state.users).set(edit.key, { ...user, ...changed(state, user, edit) }) };
}

function changed(state: AccountState, user: UserState, { path, after }: Edit): Partial<UserState> {
  if (path === 'status') return { status: 'active' };
  if (path === 'groups') return { groups: read(Array.isArray(after) ? after.map(String) : []) };
  if (path === 'dashboard') return { dashboard: read(after as Dashboard) };
  return { profile: read(null), permissions: withValue(ownSet(state, user), path, after) };
}

/** After unlinking a person keeps the values of the profile as their own. */
function ownSet(state: AccountState, user: UserState): PermissionSet {
  const profile = knownValue(user.profile);
  return typeof profile === 'string' ? (state.profiles.get(profileKey(profile))?.permissions ?? {}) : user.permissions;
}

const withValue = (set: PermissionSet, path: string, value: Edit['after']): PermissionSet => ({
  ...set,
  [path.slice('permissions.'.length)]: value as PermissionValue,
});

function profileEdited(state: AccountState, { key, path, after }: Edit, follows: Follows): AccountState {
  const profile = state.profiles.get(key);
  if (!profile) return state;
  if (path !== 'dashboard')
    return {
      ...state,
      profiles: new Map(state.profiles).set(key, {
        ...profile,
        permissions: withValue(profile.permissions, path, after),
      }),
    };
  const dashboard = read(after as Dashboard);
  const users = new Map(state.users);
  for (const user of state.users.values())
    if (isLinked(user, key) && follows(user.key)) users.set(user.key, { ...user, dashboard });
  return { ...state, users, profiles: new Map(state.profiles).set(key, { ...profile, dashboard }) };
}

const isLinked = (user: UserState, profile: ResourceKey): boolean =>
  user.status === 'active' && knownValue(user.profile) === nameOf(profile);

/** Whose access the edits may change. */
export function peopleOf(state: AccountState, edits: readonly Edit[], follows: Follows): ResourceKey[] {
  const people = new Set<ResourceKey>();
  for (const { key, path } of edits) {
    if (!key.startsWith('profile:')) people.add(key);
    else
      for (const user of state.users.values())
        if (isLinked(user, key) && (path !== 'dashboard' || follows(user.key))) people.add(user.key);
  }
  return [...people];
}
