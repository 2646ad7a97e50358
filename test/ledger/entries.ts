// What the tests write into a ledger.
import type { Holder, JournalBegin, JournalEnd, Ledger, Locked, RunEnd, RunStart } from '../../src/ledger/index.js';
import { type Instant, instant, userKey } from '../../src/model/index.js';

export const AT: Instant = instant(new Date('2026-11-22T09:00:00.000Z'));

export const holder = (by: string, leaseMs = 60_000): Holder => ({ by, host: 'runner', pid: 7, leaseMs });

export const START: RunStart = {
  command: 'apply',
  digest: `sha256:${'a'.repeat(64)}`,
  filesDigest: 'b'.repeat(64),
  approvals: ['bo@acme.example approved'],
  accepted: [{ limit: 'invites', number: 12, reason: 'new office' }],
  reason: 'the new office opens',
  plan: {
    formatVersion: 1,
    steps: [{ key: 'user:ada@acme.example', input: { profile: 'Agent' } }, { key: 'group:Sales' }],
  },
};

export const begin = (seq: number, email = 'ada@acme.example'): JournalBegin => ({
  seq,
  stepId: `step-${seq}`,
  operation: 'link',
  key: userKey(email),
  input: { profile: 'Agent', number: '+33199000001' },
  precondition: { profile: null },
  attempt: 1,
  at: AT,
});

export const end = (seq: number, outcome: JournalEnd['outcome'] = 'done'): JournalEnd => ({ seq, outcome, at: AT });

export const applied = (done: number): RunEnd => ({
  result: 'applied',
  steps: { done, failed: 0, notStarted: 0, byHand: 0 },
  people: { gain: 1, lose: 0, privileged: 0, uncertain: 0 },
});

export async function lockAs(ledger: Ledger, by: string, leaseMs?: number): Promise<Locked> {
  const locked = await ledger.lock(holder(by, leaseMs));
  if (locked.kind === 'held') throw new Error(`held by ${locked.by.holder.by}`);
  return locked;
}

/** A whole run of so many steps. */
export async function wholeRun(locked: Locked, steps = 1, email?: string): Promise<string> {
  const run = await locked.begin(START);
  for (let seq = 1; seq <= steps; seq += 1)
    await run.write({ ...(seq > 1 && { ended: end(seq - 1) }), begins: begin(seq, email) });
  await run.finish({ ...applied(steps), ended: end(steps) });
  return run.id;
}

/** The error, or nothing when there was none. */
export const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );
