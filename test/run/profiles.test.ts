import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readDocument } from '../../src/config/document.js';
import { type AccountState, once, type ResourceKey, userKey } from '../../src/model/index.js';
import { duplicate, fromUser, ProfileMistake } from '../../src/run/profile-new.js';
import { type ProfileRequest, standingOf } from '../../src/run/profile-standing.js';
import { type SuggestedFiles, suggest } from '../../src/run/profile-suggest.js';
import type { AccountSeed } from '../../src/sandbox/index.js';
import { ACME } from '../../src/sandbox/seed/acme.js';
import { grants, universeOf } from '../access/brute-force.js';
import { isLong, runs } from '../support/scale.js';
import { accounts } from '../support/worlds.js';
import { directoryWith, NOW, openSeed, pulledTexts, SETTINGS, seeded, type Texts } from './pulled.js';

/** The same people with what their profile gives them as their own, and no profiles. */
const unlinked = (seed: AccountSeed): AccountSeed => ({
  ...seed,
  profiles: [],
  users: seed.users.map((user) => {
    const profile = seed.profiles.find(({ name }) => name === user.profile);
    return profile ? { ...user, profile: null, permissions: profile.permissions } : user;
  }),
});

const request = (dir: string, open?: ProfileRequest['open']): ProfileRequest => ({
  dir,
  tool: { name: 'ringctl', version: '1.0.0' },
  now: NOW,
  open,
});

async function suggested(dir: string, allowsWidening = false): Promise<SuggestedFiles> {
  const found = await suggest({ ...request(dir), allowsWidening });
  if (!found.ok) throw new Error(found.diagnostics.map(({ message }) => message).join('\n'));
  return found;
}

const pulledSeed = async (seed: AccountSeed): Promise<Texts> => {
  const { account, close } = await openSeed(seed);
  const { after } = await pulledTexts(account, { 'ringctl.yaml': SETTINGS });
  close();
  return after;
};

/** Read once: reading and writing a company takes its time. */
const acme = once(() => pulledSeed(ACME));
const acmeUnlinked = once(() => pulledSeed(unlinked(ACME)));

function write(dir: string, files: readonly { readonly path: string; readonly after: string }[]): void {
  for (const { path, after } of files) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), after);
  }
}

function directory(texts: Texts): string {
  const { dir, remove } = directoryWith(texts);
  onTestFinished(remove);
  return dir;
}

async function stateIn(dir: string): Promise<AccountState> {
  const standing = await standingOf(request(dir));
  if (!standing.ok) throw new Error(standing.diagnostics.map(({ message }) => message).join('\n'));
  return standing.state;
}

/** Facts that one state gives somebody and the other does not, by the brute force. */
function differences(before: AccountState, after: AccountState): readonly string[] {
  const universe = universeOf(before, after);
  const facts = (state: AccountState, key: ResourceKey) =>
    [...grants(state, key, universe)].map(([fact, answer]) => `${fact}=${answer}`).sort();
  return universe.people.flatMap((key) => {
    const had = new Set(facts(before, key));
    const has = new Set(facts(after, key));
    return [...[...has].filter((fact) => !had.has(fact)), ...[...had].filter((fact) => !has.has(fact))].map(
      (fact) => `${key} ${fact}`,
    );
  });
}

/** So many values the files state of permissions and profiles: in profiles, and of these people. */
function statedOf(texts: Texts, people: ReadonlySet<ResourceKey>): number {
  const leaves = (value: unknown): number =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.values(value).reduce((sum: number, member) => sum + leaves(member), 0)
      : 1;
  return Object.entries(texts).reduce((sum, [path, text]) => {
    const { value } = readDocument({ path, bytes: new TextEncoder().encode(text) });
    const { profiles = {}, users = {} } = Object(value);
    const own = Object.entries(users).filter(([email]) => people.has(userKey(email)));
    return sum + leaves(profiles) + own.reduce((total, [, user]) => total + leaves(user), 0);
  }, 0);
}

const textsIn = (dir: string): Texts =>
  Object.fromEntries(
    readdirSync(dir)
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => [name, readFileSync(join(dir, name), 'utf8')]),
  );

