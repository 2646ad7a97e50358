import type { AccountSeed, SeedUser } from './account-seed.js';
import { ADMINISTRATES, NO_DASHBOARD, permissionsWith } from './values.js';

const TALKS = permissionsWith({
  playRecordings: 'own',
  editSettings: true,
  snooze: true,
  chatTab: true,
  contactsTab: true,
  tagCalls: true,
  tagsRequired: false,
  noteRequired: false,
  maxChannels: 2,
  onlyMyMissedCallsOnIvr: false,
  anonymisePhoneNumbers: false,
});

type Member = Pick<SeedUser, 'email' | 'firstName' | 'lastName' | 'groups'> & Partial<SeedUser>;

const member = (given: Member, index: number): SeedUser => ({
  status: 'active',
  external: false,
  superAdmin: false,
  profile: null,
  permissions: given.profile === undefined ? TALKS : null,
  dashboard: NO_DASHBOARD,
  numbers: [`+331990001${String(index + 1).padStart(2, '0')}`],
  plan: 'Business',
  ...given,
});

const PEOPLE: readonly Member[] = [
  {
    email: 'nora.lind@smallteam.example',
    firstName: 'Nora',
    lastName: 'Lind',
    groups: ['Office'],
    superAdmin: true,
    dashboard: ADMINISTRATES,
  },
  {
    email: 'omar.said@smallteam.example',
    firstName: 'Omar',
    lastName: 'Said',
    groups: ['Office'],
    dashboard: ADMINISTRATES,
  },
  { email: 'petra.wolf@smallteam.example', firstName: 'Petra', lastName: 'Wolf', groups: ['Shop'], profile: 'Shop' },
  { email: 'remi.colin@smallteam.example', firstName: 'Rémi', lastName: 'Colin', groups: ['Shop'], profile: 'Shop' },
  { email: 'sara.lopes@smallteam.example', firstName: 'Sara', lastName: 'Lopes', groups: ['Shop'], profile: 'Shop' },
  { email: 'theo.marsh@smallteam.example', firstName: 'Theo', lastName: 'Marsh', groups: ['Office', 'Shop'] },
];

export const SMALL_TEAM: AccountSeed = {
  team: { id: '70001', name: 'Small team' },
  licences: [{ plan: 'Business', total: 8 }],
  freeNumbers: ['+33199000107', '+33199000108'],
  otherNumbers: [],
  ivrs: [{ name: 'Front desk', numbers: ['+33199000110'], users: ['petra.wolf@smallteam.example'] }],
  groups: [
    { name: 'Office', openAccess: false },
    { name: 'Shop', openAccess: true },
  ],
  profiles: [
    {
      name: 'Shop',
      permissions: { ...TALKS, showWaitingList: true, pickUpWaitingListCalls: true, afterCallWorkDuration: 20 },
      dashboard: NO_DASHBOARD,
      groups: ['Shop'],
    },
  ],
  users: PEOPLE.map(member),
  content: {
    tags: [{ name: 'Order', color: '#0b6b74', description: '' }],
    snoozeReasons: ['Lunch'],
    credit: { cents: 2_000, currency: 'EUR' },
    calls: [
      {
        direction: 'in',
        state: 'waiting',
        user: null,
        ivr: 'Front desk',
        peer: '+33199001000',
        startedAt: '2026-11-20T16:03:00.000Z',
        endedAt: null,
        recording: 'none',
        tag: null,
        note: '',
      },
      {
        direction: 'out',
        state: 'ended',
        user: 'petra.wolf@smallteam.example',
        ivr: null,
        peer: '+33199001001',
        startedAt: '2026-11-20T10:00:00.000Z',
        endedAt: '2026-11-20T10:04:00.000Z',
        recording: 'none',
        tag: 'Order',
        note: '',
      },
    ],
  },
};

/** An account on its first day: the superadministrator, one number more, and nothing to refer to. */
export const EMPTY: AccountSeed = {
  team: { id: '70000', name: 'Empty' },
  licences: [{ plan: 'Business', total: 5 }],
  freeNumbers: ['+33199000202', '+33199000203', '+33199000204', '+33199000205'],
  otherNumbers: [],
  ivrs: [],
  groups: [],
  profiles: [],
  users: [
    member(
      {
        email: 'owner@empty.example',
        firstName: 'Olive',
        lastName: 'Owner',
        groups: [],
        superAdmin: true,
        dashboard: ADMINISTRATES,
        numbers: ['+33199000201'],
      },
      0,
    ),
  ],
};
