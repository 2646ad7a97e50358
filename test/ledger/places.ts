// Where a ledger can be kept, each with a clock that a test can move and a sleep that only counts.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileStore } from '../../src/ledger/file-store.js';
import { CLOCK_TOLERANCE_MS, gitStore } from '../../src/ledger/git-store.js';
import type { Ledger } from '../../src/ledger/index.js';
import { postgresStore } from '../../src/ledger/postgres-store.js';
import type { LedgerStore } from '../../src/ledger/store.js';
import { storedLedger } from '../../src/ledger/stored-ledger.js';

export interface Place {
  /** How long a lease is that `pass` lets run out. */
  readonly leaseMs: number;
  /** Lets the store's clock go on. */
  readonly pass: (ms: number) => Promise<void>;
  /** What was slept through, oldest first. */
  readonly slept: readonly number[];
  readonly store: (account?: string) => Promise<LedgerStore>;
  readonly end: () => void;
}

export const GRACE_MS = 20_000;

export const ledgerOn = (place: Place, store: LedgerStore): Ledger =>
  storedLedger(store, { sleep: sleepOf(place), graceMs: GRACE_MS });

/** A ledger of its own connection; `account` defaults to acme. */
export const openAt = async (place: Place, account?: string): Promise<Ledger> =>
  ledgerOn(place, await place.store(account));

const sleeps = new WeakMap<Place, (ms: number) => Promise<void>>();
const sleepOf = (place: Place) => sleeps.get(place) ?? (async () => {});

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'ledger-'));

export function filePlace(): Place {
  const folder = newFolder();
  const { now, ...place } = fakeTime();
  return register({
    ...place,
    store: (account = 'acme') => fileStore({ path: join(folder, '.ringctl/ledger.db'), account, now, sleep: pause }),
    end: () => rmSync(folder, { recursive: true, force: true }),
  });
}

/** In the repository itself, or pushed to an origin. */
export function gitPlace({
  isPushed,
}: {
  readonly isPushed: boolean;
}): Place & { readonly dir: string; readonly clone: () => string } {
  const folder = newFolder();
  const { now, ...place } = fakeTime();
  const git = (...args: readonly string[]) => execFileSync('git', [...args], { cwd: folder, stdio: 'pipe' });
  git('init', '--quiet', '--bare', 'origin.git');
  // Tidying up after each push is the business of a host, and would cost more than the push.
  git('-C', 'origin.git', 'config', 'receive.autogc', 'false');
  const clone = (): string => {
    const dir = mkdtempSync(join(folder, 'clone-'));
    git('init', '--quiet', dir);
    if (isPushed) git('-C', dir, 'remote', 'add', 'origin', join(folder, 'origin.git'));
    return dir;
  };
  const dir = clone();
  return register({
    ...place,
    dir,
    clone,
    leaseMs: 60_000,
    pass: (ms) => place.pass(ms + CLOCK_TOLERANCE_MS),
    store: (account = 'acme') => gitStore({ dir, branch: 'ringctl-ledger', account, now, sleep: pause }),
    end: () => rmSync(folder, { recursive: true, force: true }),
  });
}

/** The database keeps its own time. */
export function postgresPlace(url: string, sleepInDatabase: (ms: number) => Promise<void>): Place {
  return register({
    slept: [],
    leaseMs: 1500,
    pass: sleepInDatabase,
    store: (account = 'acme') => postgresStore({ url, account }),
    end: () => {},
  });
}

function fakeTime() {
  let time = Date.parse('2026-11-22T09:00:00.000Z');
  return {
    now: () => new Date(time),
    leaseMs: 60_000,
    slept: [],
    pass: async (ms: number) => {
      time += ms;
    },
  };
}

function register<T extends Place>(place: T): T {
  const slept: number[] = [];
  const registered = { ...place, slept };
  sleeps.set(registered, async (ms) => {
    slept.push(ms);
  });
  return registered;
}

/** Of a store that waits for another one in this process: only lets it go on. */
const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
