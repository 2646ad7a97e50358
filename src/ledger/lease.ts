import { randomUUID } from 'node:crypto';
import { instant, type Json } from '../model/index.js';
import { append } from './audit.js';
import { countIn, fieldsIn, instantIn, textIn } from './decode.js';
import { readState, writeState } from './documents.js';
import { LockLost } from './errors.js';
import type { Held, Holder, LockInfo } from './ledger.js';
import type { StoreTransaction, StoreView } from './store.js';

/** Nobody has it. `fencedAt` is when it was taken away from somebody who may still have a request under way. */
interface Free {
  readonly kind: 'free';
  readonly epoch: number;
  readonly fencedAt?: string;
}
type Lease = Free | ({ readonly kind: 'taken' } & LockInfo);

export interface Taken {
  readonly kind: 'taken';
  readonly lock: LockInfo;
  /** How long a request of the holder before may still be under way. */
  readonly graceMs: number;
}

export interface Grace {
  readonly graceMs: number;
  readonly clockToleranceMs: number;
}

/** Takes the lock when it is free, or when its holder has not been heard of for the length of its lease. Raises the epoch. */
export async function take(transaction: StoreTransaction, holder: Holder, grace: Grace): Promise<Taken | Held> {
  const { now } = transaction;
  const lease = await readLease(transaction);
  if (lease.kind === 'taken' && now.getTime() <= Date.parse(lease.until) + grace.clockToleranceMs) {
    const { kind: _, ...by } = lease;
    return { kind: 'held', by };
  }
  const graceMs = graceAfter(lease, now, grace);
  // The lease counts from the end of the grace, during which the holder can do nothing.
  const until = instant(new Date(now.getTime() + graceMs + holder.leaseMs));
  const lock: LockInfo = { id: randomUUID(), epoch: lease.epoch + 1, holder, since: instant(now), until };
  await writeLease(transaction, { kind: 'taken', ...lock });
  if (lease.kind === 'taken') {
    const data = { what: 'takeover', epoch: lock.epoch, holder, before: lease.holder };
    await append(transaction, [{ topic: 'lock', data }]);
  }
  return { kind: 'taken', lock, graceMs };
}

function graceAfter(lease: Lease, now: Date, { graceMs }: Grace): number {
  if (lease.kind === 'taken') return graceMs;
  if (lease.fencedAt === undefined) return 0;
  // A clock that went back must not make the grace longer than it is.
  const sinceMs = Math.max(0, now.getTime() - Date.parse(lease.fencedAt));
  return Math.max(0, graceMs - sinceMs);
}

/** Everything that a holder writes is checked here, in the transaction that writes it. Extends a lease of which less than half is left. */
export async function mustHold(transaction: StoreTransaction, lock: LockInfo): Promise<void> {
  const lease = await readLease(transaction);
  if (lease.kind === 'free' || lease.id !== lock.id || lease.epoch !== lock.epoch) throw new LockLost(lock.id);
  const leftMs = Date.parse(lease.until) - transaction.now.getTime();
  if (leftMs < lock.holder.leaseMs / 2) await extend(transaction, lock);
}

export async function extend(transaction: StoreTransaction, lock: LockInfo): Promise<void> {
  const until = instant(new Date(transaction.now.getTime() + lock.holder.leaseMs));
  await writeLease(transaction, { kind: 'taken', ...lock, until });
}

/** False when there is no such lock. */
export async function fence(transaction: StoreTransaction, id: string, by: string | undefined): Promise<boolean> {
  const lease = await readLease(transaction);
  if (lease.kind === 'free' || lease.id !== id) return false;
  await writeLease(transaction, { kind: 'free', epoch: lease.epoch, fencedAt: transaction.now.toISOString() });
  await append(transaction, [
    { topic: 'lock', data: { what: 'unlocked', epoch: lease.epoch, holder: lease.holder, by } },
  ]);
  return true;
}

export async function giveBack(transaction: StoreTransaction, { id, epoch }: LockInfo): Promise<void> {
  const lease = await readLease(transaction);
  if (lease.kind === 'taken' && lease.id === id) await writeLease(transaction, { kind: 'free', epoch });
}

export async function readLock(view: StoreView): Promise<LockInfo | undefined> {
  const lease = await readLease(view);
  if (lease.kind === 'free') return undefined;
  const { kind: _, ...lock } = lease;
  return lock;
}

const writeLease = (transaction: StoreTransaction, lease: Lease): Promise<void> =>
  writeState(transaction, 'lock', lease);

async function readLease(view: StoreView): Promise<Lease> {
  const value = await readState(view, 'lock');
  if (value === undefined) return { kind: 'free', epoch: 0 };
  const { kind, epoch, id, holder, since, until, fencedAt } = fieldsIn(value);
  if (kind === 'free')
    return { kind, epoch: countIn(epoch), ...(fencedAt !== undefined && { fencedAt: textIn(fencedAt) }) };
  return {
    kind: 'taken',
    id: textIn(id),
    epoch: countIn(epoch),
    holder: holderIn(holder),
    since: instantIn(since),
    until: instantIn(until),
  };
}

function holderIn(value: Json | undefined): Holder {
  const { by, host, pid, runUrl, leaseMs } = fieldsIn(value);
  return {
    by: textIn(by),
    host: textIn(host),
    pid: countIn(pid),
    ...(runUrl !== undefined && { runUrl: textIn(runUrl) }),
    leaseMs: countIn(leaseMs),
  };
}
