import { afterAll, beforeAll, expect, it } from 'vitest';
import { levelDashboard, PAGES } from '../../../src/model/index.js';
import { addressOfPage } from '../../../src/sandbox/dashboard/navigation.js';
import { type AccountSeed, permissionsWith } from '../../../src/sandbox/seed/index.js';
import { OFFICE, seedUser } from '../requests.js';
import { tagsOf } from './markup.js';
import { type Guest, guestOf, pagesHouse } from './pages-house.js';
import type { House } from './visitor.js';

const HOSTILE = `"'><script>alert(1)</script><img src=x onerror=alert(1)>&lt;{{7*7}}\u202e`;
const NUMBER = '+33199001000';
const at = '2026-11-20T10:00:00.000Z';

const call = {
  direction: 'in' as const,
  user: 'x@acme.example',
  ivr: HOSTILE,
  peer: HOSTILE,
  startedAt: at,
  endedAt: at,
  recording: 'recorded' as const,
  tag: HOSTILE,
  note: HOSTILE,
};

/** An account in which everything that has a name is called the same, and none of it is kind. */
const SEED: AccountSeed = {
  ...OFFICE,
  team: { id: '9', name: HOSTILE },
  ivrs: [{ name: HOSTILE, numbers: ['+33199000010'], users: ['x@acme.example'] }],
  groups: [...OFFICE.groups, { name: HOSTILE, openAccess: true }],
  profiles: [
    ...OFFICE.profiles,
    { name: HOSTILE, permissions: permissionsWith({}), dashboard: levelDashboard('none'), groups: [] },
  ],
  users: [
    ...OFFICE.users.map((user) => (user.superAdmin ? { ...user, firstName: HOSTILE, groups: [HOSTILE] } : user)),
    seedUser('x@acme.example', {
      firstName: HOSTILE,
      lastName: HOSTILE,
      groups: [HOSTILE],
      numbers: ['+33199000031'],
      permissions: permissionsWith({
        snooze: true,
        contactsTab: true,
        joinOpenGroups: true,
        showWaitingList: true,
        pickUpWaitingListCalls: true,
        tagCalls: true,
        afterCallWorkDuration: 60,
        editCallerId: ['allIvr'],
        playRecordings: 'allIvr',
        showDownloadButton: true,
        startStopRecording: true,
        allowToRecord: true,
        anonymisePhoneNumbers: false,
      }),
    }),
  ],
  content: {
    scenarios: [{ ivr: HOSTILE, name: HOSTILE, isDefault: true }],
    tags: [{ name: HOSTILE, color: HOSTILE, description: HOSTILE }],
    snoozeReasons: [HOSTILE],
    blockedNumbers: [{ number: HOSTILE, comment: HOSTILE }],
    brands: [HOSTILE],
    conferences: [{ name: HOSTILE, pincode: HOSTILE, numbers: ['+33199000032'] }],
    otherSettings: [{ name: HOSTILE, value: HOSTILE }],
    webhooks: [{ event: HOSTILE, url: HOSTILE }],
    integrations: [{ name: HOSTILE, enabled: true, settings: { [HOSTILE]: HOSTILE } }],
    contacts: [
      {
        firstName: HOSTILE,
        lastName: HOSTILE,
        company: HOSTILE,
        number: HOSTILE,
        owner: 'x@acme.example',
        integration: HOSTILE,
      },
      { firstName: HOSTILE, lastName: HOSTILE, company: HOSTILE, number: NUMBER, owner: null, integration: null },
    ],
    campaigns: [{ name: HOSTILE, group: HOSTILE, state: HOSTILE }],
    tasks: [{ title: HOSTILE, user: 'x@acme.example', due: HOSTILE, done: false }],
    invoices: [{ period: HOSTILE, cents: 1 }],
    credit: { cents: 1, currency: HOSTILE },
    presences: [{ user: 'x@acme.example', devices: 1, snooze: HOSTILE, snoozeEnd: null }],
    snoozeLog: [
      { user: 'x@acme.example', state: 'after-call', name: HOSTILE, comment: '1', createdAt: at, endedAt: null },
    ],
    calls: [
      { ...call, state: 'ended' },
      { ...call, state: 'live', endedAt: null },
      { ...call, state: 'missed' },
      { ...call, state: 'waiting', user: null, endedAt: null },
    ],
  },
};

