import { describe, expect, it } from 'vitest';
import {
  type AccountState,
  type Limits,
  levelDashboard,
  NO_DASHBOARD,
  type UserState,
  userKey,
} from '../../src/model/index.js';
import { planAccess } from '../../src/plan/headline.js';
import { type Exceeded, exceededLimits, type Judged } from '../../src/plan/limits.js';
import { live, liveProfile, liveUser, SETTINGS } from '../support/accounts.js';

const email = (index: number) => `p${index}@acme.example`;
const people = (count: number, facts: (index: number) => Parameters<typeof liveUser>[1] = () => ({})): UserState[] =>
  Array.from({ length: count }, (_, index) => liveUser(email(index), facts(index)));
const stateOf = (users: readonly UserState[], snooze = false): AccountState =>
  live({ users, profiles: [liveProfile('Agent', { permissions: { snooze } })] }).state;

function judge(
  before: AccountState,
  after: AccountState,
  facts: {
    limits?: Partial<Limits>;
    accept?: { [limit: string]: number };
    actingAs?: string;
    released?: Judged['released'];
    leftOpen?: Judged['leftOpen'];
    held?: Judged['held'];
  } = {},
) {
  const access = planAccess(before, after, () => undefined);
  const limits = { ...SETTINGS.limits, minAdmins: 1, ...facts.limits };
  return exceededLimits(
    {
      before,
      after,
      access,
      actingAs: facts.actingAs,
      released: facts.released ?? [],
      ...(facts.leftOpen && { leftOpen: facts.leftOpen }),
      ...(facts.held && { held: facts.held }),
    },
    limits,
    facts.accept,
  );
}
const names = (exceeded: readonly Exceeded[]) =>
  exceeded.map(({ limit, count, allowed }) => `${limit} ${count}/${allowed}`);

/** The first `count` of the people are changed. */
const some = (all: readonly UserState[], count: number, change: (user: UserState) => UserState) =>
  all.map((user, index) => (index < count ? change(user) : user));
const archived = (user: UserState): UserState => ({ ...user, status: 'archived' });

describe('removals', () => {
  it.each([
    // people, leaving, expected
    [1, 1, []],
    [12, 3, []],
    [12, 4, ['removals 4/3']],
    [20, 3, []],
    [60, 3, []],
    [61, 4, []],
    [60, 4, ['removals 4/3']],
    [100, 4, []],
    [100, 5, []],
    [100, 6, ['removals 6/5']],
    [101, 6, []],
  ])('of %i people, %i leave', (total, leaving, expected) => {
    const before = people(total);
    expect(names(judge(stateOf(before), stateOf(some(before, leaving, archived))))).toEqual(expected);
  });

  it('count a deletion as an archive, and somebody who was archived before not at all', () => {
    const before = people(20, (index) => (index > 15 ? { status: 'archived' } : {}));
    expect(names(judge(stateOf(before), stateOf(before.slice(4))))).toEqual(['removals 4/3']);
    expect(names(judge(stateOf(before), stateOf(before.slice(0, 16))))).toEqual([]);
  });

  it('do not divide by zero', () => {
    expect(names(judge(stateOf([]), stateOf([])))).toEqual([]);
  });
});

describe('losses', () => {
  it.each([
    [15, []],
    [16, ['losses 16/15']],
  ])('of %i people are counted once each, whatever they lose', (losing, expected) => {
    const before = people(40, () => ({ permissions: { snooze: true, chatTab: true } }));
    const after = some(before, losing, (user) => ({
      ...user,
      permissions: { ...user.permissions, snooze: false, chatTab: false },
    }));
    expect(names(judge(stateOf(before), stateOf(after)))).toEqual(expected);
  });

  it('cannot be hidden in a profile', () => {
    const before = people(40, () => ({ profile: 'Agent' }));
    expect(
      names(
        judge(stateOf(before, true), stateOf(before, false), { limits: { changes: { percent: 100, atLeast: 0 } } }),
      ),
    ).toEqual(['losses 40/15']);
  });
});

describe('changes', () => {
  it.each([
    [25, []],
    [26, ['changes 26/25']],
  ])('reach %i people through their profile', (linked, expected) => {
    const before = people(40, (index) => ({ profile: index < linked ? 'Agent' : null }));
    expect(names(judge(stateOf(before, false), stateOf(before, true)))).toEqual(expected);
  });
});

describe('privileged gains', () => {
  const spend = (user: UserState): UserState => ({
    ...user,
    permissions: { ...user.permissions, outOfPlanDestinations: true },
  });

  it.each([
    [1, []],
    [2, []],
    [3, ['privilegedGains 3/2']],
  ])('of %i people', (gaining, expected) => {
    const before = people(40);
    expect(names(judge(stateOf(before), stateOf(some(before, gaining, spend))))).toEqual(expected);
  });

  it('are accepted for exactly the number that there is, and for no other limit', () => {
    const before = people(40);
    const after = some(before, 3, spend);
    const accepted = (accept: { [limit: string]: number }) => names(judge(stateOf(before), stateOf(after), { accept }));
    expect(accepted({ privilegedGains: 3 })).toEqual([]);
    expect(accepted({ privilegedGains: 2 })).toEqual(['privilegedGains 3/2']);
    expect(accepted({ privilegedGains: 4 })).toEqual(['privilegedGains 3/2']);
    expect(accepted({ changes: 3 })).toEqual(['privilegedGains 3/2']);
  });
});

