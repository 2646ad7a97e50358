import type {
  AccountState,
  Desired,
  DesiredUser,
  Known,
  Live,
  Operation,
  Plan,
  ResourceKey,
  UserState,
} from '../model/index.js';

/** Which operation writes a field. */
export function operationFor(key: ResourceKey, path: string): Operation {
  const isUser = key.startsWith('user:');
  if (path.startsWith('permissions.')) return 'setPermissions';
  if (path === 'profile') return 'link';
  if (path === 'openAccess') return 'setOpenAccess';
  if (path.startsWith('dashboard')) return isUser ? 'setDashboard' : 'setProfileTemplate';
  if (path === 'groups') return isUser ? 'addMember' : 'setProfileTemplate';
  return key.startsWith('membership:') ? 'addMember' : 'rename';
}

/** How many fields the files manage, how they are written, and what is not known of them. */
export function countCoverage(desired: Desired, before: AccountState, live: Live): Plan['coverage'] {
  const count = { automatic: 0, byHand: 0, unreadable: 0, recorded: 0, unmanaged: 0 };
  const manage = (key: ResourceKey, path: string, fields: number, have: Known<unknown> | undefined) => {
    if (live.coverage.operations[operationFor(key, path)] === 'automatic') count.automatic += fields;
    else count.byHand += fields;
    if (have && !have.known) count.unreadable += fields;
    if (have?.known && have.from === 'recorded') count.recorded += fields;
  };
  for (const want of desired.groups.values()) {
    if (want.openAccess !== undefined) manage(want.key, 'openAccess', 1, before.groups.get(want.key)?.openAccess);
  }
  for (const want of desired.profiles.values()) {
    const have = before.profiles.get(want.key);
    manage(want.key, 'permissions.*', Object.keys(want.permissions).length, undefined);
    if (want.dashboard) manage(want.key, 'dashboard', 1, have?.dashboard);
    if (want.groups) manage(want.key, 'groups', 1, have?.groups);
  }
  for (const want of desired.users.values()) countUser(want, { desired, have: before.users.get(want.key), manage });
  const managed = count.automatic + count.byHand;
  return { ...count, unmanaged: Math.max(0, allFields(desired, before) - managed) };
}

interface UserCount {
  readonly desired: Desired;
  readonly have: UserState | undefined;
  readonly manage: (key: ResourceKey, path: string, fields: number, have: Known<unknown> | undefined) => void;
}

function countUser(want: DesiredUser, { desired, have, manage }: UserCount): void {
  const template = want.link.to === 'profile' ? desired.profiles.get(want.link.profile) : undefined;
  const names = [want.firstName, want.lastName].filter((name) => name !== undefined).length;
  if (names > 0) manage(want.key, 'firstName', names, have?.firstName);
  if (want.link.to !== 'unmanaged') manage(want.key, 'profile', 1, have?.profile);
  manage(want.key, 'permissions.*', Object.keys(want.permissions).length, undefined);
  if (want.dashboard ?? template?.dashboard) manage(want.key, 'dashboard', 1, have?.dashboard);
  if (want.groups ?? template?.groups) manage(want.key, 'groups', 1, have?.groups);
}

/** Fields of everything that is in the account or in the files: 5 a person (names, link, dashboard, groups) and own permissions, 2 a profile and its permissions, 1 a group. */
function allFields(desired: Desired, before: AccountState): number {
  let fields = before.groups.size + [...desired.groups.keys()].filter((key) => !before.groups.has(key)).length;
  for (const profile of before.profiles.values()) fields += 2 + Object.keys(profile.permissions).length;
  for (const user of before.users.values())
    if (user.status === 'active') fields += 5 + Object.keys(user.permissions).length;
  return fields;
}

export const unmanagedUsers = (desired: Desired, before: AccountState): number =>
  [...before.users.values()].filter((user) => user.status === 'active' && !desired.users.has(user.key)).length;
