// A process of its own that holds a ledger: `node worker.cjs TASK JSON`. Prints one line of JSON for each thing that is acknowledged.
import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Ledger, openLedger } from '../../src/ledger/index.js';
import { applied, begin, end, failureOf, holder, lockAs, START } from './entries.js';

export interface WorkerOptions {
  readonly spec: string;
  readonly dir: string;
  readonly leaseMs: number;
  /** For `race`. */
  readonly clients?: number;
  readonly attempts?: number;
  /** Where each client notes that it is in and out. */
  readonly witness?: string;
  /** How long a holder stalls now and then: longer than its lease, it is overtaken. */
  readonly stallMs?: number;
}

const say = (value: unknown): void => {
  process.stdout.write(`${JSON.stringify(value)}\n`);
};

const open = ({ spec, dir }: WorkerOptions): Promise<Ledger> =>
  openLedger(spec, { dir, account: 'acme', now: () => new Date(), sleep: (ms) => sleep(ms), requestTimeoutMs: 1 });

/** Writes one entry after the other, until it is killed. */
async function work(options: WorkerOptions): Promise<void> {
  const locked = await lockAs(await open(options), `worker ${process.pid}`, options.leaseMs);
  const run = await locked.begin(START);
  say({ run: run.id });
  for (let seq = 1; ; seq += 1) {
    await run.write({ ...(seq > 1 && { ended: end(seq - 1) }), begins: begin(seq) });
    say({ kept: seq });
  }
}

/** Writes one entry for each line that it is given. */
async function obey(options: WorkerOptions): Promise<void> {
  const ledger = await open(options);
  const locked = await lockAs(ledger, `worker ${process.pid}`, options.leaseMs);
  const run = await locked.begin(START);
  say({ run: run.id, pid: process.pid });
  let seq = 0;
  for await (const _ of createInterface({ input: process.stdin })) {
    seq += 1;
    const failure = await failureOf(run.write({ begins: begin(seq) }));
    say(failure === undefined ? { kept: seq } : { refused: failure instanceof Error ? failure.name : String(failure) });
  }
  await ledger.close();
}

/** Many clients ask for the lock again and again, and write a run each time they get it. */
async function race(options: WorkerOptions): Promise<void> {
  const { clients = 1 } = options;
  const counts = await Promise.all(Array.from({ length: clients }, (_, index) => raceAs(options, index)));
  say({
    taken: sum(counts.map(({ taken }) => taken)),
    lost: sum(counts.map(({ lost }) => lost)),
    kept: counts.flatMap(({ kept }) => kept),
  });
}

async function raceAs(options: WorkerOptions, index: number) {
  const { attempts = 1, witness, stallMs = 0, leaseMs } = options;
  const ledger = await open(options);
  const who = `${process.pid}/${index}`;
  const counts = { taken: 0, lost: 0, kept: [] as string[] };
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const locked = await ledger.lock(holder(who, leaseMs));
    if (locked.kind === 'held') {
      await sleep(1 + ((index * 7 + attempt * 3) % 10));
      continue;
    }
    counts.taken += 1;
    if (witness !== undefined) appendFileSync(witness, `in ${who}\n`);
    const failure = await failureOf(
      (async () => {
        const run = await locked.begin(START);
        await run.write({ begins: begin(1) });
        if (stallMs > 0 && attempt % 3 === 0) await sleep(stallMs);
        await run.finish({ ...applied(1), ended: end(1) });
        counts.kept.push(run.id);
      })(),
    );
    if (failure instanceof Error && failure.name === 'LockLost') counts.lost += 1;
    else if (failure !== undefined) throw failure;
    if (witness !== undefined) appendFileSync(witness, `out ${who}\n`);
    await locked.release();
  }
  await ledger.close();
  return counts;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const TASKS: Readonly<Record<string, (options: WorkerOptions) => Promise<void>>> = { work, obey, race };

const [, , task = '', options = '{}'] = process.argv;
await TASKS[task]?.(JSON.parse(options));
