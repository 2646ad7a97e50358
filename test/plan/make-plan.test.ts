import { describe, expect, it } from 'vitest';
import { day, levelDashboard, type Plan, profileKey, userKey } from '../../src/model/index.js';
import { makePlan, makePlanAndStates } from '../../src/plan/make-plan.js';
import {
  type DesiredFacts,
  desired,
  type LiveFacts,
  linked,
  live,
  liveGroup,
  liveProfile,
  liveUser,
  OPTIONS,
  wantGroup,
  wantProfile,
  wantUser,
} from '../support/accounts.js';

const ADA = 'ada@acme.example';
const BO = 'bo@acme.example';

const plan = (files: DesiredFacts, account: LiveFacts, options: Partial<typeof OPTIONS> = {}): Plan =>
  makePlan(desired(files), live(account), { ...OPTIONS, ...options });
const operations = (made: Plan) => made.steps.map((step) => `${step.operation} ${step.key}`);
const rows = (made: Plan) => made.changes.map((change) => `${change.action} ${change.key}`);
const codes = (made: Plan) => made.diagnostics.map((diagnostic) => diagnostic.code);

describe('what is not stated', () => {
  it('is left alone and counted', () => {
    const made = plan(
      { users: [wantUser(ADA)] },
      { users: [liveUser(ADA, { groups: ['Sales'] }), liveUser(BO)], groups: [liveGroup('Sales')] },
    );
    expect(made.steps).toEqual([]);
    expect(made.changes).toEqual([]);
    expect(made.summary.unmanaged).toBe(1);
  });

  it('stays as it is beside a stated permission of a profile', () => {
    const made = plan(
      { profiles: [wantProfile('Agent', { permissions: { snooze: true } })] },
      { profiles: [liveProfile('Agent', { permissions: { chatTab: true } })] },
    );
    expect(made.steps).toMatchObject([
      { operation: 'setPermissions', input: { permissions: { snooze: true } }, precondition: { snooze: false } },
    ]);
  });
});

describe('linking', () => {
  const agent = liveProfile('Agent', { groups: ['Sales'], dashboard: levelDashboard('supervisor') });
  const groups = [liveGroup('Sales'), liveGroup('Support')];

  it('puts back the dashboard and groups that the files do not state', () => {
    const made = plan(
      { users: [wantUser(ADA, { link: linked('Agent') })], profiles: [wantProfile('Agent')] },
      { users: [liveUser(ADA, { groups: ['Support'] })], profiles: [agent], groups },
    );
    expect(operations(made)).toEqual([
      'setProfileTemplate profile:Agent',
      `link user:${ADA}`,
      'addMember group:Support',
      'setProfileTemplate profile:Agent',
    ]);
    expect(rows(made)).toEqual([`update user:${ADA}`]);
    expect(made.steps[3]?.input).toEqual({ dashboard: levelDashboard('supervisor'), groups: ['Sales'] });
  });

  it('gives what the profile states in the files, and keeps it true for people who are linked already', () => {
    const made = plan(
      {
        users: [wantUser(ADA, { link: linked('Agent') })],
        profiles: [wantProfile('Agent', { groups: ['Support'] })],
        groups: [wantGroup('Support')],
      },
      { users: [liveUser(ADA, { profile: 'Agent', groups: ['Sales'] })], profiles: [agent], groups },
    );
    expect(operations(made)).toEqual([
      'setProfileTemplate profile:Agent',
      'addMember group:Support',
      'removeMember group:Sales',
    ]);
  });

  it('that is so already changes nobody', () => {
    const account = live({ users: [liveUser(ADA, { profile: 'Agent' }), liveUser(BO)], profiles: [agent], groups });
    const files = desired({
      users: [wantUser(ADA, { link: linked('Agent') }), wantUser(BO, { link: { to: 'none' } })],
      profiles: [wantProfile('Agent')],
    });
    const { before, after } = makePlanAndStates(files, account, OPTIONS);
    for (const key of before.users.keys()) expect(after.users.get(key)).toBe(before.users.get(key));
  });

  it('waits for the profile it links to', () => {
    const made = plan(
      { users: [wantUser(ADA, { link: linked('New') })], profiles: [wantProfile('New')] },
      { users: [liveUser(ADA)] },
    );
    const [create, link] = made.steps;
    expect([create?.operation, link?.operation]).toEqual(['createProfile', 'link']);
    expect(link?.after).toEqual([create?.id]);
  });

  it('is undone with all 35 values as own permissions, before the profile is edited', () => {
    const made = plan(
      {
        users: [wantUser(ADA, { link: { to: 'none' }, permissions: { snooze: true } })],
        profiles: [wantProfile('Agent', { permissions: { chatTab: false } })],
      },
      {
        users: [liveUser(ADA, { profile: 'Agent', groups: ['Sales'], dashboard: levelDashboard('supervisor') })],
        profiles: [liveProfile('Agent', { permissions: { chatTab: true } })],
        groups,
      },
    );
    expect(operations(made)).toEqual([`unlink user:${ADA}`, 'setPermissions profile:Agent']);
    const permissions = made.steps[0]?.input.permissions;
    expect(permissions).toMatchObject({ snooze: true, chatTab: true });
    expect(Object.keys(permissions ?? {})).toHaveLength(35);
  });
});

