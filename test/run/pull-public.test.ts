import { describe, expect, it, onTestFinished } from 'vitest';
import { CATALOGUE, knownValue, type Live, levelDashboard } from '../../src/model/index.js';
import type { Mode } from '../../src/sandbox/index.js';
import { ACME } from '../../src/sandbox/seed/acme.js';
import { MODES, type OpenedRingover, openRingover } from '../account/ringover/opened.js';
import { planOf, pulledTexts, pullTexts, type Texts } from './pulled.js';

const START: Texts = {
  'ringctl.yaml': `version: 1\naccount: acme\nprovider: { kind: ringover, team: "${ACME.team.id}" }\n`,
};
const OWNER = 'sam.ortega@acme.example';
const permissions = CATALOGUE.filter(({ kind }) => kind !== 'action');

/** What a person would type from the dashboard. */
const LEVELS = ACME.users.filter(({ status, external }) => status === 'active' && !external);
const TABLE = [
  'address;profile;level',
  ...LEVELS.map(({ email, profile, dashboard, superAdmin }) =>
    [email, profile ?? 'none', superAdmin ? 'superadmin' : dashboard.level].join(';'),
  ),
].join('\r\n');
const ALONE = LEVELS.filter(({ profile, dashboard, superAdmin }) => {
  const given = ACME.profiles.find(({ name }) => name === profile)?.dashboard;
  return !superAdmin && given?.level !== dashboard.level;
});
const people = (text = TABLE) => ({ file: 'people.csv', bytes: new TextEncoder().encode(text) });

async function opened(mode: Mode): Promise<OpenedRingover> {
  const ringover = await openRingover({ seed: ACME, mode, as: OWNER });
  onTestFinished(() => ringover.sandbox.close());
  return ringover;
}

describe.each(MODES)('pull through the public API (%s)', (_name, mode) => {
  it('writes who is in which group, and of each profile what is to be looked up', async () => {
    const { account, writes } = await opened(mode);
    const { after, pulled } = await pulledTexts(account, START);
    expect(writes()).toEqual([]);
    const profiles = after['profiles.yaml'] ?? '';
    expect(profiles.match(/^ {2}[a-z-]+:$/gm)).toHaveLength(8);
    for (const { id, label, position } of permissions) {
      expect(profiles.split(`#   ${id}: `)).toHaveLength(9);
      expect(profiles).toContain(`# ${position} ${label}`);
    }
    const users = after['users.yaml'] ?? '';
    expect(users).toContain(
      '  wim.jansen@acme.example:\n    firstName: Wim\n    lastName: Jansen\n    groups: [field, it]\n',
    );
    expect(users).not.toMatch(/profile:|permissions:|dashboard:|superAdmin|external/);
    expect(pulled.report.unreadable).toEqual({ people: LEVELS.length, profiles: 8 });
    expect(pulled.report.remaining).toEqual([]);
    expect((await pulledTexts(account, after)).pulled.files).toEqual([]);
  });

  it('takes from the table what cannot be read, and asks for no change of what can', async () => {
    const { account, writes } = await opened(mode);
    const { after, pulled } = await pulledTexts(account, START, { people: people() });
    const live = await account.read();
    expect(writes()).toEqual([]);
    expect(pulled.report.remaining).toEqual([]);
    const users = after['users.yaml'] ?? '';
    expect(users.match(/^ {4}profile: (?!none)/gm)).toHaveLength(
      LEVELS.filter(({ profile }) => profile !== null).length,
    );
    expect(users.match(/^ {4}superAdmin: true/gm)).toHaveLength(1);
    // Whoever has the level of everybody of the profile gets it from there.
    expect(users.match(/^ {4}dashboard: /gm)).toHaveLength(ALONE.length);
    // Everything that a plan would still do is what the account does not show.
    const told = planOf(after, live).changes.flatMap(({ fields }) => fields);
    expect(told.length).toBeGreaterThan(LEVELS.length);
    for (const { before } of told) if (typeof before === 'object') expect(before).toEqual({ unknown: 'unreadable' });
    expect(planOf(after, stated(live)).changes).toEqual([]);
    expect((await pulledTexts(account, after, { people: people() })).pulled.files).toEqual([]);
  });

  it('refuses rows that cannot be so, each with its line, and writes nothing', async () => {
    const { account } = await opened(mode);
    const table = [
      'address,profile,level',
      'amira.haddad@acme.example,Sales agnt,none',
      'ben.okafor@acme.example,Sales agent,none',
      `${OWNER},none,superadmin`,
      'ada.byron@acme.example,none,superadmin',
      'nobody@acme.example,Sales agent,none',
    ].join('\n');
    const pulled = await pullTexts(account, START, { people: people(table) });
    expect(pulled.ok).toBe(false);
    if (!pulled.ok)
      expect(pulled.diagnostics.map(({ code, source }) => `${code} ${source?.file}:${source?.line}`)).toEqual([
        'PEOPLE_ROW people.csv:2',
        'PEOPLE_ROW people.csv:5',
        'PEOPLE_UNSEEN people.csv:6',
      ]);
  });
});

/** The account as it would be read if it showed everything that the table says. */
function stated(live: Live): Live {
  const rows = new Map(LEVELS.map((user) => [user.email, user]));
  const users = [...live.state.users].map(([key, user]) => {
    const row = rows.get(user.email);
    if (!row) throw new Error(`${user.email} is not in the table`);
    expect(knownValue(user.dashboard)).toBeUndefined();
    return [
      key,
      {
        ...user,
        superAdmin: row.superAdmin,
        profile: { known: true, from: 'read', value: row.profile } as const,
        dashboard: { known: true, from: 'read', value: levelDashboard(row.dashboard.level) } as const,
      },
    ] as const;
  });
  return { ...live, state: { ...live.state, users: new Map(users) } };
}
