// A ledger that is only values: what is written is durable when the write returns, and nothing else is.
import {
  type Counts,
  type JournalBegin,
  type JournalEnd,
  type JournalEntry,
  type JournalRun,
  type Ledger,
  type Locked,
  type LockInfo,
  LockLost,
  type ManagedField,
  type RunRecord,
} from '../../src/ledger/index.js';
import { instant } from '../../src/model/index.js';

/** All that a ledger holds. */
export interface Kept {
  readonly epoch: number;
  readonly lock: LockInfo | undefined;
  /** When the lock was taken away from a holder who may have a request under way. */
  readonly fencedAt: number | undefined;
  /** Oldest first. */
  readonly runs: readonly RunRecord[];
  readonly lastGood: Counts | undefined;
  readonly managed: readonly ManagedField[];
}

export const EMPTY: Kept = Object.freeze({
  epoch: 0,
  lock: undefined,
  fencedAt: undefined,
  runs: [],
  lastGood: undefined,
  managed: [],
});

/** What a ledger leaves out when one of its protections is taken away. */
export type Omission = 'begins' | 'ends' | 'fencing';

export interface VirtualLedgerOptions {
  readonly machine: { kept: Kept; now: number };
  /** Called when something more is durable. */
  readonly onKept: () => void;
  readonly omits?: Omission | undefined;
  /** Waits while the process does not run. */
  readonly whenRunning?: () => Promise<void>;
}

const GRACE_MS = 20_000;
const isNever = async (): Promise<never> => {
  throw new Error('an apply does not ask for this');
};

export function virtualLedger(options: VirtualLedgerOptions): Ledger {
  const { machine } = options;
  return {
    lock: async (holder) => {
      const { lock, epoch, fencedAt } = machine.kept;
      if (lock && machine.now <= Date.parse(lock.until)) return { kind: 'held', by: lock };
      const graceMs = lock ? GRACE_MS : Math.max(0, (fencedAt ?? 0) + GRACE_MS - machine.now);
      const until = instant(new Date(machine.now + graceMs + holder.leaseMs));
      const taken: LockInfo = { id: `lock-${epoch + 1}`, epoch: epoch + 1, holder, since: at(machine), until };
      keep(options, { epoch: epoch + 1, lock: taken, fencedAt: undefined });
      machine.now += graceMs;
      return lockedBy(options, taken, graceMs);
    },
    lockInfo: async () => machine.kept.lock,
    unlock: async (id) => {
      if (machine.kept.lock?.id !== id) return false;
      keep(options, { lock: undefined, fencedAt: machine.now });
      return true;
    },
    runs: async () => machine.kept.runs.toReversed(),
    run: async (id) => machine.kept.runs.find((run) => run.id === id),
    unfinished: async () => machine.kept.runs.findLast((run) => run.end === undefined),
    lastGood: async () => machine.kept.lastGood,
    holds: async () => [],
    managed: async () => machine.kept.managed,
    facts: async () => [],
    verify: isNever,
    close: async () => {},
  };
}

const at = ({ now }: { readonly now: number }) => instant(new Date(now));

function keep({ machine, onKept }: VirtualLedgerOptions, change: Partial<Kept>): void {
  machine.kept = { ...machine.kept, ...change };
  onKept();
}

function lockedBy(options: VirtualLedgerOptions, lock: LockInfo, waitedForMs: number): Locked {
  const { machine, omits, whenRunning = async () => {} } = options;
  const mustHold = async () => {
    await whenRunning();
    if (omits !== 'fencing' && machine.kept.lock?.id !== lock.id) throw new LockLost(lock.id);
  };
  const runs = journalOf(options, lock, mustHold);
  return {
    kind: 'locked',
    id: lock.id,
    epoch: lock.epoch,
    waitedForMs,
    heartbeat: async () => {},
    ...runs,
    record: async (change) => {
      await mustHold();
      keep(options, factOf(change));
    },
    erase: isNever,
    release: async () => {
      if (machine.kept.lock?.id === lock.id) keep(options, { lock: undefined });
    },
  };
}

function factOf(change: Parameters<Locked['record']>[0]): Partial<Kept> {
  if (change.kind === 'lastGood') return { lastGood: change.counts };
  return change.kind === 'managed' ? { managed: change.fields } : {};
}

function journalOf(
  options: VirtualLedgerOptions,
  lock: LockInfo,
  mustHold: () => Promise<void>,
): Pick<Locked, 'begin' | 'resume'> {
  const { machine } = options;
  const changed = (id: string, change: (run: RunRecord) => RunRecord) =>
    machine.kept.runs.map((run) => (run.id === id ? change(run) : run));
  const journal = (id: string): JournalRun => ({
    id,
    write: async (given) => {
      await mustHold();
      const entries = entriesOf(options, lock, given);
      keep(options, { runs: changed(id, (run) => ({ ...run, entries: [...run.entries, ...entries] })) });
    },
    finish: async ({ ended, changes = [], result, steps }) => {
      await mustHold();
      const entries = entriesOf(options, lock, { ...(ended && { ended }) });
      const run = machine.kept.runs.find((one) => one.id === id);
      const all = [...(run?.entries ?? []), ...entries];
      if (openIn(all).length > 0 && options.omits !== 'ends') throw new RangeError(`${id} has begins without an end`);
      const end = { result, steps, at: at(machine) };
      const runs = changed(id, (one) => ({ ...one, entries: all, end }));
      keep(options, Object.assign({ runs }, ...changes.map(factOf)));
    },
  });
  return {
    begin: async ({ plan, ...start }) => {
      await mustHold();
      const id = `r-${machine.kept.runs.length + 1}`;
      const run: RunRecord = {
        ...start,
        id,
        by: '',
        host: '',
        startedAt: at(machine),
        resumedAt: [],
        entries: [],
        plan: plan as RunRecord['plan'],
      };
      keep(options, { runs: [...machine.kept.runs, run] });
      return journal(id);
    },
    resume: async (id) => {
      await mustHold();
      keep(options, { runs: changed(id, (run) => ({ ...run, resumedAt: [...run.resumedAt, at(machine)] })) });
      return journal(id);
    },
  };
}

function entriesOf(
  { omits }: VirtualLedgerOptions,
  { epoch }: LockInfo,
  {
    ended = [],
    begins = [],
  }: {
    readonly ended?: JournalEnd | readonly JournalEnd[];
    readonly begins?: JournalBegin | readonly JournalBegin[];
  },
): readonly JournalEntry[] {
  const isWhole = omits !== 'begins';
  const ends = [ended].flat().map((end): JournalEntry => ({ kind: 'end', epoch, ...end }));
  const starts = [begins].flat().map((begin): JournalEntry => ({ kind: 'begin', epoch, ...begin }));
  return [...(isWhole && omits !== 'ends' ? ends : []), ...(isWhole ? starts : [])];
}

/** Numbers of the steps that were begun and never ended, and of those that ended without a beginning. */
export function openIn(entries: readonly JournalEntry[]): readonly number[] {
  const open = new Set<number>();
  for (const { kind, seq } of entries) {
    if (kind === 'begin' ? open.has(seq) : !open.has(seq)) return [seq];
    if (kind === 'begin') open.add(seq);
    else open.delete(seq);
  }
  return [...open];
}
