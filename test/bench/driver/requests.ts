// Argument: an account directory whose store may be changed. Counts what goes to the account: for a plan, for the apply of that plan, and for
// an apply with nothing left to do.

import { join } from 'node:path';
import { sandboxAccount } from '../../../src/account/sandbox/index.js';
import { openLedger } from '../../../src/ledger/index.js';
import type { Live, Settings } from '../../../src/model/index.js';
import { apply } from '../../../src/run/apply.js';
import { type OpenAccount, type PlanRequest, plan } from '../../../src/run/plan.js';
import { openSandbox } from '../../../src/sandbox/index.js';

const LARGEST_PAGE = 1000;

interface Sent {
  readonly method: string;
  /** Without the query: one object and one endpoint. */
  readonly path: string;
}

const now = () => new Date('2026-06-01T12:00:00Z');

/** Nothing waits here but the lock, for the end. */
const untilOver = (_ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (!signal || signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

async function main(dir: string): Promise<void> {
  const sent: Sent[] = [];
  const request: PlanRequest = {
    dir,
    open: counting(sent),
    now: now(),
    tool: { name: 'bench', version: '1' },
    at: undefined,
    targets: [],
    excludes: [],
    allowDelete: false,
  };
  const planned = await plan(request);
  if (!planned.ok) throw new Error(`the files are not valid: ${JSON.stringify(planned.diagnostics.slice(0, 3))}`);
  const reads = sent.splice(0);

  const applying = {
    ...request,
    expectedDigest: undefined,
    confirm: async () => true,
    signal: new AbortController().signal,
    onStep: () => {},
    clock: now,
    sleep: untilOver,
    holder: { by: 'bench', host: 'here', pid: 1 },
    openLedger: (settings: Settings, dir: string) =>
      openLedger('file:.ringctl/bench-ledger.db', { dir, account: settings.account, now, sleep: async () => {} }),
    approvals: [],
    acceptedLimits: [],
    resume: false,
  };
  const first = await apply(applying);
  const writes = sent.splice(0).filter(isWrite);
  const second = await apply(applying);
  const failed =
    first.kind === 'applied'
      ? first.report.results.filter((result) => !('outcome' in result) || result.outcome.kind !== 'done').length
      : writes.length;
  console.log(
    JSON.stringify({
      reads: reads.length,
      fewestReads: fewestReads(planned.live),
      writesOfPlan: reads.filter(isWrite).length,
      changes: planned.plan.changes.length,
      steps: planned.plan.steps.length,
      writes: writes.length,
      repeated: writes.length - new Set(writes.map(({ method, path }) => `${method} ${path}`)).size,
      failed,
      again: second.kind,
      writesAgain: sent.filter(isWrite).length,
    }),
  );
}

const isWrite = ({ method }: Sent) => method !== 'GET';

function counting(sent: Sent[]): OpenAccount {
  return async (_, dir) => {
    const sandbox = await openSandbox(join(dir, '.ringctl', 'sandbox.db'), { clock: now });
    const fetch = (request: Request) => {
      sent.push({ method: request.method, path: new URL(request.url).pathname });
      return sandbox.fetch(request);
    };
    return {
      account: sandboxAccount({ fetch, baseUrl: 'http://embedded.account', key: sandbox.keyFor(), now }),
      close: sandbox.close,
    };
  };
}

/** One request a page: the sum of ceil(count / largest page). */
function fewestReads({ state, numbers, ivrs }: Live): number {
  const counts = [state.users.size, state.profiles.size, state.groups.size, numbers.length, ivrs.length];
  return counts.reduce((sum, count) => sum + Math.ceil(count / LARGEST_PAGE), 0);
}

void main(process.argv[2] ?? '');
