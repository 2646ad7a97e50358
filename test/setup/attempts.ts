// What the network guard refused while one file of tests ran, in this process and in those it started.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Gives this process a log of its own, so that files of tests that run at the same time do not see each other's attempts. */
export function openLog(): void {
  const folder = process.env.NETWORK_GUARD_FOLDER;
  if (folder === undefined)
    throw new Error('No log for the network guard: run vitest with --config=test/vitest.config.ts.');
  process.env.NETWORK_GUARD_LOG = join(folder, `${process.pid}.log`);
}

/** Oldest first: `connect 192.0.2.1`. */
export function readAttempts(): readonly string[] {
  const log = logFile();
  return existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter(Boolean) : [];
}

/** For the tests of the guard itself, which reach out on purpose: answers the attempts and forgets them. */
export function takeAttempts(): readonly string[] {
  const attempts = readAttempts();
  writeFileSync(logFile(), '');
  return attempts;
}

function logFile(): string {
  return process.env.NETWORK_GUARD_LOG ?? '';
}
