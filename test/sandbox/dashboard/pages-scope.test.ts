import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Dashboard, PAGES, type PageId, type Scope, type UserState } from '../../../src/model/index.js';
import { actionsInSight } from '../../../src/sandbox/content/actions.js';
import { callCounts, callsInSight } from '../../../src/sandbox/content/calls.js';
import { contactsInSight } from '../../../src/sandbox/content/contacts.js';
import { groupsInSight, peopleInSight } from '../../../src/sandbox/content/groups.js';
import { ivrsInSight } from '../../../src/sandbox/content/ivrs.js';
import { insertKey, keysInSight } from '../../../src/sandbox/content/keys.js';
import { numbersInSight } from '../../../src/sandbox/content/numbers.js';
import { sightOf } from '../../../src/sandbox/content/sight.js';
import { campaignsInSight, tasksInSight } from '../../../src/sandbox/content/work.js';
import { type Database, text } from '../../../src/sandbox/database.js';
import { KEY_KINDS } from '../../../src/sandbox/key-rights.js';
import { personByEmail } from '../../../src/sandbox/records.js';
import { type AccountSeed, SEEDS } from '../../../src/sandbox/seed/index.js';
import { diceOf, GROUPS, IVRS } from '../../access/random-accounts.js';
import { runs } from '../../support/scale.js';
import { seedUser } from '../requests.js';
import { type Expected, expectedOf } from './expected-access.js';
import { type Guest, guestOf, pagesHouse } from './pages-house.js';
import { randomHouse } from './random-house.js';
import type { Entered, House } from './visitor.js';

const everyPage: Dashboard['pages'] = Object.fromEntries(PAGES.map(({ id }) => [id, 'write']));
const narrow = (scope: Partial<Scope>): Dashboard => ({
  level: 'technical',
  pages: everyPage,
  scope: { groups: 'all', ivrs: 'all', lines: 'all', ...scope },
});

const SEED: AccountSeed = {
  ...SEEDS.acme,
  users: [
    ...SEEDS.acme.users,
    seedUser('sales@acme.example', { dashboard: narrow({ groups: ['Sales'], ivrs: ['Paris desk'] }), plan: null }),
    seedUser('direct@acme.example', { dashboard: narrow({ groups: ['Sales'], lines: 'direct' }), plan: null }),
    seedUser('ivrs@acme.example', { dashboard: narrow({ lines: 'ivr' }), plan: null }),
    seedUser('wide@acme.example', { dashboard: narrow({}), plan: null }),
  ],
};

let house: House;
let sales: Guest;
let direct: Guest;
let wide: Guest;
beforeAll(async () => {
  house = await pagesHouse(SEED);
  for (const email of ['tom.becker@acme.example', 'pauline.martin@acme.example'])
    insertKey(house.database, { key: email, userId: house.idOf(email), name: 'K', grant: KEY_KINDS['read-only'] });
  [sales, direct, wide] = [
    await guestOf(house, 'sales@acme.example'),
    await guestOf(house, 'direct@acme.example'),
    await guestOf(house, 'wide@acme.example'),
  ];
});
afterAll(() => house.database.close());

const numberId = (number: string) => String(house.database.get('SELECT id FROM numbers WHERE number = ?', number)?.id);
const FREE = '+33199000060';

