import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ringoverAccount } from '../../src/account/ringover/index.js';
import { sandboxAccount } from '../../src/account/sandbox/index.js';
import { applyPlan, NO_JOURNAL } from '../../src/apply/apply-plan.js';
import { type Ledger, openLedger } from '../../src/ledger/index.js';
import { isError, type Step } from '../../src/model/index.js';
import { type Applied, type ApplyRequest, apply } from '../../src/run/apply.js';
import { memoryOf, NO_MEMORY } from '../../src/run/memory.js';
import { type OpenAccount, type PlannedLive, plan } from '../../src/run/plan.js';
import { LIVE, memorySandbox, type Sandbox } from '../../src/sandbox/index.js';

export const OWNER = 'sam.ortega@acme.example';
const TOOL = { name: 'ringctl', version: '1.0.0' };
const EXAMPLE = join(import.meta.dirname, '../../examples/acme');
const NOBODY_WAITS = async (_ms: number, signal?: AbortSignal): Promise<void> => {
  if (signal && !signal.aborted)
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
};

const ALL = '{ percent: 100, atLeast: 99 }';
const ALL_ALLOWED = `  privilegedGains: 99\n  removals: ${ALL}\n  losses: ${ALL}\n  changes: ${ALL}`;

/** The directory of acme, its account as the public API shows it, and a ledger. Everything is as the files say, and nothing is recorded. */
export interface HandWorld {
  readonly dir: string;
  readonly sandbox: Sandbox;
  /** Requests that write, in the order in which they were sent. */
  readonly writes: string[];
  readonly time: { now: Date };
  readonly open: OpenAccount;
  /** Everything else that a use case asks for. */
  readonly request: Omit<ApplyRequest, 'accept'>;
  replace(file: string, before: string | RegExp, after: string): void;
  plan(): Promise<PlannedLive>;
  apply(options?: Partial<ApplyRequest>): Promise<Applied>;
  withLedger<T>(work: (ledger: Ledger) => Promise<T>): Promise<T>;
  /** What a person does on the dashboard. */
  doByHand(steps: readonly Step[]): Promise<void>;
}

export type Through = (request: Request, send: (request: Request) => Promise<Response>) => Promise<Response>;

export async function handWorld(options: { readonly through?: Through } = {}): Promise<HandWorld> {
  const dir = mkdtempSync(join(tmpdir(), 'ringctl-hand-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  cpSync(EXAMPLE, dir, { recursive: true, filter: (path) => !path.includes('.ringctl') });
  const time = { now: new Date('2026-11-22T09:00:00Z') };
  const clock = () => time.now;
  const sandbox = await memorySandbox('acme', { clock, publicApi: { mode: LIVE } });
  onTestFinished(() => sandbox.close());
  const whole = sandboxAccount({
    fetch: sandbox.fetch,
    baseUrl: 'http://in-process',
    key: sandbox.keyFor(),
    now: clock,
  });
  const ledgerAt = (path: string) =>
    openLedger(`file:${join(dir, path)}`, { dir, account: 'acme', now: clock, sleep: async () => {} });
  const requestFor = (open: OpenAccount, path: string): HandWorld['request'] => ({
    dir,
    tool: TOOL,
    now: time.now,
    at: undefined,
    targets: [],
    excludes: [],
    allowDelete: false,
    open,
    openLedger: () => ledgerAt(path),
    remember: async () => {
      const ledger = await ledgerAt(path);
      return memoryOf(ledger).finally(ledger.close);
    },
    holder: { by: 'tester', host: 'here', pid: 1 },
    sleep: NOBODY_WAITS,
    clock,
    signal: new AbortController().signal,
    onStep: () => {},
    expectedDigest: undefined,
    confirm: async () => true,
    approvals: [],
    acceptedLimits: [],
    resume: false,
  });
  const replace = (file: string, before: string | RegExp, after: string) => {
    const text = readFileSync(join(dir, file), 'utf8');
    if (text.replace(before, after) === text) throw new Error(`${file} has nothing like ${String(before)}`);
    writeFileSync(join(dir, file), text.replace(before, after));
  };
  replace('ringctl.yaml', '  privilegedGains: 2', ALL_ALLOWED);
  /** On the whole account, past everything that the public API cannot do. */
  const carryOut = async (targets: readonly string[]): Promise<void> => {
    const onTheDashboard = requestFor(async () => ({ account: whole, close: () => {} }), 'start.db');
    const planned = await plan({ ...onTheDashboard, remember: async () => NO_MEMORY, targets });
    if (!planned.ok || planned.plan.diagnostics.some(isError)) throw new Error('not done by hand');
    const options = {
      account: whole,
      journal: NO_JOURNAL,
      now: clock,
      sleep: async () => {},
      visibilityMs: 0,
      lastSeq: 0,
    };
    const { signal } = new AbortController();
    const { results } = await applyPlan(planned.plan.steps, { ...options, signal, onStep: () => {} });
    for (const result of results)
      if (!('outcome' in result) || result.outcome.kind !== 'done')
        throw new Error(`not done: ${JSON.stringify(result)}`);
  };
  await carryOut([]);
  replace(
    'ringctl.yaml',
    /provider: .*/,
    `provider: { kind: ringover, team: "48213", as: ${OWNER}, verified: 2026-11-22 }`,
  );
  const writes: string[] = [];
  const send = async (request: Request): Promise<Response> => {
    if (request.method !== 'GET') writes.push(`${request.method} ${new URL(request.url).pathname.replace('/v2', '')}`);
    return options.through ? options.through(request, sandbox.fetch) : sandbox.fetch(request);
  };
  const open: OpenAccount = async () => ({
    account: publicAccount(send, { key: sandbox.keyFor(), now: clock }),
    close: () => {},
  });
  const request = () => ({ ...requestFor(open, 'ledger.db'), now: time.now });
  return {
    dir,
    sandbox,
    writes,
    time,
    open,
    get request() {
      return request();
    },
    replace,
    plan: async () => {
      const planned = await plan(request());
      if (!planned.ok) throw new Error(planned.diagnostics.map(({ message }) => message).join('\n'));
      return planned;
    },
    apply: (more = {}) => apply({ ...request(), ...more }),
    withLedger: async (work) => {
      const ledger = await ledgerAt('ledger.db');
      return work(ledger).finally(ledger.close);
    },
    doByHand: (steps) => carryOut(steps.map(({ key }) => key)),
  };
}

const publicAccount = (
  send: (request: Request) => Promise<Response>,
  { key, now }: { readonly key: string; readonly now: () => Date },
) =>
  ringoverAccount({
    baseUrl: 'http://127.0.0.1/v2',
    team: '48213',
    as: OWNER,
    verified: '2026-11-22',
    assignMethod: LIVE.assignMethod,
    now,
    key,
    fetch: send,
    patience: {
      rate: undefined,
      nowMs: () => 0,
      sleep: async () => {},
      random: () => 0,
      deadline: (ms) => AbortSignal.timeout(ms),
    },
  });
