import { describe, expect, it } from 'vitest';
import { groupKey, knownValue, OPERATIONS, profileKey, type Step, userKey } from '../../../src/model/index.js';
import type { Fault } from '../../../src/sandbox/index.js';
import { step } from '../steps.js';
import { dashboardOf, MODES, type OpenedRingover, openRingover } from './opened.js';

const ada = userKey('ada@acme.example');
const tom = userKey('tom@acme.example');
const lea = userKey('lea@acme.example');
const sales = groupKey('Sales');
const { signal } = new AbortController();

const INVITE = step('createUser', lea, {
  email: 'lea@acme.example',
  firstName: 'Léa',
  lastName: 'Moreau',
  external: false,
  number: '+33199000020',
  plan: 'Business',
});
const LINK = step('link', ada, { profile: 'Lead' });
/** Each step that is carried out and whose effect can be read. */
const TOLD: readonly Step[] = [
  INVITE,
  step('archive', tom, {}, { status: 'active' }),
  step('delete', tom, {}, { status: 'active' }),
  step('addMember', sales, { users: ['ada@acme.example'] }),
  step('removeMember', sales, { users: ['tom@acme.example'] }),
  step('setOpenAccess', sales, { openAccess: true }, { openAccess: false }),
];

const lost = (when: 'before' | 'after', method: string): Fault => ({
  method,
  path: '/v2/',
  from: 1,
  times: 1,
  effect: { kind: 'drop', when },
});
const loseWrite = ({ sandbox }: OpenedRingover, when: 'before' | 'after'): void =>
  sandbox.setFaults(['POST', 'PATCH', 'DELETE'].map((method) => lost(when, method)));

describe.each(MODES)('looking after a step on what the %s says', (_name, mode) => {
  it.each(TOLD.map((one) => [one.operation, one] as const))('%s: before, and after', async (_operation, one) => {
    const { account, perform } = await openRingover({ mode });
    expect(await account.check(one, signal)).toEqual({ kind: 'open' });
    expect(await perform(one)).toEqual({ kind: 'done' });
    expect(await account.check(one, signal)).toEqual({ kind: 'done' });
  });

  it.each(TOLD.map((one) => [one.operation, one] as const))('%s: when the answer is lost', async (_operation, one) => {
    for (const [when, state] of [
      ['before', 'open'],
      ['after', 'done'],
    ] as const) {
      const opened = await openRingover({ mode });
      await opened.account.read();
      loseWrite(opened, when);
      expect((await opened.perform(one)).kind).toBe('ambiguous');
      expect(await opened.account.check(one, signal)).toEqual({ kind: state });
      expect(opened.writes().length).toBe(1);
    }
  });
});

describe('a toggle whose answer is lost', () => {
  it.each(['before', 'after'] as const)('%s it was carried out leaves the group open in the end', async (when) => {
    const opened = await openRingover();
    loseWrite(opened, when);
    const open = step('setOpenAccess', sales, { openAccess: true }, { openAccess: false });
    expect((await opened.perform(open)).kind).toBe('ambiguous');
    const again = (await opened.account.check(open, signal)).kind === 'open';
    expect(again).toBe(when === 'before');
    if (again) expect(await opened.perform(open)).toEqual({ kind: 'done' });
    const group = (await dashboardOf(opened)).state.groups.get(sales);
    expect(group && knownValue(group.openAccess)).toBe(true);
  });
});

describe('what reading does not tell', () => {
  it('is whether somebody was linked: nobody links them again by themselves', async () => {
    for (const when of ['before', 'after'] as const) {
      const opened = await openRingover();
      loseWrite(opened, when);
      expect((await opened.perform(LINK)).kind).toBe('ambiguous');
      expect((await opened.account.check(LINK, signal)).kind).toBe('unknown');
      expect(opened.writes().length).toBe(1);
    }
  });

  it('is every step by hand', async () => {
    const { account, sent } = await openRingover();
    const byHand = OPERATIONS.filter((operation) => account.coverage.operations[operation] === 'by-hand');
    expect(byHand.length).toBe(8);
    for (const operation of byHand)
      expect((await account.check(step(operation, ada, {}), signal)).kind).toBe('unknown');
    expect((await account.check(step('delete', profileKey('Agent'), {}), signal)).kind).toBe('unknown');
    expect(sent).toEqual([]);
  });

  it('is anything, where the list is not whole or the key sees only its owner', async () => {
    const effects: readonly Fault['effect'][] = [
      { kind: 'row', change: 'drop', at: 0 },
      { kind: 'monitoringOff' },
      { kind: 'revokeKey' },
    ];
    for (const effect of effects) {
      const { account, sandbox } = await openRingover();
      await account.read();
      sandbox.setFaults([{ method: 'GET', path: '/v2/users', from: 1, times: 1000, effect }]);
      for (const one of TOLD.slice(0, 3)) expect((await account.check(one, signal)).kind).toBe('unknown');
    }
  });

  it('is whether an address with another number is the person who was invited', async () => {
    const { account, perform } = await openRingover();
    await perform(INVITE);
    const other = { ...INVITE, input: { ...INVITE.input, number: '+33199000021' } };
    expect(await account.check(other, signal)).toEqual({ kind: 'changed' });
  });
});

describe('a 404 for somebody who is to go', () => {
  it('counts only when the complete list lacks them too', async () => {
    const { account, sandbox, perform, writes } = await openRingover();
    await account.read();
    const notFound = { kind: 'answer', when: 'before', status: 404, headers: {}, body: '{"error":"no"}' } as const;
    sandbox.setFaults([{ method: 'GET', path: '/v2/users/', from: 1, times: 9, effect: notFound }]);
    expect(await perform(step('archive', tom, {}))).toMatchObject({ kind: 'refused', reason: 'NOT_FOUND' });
    sandbox.setFaults([{ method: 'GET', path: '/v2/users/', from: 1, times: 1, effect: { kind: 'monitoringOff' } }]);
    expect(await perform(step('archive', tom, {}))).toMatchObject({ kind: 'refused', isKeyRefused: true });
    expect(writes()).toEqual([]);
  });
});
