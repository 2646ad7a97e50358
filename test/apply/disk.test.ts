import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sandboxAccount } from '../../src/account/sandbox/index.js';
import { fileStore } from '../../src/ledger/file-store.js';
import { type Ledger, LedgerUnavailable } from '../../src/ledger/index.js';
import type { LedgerStore } from '../../src/ledger/store.js';
import { storedLedger } from '../../src/ledger/stored-ledger.js';
import { type Applied, apply } from '../../src/run/apply.js';
import { memorySandbox, type Sandbox } from '../../src/sandbox/index.js';
import { CONFIG, write } from '../cli/world.js';
import { newFolder } from '../ledger/places.js';
import { isLong } from '../support/scale.js';

const NOW = new Date('2026-11-22T09:00:00Z');
const FILES = {
  'ringctl.yaml': CONFIG.replace('acme', 'smallteam'),
  'groups.yaml': `groups:
  one: { name: One, openAccess: true }
  two: { name: Two }
users:
  remi.colin@smallteam.example: { firstName: Remy }
  petra.wolf@smallteam.example: { lastName: Wolff }
`,
};

const folder = newFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a disk does with the write of this number: keeps none of it, or all of it and says that it did not. */
interface Fault {
  readonly at: number;
  readonly code: 'SQLITE_FULL' | 'SQLITE_IOERR_FSYNC';
  readonly isKept: boolean;
}

/** From that write on nothing more is kept. */
function failing(store: LedgerStore, fault: Fault | undefined, count: { writes: number }): LedgerStore {
  return {
    ...store,
    write: async (work) => {
      count.writes += 1;
      if (fault === undefined || count.writes < fault.at) return store.write(work);
      if (fault.isKept && count.writes === fault.at) await store.write(work);
      throw new LedgerUnavailable(store.place, fault.code);
    },
  };
}

interface World {
  readonly sandbox: Sandbox;
  readonly path: string;
  readonly dir: string;
}

async function worldOf(name: string): Promise<World> {
  const dir = write(join(folder, name), FILES);
  return { sandbox: await memorySandbox('small-team'), path: join(dir, 'ledger.db'), dir };
}

const openAt = async (path: string, fault?: Fault, count = { writes: 0 }): Promise<Ledger> => {
  const store = await fileStore({ path, account: 'smallteam', now: () => NOW, sleep: async () => {} });
  return storedLedger(failing(store, fault, count), { sleep: async () => {}, graceMs: 0 });
};

/** Applies once, and tells what was sent and how many writes the ledger was asked for. */
async function applied({ sandbox, path, dir }: World, fault?: Fault) {
  const sent: string[] = [];
  const count = { writes: 0 };
  const fetch = (request: Request) => {
    if (request.method !== 'GET') sent.push(request.url);
    return sandbox.fetch(request);
  };
  const account = sandboxAccount({ fetch, baseUrl: 'http://embedded.account', key: sandbox.keyFor(), now: () => NOW });
  const result: Applied | LedgerUnavailable = await apply({
    ...{ dir, now: NOW, tool: { name: 'ringctl', version: '0.0.0' }, at: undefined, allowDelete: false },
    ...{ targets: [], excludes: [], approvals: [], acceptedLimits: [], resume: false, expectedDigest: undefined },
    open: async () => ({ account, close: () => {} }),
    openLedger: () => openAt(path, fault, count),
    holder: { by: 'ada', host: 'here', pid: 1 },
    sleep: (_ms, signal) =>
      new Promise((resolve) => (signal ? signal.addEventListener('abort', () => resolve()) : resolve())),
    clock: () => NOW,
    signal: new AbortController().signal,
    onStep: () => {},
    confirm: async () => true,
  }).catch((error: unknown) => {
    if (error instanceof LedgerUnavailable) return error;
    throw error;
  });
  return { sent, writes: count.writes, result };
}

const haltOf = (result: Applied | LedgerUnavailable) =>
  result instanceof LedgerUnavailable
    ? 'ledger-unavailable'
    : result.kind === 'applied'
      ? result.report.halted?.because
      : undefined;

describe('a disk that keeps the journal no longer', () => {
  it.each([
    { code: 'SQLITE_FULL', isKept: false, first: 1 },
    { code: 'SQLITE_IOERR_FSYNC', isKept: true, first: 2 },
  ] as const)('stops the run before the next request, at whichever write: %j', async ({ first, ...fault }) => {
    const name = `${fault.code}-${fault.isKept}`;
    const whole = await applied(await worldOf(`${name}-whole`));
    expect([whole.sent.length, haltOf(whole.result)]).toEqual([4, undefined]);
    let [stopped, tried] = [0, 0];
    for (let at = first; at < whole.writes; at += isLong ? 1 : 2) {
      tried += 1;
      const world = await worldOf(`${name}-${at}`);
      const { sent, result } = await applied(world, { ...fault, at });
      const ledger = await openAt(world.path);
      const begun = (await ledger.runs()).length === 0 ? 0 : await beginsOf(ledger);
      expect([at, (await ledger.verify()).ok]).toEqual([at, true]);
      // The lock could not be given back either.
      const lock = await ledger.lockInfo();
      if (lock) await ledger.unlock(lock.id);
      await ledger.close();
      // Nothing is sent that is not written down, and nothing is written twice.
      expect([at, begun - sent.length]).toEqual([at, begun > sent.length ? 1 : 0]);
      if (haltOf(result) === 'ledger-unavailable') stopped += 1;
      const again = await applied(world);
      expect([at, haltOf(again.result), sent.length + again.sent.length]).toEqual([at, undefined, 4]);
      world.sandbox.close();
    }
    // The last write, which gives the lock back, is missed by nobody.
    expect(stopped).toBe(tried);
    expect(tried).toBeGreaterThan(3);
  });
});

const beginsOf = async (ledger: Ledger): Promise<number> => {
  const [run] = await ledger.runs();
  const record = run && (await ledger.run(run.id));
  return record?.entries.filter(({ kind }) => kind === 'begin').length ?? 0;
};
