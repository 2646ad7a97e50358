import type { Dashboard, PermissionSet } from '../../model/index.js';
import type { AccountSeed, SeedProfile, SeedUser } from './account-seed.js';
import { ACME_PROFILES } from './acme-profiles.js';
import { ADMINISTRATES, NO_DASHBOARD, permissionsWith, supervises } from './values.js';

const GROUP_COUNT = 50;
/** The reserved range has 10,000 numbers; the rest of the people have none. */
const NUMBERED = 9900;

const groupName = (index: number) => `Group ${String((index % GROUP_COUNT) + 1).padStart(2, '0')}`;
const numberAt = (index: number) => `+3319900${String(index).padStart(4, '0')}`;

/** An account of this many people, the same every time: 8 profiles, 50 groups, one in ten people without a profile. */
export function bigAccount(users: number): AccountSeed {
  const profiles = ACME_PROFILES.map(profileAt);
  return {
    team: { id: '90000', name: 'Big account' },
    licences: [
      { plan: 'Business', total: users + 1000 },
      { plan: 'Advanced', total: 100 },
    ],
    freeNumbers: Array.from({ length: 90 }, (_, index) => numberAt(NUMBERED + index)),
    otherNumbers: [],
    ivrs: [{ name: 'Main line', numbers: [numberAt(9999), numberAt(9998)], users: [] }],
    groups: Array.from({ length: GROUP_COUNT }, (_, index) => ({
      name: groupName(index),
      openAccess: index % 2 === 0,
    })),
    profiles,
    users: Array.from({ length: users }, (_, index) => userAt(index, profiles)),
  };
}

const SUPERVISES_LINE: Dashboard = supervises('all', { logs: 'read' }, 'ivr');

function profileAt(profile: SeedProfile, index: number): SeedProfile {
  const dashboard = index === 1 ? supervises([groupName(1)], { activity: 'read', logs: 'read' }) : NO_DASHBOARD;
  return {
    ...profile,
    permissions: { ...profile.permissions, editCallerId: ['assignedIvr'] },
    dashboard,
    groups: [groupName(index)],
  };
}

/** Twenty different sets of own permissions. */
const OWN: readonly PermissionSet[] = Array.from({ length: 20 }, (_, index) =>
  permissionsWith({ snooze: index % 2 === 0, maxChannels: 1 + (index % 5), afterCallWorkDuration: index * 5 }),
);

function userAt(index: number, profiles: readonly SeedProfile[]): SeedUser {
  const profile = index % 10 === 0 ? undefined : profiles[index % profiles.length];
  return {
    email: `person.${index}@big.example`,
    firstName: `First${index % 997}`,
    lastName: `Last${index}`,
    status: 'active',
    external: false,
    superAdmin: index === 0,
    profile: profile?.name ?? null,
    permissions: profile ? null : (OWN[(index / 10) % OWN.length] ?? null),
    dashboard: index < 2 ? ADMINISTRATES : dashboardAt(index, profile),
    groups: index % 3 === 0 ? [groupName(index), groupName(index + 7)] : (profile?.groups ?? []),
    numbers: index < NUMBERED ? [numberAt(index)] : [],
    plan: 'Business',
  };
}

function dashboardAt(index: number, profile: SeedProfile | undefined): Dashboard {
  return index % 100 === 7 ? SUPERVISES_LINE : (profile?.dashboard ?? NO_DASHBOARD);
}
