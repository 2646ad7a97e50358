import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { levelDashboard, NO_DASHBOARD } from '../../src/model/index.js';
import { memorySandbox, permissionsWith, type Sandbox } from '../../src/sandbox/index.js';
import { caller, listOf, OFFICE, type Said, type Sending, tag } from './requests.js';

let sandbox: Sandbox;
let call: (line: string, sending?: Sending) => Promise<Said>;
let minute = 0;
beforeEach(async () => {
  minute = 0;
  sandbox = await memorySandbox(OFFICE, { clock: () => new Date(Date.UTC(2026, 10, 22, 9, minute++)) });
  call = caller(sandbox);
});
afterEach(() => sandbox.close());

const NONE = { dashboard: NO_DASHBOARD };
const newcomer = {
  email: 'new@acme.example',
  firstName: 'N',
  lastName: 'N',
  external: false,
  number: '+33199000020',
  plan: 'Business',
  permissions: permissionsWith({}),
  dashboard: NO_DASHBOARD,
};

describe('who acts', () => {
  it('is the superadministrator unless somebody else is asked for', async () => {
    expect((await call('GET /team')).body).toMatchObject({ actingAs: 'owner@acme.example', superAdmin: true });
    expect((await call('GET /team', { as: 'Tom@acme.example' })).body).toMatchObject({
      actingAs: 'tom@acme.example',
      superAdmin: false,
    });
    expect(sandbox.keyFor('tom@acme.example')).toBe(sandbox.keyFor('tom@acme.example'));
    expect(() => sandbox.keyFor('gone@acme.example')).toThrow();
  });

  it('loses the key when archived', async () => {
    const authorization = sandbox.keyFor('ivy@acme.example');
    expect((await call('DELETE /users/7?type=ARCHIVED', { expect: { status: 'active' } })).status).toBe(204);
    expect((await call('GET /team', { headers: { authorization } })).code).toBe('KEY_MISSING');
  });

  it('may be a technical user, for everything on the page Users', async () => {
    const as = 'tech@acme.example';
    expect((await call('POST /users', { as, body: newcomer })).status).toBe(201);
    expect((await call('POST /groups', { as, body: { name: 'New', openAccess: false } })).status).toBe(201);
    expect(
      (await call('PUT /users/7/dashboard', { as, body: { dashboard: levelDashboard('supervisor') }, expect: NONE }))
        .status,
    ).toBe(200);
    expect(
      (
        await call('PATCH /profiles/1/permissions?keys=snooze', {
          as,
          body: { permissions: { snooze: true } },
          expect: { snooze: false },
        })
      ).status,
    ).toBe(200);
  });

  it('may be a supervisor, for members of their groups and what they hold', async () => {
    const as = 'lead@acme.example';
    expect(
      (
        await call('PATCH /users/7/permissions?keys=snooze', {
          as,
          body: { permissions: { snooze: true } },
          expect: { snooze: false },
        })
      ).status,
    ).toBe(200);
    const dashboard = {
      level: 'supervisor',
      pages: { logs: 'read' },
      scope: { groups: ['Sales'], ivrs: 'all', lines: 'all' },
    };
    expect((await call('PUT /users/7/dashboard', { as, body: { dashboard }, expect: NONE })).status).toBe(200);
    expect((await call('DELETE /users/7?type=ARCHIVED', { as, expect: { status: 'active' } })).status).toBe(204);
  });

  it('may join and leave a group with open access by themselves', async () => {
    const as = 'tom@acme.example';
    expect((await call('PUT /groups/2/members', { as, body: { users: [6] } })).status).toBe(204);
    expect((await call('GET /groups/2/members')).body).toEqual({ users: [6] });
    expect((await call('DELETE /groups/2/members', { as, body: { users: [6] } })).status).toBe(204);
  });

  it('may grant and revoke admin as the superadministrator only, while two administrators are there', async () => {
    const admin = { dashboard: levelDashboard('admin') };
    expect((await call('PUT /users/7/dashboard', { body: admin, expect: NONE })).status).toBe(200);
    expect((await call('PUT /users/7/dashboard', { body: NONE, expect: admin })).status).toBe(200);
    expect(
      (
        await call('PATCH /users/2', {
          as: 'ada@acme.example',
          body: { lastName: 'Byron' },
          expect: { lastName: 'Last' },
        })
      ).status,
    ).toBe(200);
  });

  it('may sign themselves out, whoever they are', async () => {
    expect((await call('POST /users/6/sign-out', { as: 'tom@acme.example' })).status).toBe(204);
  });

  it('may order licences as an administrator', async () => {
    expect(
      (await call('POST /licences', { as: 'ada@acme.example', body: { plan: 'Advanced', count: 2 } })).body,
    ).toEqual({ plan: 'Advanced', total: 2, used: 0 });
  });
});

