import { describe, expect, test } from 'vitest';
import { checkTests, type Reason } from '../../src/access/assertions.js';
import {
  type AccessTest,
  type AccountState,
  type AskedCapability,
  isFault,
  levelDashboard,
  nameOf,
  OFFLINE,
  profileKey,
  readCapability,
  type UserState,
  userKey,
} from '../../src/model/index.js';
import { live, liveGroup, liveProfile, liveUser } from '../support/accounts.js';

const NAMES = { group: (id: string) => id, user: userKey, hasIvr: () => true };
const AT = { file: 'tests.yaml', path: ['tests', 0] };

const asked = (text: string): AskedCapability => {
  const capability = readCapability(text, NAMES);
  if (isFault(capability)) throw new Error(text);
  return capability;
};

const check = (
  subject: AccessTest['subject'],
  says: { can?: string[]; cannot?: string[] } & Partial<Pick<AccessTest, 'atLeast' | 'outside'>>,
): AccessTest => ({
  subject,
  atLeast: says.atLeast,
  can: (says.can ?? []).map(asked),
  cannot: (says.cannot ?? []).map(asked),
  outside: says.outside,
  at: AT,
});

const ada = liveUser('ada@acme.example', { dashboard: levelDashboard('billing'), groups: ['Finance'] });
const bob = liveUser('bob@acme.example', { profile: 'Agent', groups: ['Sales'] });
const uma: UserState = { ...liveUser('uma@acme.example', { groups: ['Sales'] }), dashboard: OFFLINE };
const gone = liveUser('gone@acme.example', {
  dashboard: levelDashboard('billing'),
  groups: ['Sales'],
  status: 'archived',
});

const stateOf = (...users: readonly UserState[]): AccountState =>
  live({
    users,
    groups: [liveGroup('Sales'), liveGroup('Finance')],
    profiles: [liveProfile('Agent', { permissions: { snooze: true } })],
  }).state;

const reasons = (one: AccessTest, state: AccountState): readonly string[] =>
  checkTests(state, [one]).flatMap((result) => result.reasons.map(reasonText));
const reasonText = ({ user, answer }: Reason) => `${user === undefined ? '-' : nameOf(user)} ${answer}`;

const nobody = { kind: 'nobody' } as const;
const everybody = { kind: 'everybody' } as const;
const user = (email: string) => ({ kind: 'user', user: userKey(email), id: email }) as const;
const group = (name: string) => ({ kind: 'group', group: name, id: name }) as const;
const agents = { kind: 'profile', profile: profileKey('Agent'), id: 'agent' } as const;
const finance = { groups: ['Finance'], profiles: [], users: [], external: false };

describe('a test of the files', () => {
  const all = stateOf(ada, bob, gone);

  test.each<readonly [string, AccessTest, readonly string[]]>([
    ['nobody, and somebody has it', check(nobody, { cannot: ['billing.see'] }), ['ada@acme.example yes']],
    ['nobody outside', check(nobody, { cannot: ['billing.see'], outside: finance }), []],
    ['everybody', check(everybody, { can: ['account.signIn'] }), []],
    ['everybody, and one does not', check(everybody, { can: ['billing.see'] }), ['bob@acme.example no']],
    ['everybody outside, and all of them do', check(everybody, { can: ['app.snooze'], outside: finance }), []],
    ['one person', check(user('ada@acme.example'), { can: ['billing.see'], cannot: ['rights.grant'] }), []],
    [
      'one person, both wrong',
      check(user('bob@acme.example'), { can: ['billing.see'], cannot: ['app.snooze'] }),
      ['bob@acme.example no', 'bob@acme.example yes'],
    ],
    ['somebody who left, who can nothing', check(user('gone@acme.example'), { cannot: ['billing.see'] }), []],
    [
      'somebody who left, of whom nothing is shown',
      check(user('gone@acme.example'), { can: ['billing.see'] }),
      ['- absent'],
    ],
    ['a group', check(group('Sales'), { can: ['app.snooze'], cannot: ['billing.see'] }), []],
    ['a group without people', check(group('Care'), { can: ['app.snooze'] }), ['- absent']],
    ['a profile', check(agents, { can: ['app.snooze'] }), []],
    ['a profile, and one does not', check(agents, { can: ['billing.see'] }), ['bob@acme.example no']],
  ])('%s', (_, one, expected) => {
    expect(reasons(one, all)).toEqual(expected);
  });

  test.each([
    [1, []],
    [2, []],
    [3, ['uma@acme.example no']],
  ])('asks for at least %i of a group', (atLeast, expected) => {
    const able = liveUser('able@acme.example', { profile: 'Agent', groups: ['Sales'] });
    const one = check(group('Sales'), { can: ['app.snooze'], atLeast });
    expect(reasons(one, stateOf(able, bob, uma))).toEqual(expected);
  });
});

describe('what is not known', () => {
  test.each<readonly [string, AccessTest, readonly string[]]>([
    ['is not shown to be absent', check(nobody, { cannot: ['billing.see'] }), ['uma@acme.example unknown']],
    ['nor to be there', check(user('uma@acme.example'), { can: ['billing.see'] }), ['uma@acme.example unknown']],
    [
      'and counts for no number',
      check(group('Sales'), { can: ['billing.see'], atLeast: 1 }),
      ['bob@acme.example no', 'uma@acme.example unknown'],
    ],
    ['but what else is known is', check(user('uma@acme.example'), { can: ['account.signIn'] }), []],
  ])('%s', (_, one, expected) => {
    expect(reasons(one, stateOf(bob, uma))).toEqual(expected);
  });

  test('of a membership leaves a test of the group open', () => {
    const somewhere: UserState = { ...uma, groups: OFFLINE };
    const of = (says: { can?: string[]; cannot?: string[] }) =>
      reasons(check(group('Sales'), says), stateOf(bob, somewhere));
    expect(of({ can: ['app.snooze'] })).toEqual(['uma@acme.example unknown']);
    expect(of({ cannot: ['billing.see'] })).toEqual(['uma@acme.example unknown']);
    expect(of({ can: ['account.signIn'] })).toEqual([]);
  });
});
