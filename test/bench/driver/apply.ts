// Arguments: an empty folder, the address of a served account, its key, how many changes, and the limit that the client knows: requests a
// second, `unknown`, or `raw`, which sends the same requests one by one and nothing else: no journal.
// Prints how long the changes took, and how many answers were 429.
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from '../../../src/account/ports.js';
import { sandboxAccount } from '../../../src/account/sandbox/index.js';
import { applyPlan } from '../../../src/apply/apply-plan.js';
import { openLedger } from '../../../src/ledger/index.js';
import { canonicalJson, knownValue, type Step, type UserState } from '../../../src/model/index.js';

interface Work {
  readonly folder: string;
  readonly url: string;
  readonly key: string;
  readonly changes: number;
}

const counted = { sent: 0, refused: 0 };

async function counting(request: Request): Promise<Response> {
  counted.sent += 1;
  const answer = await fetch(request);
  if (answer.status === 429) counted.refused += 1;
  return answer;
}

const now = () => new Date();
const pause = (ms: number): Promise<void> => sleep(ms);

const accountOf = ({ url, key }: Work, rate: number | undefined): Account => {
  const deadline = (ms: number) => AbortSignal.timeout(ms);
  const patience = { rate, nowMs: () => performance.now(), sleep: pause, random: Math.random, deadline };
  return sandboxAccount({ fetch: counting, baseUrl: url, key, now, patience });
};

/** One request after the other on a connection that stays open, made before the time is taken. */
async function raw(work: Work): Promise<number> {
  const { state, ids } = await accountOf(work, undefined).read();
  const requests = [...state.users.values()].slice(1, work.changes + 1).map(({ key, lastName }) => {
    const match = createHash('sha256')
      .update(canonicalJson({ lastName: knownValue(lastName) ?? '' }))
      .digest('hex');
    return new Request(`${work.url}/full/v1/users/${ids.get(key)}`, {
      method: 'PATCH',
      headers: { authorization: work.key, 'content-type': 'application/json', 'if-match': `"${match.slice(0, 32)}"` },
      body: JSON.stringify({ lastName: 'Changed' }),
    });
  });
  const started = performance.now();
  for (const request of requests) {
    const answer = await counting(request);
    await answer.text();
    if (answer.status !== 200) throw new Error(`the account answered ${answer.status}`);
  }
  return performance.now() - started;
}

/** Each step durable in a ledger of its own before it is sent, as in every apply. */
async function applied(work: Work, rate: number | undefined): Promise<number> {
  const { folder, changes } = work;
  const account = accountOf(work, rate);
  const steps = [...(await account.read()).state.users.values()].slice(1, changes + 1).map(renamed);
  const ledger = await openLedger('file:ledger.db', { dir: folder, account: 'bench', now, sleep: pause });
  const locked = await ledger.lock({ by: 'bench', host: 'here', pid: process.pid, leaseMs: 600_000 });
  if (locked.kind === 'held') throw new Error('the ledger is not new');
  const digest = 'sha256:0';
  const start = {
    command: 'apply',
    digest,
    filesDigest: digest,
    approvals: [],
    accepted: [],
    plan: { steps },
  } as const;
  const journal = await locked.begin(start);
  const { signal } = new AbortController();
  const started = performance.now();
  const options = { account, journal, now, sleep: pause, visibilityMs: 0, lastSeq: 0, signal, onStep: () => {} };
  const { results } = await applyPlan(steps, options);
  const ms = performance.now() - started;
  await ledger.close();
  const done = results.filter((one) => 'outcome' in one && one.outcome.kind === 'done').length;
  if (done !== changes) throw new Error(`${done} of ${changes} changes were made`);
  return ms;
}

const renamed = ({ key, email, lastName }: UserState): Step => ({
  id: email,
  after: [],
  key,
  operation: 'rename',
  input: { lastName: 'Changed' },
  precondition: { lastName: knownValue(lastName) ?? '' },
  mode: 'automatic',
  requests: 1,
  digest: email,
});

async function main([folder = '', url = '', key = '', changes, limit = 'unknown']: readonly string[]): Promise<void> {
  const work: Work = { folder, url, key, changes: Number(changes) };
  const ms = limit === 'raw' ? await raw(work) : await applied(work, limit === 'unknown' ? undefined : Number(limit));
  console.log(JSON.stringify({ ms, ...counted }));
}

void main(process.argv.slice(2));
