import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../src/model/index.js';
import { codes, one, valid } from './account.js';

const LISTS = 'callerIds:\n  paris: ["+33199000002", "+33199000000"]\n  lyon: ["+33199000002"]\n';

function permissions(written: string) {
  const { desired } = valid({ 'a.yaml': `${LISTS}profiles:\n  agent: { permissions: { ${written} } }\n` });
  return one(desired.profiles, 'agent').permissions;
}

function dashboard(written: string) {
  const groups = 'groups:\n  sales: { name: Sales }\n  care: { name: Care }\n';
  const { desired } = valid({ 'a.yaml': `${groups}profiles:\n  agent: { dashboard: ${written} }\n` });
  return one(desired.profiles, 'agent').dashboard;
}

describe('a permission', () => {
  test.each([
    ['snooze: true', { snooze: true }],
    ['snooze: False', { snooze: false }],
    ['playRecordings: allIvr', { playRecordings: 'allIvr' }],
    ['afterCallWorkDuration: 30s', { afterCallWorkDuration: 30 }],
    ['afterCallWorkDuration: 2m', { afterCallWorkDuration: 120 }],
    ['afterCallWorkDuration: 1m30s', { afterCallWorkDuration: 90 }],
    ['afterCallWorkDuration: "1m5s"', { afterCallWorkDuration: 65 }],
    ['afterCallWorkDuration: 45', { afterCallWorkDuration: 45 }],
    ['afterCallWorkDuration: false', { afterCallWorkDuration: 0 }],
    ['maxChannels: 3', { maxChannels: 3 }],
    ['maxChannels: 0x0A', { maxChannels: 10 }],
    ['callRecordingVolume: 100%', { callRecordingVolume: 100 }],
    ['callRecordingVolume: 0%', { callRecordingVolume: 0 }],
    ['callRecordingVolume: 7', { callRecordingVolume: 7 }],
    ['editCallerId: false', { editCallerId: [] }],
    ['editCallerId: assignedIvr', { editCallerId: ['assignedIvr'] }],
    ['editCallerId: [paris]', { editCallerId: ['+33199000000', '+33199000002'] }],
    ['editCallerId: [lyon, paris, "+33199000002"]', { editCallerId: ['+33199000000', '+33199000002'] }],
    ['editCallerId: ["+33199000009", assignedIvr]', { editCallerId: ['+33199000009', 'assignedIvr'] }],
  ])('%s', (written, value) => {
    expect(permissions(written)).toEqual(value);
  });

  test.each([
    ...['snooze: yes', 'snooze: 1', 'snooze: "true"', 'playRecordings: all', 'playRecordings: true', 'maxChannels: 0'],
    ...['maxChannels: -1', 'maxChannels: 1.5', 'maxChannels: two', 'afterCallWorkDuration: 1h'],
    ...[
      'afterCallWorkDuration: 1m90s',
      'afterCallWorkDuration: -1',
      'afterCallWorkDuration: true',
      'afterCallWorkDuration: 1.5',
    ],
    ...[
      'callRecordingVolume: 101%',
      'callRecordingVolume: 101',
      'callRecordingVolume: 50 %',
      'callRecordingVolume: true',
    ],
    ...['editCallerId: true', 'editCallerId: []', 'editCallerId: paris', 'editCallerId: [{}]'],
  ])('is never %s', (written) => {
    const found = codes({ 'a.yaml': `${LISTS}profiles:\n  agent: { permissions: { ${written} } }\n` });
    expect(found).toHaveLength(1);
    expect(['WRONG_VALUE', 'WRONG_TYPE']).toContain(found[0]);
  });

  test('of every kind is known, and force sign-out is none', () => {
    expect(CATALOGUE.filter(({ kind }) => kind !== 'action')).toHaveLength(35);
    expect(codes({ 'a.yaml': 'profiles:\n  agent: { permissions: { forceSignOut: true } }\n' })).toEqual([
      'UNKNOWN_KEY',
    ]);
  });
});

describe('dashboard access', () => {
  const everywhere = { groups: 'all', ivrs: 'all', lines: 'all' };

  test('in the short form has the usual pages of its level', () => {
    const supervisor = dashboard('supervisor');
    expect(supervisor?.level).toBe('supervisor');
    expect(Object.keys(supervisor?.pages ?? {})).toEqual(['activity', 'logs', 'analytics', 'campaigns', 'tasks']);
    expect(Object.keys(dashboard('technical')?.pages ?? {})).toHaveLength(13);
    expect(dashboard('none')).toEqual({ level: 'none', pages: {}, scope: everywhere });
    expect(dashboard('admin')).toEqual({ level: 'admin', pages: {}, scope: everywhere });
  });

  test('of an accountant is billing', () => {
    expect(dashboard('accountant')).toEqual(dashboard('billing'));
    expect(dashboard('{ level: accountant }')).toEqual(dashboard('billing'));
    expect(dashboard('billing')?.pages).toEqual({ billing: 'write' });
  });

  test('in the long form has exactly the pages that are named', () => {
    const both = dashboard('{ level: supervisor, pages: { users: write, activity: read, logs: none } }');
    expect(both).toEqual({ level: 'supervisor', pages: { users: 'write', activity: 'read' }, scope: everywhere });
    expect(dashboard('{ level: supervisor, pages: {} }')?.pages).toEqual({});
    expect(dashboard('{ level: supervisor }')).toEqual(dashboard('supervisor'));
  });

  test('has its scope by names of the account, sorted, each once', () => {
    const narrowed = dashboard(
      '{ level: supervisor, scope: { groups: [sales, care, sales], ivrs: [Paris desk], lines: ivr } }',
    );
    expect(narrowed?.scope).toEqual({ groups: ['Care', 'Sales'], ivrs: ['Paris desk'], lines: 'ivr' });
    expect(dashboard('{ level: supervisor, scope: { lines: direct } }')?.scope).toEqual({
      ...everywhere,
      lines: 'direct',
    });
    expect(dashboard('{ level: supervisor, scope: { groups: [] } }')?.scope.groups).toEqual([]);
  });
});

test.each([
  ['a'.repeat(200), []],
  ['a'.repeat(201), ['WRONG_VALUE']],
  ['😀'.repeat(200), []],
  ['😀'.repeat(201), ['WRONG_VALUE']],
  [`${'é'.repeat(199)}😀`, []],
  [`${'é'.repeat(200)}😀`, ['WRONG_VALUE']],
])('a name has at most 200 characters, whatever they take: %s', (name, expected) => {
  expect(codes({ 'users.yaml': `users:\n  ada@acme.example:\n    firstName: ${name}\n` })).toEqual(expected);
});
