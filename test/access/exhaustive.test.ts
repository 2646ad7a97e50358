import { describe, expect, it } from 'vitest';
import {
  type AccountState,
  CATALOGUE,
  type Dashboard,
  EVERYWHERE,
  LEVELS,
  levelDashboard,
  PAGES,
  type PageAccess,
  type PermissionSet,
  type PermissionValue,
  type ProfileState,
  type Scope,
  UNREADABLE,
  type UserState,
} from '../../src/model/index.js';
import { live, liveGroup, liveProfile, liveUser, type UserFacts } from '../support/accounts.js';
import { disagreements, emptyTally, type Tally } from './brute-force-changes.js';
import { valuesOf } from './random-accounts.js';

/** One field differs, in every way that it can, within worlds of four people whom dashboards reach or do not. */

const ADA = 'ada@acme.example';
const BO = 'bo@acme.example';

const scopes: readonly Scope[] = (['all', [], ['Sales'], ['Sales', 'Support']] as const).flatMap((groups) =>
  (['all', [], ['Paris desk']] as const).flatMap((ivrs) =>
    (['all', 'direct', 'ivr'] as const).map((lines) => ({ groups, ivrs, lines })),
  ),
);
const presets: readonly Dashboard['pages'][] = [
  { activity: 'read' },
  { logs: 'write' },
  { users: 'write' },
  { users: 'read', analytics: 'read' },
];
const boards: readonly Dashboard[] = scopes.flatMap((scope) =>
  presets.map((pages): Dashboard => ({ level: 'supervisor', pages, scope })),
);
const heard: PermissionSet = { canBeListenedTo: true };

interface World {
  readonly ada?: readonly UserState[];
  readonly bo?: readonly UserState[];
  readonly profiles?: readonly ProfileState[];
}

const AGENT = liveProfile('Agent', { permissions: { ...heard, snooze: true, playRecordings: 'own' } });
const LEAD = liveProfile('Lead', {
  permissions: { maxChannels: 3, playRecordings: 'allIvr', showDownloadButton: true },
});
const CY = liveUser('cy@acme.example', { groups: ['Support'], permissions: heard });
const DI = liveUser('di@acme.example', { groups: ['Sales', 'Support'], profile: 'Agent' });

function world({
  ada = [],
  bo = [liveUser(BO, { groups: ['Sales'], permissions: heard })],
  profiles = [AGENT, LEAD],
}: World): AccountState {
  return live({ users: [...ada, ...bo, CY, DI], profiles, groups: [liveGroup('Sales'), liveGroup('Support')] }).state;
}

const adaWith = (facts: UserFacts): readonly UserState[] => [liveUser(ADA, facts)];
const supervisor = (dashboard: Dashboard): readonly UserState[] =>
  adaWith({ dashboard, permissions: { showDownloadButton: true } });

/** Every two of them, both ways. */
function eachTwo<T>(values: readonly T[], compare: (before: T, after: T) => void): void {
  values.forEach((before, index) => {
    values.forEach((after, other) => {
      if (index !== other) compare(before, after);
    });
  });
}

interface Comparison {
  readonly tally: Tally;
  readonly compare: (before: AccountState, after: AccountState) => void;
  readonly found: readonly string[];
}

function comparison(): Comparison {
  const tally = emptyTally();
  const found: string[] = [];
  const compare = (before: AccountState, after: AccountState) => {
    if (found.length < 20) found.push(...disagreements(before, after, tally));
  };
  return { tally, compare, found };
}

/** All that was compared agrees, and there was enough of it that says something. */
function expectAgreement({ tally, found }: Comparison, least: Partial<Tally>): void {
  expect(found.slice(0, 12)).toEqual([]);
  for (const [kind, number] of Object.entries(least))
    expect([kind, Reflect.get(tally, kind)]).toEqual([kind, expect.toSatisfy((counted: number) => counted >= number)]);
}

const STATES = CATALOGUE.filter((entry) => entry.kind !== 'action');

/** Undefined takes the value away: nobody knows it. */
function withValue<T extends UserState | ProfileState>(holder: T, id: string, value: PermissionValue | undefined): T {
  const others = Object.entries(holder.permissions).filter(([key]) => key !== id);
  return { ...holder, permissions: Object.fromEntries(value === undefined ? others : [...others, [id, value]]) };
}

