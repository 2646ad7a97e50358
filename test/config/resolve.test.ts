import { describe, expect, test } from 'vitest';
import { groupKey, membershipKey, profileKey, userKey } from '../../src/model/index.js';
import { one, valid } from './account.js';

const PROFILES = `
profiles:
  base:
    template: true
    permissions: { snooze: true, maxChannels: 2 }
    dashboard: supervisor
    groups: [sales, care]
  agent:
    name: Sales agent
    previously: [Seller]
    extends: base
    permissions: { maxChannels: 5, chatTab: true }
    groups: [sales]
  lead: { extends: agent, dashboard: none }
groups:
  sales: { name: Sales, openAccess: true, previously: [Vente] }
  care: {}
`;

const users = (text: string) => valid({ 'profiles.yaml': PROFILES, 'users.yaml': `users:\n${text}` }).desired.users;

describe('inheritance', () => {
  const { desired } = valid({ 'profiles.yaml': PROFILES });

  test('merges permissions one by one, the nearest winning', () => {
    expect(one(desired.profiles, 'Sales agent').permissions).toEqual({ snooze: true, maxChannels: 5, chatTab: true });
    expect(one(desired.profiles, 'lead').permissions).toEqual({ snooze: true, maxChannels: 5, chatTab: true });
  });

  test('replaces dashboard and groups whole', () => {
    expect(one(desired.profiles, 'Sales agent').dashboard?.level).toBe('supervisor');
    expect(one(desired.profiles, 'Sales agent').groups).toEqual(['Sales']);
    expect(one(desired.profiles, 'lead').dashboard?.level).toBe('none');
    expect(one(desired.profiles, 'lead').groups).toEqual(['Sales']);
  });

  test('leaves no template behind', () => {
    expect([...desired.profiles.keys()]).toEqual([profileKey('Sales agent'), profileKey('lead')]);
  });

  test('names what the account knows by name', () => {
    expect(one(desired.profiles, 'Sales agent')).toMatchObject({ id: 'agent', previously: [profileKey('Seller')] });
    expect(one(desired.groups, 'Sales')).toMatchObject({
      id: 'sales',
      openAccess: true,
      previously: [groupKey('Vente')],
    });
    expect(one(desired.groups, 'care')).toMatchObject({ id: 'care', name: 'care', openAccess: undefined });
  });

  test('goes through a thousand parents', () => {
    const lines = Array.from({ length: 1000 }, (_, index) => `  p${index}: { extends: p${index + 1} }`);
    const text = `profiles:\n${lines.join('\n')}\n  p1000: { permissions: { snooze: true } }\n`;
    expect(one(valid({ 'a.yaml': text }).desired.profiles, 'p0').permissions).toEqual({ snooze: true });
  });
});

describe('a person', () => {
  test('with a profile is linked and has nothing of their own', () => {
    const user = one(users('  Ada@acme.example: { profile: agent }\n'), 'ada@acme.example');
    expect(user.link).toEqual({ to: 'profile', profile: profileKey('Sales agent') });
    expect(user).toMatchObject({ email: 'Ada@acme.example', permissions: {}, dashboard: undefined, groups: undefined });
  });

  test.each([
    ['{ permissions: { snooze: false } }', 'none', { snooze: false }],
    ['{ permissions: {} }', 'none', {}],
    ['{ extends: base }', 'none', { snooze: true, maxChannels: 2 }],
    ['{ extends: agent, permissions: { chatTab: false } }', 'none', { snooze: true, maxChannels: 5, chatTab: false }],
    ['{ profile: none }', 'none', {}],
    ['{ profile: none, permissions: { snooze: true } }', 'none', { snooze: true }],
    ['{ firstName: Ada }', 'unmanaged', {}],
    ['{}', 'unmanaged', {}],
  ])('%s is linked to: %s', (text, to, permissions) => {
    const user = one(users(`  ada@acme.example: ${text}\n`), 'ada@acme.example');
    expect(user.link).toEqual({ to });
    expect(user.permissions).toEqual(permissions);
  });

  test('who extends has dashboard and groups of the parent, unless they state their own', () => {
    const all = users(
      '  ada@acme.example: { extends: agent }\n  ben@acme.example: { extends: agent, dashboard: none, groups: [] }\n',
    );
    expect(one(all, 'ada@acme.example')).toMatchObject({ groups: ['Sales'], dashboard: { level: 'supervisor' } });
    expect(one(all, 'ben@acme.example')).toMatchObject({ groups: [], dashboard: { level: 'none' } });
  });

  test('has days, invitation, and earlier addresses', () => {
    const text = `  ada@acme.example:
    { previously: [Ada.B@acme.example], from: 2026-12-01, until: 2027-02-28, invite: { number: "+33199000001", plan: Business } }\n`;
    expect(one(users(text), 'ada@acme.example')).toMatchObject({
      previously: [userKey('ada.b@acme.example')],
      from: '2026-12-01',
      until: '2027-02-28',
      invite: { number: '+33199000001', plan: 'Business' },
      ensure: 'present',
      at: { file: 'users.yaml', path: ['users', 'ada@acme.example'] },
    });
  });

  test('at a domain of other letters is compared as punycode', () => {
    const all = users('  ada@bücher.example: {}\n');
    expect(one(all, 'ada@xn--bcher-kva.example').email).toBe('ada@xn--bcher-kva.example');
  });

  test('shares equal permissions, dashboards and groups with others', () => {
    const lines = Array.from(
      { length: 50 },
      (_, index) =>
        `  p${index}@acme.example: { extends: agent, permissions: { snooze: false }, dashboard: { level: supervisor }, groups: [care] }`,
    );
    const all = [...users(`${lines.join('\n')}\n`).values()];
    expect(new Set(all.map(({ permissions }) => permissions)).size).toBe(1);
    expect(new Set(all.map(({ dashboard }) => dashboard)).size).toBe(1);
    expect(new Set(all.map(({ groups }) => groups)).size).toBe(1);
    expect(Object.isFrozen(all[0]?.permissions)).toBe(true);
  });
});

