import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/read-config.js';
import { day, knownValue, read, type UserState, userKey } from '../../src/model/index.js';
import { fill } from '../../src/plan/fill.js';

const ADA = userKey('ada@acme.example');
const LIVE: UserState = {
  key: ADA,
  email: 'ada@acme.example',
  firstName: read('Ada'),
  lastName: read('Byron'),
  status: 'active',
  external: false,
  superAdmin: false,
  profile: read('Agent'),
  permissions: {},
  dashboard: { known: false, why: 'unreadable' },
  groups: read([]),
  numbers: [],
  plan: undefined,
};

function filled(person: string): UserState | undefined {
  const text = `version: 1\naccount: acme\nprovider: { kind: sandbox }\nusers: { ada@acme.example: ${person} }\n`;
  const [settings = '', users = ''] = text.split(/(?=users:)/);
  const files = [
    { path: 'people.yaml', bytes: new TextEncoder().encode(users) },
    { path: 'ringctl.yaml', bytes: new TextEncoder().encode(settings) },
  ];
  const config = readConfig({ files, diagnostics: [] });
  if (!config.ok) throw new Error(JSON.stringify(config.diagnostics));
  const before = { users: new Map([[ADA, LIVE]]), profiles: new Map(), groups: new Map() };
  return fill(config.value.desired, before, { at: day('2026-11-22'), allowDelete: false }).after.users.get(ADA);
}

describe('a name that is stated', () => {
  it.each(['{ firstName: Alex }', '{ firstName: Alex, profile: none }', '{ firstName: Alex, groups: [] }'])(
    'is wanted, whatever else of the person is managed: %s',
    (person) => {
      const user = filled(person);
      expect([user && knownValue(user.firstName), user?.lastName]).toEqual(['Alex', LIVE.lastName]);
    },
  );

  it('is the same person to the last field where it is so already', () => {
    expect(filled('{ firstName: Ada }')).toBe(LIVE);
  });
});
