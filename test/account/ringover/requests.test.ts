import { describe, expect, it } from 'vitest';
import { groupKey, knownValue, levelDashboard, userKey } from '../../../src/model/index.js';
import { withRequests } from '../../../src/plan/requests.js';
import { bigAccount } from '../../../src/sandbox/index.js';
import { json, step } from '../steps.js';
import { dashboardOf, dashboardStep, MODES, openRingover } from './opened.js';

const ada = userKey('ada@acme.example');
const sales = groupKey('Sales');

const STEPS = [
  step('addMember', sales, { users: ['ada@acme.example'] }),
  step('removeMember', sales, { users: ['ada@acme.example', 'tom@acme.example'] }),
  step('setOpenAccess', sales, { openAccess: true }, { openAccess: false }),
  step('link', ada, { profile: 'Lead' }),
  step('createUser', userKey('kim@acme.example'), {
    email: 'kim@acme.example',
    external: false,
    number: '+33199000021',
    plan: 'Business',
  }),
  step('archive', ada, {}),
  step('delete', userKey('tom@acme.example'), {}),
];

describe('the requests of a step', () => {
  it.each(MODES)('are as many as are sent (%s)', async (_name, mode) => {
    const { account, perform, sent } = await openRingover({ mode });
    await account.read();
    for (const one of withRequests(STEPS, account.coverage)) {
      const before = sent.length;
      expect(await perform(one)).toEqual({ kind: 'done' });
      expect([one.operation, sent.length - before]).toEqual([one.operation, one.requests]);
    }
    const automatic = Object.values(account.coverage.operations).filter((mode) => mode === 'automatic');
    expect(new Set(STEPS.map(({ operation }) => operation)).size).toBe(automatic.length);
  });

  it('are several where a group takes in more people than one request carries', async () => {
    const { account, perform, sent, sandbox } = await openRingover({ seed: bigAccount(1200) });
    const { state } = await account.read();
    const [group] = [...state.groups.keys()];
    if (!group) throw new Error('there is a group');
    const users = [...state.users.values()].map(({ email }) => email).slice(0, 1001);
    const [one] = withRequests([step('addMember', group, { users })], account.coverage);
    const before = sent.length;
    if (one) expect((await perform(one)).kind).toBe('done');
    expect([sent.length - before, one?.requests]).toEqual([3, 3]);
    sandbox.close();
  });
});

describe('a link that is sent again', () => {
  it.each(MODES)('resets what was put right since: the reason why none is (%s)', async (_name, mode) => {
    const opened = await openRingover({ mode });
    await opened.account.read();
    const link = step('link', ada, { profile: 'Lead' });
    await opened.perform(link);
    const wanted = levelDashboard('technical');
    await dashboardStep(
      opened,
      step('setDashboard', ada, { dashboard: json(wanted) }, { dashboard: json(levelDashboard('supervisor')) }),
    );
    await dashboardStep(opened, step('removeMember', groupKey('Support'), { users: ['ada@acme.example'] }));
    const held = async () => {
      const user = (await dashboardOf(opened)).state.users.get(ada);
      return user && [knownValue(user.dashboard)?.level, knownValue(user.groups)];
    };
    expect(await held()).toEqual(['technical', ['Sales']]);
    expect(await opened.account.check(link, new AbortController().signal)).toMatchObject({ kind: 'unknown' });
    expect(await held()).toEqual(['technical', ['Sales']]);
    await opened.perform(link);
    expect(await held()).toEqual(['supervisor', ['Sales', 'Support']]);
  });
});