describe('settings', () => {
  test('have defaults', () => {
    const { settings } = valid({}).desired;
    expect(settings).toMatchObject({
      account: 'acme',
      timeZone: 'UTC',
      provider: { kind: 'sandbox', as: undefined },
      authority: { users: 'additive', profiles: 'additive', groups: 'additive', memberships: 'additive' },
      complete: false,
      include: [],
    });
    expect(settings.limits).toEqual({
      removals: { percent: 5, atLeast: 3 },
      losses: { percent: 30, atLeast: 15 },
      changes: { percent: 50, atLeast: 25 },
      privilegedGains: 2,
      invites: 10,
      minAdmins: 2,
      requiredAdmins: [],
      shrink: 10,
      recordedMaxAgeDays: 90,
      releases: 'allow',
    });
  });

  test('are read in the forms in which they are written', () => {
    const text = `version: 1
account: acme
timeZone: Europe/Paris
provider: { kind: ringover, team: "48213", verified: 2026-11-01 }
limits: { shrink: 5, recordedMaxAge: 30d, requiredAdmins: [Ada@bücher.example], releases: refuse }
people: { ada-gh: ada@acme.example }
files: { "teams/**": { kinds: [users], dashboard: false } }
`;
    expect(valid({ 'ringctl.yaml': text }).desired.settings).toMatchObject({
      timeZone: 'Europe/Paris',
      provider: {
        kind: 'ringover',
        team: '48213',
        as: undefined,
        verified: '2026-11-01',
        assignMethod: 'PATCH',
        region: undefined,
        url: undefined,
      },
      limits: { shrink: 5, recordedMaxAgeDays: 30, requiredAdmins: ['Ada@xn--bcher-kva.example'], releases: 'refuse' },
      people: { 'ada-gh': 'ada@acme.example' },
      files: { 'teams/**': { kinds: ['users'], dashboard: false, groups: undefined } },
    });
  });
});

describe('the place of a field', () => {
  const text = `users:
  ada@acme.example: { profile: lead }
  ben@acme.example: { extends: agent, permissions: { snooze: false }, dashboard: { level: supervisor, pages: { users: read } } }
  cleo@acme.example: { profile: agent, groups: [care, sales] }
`;
  const { placeOf, locate } = valid({ 'profiles.yaml': PROFILES, 'users.yaml': text });
  const ada = userKey('ada@acme.example');
  const ben = userKey('ben@acme.example');

  test.each([
    [ada, 'profile', 'users/ada@acme.example/profile'],
    [ada, 'permissions.maxChannels', 'profiles/agent/permissions/maxChannels'],
    [ada, 'permissions.snooze', 'profiles/base/permissions/snooze'],
    [ada, 'dashboard', 'profiles/lead/dashboard'],
    [ada, 'groups', 'profiles/agent/groups'],
    [ben, 'permissions.snooze', 'users/ben@acme.example/permissions/snooze'],
    [ben, 'permissions.chatTab', 'profiles/agent/permissions/chatTab'],
    [ben, 'dashboard.pages.users', 'users/ben@acme.example/dashboard/pages/users'],
    [ben, 'dashboard.pages.logs', 'users/ben@acme.example/dashboard/pages'],
    [ben, '', 'users/ben@acme.example'],
    [profileKey('Sales agent'), 'dashboard.level', 'profiles/base/dashboard'],
    [profileKey('Sales agent'), 'name', 'profiles/agent/name'],
    [groupKey('Sales'), 'openAccess', 'groups/sales/openAccess'],
    [membershipKey('Sales', 'cleo@acme.example'), '', 'users/cleo@acme.example/groups/1'],
    [membershipKey('Sales', 'ada@acme.example'), '', 'profiles/agent/groups/0'],
  ])('%s %s', (key, field, path) => {
    expect(placeOf(key, field)?.path.join('/')).toBe(path);
  });

  test.each([
    [ada, 'permissions.sipAccount'],
    [ada, 'firstName'],
    [userKey('nobody@acme.example'), 'profile'],
    [groupKey('care'), 'openAccess'],
  ])('%s %s is none where nothing is stated', (key, field) => {
    expect(placeOf(key, field)).toBeUndefined();
  });

  test('becomes line and column only when it is asked for', () => {
    const place = placeOf(membershipKey('Sales', 'cleo@acme.example'), '');
    expect(place && locate(place)).toMatchObject({ file: 'users.yaml', line: 4, column: 55, length: 5 });
    expect(locate({ file: 'users.yaml', path: ['users', 'ada@acme.example', 'profile'] }, 'value')).toMatchObject({
      column: 32,
      length: 4,
    });
    expect(locate({ file: 'nowhere.yaml', path: [] })).toBeUndefined();
  });
});