describe('whoever may change every page, within one group and one IVR,', () => {
  it.each<[string, () => [string, Entered], string]>([
    ['names no new IVR', () => ['/ivrs', { name: 'Mine' }], 'OUTSIDE_SCOPE'],
    ['renames not even their own', () => ['/ivrs/1/rename', { name: 'Support line' }], 'OUTSIDE_SCOPE'],
    ['closes no other IVR', () => ['/ivrs/2/open', {}], 'NOT_FOUND'],
    [
      'gives no number to somebody else',
      () => [`/numbers/${numberId(FREE)}/assign`, { email: 'tom.becker@acme.example' }],
      'UNKNOWN_USER',
    ],
    ['gives no number to another IVR', () => [`/numbers/${numberId(FREE)}/assign`, { ivr: '2' }], 'OUTSIDE_SCOPE'],
    ['frees no number of another IVR', () => [`/numbers/${numberId('+33199000082')}/free`, {}], 'NOT_FOUND'],
    ['makes no campaign of another group', () => ['/campaigns', { name: 'x', group: '2' }], 'UNKNOWN_GROUP'],
    ['makes no campaign of everybody', () => ['/campaigns', { name: 'x', group: '' }], 'UNKNOWN_GROUP'],
    ['stops no campaign of everybody', () => ['/campaigns/3', { state: 'ended' }], 'NOT_FOUND'],
    [
      'gives no task to somebody else',
      () => ['/tasks', { title: 'x', email: 'tom.becker@acme.example', due: '2026-12-01' }],
      'UNKNOWN_USER',
    ],
    ['gives no task to everybody', () => ['/tasks', { title: 'x', email: '', due: '2026-12-01' }], 'UNKNOWN_USER'],
    ['does no task of somebody else', () => ['/tasks/3', { done: 'on' }], 'NOT_FOUND'],
    [
      'revokes no key of somebody else',
      () => ['/developer/keys/revoke', { user: String(house.idOf('tom.becker@acme.example')), name: 'K' }],
      'OUTSIDE_SCOPE',
    ],
    ['deletes no contact of somebody else', () => ['/contacts/6/delete', {}], 'NOT_FOUND'],
    [
      'adds nobody from outside to the group',
      () => ['/groups/1/add', { email: 'tom.becker@acme.example' }],
      'UNKNOWN_USER',
    ],
    ['adds nobody to another group', () => ['/groups/2/add', { email: 'pauline.martin@acme.example' }], 'NOT_FOUND'],
    ['makes no group', () => ['/groups', { name: 'Mine' }], 'OUTSIDE_SCOPE'],
    ['listens to nobody outside', () => ['/activity/98/listen', {}], 'NOT_FOUND'],
  ])('%s', async (_what, request, code) => {
    const before = house.contents();
    const seen = await sales.post(...request());
    expect(seen.code).toBe(code);
    expect(house.contents()).toBe(before);
  });

  it.each<[string, () => [string, Entered]]>([
    ['closes theirs', () => ['/ivrs/1/open', {}]],
    [
      'gives a free number to their people',
      () => [`/numbers/${numberId(FREE)}/assign`, { email: 'pauline.martin@acme.example' }],
    ],
    ['frees it again', () => [`/numbers/${numberId(FREE)}/free`, {}]],
    [
      'gives tasks to their people',
      () => ['/tasks', { title: 'x', email: 'pauline.martin@acme.example', due: '2026-12-01' }],
    ],
    [
      'revokes their keys',
      () => ['/developer/keys/revoke', { user: String(house.idOf('pauline.martin@acme.example')), name: 'K' }],
    ],
  ])('%s', async (_what, request) => {
    expect((await sales.post(...request())).status).toBe(303);
  });
});

describe('lines', () => {
  it('of people are not there for IVRs only, nor those of IVRs for direct lines only', async () => {
    const linesOf = async (guest: Guest, path: string) => {
      const { words } = await guest.get(path);
      return {
        desk: words.includes('Paris desk'),
        direct: words.includes('direct line') && words.includes('Pauline Martin'),
      };
    };
    for (const path of ['/logs', '/analytics', '/numbers'])
      expect([path, (await linesOf(direct, path)).desk]).toEqual([path, false]);
    expect(await linesOf(direct, '/activity')).toEqual({ desk: false, direct: false });
    expect((await direct.get('/activity')).words).toContain('Hugo Lambert');
    expect(await linesOf(sales, '/activity')).toMatchObject({ desk: true });
    const olga = await (await guestOf(house, 'olga.petrova@acme.example')).get('/activity');
    expect([olga.words.includes('Tom Becker'), olga.words.includes('Anna Vogel')]).toEqual([true, false]);
  });
});

it('a direct line is given to nobody by those who see IVR lines only', async () => {
  const guest = await guestOf(house, 'ivrs@acme.example');
  const given = await guest.post(`/numbers/${numberId(FREE)}/assign`, { email: 'pauline.martin@acme.example' });
  expect(given.code).toBe('UNKNOWN_USER');
});