const unreadable = (user: UserState, ...fields: readonly ('dashboard' | 'groups' | 'profile')[]): UserState => ({
  ...user,
  ...Object.fromEntries(fields.map((field) => [field, UNREADABLE])),
});

describe('accessChanges finds a gain exactly when something is granted, a loss when it is taken', () => {
  it('for every permission over its values, own or of a profile', () => {
    const all = comparison();
    const dashboards: readonly Dashboard[] = [
      ...LEVELS.map((level) => levelDashboard(level)),
      { level: 'supervisor', pages: { logs: 'read' }, scope: { ...EVERYWHERE, groups: ['Sales'] } },
      { level: 'supervisor', pages: { logs: 'read' }, scope: { ...EVERYWHERE, groups: [] } },
    ];
    const contexts: readonly PermissionSet[] = [{}, { playRecordings: 'own' }, { showDownloadButton: true }];
    for (const entry of STATES)
      for (const dashboard of dashboards)
        for (const permissions of contexts)
          eachTwo([...valuesOf(entry), undefined], (before, after) => {
            const own = (value: PermissionValue | undefined) =>
              world({ ada: [withValue(liveUser(ADA, { dashboard, permissions }), entry.id, value)] });
            all.compare(own(before), own(after));
            const shared = liveProfile('Agent', { permissions });
            const linked = (value: PermissionValue | undefined) =>
              world({ ada: adaWith({ dashboard, profile: 'Agent' }), profiles: [withValue(shared, entry.id, value)] });
            if (dashboard.level !== 'technical') all.compare(linked(before), linked(after));
          });
    expectAgreement(all, {
      pairs: 10_000,
      gaining: 2_000,
      losing: 2_000,
      uncertain: 4_000,
      reaching: 100,
      nothing: 2_000,
    });
  });

  it('for every page, level and scope', () => {
    const all = comparison();
    for (const { id } of PAGES)
      for (const scope of scopes)
        for (const level of ['technical', 'supervisor'] as const)
          eachTwo(['none', 'read', 'write'] as const, (before, after) => {
            const open = (access: 'none' | PageAccess) =>
              world({ ada: supervisor({ level, pages: access === 'none' ? {} : { [id]: access }, scope }) });
            all.compare(open(before), open(after));
          });
    expectAgreement(all, { pairs: 8_000, gaining: 4_000, losing: 4_000, reaching: 500, nothing: 4_000 });
  });

  it('for every level, over every scope', () => {
    const all = comparison();
    for (const scope of scopes)
      for (const pages of presets) {
        const known = LEVELS.map((level) => liveUser(ADA, { dashboard: { level, pages, scope } }));
        const superAdmin = liveUser(ADA, { superAdmin: true });
        const hidden = unreadable(liveUser(ADA), 'dashboard');
        eachTwo([...known, superAdmin, hidden], (before, after) =>
          all.compare(world({ ada: [before] }), world({ ada: [after] })),
        );
      }
    expectAgreement(all, { pairs: 6_000, gaining: 1_500, losing: 1_500, uncertain: 1_000, reaching: 2_000 });
  });

  it('for every scope against every other one', () => {
    const all = comparison();
    for (const pages of presets)
      eachTwo(scopes, (before, after) => {
        const within = (scope: Scope) => world({ ada: supervisor({ level: 'supervisor', pages, scope }) });
        all.compare(within(before), within(after));
      });
    expectAgreement(all, { pairs: 5_000, gaining: 2_000, losing: 2_000, reaching: 1_000, nothing: 300 });
  });

  it('for every page over each dimension of its scope', () => {
    const all = comparison();
    const differing = (before: Scope, after: Scope) =>
      [before.groups !== after.groups, before.ivrs !== after.ivrs, before.lines !== after.lines].filter(Boolean).length;
    for (const { id } of PAGES)
      eachTwo(scopes, (before, after) => {
        if (differing(before, after) !== 1) return;
        const within = (scope: Scope) =>
          world({ ada: adaWith({ dashboard: { level: 'technical', pages: { [id]: 'read' }, scope } }) });
        all.compare(within(before), within(after));
      });
    expectAgreement(all, { pairs: 4_000, gaining: 1_500, losing: 1_500, nothing: 1_000 });
  });

  it('for linking, unlinking, and what becomes of a profile', () => {
    const all = comparison();
    const links = [null, 'Agent', 'Lead', 'Nobody has read it'];
    const facts = { permissions: { snooze: true, showDownloadButton: true } };
    for (const dashboard of boards) {
      const ada = links.map((profile) => liveUser(ADA, { ...facts, profile, dashboard }));
      eachTwo([...ada, unreadable(liveUser(ADA, { dashboard }), 'profile')], (before, after) =>
        all.compare(world({ ada: [before] }), world({ ada: [after] })),
      );
      const bo = links.map((profile) => liveUser(BO, { ...facts, profile, groups: ['Sales'] }));
      const watched = { ada: supervisor(dashboard) };
      eachTwo([...bo, unreadable(liveUser(BO), 'profile')], (before, after) =>
        all.compare(world({ ...watched, bo: [before] }), world({ ...watched, bo: [after] })),
      );
      eachTwo([[AGENT, LEAD], [LEAD], [withValue(AGENT, 'canBeListenedTo', false)]], (before, after) =>
        all.compare(world({ ...watched, profiles: before }), world({ ...watched, profiles: after })),
      );
    }
    expectAgreement(all, { pairs: 6_000, gaining: 2_000, losing: 2_000, uncertain: 2_000, reaching: 500 });
  });

  it('for the groups of whoever is reached, and of whoever reaches', () => {
    const all = comparison();
    const memberships = [[], ['Sales'], ['Support'], ['Sales', 'Support']];
    for (const dashboard of boards) {
      const ada = memberships.map((groups) => liveUser(ADA, { groups, dashboard }));
      eachTwo([...ada, unreadable(liveUser(ADA, { dashboard }), 'groups')], (before, after) =>
        all.compare(world({ ada: [before] }), world({ ada: [after] })),
      );
      const bo = memberships.map((groups) => liveUser(BO, { groups, permissions: heard }));
      eachTwo([...bo, unreadable(liveUser(BO, { permissions: heard }), 'groups')], (before, after) =>
        all.compare(
          world({ ada: supervisor(dashboard), bo: [before] }),
          world({ ada: supervisor(dashboard), bo: [after] }),
        ),
      );
    }
    expectAgreement(all, { pairs: 5_000, gaining: 2_000, losing: 2_000, uncertain: 1_500, reaching: 500 });
  });

  it('for people who come, go, are archived, external or superadministrator', () => {
    const all = comparison();
    for (const dashboard of boards) {
      const lives = (email: string, facts: UserFacts): readonly (readonly UserState[])[] => [
        [],
        [liveUser(email, facts)],
        [liveUser(email, { ...facts, status: 'archived' })],
        [liveUser(email, { ...facts, external: true })],
        [liveUser(email, { ...facts, superAdmin: true })],
      ];
      const ada = lives(ADA, { dashboard, groups: ['Sales'], permissions: { showDownloadButton: true } });
      eachTwo(ada, (before, after) => all.compare(world({ ada: before }), world({ ada: after })));
      const bo = lives(BO, { groups: ['Sales'], permissions: heard });
      eachTwo(bo, (before, after) =>
        all.compare(
          world({ ada: supervisor(dashboard), bo: before }),
          world({ ada: supervisor(dashboard), bo: after }),
        ),
      );
    }
    expectAgreement(all, { pairs: 5_000, gaining: 2_000, losing: 2_000, reaching: 1_000 });
  });

  it('for who may be listened to', () => {
    const all = comparison();
    for (const dashboard of boards)
      eachTwo([true, false, undefined], (before, after) => {
        const bo = (value: boolean | undefined) => [
          withValue(liveUser(BO, { groups: ['Sales'] }), 'canBeListenedTo', value),
        ];
        const watching = (value: boolean | undefined) => world({ ada: supervisor(dashboard), bo: bo(value) });
        all.compare(watching(before), watching(after));
      });
    expectAgreement(all, { pairs: 800, gaining: 15, uncertain: 30, reaching: 30 });
  });
});
