import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  groupKey,
  type Json,
  knownValue,
  type Live,
  NO_DASHBOARD,
  OPERATIONS,
  profileKey,
  userKey,
} from '../../../src/model/index.js';
import { permissionsWith } from '../../../src/sandbox/index.js';
import { json, step } from '../steps.js';
import { dashboardOf, dashboardStep, MODES, type OpenedRingover, openRingover } from './opened.js';

const ada = userKey('ada@acme.example');
const tom = userKey('tom@acme.example');
const sales = groupKey('Sales');

const newcomer = (given: { readonly [field: string]: Json } = {}) => ({
  email: 'Lea@acme.example',
  firstName: 'Léa',
  lastName: 'Moreau',
  external: false,
  number: '+33199000020',
  plan: 'Business',
  permissions: json(permissionsWith({})),
  dashboard: json(NO_DASHBOARD),
  ...given,
});
const lea = userKey('lea@acme.example');
const inviting = (given: { readonly [field: string]: Json } = {}) => step('createUser', lea, newcomer(given));

describe.each(MODES)('writing to what the %s says', (_name, mode) => {
  let opened: OpenedRingover;
  beforeEach(async () => {
    opened = await openRingover({ mode });
    await opened.account.read();
  });
  afterEach(() => opened.sandbox.close());

  it('invites a person, who can be linked in the same run', async () => {
    expect(await opened.perform(inviting())).toEqual({ kind: 'done' });
    expect(await opened.perform(step('link', lea, { profile: 'Lead' }))).toEqual({ kind: 'done' });
    expect(opened.writes()).toEqual([
      'POST /users/invite',
      expect.stringMatching(/^(PATCH|POST) .users.\d+.profile.2$/),
    ]);
    const { state, licences } = await dashboardOf(opened);
    const user = state.users.get(lea);
    expect(user).toMatchObject({ email: 'Lea@acme.example', numbers: ['+33199000020'], plan: 'Business' });
    expect(user && [knownValue(user.firstName), knownValue(user.profile), knownValue(user.groups)]).toEqual([
      'Léa',
      'Lead',
      ['Sales', 'Support'],
    ]);
    expect(licences[0]?.used).toBe(5);
  });

  it('archives a person', async () => {
    expect(await opened.perform(step('archive', tom, {}, { status: 'active' }))).toEqual({ kind: 'done' });
    expect((await dashboardOf(opened)).state.users.get(tom)?.status).toBe('archived');
    expect((await opened.account.read()).state.users.has(tom)).toBe(false);
  });

  it('deletes a person', async () => {
    expect(await opened.perform(step('delete', tom, {}, { status: 'active' }))).toEqual({ kind: 'done' });
    expect((await dashboardOf(opened)).state.users.has(tom)).toBe(false);
  });

  it('takes somebody who is gone already for done', async () => {
    await opened.perform(step('archive', tom, {}, { status: 'active' }));
    expect(await opened.perform(step('archive', tom, {}))).toEqual({ kind: 'done', isFound: true });
    expect(opened.writes().length).toBe(1);
    // Known from a read before somebody else archived them.
    const late = await openRingover({ mode });
    await late.account.read();
    await dashboardStep(late, step('archive', tom, {}, { status: 'active' }));
    expect(await late.perform(step('archive', tom, {}))).toEqual({ kind: 'done', isFound: true });
    expect(late.writes()).toEqual([]);
  });

  it('links a person by one request', async () => {
    expect(await opened.perform(step('link', ada, { profile: 'Lead' }))).toEqual({ kind: 'done' });
    const user = (await dashboardOf(opened)).state.users.get(ada);
    expect(user && knownValue(user.profile)).toBe('Lead');
    expect(opened.writes()).toEqual([`${mode.assignMethod} /users/2/profile/2`]);
  });

  it('puts people into a group and takes them out, in one request each', async () => {
    const users = ['ada@acme.example', 'tom@acme.example'];
    expect(await opened.perform(step('addMember', sales, { users }))).toEqual({ kind: 'done' });
    expect(membersOf(await opened.account.read())).toEqual(users);
    expect(await opened.perform(step('addMember', sales, { users }))).toEqual({ kind: 'done' });
    expect(await opened.perform(step('removeMember', sales, { users: [...users, 'nobody@acme.example'] }))).toEqual({
      kind: 'done',
    });
    expect(membersOf(await opened.account.read())).toEqual([]);
    expect(opened.writes()).toEqual(['POST /groups/1/users', 'POST /groups/1/users', 'DELETE /groups/1/users']);
  });

  it('opens a group by one toggle, and sends none where it is open already', async () => {
    const open = step('setOpenAccess', sales, { openAccess: true }, { openAccess: false });
    expect(await opened.perform(open)).toEqual({ kind: 'done' });
    expect(await opened.perform(open)).toEqual({ kind: 'done', isFound: true });
    const group = (await opened.account.read()).state.groups.get(sales);
    expect([group && knownValue(group.openAccess), opened.writes()]).toEqual([
      true,
      ['PATCH /groups/1/isjumper/toggle'],
    ]);
  });

  it('looks up what it does not know', async () => {
    const fresh = await openRingover({ mode, sandbox: opened.sandbox });
    expect(await fresh.perform(step('link', ada, { profile: 'Agent' }))).toEqual({ kind: 'done' });
    expect(await fresh.perform(step('addMember', sales, { users: ['ada@acme.example'] }))).toEqual({ kind: 'done' });
  });
});