describe('people who come', () => {
  const invite = { number: '+33199000099', plan: 'Business' };

  it('are created with every permission stated, the least-granting where the files are silent', () => {
    const made = plan({ users: [wantUser(ADA, { invite, link: { to: 'none' }, permissions: { snooze: true } })] }, {});
    expect(made.steps[0]).toMatchObject({
      operation: 'createUser',
      input: { ...invite, permissions: { snooze: true, chatTab: false, maxChannels: 1 } },
    });
    expect(made.summary).toMatchObject({ add: 1, change: 0, destroy: 0 });
  });

  it('are linked in a second step and enter their groups in a third', () => {
    const made = plan(
      {
        users: [wantUser(ADA, { invite, link: linked('Agent'), groups: ['Sales'] })],
        profiles: [wantProfile('Agent')],
        groups: [wantGroup('Sales')],
      },
      { profiles: [liveProfile('Agent')] },
    );
    expect(operations(made)).toEqual([
      'createGroup group:Sales',
      `createUser user:${ADA}`,
      `link user:${ADA}`,
      'addMember group:Sales',
    ]);
    expect(rows(made)).toEqual([`create user:${ADA}`, 'create group:Sales', `create membership:Sales/${ADA}`]);
  });

  it('enter no group by their profile that authoritative memberships would take them out of again', () => {
    const files = {
      authority: { memberships: 'authoritative' as const },
      users: [wantUser(ADA, { invite, link: linked('Agent') })],
      profiles: [wantProfile('Agent')],
      groups: [wantGroup('Sales')],
    };
    const made = plan(files, { profiles: [liveProfile('Agent', { groups: ['Sales'] })], groups: [liveGroup('Sales')] });
    expect(operations(made)).toEqual([
      'setProfileTemplate profile:Agent',
      `createUser user:${ADA}`,
      `link user:${ADA}`,
      'setProfileTemplate profile:Agent',
    ]);
  });

  it.each([
    ['without an invite', {}, 'NO_INVITE'],
    ['with a number in use', { invite: { number: '+33199000001', plan: 'Business' } }, 'NUMBER_NOT_FREE'],
    ['with a number of nobody', { invite: { number: '+33199000055', plan: 'Business' } }, 'UNKNOWN_NUMBER'],
    ['with a plan of nobody', { invite: { number: '+33199000099', plan: 'Advanced' } }, 'UNKNOWN_PLAN'],
  ])('%s are an error', (_, facts, code) => {
    const numbers = [
      { number: '+33199000099', use: 'free' as const },
      { number: '+33199000001', use: 'user' as const },
    ];
    expect(codes(plan({ users: [wantUser(ADA, facts)] }, { numbers }))).toEqual([code]);
  });

  it('are an error each when the licences do not suffice', () => {
    const numbers = ['+33199000011', '+33199000012'].map((number) => ({ number, use: 'free' as const }));
    const users = [ADA, BO].map((email, index) =>
      wantUser(email, { invite: { number: numbers[index]?.number ?? '', plan: 'Business' } }),
    );
    expect(codes(plan({ users }, { numbers, licences: [{ plan: 'Business', total: 10, used: 9 }] }))).toEqual([
      'NO_FREE_LICENCE',
    ]);
  });

  it('are brought back when they are archived', () => {
    const made = plan({ users: [wantUser(ADA, { invite })] }, { users: [liveUser(ADA, { status: 'archived' })] });
    expect(rows(made)).toEqual([`create user:${ADA}`]);
    expect(operations(made)).toEqual([`createUser user:${ADA}`]);
  });
});

