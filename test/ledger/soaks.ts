// What real processes do to a ledger: race for its lock, stop in the middle, die.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { readRecords } from '../../src/ledger/audit.js';
import { fieldsIn } from '../../src/ledger/decode.js';
import { type Ledger, openLedger } from '../../src/ledger/index.js';
import type { LedgerStore } from '../../src/ledger/store.js';
import { lockAs } from './entries.js';
import type { WorkerOptions } from './worker.js';
import { linesOf, type Worker } from './workers.js';

export interface Soak {
  readonly start: (task: string, options: WorkerOptions) => Worker;
  readonly spec: string;
  /** One directory for each process. */
  readonly dirs: readonly string[];
  /** Where notes may be written. */
  readonly folder: string;
  readonly store: () => Promise<LedgerStore>;
}

/** Opens the ledger by a clock that is so much ahead of that of the processes. */
export const openAhead = ({ spec, dirs }: Soak, aheadMs = 0): Promise<Ledger> =>
  openLedger(spec, {
    dir: dirs[0] ?? '',
    account: 'acme',
    now: () => new Date(Date.now() + aheadMs),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, Math.min(ms, 20))),
    requestTimeoutMs: 1,
  });

export interface RaceSize {
  readonly clients: number;
  readonly attempts: number;
  readonly leaseMs: number;
  readonly stallMs?: number;
}

/** Lets the clients of all processes race; every run that one of them finished must be there, whole, and the chain unbroken. */
export async function raced(soak: Soak, { clients, attempts, leaseMs, stallMs = 0 }: RaceSize) {
  const witness = join(soak.folder, `witness-${stallMs}`);
  const started = performance.now();
  const workers = soak.dirs.map((dir) =>
    soak.start('race', { spec: soak.spec, dir, leaseMs, clients, attempts, witness, stallMs }),
  );
  const reports = (await Promise.all(workers.map(linesOf))).flat();
  const ms = performance.now() - started;
  expect(await Promise.all(workers.map(({ ended }) => ended))).toEqual(workers.map(() => 0));
  const kept = reports.flatMap((report) => (Array.isArray(report.kept) ? report.kept : []));
  const ledger = await openAhead(soak);
  expect(await ledger.verify()).toMatchObject({ ok: true });
  const finished = (await ledger.runs()).filter((run) => run.end).map(({ id }) => id);
  expect([...kept].sort()).toEqual([...finished].sort());
  await ledger.close();
  return {
    attempts: soak.dirs.length * clients * attempts,
    taken: reports.reduce((sum, { taken }) => sum + Number(taken), 0),
    lost: reports.reduce((sum, { lost }) => sum + Number(lost), 0),
    most: mostInside(readFileSync(witness, 'utf8')),
    stale: await staleEntries(soak),
    ms,
  };
}

/** How many were in at the same time, at most. */
function mostInside(text: string): number {
  let [inside, most] = [0, 0];
  for (const line of text.split('\n').filter(Boolean)) {
    inside += line.startsWith('in ') ? 1 : -1;
    most = Math.max(most, inside);
  }
  return most;
}

/** Entries that were kept after those of a later epoch. */
async function staleEntries({ store }: Soak): Promise<number> {
  const opened = await store();
  const records = await opened.read((view) => readRecords(view, { from: 1, count: 1_000_000 }));
  await opened.close();
  let [newest, stale] = [0, 0];
  for (const { data } of records) {
    const { epoch } = fieldsIn(data);
    if (typeof epoch !== 'number') continue;
    if (epoch < newest) stale += 1;
    newest = Math.max(newest, epoch);
  }
  expect(newest).toBeGreaterThan(1);
  return stale;
}

/** Kills a writing process once so many entries were acknowledged: all of these are there, and the chain is whole. */
export async function killedAfter(soak: Soak, acknowledged: number): Promise<void> {
  const worker = soak.start('work', { spec: soak.spec, dir: soak.dirs[0] ?? '', leaseMs: 60_000 });
  const run = String((await worker.next())?.run);
  let kept = 0;
  for (let line = await worker.next(); line !== undefined; line = await worker.next()) {
    kept = Number(line.kept);
    if (kept === acknowledged) worker.child.kill('SIGKILL');
  }
  expect(kept).toBeGreaterThanOrEqual(acknowledged);
  const ledger = await openAhead(soak);
  const begun = (await ledger.run(run))?.entries.filter(({ kind }) => kind === 'begin').map(({ seq }) => seq) ?? [];
  expect(begun.slice(0, kept)).toEqual(Array.from({ length: kept }, (_, index) => index + 1));
  // What was under way when it was killed may be there: whole, and only the next one.
  expect(begun.length).toBeLessThanOrEqual(kept + 1);
  expect(await ledger.verify()).toMatchObject({ ok: true });
  expect((await ledger.unfinished())?.id).toBe(run);
  await ledger.unlock((await ledger.lockInfo())?.id ?? '');
  const locked = await lockAs(ledger, 'the next one');
  const resumed = await locked.resume(run);
  const last = begun.at(-1) ?? 0;
  await resumed.finish({
    result: 'abandoned',
    steps: { done: last - 1, failed: 1, notStarted: 0, byHand: 0 },
    ...(last > 0 && {
      ended: { seq: last, outcome: 'absent', at: (await ledger.run(run))?.startedAt ?? raiseNoRun() },
    }),
  });
  await locked.release();
  await ledger.close();
}

function raiseNoRun(): never {
  throw new Error('the run is gone');
}

/** A holder that is stopped past the end of its lease and goes on later: the answer to its next write. */
export async function stoppedPastItsLease(soak: Soak, aheadMs: number): Promise<unknown> {
  const worker = soak.start('obey', { spec: soak.spec, dir: soak.dirs[0] ?? '', leaseMs: 300 });
  const write = () => worker.child.stdin?.write('write\n');
  expect(await worker.next()).toHaveProperty('run');
  write();
  expect(await worker.next()).toEqual({ kept: 1 });
  worker.child.kill('SIGSTOP');
  const ledger = await openAhead(soak, aheadMs);
  for (let locked = await ledger.lock(NEXT); locked.kind === 'held'; locked = await ledger.lock(NEXT)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  worker.child.kill('SIGCONT');
  write();
  const answer = await worker.next();
  worker.child.stdin?.end();
  await worker.ended;
  await ledger.close();
  return answer;
}

const NEXT = { by: 'the next one', host: 'runner', pid: 8, leaseMs: 60_000 };
