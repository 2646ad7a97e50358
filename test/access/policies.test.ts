import { describe, expect, test } from 'vitest';
import { NO_CONDITIONS } from '../../src/access/condition.js';
import { accessChanges } from '../../src/access/differences.js';
import { checkPolicies, type Judging } from '../../src/access/policies.js';
import {
  type AccountState,
  type Asked,
  type Dashboard,
  type Day,
  day,
  EVERYWHERE,
  isFault,
  nameOf,
  OFFLINE,
  type PersonAccess,
  type Policy,
  profileKey,
  readCapability,
  type Selector,
  type UserState,
  userKey,
} from '../../src/model/index.js';
import { live, liveGroup, liveProfile, liveUser } from '../support/accounts.js';

const NAMES = { group: (id: string) => id, user: userKey, hasIvr: () => true };
const AT = { file: 'policies.yaml', path: ['policies', 'own'] };

const asked = (text: string): Asked => {
  const capability = readCapability(text, NAMES);
  if (isFault(capability)) throw new Error(text);
  return { kind: 'capability', capability, at: AT };
};

const policy = (form: Policy['form'], capabilities: readonly string[], facts: Partial<Policy> = {}): Policy => ({
  id: 'own',
  form,
  asked: capabilities.map(asked),
  from: [],
  for: undefined,
  outside: undefined,
  except: [],
  message: undefined,
  at: AT,
  ...facts,
});

const selector = (facts: Partial<Selector>): Selector => ({
  groups: [],
  profiles: [],
  users: [],
  external: false,
  ...facts,
});

const supervisor = (pages: Dashboard['pages'], groups: 'all' | readonly string[] = 'all'): Dashboard => ({
  level: 'supervisor',
  pages,
  scope: { ...EVERYWHERE, groups },
});

const stateOf = (...users: readonly UserState[]): AccountState =>
  live({
    users,
    groups: [liveGroup('Sales'), liveGroup('Care')],
    profiles: [liveProfile('Agent', { permissions: { snooze: true } })],
  }).state;

const TODAY = day('2026-11-22');

function verdicts(
  policies: readonly Policy[],
  facts: Partial<Judging> & { readonly after: AccountState },
): readonly string[] {
  const { before, after, at = TODAY } = facts;
  const access = before ? accessOf(before, after) : [];
  const found = checkPolicies({ policies, before, access, at, conditions: NO_CONDITIONS, ...facts });
  return found.map(({ verdict, people }) => `${verdict}: ${people.map(nameOf).join(' ')}`);
}

const accessOf = (before: AccountState, after: AccountState): PersonAccess[] =>
  accessChanges(before, after).map(({ user, ...rows }) => {
    const changes = (kind: 'gains' | 'losses' | 'uncertain') =>
      rows[kind].map(({ cause, weight: _, ...row }) => ({ ...row, cause: { change: cause.key, path: cause.path } }));
    return { user, gains: changes('gains'), losses: changes('losses'), uncertain: changes('uncertain') };
  });

const biller = liveUser('ada@acme.example', { dashboard: supervisor({ billing: 'read' }), groups: ['Sales'] });
const other = liveUser('bob@acme.example', { profile: 'Agent', groups: ['Care'] });
const outsider = liveUser('eve@partner.example', {
  external: true,
  dashboard: supervisor({ billing: 'read', users: 'write' }),
});

describe('a policy', () => {
  const all = stateOf(biller, other, outsider);

  test.each([
    ['deny', ['billing.see'], ['denied: ada@acme.example eve@partner.example']],
    ['warn', ['billing.see'], ['warned: ada@acme.example eve@partner.example']],
    ['conflict', ['billing.see', 'rights.grant'], ['conflict: eve@partner.example']],
    ['conflict', ['billing.see', 'level.admin'], []],
    ['deny', ['app.snooze'], ['denied: bob@acme.example']],
    ['deny', ['page.users.read(Sales)'], ['denied: eve@partner.example']],
    ['require-approval', ['billing.see'], []],
  ] as const)('%s %j finds %j', (form, capabilities, found) => {
    expect(verdicts([policy(form, capabilities)], { after: all })).toEqual(found);
  });

  test.each([
    ['groups', { groups: ['Sales'] }, 'ada@acme.example'],
    ['profiles', { profiles: [profileKey('Agent')] }, 'bob@acme.example'],
    ['users', { users: [userKey('eve@partner.example')] }, 'eve@partner.example'],
    ['external', { external: true }, 'eve@partner.example'],
    ['any of them', { groups: ['Care'], external: true }, 'bob@acme.example eve@partner.example'],
  ] as const)('holds for the people whom %s name, and not outside of them', (_, facts, people) => {
    const everybody = ['ada@acme.example', 'bob@acme.example', 'eve@partner.example'];
    const others = everybody.filter((email) => !people.split(' ').includes(email)).join(' ');
    const named = selector(facts);
    const signIn = (held: Partial<Policy>) => verdicts([policy('deny', ['account.signIn'], held)], { after: all });
    expect(signIn({ for: named })).toEqual([`denied: ${people}`]);
    expect(signIn({ outside: named })).toEqual([`denied: ${others}`]);
    expect(signIn({ for: named, outside: named })).toEqual([]);
  });

  test.each([
    ['2026-11-23', true],
    ['2026-11-22', true],
    ['2026-11-21', false],
  ])('leaves an exception alone up to its last day: %s', (until, isLeft) => {
    const exception = { user: biller.key, email: biller.email, reason: 'founder', until: day(until), at: AT };
    const found = verdicts([policy('deny', ['billing.see'], { except: [exception] })], { after: stateOf(biller) });
    expect(found).toEqual(isLeft ? [] : ['denied: ada@acme.example']);
  });

  test('judges nobody who has left', () => {
    expect(verdicts([policy('deny', ['billing.see'])], { after: stateOf({ ...biller, status: 'archived' }) })).toEqual(
      [],
    );
  });
});

