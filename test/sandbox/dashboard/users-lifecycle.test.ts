import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { personById } from '../../../src/sandbox/records.js';
import { Refused } from '../../../src/sandbox/refusals.js';
import { mayReadPerson } from '../../../src/sandbox/rules/authority.js';
import { OFFICE, seedUser } from '../requests.js';
import { formsOf } from './markup.js';
import { type House, houseOf, lastAction, type Visitor, visitorOf } from './visitor.js';

let house: House;
let owner: Visitor;
beforeEach(async () => {
  house = await houseOf(OFFICE);
  owner = await visitorOf(house, 'owner@acme.example');
});
afterEach(() => house.database.close());

const path = (email: string, rest = ''): string => `/users/${house.idOf(email)}${rest}`;
const statusOf = (email: string): unknown =>
  house.database.get('SELECT status FROM users WHERE email = ?', email)?.status;

describe('creating', () => {
  test('a user takes a free number and a licence, and gives the least', async () => {
    const answer = await owner.submit('/users/new', '/users/new', {
      email: 'new@acme.example',
      firstName: 'Nora',
      lastName: 'New',
      number: '+33199000020',
      plan: 'Business',
    });
    expect([answer.status, answer.location]).toEqual([200, path('new@acme.example')]);
    const person = personById(house.database, house.idOf('new@acme.example'));
    expect(person).toMatchObject({
      numbers: ['+33199000020'],
      plan: 'Business',
      dashboard: { level: 'none' },
      groups: [],
    });
    expect(person?.effective).toMatchObject({ playRecordings: 'none', snooze: false, tagsRequired: true });
    expect(lastAction(house).action).toBe('createUser');
  });

  test('an external user has one of two levels and nothing else', async () => {
    await owner.submit('/users/new-external', '/users/new-external', {
      email: 'eve@audit.example',
      level: 'technical',
    });
    expect(personById(house.database, house.idOf('eve@audit.example'))).toMatchObject({
      external: true,
      numbers: [],
      plan: null,
      dashboard: { level: 'technical' },
    });
    const before = house.contents();
    const refused = await owner.submit('/users/new-external', '/users/new-external', {
      email: 'eva@audit.example',
      level: 'admin',
    });
    expect([refused.status, refused.code, house.contents() === before]).toEqual([422, 'EXTERNAL_LIMITED', true]);
  });

  test.each([
    ['tom@acme.example', '+33199000020', 'ADDRESS_TAKEN', 409],
    ['no address', '+33199000020', 'ADDRESS_INVALID', 422],
    ['new@acme.example', '+33199000001', 'NUMBER_NOT_FREE', 409],
    ['new@acme.example', '+33199000999', 'UNKNOWN_NUMBER', 422],
  ])('%s with %s is refused, and the form keeps what was entered', async (email, number, code, status) => {
    const before = house.contents();
    const answer = await owner.submit('/users/new', '/users/new', { email, number, firstName: 'Nora "N" <New>' });
    expect([answer.status, answer.code, house.contents() === before]).toEqual([status, code, true]);
    expect(formsOf(answer.page).find(({ action }) => action === '/users/new')?.fields).toContainEqual([
      'firstName',
      'Nora "N" <New>',
    ]);
  });
});

describe('archiving and deleting', () => {
  test('an archived person keeps number and licence, and can only be looked at or deleted', async () => {
    await owner.submit(path('ivy@acme.example'), path('ivy@acme.example', '/archive'));
    expect(statusOf('ivy@acme.example')).toBe('archived');
    const actions = formsOf((await owner.get(path('ivy@acme.example'))).page).map(({ action }) => action);
    expect(actions).toEqual(['/sign-out']);
  });

  test('deleting needs the address typed', async () => {
    const page = path('ivy@acme.example', '/delete');
    const before = house.contents();
    for (const typed of ['', 'ivy', 'tom@acme.example'])
      expect((await owner.submit(page, page, { typed })).status).toBe(422);
    expect(house.contents()).toBe(before);
    const answer = await owner.submit(page, page, { typed: 'ivy@acme.example' });
    expect([answer.location, statusOf('ivy@acme.example')]).toEqual(['/users', undefined]);
  });

  test('nobody removes themselves, and nobody the superadministrator', async () => {
    const ada = await visitorOf(house, 'ada@acme.example');
    const ivy = await ada.get(path('ivy@acme.example'));
    const before = house.contents();
    for (const email of ['ada@acme.example', 'owner@acme.example', 'bea@acme.example']) {
      const forged = ivy.page.replaceAll(path('ivy@acme.example', '/'), path(email, '/'));
      expect([email, (await ada.send(forged, path(email, '/archive'))).status]).toEqual([email, 403]);
      expect([email, (await ada.get(path(email, '/delete'))).status]).toEqual([email, 403]);
    }
    expect(house.contents()).toBe(before);
  });

  test('a forced sign-out is logged', async () => {
    await owner.submit(path('tom@acme.example'), path('tom@acme.example', '/sign-out'));
    expect(lastAction(house)).toMatchObject({ action: 'signOut', target: 'user:tom@acme.example' });
  });
});

