import { constants } from 'node:fs';
import { type FileHandle, lstat, open, realpath } from 'node:fs/promises';

export type RegularFile =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | {
      readonly ok: false;
      readonly code: 'LINK_REFUSED' | 'NOT_A_FILE' | 'FILE_UNREADABLE' | 'FILE_TOO_LARGE';
      readonly why: string;
    };

/** Neither waits for the other end of a pipe nor follows a link that was put there in the meantime. Windows knows neither flag. */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** The bytes of a regular file that has the path it is said to have: what is opened is what was looked at. */
export async function readRegularFile(
  path: string,
  options: { limit: number; beforeOpen?: ((path: string) => Promise<void>) | undefined },
): Promise<RegularFile> {
  let handle: FileHandle | undefined;
  try {
    const seen = await lstat(path);
    if (seen.isSymbolicLink()) return linked;
    if (!seen.isFile()) return { ok: false, code: 'NOT_A_FILE', why: 'is not a regular file' };
    await options.beforeOpen?.(path);
    handle = await open(path, FLAGS);
    const opened = await handle.stat();
    if (opened.ino !== seen.ino || opened.dev !== seen.dev || !opened.isFile()) return changed;
    if ((await realpath(path)) !== path) return linked;
    if (opened.size > options.limit) return { ok: false, code: 'FILE_TOO_LARGE', why: 'is larger than 32 MiB' };
    const bytes = await handle.readFile();
    return bytes.length > options.limit ? changed : { ok: true, bytes };
  } catch (error) {
    const isLink = error instanceof Error && 'code' in error && error.code === 'ELOOP';
    return isLink ? linked : { ok: false, code: 'FILE_UNREADABLE', why: 'cannot be read' };
  } finally {
    await handle?.close();
  }
}

const linked: RegularFile = {
  ok: false,
  code: 'LINK_REFUSED',
  why: 'is reached through a link, and links are not followed',
};
const changed: RegularFile = { ok: false, code: 'FILE_UNREADABLE', why: 'changed while it was opened' };
