import { asciiLower } from '../model/index.js';
import { append } from './audit.js';
import { forgetPerson, readCounts, readFacts, readHolds, readManaged, record } from './changes.js';
import { beginRun, type Guarded, resumeRun } from './journal.js';
import { extend, fence, giveBack, mustHold, readLock, take } from './lease.js';
import type { Erasure, Held, Holder, Ledger, Locked, LockInfo } from './ledger.js';
import { readRun, readRuns } from './runs.js';
import type { LedgerStore, StoreTransaction, StoreView } from './store.js';
import { personText } from './subjects.js';
import { verify } from './verification.js';

export interface StoredLedgerOptions {
  readonly sleep: (ms: number) => Promise<void>;
  /** How long a request may be under way: so long a new holder waits after a takeover. */
  readonly graceMs: number;
}

/** The meaning of a ledger, the same whatever keeps it. */
export function storedLedger(store: LedgerStore, options: StoredLedgerOptions): Ledger {
  return {
    lock: (holder) => lock(store, holder, options),
    lockInfo: () => store.read(readLock),
    unlock: (id, by) => store.write((transaction) => fence(transaction, id, by)),
    runs: () => store.read(readRuns),
    run: (id) => store.read((view) => readRun(view, id)),
    unfinished: () => store.read(unfinished),
    verify: () => store.read(verify),
    lastGood: () => store.read(readCounts),
    facts: () => store.read(readFacts),
    holds: () => store.read(readHolds),
    managed: () => store.read(readManaged),
    close: () => store.close(),
  };
}

async function lock(
  store: LedgerStore,
  holder: Holder,
  { sleep, graceMs }: StoredLedgerOptions,
): Promise<Locked | Held> {
  const { clockToleranceMs } = store;
  const taken = await store.write((transaction) => take(transaction, holder, { graceMs, clockToleranceMs }));
  if (taken.kind === 'held') return taken;
  if (taken.graceMs > 0) await sleep(taken.graceMs);
  return lockedBy(store, taken.lock, taken.graceMs);
}

function lockedBy(store: LedgerStore, lock: LockInfo, waitedForMs: number): Locked {
  const guarded: Guarded = (work) =>
    store.write(async (transaction) => {
      await mustHold(transaction, lock);
      return work(transaction);
    });
  return {
    kind: 'locked',
    id: lock.id,
    epoch: lock.epoch,
    waitedForMs,
    heartbeat: () => guarded((transaction) => extend(transaction, lock)),
    begin: (start) => beginRun(guarded, lock, start),
    resume: (runId) => resumeRun(guarded, lock, runId),
    record: (change) => guarded((transaction) => record(transaction, [change], { by: lock.holder.by })),
    erase: (email) => guarded((transaction) => erase(transaction, email, lock.holder.by)),
    release: () => store.write((transaction) => giveBack(transaction, lock)),
  };
}

async function unfinished(view: StoreView) {
  const found = (await readRuns(view)).find((run) => run.end === undefined);
  return found && readRun(view, found.id);
}

async function erase(transaction: StoreTransaction, email: string, by: string): Promise<Erasure> {
  const person = asciiLower(email);
  if ((await readHolds(transaction)).some((hold) => asciiLower(hold.email) === person))
    return { kind: 'refused', because: 'hold' };
  if ((await readRuns(transaction)).some((run) => run.end === undefined))
    return { kind: 'refused', because: 'unfinished-run' };
  const gone = await transaction.forget(personText(email));
  await forgetPerson(transaction, email);
  const tokens = gone.map(({ token }) => token);
  if (gone.length > 0) await append(transaction, [{ topic: 'erasure', data: { tokens, by } }]);
  return { kind: 'erased', records: new Set(gone.map(({ seq }) => seq)).size };
}
