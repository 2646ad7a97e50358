import { describe, expect, it } from 'vitest';
import type { RecordedFact } from '../../src/ledger/index.js';
import {
  type AccountState,
  type Desired,
  type Instant,
  type Json,
  levelDashboard,
  NO_DASHBOARD,
  profileKey,
  type ResourceKey,
  read,
  UNREADABLE,
  type UserState,
  userKey,
} from '../../src/model/index.js';
import { ALL_AUTOMATIC } from '../../src/plan/offline.js';
import { currentFacts, type Done, factChanges, factsAfter } from '../../src/run/facts.js';
import { withBeginnings, withRecorded } from '../../src/run/recorded.js';

const AT = '2026-11-22T09:00:00.000Z' as Instant;
const STAMP = { by: 'nina', at: AT, how: 'seen' } as const;
const ADA = userKey('ada@acme.example');
const BEA = userKey('bea@acme.example');
const AGENT = profileKey('Agent');
const SUPERVISOR = { ...levelDashboard('supervisor') } as unknown as Json;

const fact = (key: ResourceKey, path: string, value: Json): RecordedFact => ({ key, path, value, ...STAMP });
const recordedAfter = (facts: readonly RecordedFact[], ...steps: readonly Done[]) =>
  factsAfter(facts, steps, STAMP).map(({ key, path, value }) => [key, path, value]);

describe('what is recorded after a step', () => {
  const old = [fact(ADA, 'profile', 'Lead'), fact(ADA, 'dashboard', SUPERVISOR), fact(BEA, 'profile', 'Lead')];
  const bea = [BEA, 'profile', 'Lead'];

  it('that links is the profile, and the dashboard that it is known to give', () => {
    const link: Done = { operation: 'link', key: ADA, input: { profile: 'Agent' } };
    expect(recordedAfter(old, link)).toEqual([bea, [ADA, 'profile', 'Agent']]);
    const template = fact(AGENT, 'dashboard', { ...NO_DASHBOARD } as unknown as Json);
    expect(recordedAfter([...old, template], link)).toEqual([
      bea,
      [AGENT, 'dashboard', NO_DASHBOARD],
      [ADA, 'profile', 'Agent'],
      [ADA, 'dashboard', NO_DASHBOARD],
    ]);
  });

  it('that archives is nothing of the person', () => {
    expect(recordedAfter(old, { operation: 'archive', key: ADA, input: {} })).toEqual([bea]);
    expect(recordedAfter(old, { operation: 'delete', key: ADA, input: {} })).toEqual([bea]);
  });

  it('that invites is that they are linked to nothing, whatever was recorded of the address', () => {
    expect(recordedAfter(old, { operation: 'createUser', key: ADA, input: { email: 'ada@acme.example' } })).toEqual([
      bea,
      [ADA, 'profile', null],
      [ADA, 'created', true],
    ]);
  });

  it('that makes somebody external is that they are there', () => {
    const input = { email: 'ada@acme.example', external: true, firstName: 'Ada', lastName: 'B', dashboard: SUPERVISOR };
    expect(recordedAfter([], { operation: 'createUser', key: ADA, input })).toEqual([
      [ADA, 'external', true],
      [ADA, 'firstName', 'Ada'],
      [ADA, 'lastName', 'B'],
      [ADA, 'dashboard', SUPERVISOR],
    ]);
  });

  it('that sets values is these values', () => {
    const permissions = { snooze: true, maxChannels: 2 };
    expect(
      recordedAfter(
        [],
        { operation: 'setPermissions', key: AGENT, input: { permissions } },
        { operation: 'setProfileTemplate', key: AGENT, input: { groups: ['Sales'] } },
        { operation: 'unlink', key: ADA, input: { permissions: { snooze: false } } },
      ),
    ).toEqual([
      [AGENT, 'permissions.snooze', true],
      [AGENT, 'permissions.maxChannels', 2],
      [AGENT, 'groups', ['Sales']],
      [ADA, 'profile', null],
      [ADA, 'permissions.snooze', false],
    ]);
  });

  it('of what the service shows is nothing', () => {
    for (const operation of ['createGroup', 'addMember', 'removeMember', 'setOpenAccess', 'rename', 'signOut'] as const)
      expect(factsAfter(old, [{ operation, key: ADA, input: { name: 'x' } }], STAMP)).toEqual(old);
  });

  it('is written as what changed, and no more', () => {
    const next = factsAfter(old, [{ operation: 'archive', key: ADA, input: {} }], STAMP);
    expect(factChanges(old, [...next, fact(AGENT, 'groups', [])])).toEqual([
      { kind: 'factRemoved', key: ADA, path: 'profile' },
      { kind: 'factRemoved', key: ADA, path: 'dashboard' },
      { kind: 'fact', fact: fact(AGENT, 'groups', []) },
    ]);
    expect(factChanges(old, old)).toEqual([]);
  });
});

const person = (key: ResourceKey, facts: Partial<UserState> = {}): UserState => ({
  key,
  email: key.slice('user:'.length),
  firstName: read('A'),
  lastName: read('B'),
  status: 'active',
  external: false,
  superAdmin: false,
  profile: UNREADABLE,
  permissions: {},
  dashboard: UNREADABLE,
  groups: read([]),
  numbers: [],
  plan: undefined,
  ...facts,
});
const stateWith = (users: readonly UserState[], profiles: readonly string[] = []): AccountState => ({
  users: new Map(users.map((one) => [one.key, one])),
  profiles: new Map(
    profiles.map((name) => [
      profileKey(name),
      { key: profileKey(name), name, permissions: {}, dashboard: UNREADABLE, groups: UNREADABLE },
    ]),
  ),
  groups: new Map(),
});

