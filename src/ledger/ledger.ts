/** What ringctl remembers of an account: who may write now, what was sent, what was decided. This folder may not know files of the account, plans as such, providers or output. */
import type { Instant, Json, Operation, Outcome, PeopleCount, ResourceKey } from '../model/index.js';

export interface Ledger {
  /** Takes the lock or answers who holds it. Times are the store's own clock. After a takeover it has waited until no request of the holder before can be under way. */
  lock(holder: Holder): Promise<Locked | Held>;
  lockInfo(): Promise<LockInfo | undefined>;
  /** Fences the holder: its next journal write is refused. False when there is no such lock. */
  unlock(id: string, by?: string): Promise<boolean>;
  /** Newest first. */
  runs(): Promise<readonly RunSummary[]>;
  /** With its journal entries. */
  run(id: string): Promise<RunRecord | undefined>;
  /** The newest run whose end was never written. */
  unfinished(): Promise<RunRecord | undefined>;
  /** The hash chain of the audit, from its first record to its last. */
  verify(): Promise<Verification>;
  /** Users, profiles and groups of the last complete read. */
  lastGood(): Promise<Counts | undefined>;
  facts(): Promise<readonly RecordedFact[]>;
  holds(): Promise<readonly Hold[]>;
  /** What was managed after the last complete apply: tells released fields without a base revision. */
  managed(): Promise<readonly ManagedField[]>;
  close(): Promise<void>;
}

export interface Held {
  readonly kind: 'held';
  readonly by: LockInfo;
}

/** All of its methods throw LockLost once somebody else has the lock, and LedgerUnavailable when the store cannot keep what it is given. */
export interface Locked {
  readonly kind: 'locked';
  readonly id: string;
  /** Raised by every lock: what an earlier holder writes is refused. */
  readonly epoch: number;
  /** The grace that was waited after a takeover. */
  readonly waitedForMs: number;
  /** Extends the lease. A lease that ran out is extended too, as long as nobody took it. */
  heartbeat(): Promise<void>;
  begin(run: RunStart): Promise<JournalRun>;
  /** Goes on with an unfinished run under this epoch. Throws a RangeError when there is no such run. */
  resume(runId: string): Promise<JournalRun>;
  record(change: LedgerChange): Promise<void>;
  /** Takes a person out of the audit and of what is recorded; the chain stays whole. Refused while a run is unfinished or a hold on them stands. */
  erase(email: string): Promise<Erasure>;
  /** Does nothing when the lock is lost already. */
  release(): Promise<void>;
}

export interface JournalRun {
  /** `r-0142`. */
  readonly id: string;
  /** Durable when it returns: nothing may be sent before. `ended` is the end of the steps before: both in one sync. */
  write(entry: {
    readonly ended?: JournalEnd | readonly JournalEnd[];
    readonly begins?: JournalBegin | readonly JournalBegin[];
  }): Promise<void>;
  /** Once. What is true after the run is recorded in the same sync. */
  finish(end: RunEnd): Promise<void>;
}

/** Who asks for the lock. */
export interface Holder {
  readonly by: string;
  readonly host: string;
  readonly pid: number;
  readonly runUrl?: string;
  /** How long the lock stands without a heartbeat: longer than any one request may take. */
  readonly leaseMs: number;
}

export interface LockInfo {
  readonly id: string;
  readonly epoch: number;
  readonly holder: Holder;
  readonly since: Instant;
  /** In the past when the holder has not been heard of for the length of its lease. */
  readonly until: Instant;
}

export interface RunStart {
  /** `apply`, `revoke`, `undo`. */
  readonly command: string;
  readonly digest: string;
  readonly filesDigest: string;
  /** Who approved, in the words of where it was approved. */
  readonly approvals: readonly string[];
  readonly accepted: readonly AcceptedLimit[];
  readonly reason?: string;
  /** Plain JSON; read back as it was given. */
  readonly plan: unknown;
}

export interface AcceptedLimit {
  readonly limit: string;
  readonly number: number;
  readonly reason: string;
}

export type RunResult = 'applied' | 'partly' | 'failed' | 'interrupted' | 'abandoned';

