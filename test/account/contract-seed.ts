import { levelDashboard, NO_DASHBOARD } from '../../src/model/index.js';
import { type AccountSeed, permissionsWith, type SeedUser } from '../../src/sandbox/index.js';

const person = (email: string, number: string | null, given: Partial<SeedUser> = {}): SeedUser => ({
  email,
  firstName: 'First',
  lastName: 'Last',
  status: 'active',
  external: false,
  superAdmin: false,
  profile: null,
  permissions: permissionsWith({ snooze: true }),
  dashboard: NO_DASHBOARD,
  groups: [],
  numbers: number === null ? [] : [number],
  plan: number === null ? null : 'Business',
  ...given,
});

/** Small, and with one of each: the contract says what becomes of it. */
export const CONTRACT_SEED: AccountSeed = {
  team: { id: '1', name: 'Contract' },
  licences: [{ plan: 'Business', total: 6 }],
  freeNumbers: ['+33199000020', '+33199000021'],
  otherNumbers: ['+33199000022'],
  ivrs: [{ name: 'Desk', numbers: ['+33199000010'], users: ['tom@acme.example'] }],
  groups: [
    { name: 'Sales', openAccess: false },
    { name: 'Support', openAccess: true },
  ],
  profiles: [
    { name: 'Agent', permissions: permissionsWith({}), dashboard: NO_DASHBOARD, groups: ['Sales'] },
    {
      name: 'Lead',
      permissions: permissionsWith({ chatTab: true }),
      dashboard: levelDashboard('supervisor'),
      groups: ['Sales', 'Support'],
    },
  ],
  users: [
    person('owner@acme.example', '+33199000001', { superAdmin: true, dashboard: levelDashboard('admin') }),
    person('ada@acme.example', '+33199000002'),
    person('tom@acme.example', '+33199000003', { profile: 'Agent', permissions: null, groups: ['Sales'] }),
    person('accounts@acme.example', null, { external: true, permissions: null, dashboard: levelDashboard('billing') }),
    person('gone@acme.example', '+33199000004', { status: 'archived' }),
  ],
};
