// The embedded account, the provider that speaks to it, and a ledger of values: for what depends on requests and answers.

import type { Account } from '../../src/account/ports.js';
import { sandboxAccount } from '../../src/account/sandbox/index.js';
import type { Live, StepState } from '../../src/model/index.js';
import { type Applied, type Applying, applyLocked } from '../../src/run/apply.js';
import { whileLocked } from '../../src/run/locked.js';
import { faultyFetch } from '../../src/sandbox/faults/faulty-fetch.js';
import type { Fault } from '../../src/sandbox/index.js';
import { type CampaignWorld, NOW, REQUEST } from './campaign-worlds.js';
import { interned, textOf } from './model-account.js';
import { type Place, type RememberedAccount, rememberedAccount } from './remembered-account.js';
import { EMPTY, type Kept, virtualLedger } from './virtual-ledger.js';

export interface SandboxMachine {
  readonly machine: { kept: Kept; now: number };
  readonly account: Account;
  setFaults(faults: readonly Fault[]): void;
  /** What became of the account, read while nothing goes wrong. */
  truth(): Promise<Truth>;
}

export interface Truth {
  /** As `textOf` gives it. */
  readonly text: string;
  readonly ambiguous: Live['ambiguous'];
  /** `archive user:ada@acme.example`, in the order in which it happened. */
  readonly removals: readonly string[];
}

/** Machines of one world, one after the other: each finds the account as it was seeded, and a ledger without an entry. */
export interface SandboxMachines {
  next(): SandboxMachine;
  close(): void;
}

const BASE = 'http://embedded.account';

export async function sandboxMachines({ seed }: CampaignWorld, isForgetful = false): Promise<SandboxMachines> {
  const remembered = await rememberedAccount({ seed, clock: () => NOW, isForgetful });
  const truths = new WeakMap<Place, Truth>();
  const truth = async (): Promise<Truth> => {
    const place = remembered.place();
    const found = truths.get(place) ?? (await truthOf(remembered));
    truths.set(place, found);
    return found;
  };
  return {
    next: () => {
      remembered.startAgain();
      return { ...machineOn(remembered), truth };
    },
    close: remembered.close,
  };
}

function machineOn({ database, key, fetch }: RememberedAccount): Omit<SandboxMachine, 'truth'> {
  const machine = { kept: EMPTY, now: NOW.getTime() };
  const now = () => new Date(machine.now);
  const sleep = async (ms: number) => {
    machine.now += ms;
  };
  const faults = faultyFetch({ database, fetch, now, sleep });
  const account = sandboxAccount({ fetch: faults.fetch, baseUrl: BASE, key, now });
  return {
    machine,
    account: { ...account, read: async (onProgress) => withOneState(await account.read(onProgress)) },
    setFaults: faults.set,
  };
}

async function truthOf({ fetch, key }: RememberedAccount): Promise<Truth> {
  const { state, ambiguous } = await sandboxAccount({ fetch, baseUrl: BASE, key, now: () => NOW }).read();
  return { text: textOf(state), ambiguous, removals: await removalsIn(fetch, key) };
}

async function removalsIn(fetch: RememberedAccount['fetch'], key: string): Promise<readonly string[]> {
  const headers = { authorization: key };
  const answer = await fetch(new Request(`${BASE}/full/v1/action-log?limit=1000`, { headers }));
  const { list } = (await answer.json()) as {
    readonly list: readonly { readonly action: string; readonly target: string }[];
  };
  return list
    .filter(({ action }) => action === 'archive' || action === 'delete')
    .map(({ action, target }) => `${action} ${target}`);
}

/** What was read, so that equal states are one value: what is planned from it need not be planned again. */
export const withOneState = (live: Live): Live => ({ ...live, state: interned(live.state) });

/** The process is gone: nothing that would come after happens. */
class Killed extends Error {
  override readonly name = 'Killed';
}

export interface Mortal {
  /** Ends at the n-th of its moments, counted from 1: before or after something is written down, before or after something is sent. */
  readonly dieAt?: number;
  /** Says without looking that nothing was carried out. */
  readonly isBlind?: boolean;
}

export type SandboxRan = Applied | { readonly kind: 'held' } | { readonly kind: 'killed' } | Thrown;
interface Thrown {
  readonly kind: 'thrown';
  readonly error: Error;
}

/** One apply. Answers how many moments it had, and what became of it. */
export async function applyOnce(
  world: CampaignWorld,
  { machine, account }: SandboxMachine,
  { dieAt = Number.POSITIVE_INFINITY, isBlind = false }: Mortal = {},
): Promise<{ readonly ran: SandboxRan; readonly moments: number }> {
  const life: { moments: number; last: Kept | undefined } = { moments: 0, last: undefined };
  const live = () => {
    life.moments += 1;
    if (life.last === undefined && life.moments < dieAt) return;
    life.last ??= machine.kept;
    throw new Killed();
  };
  const ledger = virtualLedger({ machine, onKept: live, whenRunning: async () => live() });
  const { check, perform } = account;
  const mortal: Account = {
    ...account,
    ...(isBlind && { check: async (): Promise<StepState> => ({ kind: 'open' }) }),
    ...(!isBlind && { check }),
    perform: async (step, signal) => {
      live();
      const outcome = await perform(step, signal);
      live();
      return outcome;
    },
  };
  const ran = await attempted(world, { machine, ledger, account: mortal });
  if (life.last) machine.kept = life.last;
  return { ran: life.last ? { kind: 'killed' } : ran, moments: life.moments };
}

async function attempted(
  { compiled: files, plan }: CampaignWorld,
  {
    machine,
    ledger,
    account,
  }: Pick<SandboxMachine, 'machine' | 'account'> & { readonly ledger: ReturnType<typeof virtualLedger> },
): Promise<SandboxRan> {
  const request: Applying['request'] = {
    ...REQUEST,
    holder: { by: 'campaign', host: 'here', pid: 1 },
    sleep: async (ms, signal) => {
      if (!signal) machine.now += ms;
      else if (!signal.aborted)
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    },
    clock: () => new Date(machine.now),
    expectedDigest: undefined,
    confirm: async () => true,
    signal: new AbortController().signal,
    onStep: () => {},
    approvals: [],
    acceptedLimits: [],
    resume: false,
  };
  try {
    return await whileLocked(ledger, request, (locked) =>
      applyLocked({ request, files, ledger, locked, account, plan }),
    );
  } catch (error) {
    return { kind: 'thrown', error: error instanceof Error ? error : new Error(String(error)) };
  }
}
