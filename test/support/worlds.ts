import fc from 'fast-check';
import { type Dashboard, levelDashboard, NO_DASHBOARD, type PermissionSet } from '../../src/model/index.js';
import { type AccountSeed, permissionsWith, type SeedProfile, type SeedUser } from '../../src/sandbox/index.js';

/** Random accounts, and random files that want something of them. Small pools of names make them meet. */

const LOCALS = ['ada', 'bo', 'cy', 'di', 'ed', 'flo', 'gus', 'hal'] as const;
const PROFILES = ['Agent', 'Lead', 'Field crew'] as const;
const GROUPS = ['Sales', 'Support', 'Field'] as const;
const IVRS = ['Paris desk', 'Support line'] as const;
const IDS: { readonly [name: string]: string } = {
  Agent: 'agent',
  Lead: 'lead',
  'Field crew': 'field-crew',
  Sales: 'sales',
  Support: 'support',
  Field: 'field',
};
const email = (local: string) => `${local}@acme.example`;
const numberOf = (local: string) =>
  `+331990001${String(LOCALS.indexOf(local as (typeof LOCALS)[number])).padStart(2, '0')}`;
const spareOf = (local: string) => numberOf(local).replace('+331990001', '+331990002');

const permissionChoices = {
  playRecordings: fc.constantFrom('none', 'own', 'allIvr'),
  snooze: fc.boolean(),
  showDownloadButton: fc.boolean(),
  canBeListenedTo: fc.boolean(),
  tagCalls: fc.boolean(),
  maxChannels: fc.integer({ min: 1, max: 5 }),
  callRecordingVolume: fc.constantFrom(0, 50, 100),
};
const somePermissions = fc.record(permissionChoices, { requiredKeys: [] });
const subset = (names: readonly string[]) => fc.subarray([...names]);

/** In the words of the files: groups by id. */
interface FileDashboard {
  readonly level: string;
  readonly pages: { readonly [page: string]: string };
  readonly scope: {
    readonly groups: 'all' | readonly string[];
    readonly ivrs: 'all' | readonly string[];
    readonly lines: 'all' | 'direct' | 'ivr';
  };
}
const pages = fc.record(
  {
    activity: fc.constantFrom('read', 'write'),
    logs: fc.constantFrom('read', 'write'),
    users: fc.constantFrom('read', 'write'),
    numbers: fc.constant('read'),
  },
  { requiredKeys: [] },
);
const scope = fc.record({
  groups: fc.oneof(
    fc.constant('all' as const),
    subset(GROUPS).map((names) => names.map((name) => IDS[name] ?? name)),
  ),
  ivrs: fc.oneof(fc.constant('all' as const), subset(IVRS)),
  lines: fc.constantFrom('all' as const, 'direct' as const, 'ivr' as const),
});
const longDashboard: fc.Arbitrary<FileDashboard> = fc.record({
  level: fc.constantFrom('supervisor', 'technical'),
  pages,
  scope,
});
const fileDashboard: fc.Arbitrary<string | FileDashboard> = fc.oneof(
  fc.constantFrom('none', 'billing', 'technical', 'supervisor', 'admin'),
  longDashboard,
);

const nameOfId = new Map(Object.entries(IDS).map(([name, id]) => [id, name]));
function liveDashboard(value: string | FileDashboard): Dashboard {
  if (typeof value === 'string') return value === 'none' ? NO_DASHBOARD : levelDashboard(value as Dashboard['level']);
  const groups = value.scope.groups === 'all' ? 'all' : value.scope.groups.map((id) => nameOfId.get(id) ?? id).sort();
  const ivrs = value.scope.ivrs === 'all' ? 'all' : [...value.scope.ivrs].sort();
  return {
    level: value.level as Dashboard['level'],
    pages: value.pages as Dashboard['pages'],
    scope: { groups, ivrs, lines: value.scope.lines },
  };
}

const seedProfile = (name: string): fc.Arbitrary<SeedProfile> =>
  fc.record({ permissions: somePermissions, dashboard: fileDashboard, groups: subset(GROUPS) }).map((facts) => ({
    name,
    permissions: permissionsWith(facts.permissions as PermissionSet),
    dashboard: liveDashboard(facts.dashboard),
    groups: [...facts.groups].sort(),
  }));

const seedUser = (local: string): fc.Arbitrary<SeedUser> =>
  fc
    .record({
      profile: fc.option(fc.constantFrom(...PROFILES)),
      permissions: somePermissions,
      dashboard: fileDashboard,
      groups: subset(GROUPS),
      status: fc.constantFrom('active' as const, 'active' as const, 'active' as const, 'archived' as const),
    })
    .map((facts) => ({
      email: email(local),
      firstName: local,
      lastName: 'Acme',
      status: facts.status,
      external: false,
      superAdmin: false,
      profile: facts.profile,
      permissions: facts.profile === null ? permissionsWith(facts.permissions as PermissionSet) : null,
      dashboard: liveDashboard(facts.dashboard),
      groups: [...facts.groups].sort(),
      numbers: [numberOf(local)],
      plan: 'Business',
    }));