describe('people who leave', () => {
  it.each([
    ['ensure: archived', { ensure: 'archived' as const }, {}, 'archive', []],
    ['ensure: absent alone', { ensure: 'absent' as const }, {}, 'archive', ['DELETE_NOT_ALLOWED']],
    ['ensure: absent with --allow-delete', { ensure: 'absent' as const }, { allowDelete: true }, 'delete', []],
    ['the day after until', { until: day('2026-11-21') }, {}, 'archive', []],
  ])('by %s', (_, facts, options, operation, warned) => {
    const made = plan({ users: [wantUser(ADA, facts)] }, { users: [liveUser(ADA)] }, options);
    expect(operations(made)).toEqual([`${operation} user:${ADA}`]);
    expect(made.changes).toMatchObject([{ action: 'delete', how: operation }]);
    expect(codes(made)).toEqual(warned);
  });

  it('stay on the last day of their window, and are not created before the first', () => {
    expect(plan({ users: [wantUser(ADA, { until: OPTIONS.at })] }, { users: [liveUser(ADA)] }).steps).toEqual([]);
    expect(plan({ users: [wantUser(ADA, { from: day('2026-11-23') })] }, {}).steps).toEqual([]);
  });

  it('are archived by absence only where people are authoritative, and never the external or superadministrator', () => {
    const users = [
      liveUser(ADA),
      liveUser(BO, { superAdmin: true }),
      liveUser('cy@acme.example', { external: true }),
      liveUser('di@acme.example', { status: 'archived' }),
    ];
    expect(plan({}, { users }).steps).toEqual([]);
    expect(operations(plan({ authority: { users: 'authoritative' } }, { users }))).toEqual([`archive user:${ADA}`]);
  });
});

describe('profiles and groups that are not stated', () => {
  it('are deleted under authoritative only when nobody refers to them', () => {
    const account = {
      profiles: [liveProfile('Used'), liveProfile('Spare')],
      groups: [liveGroup('In'), liveGroup('Out')],
      users: [liveUser(ADA, { profile: 'Used', groups: ['In'] })],
    };
    const made = plan({ authority: { profiles: 'authoritative', groups: 'authoritative' } }, account);
    expect(operations(made)).toEqual(['delete profile:Spare', 'delete group:Out']);
    expect(codes(made)).toEqual(['STILL_IN_USE', 'STILL_IN_USE']);
  });

  it('keep people of other groups under authoritative memberships', () => {
    const made = plan(
      { authority: { memberships: 'authoritative' }, groups: [wantGroup('In')] },
      { groups: [liveGroup('In'), liveGroup('Other')], users: [liveUser(ADA, { groups: ['In', 'Other'] })] },
    );
    expect(operations(made)).toEqual(['removeMember group:In']);
  });
});

describe('names', () => {
  it('change in place when previously names the resource of the account', () => {
    const made = plan(
      {
        users: [wantUser('ada.new@acme.example', { previously: [userKey(ADA)] })],
        profiles: [wantProfile('Agents', { previously: [profileKey('Agent')] })],
      },
      { users: [liveUser(ADA, { profile: 'Agent' })], profiles: [liveProfile('Agent')] },
    );
    expect(operations(made)).toEqual(['rename profile:Agent', `rename user:${ADA}`]);
    expect(rows(made)).toEqual(['update user:ada.new@acme.example', 'update profile:Agents']);
  });

  it('are an error when both exist', () => {
    const made = plan(
      { profiles: [wantProfile('New', { previously: [profileKey('Old')] })] },
      { profiles: [liveProfile('New'), liveProfile('Old')] },
    );
    expect(codes(made)).toEqual(['PREVIOUS_STILL_THERE']);
    expect(made.steps).toEqual([]);
  });

  it('that two carry are never matched', () => {
    const ambiguous = new Set([profileKey('Agent')]);
    expect(codes(plan({ profiles: [wantProfile('Agent')] }, { ambiguous }))).toContain('AMBIGUOUS_NAME');
  });
});

describe('the superadministrator and other administrators', () => {
  it('are left to the superadministrator when somebody else acts', () => {
    const identity = { teamId: '1', teamName: 'Acme', actingAs: BO, superAdmin: false };
    const made = plan(
      { users: [wantUser(ADA, { dashboard: levelDashboard('admin') })] },
      { users: [liveUser(ADA)], identity },
    );
    expect(made.steps).toMatchObject([{ operation: 'setDashboard', mode: 'by-hand' }]);
    expect(made.summary.byHand).toBe(1);
  });

  it('never lose the dashboard by the files', () => {
    const made = plan(
      { users: [wantUser(ADA, { dashboard: levelDashboard('billing') })] },
      { users: [liveUser(ADA, { superAdmin: true })] },
    );
    expect(codes(made)).toEqual(['SUPERADMIN_PROTECTED']);
  });

  it('are checked when stated', () => {
    expect(codes(plan({ users: [wantUser(ADA, { superAdmin: true })] }, { users: [liveUser(ADA)] }))).toEqual([
      'SUPERADMIN_MISMATCH',
    ]);
    expect(codes(plan({ users: [wantUser(ADA, { external: true })] }, { users: [liveUser(ADA)] }))).toEqual([
      'EXTERNAL_MISMATCH',
    ]);
  });
});
