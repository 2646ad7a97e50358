import { describe, expect, test } from 'vitest';
import { celConditions, conditionFault } from '../../src/access/cel.js';
import { accessOf } from '../../src/access/effective.js';
import { levelDashboard, OFFLINE, type UserState, userKey } from '../../src/model/index.js';
import { live, liveGroup, liveProfile, liveUser } from '../support/accounts.js';

const names = {
  group: (id: string) => (id === 'sales' ? 'Sales team' : undefined),
  user: (email: string) => (email.startsWith('ada@') ? userKey(email) : undefined),
  hasIvr: (name: string) => name === 'Paris desk',
  groupId: (name: string) => (name === 'Sales team' ? 'sales' : name),
  profileId: (name: string) => (name === 'Sales agent' ? 'sales-agent' : name),
};

const ada = liveUser('ada@acme.example', {
  profile: 'Sales agent',
  groups: ['Care', 'Sales team'],
  dashboard: {
    level: 'supervisor',
    pages: { activity: 'read' },
    scope: { groups: ['Sales team'], ivrs: 'all', lines: 'direct' },
  },
});
const blank: UserState = { ...ada, dashboard: OFFLINE, groups: OFFLINE, profile: OFFLINE };

function answer(when: string, user: UserState = ada) {
  const profiles = [
    liveProfile('Sales agent', { permissions: { snooze: true, maxChannels: 3, editCallerId: ['allIvr'] } }),
  ];
  const { state } = live({ users: [user], groups: [liveGroup('Sales team'), liveGroup('Care')], profiles });
  expect(conditionFault(when, names)).toBeUndefined();
  return celConditions(names).answer(when, { state, user, access: accessOf(state, user) });
}

describe('a condition', () => {
  test.each([
    ['person.email == "ada@acme.example"', 'yes'],
    ['person.external || person.superAdmin', 'no'],
    ['person.level == "supervisor"', 'yes'],
    ['person.profile == "sales-agent"', 'yes'],
    ['"sales" in person.groups && person.groups.size() == 2', 'yes'],
    ['person.pages.activity == "read" && person.pages["users"] == "none"', 'yes'],
    ['person.permissions.snooze', 'yes'],
    ['person.permissions.maxChannels > 2 && person.permissions.afterCallWorkDuration == 0', 'yes'],
    ['"allIvr" in person.permissions.editCallerId', 'yes'],
    ['person.permissions.playRecordings == "none"', 'yes'],
    ['!person.scope.allGroups && person.scope.groups == ["sales"] && person.scope.allIvrs', 'yes'],
    ['person.scope.lines == "direct"', 'yes'],
    ['person.can("calls.listen(sales)")', 'yes'],
    ['person.can("calls.listen") && !person.can("billing.see")', 'yes'],
    ['person.groups.exists(name, name.startsWith("Ca"))', 'yes'],
  ])('%s: %s', (when, expected) => {
    expect(answer(when)).toBe(expected);
  });

  test.each([
    ['person.can("billing.see")', 'unknown'],
    ['"sales" in person.groups', 'unknown'],
    ['person.profile == ""', 'unknown'],
    ['person.pages.users == "none"', 'unknown'],
    ['person.permissions.snooze', 'unknown'],
    ['person.scope.allGroups', 'unknown'],
    ['!person.can("billing.see")', 'unknown'],
    ['person.can("billing.see") ? true : true', 'unknown'],
    ['person.external && person.can("billing.see")', 'no'],
    ['person.can("billing.see") && person.external', 'no'],
    ['person.can("billing.see") || !person.external', 'yes'],
  ])('of somebody of whom little is known, %s: %s', (when, expected) => {
    expect(answer(when, blank)).toBe(expected);
  });

  test.each(['person.groups[9] == "x"', '1 / (person.groups.size() - 2) == 1'])(
    'fails, and says nothing: %s',
    (when) => {
      expect(answer(when)).toBe('failed');
    },
  );

  test('is answered for each person by themselves', () => {
    const conditions = celConditions(names);
    const biller = liveUser('bob@acme.example', { dashboard: levelDashboard('billing') });
    const { state } = live({ users: [ada, biller] });
    const of = (user: UserState) =>
      conditions.answer('person.can("billing.see")', { state, user, access: accessOf(state, user) });
    expect([of(ada), of(biller), of(ada)]).toEqual(['no', 'yes', 'no']);
  });
});

describe('a fault in a condition is found where it stands', () => {
  test.each([
    ['person.emial == "a"', 'emial'],
    ['person.external && person.pages.usres == "write"', 'usres'],
    ['persn.external', 'persn'],
    ['person.can("bilng.see")', 'bilng.see'],
    ['person.can("calls.listen(slaes)")', 'calls.listen(slaes)'],
    ['person.can("billing.see(sales)")', 'billing.see(sales)'],
    ['person.can(person.email)', 'person.can(person.email)'],
    ['person.email.matches("(a+)+$")', 'person.email.matches("(a+)+$")'],
    ['dyn(person).anything == 1', 'dyn(person)'],
    ['has(person.anything)', 'has(person.anything)'],
    ['person.email', 'person.email'],
    ['person.permissions.maxChannels', 'person.permissions.maxChannels'],
    ['person.permissions.maxChannels == "3"', 'person.permissions.maxChannels == "3"'],
  ])('%s: %s', (when, at) => {
    const fault = conditionFault(when, names);
    expect(when.slice(fault?.start, fault?.end)).toBe(at);
  });

  test.each([
    'person.external &&',
    '',
    '"',
    '((((((((((((((((((((((((true))))))))))))))))))))))))',
    `${'true && '.repeat(400)}true`,
  ])('%s is none that can be worked out', (when) => {
    expect(conditionFault(when, names)).toMatchObject({ isCapability: false });
  });
});
