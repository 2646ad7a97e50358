import type { Config } from '../config/read-config.js';
import { type AccountState, type Diagnostic, type Instant, instant, type Live, type Plan } from '../model/index.js';
import { assumedLive } from '../plan/offline.js';
import { readAccountFiles } from './account-files.js';
import { compile } from './compile.js';
import { dayOf, type OpenAccount } from './plan.js';
import { type Desk, deskOf } from './pull-desk.js';
import { statesOf } from './pull-states.js';

export interface ProfileRequest {
  readonly dir: string;
  readonly tool: Plan['tool'];
  readonly now: Date;
  /** Undefined: the files alone are asked. */
  readonly open: OpenAccount | undefined;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface NotStanding {
  readonly ok: false;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Standing {
  readonly ok: true;
  readonly config: Config;
  /** Where the files lead. */
  readonly state: AccountState;
  readonly live: Live | undefined;
  readonly desk: Desk;
  /** The account once these files are applied. */
  readonly stateOf: (config: Config) => AccountState;
}

/** What people have once the files are applied: of what the files do not say, what the account has, where it is asked. */
export async function standingOf(request: ProfileRequest): Promise<Standing | NotStanding> {
  const found = await readAccountFiles(request.dir);
  const files = await compile(found, { version: request.tool.version });
  if (!files.ok) return files;
  const config = files.value;
  const live = await liveFor(request, config);
  const at = dayOf({ at: undefined, now: request.now }, config.desired.settings.timeZone);
  const createdAt: Instant = instant(request.now);
  const stateOf = ({ desired }: Config) =>
    live ? statesOf(desired, live, at).after : assumedLive(desired, { at, readAt: createdAt }).state;
  return { ok: true, config, state: stateOf(config), live, desk: deskOf(found), stateOf };
}

async function liveFor({ open, dir, onProgress }: ProfileRequest, { desired }: Config): Promise<Live | undefined> {
  if (!open) return undefined;
  const { account, close } = await open(desired.settings, dir);
  try {
    return await account.read(onProgress);
  } finally {
    close();
  }
}
