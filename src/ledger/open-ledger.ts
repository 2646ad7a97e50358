import { LedgerSpecInvalid } from './errors.js';
import type { Ledger } from './ledger.js';
import { type LedgerSpec, parseLedgerSpec } from './spec.js';
import type { LedgerStore } from './store.js';
import { storedLedger } from './stored-ledger.js';

export interface LedgerOptions {
  /** The directory of the account. */
  readonly dir: string;
  /** The account's name in its files. */
  readonly account: string;
  readonly now: () => Date;
  readonly sleep: (ms: number) => Promise<void>;
  /** How long one request to the account may take; 20 seconds when nothing is said. */
  readonly requestTimeoutMs?: number;
}

/** After a takeover nothing of the holder before is under way any more once so much time has passed. */
export const REQUEST_TIMEOUT_MS = 20_000;

/** Opens the ledger of an account. Throws LedgerSpecInvalid, LedgerUnavailable and LedgerUnusable. */
export async function openLedger(spec: string, options: LedgerOptions): Promise<Ledger> {
  const { sleep, requestTimeoutMs: graceMs = REQUEST_TIMEOUT_MS } = options;
  return storedLedger(await storeOf(parseLedgerSpec(spec, options.dir), options), { sleep, graceMs });
}

/** Each kind is loaded only when it is asked for. */
async function storeOf(spec: LedgerSpec, { dir, account, now, sleep }: LedgerOptions): Promise<LedgerStore> {
  switch (spec.kind) {
    case 'file':
      return (await import('./file-store.js')).fileStore({ path: spec.path, account, now, sleep });
    case 'postgres':
      return (await import('./postgres-store.js')).postgresStore({ url: spec.url, account });
    case 'git':
      return (await import('./git-store.js')).gitStore({ dir, branch: spec.branch, account, now, sleep });
    default:
      throw new LedgerSpecInvalid(spec satisfies never);
  }
}