const membersOf = ({ state }: Live): readonly string[] =>
  [...state.users.values()].filter(({ groups }) => knownValue(groups)?.includes('Sales')).map(({ email }) => email);

describe('what is not written', () => {
  const byHand = [
    step('createProfile', profileKey('New'), { name: 'New' }),
    step('createGroup', groupKey('New'), { name: 'New', openAccess: false }),
    step('setPermissions', ada, { permissions: { snooze: true } }),
    step('setDashboard', ada, { dashboard: json(NO_DASHBOARD) }),
    step('setProfileTemplate', profileKey('Agent'), { groups: [] }),
    step('unlink', tom, { permissions: {} }),
    step('rename', ada, { firstName: 'Ada' }),
    step('signOut', ada, {}),
    step('delete', profileKey('Agent'), {}),
    step('delete', groupKey('Support'), {}),
    inviting({ external: true }),
    inviting({ permissions: json(permissionsWith({ chatTab: true })) }),
    inviting({ dashboard: json({ ...NO_DASHBOARD, level: 'admin' }) }),
    step('createUser', lea, { email: 'lea@acme.example', firstName: '', lastName: '', external: false }),
  ];

  it.each(byHand.map((one) => [`${one.operation} ${one.key}`, one] as const))(
    'is refused, and nothing is sent: %s',
    async (_what, one) => {
      const { perform, sent } = await openRingover();
      expect(await perform(one)).toMatchObject({ kind: 'refused', reason: 'ONLY_BY_HAND' });
      expect(sent).toEqual([]);
    },
  );

  it('is anything at all before a person has verified what is read', async () => {
    const { account, perform, sent } = await openRingover({ verified: undefined });
    for (const operation of OPERATIONS)
      expect(await perform(step(operation, ada, {}))).toMatchObject({ kind: 'refused', reason: 'NOT_VERIFIED' });
    expect(sent).toEqual([]);
    expect((await account.read()).state.users.size).toBe(3);
  });

  it('is what was interrupted before', async () => {
    const { perform, sent } = await openRingover();
    expect((await perform(step('archive', ada, {}), AbortSignal.abort())).kind).toBe('not-sent');
    expect(sent).toEqual([]);
  });

  it('is an invitation without somebody who invites', async () => {
    const { account, perform, sent } = await openRingover({ as: undefined });
    expect(account.coverage.operations.createUser).toBe('by-hand');
    expect(await perform(inviting())).toMatchObject({ kind: 'refused', reason: 'ONLY_BY_HAND' });
    expect(sent).toEqual([]);
  });

  it.each([
    ['with a number that somebody has', { number: '+33199000002' }, 'NUMBER_NOT_FREE'],
    ['with a number that an IVR has', { number: '+33199000010' }, 'NUMBER_NOT_FREE'],
    ['with a number that is none of the account', { number: '+33199000099' }, 'NUMBER_NOT_FREE'],
    ['with a plan that is none of the account', { plan: 'Advanced' }, 'UNKNOWN_PLAN'],
  ])('is an invitation %s', async (_what, given, reason) => {
    const { perform, writes } = await openRingover();
    expect(await perform(inviting(given))).toMatchObject({ kind: 'refused', reason });
    expect(writes()).toEqual([]);
  });

  it.each([
    ['somebody who is not there', step('link', userKey('nobody@acme.example'), { profile: 'Lead' })],
    ['a profile that is not there', step('link', ada, { profile: 'Nobody' })],
    ['a group that is not there', step('addMember', groupKey('Nobody'), { users: ['ada@acme.example'] })],
    ['a member who is not there', step('addMember', sales, { users: ['ada@acme.example', 'nobody@acme.example'] })],
  ])('is a step on %s', async (_what, one) => {
    const { perform, writes } = await openRingover();
    expect(await perform(one)).toMatchObject({ kind: 'refused', reason: 'NOT_FOUND' });
    expect(writes()).toEqual([]);
  });

  it('is a step on an id that belongs to somebody else by now', async () => {
    const opened = await openRingover();
    await opened.account.read();
    await dashboardStep(opened, step('rename', tom, { email: 'thomas@acme.example' }, { email: 'tom@acme.example' }));
    await dashboardStep(opened, step('rename', groupKey('Market'), { name: 'Market' }, { name: 'Sales' }));
    expect((await opened.perform(step('archive', tom, {}))).kind).toBe('stale');
    expect((await opened.perform(step('setOpenAccess', sales, { openAccess: true }))).kind).toBe('stale');
    expect(opened.writes()).toEqual([]);
  });

  it('is the other method, when the one that is set is no route', async () => {
    for (const [, mode] of MODES) {
      const assignMethod = mode.assignMethod === 'PATCH' ? 'POST' : 'PATCH';
      const { perform, writes } = await openRingover({ mode, assignMethod });
      expect(await perform(step('link', ada, { profile: 'Lead' }))).toMatchObject({
        kind: 'refused',
        reason: 'NO_SUCH_ROUTE',
      });
      expect(writes()).toEqual([`${assignMethod} /users/2/profile/2`]);
    }
  });

  it('is repeated after a refusal by the rules of the account', async () => {
    const { perform, writes } = await openRingover();
    const owner = userKey('owner@acme.example');
    expect(await perform(step('archive', owner, {}))).toMatchObject({ kind: 'refused' });
    expect(writes()).toEqual(['DELETE /users/1?type=ARCHIVED'.split('?')[0]]);
  });
});
