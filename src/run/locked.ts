import type { Held, Holder, Ledger, Locked } from '../ledger/index.js';

/** Waits, or less where the signal comes first. Never rejects. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

/** Longer than any one request may take, and than a plan of a large account. */
export const LEASE_MS = 120_000;

export interface LockRequest {
  readonly holder: Omit<Holder, 'leaseMs'>;
  readonly sleep: Sleep;
}

/** Does the work while nobody else may write to the account, or answers who may. The lock is given back whatever becomes of the work. */
export async function whileLocked<T>(
  ledger: Ledger,
  { holder, sleep }: LockRequest,
  work: (locked: Locked) => Promise<T>,
): Promise<T | Held> {
  const locked = await ledger.lock({ ...holder, leaseMs: LEASE_MS });
  if (locked.kind === 'held') return locked;
  const done = new AbortController();
  const beating = beat(locked, sleep, done.signal);
  try {
    return await work(locked);
  } finally {
    done.abort();
    await beating;
    await locked.release().catch(ignored);
  }
}

/** A lock that is lost, or a ledger that is gone, is found by whoever writes next: nothing is sent without writing it down. */
async function beat(locked: Locked, sleep: Sleep, done: AbortSignal): Promise<void> {
  while (!done.aborted) {
    await sleep(LEASE_MS / 3, done);
    if (!done.aborted) await locked.heartbeat().catch(ignored);
  }
}

/** A lease that is not given back runs out by itself. */
const ignored = (): void => {};