describe('profiles', () => {
  it('reach linked people with permissions at once, and with dashboard and groups only when they are linked', async () => {
    await call('PATCH /profiles/1/permissions?keys=snooze', {
      body: { permissions: { snooze: true } },
      expect: { snooze: false },
    });
    const template = { dashboard: levelDashboard('supervisor'), groups: ['Support'] };
    await call('PUT /profiles/1/template', { body: template, expect: { ...NONE, groups: ['Sales'] } });
    expect((await call('GET /users/6/permissions?keys=snooze')).body).toEqual({ snooze: true });
    expect((await call('GET /users/6')).body).toMatchObject({
      dashboard: NO_DASHBOARD,
      groups: ['Sales'],
      permissions: null,
    });
    await call('PUT /users/7/link', { body: { profile: 'Agent' }, expect: { profile: null } });
    expect((await call('GET /users/7')).body).toMatchObject({
      dashboard: levelDashboard('supervisor'),
      groups: ['Support'],
      permissions: null,
      profile: 'Agent',
    });
  });

  it('leave their permissions to who is unlinked', async () => {
    await call('PUT /users/6/link', { body: { profile: null }, expect: { profile: 'Agent' } });
    expect((await call('GET /users/6')).body).toMatchObject({
      profile: null,
      permissions: permissionsWith({ joinOpenGroups: true }),
      groups: ['Sales'],
    });
  });

  it('made from a person link that person', async () => {
    const made = await call('POST /profiles/from-user', { body: { name: 'Ivy', user: 7 } });
    expect(made).toMatchObject({
      status: 201,
      body: { name: 'Ivy', permissions: permissionsWith({}), groups: ['Sales'] },
    });
    expect((await call('GET /users/7')).body).toMatchObject({ profile: 'Ivy', permissions: null, groups: ['Sales'] });
  });

  it('keep their people when they are renamed', async () => {
    await call('PATCH /profiles/1', { body: { name: 'Seller' }, expect: { name: 'Agent' } });
    expect((await call('GET /users/6/link')).body).toEqual({ profile: 'Seller' });
    expect(listOf(await call('GET /users?email=tom@acme.example'))[0]).toMatchObject({ profile: 'Seller' });
  });
});

describe('groups', () => {
  it('keep members and scopes when they are renamed', async () => {
    await call('PATCH /groups/1', { body: { name: 'Trade' }, expect: { name: 'Sales' } });
    expect((await call('GET /users/5')).body).toMatchObject({
      groups: ['Trade'],
      dashboard: { scope: { groups: ['Trade'] } },
    });
    expect((await call('GET /profiles/1')).body).toMatchObject({ groups: ['Trade'] });
  });

  it('can be deleted once nobody refers to them', async () => {
    const remove = () => call('DELETE /groups/5', { expect: { name: 'Unused' } });
    const scope = { groups: ['Unused'], ivrs: 'all', lines: 'all' };
    await call('PUT /users/7/dashboard', {
      body: { dashboard: { level: 'supervisor', pages: {}, scope } },
      expect: NONE,
    });
    expect((await remove()).code).toBe('GROUP_IN_USE');
    await call('DELETE /users/7?type=DELETED', { expect: { status: 'active' } });
    await call('PUT /profiles/1/template', { body: { groups: ['Unused'] }, expect: { groups: ['Sales'] } });
    expect((await remove()).code).toBe('GROUP_IN_USE');
    await call('PUT /profiles/1/template', { body: { groups: [] }, expect: { groups: ['Unused'] } });
    expect((await remove()).status).toBe(204);
  });
});