const renaming = (kind: 'users' | 'profiles', key: ResourceKey, previously: readonly ResourceKey[]) =>
  ({
    users: new Map(),
    profiles: new Map(),
    groups: new Map(),
    [kind]: new Map([[key, { key, previously }]]),
  }) as unknown as Desired;
const NOTHING = renaming('users', ADA, []);

describe('what was recorded', () => {
  const live = (state: AccountState) => ({
    identity: { teamId: '1', teamName: 'A', actingAs: undefined, superAdmin: false },
    readAt: AT,
    state,
    ids: new Map(),
    ambiguous: new Set<ResourceKey>(),
    unmanageable: [],
    numbers: [],
    ivrs: [],
    licences: [],
    coverage: ALL_AUTOMATIC,
  });
  const seen = (state: AccountState, facts: readonly RecordedFact[]) => withRecorded(live(state), facts, NOTHING);

  it('stands where nothing was read, and says since when', () => {
    const { state, recorded } = seen(stateWith([person(ADA)], ['Agent']), [
      fact(ADA, 'profile', 'Agent'),
      fact(AGENT, 'permissions.snooze', true),
      fact(AGENT, 'groups', ['Sales']),
    ]);
    expect(state.users.get(ADA)?.profile).toEqual({ known: true, value: 'Agent', from: 'recorded', at: AT });
    expect(state.profiles.get(AGENT)).toMatchObject({ permissions: { snooze: true }, groups: { value: ['Sales'] } });
    expect(state.users.get(ADA)?.dashboard.known).toBe(false);
    expect(recorded?.get(AGENT)?.get('permissions.snooze')).toBe(AT);
  });

  it('never stands against what was read', () => {
    const users = [person(ADA, { profile: read('Lead'), permissions: {}, dashboard: read(NO_DASHBOARD) })];
    const { state, recorded } = seen(stateWith(users), [
      fact(ADA, 'profile', 'Agent'),
      fact(ADA, 'dashboard', SUPERVISOR),
      fact(ADA, 'permissions.snooze', true),
    ]);
    expect(state.users.get(ADA)).toEqual(users[0]);
    expect(recorded?.size).toBe(0);
  });

  it('of own permissions holds only while the person is linked to nothing', () => {
    const own = fact(ADA, 'permissions.snooze', true);
    expect(
      seen(stateWith([person(ADA)]), [fact(ADA, 'profile', 'Agent'), own]).state.users.get(ADA)?.permissions,
    ).toEqual({});
    expect(seen(stateWith([person(ADA)]), [own]).state.users.get(ADA)?.permissions).toEqual({});
    expect(seen(stateWith([person(ADA)]), [fact(ADA, 'profile', null), own]).state.users.get(ADA)?.permissions).toEqual(
      {
        snooze: true,
      },
    );
  });

  it('that cannot be read is as if it were not there', () => {
    const { state } = seen(stateWith([person(ADA)]), [
      fact(ADA, 'dashboard', { level: 'king' }),
      fact(ADA, 'profile', 7),
    ]);
    expect(state.users.get(ADA)).toMatchObject({ dashboard: UNREADABLE, profile: UNREADABLE });
  });

  it('keeps external people there, whom no list shows', () => {
    const { state } = seen(stateWith([]), [fact(ADA, 'external', true), fact(ADA, 'dashboard', SUPERVISOR)]);
    expect(state.users.get(ADA)).toMatchObject({ external: true, status: 'active', dashboard: { known: true } });
  });

  it('gives whoever was invited what is initial, until somebody says more', () => {
    const created = [fact(ADA, 'created', true)];
    const state = stateWith([person(ADA, { profile: read(null), permissions: { snooze: true } }), person(BEA)]);
    const { users } = withBeginnings(state, created);
    expect(users.get(ADA)).toMatchObject({
      permissions: { snooze: true, maxChannels: 1 },
      dashboard: { value: NO_DASHBOARD },
    });
    expect(users.get(BEA)).toBe(state.users.get(BEA));
  });
});

describe('facts', () => {
  it('go with whoever left', () => {
    const facts = [fact(ADA, 'profile', 'Agent'), fact(BEA, 'profile', 'Agent'), fact(AGENT, 'groups', [])];
    const state = stateWith([person(ADA, { status: 'archived' }), person(BEA)]);
    expect(currentFacts(state, facts, NOTHING)).toEqual([facts[1]]);
  });

  it('go with a person and a profile to the new name once the account has it', () => {
    const facts = [fact(ADA, 'profile', 'Seller'), fact(profileKey('Seller'), 'groups', [])];
    const renamed = renaming('profiles', AGENT, [profileKey('Seller')]);
    const both = (state: AccountState, desired: Desired) =>
      currentFacts(state, facts, desired).map(({ key, value }) => [key, value]);
    expect(both(stateWith([person(ADA)], ['Seller']), renamed)).toEqual([
      [ADA, 'Seller'],
      [profileKey('Seller'), []],
    ]);
    expect(both(stateWith([person(ADA)], ['Agent']), renamed)).toEqual([
      [ADA, 'Agent'],
      [AGENT, []],
    ]);
    expect(both(stateWith([person(BEA)], ['Seller']), renaming('users', BEA, [ADA]))).toEqual([
      [BEA, 'Seller'],
      [profileKey('Seller'), []],
    ]);
  });
});
