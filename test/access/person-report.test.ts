import { describe, expect, it } from 'vitest';
import { APP_FACTS, APP_PARTS } from '../../src/access/app-parts.js';
import { personReports } from '../../src/access/person-report.js';
import type { PersonAnswer } from '../../src/model/answers.js';
import {
  type AccountState,
  CATALOGUE,
  type Dashboard,
  EVERYWHERE,
  type PermissionId,
  type PermissionSet,
  UNREADABLE,
  type UserState,
  userKey,
} from '../../src/model/index.js';
import { live, liveGroup, liveProfile, liveUser } from '../support/accounts.js';

const ADA = 'ada@acme.example';
const SALES: Dashboard['scope'] = { ...EVERYWHERE, groups: ['Sales'] };

function report(user: UserState, others: readonly UserState[] = [], permissions: PermissionSet = {}): PersonAnswer {
  const profiles = [liveProfile('Agent', { permissions })];
  const state: AccountState = live({ users: [user, ...others], profiles, groups: [liveGroup('Sales')] }).state;
  const [answer] = personReports(state, [user]);
  if (!answer) throw new Error('no report');
  return answer;
}

const stateOf = (answer: PersonAnswer, permission: PermissionId) =>
  answer.app.find((part) => part.permission === permission)?.state;

describe('personReports', () => {
  it('has a place for each of the 35 permissions, and one only', () => {
    const told = [...APP_PARTS.map(({ permission }) => permission), ...APP_FACTS].sort();
    expect(told).toEqual(
      CATALOGUE.filter(({ kind }) => kind !== 'action')
        .map(({ id }) => id)
        .sort(),
    );
  });

  it.each<[PermissionId, PermissionSet[PermissionId], PermissionSet[PermissionId], string, string]>([
    ['businessHours', true, false, 'shown', 'hidden'],
    ['snooze', true, false, 'shown', 'hidden'],
    ['chatTab', true, false, 'shown', 'hidden'],
    ['pickUpWaitingListCalls', true, false, 'shown', 'hidden'],
    ['showDownloadButton', true, false, 'shown', 'hidden'],
    ['editCallerId', ['assignedIvr'], [], 'clickable', 'frozen'],
    ['startStopRecording', true, false, 'clickable', 'frozen'],
  ])('%s', (permission, on, off, whenOn, whenOff) => {
    const state = (value: PermissionSet[PermissionId]) =>
      stateOf(report(liveUser(ADA, { permissions: { [permission]: value } })), permission);
    expect([state(on), state(off)]).toEqual([whenOn, whenOff]);
  });

  it('names the profile as what decides, where somebody is linked', () => {
    const { app, facts } = report(liveUser(ADA, { profile: 'Agent' }), [], { snooze: true });
    for (const { permission, decided } of [...app, ...facts])
      expect(decided).toEqual({ key: 'profile:Agent', path: `permissions.${permission}` });
  });

  it('says what is of no use, because something else is off', () => {
    const permissions = { pickUpWaitingListCalls: true, showWaitingList: false, tagsRequired: true, tagCalls: true };
    const { app, facts } = report(liveUser(ADA, { permissions: { ...permissions, afterCallWorkDuration: 0 } }));
    const lacks = [...app, ...facts].filter((one) => one.lacks.length > 0 && one.permission in permissions);
    expect(lacks.map(({ permission, lacks: needs }) => [permission, needs])).toEqual([
      ['pickUpWaitingListCalls', ['showWaitingList']],
      ['tagsRequired', ['afterCallWorkDuration']],
    ]);
  });

  it('says whom they hear and manage, and who hears them', () => {
    const dashboard: Dashboard = {
      level: 'supervisor',
      pages: { activity: 'read', logs: 'read', users: 'write' },
      scope: SALES,
    };
    const ada = liveUser(ADA, { dashboard, groups: ['Sales'], permissions: { canBeListenedTo: true } });
    const bo = liveUser('bo@acme.example', { groups: ['Sales'], permissions: { canBeListenedTo: true } });
    const cy = liveUser('cy@acme.example', { groups: ['Sales'] });
    const di = liveUser('di@acme.example', { dashboard: { level: 'admin', pages: {}, scope: EVERYWHERE } });
    const answer = report(ada, [bo, cy, di]);
    expect(answer).toMatchObject({
      manages: { kind: 'people', count: 3, isOwnIncluded: true },
      listensTo: { kind: 'people', count: 1 },
      plays: { kind: 'people', count: 2 },
      heardBy: 1,
    });
    expect(answer.dashboard?.pages).toEqual([
      { page: 'users', access: 'write', privileged: true },
      { page: 'activity', access: 'read', privileged: false },
      { page: 'logs', access: 'read', privileged: false },
    ]);
  });

  it('gives somebody external no application, and somebody archived nothing at all', () => {
    expect(report(liveUser(ADA, { external: true }))).toMatchObject({
      app: [],
      facts: [],
      isExternal: true,
      unknown: [],
    });
    const gone = report(
      liveUser(ADA, { status: 'archived', dashboard: { level: 'admin', pages: {}, scope: EVERYWHERE } }),
    );
    expect(gone).toMatchObject({ standing: 'archived', app: [], manages: undefined, unknown: [] });
    expect(gone.dashboard?.level).toBe('none');
  });

  it('counts what nobody knows as unknown, never as off', () => {
    const answer = report({ ...liveUser(ADA), profile: UNREADABLE, dashboard: UNREADABLE, groups: UNREADABLE });
    expect(answer.unknown).toEqual(['profile', 'groups', 'dashboard']);
    expect(new Set(answer.app.map(({ state }) => state))).toEqual(new Set(['unknown']));
    expect(answer.dashboard).toBeUndefined();
    const { snooze: _, ...known } = liveUser(ADA).permissions;
    expect(report({ ...liveUser(ADA), permissions: known }).unknown).toEqual(['snooze']);
  });

  it('is asked of whomever, in their order', () => {
    const users = ['bo', 'ada'].map((local) => liveUser(`${local}@acme.example`));
    const { state } = live({ users });
    expect(personReports(state, users).map(({ user }) => user)).toEqual(users.map(({ email }) => userKey(email)));
  });
});