describe('people', () => {
  it('free number and licence only when they are deleted', async () => {
    const use = async () => listOf(await call('GET /numbers?number=%2B33199000002'))[0]?.use;
    await call('DELETE /users/6?type=ARCHIVED', { expect: { status: 'active' } });
    expect(await use()).toBe('user');
    await call('DELETE /users/6?type=DELETED', { expect: { status: 'archived' } });
    expect(await use()).toBe('free');
    expect((await call('POST /users', { body: { ...newcomer, number: '+33199000002' } })).status).toBe(201);
  });

  it('come back from the archive as the same, with the access of the request alone', async () => {
    const back = await call('POST /users', {
      body: { ...newcomer, email: 'Gone@acme.example', number: undefined, plan: undefined },
    });
    expect(back).toMatchObject({
      status: 201,
      body: {
        id: 9,
        email: 'Gone@acme.example',
        numbers: ['+33199000003'],
        plan: 'Business',
        groups: [],
        profile: null,
      },
    });
  });

  it('are counted', async () => {
    await call('POST /users', { body: newcomer });
    await call('DELETE /users/9?type=DELETED', { expect: { status: 'archived' } });
    expect((await call('GET /team')).body).toMatchObject({
      totals: { users: 13, profiles: 5, groups: 6, numbers: 7, ivrs: 1 },
    });
    expect((await call('GET /users')).body).toMatchObject({ total: 13 });
  });
});

describe('lists', () => {
  it('come in pages, by offset or after an id', async () => {
    const ids = async (line: string) => listOf(await call(line)).map(({ id }) => id);
    expect(await ids('GET /users?limit=3')).toEqual([1, 2, 3]);
    expect(await ids('GET /users?limit=3&offset=3')).toEqual([4, 5, 6]);
    expect(await ids('GET /users?limit=3&after=9')).toEqual([10, 11, 12]);
    expect(await ids('GET /groups?limit=2&offset=4')).toEqual([5, 6]);
    expect(await ids('GET /groups?name=Twice')).toEqual([3, 4]);
    expect((await call('GET /users?limit=3&offset=100')).body).toEqual({ total: 13, list: [] });
  });

  it('say the same as the single entries', async () => {
    for (const list of ['users', 'profiles', 'groups', 'numbers', 'ivrs']) {
      for (const entry of listOf(await call(`GET /${list}`)))
        expect((await call(`GET /${list}/${entry.id}`)).body).toEqual(entry);
    }
  });
});

describe('tags', () => {
  it.each([
    '/team',
    '/users/6',
    '/users/6?fields=email,firstName',
    '/users/6/permissions?keys=snooze,chatTab',
    '/users/6/link',
    '/users/6/dashboard',
    '/profiles/1',
    '/profiles/1/permissions',
    '/profiles/1/template?fields=groups',
    '/groups/1',
    '/groups/1/open-access',
  ])('of %s are those of the value', async (path) => {
    const { body, etag } = await call(`GET ${path}`);
    expect(etag).toBe(tag(body));
  });

  it('let the second of two writers know', async () => {
    const write = (openAccess: boolean) =>
      call('PUT /groups/1/open-access', { body: { openAccess }, expect: { openAccess: false } });
    expect([(await write(true)).status, (await write(true)).status]).toEqual([200, 412]);
  });
});

describe('the action log', () => {
  it('has one row for each write, and none for a refusal or a read', async () => {
    await call('PATCH /users/7', { as: 'ada@acme.example', body: { lastName: 'Moor' }, expect: { lastName: 'Last' } });
    await call('PATCH /users/7', { body: { lastName: 'Moor' }, expect: { lastName: 'Last' } });
    await call('GET /users');
    await call('POST /users/6/sign-out');
    const rows = listOf(await call('GET /action-log'));
    expect(rows).toEqual([
      {
        id: 1,
        at: '2026-11-22T09:00:00.000Z',
        by: 'ada@acme.example',
        action: 'rename',
        target: 'user:ivy@acme.example',
        before: { lastName: 'Last' },
        after: { lastName: 'Moor' },
      },
      {
        id: 2,
        at: '2026-11-22T09:01:00.000Z',
        by: 'owner@acme.example',
        action: 'signOut',
        target: 'user:tom@acme.example',
        before: null,
        after: null,
      },
    ]);
    expect((await call('GET /team')).body).toMatchObject({ revision: 2 });
  });
});