const OWNER: SeedUser = {
  email: 'owner@acme.example',
  firstName: 'Olive',
  lastName: 'Owner',
  status: 'active',
  external: false,
  superAdmin: true,
  profile: null,
  permissions: permissionsWith({}),
  dashboard: levelDashboard('admin'),
  groups: [],
  numbers: ['+33199000999'],
  plan: 'Business',
};

export const accounts: fc.Arbitrary<AccountSeed> = fc
  .record({
    users: fc.subarray([...LOCALS]).chain((locals) => fc.tuple(...locals.map(seedUser))),
    profiles: fc.tuple(...PROFILES.map(seedProfile)),
    groups: fc.tuple(...GROUPS.map((name) => fc.boolean().map((openAccess) => ({ name, openAccess })))),
  })
  .map(({ users, profiles, groups }) => {
    const used = new Set(users.map((user) => user.numbers[0]));
    return {
      team: { id: '4711', name: 'Acme' },
      licences: [{ plan: 'Business', total: 50 }],
      freeNumbers: LOCALS.flatMap((local) => [numberOf(local), spareOf(local)]).filter((number) => !used.has(number)),
      otherNumbers: [],
      ivrs: IVRS.map((name) => ({ name, numbers: [], users: [] })),
      groups,
      profiles,
      users: [OWNER, ...users],
    };
  });

/** Text of files by path, as readConfig takes them: JSON is YAML. */
export interface Files {
  readonly [path: string]: string;
}

const fileUser = (local: string) =>
  fc
    .record(
      {
        kind: fc.constantFrom('linked', 'unlinked', 'unlinked', 'free', 'extends', 'gone'),
        profile: fc.constantFrom(...PROFILES),
        permissions: somePermissions,
        dashboard: fc.option(fileDashboard, { nil: undefined }),
        groups: fc.option(subset(GROUPS), { nil: undefined }),
        firstName: fc.option(fc.constantFrom('Alex', 'Robin'), { nil: undefined }),
        ensure: fc.constantFrom('archived', 'absent'),
        window: fc.constantFrom(
          {},
          {},
          {},
          { until: '2026-11-21' },
          { from: '2026-12-01' },
          { from: '2026-01-01', until: '2026-11-22' },
        ),
      },
      { requiredKeys: ['kind', 'profile', 'permissions', 'ensure', 'window'] },
    )
    .map((facts): readonly [string, object] => {
      const stated = {
        ...(facts.firstName !== undefined && { firstName: facts.firstName }),
        ...(facts.dashboard !== undefined && { dashboard: facts.dashboard }),
        ...(facts.groups !== undefined && { groups: facts.groups.map((name) => IDS[name]) }),
        ...facts.window,
        invite: { number: spareOf(local), plan: 'Business' },
      };
      const profile = IDS[facts.profile];
      if (facts.kind === 'gone') return [email(local), { ensure: facts.ensure }];
      if (facts.kind === 'linked') return [email(local), { profile, ...stated }];
      if (facts.kind === 'extends')
        return [email(local), { extends: profile, permissions: facts.permissions, ...stated }];
      return [email(local), facts.kind === 'free' ? stated : { permissions: facts.permissions, ...stated }];
    });

const authority = fc.record({
  users: fc.constantFrom('additive', 'additive', 'authoritative'),
  profiles: fc.constantFrom('additive', 'authoritative'),
  groups: fc.constantFrom('additive', 'authoritative'),
  memberships: fc.constantFrom('additive', 'authoritative'),
});

export const directories: fc.Arbitrary<Files> = fc
  .record({
    users: fc.subarray([...LOCALS]).chain((locals) => fc.tuple(...locals.map(fileUser))),
    profiles: fc.tuple(
      ...PROFILES.map((name) =>
        fc
          .record({
            permissions: somePermissions,
            dashboard: fc.option(fileDashboard, { nil: undefined }),
            groups: fc.option(subset(GROUPS), { nil: undefined }),
          })
          .map(({ permissions, dashboard, groups }): readonly [string, object] => [
            IDS[name] ?? name,
            {
              name,
              permissions,
              ...(dashboard !== undefined && { dashboard }),
              ...(groups !== undefined && { groups: groups.map((group) => IDS[group]) }),
            },
          ]),
      ),
    ),
    groups: fc.tuple(
      ...GROUPS.map((name) =>
        fc
          .option(fc.boolean(), { nil: undefined })
          .map((openAccess): readonly [string, object] => [
            IDS[name] ?? name,
            { name, ...(openAccess !== undefined && { openAccess }) },
          ]),
      ),
    ),
    authority,
  })
  .map(({ users, profiles, groups, authority: stated }) => ({
    'ringctl.yaml': JSON.stringify({ version: 1, account: 'acme', provider: { kind: 'sandbox' }, authority: stated }),
    'groups.yaml': JSON.stringify({ groups: Object.fromEntries(groups) }),
    'profiles.yaml': JSON.stringify({ profiles: Object.fromEntries(profiles) }),
    ...(users.length > 0 && { 'users.yaml': JSON.stringify({ users: Object.fromEntries(users) }) }),
  }));
