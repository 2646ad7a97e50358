import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountUnreadable } from '../../../src/account/ports.js';
import { groupKey, knownValue, profileKey, UNREADABLE, userKey } from '../../../src/model/index.js';
import { bigAccount, openSandbox, PORTAL, seedSandbox } from '../../../src/sandbox/index.js';
import { CONTRACT_SEED } from '../contract-seed.js';
import { changing, MODES, NOW, type Opening, openRingover } from './opened.js';

describe.each(MODES)('reading what the %s says', (_name, mode) => {
  it('finds people, profiles, groups, numbers, IVRs and licences', async () => {
    const { account } = await openRingover({ mode });
    const { identity, state, ids, numbers, ivrs, licences, readAt } = await account.read();
    expect(identity).toEqual({ teamId: '1', teamName: 'Contract', actingAs: 'owner@acme.example', superAdmin: false });
    expect(readAt).toBe('2026-11-23T09:30:00.000Z');
    expect([...state.users.keys()]).toEqual(
      ['ada', 'owner', 'tom'].map((name) => userKey(`${name}@acme.example`)).toSorted(byOwnerFirst),
    );
    expect([...state.profiles.keys()]).toEqual([profileKey('Agent'), profileKey('Lead')]);
    expect([...state.groups.values()].map(({ name, openAccess }) => [name, knownValue(openAccess)])).toEqual([
      ['Sales', false],
      ['Support', true],
    ]);
    expect(Object.fromEntries(numbers.map(({ number, use }) => [number.slice(-2), use]))).toEqual({
      '01': 'user',
      '02': 'user',
      '03': 'user',
      '04': 'user',
      '10': 'ivr',
      '20': 'free',
      '21': 'free',
      '22': 'other',
    });
    expect(ivrs).toEqual([{ name: 'Desk', numbers: ['+33199000010'] }]);
    expect(licences).toEqual([{ plan: 'Business', total: 6, used: 4 }]);
    expect(ids.size).toBe(state.users.size + state.profiles.size + state.groups.size);
  });

  it('leaves unreadable what the service does not show, and never takes it for absent', async () => {
    const { account } = await openRingover({ mode });
    const { state } = await account.read();
    const tom = state.users.get(userKey('tom@acme.example'));
    const lead = state.profiles.get(profileKey('Lead'));
    expect([tom?.profile, tom?.dashboard, tom?.permissions]).toEqual([UNREADABLE, UNREADABLE, {}]);
    expect([lead?.dashboard, lead?.groups, lead?.permissions]).toEqual([UNREADABLE, UNREADABLE, {}]);
    expect(tom && [knownValue(tom.firstName), knownValue(tom.groups), tom.numbers]).toEqual([
      'First',
      ['Sales'],
      ['+33199000003'],
    ]);
    expect(tom?.plan).toBe(mode.names === 'before' ? undefined : 'Business');
  });

  it('takes an empty list for empty', async () => {
    const seed = { ...CONTRACT_SEED, profiles: [], groups: [], ivrs: [], freeNumbers: [], otherNumbers: [] };
    const users = seed.users.slice(0, 2).map((user) => ({ ...user, profile: null, groups: [] }));
    const { account } = await openRingover({ mode, seed: { ...seed, users } });
    const { state, ivrs } = await account.read();
    expect([state.users.size, state.profiles.size, state.groups.size, ivrs.length]).toEqual([2, 0, 0, 0]);
  });
});

describe('a large account', () => {
  const PEOPLE = 10_000;
  const seed = bigAccount(PEOPLE);
  const folder = mkdtempSync(join(tmpdir(), 'ringctl-reading-'));
  const path = join(folder, 'sandbox.db');
  beforeAll(() => seedSandbox(path, seed));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(MODES)('takes the list requests and one for each group, and no more (%s)', async (_name, mode) => {
    const sandbox = await openSandbox(path, { clock: () => NOW, publicApi: { mode } });
    const { account, sent } = await openRingover({ mode, seed, sandbox });
    const progress: [number, number][] = [];
    const live = await account.read((done, total) => progress.push([done, total]));
    expect([live.state.users.size, live.ids.size]).toEqual([PEOPLE, PEOPLE + 8 + 50]);
    const of = (start: string) => sent.filter((line) => line.startsWith(start)).length;
    // One row of each page is the last one of the page before.
    expect(of('GET /users')).toBe(mode.userPages === 'asked' ? Math.ceil((PEOPLE - 1) / 999) : 1);
    expect(of('GET /groups/')).toBe(50);
    expect(sent.length).toBe(of('GET /users') + 50 + 6);
    const all = PEOPLE + live.numbers.length + 1 + 2 * 50;
    expect(progress.at(-1)).toEqual([all, all]);
    const members = [...live.state.users.values()].flatMap(({ groups }) => knownValue(groups) ?? []);
    expect(members.length).toBe(seed.users.flatMap(({ groups }) => groups).length);
    sandbox.close();
  });
});

/** The seed has the owner first. */
function byOwnerFirst(one: string, other: string): number {
  return Number(other.includes('owner')) - Number(one.includes('owner')) || (one < other ? -1 : 1);
}