describe('the name of an IVR', () => {
  it('is that of one IVR', async () => {
    expect((await wide.post('/ivrs', { name: 'Paris desk' })).code).toBe('NAME_AMBIGUOUS');
    expect((await wide.post('/ivrs/1/rename', { name: 'Support line' })).code).toBe('NAME_AMBIGUOUS');
  });

  it('changes in the scopes that name it, so that everybody sees what they saw', async () => {
    expect((await wide.post('/ivrs/2/rename', { name: 'Help line' })).status).toBe(303);
    expect(personByEmail(house.database, 'olga.petrova@acme.example')?.dashboard.scope.ivrs).toEqual(['Help line']);
    expect(personByEmail(house.database, 'sales@acme.example')?.dashboard.scope.ivrs).toEqual(['Paris desk']);
    const row = house.database.get(
      'SELECT json FROM user_listings WHERE user_id = ?',
      house.idOf('olga.petrova@acme.example'),
    );
    expect(String(row?.json)).toContain('Help line');
  });
});

const ACCOUNTS = runs({ short: 12, long: 400 });
const ALL = { limit: 1000, offset: 0 };
const STATES = ['live', 'ended', 'missed', 'waiting'] as const;

interface Room {
  readonly database: Database;
  readonly people: readonly UserState[];
  readonly expected: Expected;
}

it('what is left out of a list before it is read is what the analysis of access leaves out, and what the brute force does', async () => {
  const dice = diceOf(4711);
  const counts = { all: 0, some: 0, none: 0 };
  for (let account = 0; account < ACCOUNTS; account += 1) {
    const { state, seed } = randomHouse(dice);
    const { database } = await pagesHouse(seed);
    const people = [...state.users.values()];
    for (const user of people) addTraces(database, user);
    for (const actor of people.filter(({ status }) => status === 'active').slice(0, 3)) {
      const room = { database, people, expected: expectedOf(state, actor.key) };
      const lists = listsOf(room, actor.email);
      for (const { name, found, total, wanted, of } of lists) {
        expect([actor.email, name, [...found].sort()]).toEqual([actor.email, name, [...wanted].sort()]);
        expect([actor.email, name, total]).toEqual([actor.email, name, wanted.length]);
        counts[wanted.length === 0 ? 'none' : wanted.length === of ? 'all' : 'some'] += 1;
      }
    }
    database.close();
  }
  for (const count of Object.values(counts)) expect(count).toBeGreaterThan(ACCOUNTS);
});

function addTraces(database: Database, { email }: UserState): void {
  const userId = personByEmail(database, email)?.id ?? 0;
  insertKey(database, { key: email, userId, name: 'K', grant: KEY_KINDS['read-only'] });
  const sql =
    "INSERT INTO action_log (at, by, action, target, before, after) VALUES ('2026', 'x', 'y', ?, 'null', '1')";
  database.run(sql, `user:${email}`);
}

interface Listed {
  readonly name: string;
  readonly found: readonly string[];
  readonly total: number;
  readonly wanted: readonly string[];
  /** How many there are. */
  readonly of: number;
}

function listsOf(room: Room, email: string): readonly Listed[] {
  const { database, people, expected } = room;
  const actor = personByEmail(database, email);
  if (!actor) return [];
  const sight = (page: PageId) => sightOf(actor, page);
  const listed = <T>(
    name: string,
    given: { total: number; list: readonly T[] },
    keyOf: (one: T) => string,
    all: readonly string[],
    isWanted: (key: string) => boolean,
  ): Listed => ({
    name,
    found: given.list.map(keyOf),
    total: given.total,
    wanted: all.filter(isWanted),
    of: all.length,
  });
  const byEmail = (key: string) => people.find((user) => user.email === key);
  const ofPerson = (page: PageId) => (key: string) => {
    const user = byEmail(key);
    return user ? expected.person(page, 'read', user) : expected.opens(page, 'read') && expected.everyGroup(page);
  };
  const emails = people.map((user) => user.email);
  const opens = (page: PageId) => expected.opens(page, 'read');
  return [
    ...(['activity', 'logs', 'analytics'] as const).map((page) => callList(room, page, sight(page))),
    listed(
      'groups',
      groupsInSight(database, sight('users'), ALL),
      ({ name }) => name,
      GROUPS,
      (name) => expected.group('users', 'read', name),
    ),
    listed('people', peopleInSight(database, sight('users'), ALL), (one) => one.email, emails, ofPerson('users')),
    listed(
      'ivrs',
      ivrsInSight(database, sight('ivrs'), ALL),
      ({ name }) => name,
      IVRS,
      (name) => expected.ivr('ivrs', 'read', name),
    ),
    listed(
      'campaigns',
      campaignsInSight(database, sight('campaigns'), ALL),
      (one) => one.group ?? '',
      [...GROUPS, ''],
      (group) =>
        group === ''
          ? opens('campaigns') && expected.everyGroup('campaigns')
          : expected.group('campaigns', 'read', group),
    ),
    listed(
      'tasks',
      tasksInSight(database, sight('tasks'), ALL),
      (one) => one.title.slice(3),
      [...emails, 'null'],
      ofPerson('tasks'),
    ),
    listed('keys', keysInSight(database, sight('developer'), ALL), (one) => one.email, emails, ofPerson('developer')),
    listed(
      'actions',
      actionsInSight(database, sight('actionLogs'), { ...ALL, filter: { by: '', action: '', target: '' } }),
      ({ target }) => target.slice(5),
      emails,
      (key) => expected.everyGroup('actionLogs') || ofPerson('actionLogs')(key),
    ),
    ...(opens('contacts')
      ? [
          listed(
            'contacts',
            contactsInSight(database, sight('contacts'), { ...ALL, search: '' }),
            (one) => one.lastName,
            [...emails, 'directory'],
            (key) => key === 'directory' || ofPerson('contacts')(key),
          ),
        ]
      : []),
    ...(opens('numbers') ? [numberList(room, sight('numbers'))] : []),
  ];
}

