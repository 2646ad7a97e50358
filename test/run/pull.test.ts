import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACCOUNT_FILES } from '../../src/cli/scaffold.js';
import { isError, NO_DASHBOARD, userKey } from '../../src/model/index.js';
import { type AccountSeed, permissionsWith } from '../../src/sandbox/index.js';
import { ACME } from '../../src/sandbox/seed/acme.js';
import { runs } from '../support/scale.js';
import { accounts, directories } from '../support/worlds.js';
import { openSeed, planOf, pulledTexts, SETTINGS, seeded, type Texts } from './pulled.js';
import { onlyValuesChanged, writtenByHand } from './pulled-lines.js';

const START: Texts = { 'ringctl.yaml': SETTINGS };
const RUNS = { numRuns: runs({ short: 5, long: 200 }) };
/** So many of them are asked first what they would propose. */
const PROPOSING = 20;
/** In ms. What is measured is not the machine, which may have other work. */
const PATIENCE = 900_000;

describe('pull into a directory that says nothing', () => {
  it(
    'says all of a random account: a plan is empty, and a second pull changes nothing',
    async () => {
      let exceptions = 0;
      await fc.assert(
        fc.asyncProperty(accounts, fc.constantFrom('team', 'kind', 'one', undefined), async (seed, split) => {
          const { account, methods, close } = await openSeed(seed);
          try {
            const { after, pulled } = await pulledTexts(account, START, { split });
            const plan = planOf(after, await account.read());
            expect(plan.changes).toEqual([]);
            expect(plan.steps).toEqual([]);
            expect(plan.diagnostics.filter(isError)).toEqual([]);
            expect(plan.summary.unmanaged).toBe(0);
            expect(pulled.report.remaining).toEqual([]);
            const again = await pulledTexts(account, after, { split });
            expect(again.pulled.files).toEqual([]);
            expect(again.pulled.report.added).toEqual([]);
            expect(methods.filter((method) => method !== 'GET')).toEqual([]);
            const users = Object.values(after).join('\n');
            if (/profile: [a-z-]+\n {4}(?:dashboard|groups)/.test(users)) exceptions += 1;
          } finally {
            close();
          }
        }),
        RUNS,
      );
      expect(exceptions).toBeGreaterThan(RUNS.numRuns / 4);
    },
    PATIENCE,
  );

  it('divides the company by team, by kind, or not at all', async () => {
    const { account } = await seeded('acme');
    const filesOf = async (split: 'team' | 'kind' | 'one') =>
      (await pulledTexts(account, START, { split })).pulled.files.map(({ path }) => path);
    expect(await filesOf('one')).toEqual(['account.yaml']);
    expect(await filesOf('kind')).toEqual(['groups.yaml', 'profiles.yaml', 'users.yaml']);
    expect(await filesOf('team')).toEqual([
      'groups.yaml',
      'profiles.yaml',
      ...['field', 'finance', 'it', 'management', 'sales', 'support'].map((team) => `teams/${team}.yaml`),
      'users.yaml',
    ]);
  });

  it('writes the company with its 8 profiles, each person once, and nobody who was archived', async () => {
    const { account } = await seeded('acme');
    const { after, pulled } = await pulledTexts(account, START);
    const live = await account.read();
    const active = [...live.state.users.values()].filter(({ status }) => status === 'active');
    expect(pulled.report.added.filter((key) => key.startsWith('user:')).sort()).toEqual(
      active.map(({ key }) => key).sort(),
    );
    expect(pulled.report.added.filter((key) => key.startsWith('profile:'))).toHaveLength(8);
    expect(pulled.report.archived).toBe(2);
    expect(after['users.yaml']).toContain('  sam.ortega@acme.example:\n    superAdmin: true\n');
    expect(after['users.yaml']).toContain('  lena.fischer@audit-partner.example:\n    external: true\n');
    expect(after['users.yaml']).toContain(
      '  amira.haddad@acme.example:\n    firstName: Amira\n    lastName: Haddad\n    profile: sales-agent\n',
    );
    expect(after['users.yaml']).not.toContain('rolf.stein');
    expect(after['users.yaml']).not.toContain('invite');
  });

  it('names people whom it cannot tell apart in a comment and in the report, and writes none of them', async () => {
    const { account } = await seeded('acme');
    const live = await account.read();
    const twin = live.state.users.get([...live.state.users.keys()][0] ?? ('' as never));
    const users = new Map(live.state.users);
    for (const email of ['arn@acme.example', 'am@acme.example'])
      if (twin) users.set(`user:${email}` as never, { ...twin, key: `user:${email}` as never, email });
    const reader = {
      ...account,
      read: async () => ({ ...live, state: { ...live.state, users }, unmanageable: ['jür\u200bgen@acme.example'] }),
    };
    const { after, pulled } = await pulledTexts(reader, START);
    expect(pulled.report.refused.map(({ name }) => name).sort()).toEqual([
      'am@acme.example',
      'arn@acme.example',
      'jür\u200bgen@acme.example',
    ]);
    expect(after['users.yaml']).toContain('# Not managed: "jür\\u{200B}gen@acme.example"');
    expect(after['users.yaml']).not.toMatch(/^ {2}am@acme/m);
    expect((await pulledTexts(reader, after)).pulled.files).toEqual([]);
  });
});

