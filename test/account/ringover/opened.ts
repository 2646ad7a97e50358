import {
  type RingoverAccount,
  type RingoverAccountOptions,
  ringoverAccount,
} from '../../../src/account/ringover/index.js';
import { sandboxAccount } from '../../../src/account/sandbox/index.js';
import { CATALOGUE, isSame, type Live, NO_DASHBOARD, type Outcome, type Step } from '../../../src/model/index.js';
import {
  type AccountSeed,
  type KeyKind,
  LIVE,
  type Mode,
  memorySandbox,
  PORTAL,
  type Sandbox,
} from '../../../src/sandbox/index.js';
import { CONTRACT_SEED } from '../contract-seed.js';

export const NOW = new Date('2026-11-23T09:30:00.000Z');
export const OWNER = 'owner@acme.example';

export const MODES = [
  ['portal', PORTAL],
  ['live', LIVE],
] as const satisfies readonly (readonly [string, Mode])[];

export type Fetch = (request: Request) => Promise<Response>;

export interface OpenedRingover {
  readonly sandbox: Sandbox;
  readonly account: RingoverAccount;
  readonly key: string;
  /** `GET /users`, in the order in which they were sent. */
  readonly sent: string[];
  /** Milliseconds that were waited for, in the place of waiting. */
  readonly slept: number[];
  perform(step: Step, signal?: AbortSignal): Promise<Outcome>;
  /** Of what was sent: everything that is not reading. */
  writes(): readonly string[];
}

export interface Opening extends Partial<Omit<RingoverAccountOptions, 'fetch'>> {
  readonly mode?: Mode;
  readonly seed?: AccountSeed;
  readonly kind?: KeyKind;
  readonly sandbox?: Sandbox;
  /** Between the account and what answers it. */
  readonly through?: ((request: Request, fetch: Fetch) => Promise<Response>) | undefined;
}

/** The provider on the emulation of the public API, in process. It sees nothing of the account but that API. */
export async function openRingover(opening: Opening = {}): Promise<OpenedRingover> {
  const { mode = LIVE, seed = CONTRACT_SEED, kind, through, ...options } = opening;
  const sandbox = opening.sandbox ?? (await memorySandbox(seed, { clock: () => NOW, publicApi: { mode } }));
  const key = options.key ?? sandbox.keyFor(undefined, kind);
  const sent: string[] = [];
  const slept: number[] = [];
  const account = ringoverAccount({
    baseUrl: 'http://127.0.0.1/v2',
    team: seed.team.id,
    as: OWNER,
    verified: '2026-11-22',
    assignMethod: mode.assignMethod,
    now: () => NOW,
    patience: {
      rate: undefined,
      nowMs: () => slept.reduce((sum, ms) => sum + ms, 0),
      sleep: async (ms) => void slept.push(ms),
      random: () => 0,
      deadline: (ms) => AbortSignal.timeout(ms),
    },
    ...options,
    key,
    fetch: (request) => {
      sent.push(`${request.method} ${new URL(request.url).pathname.replace('/v2', '')}`);
      return through ? through(request, sandbox.fetch) : sandbox.fetch(request);
    },
  });
  return {
    sandbox,
    account,
    key,
    sent,
    slept,
    perform: (step, signal = new AbortController().signal) => account.perform(step, signal),
    writes: () => sent.filter((line) => !line.startsWith('GET ')),
  };
}

/** The body of every answer to this path changed. */
export const changing =
  (path: string, change: (body: unknown) => unknown): NonNullable<Opening['through']> =>
  async (request, fetch) => {
    const answer = await fetch(request);
    if (new URL(request.url).pathname !== `/v2${path}`) return answer;
    const text = await answer.text();
    return new Response(JSON.stringify(change(text === '' ? undefined : JSON.parse(text))), { status: answer.status });
  };

/** What the dashboard would show: the same account through the full API. */
export const dashboardOf = (opened: Pick<OpenedRingover, 'sandbox'>): Promise<Live> => wholeAccount(opened).read();

/** Somebody else at work on the dashboard. Throws unless it is done. */
export async function dashboardStep(opened: Pick<OpenedRingover, 'sandbox'>, step: Step): Promise<void> {
  const outcome = await wholeAccount(opened).perform(step, new AbortController().signal);
  if (outcome.kind !== 'done') throw new Error(`the dashboard could not ${step.operation}: ${outcome.kind}`);
}

const wholeAccount = ({ sandbox }: Pick<OpenedRingover, 'sandbox'>) =>
  sandboxAccount({ fetch: sandbox.fetch, baseUrl: 'http://in-process', key: sandbox.keyFor(), now: () => NOW });

/** Whether the public API can do this step: an invitation carries names, number and plan, and only people can be removed. */
export function carriesOut({ operation, key, input }: Step): boolean {
  switch (operation) {
    case 'link':
    case 'addMember':
    case 'removeMember':
    case 'setOpenAccess':
    case 'archive':
      return true;
    case 'delete':
      return key.startsWith('user:');
    case 'createUser':
      return typeof input.number === 'string' && input.external === false && isBare(input);
    default:
      return false;
  }
}

const isBare = ({ permissions, dashboard }: Step['input']): boolean =>
  (dashboard === undefined || isSame(dashboard, NO_DASHBOARD)) &&
  CATALOGUE.every(({ kind, id, initial }) => {
    const value: unknown = Reflect.get(Object(permissions), id);
    return kind === 'action' || value === undefined || isSame(value, initial);
  });
