import { append, type Happening } from './audit.js';
import { record } from './changes.js';
import { countIn } from './decode.js';
import { readState, writeState } from './documents.js';
import type { JournalBegin, JournalEnd, JournalRun, LockInfo, RunEnd, RunStart } from './ledger.js';
import { beginData, endData, readRun } from './runs.js';
import type { StoreTransaction } from './store.js';

/** Writes in one transaction that first checks the lock. */
export type Guarded = <T>(work: (transaction: StoreTransaction) => Promise<T>) => Promise<T>;

export async function beginRun(guarded: Guarded, lock: LockInfo, start: RunStart): Promise<JournalRun> {
  const { plan, ...words } = start;
  const { by, host, pid, runUrl } = lock.holder;
  const id = await guarded(async (transaction) => {
    const known = await readState(transaction, 'runs');
    const number = (known === undefined ? 0 : countIn(known)) + 1;
    await writeState(transaction, 'runs', number);
    const run = `r-${String(number).padStart(4, '0')}`;
    await append(transaction, [
      { topic: 'run', run, data: { what: 'started', run, epoch: lock.epoch, by, host, pid, runUrl, ...words } },
      { topic: 'plan', run, data: { what: 'plan', plan } },
    ]);
    return run;
  });
  return journalOf({ id, guarded, lock, open: new Map() });
}

/** Throws a RangeError when there is no such run, or it ended. */
export async function resumeRun(guarded: Guarded, lock: LockInfo, runId: string): Promise<JournalRun> {
  const open = await guarded(async (transaction) => {
    const run = await readRun(transaction, runId);
    if (run === undefined || run.end) throw new RangeError(`There is no unfinished run ${runId}.`);
    const { by, host, pid, runUrl } = lock.holder;
    const data = { what: 'resumed', run: runId, epoch: lock.epoch, by, host, pid, runUrl };
    await append(transaction, [{ topic: 'run', run: runId, data }]);
    const keys = new Map<number, string>();
    for (const entry of run.entries) {
      if (entry.kind === 'begin') keys.set(entry.seq, entry.key);
      else keys.delete(entry.seq);
    }
    return keys;
  });
  return journalOf({ id: runId, guarded, lock, open });
}

interface JournalState {
  readonly id: string;
  readonly guarded: Guarded;
  readonly lock: LockInfo;
  /** Begins that have no end yet: their number and the key of their step. */
  readonly open: Map<number, string>;
}

function journalOf({ id, guarded, lock, open }: JournalState): JournalRun {
  let failure: { readonly error: unknown } | undefined;
  /** After a write that failed nobody knows what is kept: the run stays unfinished, and whoever resumes it reads what is there. */
  const once = async (work: (transaction: StoreTransaction) => Promise<void>): Promise<void> => {
    if (failure) throw failure.error;
    try {
      await guarded(work);
    } catch (error) {
      failure = { error };
      throw error;
    }
  };
  const happeningsOf = (ended: readonly JournalEnd[], begins: readonly JournalBegin[]): readonly Happening[] => [
    ...ended.map((end) => entry(id, endData(lock.epoch, end, keyOfOpen(open, end.seq)))),
    ...begins.map((begin) => entry(id, beginData(lock.epoch, begin))),
  ];
  return {
    id,
    write: async (given) => {
      const [ended, begins] = [listOf(given.ended), listOf(given.begins)];
      const happenings = happeningsOf(ended, begins);
      await once((transaction) => append(transaction, happenings));
      for (const { seq } of ended) open.delete(seq);
      for (const { seq, key } of begins) open.set(seq, key);
    },
    finish: async (end) => {
      const ended = listOf(end.ended);
      const happenings = [...happeningsOf(ended, []), finished(id, lock.epoch, end)];
      const left = [...open.keys()].filter((seq) => !ended.some((one) => one.seq === seq));
      if (left.length > 0) throw new RangeError(`Run ${id} has begins without an end: ${left.join(', ')}.`);
      await once(async (transaction) => {
        await record(transaction, end.changes ?? [], { by: lock.holder.by, run: id });
        await append(transaction, happenings);
      });
      failure = { error: new RangeError(`Run ${id} has ended.`) };
    },
  };
}

const entry = (run: string, data: unknown): Happening => ({ topic: 'entry', run, data });

function finished(run: string, epoch: number, { result, steps, people }: RunEnd): Happening {
  return { topic: 'run', run, data: { what: 'finished', run, epoch, result, steps, people } };
}

function keyOfOpen(open: ReadonlyMap<number, string>, seq: number): string {
  const key = open.get(seq);
  if (key === undefined) throw new RangeError(`Nothing with the number ${seq} has begun.`);
  return key;
}

const listOf = <T>(given: T | readonly T[] | undefined): readonly T[] => {
  if (given === undefined) return [];
  return isReadonlyArray(given) ? given : [given];
};

const isReadonlyArray = <T>(given: T | readonly T[]): given is readonly T[] => Array.isArray(given);