let house: House;
let owner: Guest;
beforeAll(async () => {
  house = await pagesHouse(SEED);
  house.database.run('UPDATE numbers SET label = ?', HOSTILE);
  house.database.run(
    'INSERT INTO action_log (at, by, action, target, before, after) VALUES (?, ?, ?, ?, ?, ?)',
    HOSTILE,
    HOSTILE,
    HOSTILE,
    HOSTILE,
    JSON.stringify({ [HOSTILE]: HOSTILE }),
    JSON.stringify([HOSTILE]),
  );
  owner = await guestOf(house, 'owner@acme.example');
  await owner.post('/developer/keys', {
    name: 'K',
    calls: 'none',
    contacts: 'none',
    users: 'none',
    numbers: 'none',
    ivrs: 'none',
    conversations: 'none',
    empower: 'none',
  });
  house.database.run('UPDATE api_keys SET name = ?', HOSTILE);
});
afterAll(() => house.database.close());

const GROUP = OFFICE.groups.length + 1;
const PERSON = OFFICE.users.length + 1;
const PATHS = [
  ...PAGES.map(({ id }) => (id === 'users' ? '/groups' : addressOfPage(id))),
  `/groups/${GROUP}`,
  '/numbers/2',
  '/ivrs/1',
  '/call-tags/1',
  '/snoozes/1',
  '/blocked-numbers/1',
  '/brands/1',
  '/audio-conferences/1',
  '/developer/webhooks/1',
  '/licences',
  '/logs/1',
  `/users/${PERSON}/sees`,
];
/** Whose values are not of the account itself: plans and numbers. */
const WITHOUT: readonly string[] = ['/licences'];
const TEXT_ONLY = /^(?:https?:)?\/\/|^javascript:|^data:(?!,)/i;

it.each(PATHS)('hostile text is text on %s', async (path) => {
  const { status, page } = await owner.get(path);
  expect(status).toBe(200);
  const tags = tagsOf(page);
  const names = new Set(tags.map(({ name }) => name));
  expect(names.has('img')).toBe(false);
  expect(
    tags.filter(({ name, isEnd }) => name === 'script' && !isEnd).map(({ attributes }) => attributes.get('src')),
  ).toEqual(['/assets/dashboard.js']);
  for (const { attributes } of tags) {
    expect([...attributes.keys()].filter((name) => name.startsWith('on') || name === 'style')).toEqual([]);
    for (const name of ['href', 'src', 'action']) expect(attributes.get(name) ?? '').not.toMatch(TEXT_ONLY);
  }
  const main = tags.slice(tags.findIndex(({ name }) => name === 'main'));
  const seen = main.filter(({ text, attributes }) =>
    `${text}${[...attributes.values()].join()}`.includes('<script>alert(1)</script>'),
  );
  expect(seen.length > 0).toBe(!WITHOUT.includes(path));
});

it('and in what is said after a write, in refusals and in files', async () => {
  const saved = await owner.submit('/developer/webhooks/1', '/developer/webhooks/1/delete');
  expect(() => tagsOf(saved.page)).not.toThrow();
  expect(saved.words).toContain('<script>');
  const refused = await owner.post('/groups', { name: `${HOSTILE}\u0000` });
  expect(refused.status).toBe(422);
  const text = await owner.post(`/groups/${GROUP}/add`, { email: HOSTILE });
  expect(() => tagsOf(text.page)).not.toThrow();
  const invoice = await owner.download('/billing/invoices/1');
  expect(invoice.type).toBe('text/plain; charset=utf-8');
});
