import { statSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import type { CompiledCache } from '../run/compiled-cache.js';
import { type Invocation, TOOL } from './invocation.js';
import type { Io } from './io.js';

/** None where the user has no place for such things. */
export function compiledCache({ io }: Invocation): CompiledCache | undefined {
  const directory = cacheDirectory(io.env, process.platform);
  const build = directory === undefined ? undefined : buildOf(process.argv[1]);
  return directory === undefined || build === undefined
    ? undefined
    : { directory, version: `${TOOL.version} ${build}` };
}

/** Where the system keeps what can be made again, of this user. A relative path is not followed: it would lead somewhere else each time. */
export function cacheDirectory(env: Io['env'], platform: NodeJS.Platform): string | undefined {
  const { join, isAbsolute } = platform === 'win32' ? win32 : posix;
  const under = (name: string, ...folders: readonly string[]): string | undefined => {
    const base = env[name];
    return base !== undefined && isAbsolute(base) ? join(base, ...folders, 'ringctl') : undefined;
  };
  if (platform === 'win32') return under('LOCALAPPDATA');
  if (platform === 'darwin') return under('HOME', 'Library', 'Caches');
  return under('XDG_CACHE_HOME') ?? under('HOME', '.cache');
}

/** Tells apart two programs that call themselves the same version, as while ringctl is being worked on. */
function buildOf(program: string | undefined): string | undefined {
  try {
    const { size, mtimeMs } = statSync(program ?? '');
    return `${size} ${mtimeMs}`;
  } catch {
    return undefined;
  }
}
