// One account, one ledger and a clock, on which the real apply runs. All that outlives a crash are values, so a crash is: going on from a copy.
import type { AccountWriter } from '../../src/account/ports.js';
import { type Applied, type Applying, applyLocked } from '../../src/run/apply.js';
import { whileLocked } from '../../src/run/locked.js';
import type { CampaignWorld } from './campaign-worlds.js';
import { NOW, REQUEST } from './campaign-worlds.js';
import { type Loss, modelAccount, type Stored } from './model-account.js';
import { EMPTY, type Kept, type Omission, virtualLedger } from './virtual-ledger.js';

/** What outlives a crash. */
export interface Moment {
  readonly account: Stored;
  readonly kept: Kept;
  readonly now: number;
}

/** Protections that a test takes away, to see that it would notice. */
export type Control = Omission | 'looking' | 'waiting' | 'settling';

export interface Conditions {
  /** How long what was created is in no list. */
  readonly lagMs: number;
  readonly nextLoss: () => Loss;
  readonly isSilent?: boolean;
  readonly without?: Control | undefined;
  /** Comes before each write to the ledger. */
  readonly whenRunning?: () => Promise<void>;
  /** Where everything is kept; a copy of the moment where nothing is said. */
  readonly machine?: { account: Stored; kept: Kept; now: number };
}

export interface Ran {
  readonly applied: Applied | { readonly kind: 'held' } | { readonly kind: 'crashed'; readonly error: unknown };
  /** Each moment at which something more was durable, oldest first. */
  readonly moments: readonly Moment[];
  readonly end: Moment;
}

export const firstMoment = ({ before }: CampaignWorld): Moment => ({
  account: { state: before, visibleFrom: new Map(), duplicates: [], removals: [] },
  kept: EMPTY,
  now: NOW.getTime(),
});

/** One apply from this moment on, and all the moments at which it could have been cut off. */
export async function run(world: CampaignWorld, moment: Moment, conditions: Conditions): Promise<Ran> {
  const { without, whenRunning, machine = { ...moment } } = conditions;
  const moments: Moment[] = [];
  const note = () => void moments.push({ ...machine });
  const ledger = virtualLedger({
    machine,
    onKept: note,
    omits: omissionOf(without),
    ...(whenRunning && { whenRunning }),
  });
  const sleep = async (ms: number, signal?: AbortSignal): Promise<void> => {
    if (signal) await untilAborted(signal);
    else if (without !== 'waiting') machine.now += ms;
  };
  const account = modelAccount({ ...conditions, machine, onCommit: note });
  const request: Applying['request'] = {
    ...REQUEST,
    holder: { by: 'campaign', host: 'here', pid: 1 },
    sleep,
    clock: () => new Date(machine.now),
    expectedDigest: undefined,
    confirm: async () => true,
    signal: new AbortController().signal,
    onStep: () => {},
    approvals: [],
    acceptedLimits: [],
    resume: false,
  };
  const { compiled: files } = world;
  const plan: Applying['plan'] = (live, memory) =>
    world.plan(live, without === 'settling' ? { ...memory, halfway: [] } : memory);
  const applied = await whileLocked(ledger, request, (locked) =>
    applyLocked({ request, files, ledger, locked, plan, account: { ...account, ...blind(account, without) } }),
  ).catch((error: unknown) => ({ kind: 'crashed' as const, error }));
  return { applied, moments, end: { ...machine } };
}

const omissionOf = (control: Control | undefined): Omission | undefined =>
  control === 'looking' || control === 'waiting' || control === 'settling' ? undefined : control;

/** Says without looking that nothing was carried out. */
const blind = (account: AccountWriter, without: Control | undefined): Pick<AccountWriter, 'check'> =>
  without === 'looking' ? { check: async () => ({ kind: 'open' }) } : { check: account.check };

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** Nobody holds the lock any more: its lease ran out, or somebody took it away by hand. */
export function unlocked(moment: Moment, how: 'lease' | 'by hand'): Moment {
  const { kept, now } = moment;
  if (!kept.lock) return moment;
  if (how === 'lease') return { ...moment, now: Math.max(now, Date.parse(kept.lock.until) + 1) };
  return { ...moment, kept: { ...kept, lock: undefined, fencedAt: now } };
}