describe('what is not known', () => {
  const unread: UserState = { ...other, dashboard: OFFLINE, groups: OFFLINE, profile: OFFLINE };
  const after = stateOf(unread);

  test.each([
    ['of the capability', policy('deny', ['billing.see'])],
    ['of the profile', policy('deny', ['app.snooze'])],
    ['of one of two', policy('conflict', ['account.signIn', 'rights.grant'])],
    ['of the group', policy('deny', ['account.signIn'], { for: selector({ groups: ['Care'] }) })],
    ['of the link', policy('deny', ['account.signIn'], { outside: selector({ profiles: [profileKey('Agent')] }) })],
  ])('%s is neither kept nor broken', (_, own) => {
    expect(verdicts([own], { after })).toEqual(['uncertain: bob@acme.example']);
  });

  test('does not matter where something else decides', () => {
    const external: UserState = { ...unread, external: true };
    expect(verdicts([policy('conflict', ['app.snooze', 'rights.grant'])], { after: stateOf(external) })).toEqual([]);
  });
});

test('a condition that fails refuses, unless something else says no', () => {
  const when: Asked = { kind: 'when', when: 'person.groups[9] == "x"', at: AT };
  const of = (...others: readonly string[]) =>
    verdicts([policy('conflict', [], { asked: [when, ...others.map(asked)] })], { after: stateOf(biller) });
  expect(of('billing.see')).toEqual(['failed: ada@acme.example']);
  expect(of('level.admin')).toEqual([]);
});

describe('require-approval', () => {
  const approval = (text: string) => [policy('require-approval', [text], { from: ['@acme/security'] })];
  const none = liveUser('ada@acme.example', { groups: ['Sales'] });
  const withPages = (pages: Dashboard['pages'], groups: 'all' | readonly string[] = 'all') =>
    stateOf(liveUser('ada@acme.example', { dashboard: supervisor(pages, groups), groups: ['Sales'] }), other);

  test.each<readonly [string, AccountState, AccountState, readonly string[]]>([
    ['rights.grant', stateOf(none), withPages({ users: 'write' }), ['approval: ada@acme.example']],
    ['rights.grant', withPages({ users: 'write' }), withPages({ users: 'write' }), []],
    [
      'rights.grant',
      withPages({ users: 'write' }, ['Care']),
      withPages({ users: 'write' }),
      ['approval: ada@acme.example'],
    ],
    ['rights.grant', withPages({ users: 'write' }), withPages({ users: 'write' }, ['Care']), []],
    [
      'rights.grant',
      withPages({ users: 'write' }),
      withPages({ users: 'write', developer: 'write' }),
      ['approval: ada@acme.example'],
    ],
    [
      'users.manage(Sales)',
      withPages({ users: 'write' }, ['Care']),
      withPages({ users: 'write' }, ['Care', 'Sales']),
      ['approval: ada@acme.example'],
    ],
    [
      'users.manage(Care)',
      withPages({ users: 'write' }, ['Care']),
      withPages({ users: 'write' }, ['Care', 'Sales']),
      [],
    ],
    ['billing.see', stateOf(), withPages({ billing: 'read' }), ['approval: ada@acme.example']],
    ['account.signIn', stateOf(none), stateOf(none, other), ['approval: bob@acme.example']],
    [
      'billing.see',
      stateOf({ ...none, dashboard: OFFLINE }),
      withPages({ billing: 'read' }),
      ['approval: ada@acme.example'],
    ],
    ['billing.see', stateOf(none), stateOf({ ...none, dashboard: OFFLINE }), ['uncertain: ada@acme.example']],
    ['billing.see', stateOf({ ...none, dashboard: OFFLINE }), stateOf({ ...none, dashboard: OFFLINE }), []],
  ])('of %s speaks only of what is newly given: case %#', (text, before, after, found) => {
    expect(verdicts(approval(text), { before, after })).toEqual(found);
  });

  test('of a value speaks of those who pass it', () => {
    const channels = (maxChannels: number) => stateOf(liveUser('ada@acme.example', { permissions: { maxChannels } }));
    const found = (before: number, after: number) =>
      verdicts(approval('app.maxChannels(4)'), { before: channels(before), after: channels(after) }).length;
    expect([found(3, 4), found(2, 3), found(4, 4), found(5, 4), found(1, 9)]).toEqual([1, 0, 0, 0, 1]);
  });
});

test('findings come in the order of policies and keys, whatever the order of people', () => {
  const both = [policy('deny', ['billing.see']), policy('warn', ['account.signIn'])];
  const found = verdicts(both, { after: stateOf(outsider, biller, other) });
  expect(found).toEqual(verdicts(both, { after: stateOf(biller, other, outsider) }));
  expect(found).toEqual([
    'denied: ada@acme.example eve@partner.example',
    'warned: ada@acme.example bob@acme.example eve@partner.example',
  ]);
});

test('the day counts as it is given', () => {
  const exception = { user: biller.key, email: biller.email, reason: 'x', until: day('2027-01-01'), at: AT };
  const own = policy('deny', ['billing.see'], { except: [exception] });
  const on = (at: Day) => verdicts([own], { after: stateOf(biller), at }).length;
  expect([on(day('2027-01-01')), on(day('2027-01-02'))]).toEqual([0, 1]);
});
