import { describe, expect, it } from 'vitest';
import { type Dashboard, EVERYWHERE, groupKey, levelDashboard, UNREADABLE } from '../../../src/model/index.js';
import { makePlan } from '../../../src/plan/make-plan.js';
import { desired, live, liveGroup, liveProfile, OPTIONS, wantGroup } from '../../support/accounts.js';
import { all, byHand, ends, key, open, ordered, person, state, told, waits, watches } from './scenes.js';

describe('two facts of which one goes and one comes', () => {
  const logs: Dashboard = { level: 'supervisor', pages: { logs: 'read' }, scope: { ...EVERYWHERE, groups: ['Sales'] } };
  const own = all({ playRecordings: 'own', showDownloadButton: true });
  const [before, after] = ends([['ada', { permissions: own }, { permissions: all({}), dashboard: logs }]]);

  it('are not held together, where together they would be more', () => {
    const made = ordered(before, after);
    expect(told(made)).toEqual(['setPermissions ada', 'setDashboard ada [Sales]']);
    expect(waits(made)).toEqual([[], [0]]);
    expect(open(made, 'gain')).toEqual([]);
    expect(open(made, 'loss')).toEqual(['no-order ada recordings.play 0-1']);
  });

  it('are not held together on the way back', () => {
    const made = ordered(after, before);
    expect(told(made)).toEqual(['setDashboard ada none', 'setPermissions ada']);
    expect(waits(made)).toEqual([[], [0]]);
    expect(open(made, 'gain')).toEqual([]);
    expect(open(made, 'loss')).toEqual(['no-order ada recordings.play 0-1']);
  });
});

describe('where a supervisor and somebody supervised pass each other', () => {
  const passing = [
    ['xan', { dashboard: watches('Sales') }, { dashboard: watches('Support') }],
    ['yul', { groups: ['Support'] }, { groups: ['Sales'] }],
  ] as const;
  const onlookers = [
    ['zoe', { dashboard: watches('Sales', 'Support') }, { dashboard: watches('Sales', 'Support') }],
    ['kim', { groups: ['Sales'] }, { groups: ['Sales', 'Support'] }],
  ] as const;

  it.each([
    ['Support', 'Sales', false],
    ['Sales', 'Support', true],
  ])('nobody is reached who is reached at neither end: out of %s, into %s', (left, entered, isBack) => {
    const [before, after] = ends(passing);
    const made = isBack ? ordered(after, before) : ordered(before, after);
    expect(told(made)).toEqual([`removeMember ${left} yul`, `setDashboard xan [${left}]`, `addMember ${entered} yul`]);
    expect(waits(made)).toEqual([[], [0], [1]]);
    expect(open(made, 'gain')).toEqual([]);
    expect(open(made, 'loss')).toEqual(['no-order yul groups.member 0-2']);
  });

  it('somebody who sees both all the time loses them for a moment, and that is listed', () => {
    const [before, after] = ends([...passing, ...onlookers]);
    const made = ordered(before, after);
    expect(told(made)).toEqual([
      'addMember Support kim',
      'removeMember Support yul',
      'setDashboard xan [Support]',
      'addMember Sales yul',
    ]);
    expect(waits(made)).toEqual([[], [], [1], [2]]);
    expect(open(made, 'gain')).toEqual([]);
    expect(open(made, 'loss')).toEqual(['no-order yul groups.member 1-3', 'no-order zoe page.users.read 1-3']);
  });
});

