import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { canonicalDashboard, levelDashboard } from '../../../src/model/index.js';
import { personById, profileById } from '../../../src/sandbox/records.js';
import { OFFICE } from '../requests.js';
import { formsOf, type PageForm } from './markup.js';
import { type House, houseOf, lastAction, type Seen, type Visitor, visitorOf } from './visitor.js';

/** Ids are the positions: 1 Agent, to which tom and sue are linked, 2 Boss, 3 and 4 Same, 5 Helper. */
const SHARED = {
  ...OFFICE,
  users: OFFICE.users.map((user) =>
    user.email === 'ivy@acme.example' ? { ...user, profile: 'Agent', permissions: null } : user,
  ),
};

let house: House;
let owner: Visitor;
beforeEach(async () => {
  house = await houseOf(SHARED);
  owner = await visitorOf(house, 'owner@acme.example');
});
afterEach(() => house.database.close());

const person = (email: string) => personById(house.database, house.idOf(email));
const calls = (form: PageForm): boolean => form.fields.some(([, value]) => value === 'Calls');
const propose = (who: Visitor, entered: Readonly<Record<string, string>>): Promise<Seen> =>
  who.submit('/profiles/1', '/profiles/1/permissions', entered, calls);

describe('a change of a profile', () => {
  test('shows whom it reaches and what they gain before it is saved', async () => {
    const before = house.contents();
    const shown = await propose(owner, { 'p.frenchSpecialNumbers': 'on', 'p.maxChannels': '3' });
    expect([shown.status, house.contents() === before]).toEqual([200, true]);
    expect(shown.words).toContain('This reaches 2 people');
    expect(shown.words).toContain('French special numbers off → on');
    expect(shown.words).toContain('Maximum number of channels 1 → 3');
    expect(shown.words).toContain('can now call French special numbers; can now have 3 calls at a time (1 before)');
  });

  test('reaches everybody who is linked in the moment it is saved', async () => {
    const shown = await propose(owner, { 'p.frenchSpecialNumbers': 'on' });
    const saved = await owner.send(shown.page, '/profiles/1/save');
    expect(saved.words).toContain('French special numbers, off → on, for 2 people.');
    for (const email of ['tom@acme.example', 'ivy@acme.example'])
      expect([email, person(email)?.effective.frenchSpecialNumbers]).toEqual([email, true]);
    expect(lastAction(house)).toMatchObject({
      action: 'setPermissions',
      target: 'profile:Agent',
      after: { frenchSpecialNumbers: true },
    });
  });

  test('is undone by whoever saved it, once, and by nobody else', async () => {
    const before = profileById(house.database, 1)?.permissions;
    const saved = await owner.send((await propose(owner, { 'p.maxChannels': '9' })).page, '/profiles/1/save');
    const ada = await visitorOf(house, 'ada@acme.example');
    const offered = ({ page }: Seen) => formsOf(page).filter(({ action }) => action === '/profiles/1/save').length;
    expect([offered(saved), offered(await ada.get(saved.location ?? ''))]).toEqual([1, 0]);
    await owner.send(saved.page, '/profiles/1/save');
    expect(profileById(house.database, 1)?.permissions).toEqual(before);
    expect((await owner.send(saved.page, '/profiles/1/save')).code).toBe('CHANGED_SINCE');
  });

  test('made meanwhile by somebody else is not written over', async () => {
    const opened = await owner.get('/profiles/1');
    const shown = await propose(owner, { 'p.maxChannels': '2' });
    const ada = await visitorOf(house, 'ada@acme.example');
    await ada.send((await propose(ada, { 'p.maxChannels': '5' })).page, '/profiles/1/save');
    const before = house.contents();
    expect((await owner.send(shown.page, '/profiles/1/save')).code).toBe('CHANGED_SINCE');
    expect((await owner.send(opened.page, '/profiles/1/permissions', { 'p.maxChannels': '2' }, calls)).code).toBe(
      'CHANGED_SINCE',
    );
    expect(house.contents()).toBe(before);
  });

  test.each(['', 'null', '[]', '{"maxChannels":0}', '{"forceSignOut":true}', '{"__proto__":{}}', 'x'.repeat(1000)])(
    'with the values %j is refused',
    async (values) => {
      const shown = await propose(owner, { 'p.maxChannels': '2' });
      const before = house.contents();
      const { status } = await owner.send(shown.page, '/profiles/1/save', { values });
      expect([status, house.contents() === before]).toEqual([422, true]);
    },
  );
});

