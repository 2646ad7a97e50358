import {
  type AccountState,
  type Dashboard,
  type Desired,
  type DesiredGroup,
  type DesiredProfile,
  type DesiredUser,
  day,
  type GroupState,
  groupKey,
  instant,
  type Live,
  NO_DASHBOARD,
  type PermissionSet,
  type ProfileState,
  profileKey,
  read,
  remoteId,
  type Settings,
  type UserState,
  userKey,
} from '../../src/model/index.js';
import { INITIAL } from '../../src/plan/fill.js';
import type { PlanOptions } from '../../src/plan/make-plan.js';
import { ALL_AUTOMATIC } from '../../src/plan/offline.js';

/** Short builders of accounts and of what files say, for tables and examples. */

export const SETTINGS: Settings = {
  account: 'acme',
  timeZone: 'UTC',
  provider: { kind: 'sandbox', as: undefined, url: undefined, store: undefined },
  authority: { users: 'additive', profiles: 'additive', groups: 'additive', memberships: 'additive' },
  complete: false,
  limits: {
    removals: { percent: 5, atLeast: 3 },
    losses: { percent: 30, atLeast: 15 },
    changes: { percent: 50, atLeast: 25 },
    privilegedGains: 2,
    invites: 10,
    minAdmins: 2,
    requiredAdmins: [],
    shrink: 10,
    recordedMaxAgeDays: 90,
    releases: 'allow',
  },
  people: {},
  files: {},
  include: [],
};

export interface UserFacts {
  readonly profile?: string | null;
  readonly permissions?: PermissionSet;
  readonly dashboard?: Dashboard;
  readonly groups?: readonly string[];
  readonly status?: UserState['status'];
  readonly external?: boolean;
  readonly superAdmin?: boolean;
  readonly numbers?: readonly string[];
}

export function liveUser(email: string, facts: UserFacts = {}): UserState {
  const profile = facts.profile ?? null;
  return {
    key: userKey(email),
    email,
    firstName: read('First'),
    lastName: read('Last'),
    status: facts.status ?? 'active',
    external: facts.external ?? false,
    superAdmin: facts.superAdmin ?? false,
    profile: read(profile),
    permissions: profile === null ? { ...INITIAL, ...facts.permissions } : {},
    dashboard: read(facts.dashboard ?? NO_DASHBOARD),
    groups: read(facts.groups ?? []),
    numbers: facts.numbers ?? ['+33199000001'],
    plan: 'Business',
  };
}

export const liveProfile = (
  name: string,
  facts: Pick<UserFacts, 'permissions' | 'dashboard' | 'groups'> = {},
): ProfileState => ({
  key: profileKey(name),
  name,
  permissions: { ...INITIAL, ...facts.permissions },
  dashboard: read(facts.dashboard ?? NO_DASHBOARD),
  groups: read(facts.groups ?? []),
});

export const liveGroup = (name: string, openAccess = false): GroupState => ({
  key: groupKey(name),
  name,
  openAccess: read(openAccess),
});

const byKey = <T extends { readonly key: UserState['key'] }>(values: readonly T[]) =>
  new Map(values.map((value) => [value.key, value]));

export interface LiveFacts extends Partial<Omit<Live, 'state'>> {
  readonly users?: readonly UserState[];
  readonly profiles?: readonly ProfileState[];
  readonly groups?: readonly GroupState[];
}

export function live({ users = [], profiles = [], groups = [], ...facts }: LiveFacts = {}): Live {
  const state: AccountState = { users: byKey(users), profiles: byKey(profiles), groups: byKey(groups) };
  const keys = [...state.users.keys(), ...state.profiles.keys(), ...state.groups.keys()];
  return {
    identity: { teamId: '1', teamName: 'Acme', actingAs: undefined, superAdmin: true },
    readAt: instant(new Date(0)),
    state,
    ids: new Map(keys.map((key, index) => [key, remoteId(index + 1)])),
    ambiguous: new Set(),
    unmanageable: [],
    numbers: [{ number: '+33199000099', use: 'free' }],
    ivrs: [],
    licences: [{ plan: 'Business', total: 100, used: 10 }],
    coverage: ALL_AUTOMATIC,
    ...facts,
  };
}

export function wantUser(email: string, facts: Partial<DesiredUser> = {}): DesiredUser {
  return {
    key: userKey(email),
    email,
    previously: [],
    firstName: undefined,
    lastName: undefined,
    link: { to: 'unmanaged' },
    permissions: {},
    dashboard: undefined,
    groups: undefined,
    external: undefined,
    superAdmin: undefined,
    ensure: 'present',
    from: undefined,
    until: undefined,
    invite: undefined,
    at: { file: 'users.yaml', path: ['users', email] },
    ...facts,
  };
}

export const linked = (profile: string): DesiredUser['link'] => ({ to: 'profile', profile: profileKey(profile) });

export const wantProfile = (name: string, facts: Partial<DesiredProfile> = {}): DesiredProfile => ({
  key: profileKey(name),
  id: name,
  name,
  previously: [],
  permissions: {},
  dashboard: undefined,
  groups: undefined,
  at: { file: 'profiles.yaml', path: ['profiles', name] },
  ...facts,
});

export const wantGroup = (name: string, facts: Partial<DesiredGroup> = {}): DesiredGroup => ({
  key: groupKey(name),
  id: name,
  name,
  previously: [],
  openAccess: undefined,
  at: { file: 'groups.yaml', path: ['groups', name] },
  ...facts,
});

export interface DesiredFacts {
  readonly users?: readonly DesiredUser[];
  readonly profiles?: readonly DesiredProfile[];
  readonly groups?: readonly DesiredGroup[];
  readonly authority?: Partial<Settings['authority']>;
}

export const desired = ({ users = [], profiles = [], groups = [], authority = {} }: DesiredFacts = {}): Desired => ({
  settings: { ...SETTINGS, authority: { ...SETTINGS.authority, ...authority } },
  users: byKey(users),
  profiles: byKey(profiles),
  groups: byKey(groups),
  policies: [],
  tests: [],
  filesDigest: '0'.repeat(64),
  fileCount: 1,
});

export const OPTIONS: PlanOptions = {
  tool: { name: 'ringctl', version: '1.0.0' },
  createdAt: instant(new Date(0)),
  at: day('2026-11-22'),
  targets: [],
  excludes: [],
  allowDelete: false,
  locate: () => undefined,
};
