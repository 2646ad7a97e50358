import type { AppPart, Of, PagesSeen, PartState, PermissionFact, PersonAnswer } from '../model/answers.js';
import { type AccountState, knownValue, PAGES, type PermissionId, profileKey, type UserState } from '../model/index.js';
import { APP_FACTS, APP_PARTS, type PartRule } from './app-parts.js';
import { type Access, accessOf, hasPermission, isAdmin, PERMISSIONS } from './effective.js';
import { holdsReach, mayDownload, type Reach } from './reach.js';
import { type Crowd, crowdOf, hearersOf, reachedOf } from './reached.js';
import { dashboardCause, permissionCause } from './ways.js';
import { isPrivileged } from './who-can.js';

/** Everything that these people see, do and reach. What depends on everybody else is worked out once for all of them. */
export function personReports(state: AccountState, people: Iterable<UserState>): PersonAnswer[] {
  const crowd = crowdOf(state);
  return [...people].map((user) => reportOf(crowd, user));
}

function reportOf(crowd: Crowd, user: UserState): PersonAnswer {
  const { state } = crowd;
  const access = crowd.people().get(user.key) ?? accessOf(state, user);
  const profile = knownValue(user.profile);
  const groups = knownValue(user.groups);
  return {
    user: user.key,
    standing: user.status,
    isSuperAdmin: user.superAdmin,
    isExternal: user.external,
    ...(profile !== undefined && { profile: profile === null ? null : profileKey(profile) }),
    ...(groups && { groups }),
    ...appOf(user, access),
    ...dashboardOf(user, access),
    manages: reachOf(crowd, access, 'users.manage'),
    listensTo: reachOf(crowd, access, 'calls.listen'),
    plays: reachOf(crowd, access, 'recordings.play'),
    canDownload: mayDownload(access) === 'yes',
    heardBy: hearersOf(crowd, access).length,
    unknown: unknownFields(user, access),
  };
}

/** Somebody without a licence has no application, and somebody archived has none any more. */
function appOf(user: UserState, access: Access): Pick<PersonAnswer, 'app' | 'facts'> {
  if (!access.isActive || access.isExternal) return { app: [], facts: [] };
  return {
    app: APP_PARTS.map((rule) => partOf(rule, user, access)),
    facts: APP_FACTS.map((permission) => factOf(permission, user, access)),
  };
}

function partOf(rule: PartRule, user: UserState, access: Access): AppPart {
  const { permission, part } = rule;
  const isOn = hasPermission(access, permission);
  return {
    permission,
    part,
    state: stateOf(rule, isOn),
    lacks: isOn ? lacking(permission, access) : [],
    decided: permissionCause(user, permission)[1],
  };
}

function stateOf({ does }: PartRule, isOn: boolean | undefined): PartState {
  if (isOn === undefined) return 'unknown';
  if (does === 'shows') return isOn ? 'shown' : 'hidden';
  return isOn ? 'clickable' : 'frozen';
}

function factOf(permission: PermissionId, user: UserState, access: Access): PermissionFact {
  const value = access.permissions[permission];
  const isOn = value !== undefined && value !== false && value !== 0 && value !== 'none';
  return {
    permission,
    value: value ?? null,
    lacks: isOn ? lacking(permission, access) : [],
    decided: permissionCause(user, permission)[1],
  };
}

/** What is needed and known to be off. */
function lacking(permission: PermissionId, access: Access): PermissionId[] {
  const needs: readonly string[] = PERMISSIONS.find(({ id }) => id === permission)?.needs ?? [];
  return PERMISSIONS.map(({ id }) => id as PermissionId).filter(
    (id) => needs.includes(id) && hasPermission(access, id) === false,
  );
}

function dashboardOf(user: UserState, access: Access): Pick<PersonAnswer, 'dashboard'> {
  if (access.level === undefined) return {};
  const { level, scope } = access;
  const [, decided] = dashboardCause({ user, access }, 'level');
  return { dashboard: { level, scope, pages: isAdmin(access) ? [] : pagesOf(access), decided } };
}

export function pagesOf(access: Pick<Access, 'pages'>): PagesSeen[] {
  return PAGES.flatMap(({ id }) => {
    const value = access.pages[id];
    return value === undefined
      ? []
      : [{ page: id, access: value, privileged: isPrivileged(`page.${id}.${value}`, {}) }];
  });
}

function reachOf(crowd: Crowd, access: Access, reach: Reach): Of | undefined {
  if (holdsReach(access, reach) !== 'yes') return undefined;
  const isAll = reach !== 'calls.listen' && (isAdmin(access) || access.scope.groups === 'all');
  if (isAll) return { kind: 'everyone' };
  return { kind: 'people', ...reachedOf(crowd, access, { reach, argument: undefined }) };
}

function unknownFields(user: UserState, access: Access): string[] {
  if (!access.isActive) return [];
  const dashboard = access.level === undefined ? ['dashboard'] : [];
  if (access.isExternal) return dashboard;
  const fields = [...(access.groups ? [] : ['groups']), ...dashboard];
  if (!user.profile.known) return ['profile', ...fields];
  return [
    ...PERMISSIONS.filter(({ id }) => Reflect.get(access.permissions, id) === undefined).map(({ id }) => id),
    ...fields,
  ];
}
