import { memoryOf, NO_MEMORY, type Remember } from '../run/memory.js';
import type { PlanRequest } from '../run/plan.js';
import { acceptedShrink } from './accept.js';
import type { Directory } from './directories.js';
import { Failure } from './failure.js';
import { type Invocation, TOOL } from './invocation.js';
import { openAccount } from './open-account.js';
import { openLedgerIfAny } from './open-ledger.js';

/** What every command that compares with the account asks for. */
export function planRequest(invocation: Invocation, { path }: Directory): PlanRequest {
  const { flags, io } = invocation;
  return {
    dir: path,
    open: openAccount(invocation),
    now: io.now(),
    tool: TOOL,
    at: dayGiven(flags.text('at')),
    targets: flags.list('target'),
    excludes: flags.list('exclude'),
    allowDelete: flags.has('allow-delete'),
    onProgress: readProgress(invocation),
    acceptedShrink: acceptedShrink(flags),
    remember: remember(invocation),
  };
}

/** What the ledger of an account knows. */
export function remember(invocation: Pick<Invocation, 'io' | 'secrets'>): Remember {
  return async (settings, dir) => {
    const ledger = await openLedgerIfAny(invocation)(settings, dir);
    if (!ledger) return NO_MEMORY;
    return memoryOf(ledger).finally(ledger.close);
  };
}

function dayGiven(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text);
  if (!isDay) throw new Failure(`--at is "${text}", and that is no day.`, { hint: 'Write it like 2026-12-01.' });
  return text;
}

/** Rewritten in place on a terminal, silent elsewhere. */
export function readProgress({ log }: Invocation): (done: number, total: number) => void {
  return (done, total) => {
    if (done < total) log.live(`Reading the account: ${done} of ${total}`);
    else log.settle();
  };
}
