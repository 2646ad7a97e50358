import { setTimeout as forMs } from 'node:timers/promises';
import { asciiLower } from '../model/index.js';
import { keyOf, openAccountFile, openForSeed, seedOf } from './account-file.js';
import { createApp } from './api/app.js';
import { createDashboard } from './dashboard/app.js';
import type { Database } from './database.js';
import type { Fault } from './faults/fault.js';
import { faultyFetch } from './faults/faulty-fetch.js';
import type { KeyKind } from './key-rights.js';
import { createPublicApp, PUBLIC_BASE, type PublicOptions } from './public/index.js';
import { type AccountSeed, SEEDS, type SeedName, type SeedSummary, writeSeed } from './seed/index.js';

export { SandboxMissing, SandboxUnusable } from './account-file.js';
export { ASSUMPTIONS } from './assumptions.js';
export type { Fault } from './faults/fault.js';
export { AnswerCut, ConnectionDropped } from './faults/faulty-fetch.js';
export type { KeyKind } from './key-rights.js';
export { LIVE, type Mode, PORTAL } from './public/index.js';
export { REFUSALS, type RefusalCode } from './refusals.js';
export {
  type AccountSeed,
  bigAccount,
  permissionsWith,
  SEED_NAMES,
  type SeedName,
  type SeedProfile,
  type SeedSummary,
  type SeedUser,
} from './seed/index.js';

export interface Sandbox {
  /** The account's API, without a network: a request is answered as a server would answer it. */
  fetch(request: Request): Promise<Response>;
  /** API key of the active person with this address, by default the superadministrator; by default one with all rights. */
  keyFor(email?: string, kind?: KeyKind): string;
  /** What goes wrong from now on, in the place of what did so before. */
  setFaults(faults: readonly Fault[]): void;
  close(): void;
}

export interface SandboxOptions {
  readonly clock?: () => Date;
  /** For what is late on purpose; the real time by default. */
  readonly sleep?: (ms: number) => Promise<void>;
  /** The API under /v2: which side of what the sources contradict, and requests a second for each key. */
  readonly publicApi?: Pick<PublicOptions, 'mode' | 'rate'>;
}

/** Opens the account of a file, or an empty one in memory for ':memory:'. Throws SandboxMissing when the file was never seeded, SandboxUnusable when it is something else. */
export async function openSandbox(path: string, options: SandboxOptions = {}): Promise<Sandbox> {
  if (path === ':memory:') return memorySandbox('empty', options);
  return sandboxOn(await openAccountFile(path), options);
}

/** An account that is gone when it is closed. */
export async function memorySandbox(seed: SeedName | AccountSeed, options: SandboxOptions = {}): Promise<Sandbox> {
  const database = await openForSeed(':memory:');
  writeNamed(database, seed);
  return sandboxOn(database, options);
}

/** Puts the seed in the place of whatever account the file held. Cut off at any moment, the file holds the account from before, or none. */
export async function seedSandbox(path: string, seed: SeedName | AccountSeed = 'acme'): Promise<SeedSummary> {
  const database = await openForSeed(path);
  try {
    return writeNamed(database, seed);
  } finally {
    database.close();
  }
}

/** Puts the account back to the seed that it was made from. Throws when that was not one of the named ones. */
export async function resetSandbox(path: string): Promise<void> {
  const database = await openAccountFile(path);
  try {
    const name = seedOf(database);
    if (!isSeedName(name))
      throw new TypeError(`the account was seeded with values of its own, so it cannot be reset by name`);
    writeNamed(database, name);
  } finally {
    database.close();
  }
}

const isSeedName = (name: string): name is SeedName => Object.hasOwn(SEEDS, name);

function writeNamed(database: Database, seed: SeedName | AccountSeed): SeedSummary {
  return typeof seed === 'string' ? writeSeed(database, seed, SEEDS[seed]) : writeSeed(database, 'custom', seed);
}

interface App {
  fetch(request: Request): Response | Promise<Response>;
}

function sandboxOn(
  database: Database,
  { clock = () => new Date(), sleep = forMs, publicApi }: SandboxOptions,
): Sandbox {
  // By the first part of the path; the dashboard is for whatever is left.
  const programs = new Map<string, App>([
    [PUBLIC_BASE, createPublicApp({ database, clock, ...publicApi })],
    ['/full', createApp({ database, clock })],
  ]);
  const dashboard = createDashboard({ database, clock });
  const answer = async (request: Request): Promise<Response> => {
    const [first = ''] = /^\/[^/]*/.exec(new URL(request.url).pathname) ?? [];
    return (programs.get(first) ?? dashboard).fetch(request);
  };
  const faults = faultyFetch({ database, fetch: answer, now: clock, sleep });
  return {
    fetch: faults.fetch,
    setFaults: faults.set,
    keyFor: (email, kind = 'all rights') => {
      const key = keyOf(database, email === undefined ? undefined : asciiLower(email), kind);
      if (key === undefined) throw new TypeError(`nobody active has the address "${email ?? ''}"`);
      return key;
    },
    close: () => database.close(),
  };
}
