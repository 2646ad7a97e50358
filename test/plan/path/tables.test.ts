import { describe, expect, it } from 'vitest';
import {
  type AccountState,
  type Dashboard,
  groupKey,
  levelDashboard,
  profileKey,
  type Step,
  UNREADABLE,
  userKey,
} from '../../../src/model/index.js';
import { type Ordered, type OrderOptions, orderSteps } from '../../../src/plan/order.js';
import { type LiveFacts, live, liveGroup, liveProfile, liveUser, type UserFacts } from '../../support/accounts.js';

const OPTIONS: OrderOptions = { modeOf: () => 'automatic', minAdmins: 1, requiredAdmins: [], actingAs: undefined };
const GROUPS = ['Sales', 'Support'].map((name) => liveGroup(name));
const state = (facts: LiveFacts): AccountState => live({ groups: GROUPS, ...facts }).state;
const person = (local: string, facts: UserFacts = {}) => liveUser(`${local}@acme.example`, facts);
const key = (local: string) => userKey(`${local}@acme.example`);

const watches = (...groups: readonly string[]): Dashboard => ({
  level: 'supervisor',
  pages: { users: 'read' },
  scope: { groups, ivrs: 'all', lines: 'all' },
});

function ordered(before: AccountState, after: AccountState, options: Partial<OrderOptions> = {}): Ordered {
  return orderSteps({ before, after, renames: new Map(), live: before }, { ...OPTIONS, ...options });
}

const named = ({ steps }: Ordered): readonly string[] => steps.map(({ operation, key: of }) => `${operation} ${of}`);
const gains = ({ leftOpen }: Ordered) => leftOpen.filter(({ kind }) => kind === 'gain');
const placeOf = (made: Ordered, operation: Step['operation'], of: string, isSo: (step: Step) => boolean = () => true) =>
  made.steps.findIndex((step) => step.operation === operation && step.key === of && isSo(step));

/** Everybody is there before and afterwards. */
const ends = (people: readonly (readonly [string, UserFacts, UserFacts])[]) =>
  [1, 2].map((end) =>
    state({ users: people.map(([local, ...facts]) => person(local, facts[end - 1])) }),
  ) as unknown as readonly [AccountState, AccountState];

describe('where a supervisor and somebody supervised pass each other', () => {
  const [before, after] = ends([
    ['xan', { dashboard: watches('Sales') }, { dashboard: watches('Support') }],
    ['yul', { groups: ['Support'] }, { groups: ['Sales'] }],
  ]);

  it('nobody is reached who is reached at neither end', () => {
    const made = ordered(before, after);
    expect(gains(made)).toEqual([]);
    const sees = placeOf(made, 'setDashboard', key('xan'));
    expect(placeOf(made, 'addMember', groupKey('Sales'))).toBeGreaterThan(-1);
    const [first, last] = [
      placeOf(made, 'removeMember', groupKey('Support')),
      placeOf(made, 'addMember', groupKey('Sales')),
    ];
    expect(first < sees || made.steps.filter(({ key: of }) => of === key('xan')).length === 2).toBe(true);
    expect(last).toBeGreaterThan(made.steps.findIndex(({ key: of }) => of === key('xan')));
  });

  it('somebody who sees both all the time may lose them for a moment, and that is listed', () => {
    const [had, has] = ends([
      ['xan', { dashboard: watches('Sales') }, { dashboard: watches('Support') }],
      ['yul', { groups: ['Support'] }, { groups: ['Sales'] }],
      ['zoe', { dashboard: watches('Sales', 'Support') }, { dashboard: watches('Sales', 'Support') }],
      ['kim', { groups: ['Sales'] }, { groups: ['Sales', 'Support'] }],
    ]);
    const made = ordered(had, has);
    expect(gains(made)).toEqual([]);
    expect(made.leftOpen.filter(({ kind }) => kind === 'loss').length).toBeGreaterThan(0);
  });
});

describe('where two people swap profiles that are both rewritten', () => {
  const sets = [
    { snooze: true, chatTab: false },
    { snooze: false, chatTab: true },
  ] as const;
  const profiles = (one: 0 | 1) => [
    liveProfile('Agent', { permissions: sets[one] }),
    liveProfile('Lead', { permissions: sets[one === 0 ? 1 : 0] }),
  ];

  it('one more write leads round, and says why', () => {
    const before = state({
      users: [person('ada', { profile: 'Agent' }), person('bo', { profile: 'Lead' })],
      profiles: profiles(0),
    });
    const after = state({
      users: [person('ada', { profile: 'Lead' }), person('bo', { profile: 'Agent' })],
      profiles: profiles(1),
    });
    const made = ordered(before, after);
    expect(gains(made)).toEqual([]);
    expect(made.steps.filter(({ why }) => why !== undefined).length).toBeGreaterThan(0);
    expect(made.steps.length).toBeLessThanOrEqual(6);
  });
});

