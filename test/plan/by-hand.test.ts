import { describe, expect, it } from 'vitest';
import { coverageFor } from '../../src/account/ringover/coverage.js';
import {
  type AccountState,
  groupKey,
  levelDashboard,
  NO_DASHBOARD,
  type OpenWindow,
  type ProfileState,
  profileKey,
  type ResourceKey,
  read,
  type Step,
  UNREADABLE,
  type UserState,
  userKey,
  waitingSteps,
} from '../../src/model/index.js';
import { handSteps, stepMode, withoutGuesses } from '../../src/plan/by-hand.js';
import { ALL_AUTOMATIC } from '../../src/plan/offline.js';

const ADA = userKey('ada@acme.example');
const BO = userKey('bo@acme.example');
const AGENT = profileKey('Agent');
const EMPTY: AccountState = { users: new Map(), profiles: new Map(), groups: new Map() };

const user = (key: ResourceKey, facts: Partial<UserState> = {}): UserState => ({
  key,
  email: key.slice('user:'.length),
  firstName: read('A'),
  lastName: read('B'),
  status: 'active',
  external: false,
  superAdmin: false,
  profile: read(null),
  permissions: {},
  dashboard: read(NO_DASHBOARD),
  groups: read([]),
  numbers: [],
  plan: undefined,
  ...facts,
});

const stateWith = (...users: readonly UserState[]): AccountState => ({
  ...EMPTY,
  users: new Map(users.map((one) => [one.key, one])),
});

const step = (id: string, facts: Partial<Step> & Pick<Step, 'operation' | 'key'>): Step => ({
  id,
  after: [],
  input: {},
  precondition: {},
  mode: 'by-hand',
  requests: 1,
  digest: id.padEnd(64, '0'),
  ...facts,
});

describe('what the public API does not do', () => {
  const live = {
    identity: { teamId: '1', teamName: 'Acme', actingAs: 'ada@acme.example', superAdmin: true },
    coverage: coverageFor('ada@acme.example'),
  };
  const modeOf = (operation: Step['operation'], key: ResourceKey, before = EMPTY, after = EMPTY) =>
    stepMode({ operation, key, writes: [key] }, { live, before, after });

  it.each<[string, Step['mode'], ReturnType<typeof modeOf>]>([
    ['invites somebody', 'automatic', modeOf('createUser', ADA, EMPTY, stateWith(user(ADA)))],
    ['creates nobody external', 'by-hand', modeOf('createUser', ADA, EMPTY, stateWith(user(ADA, { external: true })))],
    ['archives a person', 'automatic', modeOf('archive', ADA, stateWith(user(ADA)))],
    ['archives nobody external', 'by-hand', modeOf('archive', ADA, stateWith(user(ADA, { external: true })))],
    ['deletes no profile', 'by-hand', modeOf('delete', AGENT)],
    ['deletes no group', 'by-hand', modeOf('delete', groupKey('Sales'))],
    ['links whose profile is known', 'automatic', modeOf('link', ADA, stateWith(user(ADA)))],
    ['links whoever is new', 'automatic', modeOf('link', ADA, EMPTY, stateWith(user(ADA)))],
    [
      'links nobody of whom nobody knows',
      'by-hand',
      modeOf('link', ADA, stateWith(user(ADA, { profile: UNREADABLE }))),
    ],
    ['makes no profile', 'by-hand', modeOf('createProfile', AGENT)],
  ])('%s', (_name, wanted, mode) => expect(mode).toBe(wanted));

  it('is done by an account that does everything', () => {
    const whole = { ...live, coverage: ALL_AUTOMATIC };
    const before = stateWith(user(ADA, { profile: UNREADABLE }));
    for (const operation of ['link', 'setPermissions', 'unlink'] as const)
      expect(stepMode({ operation, key: ADA, writes: [ADA] }, { live: whole, before, after: before })).toBe(
        'automatic',
      );
    expect(stepMode({ operation: 'delete', key: AGENT, writes: [AGENT] }, { live: whole, before, after: before })).toBe(
      'automatic',
    );
  });
});