describe('profile suggest', () => {
  it('finds the profiles of the company or fewer that say the same in less, where everybody was unlinked, and changes nobody', async () => {
    const dir = directory(await acmeUnlinked());
    const before = await stateIn(dir);
    const found = await suggested(dir);
    expect(found.access).toEqual([]);
    const people = (name: string) =>
      ACME.users
        .filter(({ profile, status }) => profile === name && status === 'active')
        .map(({ email }) => userKey(email))
        .sort();
    const shared = ACME.profiles.map(({ name }) => people(name)).filter((one) => one.length > 1);
    expect(shared).toHaveLength(6);
    for (const one of shared) expect(found.profiles.map(({ linked }) => linked)).toContainEqual(one);
    // Of the company's own 8 the two that one person each is linked to are exceptions.
    expect(found.profiles).toHaveLength(6);
    const alone = [...people('Sales lead'), ...people('Support lead')];
    expect(alone).toHaveLength(2);
    const exceptions = found.profiles.flatMap((profile) => profile.exceptions);
    expect(exceptions.map(({ key }) => key)).toEqual(expect.arrayContaining(alone));
    write(dir, found.files);
    const linked = new Set(ACME.users.filter(({ profile }) => profile !== null).map(({ email }) => userKey(email)));
    // That is shorter: fewer values are stated of the same people than with the 8.
    const [own, suggestion] = [statedOf(await acme(), linked), statedOf(textsIn(dir), linked)];
    expect({ own, suggestion }).toEqual({ own: 473, suggestion: 413 });
    if (isLong) expect(differences(before, await stateIn(dir))).toEqual([]);
    const again = await suggested(dir);
    expect(again.profiles.flatMap(({ linked }) => linked)).toEqual([]);
  });

  it('widens nobody on random accounts', async () => {
    let linked = 0;
    await fc.assert(
      fc.asyncProperty(accounts, async (seed) => {
        const { dir, remove } = directoryWith(await pulledSeed(unlinked(seed)));
        try {
          const before = await stateIn(dir);
          const found = await suggested(dir);
          expect(found.access).toEqual([]);
          write(dir, found.files);
          expect(differences(before, await stateIn(dir))).toEqual([]);
          linked += found.profiles.flatMap((profile) => profile.linked).length;
        } finally {
          remove();
        }
      }),
      { numRuns: runs({ short: 5, long: 200 }) },
    );
    expect(linked).toBeGreaterThan(runs({ short: 5, long: 200 }) / 2);
  }, 900_000);

  it('says who gains and who loses what where widening is allowed', async () => {
    const [first, second] = ACME.users.filter(({ profile }) => profile === 'Manager');
    const seed = unlinked(ACME);
    const users = seed.users.map((user) =>
      user.email === first?.email && user.permissions
        ? { ...user, permissions: { ...user.permissions, chatTab: false } }
        : user,
    );
    const dir = directory(await pulledSeed({ ...seed, users }));
    expect((await suggested(dir)).access).toEqual([]);
    const wider = await suggested(dir, true);
    const mine = wider.access.find(({ email }) => email === first?.email);
    expect(mine?.gains.map(({ capability }) => capability)).toContain('app.chatTab');
    expect(wider.access.map(({ email }) => email)).not.toContain(second?.email);
  });
});

describe('profile from-user and profile duplicate', () => {
  it('make a profile of a person and link them, with their access as it was', async () => {
    const dir = directory(await acme());
    const before = await stateIn(dir);
    const made = await fromUser(request(dir), { email: 'olga.petrova@acme.example', name: 'Night desk' });
    if (!made.ok) throw new Error('refused');
    expect(made).toMatchObject({
      id: 'night-desk',
      name: 'Night desk',
      linked: ['user:olga.petrova@acme.example'],
      access: [],
    });
    write(dir, made.files);
    const after = await stateIn(dir);
    if (isLong) expect(differences(before, after)).toEqual([]);
    expect(after.users.get(userKey('olga.petrova@acme.example'))?.profile).toMatchObject({ value: 'Night desk' });
  });

  it.each([
    ['amira.haddad@acme.example', 'x'],
    ['sam.ortega@acme.example', 'x'],
    ['lena.fischer@audit-partner.example', 'x'],
    ['nobody@acme.example', 'x'],
    ['olga.petrova@acme.example', 'Sales agent'],
    ['olga.petrova@acme.example', 'sales-agent'],
    ['olga.petrova@acme.example', 'none'],
    ['olga.petrova@acme.example', ' '],
  ])('refuse %s as "%s"', async (email, name) => {
    const dir = directory(await acme());
    await expect(fromUser(request(dir), { email, name })).rejects.toThrow(ProfileMistake);
  });

  it('copy a profile beside the first, with its parents, and link nobody', async () => {
    const text = `# Ours.\nprofiles:\n  base: { template: true, permissions: { snooze: true } }\n  agent: # the first\n    name: Agent\n    previously: [Seller]\n    extends: base\n    permissions: { chatTab: true }\n`;
    const dir = directory({ 'ringctl.yaml': SETTINGS, 'all.yaml': text });
    const made = await duplicate(request(dir), { profile: 'Agent', name: 'Night agent' });
    if (!made.ok) throw new Error('refused');
    write(dir, made.files);
    const after = readFileSync(join(dir, 'all.yaml'), 'utf8');
    expect(after).toContain(text.trimEnd());
    expect(after.slice(text.length).replaceAll(/\s+/g, ' ').trim()).toBe(
      'night-agent: name: Night agent extends: base permissions: { chatTab: true }',
    );
    expect(made).toMatchObject({ id: 'night-agent', linked: [], access: [] });
    await expect(duplicate(request(dir), { profile: 'agnet', name: 'x' })).rejects.toThrow(ProfileMistake);
  });

  it('take from the account what the files leave open', async () => {
    const { account } = await seeded('acme');
    const open: ProfileRequest['open'] = async () => ({ account, close: () => {} });
    const dir = directory({
      'ringctl.yaml': SETTINGS,
      'u.yaml':
        'users:\n  olga.petrova@acme.example: { permissions: { snooze: true } }\ngroups: { support: { name: Support } }\n',
    });
    const asked = { email: 'olga.petrova@acme.example', name: 'night' };
    await expect(fromUser(request(dir), asked)).rejects.toThrow(ProfileMistake);
    expect(await fromUser(request(dir, open), asked)).toMatchObject({ ok: true, access: [] });
  });
});