describe('two permissions that count only together', () => {
  it('are not held at once by somebody who moves from one to the other', () => {
    const all = { playRecordings: 'allIvr', showDownloadButton: false };
    const download = { playRecordings: 'own', showDownloadButton: true };
    const both = { playRecordings: 'allIvr', showDownloadButton: true };
    const after = [liveProfile('Agent', { permissions: all }), liveProfile('Lead', { permissions: download })];
    const before = [liveProfile('Agent', { permissions: all }), liveProfile('Lead', { permissions: both })];
    const made = ordered(
      state({ users: [person('ada', { profile: 'Agent' })], profiles: before }),
      state({ users: [person('ada', { profile: 'Lead' })], profiles: after }),
    );
    expect(named(made)).toEqual([`setPermissions ${profileKey('Lead')}`, `link ${key('ada')}`]);
    expect(made.steps[1]?.after).toEqual([made.steps[0]?.id]);
  });
});

describe('administrators', () => {
  const admin = { dashboard: levelDashboard('admin') };

  it('are followed by their successor before they leave, which is a handover', () => {
    const made = ordered(
      state({ users: [person('ada', admin), person('bo')] }),
      state({ users: [person('ada', { ...admin, status: 'archived' }), person('bo', admin)] }),
    );
    expect(named(made)).toEqual([`setDashboard ${key('bo')}`, `archive ${key('ada')}`]);
    expect(made.steps[1]?.after).toEqual([made.steps[0]?.id]);
    expect(gains(made).every(({ user, why }) => user === key('bo') && why === 'handover')).toBe(true);
  });

  it('who alone are relinked lose their level for a moment, which is listed; no profile is raised to it', () => {
    const agent = [liveProfile('Agent')];
    const made = ordered(
      state({ users: [person('ada', admin)], profiles: agent }),
      state({ users: [person('ada', { ...admin, profile: 'Agent' })], profiles: agent }),
    );
    expect(named(made)).toEqual([`link ${key('ada')}`, `setDashboard ${key('ada')}`]);
    const [link, back] = made.steps;
    expect(made.leftOpen).toContainEqual({
      user: key('ada'),
      capability: 'level.admin',
      opensWith: link?.id,
      closesWith: back?.id,
      byHand: false,
      why: 'handover',
      kind: 'loss',
    });
  });

  it('who are required come after all others, and whoever acts comes last', () => {
    const names = ['ada', 'bo', 'cy'];
    const made = ordered(
      state({ users: names.map((local) => person(local)) }),
      state({ users: names.map((local) => person(local, { permissions: { snooze: true } })) }),
      { actingAs: key('ada'), requiredAdmins: [key('bo')] },
    );
    expect(made.steps.map((step) => step.key)).toEqual([key('cy'), key('bo'), key('ada')]);
    expect(made.ownFirst).toEqual([]);
  });

  it('who act are named where others must wait for them', () => {
    const [before, after] = ends([
      ['ada', { groups: ['Sales'] }, {}],
      ['bo', {}, { dashboard: watches('Sales') }],
    ]);
    const { ownFirst } = ordered(before, after, { actingAs: key('ada') });
    expect(ownFirst.map((step) => step.key)).toEqual([key('bo')]);
  });
});

describe('steps by hand', () => {
  const [before, after] = ends([
    ['ada', { groups: ['Sales'] }, {}],
    ['bo', {}, { dashboard: watches('Sales') }],
    ['cy', {}, { permissions: { snooze: true } }],
  ]);

  it('come after automatic ones of their kind', () => {
    const made = ordered(before, after, { modeOf: ({ key: of }) => (of === key('bo') ? 'by-hand' : 'automatic') });
    expect(made.steps.map(({ mode }) => mode)).toEqual(['automatic', 'automatic', 'by-hand']);
  });

  it('are waited for', () => {
    const made = ordered(before, after, {
      modeOf: ({ operation }) => (operation === 'removeMember' ? 'by-hand' : 'automatic'),
    });
    const [hand, sees] = [
      made.steps.find(({ mode }) => mode === 'by-hand'),
      made.steps[placeOf(made, 'setDashboard', key('bo'))],
    ];
    expect(sees?.after).toEqual([hand?.id]);
  });
});

describe('what nobody could read', () => {
  it('counts as held on the way and not at the ends, so that others wait', () => {
    const hidden = { ...person('ada'), dashboard: UNREADABLE };
    const made = ordered(
      state({ users: [hidden] }),
      state({ users: [person('ada', { dashboard: watches('Sales') }), person('bo')] }),
    );
    expect(named(made)).toEqual([`setDashboard ${key('ada')}`, `createUser ${key('bo')}`]);
    expect(made.steps[1]?.after).toEqual([made.steps[0]?.id]);
  });

  it('asks for nothing where it stays', () => {
    const hidden = { ...person('ada'), dashboard: UNREADABLE };
    const made = ordered(
      state({ users: [hidden, person('bo')] }),
      state({ users: [hidden, person('bo', { groups: ['Support'] })] }),
    );
    expect(made.steps.map(({ after: waits }) => waits)).toEqual([[]]);
  });
});
