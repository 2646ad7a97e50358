import { execFile } from 'node:child_process';
import { LedgerUnavailable } from './errors.js';

export interface GitOptions {
  /** Any directory of the repository. */
  readonly dir: string;
  /** How errors name the ledger. */
  readonly place: string;
}

export interface GitCall {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs git and answers what it printed, or its exit code when it was not 0. Throws LedgerUnavailable when git cannot be run or does not end. */
export type Git = (args: readonly string[], call?: GitCall) => Promise<Buffer | number>;

const MAX_BYTES = 1024 * 1024 * 1024;
const LONGEST_MS = 120_000;

/** Variables by which a hook or an alias of git tells its children which repository they are in: here, the directory tells. */
const ELSEWHERE = [
  ...['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_OBJECT_DIRECTORY', 'GIT_ALTERNATE_OBJECT_DIRECTORIES'],
  ...['GIT_NAMESPACE', 'GIT_COMMON_DIR', 'GIT_PREFIX', 'GIT_GRAFT_FILE', 'GIT_SHALLOW_FILE', 'GIT_QUARANTINE_PATH'],
  ...['GIT_REPLACE_REF_BASE', 'GIT_NO_REPLACE_OBJECTS', 'GIT_IMPLICIT_WORK_TREE', 'GIT_INTERNAL_SUPER_PREFIX'],
];

/** Hooks and housekeeping of the repository are not for the ledger; replaced objects would not be what was written. */
const SETTINGS = [
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'gc.auto=0',
  '-c',
  'maintenance.auto=false',
  '-c',
  'safe.bareRepository=explicit',
  '--no-replace-objects',
];

export function gitIn({ dir, place }: GitOptions): Git {
  return (args, { input = '', env = {} } = {}) =>
    new Promise((resolve, reject) => {
      const options = {
        cwd: dir,
        env: environment(env),
        encoding: 'buffer' as const,
        maxBuffer: MAX_BYTES,
        timeout: LONGEST_MS,
      };
      const child = execFile('git', [...SETTINGS, ...args], options, (error, stdout) => {
        if (!error) resolve(stdout);
        else if (typeof error.code === 'number' && !error.killed) resolve(error.code);
        else reject(new LedgerUnavailable(place, String(error.code ?? error.signal), { cause: error }));
      });
      // A git that ends at once closes its input early; its exit code says why.
      child.stdin?.on('error', () => {});
      child.stdin?.end(input);
    });
}

function environment(more: Readonly<Record<string, string>>): Readonly<Record<string, string | undefined>> {
  const inherited = Object.entries(process.env).filter(([name]) => !ELSEWHERE.includes(name));
  return { ...Object.fromEntries(inherited), GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C', ...more };
}
