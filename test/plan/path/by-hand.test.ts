import { describe, expect, it } from 'vitest';
import { coverageFor } from '../../../src/account/ringover/coverage.js';
import { UNREADABLE } from '../../../src/model/index.js';
import { orderSteps } from '../../../src/plan/order.js';
import { RULES } from '../../../src/plan/path/rules.js';
import { liveProfile } from '../../support/accounts.js';
import { runs } from '../../support/scale.js';
import { followed, unlisted } from './checker.js';
import { all, byHand, ends, key, open, ordered, person, state, told, waits, watches } from './scenes.js';
import { worldOf } from './worlds.js';

describe('steps by hand', () => {
  const [before, after] = ends([
    ['ada', { groups: ['Sales'] }, {}],
    ['bo', {}, { dashboard: watches('Sales') }],
    ['cy', {}, { permissions: { snooze: true }, groups: ['Support'] }],
  ]);

  it('come in one batch after everything that requests can do', () => {
    const made = ordered(before, after, byHand('setDashboard', 'setPermissions'));
    expect(told(made)).toEqual([
      'addMember Support cy',
      'removeMember Sales ada',
      'setDashboard bo [Sales]',
      'setPermissions cy',
    ]);
    expect(made.steps.map(({ mode }) => mode)).toEqual(['automatic', 'automatic', 'by-hand', 'by-hand']);
    expect(waits(made)).toEqual([[], [], [1], []]);
  });

  it('are all done before requests go on that waited for one of them', () => {
    const made = ordered(before, after, byHand('removeMember', 'setPermissions'));
    expect(told(made)).toEqual([
      'addMember Support cy',
      'setPermissions cy',
      'removeMember Sales ada',
      'setDashboard bo [Sales]',
    ]);
    expect(made.steps.map(({ mode }) => mode)).toEqual(['automatic', 'by-hand', 'by-hand', 'automatic']);
    expect(waits(made)).toEqual([[], [], [], [2]]);
  });

  it('come before the requests of whoever acts, which change their own access', () => {
    const made = ordered(before, after, { ...byHand('setDashboard'), actingAs: key('cy') });
    expect(told(made)).toEqual([
      'removeMember Sales ada',
      'setDashboard bo [Sales]',
      'addMember Support cy',
      'setPermissions cy',
    ]);
    expect(made.ownFirst).toEqual([]);
  });

  it('are in the order of the public API, which links and moves people and leaves the rest to a person', () => {
    const { operations } = coverageFor('owner@acme.example');
    const profiles = (set: object) => [
      liveProfile('Agent', { permissions: all(set) }),
      liveProfile('Lead', { permissions: all({ chatTab: true }) }),
    ];
    const made = ordered(
      state({
        users: [person('ada', { profile: 'Agent' }), person('bo', { profile: 'Agent' })],
        profiles: profiles({ snooze: true }),
      }),
      state({
        users: [person('ada', { profile: 'Lead', groups: ['Sales'] }), person('bo', { profile: 'Agent' })],
        profiles: profiles({ sipAccount: true }),
      }),
      { modeOf: ({ operation }) => operations[operation] },
    );
    expect(told(made)).toEqual(['link ada Lead', 'addMember Sales ada', 'setPermissions Agent']);
    expect(made.steps.map(({ mode }) => mode)).toEqual(['automatic', 'automatic', 'by-hand']);
    expect(waits(made)).toEqual([[], [0], [0]]);
    expect(made.leftOpen).toEqual([]);
  });

  it('stay open by name where a profile hands over what nobody could read', () => {
    const { operations } = coverageFor('owner@acme.example');
    const hidden = { ...liveProfile('Agent'), dashboard: UNREADABLE };
    const ways = [
      state({ users: [person('ada')], profiles: [hidden] }),
      state({ users: [person('ada', { profile: 'Agent', dashboard: watches('Sales') })], profiles: [hidden] }),
    ] as const;
    const made = ordered(...ways, { modeOf: ({ operation }) => operations[operation] });
    expect(told(made)).toEqual(['link ada Agent', 'setDashboard ada [Sales]']);
    expect(open(made, 'gain')).toContain('no-order ada level.admin 0-1');
    expect(made.leftOpen.map(({ byHand: isByHand }) => isByHand)).not.toContain(false);
    const { handoversStay: _, ...others } = RULES;
    expect(open(ordered(...ways, { rules: Object.values(others) }), 'gain')).toEqual([]);
  });
});

describe('the safe path of random worlds with little that requests can do', () => {
  it('gives nobody anything for a moment, and lists every loss', () => {
    const { operations } = coverageFor('owner@acme.example');
    let mixed = 0;
    for (let seed = 60_001; seed <= 60_000 + runs({ short: 20, long: 2_000 }); seed += 1) {
      const world = worldOf(seed);
      const made = orderSteps(world, {
        modeOf: ({ operation }) => operations[operation],
        minAdmins: world.minAdmins,
        requiredAdmins: [],
        actingAs: undefined,
      });
      const { fleeting } = followed(world, made.steps);
      expect(unlisted(fleeting, made.leftOpen, made.steps)).toEqual([]);
      expect(made.leftOpen.filter(({ kind, why }) => kind === 'gain' && why !== 'handover')).toEqual([]);
      if (new Set(made.steps.map(({ mode }) => mode)).size === 2) mixed += 1;
    }
    expect(mixed).toBeGreaterThan(3);
  }, 300_000);
});
