import { describe, expect, it } from 'vitest';
import {
  type AccountState,
  CATALOGUE,
  type Dashboard,
  EVERYWHERE,
  LEVELS,
  levelDashboard,
  PAGES,
  type PermissionSet,
  type PermissionValue,
  type ProfileState,
  type Scope,
  UNREADABLE,
  type UserState,
  userKey,
} from '../../src/model/index.js';
import { live, liveGroup, liveProfile, liveUser, type UserFacts } from '../support/accounts.js';
import { isLong } from '../support/scale.js';
import { LATER, type Universe } from './brute-force.js';
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
const MIXED: Dashboard['pages'] = { activity: 'read', logs: 'write', users: 'write', analytics: 'read' };
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

const UNIVERSE: Universe = {
  people: [ADA, BO, CY.email, DI.email].map(userKey),
  groups: ['Sales', 'Support', LATER],
  ivrs: ['Paris desk', LATER],
};

interface Comparison {
  readonly tally: Tally;
  /** Every two of them, both ways. */
  readonly eachTwo: (states: readonly AccountState[]) => void;
  readonly found: readonly string[];
}

function comparison(): Comparison {
  const tally = emptyTally();
  const found: string[] = [];
  const eachTwo = (states: readonly AccountState[]) => {
    for (const before of states)
      for (const after of states)
        if (before !== after && found.length < 20)
          found.push(...disagreements(before, after, { tally, universe: UNIVERSE }));
  };
  return { tally, eachTwo, found };
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

const group = (name: string): Dashboard => ({
  level: 'supervisor',
  pages: { logs: 'read' },
  scope: { groups: name ? [name] : [], ivrs: name ? 'all' : [], lines: 'all' },
});

describe('accessChanges finds a gain exactly when something is granted, a loss when it is taken', {
  timeout: 120_000,
}, () => {
  it.runIf(isLong)('for every permission over its values, own or of a profile', () => {
    const all = comparison();
    const nobodys: Dashboard = { level: 'supervisor', pages: { logs: 'read' }, scope: { ...EVERYWHERE, groups: [] } };
    const dashboards = [...LEVELS.map(levelDashboard), group('Sales'), group('Nobody is in it'), group(''), nobodys];
    const contexts: readonly PermissionSet[] = [{}, { playRecordings: 'own' }, { showDownloadButton: true }];
    for (const entry of STATES)
      for (const dashboard of dashboards)
        for (const permissions of contexts) {
          const values = [...valuesOf(entry), undefined];
          const ada = liveUser(ADA, { dashboard, permissions });
          all.eachTwo(values.map((value) => world({ ada: [withValue(ada, entry.id, value)] })));
          const linked = adaWith({ dashboard, profile: 'Agent' });
          const shared = liveProfile('Agent', { permissions });
          const profiles = values.map((value) => [withValue(shared, entry.id, value)]);
          if (permissions.playRecordings) all.eachTwo(profiles.map((own) => world({ ada: linked, profiles: own })));
        }
    expectAgreement(all, {
      pairs: 9_000,
      gaining: 1_500,
      losing: 1_500,
      uncertain: 3_500,
      reaching: 50,
      nothing: 2_000,
    });
  });

  it.runIf(isLong)('for every page, level and scope', () => {
    const all = comparison();
    for (const { id } of PAGES)
      for (const scope of scopes)
        for (const level of ['technical', 'supervisor'] as const) {
          const pages: readonly Dashboard['pages'][] = [{}, { [id]: 'read' }, { [id]: 'write' }];
          all.eachTwo(pages.map((open) => world({ ada: supervisor({ level, pages: open, scope }) })));
        }
    expectAgreement(all, { pairs: 8_000, gaining: 4_000, losing: 4_000, reaching: 500, nothing: 4_000 });
  });

  it.runIf(isLong)('for every level, over every scope', () => {
    const all = comparison();
    const others = [liveUser(ADA, { superAdmin: true }), unreadable(liveUser(ADA), 'dashboard')];
    for (const scope of scopes) {
      const known = LEVELS.map((level) => liveUser(ADA, { dashboard: { level, pages: MIXED, scope } }));
      all.eachTwo([...known, ...others].map((ada) => world({ ada: [ada] })));
    }
    expectAgreement(all, { pairs: 1_500, gaining: 350, losing: 350, uncertain: 300, reaching: 500 });
  });

  it('for every scope against every other one', () => {
    const all = comparison();
    for (const pages of presets)
      all.eachTwo(scopes.map((scope) => world({ ada: supervisor({ level: 'supervisor', pages, scope }) })));
    expectAgreement(all, { pairs: 5_000, gaining: 2_000, losing: 2_000, reaching: 1_000, nothing: 300 });
  });

  it.runIf(isLong)('for every page over each dimension of its scope', () => {
    const all = comparison();
    const dimensions = ['groups', 'ivrs', 'lines'] as const;
    for (const { id } of PAGES)
      for (const dimension of dimensions)
        for (const scope of scopes) {
          const varied = scopes.filter((other) =>
            dimensions.every((one) => one === dimension || isSame(one, scope, other)),
          );
          if (varied[0] !== scope) continue;
          const dashboards = varied.map(
            (one): Dashboard => ({ level: 'technical', pages: { [id]: 'read' }, scope: one }),
          );
          all.eachTwo(dashboards.map((dashboard) => world({ ada: adaWith({ dashboard }) })));
        }
    expectAgreement(all, { pairs: 4_000, gaining: 1_500, losing: 1_500, nothing: 1_000 });
  });

  it.runIf(isLong)('for linking, unlinking, and what becomes of a profile', () => {
    const all = comparison();
    const links = [null, 'Agent', 'Lead', 'Nobody has read it'];
    const facts = { permissions: { snooze: true, showDownloadButton: true } };
    for (const dashboard of boards) {
      const ada = links.map((profile) => liveUser(ADA, { ...facts, profile, dashboard }));
      const hidden = unreadable(liveUser(ADA, { dashboard }), 'profile');
      all.eachTwo([...ada, hidden].map((one) => world({ ada: [one] })));
      const bo = links.map((profile) => liveUser(BO, { ...facts, profile, groups: ['Sales'] }));
      const watched = { ada: supervisor(dashboard) };
      all.eachTwo([...bo, unreadable(liveUser(BO), 'profile')].map((one) => world({ ...watched, bo: [one] })));
      const quiet = withValue(AGENT, 'canBeListenedTo', false);
      all.eachTwo([[AGENT, LEAD], [LEAD], [quiet, LEAD]].map((profiles) => world({ ...watched, profiles })));
    }
    expectAgreement(all, { pairs: 6_000, gaining: 2_000, losing: 2_000, uncertain: 2_000, reaching: 500 });
  });

  it.runIf(isLong)('for the groups of whoever is reached, and of whoever reaches', () => {
    const all = comparison();
    const memberships = [[], ['Sales'], ['Support'], ['Sales', 'Support']];
    for (const dashboard of boards) {
      const ada = memberships.map((groups) => liveUser(ADA, { groups, dashboard }));
      const hidden = unreadable(liveUser(ADA, { dashboard }), 'groups');
      all.eachTwo([...ada, hidden].map((one) => world({ ada: [one] })));
      const bo = memberships.map((groups) => liveUser(BO, { groups, permissions: heard }));
      const unseen = unreadable(liveUser(BO, { permissions: heard }), 'groups');
      all.eachTwo([...bo, unseen].map((one) => world({ ada: supervisor(dashboard), bo: [one] })));
    }
    expectAgreement(all, { pairs: 5_000, gaining: 2_000, losing: 2_000, uncertain: 1_500, reaching: 500 });
  });

  it('for people who come, go, are archived, external or superadministrator', () => {
    const all = comparison();
    const lives = (email: string, facts: UserFacts): readonly (readonly UserState[])[] => {
      const variants: readonly UserFacts[] = [{}, { status: 'archived' }, { external: true }, { superAdmin: true }];
      return [[], ...variants.map((variant) => [liveUser(email, { ...facts, ...variant })])];
    };
    for (const scope of scopes) {
      const dashboard: Dashboard = { level: 'supervisor', pages: MIXED, scope };
      const ada = lives(ADA, { dashboard, groups: ['Sales'], permissions: { showDownloadButton: true } });
      all.eachTwo(ada.map((one) => world({ ada: one })));
      const bo = lives(BO, { groups: ['Sales'], permissions: heard });
      all.eachTwo(bo.map((one) => world({ ada: supervisor(dashboard), bo: one })));
    }
    expectAgreement(all, { pairs: 1_400, gaining: 500, losing: 500, reaching: 300 });
  });

  it('for who may be listened to', () => {
    const all = comparison();
    const bo = liveUser(BO, { groups: ['Sales'] });
    for (const dashboard of boards) {
      const heardOrNot = [true, false, undefined].map((value) => [withValue(bo, 'canBeListenedTo', value)]);
      all.eachTwo(heardOrNot.map((one) => world({ ada: supervisor(dashboard), bo: one })));
    }
    expectAgreement(all, { pairs: 800, gaining: 15, uncertain: 30, reaching: 30 });
  });
});

const isSame = (dimension: keyof Scope, one: Scope, other: Scope): boolean =>
  JSON.stringify(one[dimension]) === JSON.stringify(other[dimension]);
