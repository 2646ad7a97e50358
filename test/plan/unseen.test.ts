import { describe, expect, it } from 'vitest';
import {
  levelDashboard,
  type Plan,
  type ResourceKey,
  read,
  type Settings,
  UNREADABLE,
  userKey,
} from '../../src/model/index.js';
import { exceededLimits } from '../../src/plan/limits.js';
import { makePlan } from '../../src/plan/make-plan.js';
import { unseenDiagnostics, withStatedSuperAdmins } from '../../src/plan/unseen.js';
import { desired, live, liveGroup, liveUser, OPTIONS, SETTINGS, wantUser } from '../support/accounts.js';

const ada = 'ada@acme.example';
const ben = 'ben@acme.example';

const service = (facts: Partial<Extract<Settings['provider'], { kind: 'ringover' }>> = {}): Settings => ({
  ...SETTINGS,
  provider: {
    kind: 'ringover',
    team: '1',
    as: undefined,
    verified: '2026-11-21',
    assignMethod: 'PATCH',
    region: undefined,
    url: undefined,
    ...facts,
  },
});

const identity = { teamId: '1', teamName: 'Acme', actingAs: ada, superAdmin: false };

describe('the superadministrator that the service does not tell', () => {
  const account = live({ identity, users: [liveUser(ada), liveUser(ben)] });
  const files = (facts: Parameters<typeof wantUser>[1], email = ada) => desired({ users: [wantUser(email, facts)] });
  const seen = (settings: Settings, stated: ReturnType<typeof files>) => {
    const shown = withStatedSuperAdmins(account, { ...stated, settings });
    const named = [...shown.state.users.values()].filter(({ superAdmin }) => superAdmin).map(({ email }) => email);
    return [named, shown.identity.superAdmin];
  };

  it.each([
    ['whoever is stated', service(), files({ superAdmin: true }), [[ada], true]],
    [
      'whoever was stated by another address',
      service(),
      files({ superAdmin: true, previously: [userKey(ben)] }, 'b@acme.example'),
      [[ben], false],
    ],
    ['nobody who is stated as none', service(), files({ superAdmin: false }), [[], false]],
    ['nobody of whom nothing is said', service(), files({}), [[], false]],
    ['nobody who is not shown', service(), files({ superAdmin: true }, 'eva@acme.example'), [[], false]],
    ['nobody where the account tells it', SETTINGS, files({ superAdmin: true }), [[], false]],
  ])('is %s', (_who, settings, stated, expected) => {
    expect(seen(settings, stated)).toEqual(expected);
  });

  it('does not leave by absence', () => {
    const settings = { ...service(), authority: { ...SETTINGS.authority, users: 'authoritative' as const } };
    const stated = {
      ...desired({ users: [wantUser('ada.b@acme.example', { superAdmin: true, previously: [userKey(ada)] })] }),
      settings,
    };
    const keys = (shown: typeof account) =>
      makePlan(stated, shown, OPTIONS)
        .changes.filter(({ action }) => action === 'delete')
        .map(({ key }) => key);
    expect(keys(withStatedSuperAdmins(account, stated))).toEqual([userKey(ben)]);
  });
});

describe('what is said of a plan for the service', () => {
  const invite = { number: '+33199000001', plan: 'Business' };
  const planFor = (users: Parameters<typeof desired>[0], account = live({ identity })) =>
    makePlan({ ...desired(users), settings: service() }, account, OPTIONS);
  const said = (plan: Plan, settings: Settings, managed: readonly ResourceKey[] = []) =>
    unseenDiagnostics({
      settings,
      plan,
      managed: managed.map((key) => ({ key, path: 'groups' })),
      locate: () => undefined,
    }).map(({ code, severity }) => `${severity} ${code}`);
  const one = planFor({ users: [wantUser(ada, { invite })] });
  const outside = planFor({ users: [wantUser(ada, { external: true })] });
  const nothing = planFor({});

  it.each([
    ['somebody new', one, service(), [], ['warning ARCHIVED_NOT_LISTED']],
    ['somebody who was there', one, service(), [userKey(ada)], ['error PERSON_GONE']],
    ['somebody else who was there', one, service(), [userKey(ben)], ['warning ARCHIVED_NOT_LISTED']],
    ['somebody external', outside, service(), [userKey(ada)], []],
    ['nothing', nothing, service({ verified: undefined }), [userKey(ada)], []],
    [
      'something before anybody compared',
      one,
      service({ verified: undefined }),
      [],
      ['warning ARCHIVED_NOT_LISTED', 'warning NOT_VERIFIED'],
    ],
    ['another account', one, SETTINGS, [userKey(ada)], []],
  ] as const)('%s', (_what, plan, settings, managed, expected) => {
    expect(said(plan, settings, managed)).toEqual(expected);
  });

  it('is nothing where a person does all of it', () => {
    const steps = one.steps.map((step) => ({ ...step, mode: 'by-hand' as const }));
    expect(said({ ...one, steps, changes: [] }, service({ verified: undefined }))).toEqual([]);
  });
});

describe('a required administrator', () => {
  const judged = (user: ReturnType<typeof liveUser>, have = user) => {
    const { state: after } = live({ users: [user], groups: [liveGroup('Sales')] });
    const { state: before } = live({ users: [have] });
    const limits = { ...SETTINGS.limits, requiredAdmins: [ada] };
    return exceededLimits({ before, after, access: [], actingAs: undefined, released: [] }, limits);
  };

  it('whose dashboard nobody could read is not missing', () => {
    const unreadable = { ...liveUser(ada), dashboard: UNREADABLE };
    expect(judged(unreadable)).toEqual([]);
    const linked = { ...unreadable, profile: read<string | null>('Agent') };
    expect(judged(linked, unreadable).map(({ limit }) => limit)).toEqual(['requiredAdmins']);
  });

  it.each([
    ['less', liveUser(ada, { dashboard: levelDashboard('supervisor') })],
    ['none that is known offline', { ...liveUser(ada), dashboard: { known: false, why: 'offline' } as const }],
    ['left', { ...liveUser(ada, { status: 'archived' }), dashboard: UNREADABLE }],
    ['none, being external', { ...liveUser(ada, { external: true }), dashboard: UNREADABLE }],
  ])('is missing who has %s', (_what, user) => {
    expect(judged(user).map(({ limit }) => limit)).toEqual(['requiredAdmins']);
  });
});
