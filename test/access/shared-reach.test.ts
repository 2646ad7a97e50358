import { describe, expect, it } from 'vitest';
import { accessChanges } from '../../src/access/differences.js';
import { allBut, sharedOf } from '../../src/model/all-but.js';
import {
  type AccountState,
  type Dashboard,
  EVERYWHERE,
  NO_DASHBOARD,
  type ResourceKey,
  read,
  userKey,
} from '../../src/model/index.js';
import { live, liveProfile, liveUser } from '../support/accounts.js';

const PEOPLE = 200;
const emails = Array.from({ length: PEOPLE }, (_, index) => `p${String(index).padStart(3, '0')}@acme.example`);
const keys = emails.map(userKey);

const SUPERVISOR: Dashboard = { level: 'supervisor', pages: { activity: 'read', logs: 'read' }, scope: EVERYWHERE };

/** Half of the people have the profile Lead; everybody may be listened to, or only who has the profile. */
function state({ dashboard, isHeard }: { readonly dashboard: Dashboard; readonly isHeard: boolean }): AccountState {
  const permissions = (canBeListenedTo: boolean) => ({ canBeListenedTo, showDownloadButton: true });
  return live({
    profiles: [
      liveProfile('Lead', { permissions: permissions(true) }),
      liveProfile('Agent', { permissions: permissions(isHeard) }),
    ],
    users: emails.map((email, index) =>
      index % 2 === 0 ? liveUser(email, { profile: 'Lead', dashboard }) : liveUser(email, { profile: 'Agent' }),
    ),
  }).state;
}

/** Every list of people whom somebody reaches from now on. */
function reached(before: AccountState, after: AccountState) {
  return accessChanges(before, after).flatMap(({ user, gains }) =>
    gains.flatMap(({ capability, targets }) =>
      targets && capability !== 'groups.member' ? [{ user, capability, targets }] : [],
    ),
  );
}

describe('whom many people reach', () => {
  it('is all the others for each of them, from one list', () => {
    const rows = reached(
      state({ dashboard: NO_DASHBOARD, isHeard: true }),
      state({ dashboard: SUPERVISOR, isHeard: true }),
    );
    expect(rows).toHaveLength((PEOPLE / 2) * 3);
    for (const { user, targets } of rows) expect([...targets]).toEqual(keys.filter((key) => key !== user));
    expect(new Set(rows.map(({ targets }) => sharedOf(targets).all)).size).toBe(1);
  });

  it('is one list where people enter a scope that many have', () => {
    const rows = reached(
      state({ dashboard: SUPERVISOR, isHeard: false }),
      state({ dashboard: SUPERVISOR, isHeard: true }),
    );
    expect(rows.map(({ capability }) => capability)).toEqual(Array(PEOPLE / 2).fill('calls.listen'));
    expect(new Set(rows.map(({ targets }) => targets)).size).toBe(1);
    expect(rows[0]?.targets).toEqual(keys.filter((_, index) => index % 2 === 1));
  });

  it('leaves out the holder only where they are in it', () => {
    const all: readonly ResourceKey[] = keys;
    const rows = reached(
      state({ dashboard: NO_DASHBOARD, isHeard: false }),
      state({ dashboard: SUPERVISOR, isHeard: false }),
    );
    const listens = rows.filter(({ capability }) => capability === 'calls.listen');
    const leads = all.filter((_, index) => index % 2 === 0);
    expect(listens).toHaveLength(PEOPLE / 2);
    for (const { user, targets } of listens) expect(targets).toEqual(allBut(leads, leads.indexOf(user)));
  });

  it('is what each of them did not reach before', () => {
    const before = state({ dashboard: NO_DASHBOARD, isHeard: true });
    const [user] = before.users.values();
    const dashboard = read({ ...SUPERVISOR, pages: { logs: 'read' as const } });
    const users = user ? new Map(before.users).set(user.key, { ...user, dashboard }) : before.users;
    const rows = reached({ ...before, users }, state({ dashboard: SUPERVISOR, isHeard: true }));
    const ofFirst = rows.filter((row) => row.user === keys[0]);
    expect(ofFirst.map(({ capability }) => capability)).toEqual(['calls.listen']);
    expect(rows).toHaveLength((PEOPLE / 2 - 1) * 3 + 1);
  });
});