describe('the contradictions of the sources', () => {
  const flags = MODES.flatMap(([name, mode], index) => {
    const other = MODES[1 - index]?.[1];
    const differing = Object.entries(other ?? {}).filter(([flag, value]) => Reflect.get(mode, flag) !== value);
    return differing.map(([flag, value]) => [name, flag, { ...mode, [flag]: value }] as const);
  });

  it('are nine on each side', () => expect(flags.length).toBe(18));

  it.each(flags)('are read alike: %s with the other side of %s', async (_name, _flag, mode) => {
    const { account } = await openRingover({ mode });
    const { state, numbers } = await account.read();
    const names = [...state.users.values()].map(({ email, groups }) => [email, knownValue(groups)]);
    expect(names).toEqual([
      ['owner@acme.example', []],
      ['ada@acme.example', []],
      ['tom@acme.example', ['Sales']],
    ]);
    expect([state.profiles.size, state.groups.size, numbers.length]).toEqual([2, 2, 8]);
  });

  it.each<[string, string, (body: unknown) => unknown]>([
    ['ids as texts nowhere, but a null where nothing is', '/ivrs', (body) => ({ ...Object(body), list_count: 1 })],
    ['a list without its count', '/users', (body) => ({ list: Object(body).list })],
    ['a bare list', '/groups', (body) => Object(body).list],
    ['names that are null', '/users', (body) => renamed(body, { firstname: null, lastname: null })],
    ['a plan that is null', '/users', (body) => renamed(body, { plan: null })],
  ])('so is %s', async (_what, path, change) => {
    const { account } = await openRingover({ through: changing(path, change) });
    expect((await account.read()).state.users.size).toBe(3);
  });
});

const renamed = (body: unknown, fields: object): unknown => ({
  ...Object(body),
  list: Object(body).list.map((row: object) => ({ ...row, ...fields })),
});

describe('names and addresses that cannot be told apart', () => {
  it('are ambiguous: of two groups with one name neither has an id', async () => {
    const seed = { ...CONTRACT_SEED, groups: [...CONTRACT_SEED.groups, { name: 'Support', openAccess: false }] };
    const { account, perform, writes } = await openRingover({ seed });
    const live = await account.read();
    expect([...live.ambiguous]).toEqual([groupKey('Support')]);
    expect(live.ids.has(groupKey('Support'))).toBe(false);
    const step = {
      id: '',
      after: [],
      key: groupKey('Support'),
      precondition: {},
      mode: 'automatic',
      requests: 1,
    } as const;
    const outcome = await perform({ ...step, operation: 'setOpenAccess', input: { openAccess: false }, digest: '' });
    expect([outcome, writes()]).toMatchObject([{ kind: 'refused', reason: 'NOT_FOUND' }, []]);
  });

  it('are left out and named: people', async () => {
    const through = changing('/users', (body) => {
      const emails = ['OWNER@acme.example', 'rené@acme.example', 'owner@acme.example'];
      return { list: Object(body).list.map((row: object, at: number) => ({ ...row, email: emails[at] })) };
    });
    const { account } = await openRingover({ through });
    const { state, unmanageable, ids } = await account.read();
    expect(unmanageable.toSorted()).toEqual(['OWNER@acme.example', 'owner@acme.example', 'rené@acme.example']);
    expect([state.users.size, [...ids.keys()].filter((key) => key.startsWith('user:'))]).toEqual([0, []]);
  });
});

describe('what the key may not see', () => {
  it('is not an account of one person: without Monitoring nothing is read', async () => {
    for (const [, mode] of MODES) {
      const { account } = await openRingover({ mode, kind: 'monitoring off' });
      const error: unknown = await account.read().catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ facts: { status: 401, hint: expect.stringContaining('Monitoring') } });
      expect(error).toBeInstanceOf(AccountUnreadable);
    }
  });

  it.each(['monitoringOff', 'revokeKey'] as const)('%s at any request stops the read', async (kind) => {
    const whole = await openRingover({ mode: PORTAL });
    await whole.account.read();
    const outcomes = await Promise.all(
      whole.sent.map(async (_line, index) => {
        const { account, sandbox } = await openRingover({ mode: PORTAL });
        sandbox.setFaults([{ method: 'GET', path: '/v2/', from: index + 1, times: 1, effect: { kind } }]);
        return account.read().catch((thrown: unknown) => thrown instanceof AccountUnreadable);
      }),
    );
    expect(outcomes.length).toBe(9);
    expect(outcomes).toEqual(outcomes.map(() => true));
  });

  it('names the right that is missing', async () => {
    const refusing =
      (path: string): Opening['through'] =>
      (request, fetch) =>
        new URL(request.url).pathname === path
          ? Promise.resolve(new Response('{"error":"no"}', { status: 401 }))
          : fetch(request);
    for (const [path, right] of [
      ['/v2/users', 'Users'],
      ['/v2/numbers', 'Numbers'],
      ['/v2/ivrs', 'IVRs'],
    ] as const) {
      const { account } = await openRingover({ through: refusing(path) });
      await expect(account.read()).rejects.toMatchObject({
        facts: { hint: expect.stringContaining(`read ${right}.`) },
      });
    }
  });
});
