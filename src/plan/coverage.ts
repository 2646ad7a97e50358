import {
  type AccountState,
  type Desired,
  type DesiredUser,
  type Instant,
  type Known,
  knownValue,
  type Live,
  type Operation,
  type Plan,
  type ResourceKey,
  type UserState,
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

/** One field that the files manage, and what is known of it in the account. */
export interface ManagedField {
  readonly key: ResourceKey;
  readonly path: string;
  /** `read` too where there is nothing yet; an instant where somebody recorded it. */
  readonly known: 'read' | 'unknown' | Instant;
}

/** Every field that the files manage. */
export function managedFieldsIn(
  desired: Desired,
  before: AccountState,
  recorded: Live['recorded'],
): readonly ManagedField[] {
  const fields: ManagedField[] = [];
  manageAll(desired, before, (key, path, have) => {
    fields.push({ key, path, known: knownOf({ key, path, have }, recorded) });
  });
  return fields;
}

interface Found extends Pick<ManagedField, 'key' | 'path'> {
  readonly have: boolean;
}

const knownOf = ({ key, path, have }: Found, recorded: Live['recorded']): ManagedField['known'] =>
  have ? (recorded?.get(key)?.get(path) ?? 'read') : 'unknown';

function manageAll(desired: Desired, before: AccountState, manage: Manage): void {
  for (const want of desired.groups.values())
    if (want.openAccess !== undefined) manage(want.key, 'openAccess', isKnown(before.groups.get(want.key)?.openAccess));
  for (const want of desired.profiles.values()) {
    const have = before.profiles.get(want.key);
    managePermissions(want, have, manage);
    if (want.dashboard) manage(want.key, 'dashboard', isKnown(have?.dashboard));
    if (want.groups) manage(want.key, 'groups', isKnown(have?.groups));
  }
  for (const want of desired.users.values()) manageUser(want, { desired, have: before.users.get(want.key), manage });
}

/** `have`: false where nobody knows what is there. */
type Manage = (key: ResourceKey, path: string, have: boolean) => void;

const isKnown = (have: Known<unknown> | undefined): boolean => have === undefined || have.known;

function managePermissions(
  { key, permissions }: Pick<DesiredUser, 'key' | 'permissions'>,
  have: Pick<UserState, 'permissions'> | undefined,
  manage: Manage,
): void {
  for (const id of Object.keys(permissions))
    manage(key, `permissions.${id}`, have === undefined || Object.hasOwn(have.permissions, id));
}

interface UserCount {
  readonly desired: Desired;
  readonly have: UserState | undefined;
  readonly manage: Manage;
}

function manageUser(want: DesiredUser, { desired, have, manage }: UserCount): void {
  const { key, link } = want;
  const template = link.to === 'profile' ? desired.profiles.get(link.profile) : undefined;
  if (want.firstName !== undefined) manage(key, 'firstName', isKnown(have?.firstName));
  if (want.lastName !== undefined) manage(key, 'lastName', isKnown(have?.lastName));
  if (link.to !== 'unmanaged') manage(key, 'profile', isKnown(have?.profile));
  // While somebody is linked their permissions are those of the profile, and read with it.
  const isLinked = typeof (have && knownValue(have.profile)) === 'string';
  managePermissions(want, have?.status === 'active' && !isLinked ? have : undefined, manage);
  if (want.dashboard ?? template?.dashboard) manage(key, 'dashboard', isKnown(have?.dashboard));
  if (want.groups ?? template?.groups) manage(key, 'groups', isKnown(have?.groups));
}

/** How many fields the files manage, how they are written, and what is not known of them. */
export function countCoverage(desired: Desired, before: AccountState, live: Live): Plan['coverage'] {
  const { operations } = live.coverage;
  const counts = { automatic: 0, byHand: 0, unreadable: 0, recorded: 0 };
  let oldest: Instant | undefined;
  manageAll(desired, before, (key, path, have) => {
    counts[operations[operationFor(key, path)] === 'automatic' ? 'automatic' : 'byHand'] += 1;
    const known = knownOf({ key, path, have }, live.recorded);
    if (known === 'unknown') counts.unreadable += 1;
    else if (known !== 'read') {
      counts.recorded += 1;
      if (oldest === undefined || known < oldest) oldest = known;
    }
  });
  const managed = counts.automatic + counts.byHand;
  const unmanaged = Math.max(0, allFields(desired, before) - managed);
  return { ...counts, unmanaged, ...(oldest !== undefined && { oldestRecordedAt: oldest }) };
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
