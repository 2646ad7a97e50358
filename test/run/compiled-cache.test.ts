import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { AccountFiles } from '../../src/config/account-files.js';
import { type Config, readConfig } from '../../src/config/read-config.js';
import { readAccountFiles } from '../../src/run/account-files.js';
import { type CompiledCache, cachedConfig } from '../../src/run/compiled-cache.js';
import { diceOf } from '../access/random-accounts.js';
import { mutated } from '../config/random-yaml.js';
import { root } from '../examples/example.js';
import { runs } from '../support/scale.js';
import { directories, type Files } from '../support/worlds.js';

const isPosix = process.platform !== 'win32';

function newCache(facts: Partial<CompiledCache> = {}): CompiledCache {
  const folder = mkdtempSync(join(tmpdir(), 'ringctl-cache-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { directory: join(folder, 'ringctl'), version: '1.0.0', leastBytes: 0, ...facts };
}

const encoded = (texts: Files): AccountFiles => ({
  files: Object.entries(texts).map(([path, text]) => ({ path, bytes: new TextEncoder().encode(text) })),
  diagnostics: [],
});

const SETTINGS = 'version: 1\naccount: acme\n';
const team = (name: string): AccountFiles =>
  encoded({ 'ringctl.yaml': SETTINGS, 'users.yaml': `users:\n  ada@acme.example:\n    firstName: ${name}\n` });

const entries = ({ directory }: CompiledCache): readonly string[] =>
  existsSync(directory) ? readdirSync(directory).map((name) => join(directory, name)) : [];

function onlyEntry(cache: CompiledCache): string {
  const [entry, ...others] = entries(cache);
  if (entry === undefined || others.length > 0) throw new Error(`There are ${entries(cache).length} entries.`);
  return entry;
}

function configFrom(files: AccountFiles, cache: CompiledCache | undefined) {
  const cached = cachedConfig(files, cache);
  if (!cached.ok) throw new Error(JSON.stringify(cached.diagnostics));
  return cached;
}

/** What was taken from the cache is not kept again. */
function isHit(files: AccountFiles, cache: CompiledCache): boolean {
  const elsewhere = `${cache.directory}.aside`;
  const { keep } = configFrom(files, cache);
  renameSync(cache.directory, elsewhere);
  keep();
  const wasKept = existsSync(cache.directory);
  rmSync(cache.directory, { recursive: true, force: true });
  renameSync(elsewhere, cache.directory);
  return !wasKept;
}

function kept(files: AccountFiles, cache: CompiledCache): void {
  configFrom(files, cache).keep();
}

const PATHS = ['', 'permissions', 'permissions.snooze', 'permissions.playRecordings', 'dashboard', 'dashboard.level'];
const FIELDS = [...PATHS, 'dashboard.pages.logs', 'groups', 'profile', 'firstName', 'openAccess', 'ensure', 'until'];

/** Everything that a question can learn of files, places included. */
function learnt({ desired, placeOf, chainOf, locate }: Config): unknown {
  const { users, profiles, groups, ...others } = desired;
  const keys = [...users.keys(), ...profiles.keys(), ...groups.keys()];
  const fields = keys.flatMap((key) =>
    FIELDS.map((field) => {
      const place = placeOf(key, field);
      const chain = chainOf(key, field).map((statement) => [statement, locate(statement.place, 'value')]);
      return [place, place && locate(place), place && locate(place, 'value'), chain];
    }),
  );
  const rules = [...desired.policies, ...desired.tests].map(({ at }) => locate(at));
  return [[...users], [...profiles], [...groups], others, fields, rules];
}

function expectSame(cached: Config, files: AccountFiles): void {
  const fresh = readConfig(files);
  if (!fresh.ok) throw new Error('A file with an error was taken from the cache.');
  expect(learnt(cached)).toStrictEqual(learnt(fresh.value));
}

describe('an answer from the cache is that of a fresh compilation', () => {
  test('for random accounts', () => {
    const cache = newCache();
    let hits = 0;
    fc.assert(
      fc.property(directories, (texts) => {
        const files = encoded(texts);
        kept(files, cache);
        if (isHit(files, cache)) hits += 1;
        expectSame(configFrom(files, cache).config, files);
      }),
      { numRuns: runs({ short: 15, long: 500 }) },
    );
    expect(hits).toBe(runs({ short: 15, long: 500 }));
  });

  test('for edits of the examples, valid or not', async () => {
    const cache = newCache();
    const examples = await Promise.all(
      ['acme', 'reseller', 'small-team'].map((name) => readAccountFiles(join(root, 'examples', name))),
    );
    const count = runs({ short: 24, long: 2_000 });
    const seen = { valid: 0, invalid: 0 };
    for (let seed = 0; seed < count; seed += 1) {
      const dice = diceOf(seed);
      const files = edited(examples[dice.below(examples.length)] ?? encoded({}), seed);
      const fresh = readConfig(files);
      const first = cachedConfig(files, cache);
      seen[fresh.ok ? 'valid' : 'invalid'] += 1;
      if (!fresh.ok || !first.ok) {
        expect(first).toStrictEqual(fresh);
        continue;
      }
      first.keep();
      expect(isHit(files, cache)).toBe(true);
      expectSame(configFrom(files, cache).config, files);
    }
    expect(Math.min(seen.valid, seen.invalid)).toBeGreaterThan(count / 10);
  });

  test('where people share a block by an alias, and keys are names of every object', () => {
    const users = `users:
  ada@acme.example: { permissions: &own { snooze: true }, groups: [toString, "7", a] }
  bo@acme.example: { permissions: *own, dashboard: { level: supervisor, pages: { logs: read } }, groups: [] }
  cy@acme.example: { dashboard: { pages: { logs: read }, level: supervisor }, groups: [toString, "7", a] }
  di@acme.example: { dashboard: admin }
`;
    const groups = 'groups:\n  toString: {}\n  "7": { name: "\\ud83d\\ude00 7" }\n  a: {}\n';
    const files = encoded({ 'a.yaml': users, 'groups.yaml': groups, 'ringctl.yaml': SETTINGS });
    const cache = newCache();
    kept(files, cache);
    expect(isHit(files, cache)).toBe(true);
    expectSame(configFrom(files, cache).config, files);
  });
});

/** One file of the account with a random mistake or none, and a line of comment so that places move. */
function edited({ files, diagnostics }: AccountFiles, seed: number): AccountFiles {
  const dice = diceOf(seed);
  const chosen = dice.below(files.length);
  const change = (text: string) => (dice.chance(50) ? mutated(text, dice) : `# ${seed}\n${text}`);
  const changed = files.map((file, index) =>
    index === chosen
      ? { ...file, bytes: new TextEncoder().encode(change(new TextDecoder().decode(file.bytes))) }
      : file,
  );
  return { files: changed, diagnostics };
}

describe('nothing else is taken for the contents of files', () => {
  const files = team('Ada');

  test('not an entry that lost or changed a byte, wherever it is', () => {
    const cache = newCache();
    kept(files, cache);
    const entry = onlyEntry(cache);
    const whole = readFileSync(entry);
    expect(isHit(files, cache)).toBe(true);
    for (let at = 0; at < whole.length; at += 7) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 1;
      for (const bytes of [changed, whole.subarray(0, at)]) {
        writeFileSync(entry, bytes);
        expect(isHit(files, cache)).toBe(false);
      }
    }
    kept(files, cache);
    expect(isHit(files, cache)).toBe(true);
  });

  test('not the entry of other files under the name of these', () => {
    const cache = newCache();
    kept(files, cache);
    const entry = onlyEntry(cache);
    const others = newCache();
    kept(team('Eve'), others);
    copyFileSync(onlyEntry(others), entry);
    expect(isHit(files, cache)).toBe(false);
    expectSame(configFrom(files, cache).config, files);
  });

  test('not the entry of another version', () => {
    const cache = newCache();
    kept(files, cache);
    expect(isHit(files, { ...cache, version: '1.0.1' })).toBe(false);
  });

  test('not where a byte moved from one file to the next, or a file has another name or place', () => {
    const texts = { 'a.yaml': '# a\n#', 'b.yaml': '# b\n', 'ringctl.yaml': SETTINGS };
    const cache = newCache();
    kept(encoded(texts), cache);
    const moved = encoded({ ...texts, 'a.yaml': '# a\n', 'b.yaml': '## b\n' });
    const named = encoded({ 'a.yaml': texts['a.yaml'], 'c.yaml': texts['b.yaml'], 'ringctl.yaml': SETTINGS });
    const { files, diagnostics } = encoded(texts);
    const turned = { files: files.toReversed(), diagnostics };
    expect(isHit({ files, diagnostics }, cache)).toBe(true);
    expect([moved, named, turned].map((others) => isHit(others, cache))).toEqual([false, false, false]);
  });

  test.runIf(isPosix)('not what others can read or write, or a link', () => {
    const cache = newCache();
    kept(files, cache);
    const entry = onlyEntry(cache);
    for (const [path, open, closed] of [
      [entry, 0o640, 0o600],
      [cache.directory, 0o755, 0o700],
    ] as const) {
      chmodSync(path, open);
      expect(isHit(files, cache)).toBe(false);
      chmodSync(path, closed);
      expect(isHit(files, cache)).toBe(true);
    }
    const elsewhere = `${cache.directory}.entry`;
    renameSync(entry, elsewhere);
    symlinkSync(elsewhere, entry);
    expect(isHit(files, cache)).toBe(false);
  });
});

describe('the cache', () => {
  test.runIf(isPosix)('is for the user alone', () => {
    const cache = newCache();
    kept(team('Ada'), cache);
    expect([cache.directory, onlyEntry(cache)].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o600]);
  });

  test('has nothing of files with an error, of files that could not all be read, and of small ones', () => {
    const cache = newCache();
    const wrong = cachedConfig(encoded({ 'ringctl.yaml': SETTINGS, 'a.yaml': 'users: { x: {} }\n' }), cache);
    expect(wrong.ok).toBe(false);
    const { files } = team('Ada');
    const warned = [{ code: 'CASE_CLASH', severity: 'warning', message: '' }] as const;
    kept({ files, diagnostics: warned }, cache);
    const { directory, version } = cache;
    kept({ files, diagnostics: [] }, { directory, version });
    expect(existsSync(directory)).toBe(false);
  });

  test('has so many entries, and loses the oldest, leftovers of a write included', () => {
    const cache = newCache();
    kept(team('Ada'), cache);
    const first = onlyEntry(cache);
    const leftover = `${first}.0123456789abcdef`;
    const foreign = join(cache.directory, 'notes.txt');
    for (const path of [leftover, foreign]) writeFileSync(path, 'x');
    for (const [index, path] of [leftover, first].entries()) utimesSync(path, index, index);
    for (const name of ['Bo', 'Cy']) kept(team(name), cache);
    expect([leftover, first].map((path) => existsSync(path))).toEqual([true, true]);
    kept(team('Di'), cache);
    expect([leftover, first, foreign].map((path) => existsSync(path))).toEqual([false, true, true]);
    kept(team('Ed'), cache);
    expect(existsSync(first)).toBe(false);
    expect(entries(cache)).toHaveLength(5);
  });

  test('is done without where it cannot be', () => {
    const inFile = newCache();
    writeFileSync(inFile.directory, '');
    const { directory } = inFile;
    for (const where of [directory, join(directory, 'ringctl'), join(`${directory}-none`, 'a', 'b')]) {
      const cache = { ...inFile, directory: where };
      kept(team('Ada'), cache);
      expectSame(configFrom(team('Ada'), cache).config, team('Ada'));
    }
    expect(existsSync(`${directory}-none`)).toBe(false);
  });
});