describe('where people swap profiles that are both rewritten', () => {
  const [first, second] = [all({ snooze: true }), all({ chatTab: true })];
  const swapped = (
    movers: readonly (readonly [string, string, string])[],
    ...others: ReturnType<typeof liveProfile>[]
  ) => {
    const profiles = (agent: typeof first, lead: typeof first) => [
      liveProfile('Agent', { permissions: agent }),
      liveProfile('Lead', { permissions: lead }),
      ...others,
    ];
    return [
      state({
        users: movers.map(([local, from]) => person(local, { profile: from })),
        profiles: profiles(first, second),
      }),
      state({
        users: movers.map(([local, , to]) => person(local, { profile: to })),
        profiles: profiles(second, first),
      }),
    ] as const;
  };
  const pair = [
    ['ada', 'Agent', 'Lead'],
    ['bo', 'Lead', 'Agent'],
  ] as const;

  it('one of two goes by way of permissions of their own, and nobody loses anything', () => {
    const made = ordered(...swapped(pair));
    expect(told(made)).toEqual([
      'unlink ada *',
      'setPermissions Agent',
      'link bo Agent',
      'setPermissions Lead',
      'link ada Lead',
    ]);
    expect(waits(made)).toEqual([[], [0], [1], [2], [0, 3]]);
    expect(made.leftOpen).toEqual([]);
    expect(made.steps[0]?.why).toBe('to keep ada@acme.example from app.chatTab for a moment');
  });

  it('one of two profiles goes by way of what both its contents give, where many would have to', () => {
    const made = ordered(...swapped([...pair, ['cy', 'Agent', 'Lead'], ['di', 'Lead', 'Agent']]));
    expect(told(made)).toEqual([
      'setPermissions Agent *',
      'link bo Agent',
      'link di Agent',
      'setPermissions Lead',
      'link ada Lead',
      'link cy Lead',
      'setPermissions Agent',
    ]);
    expect(open(made, 'gain')).toEqual([]);
    expect(open(made, 'loss')).toEqual([
      'no-order ada app.snooze 0-4',
      'no-order cy app.snooze 0-5',
      'no-order bo app.chatTab 1-6',
      'no-order di app.chatTab 2-6',
    ]);
  });

  it('one of two is parked in a profile that gives less, where only linking needs nobody', () => {
    const parking = liveProfile('Parking', { permissions: all({}) });
    const made = ordered(...swapped(pair, parking), byHand('unlink', 'setPermissions'));
    expect(told(made)).toEqual([
      'link ada Parking *',
      'setPermissions Agent',
      'link bo Agent',
      'setPermissions Lead',
      'link ada Lead',
    ]);
    expect(waits(made)).toEqual([[], [0], [1], [2], [0, 3]]);
    expect(open(made, 'gain')).toEqual([]);
    expect(open(made, 'loss')).toEqual(['no-order ada app.snooze 0-4']);
  });

  it('nobody is parked where the profile gives what they are not to have, or nobody knows what it hands over', () => {
    const contents = liveProfile('Parking', { permissions: all({ sipAccount: true }) });
    const hidden = { ...liveProfile('Parking', { permissions: all({}) }), dashboard: UNREADABLE };
    for (const parking of [contents, hidden])
      expect(told(ordered(...swapped(pair, parking), byHand('unlink', 'setPermissions')))[0]).toBe('unlink ada *');
  });

  it('a profile is written once more where leaving one is done by hand', () => {
    const made = ordered(...swapped(pair), byHand('unlink'));
    expect(told(made)).toEqual([
      'setPermissions Agent *',
      'link bo Agent',
      'setPermissions Lead',
      'link ada Lead',
      'setPermissions Agent',
    ]);
  });
});

