import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { levelDashboard, NO_DASHBOARD } from '../../../src/model/index.js';
import { LIVE, permissionsWith, type Sandbox } from '../../../src/sandbox/index.js';
import { flagsOf } from '../../../src/sandbox/public/invites.js';
import { caller, listOf, OFFICE, type Said, seedUser } from '../requests.js';
import { entriesOf, entry, NOW, type PublicSending, publicCaller, publicSandbox } from './public-requests.js';

let sandbox: Sandbox;
let call: ReturnType<typeof publicCaller>;
/** The other API of the same account, to see what was written. */
let full: (line: string) => Promise<Said>;
beforeEach(async () => {
  sandbox = await publicSandbox(LIVE);
  call = publicCaller(sandbox);
  full = caller(sandbox);
});
afterEach(() => sandbox.close());

const [ADA, LEAD, TECH, TOM, IVY] = ['ada', 'lead', 'tech', 'tom', 'ivy'].map((name) => `${name}@acme.example`);
const person = { number: 33199000020, email: 'new@acme.example', firstname: 'Nia', lastname: 'New', plan_id: 1 };
const invite = (given: object, body: object = {}) => ({
  body: { invited_by: 1, users: [{ ...person, ...given }], ...body },
});
const log = async () => listOf(await full('GET /action-log'));

describe('somebody who is invited', () => {
  it('has the least-granting permissions, no dashboard, no groups, the number and a licence', async () => {
    const { body } = await call('POST /users/invite', { ...invite({}), as: ADA });
    expect(body).toEqual([
      {
        id: 14,
        email: 'new@acme.example',
        firstname: 'Nia',
        lastname: 'New',
        ...flagsOf(NO_DASHBOARD),
        plan_id: 1,
        plan_name: 'Business',
        superadmin: false,
        user_status: 'ACTIVE',
        avatar: '',
        admin: 'none',
        waiting: true,
      },
    ]);
    expect((await full('GET /users/14')).body).toMatchObject({
      permissions: permissionsWith({}),
      dashboard: NO_DASHBOARD,
      groups: [],
      profile: null,
      numbers: ['+33199000020'],
      plan: 'Business',
    });
    expect(entriesOf((await call('GET /teams/plans_data')).body)[0]).toMatchObject({ nb_licences_used: 12 });
    expect(await log()).toMatchObject([
      { by: ADA, at: NOW.toISOString(), action: 'createUser', target: 'user:new@acme.example' },
    ]);
  });

  it('may have been archived: the same person comes back without what they had', async () => {
    await call('POST /groups/2/users', { body: [6] });
    await call('DELETE /users/6?type=ARCHIVED');
    const { body } = await call('POST /users/invite', invite({ email: 'TOM@acme.example', number: 33199000002 }));
    expect(entriesOf(body)).toMatchObject([{ id: 6, email: 'TOM@acme.example' }]);
    expect((await full('GET /users/6')).body).toMatchObject({ status: 'active', groups: [], profile: null });
  });

  it('is invited with everybody else of the request, or nobody is', async () => {
    const users = [person, { ...person, number: 33199000021, email: 'two@acme.example' }];
    const taken = [...users, { ...person, number: 33199000021, email: 'three@acme.example' }];
    expect((await call('POST /users/invite', { body: { invited_by: 1, users: taken } })).status).toBe(400);
    expect(await log()).toEqual([]);
    expect(entriesOf((await call('POST /users/invite', { body: { invited_by: 1, users } })).body)).toHaveLength(2);
    expect(await log()).toHaveLength(2);
  });

  it('is added the old way with the first plan that has a free licence', async () => {
    const { body } = await call('POST /users', {
      body: { email: person.email, number: person.number, commitement: true },
    });
    expect(body).toMatchObject({ user_id: 14, firstname: '', plan: { name: 'Business' } });
  });

  it('has flags of the dashboard access', () => {
    const { is_admin, is_technical, is_billing } = flagsOf(levelDashboard('admin'));
    expect([is_admin, is_technical, is_billing]).toEqual([true, false, true]);
    expect(flagsOf(levelDashboard('technical'))).toMatchObject({ is_technical: true, is_admin: false });
    expect(flagsOf({ ...levelDashboard('supervisor'), pages: { analytics: 'read' } })).toMatchObject({
      is_supervisor_stats: true,
      is_supervisor_logs: false,
      is_supervisor_currentscalls: false,
      is_supervisor_campaign: false,
    });
  });
});