describe('pages', () => {
  const permissions = step('p', {
    operation: 'setPermissions',
    key: AGENT,
    input: { permissions: { showDownloadButton: true, snooze: false } },
    precondition: { snooze: true },
  });
  const template = step('t', {
    operation: 'setProfileTemplate',
    key: AGENT,
    input: { dashboard: { ...levelDashboard('supervisor') } as never },
    precondition: { dashboard: { ...NO_DASHBOARD } as never },
  });
  const link = step('l', { operation: 'link', key: ADA, input: { profile: 'Agent' } });

  it('gather what is done on them, with labels and numbers of the catalogue', () => {
    const [page, ...others] = handSteps([permissions, template, link], EMPTY);
    expect(others).toEqual([]);
    expect(page).toMatchObject({ key: AGENT, steps: ['p', 't', 'l'], after: [] });
    expect(page?.rows.slice(0, 2)).toEqual([
      {
        operation: 'setPermissions',
        path: 'permissions.snooze',
        label: 'Snooze',
        section: 'Software customization',
        position: 5,
        before: true,
        after: false,
      },
      {
        operation: 'setPermissions',
        path: 'permissions.showDownloadButton',
        label: 'Show download button',
        section: 'Recording and Supervision',
        position: 31,
        before: { unknown: 'unreadable' },
        after: true,
      },
    ]);
    expect(page?.rows.map(({ path }) => path)).toContain('dashboard.pages.activity');
    expect(page?.rows.at(-1)).toEqual({
      operation: 'link',
      path: 'profile',
      before: { unknown: 'unreadable' },
      after: 'Agent',
      user: ADA,
    });
  });

  it('come twice where something must be done between', () => {
    const between = step('m', {
      operation: 'link',
      key: BO,
      input: { profile: 'Lead' },
      mode: 'automatic',
      after: ['p'],
    });
    const last = { ...template, after: ['m'] };
    expect(handSteps([permissions, between, last], EMPTY).map(({ steps }) => steps)).toEqual([['p'], ['t']]);
    const direct = { ...template, after: ['p'] };
    expect(handSteps([permissions, between, direct], EMPTY).map(({ steps }) => steps)).toEqual([['p', 't']]);
  });

  it('never wait for each other in a circle', () => {
    const other = profileKey('Lead');
    const one = step('1', { operation: 'setPermissions', key: AGENT, input: { permissions: { snooze: true } } });
    const two = step('2', {
      operation: 'setPermissions',
      key: other,
      input: { permissions: { snooze: true } },
      after: ['1'],
    });
    const three = { ...template, id: '3', after: ['2'] };
    const pages = handSteps([one, two, three], EMPTY);
    expect(pages.map(({ steps, after }) => [steps, after])).toEqual([
      [['1'], []],
      [['2'], ['1']],
      [['3'], ['2']],
    ]);
  });

  it('keep their digest while the same is to be done, whatever was recorded and in whatever order it comes', () => {
    const digest = (...steps: readonly Step[]) => handSteps(steps, EMPTY)[0]?.digest;
    const recorded = { ...permissions, precondition: { snooze: true, showDownloadButton: false } };
    expect(digest(recorded, template)).toBe(digest(template, permissions));
    const changed = { ...permissions, input: { permissions: { showDownloadButton: true, snooze: true } } };
    expect(digest(changed, template)).not.toBe(digest(permissions, template));
  });

  it('name after unlinking only what the profile did not give', () => {
    const agent: ProfileState = {
      key: AGENT,
      name: 'Agent',
      permissions: { snooze: true, chatTab: true },
      dashboard: UNREADABLE,
      groups: UNREADABLE,
    };
    const state = {
      ...stateWith(user(ADA, { profile: read('Agent') })),
      profiles: new Map([[AGENT, agent]]),
    };
    const unlink = step('u', {
      operation: 'unlink',
      key: ADA,
      input: { permissions: { snooze: true, chatTab: false } },
      precondition: { profile: 'Agent' },
    });
    expect(handSteps([unlink], state)[0]?.rows.map(({ path, before, after }) => [path, before, after])).toEqual([
      ['profile', 'Agent', null],
      ['permissions.chatTab', true, false],
    ]);
  });
});

it('a step waits for whatever is by hand before it, however far', () => {
  const steps = [
    step('a', { operation: 'setDashboard', key: ADA }),
    step('b', { operation: 'link', key: ADA, mode: 'automatic', after: ['a'] }),
    step('c', { operation: 'addMember', key: groupKey('Sales'), mode: 'automatic', after: ['b'] }),
    step('d', { operation: 'archive', key: BO, mode: 'automatic' }),
  ];
  expect([...waitingSteps(steps)]).toEqual([
    ['b', 'a'],
    ['c', 'b'],
  ]);
});

it('a gain on the way is no finding where nobody knows what the person has', () => {
  const open = (key: ResourceKey, kind: OpenWindow['kind']): OpenWindow => ({
    user: key,
    capability: 'billing.see',
    opensWith: 'a',
    closesWith: 'b',
    byHand: true,
    why: 'no-order',
    kind,
  });
  const windows = [open(ADA, 'gain'), open(ADA, 'loss'), open(BO, 'gain')];
  const unknown = stateWith(user(ADA, { dashboard: UNREADABLE }), user(BO));
  expect(withoutGuesses(windows, unknown)).toEqual([open(ADA, 'loss'), open(BO, 'gain')]);
  expect(withoutGuesses(windows, stateWith(user(ADA), user(BO)))).toEqual(windows);
});
