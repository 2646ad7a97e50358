import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Patience } from '../account/paced-fetch.js';
import { AccountUnreadable } from '../account/ports.js';
import type { RingoverAccount } from '../account/ringover/index.js';
import type { Settings } from '../model/index.js';
import type { OpenAccount } from '../run/plan.js';
import { Failure } from './failure.js';
import type { Invocation } from './invocation.js';
import { accountKey } from './key-of.js';

/** Behind the settings stands the embedded account, in this process or served on this machine, or the real service. */
export function openAccount(invocation: Pick<Invocation, 'io' | 'secrets'>): OpenAccount {
  return async (settings, dir) => {
    const { provider } = settings;
    if (provider.kind === 'ringover')
      return { account: await openRingover(settings.account, provider, invocation), close: () => {} };
    return provider.url === undefined
      ? inProcess(settings, dir, invocation)
      : served(settings, provider.url, invocation);
  };
}

export const DEFAULT_STORE = '.ringctl/sandbox.db';

export function storeOf({ provider }: Pick<Settings, 'provider'>, dir: string): string {
  return resolve(dir, (provider.kind === 'sandbox' ? provider.store : undefined) ?? DEFAULT_STORE);
}

async function inProcess(settings: Settings, dir: string, { io }: Pick<Invocation, 'io'>): ReturnType<OpenAccount> {
  const { openSandbox, SandboxMissing, SandboxUnusable } = await import('../sandbox/index.js');
  const { sandboxAccount } = await import('../account/sandbox/index.js');
  const as = settings.provider.kind === 'sandbox' ? settings.provider.as : undefined;
  const sandbox = await openSandbox(storeOf(settings, dir), { clock: io.now }).catch((cause: unknown) => {
    const hint = 'Fill it with: ringctl sandbox seed.';
    if (cause instanceof SandboxMissing)
      throw new AccountUnreadable('The embedded account does not exist yet.', { hint }, { cause });
    if (cause instanceof SandboxUnusable) throw new AccountUnreadable(cause.message, { hint }, { cause });
    throw cause;
  });
  try {
    const key = keyFor(sandbox.keyFor, as);
    const account = sandboxAccount({ fetch: sandbox.fetch, baseUrl: 'http://embedded.account', key, now: io.now });
    return { account, close: sandbox.close };
  } catch (error) {
    sandbox.close();
    throw error;
  }
}

function keyFor(find: (email?: string) => string, as: string | undefined): string {
  try {
    return find(as);
  } catch (cause) {
    throw new AccountUnreadable(
      `The embedded account has nobody active called "${as ?? ''}" to act as.`,
      { hint: 'Correct provider.as in ringctl.yaml.' },
      { cause },
    );
  }
}

async function served(
  settings: Settings,
  url: string,
  invocation: Pick<Invocation, 'io' | 'secrets'>,
): ReturnType<OpenAccount> {
  const { sandboxAccount } = await import('../account/sandbox/index.js');
  mustBeLoopback(url);
  const key = await accountKey(settings.account, invocation);
  const account = sandboxAccount({
    fetch: (request) => fetch(request, { redirect: 'error' }),
    baseUrl: new URL(url).origin,
    key,
    now: invocation.io.now,
    // Nobody says how many requests a served account takes.
    patience: patienceOf(invocation.io, undefined),
  });
  return { account, close: () => {} };
}

type RingoverProvider = Extract<Settings['provider'], { readonly kind: 'ringover' }>;

/**
 * The service at the host of the key's region, or an embedded account on this machine that takes its place. Nothing is sent yet. Throws Failure
 * without a key, and where the key would be sent to another address or to whoever pretends to be the service.
 */
export async function openRingover(
  account: string,
  { team, as, verified, assignMethod, region, url }: RingoverProvider,
  invocation: Pick<Invocation, 'io' | 'secrets'>,
): Promise<RingoverAccount> {
  const { REQUESTS_PER_SECOND, regionOf, ringoverAccount } = await import('../account/ringover/index.js');
  if (url !== undefined) mustBeLoopback(url);
  else mustCheckCertificates(invocation.io.env);
  const key = await accountKey(account, invocation);
  if (region !== undefined && region !== regionOf(key)) throw wrongRegion(region);
  return ringoverAccount({
    fetch: (request) => fetch(request, { redirect: 'error' }),
    baseUrl: url === undefined ? undefined : `${new URL(url).origin}/v2`,
    key,
    team,
    as,
    verified,
    assignMethod,
    now: invocation.io.now,
    patience: patienceOf(invocation.io, REQUESTS_PER_SECOND),
  });
}

function mustBeLoopback(url: string): void {
  if (isLoopback(url)) return;
  throw new Failure('provider.url leads away from this machine, where the embedded account is not served.', {
    hint: 'Use an address such as http://127.0.0.1:8080.',
  });
}

function mustCheckCertificates(env: Invocation['io']['env']): void {
  if (env.NODE_TLS_REJECT_UNAUTHORIZED !== '0') return;
  throw new Failure('NODE_TLS_REJECT_UNAUTHORIZED is 0: the key would be sent to whoever answers.', {
    hint: 'Take it out of the environment.',
  });
}

const wrongRegion = (region: 'eu' | 'us'): AccountUnreadable =>
  new AccountUnreadable(`The key is not of the region ${region}, which provider.region in ringctl.yaml states.`, {
    hint: 'Keys that start with US_ are of the United States, all others of Europe.',
  });

const patienceOf = ({ sleep }: Invocation['io'], rate: number | undefined): Patience => ({
  rate,
  nowMs: () => performance.now(),
  sleep: (ms) => sleep(ms),
  random: Math.random,
  deadline: (ms) => AbortSignal.timeout(ms),
});

export function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username, password } = new URL(url);
  const isHere = hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
  return protocol === 'http:' && isHere && username === '' && password === '';
}

/** The folder of ringctl's own files, which git is told to leave out. */
export async function prepareStore(path: string, dir: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const own = join(dir, '.ringctl');
  if (dirname(path) !== own) return;
  await writeFile(join(own, '.gitignore'), '*\n', { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}
