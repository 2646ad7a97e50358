import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { count, inert, listed } from '../../render/index.js';
import { settingsAlone } from '../../run/settings-alone.js';
import {
  resetSandbox,
  SandboxMissing,
  SandboxUnusable,
  SEED_NAMES,
  type SeedName,
  type SeedSummary,
  seedSandbox,
} from '../../sandbox/index.js';
import { type Directory, directoryOf } from '../directories.js';
import { Failure } from '../failure.js';
import { type ExitCode, type Invocation, isQuiet, print } from '../invocation.js';
import { DEFAULT_STORE, prepareStore, storeOf } from '../open-account.js';
import { invalidSection } from './validate.js';

export async function seed(invocation: Invocation): Promise<ExitCode> {
  const directory = directoryOf(invocation, invocation.args[0] ?? '.');
  const store = await storePath(invocation, directory);
  if (store === undefined) return 3;
  await prepareStore(store, directory.path);
  const from = invocation.flags.text('from');
  if (from !== undefined) return restore(invocation, store, resolve(invocation.base, from));
  const summary = await embedded(() => seedSandbox(store, seedName(invocation.flags.text('seed'))));
  if (!isQuiet(invocation)) print(invocation, `Filled the embedded account: ${contents(summary)}.\n`);
  return 0;
}

async function restore(invocation: Invocation, store: string, snapshot: string): Promise<ExitCode> {
  if (invocation.flags.has('seed'))
    throw new Failure('--seed and --from each fill the whole account.', { hint: 'Leave one of them out.' });
  const { restoreSandbox } = await import('../../sandbox/snapshot.js');
  await embedded(() => restoreSandbox(store, snapshot), {
    message: 'There is no snapshot of this name.',
    hint: 'ringctl sandbox snapshot --out FILE writes one.',
  });
  if (!isQuiet(invocation)) print(invocation, 'Put the account of the snapshot in the place of the embedded one.\n');
  return 0;
}

export async function snapshot(invocation: Invocation): Promise<ExitCode> {
  const directory = directoryOf(invocation, invocation.args[0] ?? '.');
  const store = await storePath(invocation, directory);
  if (store === undefined) return 3;
  const out = invocation.flags.text('out') ?? 'account.snapshot';
  const { snapshotSandbox } = await import('../../sandbox/snapshot.js');
  await embedded(() => snapshotSandbox(store, resolve(invocation.base, out)));
  if (!isQuiet(invocation))
    print(
      invocation,
      `Wrote the whole account, without its API keys, to ${inert(out)}.\nElsewhere: ringctl sandbox seed --from ${inert(out)}\n`,
    );
  return 0;
}

export async function reset(invocation: Invocation): Promise<ExitCode> {
  const directory = directoryOf(invocation, invocation.args[0] ?? '.');
  const store = await storePath(invocation, directory);
  if (store === undefined) return 3;
  await embedded(() => resetSandbox(store));
  if (!isQuiet(invocation)) print(invocation, 'Put the embedded account back to how it was filled.\n');
  return 0;
}

/** A directory without files yet can be given an account; ringctl.yaml that is wrong is told first, since it may name another store. */
export async function storePath(invocation: Invocation, directory: Directory): Promise<string | undefined> {
  if (!existsSync(join(directory.path, 'ringctl.yaml'))) return join(directory.path, DEFAULT_STORE);
  const checked = await settingsAlone(directory.path);
  if (!checked.ok) {
    await invalidSection(invocation, directory, checked.diagnostics);
    return undefined;
  }
  const settings = checked.value;
  if (settings.provider.kind !== 'sandbox' || settings.provider.url !== undefined) {
    throw new Failure('The provider in ringctl.yaml is not an embedded account on this machine.', {
      hint: 'provider: { kind: sandbox } makes it one.',
    });
  }
  return storeOf(settings, directory.path);
}

/** What may be wrong with the file of an embedded account, told with what to do. */
export async function embedded<T>(
  work: () => Promise<T>,
  missing = { message: 'The embedded account does not exist yet.', hint: 'Fill it with: ringctl sandbox seed.' },
): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof SandboxMissing) throw new Failure(missing.message, { code: 8, hint: missing.hint, cause });
    if (cause instanceof SandboxUnusable)
      throw new Failure(cause.message, {
        code: 8,
        hint: 'Move the file away, and fill a new one with: ringctl sandbox seed.',
        cause,
      });
    if (cause instanceof Error && 'code' in cause && cause.code === 'SQLITE_BUSY')
      throw new Failure('Another program is writing the embedded account.', {
        code: 8,
        hint: 'Try again when it is done.',
        cause,
      });
    throw cause;
  }
}

function contents({ users, archived, profiles, groups, numbers, freeNumbers, ivrs }: SeedSummary): string {
  const people = `${count(users, 'person', 'people')}${archived === 0 ? '' : ` and ${archived} who are archived`}`;
  return listed([
    people,
    count(profiles, 'profile'),
    count(groups, 'group'),
    `${count(numbers, 'number')}, ${freeNumbers} of them free`,
    count(ivrs, 'IVR'),
  ]);
}

export const seedName = (text: string | undefined): SeedName => SEED_NAMES.find((name) => name === text) ?? 'acme';
