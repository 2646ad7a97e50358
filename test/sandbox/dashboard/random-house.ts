import type { AccountState } from '../../../src/model/index.js';
import { CATALOGUE, knownValue, NO_DASHBOARD, type PermissionSet, type UserState } from '../../../src/model/index.js';
import type { SeedCall } from '../../../src/sandbox/seed/content-seed.js';
import type { AccountSeed } from '../../../src/sandbox/seed/index.js';
import { type Dice, GROUPS, IVRS, randomAccount } from '../../access/random-accounts.js';

/** A random account that everything is known of, and the same as a seed, with something of everybody on every page. */
export interface RandomHouse {
  readonly state: AccountState;
  readonly seed: AccountSeed;
}

export function randomHouse(dice: Dice): RandomHouse {
  const random = randomAccount(dice, { unknown: 0, people: 6 });
  const superAdmin = [...random.users.values()].find((user) => user.superAdmin)?.key;
  const users = [...random.users].map(([key, user]) => [key, { ...user, superAdmin: key === superAdmin }] as const);
  const state = { ...random, users: new Map(users) };
  return { state, seed: seedOf(state, dice) };
}

function seedOf(state: AccountState, dice: Dice): AccountSeed {
  const people = [...state.users.values()];
  const licensed = people.filter(({ external }) => !external).map(({ email }) => email);
  return {
    team: { id: '7', name: 'Random' },
    licences: [{ plan: 'Business', total: 20 }],
    freeNumbers: ['+33199000050'],
    otherNumbers: [],
    ivrs: IVRS.map((name, index) => ({ name, numbers: [`+3319900006${index}`], users: dice.some(licensed) })),
    groups: GROUPS.map((name) => ({ name, openAccess: dice.chance(50) })),
    profiles: [...state.profiles.values()].map(({ name, permissions }) => ({
      name,
      permissions: allOf(permissions),
      dashboard: NO_DASHBOARD,
      groups: [],
    })),
    users: people.map((user, index) => seedUserOf(user, index)),
    content: {
      tags: [{ name: 'Order', color: '#112233', description: '' }],
      integrations: [{ name: 'Tool', enabled: true, settings: { Address: 'x' } }],
      invoices: [{ period: '2026-10', cents: 100 }],
      otherSettings: [{ name: 'Music', value: 'Piano' }],
      contacts: [...people.map(({ email }) => email), null].map((owner) => ({
        firstName: 'C',
        lastName: owner ?? 'directory',
        company: '',
        number: '+33199000070',
        owner,
        integration: null,
      })),
      campaigns: [...GROUPS, null].map((group) => ({ name: `For ${group}`, group, state: 'draft' })),
      tasks: [...people.map(({ email }) => email), null].map((user) => ({
        title: `Of ${user}`,
        user,
        due: '2026-11-30',
        done: false,
      })),
      calls: callsOf(people.map(({ email }) => email)),
    },
  };
}

const allOf = (permissions: PermissionSet): PermissionSet => ({
  ...Object.fromEntries(CATALOGUE.filter(({ kind }) => kind !== 'action').map(({ id, initial }) => [id, initial])),
  ...permissions,
});

const seedUserOf = (user: UserState, index: number): AccountSeed['users'][number] => ({
  email: user.email,
  firstName: knownValue(user.firstName) ?? '',
  lastName: knownValue(user.lastName) ?? '',
  status: user.status,
  external: user.external,
  superAdmin: user.superAdmin,
  profile: user.external ? null : (knownValue(user.profile) ?? null),
  permissions: user.external || knownValue(user.profile) ? null : allOf(user.permissions),
  dashboard: knownValue(user.dashboard) ?? NO_DASHBOARD,
  groups: knownValue(user.groups) ?? [],
  numbers: [`+3319900000${index}`],
  plan: 'Business',
});

/** Of everybody and of nobody, on every line and in every state. */
function callsOf(emails: readonly string[]): readonly SeedCall[] {
  return (['live', 'ended', 'missed', 'waiting'] as const).flatMap((state) =>
    [...emails, null].flatMap((user) =>
      [...IVRS, null].map((ivr) => ({
        direction: 'in' as const,
        state,
        user,
        ivr,
        peer: '+33199000071',
        startedAt: '2026-11-20T10:00:00.000Z',
        endedAt: state === 'ended' || state === 'missed' ? '2026-11-20T10:01:00.000Z' : null,
        recording: state === 'ended' || state === 'live' ? ('recorded' as const) : ('none' as const),
        tag: null,
        note: '',
      })),
    ),
  );
}
