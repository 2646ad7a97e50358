import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gitStore } from '../../src/ledger/git-store.js';
import { type Ledger, openLedger } from '../../src/ledger/index.js';
import { isLong } from '../support/scale.js';
import { ledgerContract } from './contract.js';
import { begin, failureOf, lockAs, START, wholeRun } from './entries.js';
import { gitPlace, newFolder, openAt } from './places.js';
import { killedAfter, raced, type Soak, stoppedPastItsLease } from './soaks.js';
import { workersIn } from './workers.js';

ledgerContract('a branch', async () => gitPlace({ isPushed: false }), { isSlow: true });
if (isLong) ledgerContract('a branch that is pushed', async () => gitPlace({ isPushed: true }));

const git = (dir: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-C', dir, '-c', 'user.name=a', '-c', 'user.email=a@acme.example', ...args], {
    stdio: 'pipe',
  }).toString();

const open = (dir: string, branch = 'ringctl-ledger'): Promise<Ledger> =>
  openLedger(`git:${branch}`, {
    dir,
    account: 'acme',
    now: () => new Date('2026-11-22T09:00:00.000Z'),
    sleep: async () => {},
  });

describe('a branch as a ledger', () => {
  test('leaves the work tree, the index and all other branches as they are, and shares nothing with them', async () => {
    const place = gitPlace({ isPushed: true });
    writeFileSync(join(place.dir, 'ringctl.yaml'), 'version: 1\n');
    git(place.dir, 'add', '.');
    git(place.dir, 'commit', '--quiet', '-m', 'files');
    writeFileSync(join(place.dir, 'later.yaml'), '');
    git(place.dir, 'add', 'later.yaml');
    const state = () => [
      git(place.dir, 'status', '--porcelain'),
      git(place.dir, 'for-each-ref', 'refs/heads', 'refs/tags'),
      readdirSync(join(place.dir, '.git')).sort(),
    ];
    const before = state();
    const ledger = await openAt(place);
    await wholeRun(await lockAs(ledger, 'ada@acme.example'));
    const later = await openAt({
      ...place,
      store: () =>
        gitStore({
          dir: place.clone(),
          branch: 'ringctl-ledger',
          account: 'acme',
          now: () => new Date(),
          sleep: async () => {},
        }),
    });
    expect((await later.runs()).map(({ id }) => id)).toEqual(['r-0001']);
    expect(state()).toEqual(before);
    const origin = join(place.dir, '../origin.git');
    const names = git(origin, 'ls-tree', '-r', '--name-only', 'ringctl-ledger').trim().split('\n');
    expect(names).toEqual(['acme/audit-000000.jsonl', 'acme/state.jsonl', 'acme/subjects-000000.jsonl', 'ledger.json']);
    expect(git(origin, 'log', '--format=%an %ae %cn %s', 'ringctl-ledger')).not.toContain('acme.example');
    place.end();
  });

  test('keeps nothing of an erased person in its history', async () => {
    const place = gitPlace({ isPushed: false });
    const ledger = await openAt(place);
    const locked = await lockAs(ledger, 'nina.roth');
    await wholeRun(locked);
    const reachable = () => git(place.dir, 'log', '-p', 'ringctl-ledger');
    expect(reachable()).toContain('ada@acme.example');
    await locked.erase('ada@acme.example');
    expect(reachable()).not.toContain('ada@acme.example');
    expect(await ledger.verify()).toMatchObject({ ok: true });
    place.end();
  });

  test('is refused when it is a branch of files, or newer', async () => {
    const place = gitPlace({ isPushed: false });
    writeFileSync(join(place.dir, 'ringctl.yaml'), 'version: 1\n');
    git(place.dir, 'add', '.');
    git(place.dir, 'commit', '--quiet', '-m', 'files');
    const name = git(place.dir, 'branch', '--show-current').trim();
    const files = await open(place.dir, name);
    expect(await failureOf(lockAs(files, 'ada'))).toMatchObject({ name: 'LedgerUnusable', why: 'foreign' });
    git(place.dir, 'checkout', '--quiet', '--orphan', 'newer');
    writeFileSync(join(place.dir, 'ledger.json'), '{"ledger":"ringctl","format":2}\n');
    git(place.dir, 'add', '.');
    git(place.dir, 'commit', '--quiet', '-m', 'newer');
    expect(await failureOf((await open(place.dir, 'newer')).runs())).toMatchObject({
      name: 'LedgerUnusable',
      why: 'newer',
    });
    place.end();
  });

  test('is unavailable outside of a repository, and where its origin is gone', async () => {
    const folder = newFolder();
    expect(await failureOf(open(folder))).toMatchObject({ name: 'LedgerUnavailable' });
    const place = gitPlace({ isPushed: true });
    const ledger = await openAt(place);
    const run = await (await lockAs(ledger, 'ada')).begin(START);
    rmSync(join(place.dir, '../origin.git'), { recursive: true });
    expect(await failureOf(run.write({ begins: begin(1) }))).toMatchObject({ name: 'LedgerUnavailable' });
    rmSync(folder, { recursive: true });
    place.end();
  });

  test.runIf(process.platform !== 'win32')('has each record once when the answer to a push is lost', async () => {
    const place = gitPlace({ isPushed: true });
    const ledger = await openAt(place);
    const run = await (await lockAs(ledger, 'ada')).begin(START);
    await losingOneAnswer(place.dir, async (lost) => {
      await run.write({ begins: begin(1) });
      expect(existsSync(lost)).toBe(true);
    });
    expect((await ledger.run(run.id))?.entries).toHaveLength(1);
    expect(await ledger.verify()).toMatchObject({ ok: true });
    place.end();
  });
});