describe('what is written', () => {
  it('a profile brings its dashboard and its groups, and replaces the link from before', async () => {
    expect((await call('PATCH /users/6/profile/5')).status).toBe(200);
    expect((await full('GET /users/6')).body).toMatchObject({
      profile: 'Helper',
      permissions: null,
      groups: ['Support'],
    });
    expect(await log()).toMatchObject([
      { action: 'link', target: `user:${TOM}`, before: { profile: 'Agent' }, after: { profile: 'Helper' } },
    ]);
  });

  it('a profile is told by its id, also where two have one name', async () => {
    expect((await call('PATCH /users/7/profile/4')).status).toBe(200);
    expect((await full('GET /users/7')).body).toMatchObject({ profile: 'Same' });
  });

  it('members are added twice without effect, and removed though some are none', async () => {
    const members = async () => entry((await full('GET /groups/2/members')).body).users;
    for (const _ of [1, 2]) await call('POST /groups/2/users', { body: [6, 6, 7] });
    expect(await members()).toEqual([6, 7]);
    await call('DELETE /groups/2/users', { body: [7, 1, 8, 9, 99] });
    expect(await members()).toEqual([6]);
    expect(await log()).toMatchObject([{}, {}, { action: 'removeMember', before: { members: [IVY] } }]);
  });

  it('who is no member is left alone, also by somebody who may not touch them', async () => {
    expect((await call('DELETE /groups/1/users', { as: LEAD, body: [7, 10] })).status).toBe(200);
    expect((await full('GET /groups/1/members')).body).toEqual({ users: [5, 6] });
  });

  it('of two groups with one name, only the one in the address is changed', async () => {
    await call('POST /groups/3/users', { body: [6] });
    await call('DELETE /groups/4/users', { body: [6] });
    expect((await full('GET /groups/3/members')).body).toEqual({ users: [6] });
  });

  it('a ring duration is that of one member of one group', async () => {
    await call('PATCH /groups/1/users/6/ring_duration/45');
    const users = entriesOf(entry((await call('GET /groups/1')).body).users);
    expect(users.map(({ user_id, ring_duration }) => [user_id, ring_duration])).toEqual([
      [5, 30],
      [6, 45],
      [7, 30],
    ]);
  });

  it('the toggle of open access toggles', async () => {
    const isOpen = async () => entry((await call('GET /groups/1')).body).is_jumper;
    const seen = [await isOpen()];
    for (const _ of [1, 2]) {
      await call('PATCH /groups/1/isjumper/toggle');
      seen.push(await isOpen());
    }
    expect(seen).toEqual([false, true, false]);
  });

  it('a number leaves whoever had it', async () => {
    expect((await call('PATCH /numbers/33199000002', { body: { user_id: 7 } })).status).toBe(200);
    expect((await full('GET /users/6')).body).toMatchObject({ numbers: [] });
    expect((await full('GET /users/7')).body).toMatchObject({ numbers: ['+33199000002'] });
    await call('PATCH /numbers/33199000002', { body: { conference_id: 2 } });
    expect((await full('GET /users/7')).body).toMatchObject({ numbers: [] });
    expect(entriesOf(entry((await call('GET /conferences/2')).body).numbers)).toMatchObject([{ user_id: null }]);
    expect(await log()).toMatchObject([
      { target: 'number:+33199000002', before: { user_id: 6 }, after: { user_id: 7 } },
      { before: { user_id: 7 }, after: { conference_id: 2 } },
    ]);
  });

  it('a number is given by whoever has both sides in sight on the page Numbers', async () => {
    const dashboard = {
      level: 'technical',
      pages: { numbers: 'write' },
      scope: { groups: ['Sales'], ivrs: [], lines: 'all' },
    } as const;
    const as = 'desk@acme.example';
    const scoped = await publicSandbox(LIVE, { ...OFFICE, users: [...OFFICE.users, seedUser(as, { dashboard })] });
    const assign = async (number: number, use: object) =>
      (await publicCaller(scoped)(`PATCH /numbers/${number}`, { as, body: use })).status;
    expect([
      await assign(33199000020, { user_id: 10 }),
      await assign(33199000020, { ivr_id: 1 }),
      await assign(33199000010, { user_id: 7 }),
      await assign(33199000001, { user_id: 7 }),
      await assign(33199000020, { user_id: 7 }),
      await assign(33199000020, { user_id: 6 }),
    ]).toEqual([401, 401, 401, 401, 200, 200]);
    scoped.close();
  });

  it('tags, PINs and calls are kept, and the log does not say a PIN', async () => {
    const { body } = await call('POST /tags', { body: { name: 'Lost', color: '#FF0000', description: 'Gone' } });
    expect((await call('GET /tags/2')).body).toEqual(body);
    expect([
      await call('PATCH /conferences/1/pincode/77'),
      await call('PATCH /conferences/1/pincode/77'),
    ]).toMatchObject([{ status: 200 }, { status: 304 }]);
    expect(JSON.stringify(await log())).not.toContain('77"');
    const callback = { from_number: 33199000010, to_number: 33199000050, timeout: 30, clir: false };
    expect((await call('POST /ivrs/1/callback', { body: callback })).body).toEqual({ call_id: 2, channel_id: 2 });
  });

  it('a person blocks numbers, comments on them and lets them through again', async () => {
    const line = '/users/6/blacklists/numbers';
    const as = TOM;
    for (const number of [33199000051, 33199000050])
      await call(`POST ${line}`, { as, body: { number, comment: 'spam' } });
    await call(`PATCH ${line}/33199000050`, { as, body: { comment: 'wrong number' } });
    expect((await call(`GET ${line}?limit_count=1&limit_offset=1`)).body).toMatchObject({
      limit_offset_setted: 1,
      limit_count_setted: 1,
      total_blacklist_count: 2,
      blacklist_list_count: 1,
      blacklist_list: [{ team_id: 5, number: 33199000051, comment: 'spam' }],
    });
    expect((await call(`GET ${line}/33199000050`)).body).toMatchObject({ comment: 'wrong number' });
    await call(`DELETE ${line}/33199000050`, { as });
    expect((await call(`GET ${line}/33199000050`)).status).toBe(404);
    expect(await log()).toHaveLength(4);
  });

  it('whoever is archived keeps number and licence, whoever is deleted frees both', async () => {
    const state = async () => {
      const { user_id } = entry((await call('GET /numbers/33199000002')).body);
      return [user_id, entriesOf((await call('GET /teams/plans_data')).body)[0]?.nb_licences_used];
    };
    await call('DELETE /users/6?type=ARCHIVED');
    expect(await state()).toEqual([6, 11]);
    await call('DELETE /users/6?type=DELETED');
    expect(await state()).toEqual([null, 10]);
  });
});

