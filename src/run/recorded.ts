import type { RecordedFact } from '../ledger/index.js';
import {
  type AccountState,
  CATALOGUE,
  canonicalDashboard,
  type Dashboard,
  type Desired,
  type Instant,
  isDashboard,
  type Json,
  type Known,
  knownValue,
  type Live,
  NO_DASHBOARD,
  nameOf,
  type PermissionSet,
  type ProfileState,
  type ResourceKey,
  read,
  UNREADABLE,
  type UserState,
} from '../model/index.js';
import { INITIAL } from '../plan/fill.js';
import { CREATED, currentFacts, namesIn, PERMISSIONS } from './facts.js';

/** Whom the files know under earlier names. */
type Named = Pick<Desired, 'users' | 'profiles' | 'groups'>;
const NOBODY_RENAMED: Named = { users: new Map(), profiles: new Map(), groups: new Map() };

/** Facts by resource and field. */
type Facts = ReadonlyMap<ResourceKey, ReadonlyMap<string, RecordedFact>>;

/**
 * The account with what was recorded of it where the service shows nothing: a record never stands against what was read. External people are in
 * no list of the service: those that were recorded are there.
 */
export function withRecorded(live: Live, facts: readonly RecordedFact[], desired: Named = NOBODY_RENAMED): Live {
  const byKey = indexed(currentFacts(live.state, facts, desired));
  if (byKey.size === 0) return live;
  const recorded = new Map<ResourceKey, Map<string, Instant>>();
  const use: Use = (key, path) => {
    const fact = byKey.get(key)?.get(path);
    if (fact) recorded.set(key, (recorded.get(key) ?? new Map()).set(path, fact.at));
    return fact;
  };
  const users = new Map([...live.state.users].map(([key, user]) => [key, recordedUser(user, { byKey, use })] as const));
  for (const key of byKey.keys())
    if (isExternal(byKey, key) && !users.has(key)) users.set(key, recordedUser(externalUser(key, use), { byKey, use }));
  const profiles = new Map(
    [...live.state.profiles].map(([key, profile]) => [key, recordedProfile(profile, { byKey, use })] as const),
  );
  return { ...live, state: { ...live.state, users, profiles }, recorded };
}

type Use = (key: ResourceKey, path: string) => RecordedFact | undefined;

interface Recording {
  readonly byKey: Facts;
  readonly use: Use;
}

function indexed(facts: readonly RecordedFact[]): Facts {
  const byKey = new Map<ResourceKey, Map<string, RecordedFact>>();
  for (const fact of facts) byKey.set(fact.key, (byKey.get(fact.key) ?? new Map()).set(fact.path, fact));
  return byKey;
}

const isExternal = (facts: Facts, key: ResourceKey): boolean => facts.get(key)?.get('external')?.value === true;

function externalUser(key: ResourceKey, use: Use): UserState {
  const name = (path: string): Known<string> => known(UNREADABLE, use(key, path), textOf);
  return {
    key,
    email: nameOf(key),
    firstName: name('firstName'),
    lastName: name('lastName'),
    status: 'active',
    external: true,
    superAdmin: false,
    profile: read(null),
    permissions: {},
    dashboard: UNREADABLE,
    groups: read([]),
    numbers: [],
    plan: undefined,
  };
}

function recordedUser(user: UserState, recording: Recording): UserState {
  const { key, profile: shown } = user;
  if (!recording.byKey.has(key) || user.superAdmin) return user;
  const profile = known(shown, shown.known ? undefined : recording.use(key, 'profile'), profileNameOf);
  // While somebody is linked they have no permissions of their own.
  const isOwn = profile !== shown && knownValue(profile) === null;
  return {
    ...user,
    profile,
    permissions: isOwn ? recordedPermissions(key, user.permissions, recording) : user.permissions,
    dashboard: recordedDashboard(user, recording),
  };
}

function recordedProfile(profile: ProfileState, recording: Recording): ProfileState {
  const { key, groups } = profile;
  if (!recording.byKey.has(key)) return profile;
  return {
    ...profile,
    permissions: recordedPermissions(key, profile.permissions, recording),
    dashboard: recordedDashboard(profile, recording),
    groups: known(groups, groups.known ? undefined : recording.use(key, 'groups'), namesIn),
  };
}

const recordedDashboard = ({ key, dashboard }: UserState | ProfileState, { use }: Recording): Known<Dashboard> =>
  known(dashboard, dashboard.known ? undefined : use(key, 'dashboard'), dashboardOf);

function recordedPermissions(key: ResourceKey, shown: PermissionSet, { use }: Recording): PermissionSet {
  const found = CATALOGUE.flatMap(({ id, kind }) => {
    if (kind === 'action' || Object.hasOwn(shown, id)) return [];
    const fact = use(key, `${PERMISSIONS}${id}`);
    return fact ? [[id, fact.value] as const] : [];
  });
  return found.length === 0 ? shown : { ...shown, ...Object.fromEntries(found) };
}

/** As it is, or else what was recorded, if that can be read. */
function known<T>(shown: Known<T>, fact: RecordedFact | undefined, parse: (value: Json) => T | undefined): Known<T> {
  const value = shown.known || !fact ? undefined : parse(fact.value);
  return value === undefined || !fact ? shown : { known: true, value, from: 'recorded', at: fact.at };
}

const textOf = (value: Json): string | undefined => (typeof value === 'string' ? value : undefined);
const profileNameOf = (value: Json): string | null | undefined => (value === null ? null : textOf(value));

function dashboardOf(value: Json): Dashboard | undefined {
  return isDashboard(value) ? canonicalDashboard(value) : undefined;
}

/**
 * People whom ringctl invited and of whom nobody has said more have what is initial, as far as the files do not state it: so it was planned when
 * they were created, and so it stays planned until somebody has set it.
 */
export function withBeginnings(state: AccountState, facts: readonly RecordedFact[]): AccountState {
  const users = new Map(state.users);
  for (const { key, path } of facts) {
    const user = users.get(key);
    if (path !== CREATED || user?.status !== 'active' || knownValue(user.profile) !== null) continue;
    users.set(key, {
      ...user,
      permissions: { ...INITIAL, ...user.permissions },
      dashboard: user.dashboard.known ? user.dashboard : read(NO_DASHBOARD),
    });
  }
  return { ...state, users };
}
