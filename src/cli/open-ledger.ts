import { existsSync } from 'node:fs';
import type { Ledger } from '../ledger/index.js';
import type { Settings } from '../model/index.js';
import type { LockRequest } from '../run/locked.js';
import { LEDGER_VARIABLE } from './environment.js';
import type { Invocation } from './invocation.js';
import { forgetMark, marking, mustNotBeGone } from './ledger-mark.js';
import { prepareStore } from './open-account.js';

/** The ledger of an account, made where there never was one. */
export function openLedger(invocation: Pick<Invocation, 'io' | 'secrets'>) {
  return async (settings: Settings, dir: string): Promise<Ledger> => {
    const { io } = invocation;
    const { spec, parsed } = await specOf(invocation, dir);
    if (parsed.kind === 'file') {
      await mustNotBeGone(dir, parsed.path);
      await prepareStore(parsed.path, dir);
    }
    const { openLedger: open } = await import('../ledger/open-ledger.js');
    const ledger = await open(spec, { dir, account: settings.account, now: io.now, sleep: io.sleep });
    return parsed.kind === 'file' ? marking(ledger, { dir, path: parsed.path }) : ledger;
  };
}

/** Where the ledger is a file that nobody has written yet, there is nothing to remember. */
export function openLedgerIfAny(invocation: Pick<Invocation, 'io' | 'secrets'>) {
  const open = openLedger(invocation);
  return async (settings: Settings, dir: string): Promise<Ledger | undefined> => {
    const { parsed } = await specOf(invocation, dir);
    if (parsed.kind !== 'file' || existsSync(parsed.path)) return open(settings, dir);
    await mustNotBeGone(dir, parsed.path);
    return undefined;
  };
}

/** Forgets that there was a ledger where there is none any more. Answers whether there was one. */
export async function renewLedger(invocation: Pick<Invocation, 'io' | 'secrets'>, dir: string): Promise<boolean> {
  const { parsed } = await specOf(invocation, dir);
  return parsed.kind === 'file' && !existsSync(parsed.path) && (await forgetMark(dir, parsed.path));
}

async function specOf({ io, secrets }: Pick<Invocation, 'io' | 'secrets'>, dir: string) {
  const { DEFAULT_LEDGER, parseLedgerSpec } = await import('../ledger/spec.js');
  const spec = io.env[LEDGER_VARIABLE] || DEFAULT_LEDGER;
  const parsed = parseLedgerSpec(spec, dir);
  if (parsed.kind === 'postgres') secrets.add(decodeURIComponent(new URL(parsed.url).password));
  return { spec, parsed };
}

/** Who asks for the lock, as others will read it. */
export function lockRequest({ io }: Pick<Invocation, 'io'>): LockRequest {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run, GITHUB_ACTOR: actor } = io.env;
  const runUrl = server && repository && run ? `${server}/${repository}/actions/runs/${run}` : undefined;
  const holder = { by: actor || io.user, host: io.host, pid: io.pid, ...(runUrl !== undefined && { runUrl }) };
  return { holder, sleep: io.sleep };
}