describe('names', () => {
  const groups = (...names: readonly string[]) => names.map((name) => liveGroup(name));

  it('that move on by one are given up before they are taken', () => {
    const before = state({ groups: groups('B', 'C'), users: [] });
    const after = state({ groups: groups('B', 'C'), users: [person('cy', { groups: ['B'] })] });
    const renames = new Map([
      [groupKey('B'), groupKey('A')],
      [groupKey('C'), groupKey('B')],
    ]);
    const made = ordered(before, after, {}, { renames, live: state({ groups: groups('A', 'B') }) });
    expect(told(made)).toEqual(['rename B C', 'rename A B', 'createUser cy', 'addMember B cy']);
    expect(waits(made)).toEqual([[], [0], [], [1, 2]]);
  });

  it('that are swapped never come so far: where both are there, nobody can tell which was which', () => {
    const want = desired({
      groups: [
        { ...wantGroup('A'), previously: [groupKey('B')] },
        { ...wantGroup('B'), previously: [groupKey('A')] },
      ],
    });
    const plan = makePlan(want, live({ groups: groups('A', 'B') }), OPTIONS);
    expect(plan.diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual([
      'PREVIOUS_STILL_THERE',
      'PREVIOUS_STILL_THERE',
    ]);
    expect(plan.steps.filter(({ operation }) => operation === 'rename')).toEqual([]);
  });
});

describe('external people', () => {
  const everywhere = { ...watches(), scope: EVERYWHERE };
  const [wide, narrow] = [person('ada', { dashboard: everywhere }), person('ada', { dashboard: watches('Sales') })];
  const guest = person('guest', { external: true });

  it('are seen by whoever sees everybody: they come when nobody does any longer', () => {
    const made = ordered(state({ users: [wide] }), state({ users: [narrow, guest] }));
    expect(told(made)).toEqual(['setDashboard ada [Sales]', 'createUser guest']);
    expect(waits(made)).toEqual([[], [0]]);
  });

  it('and go before somebody does', () => {
    const made = ordered(state({ users: [narrow, guest] }), state({ users: [wide] }));
    expect(told(made)).toEqual(['delete guest', 'setDashboard ada all']);
    expect(waits(made)).toEqual([[], [0]]);
  });

  it('are in no group, so a scope of groups has nothing to wait for', () => {
    const made = ordered(state({ users: [person('ada'), guest] }), state({ users: [narrow] }));
    expect(waits(made)).toEqual([[], []]);
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
    expect(told(made)).toEqual(['setPermissions Lead', 'link ada Lead']);
    expect(waits(made)).toEqual([[], [0]]);
    expect(made.leftOpen).toEqual([]);
  });
});

describe('administrators', () => {
  const admin = { dashboard: levelDashboard('admin') };

  it('are followed by their successor before they leave, which is a handover', () => {
    const made = ordered(
      state({ users: [person('ada', admin), person('bo')] }),
      state({ users: [person('ada', { ...admin, status: 'archived' }), person('bo', admin)] }),
    );
    expect(told(made)).toEqual(['setDashboard bo admin', 'archive ada']);
    expect(waits(made)).toEqual([[], [0]]);
    expect(open(made, 'gain')).toContain('handover bo users.manage 0-1');
    expect(open(made, 'gain').filter((one) => !/^handover bo .* 0-1$/.test(one))).toEqual([]);
    expect(open(made, 'loss')).toEqual([]);
  });

  it('who are created overlap with whoever leaves, who sees them, which is a handover of both', () => {
    const made = ordered(state({ users: [person('ada', admin)] }), state({ users: [person('bo', admin)] }));
    expect(told(made)).toEqual(['createUser bo', 'delete ada']);
    expect(waits(made)).toEqual([[], [0]]);
    expect(open(made, 'gain')).toEqual(
      expect.arrayContaining(['handover ada users.manage 0-1', 'handover bo users.manage 0-1']),
    );
    expect(open(made, 'gain').filter((one) => !/^handover (ada|bo) .* 0-1$/.test(one))).toEqual([]);
  });

  it('who stay as something less hand over without anything in excess', () => {
    const made = ordered(
      state({ users: [person('ada', admin), person('bo')] }),
      state({ users: [person('ada'), person('bo', admin)] }),
    );
    expect(told(made)).toEqual(['setDashboard bo admin', 'setDashboard ada none']);
    expect(waits(made)).toEqual([[], [0]]);
    expect(made.leftOpen).toEqual([]);
  });

  it('who alone are relinked lose their level for a moment, which is listed; no profile is raised to it', () => {
    const agent = [liveProfile('Agent')];
    const made = ordered(
      state({ users: [person('ada', admin)], profiles: agent }),
      state({ users: [person('ada', { ...admin, profile: 'Agent' })], profiles: agent }),
    );
    expect(told(made)).toEqual(['link ada Agent', 'setDashboard ada admin']);
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

describe('what nobody could read', () => {
  it('counts as held on the way and not at the ends, so that others wait', () => {
    const hidden = { ...person('ada'), dashboard: UNREADABLE };
    const made = ordered(
      state({ users: [hidden] }),
      state({ users: [person('ada', { dashboard: watches('Sales') }), person('bo')] }),
    );
    expect(told(made)).toEqual(['setDashboard ada [Sales]', 'createUser bo']);
    expect(waits(made)).toEqual([[], [0]]);
  });

  it('asks for nothing where it stays', () => {
    const hidden = { ...person('ada'), dashboard: UNREADABLE };
    const made = ordered(
      state({ users: [hidden, person('bo')] }),
      state({ users: [hidden, person('bo', { groups: ['Support'] })] }),
    );
    expect(waits(made)).toEqual([[]]);
  });
});