export interface RunEnd {
  readonly result: RunResult;
  readonly steps: StepCounts;
  readonly people?: PeopleCount;
  /** Ends of the last steps, as with `write`. */
  readonly ended?: JournalEnd | readonly JournalEnd[];
  /** What is true after the run. */
  readonly changes?: readonly LedgerChange[];
}

export interface StepCounts {
  readonly done: number;
  readonly failed: number;
  readonly notStarted: number;
  readonly byHand: number;
}

export interface RunSummary {
  readonly id: string;
  readonly command: string;
  readonly by: string;
  readonly host: string;
  readonly runUrl?: string;
  readonly startedAt: Instant;
  readonly digest: string;
  /** When it was taken up again, oldest first. */
  readonly resumedAt: readonly Instant[];
  readonly end?: Pick<RunEnd, 'result' | 'steps' | 'people'> & { readonly at: Instant };
}

export interface RunRecord extends RunSummary {
  readonly filesDigest: string;
  readonly approvals: readonly string[];
  readonly accepted: readonly AcceptedLimit[];
  readonly reason?: string;
  readonly plan: Json;
  /** In the order in which they were written. */
  readonly entries: readonly JournalEntry[];
}

export interface JournalBegin {
  /** Number of the attempt within the run; its end carries the same. */
  readonly seq: number;
  readonly stepId: string;
  readonly operation: Operation;
  readonly key: ResourceKey;
  readonly input: { readonly [field: string]: Json };
  readonly precondition: { readonly [field: string]: Json };
  /** From 1, within the step. */
  readonly attempt: number;
  readonly at: Instant;
}

export interface JournalEnd {
  readonly seq: number;
  /** `adopted` and `absent`: found when an earlier begin had no end. */
  readonly outcome: Outcome['kind'] | 'adopted' | 'absent';
  readonly message?: string;
  readonly at: Instant;
}

/** `key` and `stepId` are ERASED, and the values are empty, where the person was erased. */
export type JournalEntry =
  | ({ readonly kind: 'begin'; readonly epoch: number } & JournalBegin)
  | ({ readonly kind: 'end'; readonly epoch: number } & JournalEnd);

/** Stands where a person was erased. */
export const ERASED = 'erased';

export type LedgerChange =
  | { readonly kind: 'lastGood'; readonly counts: Counts }
  | { readonly kind: 'fact'; readonly fact: RecordedFact }
  | { readonly kind: 'factRemoved'; readonly key: ResourceKey; readonly path: string }
  | { readonly kind: 'hold'; readonly hold: Hold }
  | { readonly kind: 'holdReleased'; readonly email: string; readonly by: string; readonly reason: string }
  /** All that is managed, in place of what was. */
  | { readonly kind: 'managed'; readonly fields: readonly ManagedField[] };

export interface Counts {
  readonly users: number;
  readonly profiles: number;
  readonly groups: number;
}

export interface RecordedFact {
  readonly key: ResourceKey;
  readonly path: string;
  readonly value: Json;
  readonly by: string;
  readonly at: Instant;
  /** A person looked, a person said so, or it was our own write. */
  readonly how: 'seen' | 'trusted' | 'written';
}

/** While it stands no plan gives the person anything. */
export interface Hold {
  readonly email: string;
  readonly since: Instant;
  readonly by: string;
  readonly reason: string;
}

export interface ManagedField {
  readonly key: ResourceKey;
  readonly path: string;
}

export type Erasure =
  | { readonly kind: 'erased'; readonly records: number }
  | { readonly kind: 'refused'; readonly because: 'unfinished-run' | 'hold' };

export type Verification =
  | {
      readonly ok: true;
      readonly records: number;
      /** Records that mentioned a person who was erased. */
      readonly erased: number;
      /** Of the last record; undefined while there is none. Whoever notes it elsewhere can show later that nothing was rewritten. */
      readonly head: string | undefined;
    }
  | {
      readonly ok: false;
      /** The first record that is not as it was written. */
      readonly seq: number;
      readonly why: 'altered' | 'removed' | 'reordered';
    };