describe('the template', () => {
  test('reaches people who are linked from then on only', async () => {
    await owner.submit('/profiles/1', '/profiles/1/template', { level: 'billing', usual: 'on' }, (form) =>
      form.fields.some(([, value]) => value === 'dashboard'),
    );
    await owner.submit('/profiles/1', '/profiles/1/template', { group: ['Support', 'Crew'] }, (form) =>
      form.fields.some(([, value]) => value === 'groups'),
    );
    expect(profileById(house.database, 1)).toMatchObject({
      dashboard: levelDashboard('billing'),
      groups: ['Crew', 'Support'],
    });
    expect(person('tom@acme.example')).toMatchObject({ dashboard: { level: 'none' }, groups: ['Sales'] });
    const shown = await owner.submit('/profiles/1/assign', '/profiles/1/assign', {
      user: String(house.idOf('narrow@acme.example')),
    });
    await owner.send(shown.page, '/profiles/1/assign');
    expect(person('narrow@acme.example')).toMatchObject({
      profile: 'Agent',
      dashboard: canonicalDashboard(levelDashboard('billing')),
      groups: ['Crew', 'Support'],
    });
  });

  test('gives the level admin by the hand of the superadministrator only', async () => {
    const ada = await visitorOf(house, 'ada@acme.example');
    const before = house.contents();
    const answer = await ada.submit('/profiles/1', '/profiles/1/template', { level: 'admin' }, (form) =>
      form.disabled.includes('level=admin'),
    );
    expect([answer.status, answer.code, house.contents() === before]).toEqual([
      403,
      'ONLY_SUPERADMIN_GRANTS_ADMIN',
      true,
    ]);
  });
});

describe('assigning', () => {
  test('links several people at once, after their consequences were shown', async () => {
    const users = ['tech@acme.example', 'reader@acme.example'].map((email) => String(house.idOf(email)));
    const before = house.contents();
    const shown = await owner.submit('/profiles/5/assign', '/profiles/5/assign', { user: users });
    expect([shown.status, house.contents() === before]).toEqual([200, true]);
    expect(shown.words).toContain('can no longer change the page Users');
    await owner.send(shown.page, '/profiles/5/assign');
    expect([person('tech@acme.example')?.profile, person('reader@acme.example')?.profile]).toEqual([
      'Helper',
      'Helper',
    ]);
  });

  test('links all of them or none', async () => {
    const users = ['ivy@acme.example', 'reader@acme.example'].map((email) => String(house.idOf(email)));
    const shown = await owner.submit('/profiles/5/assign', '/profiles/5/assign', { user: users });
    await owner.submit(`/users/${users[1]}`, `/users/${users[1]}/archive`);
    const before = house.contents();
    const answer = await owner.send(shown.page, '/profiles/5/assign');
    expect([answer.status, answer.code, house.contents() === before]).toEqual([409, 'ARCHIVED', true]);
  });

  test.each([[[]], [['999']], [['x']]])('of %j is refused', async (user) => {
    const before = house.contents();
    const answer = await owner.submit('/profiles/5/assign', '/profiles/5/assign', { user });
    expect([answer.status, house.contents() === before]).toEqual([422, true]);
  });

  test('of a name that two profiles share is refused', async () => {
    const shown = await owner.submit('/profiles/3/assign', '/profiles/3/assign', {
      user: String(house.idOf('tech@acme.example')),
    });
    expect((await owner.send(shown.page, '/profiles/3/assign')).code).toBe('NAME_AMBIGUOUS');
  });
});

describe('a profile', () => {
  test('is created with the least, duplicated with everything, renamed and deleted', async () => {
    const created = await owner.submit('/profiles/new', '/profiles/new', { name: 'Night' });
    const id = Number(created.location?.split('/')[2]);
    expect(profileById(house.database, id)).toMatchObject({
      name: 'Night',
      groups: [],
      dashboard: { level: 'none' },
      linked: 0,
    });
    const copy = Number((await owner.submit('/profiles/1/duplicate', '/profiles/1/duplicate')).location?.split('/')[2]);
    const [first, second] = [1, copy].map((one) => profileById(house.database, one));
    expect(second).toEqual({ ...first, id: copy, name: 'Agent (copy)', linked: 0 });
    await owner.submit(`/profiles/${id}`, `/profiles/${id}/name`, { name: 'Late' });
    expect(profileById(house.database, id)?.name).toBe('Late');
    await owner.submit(`/profiles/${id}`, `/profiles/${id}/delete`);
    expect(profileById(house.database, id)).toBeUndefined();
  });

  test('in use is not deleted, and says so beforehand', async () => {
    const page = await owner.get('/profiles/1');
    expect(page.words).toContain('2 people are linked, so it stays');
    const before = house.contents();
    expect((await owner.send(page.page, '/profiles/1/delete')).code).toBe('PROFILE_IN_USE');
    expect(house.contents()).toBe(before);
  });

  test('loses one person, who keeps its permissions as their own', async () => {
    const user = String(house.idOf('tom@acme.example'));
    await owner.submit('/profiles/1', '/profiles/1/unlink', {}, (form) =>
      form.fields.some(([, value]) => value === user),
    );
    expect(person('tom@acme.example')).toMatchObject({ profile: null, permissions: { joinOpenGroups: true } });
    expect(person('ivy@acme.example')?.profile).toBe('Agent');
  });

  test('is seen and not changed by whoever may only read the page Users', async () => {
    const reader = await visitorOf(house, 'reader@acme.example');
    const page = await reader.get('/profiles/1');
    expect([page.status, formsOf(page.page).map(({ action }) => action)]).toEqual([200, ['/sign-out']]);
    const own = await owner.get('/profiles/1');
    const token = /name="token" value="([\w-]+)"/.exec(page.page)?.[1] ?? '';
    const before = house.contents();
    for (const { action, fields } of formsOf(own.page).filter((form) => form.action.startsWith('/profiles/'))) {
      const { status } = await reader.send(own.page, action, { ...Object.fromEntries(fields), token });
      expect([action, status]).toEqual([action, 403]);
    }
    expect(house.contents()).toBe(before);
  });
});