test('groups are joined and left with one form, each as a change of its group', async () => {
  const answer = await owner.submit(path('ivy@acme.example'), path('ivy@acme.example', '/groups'), {
    group: ['2', '6'],
  });
  expect(answer.words).toContain('Groups, Sales → Crew, Support');
  expect(personById(house.database, house.idOf('ivy@acme.example'))?.groups).toEqual(['Crew', 'Support']);
  expect(
    house.database.get("SELECT count(*) AS count FROM action_log WHERE action IN ('addMember', 'removeMember')")?.count,
  ).toBe(3);
});

test('names are changed, and a taken address is refused', async () => {
  await owner.submit(path('ivy@acme.example'), path('ivy@acme.example', '/names'), {
    firstName: 'Ivana',
    email: 'ivana@acme.example',
  });
  expect(personById(house.database, house.idOf('ivana@acme.example'))).toMatchObject({ firstName: 'Ivana' });
  const refused = await owner.submit(path('ivana@acme.example'), path('ivana@acme.example', '/names'), {
    email: 'tom@acme.example',
  });
  expect([refused.status, refused.code]).toEqual([409, 'ADDRESS_TAKEN']);
});

test('a profile made from a person is theirs from then on', async () => {
  const page = path('ivy@acme.example', '/profile');
  const answer = await owner.submit(page, page, { name: 'Like Ivy' });
  expect(answer.location).toMatch(/^\/profiles\/\d+$/);
  expect(personById(house.database, house.idOf('ivy@acme.example'))).toMatchObject({
    profile: 'Like Ivy',
    groups: ['Sales'],
  });
});

describe('the list', () => {
  const addresses = (page: string) => [...page.matchAll(/<td>([\w.]+@[\w.]+)<\/td>/g)].map(([, email]) => email);

  test('shows each person exactly the people whom the rules let them read', async () => {
    let rows = 0;
    for (const { email, status } of OFFICE.users.filter(({ external }) => !external)) {
      if (status !== 'active') continue;
      const actor = personById(house.database, house.idOf(email));
      const page = await (await visitorOf(house, email)).get('/users?status=any');
      if (!actor || page.status !== 200) continue;
      const readable = OFFICE.users
        .filter(({ email: other }) => {
          const person = personById(house.database, house.idOf(other));
          return (
            person &&
            (person.id !== actor.id || addresses(page.page).includes(email)) &&
            isAllowed(() => mayReadPerson(actor, person))
          );
        })
        .map((person) => person.email);
      expect([email, addresses(page.page)]).toEqual([email, readable.sort()]);
      rows += readable.length;
    }
    expect(rows).toBe(84);
  });

  test.each([
    ['q=TOM', ['tom@acme.example']],
    ['q=audit', ['jo@audit.example']],
    ['q=%25', []],
    ['q=_', []],
    ["q=' OR 1=1 --", []],
    ['q=first last tom', ['tom@acme.example']],
    ['group=Crew', ['narrow@acme.example']],
    ['status=archived', ['gone@acme.example', 'old@audit.example']],
    ['external=yes', ['jo@audit.example']],
    ['external=yes&status=any', ['jo@audit.example', 'old@audit.example']],
    ["group=' OR '1'='1", []],
    ['q=tom&page=99', ['tom@acme.example']],
  ])('%s finds %j', async (query, found) => {
    expect(addresses((await owner.get(`/users?${encodeURI(query).replace('%2525', '%25')}`)).page)).toEqual(found);
  });

  test('has fifty people a page', async () => {
    const many = await houseOf({
      ...OFFICE,
      licences: [
        { plan: 'Business', total: 500 },
        { plan: 'Advanced', total: 0 },
      ],
      users: [...OFFICE.users, ...Array.from({ length: 110 }, (_, index) => seedUser(`p${100 + index}@acme.example`))],
    });
    const visitor = await visitorOf(many, 'owner@acme.example');
    const pages = await Promise.all(
      ['', '2', '3'].map(async (page) => addresses((await visitor.get(`/users?page=${page}`)).page)),
    );
    expect(pages.map((page) => page.length)).toEqual([50, 50, 21]);
    expect(new Set(pages.flat()).size).toBe(121);
    many.database.close();
  });
});

function isAllowed(rule: () => void): boolean {
  try {
    rule();
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}
