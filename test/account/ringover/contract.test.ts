import { FIELDS } from '../../../src/account/ringover/coverage.js';
import { type Fault, type Mode, memorySandbox } from '../../../src/sandbox/index.js';
import { serveSandbox } from '../../../src/sandbox/server/serve.js';
import { accountContract, type OpenedAccount } from '../account-contract.js';
import { carriesOut, dashboardOf, dashboardStep, MODES, openRingover } from './opened.js';

const START = Date.parse('2026-11-23T09:30:00.000Z');

/** What goes wrong in each test: each list once, in another way, and the first of each kind of write. */
const FAULTS: readonly Fault[] = [
  {
    method: 'GET',
    path: '/v2/teams',
    from: 2,
    times: 2,
    effect: { kind: 'answer', when: 'before', status: 503, headers: {}, body: '<h1>busy</h1>' },
  },
  { method: 'GET', path: '/v2/users', from: 1, times: 1, effect: { kind: 'drop', when: 'before' } },
  { method: 'GET', path: '/v2/profiles', from: 1, times: 1, effect: { kind: 'truncate', bytes: 9 } },
  {
    method: 'GET',
    path: '/v2/groups',
    from: 1,
    times: 1,
    effect: { kind: 'answer', when: 'after', status: 500, headers: {}, body: '{}' },
  },
  {
    method: 'GET',
    path: '/v2/numbers',
    from: 1,
    times: 1,
    effect: { kind: 'answer', when: 'before', status: 200, headers: {}, body: '<html>' },
  },
  { method: 'GET', path: '/v2/ivrs', from: 1, times: 1, effect: { kind: 'drop', when: 'after' } },
  { method: 'POST', path: '/v2/groups', from: 1, times: 1, effect: { kind: 'drop', when: 'after' } },
  { method: 'DELETE', path: '/v2/groups', from: 1, times: 1, effect: { kind: 'drop', when: 'before' } },
  {
    method: 'DELETE',
    path: '/v2/users',
    from: 1,
    times: 1,
    effect: { kind: 'answer', when: 'after', status: 502, headers: {}, body: '' },
  },
  { method: 'POST', path: '/v2/users/invite', from: 1, times: 1, effect: { kind: 'drop', when: 'after' } },
];

interface Variant {
  readonly isServed: boolean;
  /** Requests a second that the account takes, and whether the provider knows it. */
  readonly rate: number | undefined;
  readonly isKnown: boolean;
  readonly faults: readonly Fault[];
}

const FAULTY: Variant = { isServed: true, rate: 5, isKnown: false, faults: FAULTS };
const LIMITED: Variant = { isServed: false, rate: 2, isKnown: true, faults: [] };

const [[portal, PORTAL], [live, LIVE]] = MODES;
const run = (name: string, mode: Mode, variant: Variant): void =>
  accountContract(`the public API, ${name}`, (seed) => opened(mode, variant, seed));

run(`${portal}, over HTTP, with faults and a limit that nobody knows`, PORTAL, FAULTY);
run(`${live}, in process, at two requests a second`, LIVE, LIMITED);
run(`${live}, over HTTP, with faults and a limit that nobody knows`, LIVE, FAULTY);
run(`${portal}, over HTTP, at two requests a second`, PORTAL, { ...LIMITED, isServed: true });

async function opened(
  mode: Mode,
  { isServed, rate, isKnown, faults }: Variant,
  seed: Parameters<Parameters<typeof accountContract>[1]>[0],
): Promise<OpenedAccount> {
  const time = { ms: 0 };
  const clock = () => new Date(START + time.ms);
  const sleep = async (ms: number) => {
    time.ms += ms;
  };
  const sandbox = await memorySandbox(seed, { clock, sleep, publicApi: { mode, ...(isServed ? {} : { rate }) } });
  const served = isServed ? await serveSandbox({ sandbox, port: 0, rate, clock }) : undefined;
  const patience = {
    rate: isKnown ? rate : undefined,
    nowMs: () => time.ms,
    sleep,
    random: () => 0,
    deadline: (ms: number) => AbortSignal.timeout(ms),
  };
  const { account } = await openRingover({
    mode,
    sandbox,
    patience,
    now: clock,
    ...(served && { baseUrl: `${served.url}/v2`, through: (request) => fetch(request) }),
  });
  sandbox.setFaults(faults);
  return {
    account,
    limits: {
      carriesOut,
      shows: ({ status, external }) => status === 'active' && !external,
      fields: FIELDS,
      truth: () => dashboardOf({ sandbox }),
      byHand: (step) => dashboardStep({ sandbox }, step),
    },
    sleep,
    close: async () => {
      await served?.stop();
      sandbox.close();
    },
  };
}
