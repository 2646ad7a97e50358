import {
  byText,
  CATALOGUE,
  canonicalDashboard,
  type Dashboard,
  type GroupState,
  groupKey,
  type Known,
  LEVELS,
  type LiveIvr,
  type LiveNumber,
  levelDashboard,
  PAGES,
  type PageAccess,
  type PageId,
  type PermissionSet,
  type PermissionValue,
  type ProfileState,
  profileKey,
  type ResourceKey,
  read,
  type Scope,
  type UserState,
  userKey,
} from '../../model/index.js';
import { comparableAddress } from '../identity.js';
import {
  countAt,
  flagAt,
  isObject,
  objectAt,
  oneOf,
  textAt,
  textOrNullAt,
  textsAt,
  UnexpectedShape,
  type WireObject,
} from '../wire.js';

/** Entries of the lists as values, with their shape checked. What many people have in common is made once and shared. */
export interface Entries {
  user(value: WireObject): UserEntry;
  profile(value: WireObject): ProfileEntry;
  group(value: WireObject): GroupEntry;
  number(value: WireObject): LiveNumber;
  ivr(value: WireObject): LiveIvr;
}

export interface UserEntry {
  readonly id: number;
  readonly email: string;
  /** Undefined when the address cannot be compared safely. */
  readonly state: UserState | undefined;
}

export interface ProfileEntry {
  readonly id: number;
  readonly state: ProfileState;
}

export interface GroupEntry {
  readonly id: number;
  readonly state: GroupState;
}

const STATUSES = ['active', 'archived'] as const;
const USES = ['free', 'user', 'ivr', 'other'] as const;
const NO_PERMISSIONS: PermissionSet = Object.freeze({});
const NO_GROUPS: Known<readonly string[]> = read(Object.freeze([]));
const NONE = read(levelDashboard('none'));
const ADMIN = read(levelDashboard('admin'));

export function createEntries(): Entries {
  const shared = createShared();
  return {
    user: (value) => {
      const email = textAt(value, 'email');
      const comparable = comparableAddress(email);
      const state = comparable === undefined ? undefined : userState(shared, userKey(comparable), value);
      return { id: countAt(value, 'id'), email, state };
    },
    profile: (value) => ({ id: countAt(value, 'id'), state: profileState(shared, value) }),
    group: (value) => {
      const name = textAt(value, 'name');
      return {
        id: countAt(value, 'id'),
        state: { key: groupKey(name), name, openAccess: read(flagAt(value, 'openAccess')) },
      };
    },
    number: (value) => ({ number: textAt(value, 'number'), use: oneOf(value.use, USES, 'use') }),
    ivr: (value) => ({ name: textAt(value, 'name'), numbers: textsAt(value, 'numbers') }),
  };
}

function userState(shared: Shared, key: ResourceKey, value: WireObject): UserState {
  return {
    key,
    email: textAt(value, 'email'),
    firstName: read(textAt(value, 'firstName')),
    lastName: read(textAt(value, 'lastName')),
    status: oneOf(value.status, STATUSES, 'status'),
    external: flagAt(value, 'external'),
    superAdmin: flagAt(value, 'superAdmin'),
    profile: shared.profile(textOrNullAt(value, 'profile')),
    permissions: value.permissions === null ? NO_PERMISSIONS : shared.permissions(value.permissions),
    dashboard: shared.dashboard(value.dashboard),
    groups: shared.groups(textsAt(value, 'groups')),
    numbers: textsAt(value, 'numbers'),
    plan: textOrNullAt(value, 'plan') ?? undefined,
  };
}

function profileState(shared: Shared, value: WireObject): ProfileState {
  const name = textAt(value, 'name');
  return {
    key: profileKey(name),
    name,
    permissions: shared.permissions(value.permissions),
    dashboard: shared.dashboard(value.dashboard),
    groups: shared.groups(textsAt(value, 'groups')),
  };
}

interface Shared {
  profile(name: string | null): Known<string | null>;
  permissions(value: unknown): PermissionSet;
  dashboard(value: unknown): Known<Dashboard>;
  groups(names: readonly string[]): Known<readonly string[]>;
}

function createShared(): Shared {
  const profiles = new Map<string | null, Known<string | null>>();
  const permissions = new Map<string, PermissionSet>();
  const dashboards = new Map<string, Known<Dashboard>>();
  const single = new Map<string, Known<readonly string[]>>();
  const several = new Map<string, Known<readonly string[]>>();
  return {
    profile: (name) => once(profiles, name, () => read(name)),
    permissions: (value) => once(permissions, JSON.stringify(value), () => Object.freeze(permissionsAt(value))),
    dashboard: (value) =>
      plainDashboard(value) ??
      once(dashboards, JSON.stringify(value), () => read(Object.freeze(canonicalDashboard(dashboardAt(value))))),
    groups: (names) => {
      const [only = '', ...others] = names;
      if (others.length > 0)
        return once(several, JSON.stringify(names), () => read(Object.freeze([...names].sort(byText))));
      return names.length === 0 ? NO_GROUPS : once(single, only, () => read(Object.freeze([only])));
    },
  };
}

function once<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}

/** Most people have no dashboard: nothing needs to be compared for them. */
function plainDashboard(value: unknown): Known<Dashboard> | undefined {
  const level = isObject(value) ? value.level : undefined;
  return level === 'none' ? NONE : level === 'admin' ? ADMIN : undefined;
}

const PERMISSIONS: readonly string[] = CATALOGUE.filter(({ kind }) => kind !== 'action').map(({ id }) => id);

function permissionsAt(value: unknown): PermissionSet {
  const holder = objectAt(value, 'permissions');
  const pairs = Object.entries(holder).map(([id, given]) => [id, valueAt(id, given)] as const);
  const missing = PERMISSIONS.find((id) => !Object.hasOwn(holder, id));
  if (missing !== undefined) throw new UnexpectedShape(`permissions has no ${missing}`);
  return Object.fromEntries(pairs);
}

function valueAt(id: string, value: unknown): PermissionValue {
  if (!PERMISSIONS.includes(id)) throw new UnexpectedShape(`permissions has "${id}", which this version does not know`);
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return [...value].sort(byText);
  throw new UnexpectedShape(`permissions.${id} is no value of a permission`);
}

function dashboardAt(value: unknown): Dashboard {
  const holder = objectAt(value, 'dashboard');
  const level = oneOf(holder.level, LEVELS, 'level');
  const pages = Object.entries(objectAt(holder.pages, 'pages')).map(([id, access]): [PageId, PageAccess] => [
    oneOf(
      id,
      PAGES.map((page) => page.id),
      'pages',
    ),
    oneOf(access, ['read', 'write'], `page ${id}`),
  ]);
  return { level, pages: Object.fromEntries(pages), scope: scopeAt(holder.scope) };
}

function scopeAt(value: unknown): Scope {
  const holder = objectAt(value, 'scope');
  const names = (name: string) => (holder[name] === 'all' ? 'all' : textsAt(holder, name));
  return {
    groups: names('groups'),
    ivrs: names('ivrs'),
    lines: oneOf(holder.lines, ['all', 'direct', 'ivr'], 'lines'),
  };
}
