import type { Account } from '../account/ports.js';
import type { Ledger, LockInfo } from '../ledger/index.js';
import type { Settings } from '../model/index.js';
import type { Carrying } from './carry-out.js';
import { type LockRequest, whileLocked } from './locked.js';
import type { OpenAccount } from './plan.js';

export type OpenLedger = (settings: Settings, dir: string) => Promise<Ledger>;

export interface LockedRequest extends LockRequest, Pick<Carrying, 'clock' | 'signal' | 'onStep'> {
  readonly dir: string;
  readonly open: OpenAccount;
  readonly openLedger: OpenLedger;
}

export interface LockedAccount {
  readonly account: Account;
  readonly ledger: Ledger;
  readonly carrying: Carrying;
}

/** Somebody else writes to the account: nothing was read or sent. */
export interface LockedOut {
  readonly kind: 'locked';
  readonly by: LockInfo;
}

/** Opens the ledger and the account, does the work while nobody else may write, and closes both. The lock is taken before anything is read. */
export async function onLockedAccount<T extends { readonly kind: string }>(
  request: LockedRequest,
  settings: Settings,
  work: (locked: LockedAccount) => Promise<T>,
): Promise<T | LockedOut> {
  const { clock, sleep, signal, onStep } = request;
  const ledger = await request.openLedger(settings, request.dir);
  try {
    const { account, close } = await request.open(settings, request.dir);
    try {
      const result = await whileLocked(ledger, request, async (locked) => ({
        kind: 'done' as const,
        value: await work({ account, ledger, carrying: { account, locked, clock, sleep, signal, onStep } }),
      }));
      return result.kind === 'held' ? { kind: 'locked', by: result.by } : result.value;
    } finally {
      close();
    }
  } finally {
    await ledger.close();
  }
}