describe('invites', () => {
  it.each([
    [10, []],
    [11, ['invites 11/10']],
  ])('of %i people, those who come back among them', (coming, expected) => {
    const before = people(40, (index) => (index === 0 ? { status: 'archived' } : {}));
    const after = [...some(before, 1, (user) => ({ ...user, status: 'active' })), ...people(40 + coming - 1).slice(40)];
    expect(names(judge(stateOf(before), stateOf(after)))).toEqual(expected);
  });
});

describe('administrators', () => {
  const admins = (count: number) =>
    people(5, (index) => ({ dashboard: index < count ? levelDashboard('admin') : NO_DASHBOARD }));

  it.each([
    // before, after, least, expected
    [3, 2, 2, []],
    [2, 1, 2, ['minAdmins 1/2']],
    [2, 0, 1, ['minAdmins 0/1']],
    [2, 0, 0, ['minAdmins 0/1']],
    [1, 1, 2, []],
    [0, 1, 2, []],
    [1, 0, 2, ['minAdmins 0/2']],
  ])('%i become %i, where %i must stay', (had, has, minAdmins, expected) => {
    expect(
      names(judge(stateOf(admins(had)), stateOf(admins(has)), { limits: { minAdmins, privilegedGains: 9 } })),
    ).toEqual(expected);
  });

  it('cannot go by archive either, and there is no accepting', () => {
    const before = admins(2);
    const exceeded = judge(stateOf(before), stateOf(some(before, 1, archived)), {
      limits: { minAdmins: 2 },
      accept: { minAdmins: 1 },
    });
    expect(exceeded).toMatchObject([{ limit: 'minAdmins', isAcceptable: false, who: [`user:${email(0)}`] }]);
  });

  it('are not counted while they are being cut off, whatever the account still shows', () => {
    const [three, two] = [admins(3), admins(2)];
    const facts = { limits: { minAdmins: 2 }, held: new Set([userKey(email(0))]) };
    expect(names(judge(stateOf(three), stateOf(two), facts))).toEqual(['minAdmins 1/2']);
    expect(names(judge(stateOf(three), stateOf(two), { limits: facts.limits }))).toEqual([]);
  });

  it('who are required must be there, whatever else is', () => {
    const limits = { requiredAdmins: [email(4)], privilegedGains: 9 };
    expect(names(judge(stateOf(admins(5)), stateOf(admins(5)), { limits }))).toEqual([]);
    expect(names(judge(stateOf(admins(5)), stateOf(admins(4)), { limits }))).toEqual(['requiredAdmins 1/0']);
  });
});

describe('whoever acts', () => {
  const self = liveUser(email(0), { profile: 'Agent', dashboard: levelDashboard('admin') });
  const other = liveUser(email(1), { dashboard: levelDashboard('admin') });
  const change = (after: UserState | undefined, actingAs = email(0)) =>
    names(
      judge(stateOf([self, other]), stateOf(after ? [after, other] : [other]), {
        actingAs,
        limits: { removals: { percent: 100, atLeast: 9 } },
      }),
    );

  it.each([
    ['is archived', archived(self)],
    ['is deleted', undefined],
    [
      'is no administrator any more',
      { ...self, dashboard: { known: true, value: levelDashboard('technical'), from: 'read' } } satisfies UserState,
    ],
    [
      'is moved to another profile',
      { ...self, profile: { known: true, value: null, from: 'read' } } satisfies UserState,
    ],
  ])('may not be the one who %s', (_, after) => {
    expect(change(after)).toEqual(['actingIdentity 1/0']);
    expect(change(after, email(1))).toEqual([]);
  });

  it('may be renamed', () => {
    expect(change({ ...self, firstName: { known: true, value: 'Other', from: 'read' } })).toEqual([]);
  });
});

describe('releases', () => {
  it('are refused only where the settings say so', () => {
    const state = stateOf(people(1));
    const released = [people(1)[0]?.key].filter((key) => key !== undefined);
    expect(names(judge(state, state, { released }))).toEqual([]);
    expect(names(judge(state, state, { released, limits: { releases: 'refuse' } }))).toEqual(['releases 1/0']);
  });
});

describe('what no order avoids', () => {
  const state = stateOf(people(2));
  const open = (kind: 'gain' | 'loss', capability: string, who = 0) => ({
    user: userKey(email(who)),
    capability,
    opensWith: 'a',
    closesWith: 'b',
    byHand: false,
    why: 'handover' as const,
    kind,
  });

  it('is refused where somebody holds more for a moment, or too few administrators are left', () => {
    const gains = [open('gain', 'users.manage'), open('gain', 'calls.listen'), open('gain', 'calls.listen', 1)];
    expect(names(judge(state, state, { leftOpen: gains }))).toEqual(['handovers 2/0']);
    expect(names(judge(state, state, { leftOpen: [open('loss', 'level.admin')] }))).toEqual(['handovers 1/0']);
  });

  it('is allowed for exactly the people that the plan has', () => {
    const leftOpen = [open('gain', 'users.manage')];
    expect(names(judge(state, state, { leftOpen, accept: { handovers: 1 } }))).toEqual([]);
    expect(names(judge(state, state, { leftOpen, accept: { handovers: 2 } }))).toEqual(['handovers 1/0']);
  });

  it('is only told where somebody lacks something for a moment', () => {
    expect(names(judge(state, state, { leftOpen: [open('loss', 'recordings.play')] }))).toEqual([]);
  });
});
