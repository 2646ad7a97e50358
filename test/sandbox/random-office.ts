import {
  type AccountState,
  canonicalDashboard,
  type Dashboard,
  knownValue,
  levelDashboard,
  NO_DASHBOARD,
  type ProfileState,
  type ResourceKey,
  read,
  type UserState,
} from '../../src/model/index.js';
import { type AccountSeed, permissionsWith, type SeedUser } from '../../src/sandbox/index.js';
import { type Dice, IVRS, randomAccount, randomDashboard } from '../access/random-accounts.js';

/** A random account twice: as the state that the analysis of access takes, and as a seed of the embedded account. */
export interface Office {
  readonly state: AccountState;
  readonly seed: AccountSeed;
}

const numberAt = (index: number) => `+3319900${String(index).padStart(4, '0')}`;

/** Eight people, of whom the first is the superadministrator. */
export function randomOffice(dice: Dice): Office {
  const drawn = randomAccount(dice, { unknown: 0, people: 8 });
  const users = [...drawn.users.values()].map((user, index) => sound(user, index, dice));
  const profiles = [...drawn.profiles.values()].map((profile) => withTemplate(profile, dice));
  const state: AccountState = { ...drawn, users: byKey(users), profiles: byKey(profiles) };
  return { state, seed: seedOf(state) };
}

const byKey = <T extends { readonly key: ResourceKey }>(values: readonly T[]): ReadonlyMap<ResourceKey, T> =>
  new Map(values.map((value) => [value.key, value]));

/** Only what an account can hold: one superadministrator, and external people without a telephone. */
function sound(user: UserState, index: number, dice: Dice): UserState {
  const superAdmin = index === 0;
  const numbers = [numberAt(index)];
  if (superAdmin)
    return {
      ...user,
      status: 'active',
      external: false,
      superAdmin,
      numbers,
      dashboard: read(levelDashboard('admin')),
    };
  const dashboard = read(canonicalDashboard(dashboardFor(user, dice)));
  if (!user.external) return { ...user, superAdmin, numbers, dashboard };
  return { ...user, superAdmin, dashboard, profile: read(null), permissions: {}, groups: read([]) };
}

/** Delegates are what the questions are about, so there are many. */
function dashboardFor({ dashboard }: UserState, dice: Dice): Dashboard {
  const drawn = knownValue(dashboard) ?? NO_DASHBOARD;
  const manages = dice.chance(50) && (drawn.level === 'supervisor' || drawn.level === 'technical');
  return manages ? { ...drawn, pages: { ...drawn.pages, users: 'write' } } : drawn;
}

function withTemplate(profile: ProfileState, dice: Dice): ProfileState {
  const groups = dice.some(['Field', 'Sales', 'Support']);
  return { ...profile, dashboard: read(canonicalDashboard(randomDashboard(dice))), groups: read(groups) };
}

function seedOf(state: AccountState): AccountSeed {
  return {
    team: { id: '1', name: 'Office' },
    licences: [{ plan: 'Business', total: 50 }],
    freeNumbers: [numberAt(100)],
    otherNumbers: [],
    ivrs: IVRS.map((name, index) => ({ name, numbers: [numberAt(200 + index)], users: [] })),
    groups: [...state.groups.values()].map(({ name }) => ({ name, openAccess: name === 'Support' })),
    profiles: [...state.profiles.values()].map(({ name, permissions, dashboard, groups }) => ({
      name,
      permissions: permissionsWith(permissions),
      dashboard: knownValue(dashboard) ?? NO_DASHBOARD,
      groups: knownValue(groups) ?? [],
    })),
    users: [...state.users.values()].map(seedUserOf),
  };
}

function seedUserOf(user: UserState): SeedUser {
  const profile = knownValue(user.profile) ?? null;
  return {
    email: user.email,
    firstName: 'First',
    lastName: 'Last',
    status: user.status,
    external: user.external,
    superAdmin: user.superAdmin,
    profile,
    permissions: user.external || profile !== null ? null : permissionsWith(user.permissions),
    dashboard: knownValue(user.dashboard) ?? NO_DASHBOARD,
    groups: knownValue(user.groups) ?? [],
    numbers: user.numbers,
    plan: user.external ? null : 'Business',
  };
}