/** What the rules of the account refuse, whatever the key may. */
const REFUSED: readonly (readonly [line: string, status: 400 | 401, sending: PublicSending])[] = [
  ['DELETE /users/1?type=ARCHIVED', 401, { as: ADA }],
  ['DELETE /users/1?type=DELETED', 401, {}],
  ['DELETE /users/3?type=DELETED', 401, { as: ADA }],
  ['DELETE /users/2?type=ARCHIVED', 401, { as: ADA }],
  ['DELETE /users/7?type=ARCHIVED', 401, { as: TOM }],
  ['DELETE /users/7?type=archived', 400, {}],
  ['PATCH /users/1/profile/1', 401, {}],
  ['PATCH /users/3/profile/1', 401, { as: ADA }],
  ['PATCH /users/7/profile/2', 401, { as: ADA }],
  ['PATCH /users/7/profile/1', 401, { as: TOM }],
  ['PATCH /users/6/profile/5', 401, { as: LEAD }],
  ['POST /users/invite', 401, { ...invite({}), as: TOM }],
  ['POST /users/invite', 400, invite({ plan_id: 2 })],
  ['POST /users/invite', 400, invite({ plan_id: 3 })],
  ['POST /users/invite', 400, invite({ number: 33199000001 })],
  ['POST /users/invite', 400, invite({ number: 33199000098 })],
  ['POST /users/invite', 400, invite({ number: '33199000020' })],
  ['POST /users/invite', 400, invite({ email: 'Tom@acme.example' })],
  ['POST /users/invite', 400, invite({ email: 'tom' })],
  ['POST /users/invite', 400, invite({ email: 'jo@audit.example' })],
  ['POST /users/invite', 400, invite({ firstname: 'a\u0007' })],
  ['POST /users/invite', 400, invite({}, { invited_by: 99 })],
  ['POST /users/invite', 400, invite({}, { invited_by: 9 })],
  ['POST /users/invite', 400, { ...invite({}, { invited_by: 2 }), kind: 'monitoring off' }],
  ['POST /users/invite', 400, invite({}, { users: [] })],
  ['POST /users', 401, { body: person, as: TOM }],
  ['POST /users', 400, { body: { ...person, commitement: 'yes' } }],
  ['POST /groups/2/users', 401, { body: [7], as: TOM }],
  ['POST /groups/1/users', 401, { body: [6], as: TOM }],
  ['POST /groups/1/users', 400, { body: [8] }],
  ['POST /groups/1/users', 400, { body: [9] }],
  ['DELETE /groups/1/users', 401, { body: [5], as: TOM }],
  ['PATCH /groups/1/users/6/ring_duration/20', 401, { as: IVY }],
  ['PATCH /groups/1/isjumper/toggle', 401, { as: LEAD }],
  ['PATCH /numbers/33199000020', 401, { body: { user_id: 6 }, as: TECH }],
  ['POST /tags', 401, { body: { name: 'Lost', color: '#ff0000' }, as: LEAD }],
  ['PATCH /conferences/1/pincode/1', 401, { as: LEAD }],
  ['POST /users/7/blacklists/numbers', 401, { body: { number: 33199000050 }, as: TOM }],
  [
    'POST /ivrs/1/callback',
    401,
    { body: { from_number: 33199000010, to_number: 33199000050, timeout: 1 }, as: 'jo@audit.example' },
  ],
];

describe('what is refused', () => {
  let shared: Sandbox;
  let before: Said;
  beforeAll(async () => {
    shared = await publicSandbox(LIVE);
    before = await caller(shared)('GET /users');
  });
  afterAll(() => shared.close());

  it.each(REFUSED)('%s is %s, and nothing is written', async (line, status, sending) => {
    const said = await publicCaller(shared)(line, sending);
    expect([said.status, typeof entry(said.body).error]).toEqual([status, 'string']);
    expect(listOf(await caller(shared)('GET /action-log'))).toEqual([]);
    expect((await caller(shared)('GET /users')).body).toEqual(before.body);
  });
});
