import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Patience } from '../account/paced-fetch.js';
import { type Account, AccountUnreadable } from '../account/ports.js';
import type { Ledger } from '../ledger/index.js';
import type { Settings } from '../model/index.js';
import type { LockRequest } from '../run/locked.js';
import { memoryOf, type Remember } from '../run/memory.js';
import type { OpenAccount } from '../run/plan.js';
import type { Place } from './event.js';
import type { Outputs } from './outputs.js';
import { ActionFailure, type World } from './world.js';

export const DEFAULT_LEDGER = 'git:ringctl-ledger';

/** The account behind the settings: the real service, or an embedded account that is served on this machine. */
export function openAccount(world: World, hide: Outputs['hide']): OpenAccount {
  return async ({ account: name, provider }) => {
    const key = await keyOf(name, world);
    if (key === undefined)
      throw new AccountUnreadable(`There is no key for account ${name}.`, {
        hint: `Give the step ${keyVariables(name).join(' or ')} from the secrets of its environment.`,
      });
    hide(key);
    const account =
      provider.kind === 'ringover' ? await ringover(provider, key, world) : await served(provider.url, key, world);
    return { account, close: () => {} };
  };
}

type Provider<Kind> = Extract<Settings['provider'], { readonly kind: Kind }>;

async function ringover(
  { team, as, verified, assignMethod, region, url }: Provider<'ringover'>,
  key: string,
  world: World,
): Promise<Account> {
  const { REQUESTS_PER_SECOND, regionOf, ringoverAccount } = await import('../account/ringover/index.js');
  if (url !== undefined) mustBeLoopback(url);
  else if (world.env.NODE_TLS_REJECT_UNAUTHORIZED === '0')
    throw new ActionFailure('NODE_TLS_REJECT_UNAUTHORIZED is 0: the key would be sent to whoever answers.');
  if (region !== undefined && region !== regionOf(key))
    throw new AccountUnreadable(`The key is not of the region ${region}, which ringctl.yaml states.`, {});
  return ringoverAccount({
    fetch: (request) => world.fetch(new Request(request, { redirect: 'error' })),
    baseUrl: url === undefined ? undefined : `${new URL(url).origin}/v2`,
    key,
    team,
    as,
    verified,
    assignMethod,
    now: world.now,
    patience: patienceOf(world, REQUESTS_PER_SECOND),
  });
}

async function served(url: string | undefined, key: string, world: World): Promise<Account> {
  if (url === undefined)
    throw new AccountUnreadable('The embedded account of a directory is not on this machine: nothing serves it.', {
      hint: 'Serve it in a step before and name the address as provider.url.',
    });
  mustBeLoopback(url);
  const { sandboxAccount } = await import('../account/sandbox/index.js');
  return sandboxAccount({
    fetch: (request) => world.fetch(new Request(request, { redirect: 'error' })),
    baseUrl: new URL(url).origin,
    key,
    now: world.now,
    patience: patienceOf(world, undefined),
  });
}

const patienceOf = ({ sleep }: World, rate: number | undefined): Patience => ({
  rate,
  nowMs: () => performance.now(),
  sleep: (ms) => sleep(ms),
  random: Math.random,
  deadline: (ms) => AbortSignal.timeout(ms),
});

function mustBeLoopback(url: string): void {
  const { protocol, hostname, username, password } = URL.canParse(url) ? new URL(url) : new URL('https://elsewhere');
  const isHere = hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
  if (protocol === 'http:' && isHere && username === '' && password === '') return;
  throw new ActionFailure('provider.url leads away from this machine, where no embedded account is served.');
}

const keyVariables = (account: string): readonly string[] => [
  `RINGOVER_API_KEY_${account.toUpperCase().replaceAll('-', '_')}`,
  'RINGOVER_API_KEY',
];

/** From the environment, or from a file that it names; undefined where there is none. */
export async function keyOf(account: string, { env, cwd }: Pick<World, 'env' | 'cwd'>): Promise<string | undefined> {
  for (const name of keyVariables(account)) {
    const file = env[`${name}_FILE`];
    const key = env[name]?.trim() || (file ? await readKey(resolve(cwd, file), `${name}_FILE`) : '');
    if (key === '') continue;
    if (!/^[!-~]+$/.test(key)) throw new ActionFailure(`The key in ${name} has characters that no key has.`);
    return key;
  }
  return undefined;
}

async function readKey(path: string, variable: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (cause) {
    throw new ActionFailure(`The file that ${variable} names cannot be read.`, { code: 8, cause });
  }
}

/** The ledger of an account: a branch of the repository when nothing else is said. Throws ActionFailure for a file that ends with the runner. */
export function openLedger({ env, now, sleep }: Pick<World, 'env' | 'now' | 'sleep'>) {
  const spec = env.RINGCTL_LEDGER || DEFAULT_LEDGER;
  if (spec.startsWith('file:') && env.RUNNER_ENVIRONMENT !== 'self-hosted')
    throw new ActionFailure(
      'A ledger in a file ends with this runner, and lock, journal and holds with it: nothing is applied.',
      {
        hint: `Leave RINGCTL_LEDGER out (${DEFAULT_LEDGER}), or name a database.`,
      },
    );
  return async (settings: Settings, dir: string): Promise<Ledger> => {
    const { openLedger: open } = await import('../ledger/open-ledger.js');
    return open(spec, { dir, account: settings.account, now, sleep });
  };
}

/** Who asks for the lock, as others will read it. */
const lockRequest = ({ sleep, host, pid }: World, { actor, runUrl }: Place): LockRequest => ({
  holder: { by: actor || 'github', host, pid, ...(runUrl !== undefined && { runUrl }) },
  sleep,
});

/** What everything that writes needs besides its own: a ledger, who holds its lock, and the clock. Nobody interrupts a job, and its log has no progress. */
export const locking = (world: World, place: Place) => ({
  openLedger: openLedger(world),
  ...lockRequest(world, place),
  clock: world.now,
  signal: new AbortController().signal,
  onStep: () => {},
});

/** What a ledger remembers, read and let go. */
export function rememberBy(open: ReturnType<typeof openLedger>): Remember {
  return async (settings, dir) => {
    const ledger = await open(settings, dir);
    return memoryOf(ledger).finally(ledger.close);
  };
}