/** Calls by person and IVR; of analytics the sums, which must be of the same calls. */
function callList(
  { database, people, expected }: Room,
  page: 'activity' | 'logs' | 'analytics',
  sight: ReturnType<typeof sightOf>,
): Listed {
  const members = (ivr: string | null): readonly UserState[] =>
    database
      .all(
        'SELECT u.email FROM ivr_users x JOIN users u ON u.id = x.user_id JOIN ivrs i ON i.id = x.ivr_id WHERE i.name = ?',
        ivr,
      )
      .flatMap((row) => people.find(({ email }) => email === text(row, 'email')) ?? []);
  const all = [...people, undefined].flatMap((user) =>
    [...IVRS, null].map((ivr) => ({ user, ivr, ivrPeople: members(ivr) })),
  );
  const wanted = all.filter((call) => expected.call(page, call)).map(({ user, ivr }) => `${nameOf(user)}/${ivr}`);
  if (page === 'analytics') {
    const found = callCounts(database, sight).map(({ person, ivr }) => `${person}/${ivr}`);
    return { name: page, found, total: found.length, wanted, of: all.length };
  }
  const { total, list } = callsInSight(database, sight, { ...ALL, filter: { states: ['ended'], search: '' } });
  return { name: page, found: list.map(({ person, ivr }) => `${person}/${ivr}`), total, wanted, of: all.length };
}

const nameOf = (user: UserState | undefined): string => (user ? `${user.email.split('@')[0]} Acme` : '');

/** Free numbers are everybody's who opens the page; those of somebody external are seen where all groups are. */
function numberList({ database, people, expected }: Room, sight: ReturnType<typeof sightOf>): Listed {
  const isSeen = (user: UserState) =>
    user.external
      ? user.status === 'active' &&
        expected.personOn(
          'numbers',
          { ...user, external: false, groups: { known: true, value: [], from: 'read' } },
          'direct',
        )
      : expected.personOn('numbers', user, 'direct');
  const wanted = [
    ...people.filter(isSeen).map((user) => nameOf(user)),
    ...IVRS.filter((ivr) => expected.ivr('numbers', 'read', ivr)),
    'free',
  ];
  const { total, list } = numbersInSight(database, sight, ALL);
  return {
    name: 'numbers',
    found: list.map(({ use }) => ('name' in use ? use.name : use.kind)),
    total,
    wanted,
    of: people.length + 3,
  };
}

it('nobody sees anything on a page that is not theirs', async () => {
  const { state, seed } = randomHouse(diceOf(8));
  const { database } = await pagesHouse(seed);
  const found = [...state.users.values()].flatMap(({ email, key }) => {
    const actor = personByEmail(database, email);
    const expected = expectedOf(state, key);
    const closed = actor ? PAGES.filter(({ id }) => !expected.opens(id, 'read')) : [];
    return closed.map(
      ({ id }) =>
        actor && callsInSight(database, sightOf(actor, id), { ...ALL, filter: { states: STATES, search: '' } }).total,
    );
  });
  expect(found.length).toBeGreaterThan(20);
  expect(new Set(found)).toEqual(new Set([0]));
  database.close();
});