/** The superadministrator alone, with one group and one profile of this name. */
const named = (name: string): AccountSeed => ({
  team: ACME.team,
  licences: ACME.licences,
  freeNumbers: [],
  otherNumbers: [],
  ivrs: [],
  groups: [{ name, openAccess: true }],
  profiles: [{ name, permissions: permissionsWith({}), dashboard: NO_DASHBOARD, groups: [name] }],
  users: ACME.users.filter(({ superAdmin }) => superAdmin).map((user) => ({ ...user, groups: [name] })),
});

/** Of `membership:Sales/ada@acme.example`. */
const personIn = (key: string) => userKey(key.slice(key.lastIndexOf('/') + 1));

describe('pull into files', () => {
  it(
    'with the proposals leaves no difference that a file could take back, whatever the files said and however',
    async () => {
      const found = { corrected: 0, proposed: 0, kept: 0 };
      let tried = 0;
      const layouts = fc.constantFrom('json' as const, '\n' as const, '\r\n' as const);
      await fc.assert(
        fc.asyncProperty(accounts, directories, layouts, async (seed, files, layout) => {
          const { account, close } = await openSeed(seed);
          try {
            const written = layout === 'json' ? { texts: files, lines: [] } : writtenByHand(files, layout);
            const { texts } = written;
            tried += 1;
            if (tried <= PROPOSING) found.proposed += (await pulledTexts(account, texts)).pulled.report.proposed.length;
            const { after, pulled } = await pulledTexts(account, texts, { takesProposals: true });
            found.corrected += pulled.report.changed.length;
            if (layout !== 'json') found.kept += written.lines.length - onlyValuesChanged(written, after, layout);
            expect(pulled.report.proposed).toEqual([]);
            const left = new Set(pulled.report.left.map(({ key }) => key));
            const plan = planOf(after, await account.read());
            const open = plan.changes.filter(({ key, kind }) => !left.has(kind === 'membership' ? personIn(key) : key));
            expect(open).toEqual([]);
            const again = await pulledTexts(account, after, { takesProposals: true });
            expect(again.pulled.files).toEqual([]);
          } finally {
            close();
          }
        }),
        RUNS,
      );
      expect(found.corrected).toBeGreaterThan(RUNS.numRuns);
      expect(found.proposed).toBeGreaterThan(0);
      expect(found.kept).toBeGreaterThan(RUNS.numRuns * 10);
    },
    PATIENCE,
  );

  const WRITTEN = `# Of the telephone team.
groups:   # two
  sales: { name: Sales, openAccess: true }
  support: { name: Support }

profiles:
  base:               # for all
    template: true
    permissions: { snooze: false, chatTab: true }
  sales-agent:
    name: "Sales agent"
    extends: base
    permissions:
      maxChannels: 7      # far too many
      tagCalls: true
users:
    # The first.
    'amira.haddad@acme.example': {profile: sales-agent, lastName: Hadad}
    ben.okafor@acme.example: &ben
        profile: sales-agent
        firstName: "Benjamin"
    chloe.petit@acme.example: *ben
    gone@acme.example: { profile: sales-agent, invite: { number: "+33199000060", plan: Business } }
`;

  it('replaces values where they stand, proposes what others share, reports who is gone, and keeps every other byte', async () => {
    const { account } = await seeded('acme');
    for (const lineBreak of ['\n', '\r\n']) {
      const text = WRITTEN.replaceAll('\n', lineBreak);
      const { after, pulled } = await pulledTexts(account, { ...START, 'all.yaml': text });
      const kept = (after['all.yaml'] ?? '').split(lineBreak);
      const expected = WRITTEN.replace('openAccess: true', 'openAccess: false')
        .replace('maxChannels: 7 ', 'maxChannels: 2 ')
        .replace('lastName: Hadad', 'lastName: Haddad')
        .split('\n');
      // Whatever was there stands there still, in its order, but for the three values.
      let at = 0;
      for (const line of kept) if (line === expected[at]) at += 1;
      expect(expected.slice(at)).toEqual([]);
      const { report } = pulled;
      expect(report.changed.map(({ key, path }) => `${key} ${path}`).sort()).toEqual([
        'group:Sales openAccess',
        'profile:Sales agent permissions.maxChannels',
        'user:amira.haddad@acme.example lastName',
      ]);
      expect(report.left.map(({ key, why }) => `${key} ${why}`)).toEqual(['user:gone@acme.example not-in-account']);
      expect(report.proposed.map(({ key, path, source }) => `${key} ${path} | ${source?.excerpt.trim()}`)).toEqual([
        'profile:Sales agent permissions.snooze | permissions: { snooze: false, chatTab: true }',
        'user:ben.okafor@acme.example firstName | firstName: "Benjamin"',
        'user:chloe.petit@acme.example firstName | firstName: "Benjamin"',
      ]);
      expect(report.added).toContain('user:dana.kowalski@acme.example');
      expect(after['all.yaml']).toContain('sales-lead:');
    }
  });

  it('fills the files of init, without taking their comments out', async () => {
    const { account } = await seeded('acme');
    const { after, pulled } = await pulledTexts(account, { ...START, ...ACCOUNT_FILES });
    expect(pulled.files.map(({ path }) => path)).toEqual(['groups.yaml', 'profiles.yaml', 'users.yaml']);
    for (const [path, text] of Object.entries(ACCOUNT_FILES))
      for (const line of text.split('\n').filter((one) => one.startsWith('#'))) expect(after[path]).toContain(line);
    expect(planOf(after, await account.read()).changes).toEqual([]);
    expect(Math.max(...(after['users.yaml'] ?? '').split('\n').map((line) => line.length))).toBeLessThan(200);
  });

  it.each(['constructor', 'none', '- a: b', '#', '&a', '__proto__', 'a\tb'])(
    'begins files for a group and a profile named %j',
    async (name) => {
      const { account } = await seeded(named(name));
      const { after } = await pulledTexts(account, START);
      expect(planOf(after, await account.read()).changes).toEqual([]);
      expect((await pulledTexts(account, after)).pulled.files).toEqual([]);
    },
  );

  it('puts new people beside their likes, where a file may state them', async () => {
    const { account } = await seeded('acme');
    const { after: all } = await pulledTexts(account, START);
    const agents = ['amira.haddad', 'chloe.petit'].map((one) => `  ${one}@acme.example: { profile: sales-agent }\n`);
    const { after } = await pulledTexts(account, {
      'ringctl.yaml': `${SETTINGS}files: { "sales.yaml": { kinds: [users], profiles: [sales-agent], groups: [sales] } }\n`,
      'groups.yaml': all['groups.yaml'] ?? '',
      'profiles.yaml': all['profiles.yaml'] ?? '',
      'sales.yaml': `users:\n${agents.join('')}`,
    });
    const named = (path: string) => [...(after[path] ?? '').matchAll(/^ {2}([a-z.]+)@acme/gm)].map(([, name]) => name);
    expect(named('sales.yaml')).toContain('ben.okafor');
    expect(named('sales.yaml')).toContain('yara.costa');
    expect(named('sales.yaml')).not.toContain('priya.shah');
    expect(named('users.yaml')).toContain('priya.shah');
    expect(planOf(after, await account.read()).changes).toEqual([]);
  });
});