/** The next push arrives, and is said to have failed; the file that is named is there from then on. */
async function losingOneAnswer(dir: string, work: (lost: string) => Promise<void>): Promise<void> {
  const { PATH: path = '' } = process.env;
  const [bin, lost] = [join(dir, '../bin'), join(dir, '../lost')];
  mkdirSync(bin);
  const real = execFileSync('which', ['git']).toString().trim();
  writeFileSync(
    join(bin, 'git'),
    `#!/bin/sh\ncase "$*" in *' push '*) if [ ! -e '${lost}' ]; then '${real}' "$@"; touch '${lost}'; exit 1; fi;; esac\nexec '${real}' "$@"\n`,
  );
  chmodSync(join(bin, 'git'), 0o755);
  process.env.PATH = `${bin}:${path}`;
  try {
    await work(lost);
  } finally {
    process.env.PATH = path;
  }
}

describe('clones that share a branch', () => {
  const soakIn = async (processes: number): Promise<Soak & { readonly end: () => void }> => {
    const place = gitPlace({ isPushed: true });
    const dirs = [place.dir, ...Array.from({ length: processes - 1 }, place.clone)];
    const folder = join(place.dir, '..');
    const store = () =>
      gitStore({
        dir: place.dir,
        branch: 'ringctl-ledger',
        account: 'acme',
        now: () => new Date(),
        sleep: async () => {},
      });
    return { start: await workersIn(folder), spec: 'git:ringctl-ledger', dirs, folder, store, end: place.end };
  };

  test.runIf(isLong)(
    'never hold the lock together, and lose no record to a refused push',
    async () => {
      const soak = await soakIn(2);
      const result = await raced(soak, { clients: 2, attempts: 125, leaseMs: 60_000 });
      expect(result).toMatchObject({ attempts: 500, most: 1, stale: 0, lost: 0 });
      expect(result.taken).toBeGreaterThan(4);
      console.log(
        `git: ${result.attempts} attempts, ${result.taken} locks, ${Math.round(result.ms / result.attempts)} ms an attempt`,
      );
      soak.end();
    },
    1_800_000,
  );

  test.runIf(isLong)(
    'lose nothing that was acknowledged when one is killed, and refuse what a stopped one writes',
    async () => {
      const soak = await soakIn(1);
      for (let count = 1; count <= 12; count += 1) await killedAfter(soak, count);
      expect(await stoppedPastItsLease(soak, 3_600_000)).toEqual({ refused: 'LockLost' });
      soak.end();
    },
    300_000,
  );
});
