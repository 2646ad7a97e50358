import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, realpathSync } from 'node:fs';

export type RegularFile =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | {
      readonly ok: false;
      readonly code: 'LINK_REFUSED' | 'NOT_A_FILE' | 'FILE_UNREADABLE' | 'FILE_TOO_LARGE';
      readonly why: string;
    };

/** Neither waits for the other end of a pipe nor follows a link that was put there in the meantime. Windows knows neither flag. */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * The bytes of a regular file that has the path it is said to have: what is opened is what was looked at. Each call waits for the file
 * system, since seven turns of the event loop for each of many small files cost several times what they do.
 */
export async function readRegularFile(
  path: string,
  options: { limit: number; beforeOpen?: ((path: string) => Promise<void>) | undefined },
): Promise<RegularFile> {
  let file: number | undefined;
  try {
    const seen = lstatSync(path);
    if (seen.isSymbolicLink()) return linked;
    if (!seen.isFile()) return { ok: false, code: 'NOT_A_FILE', why: 'is not a regular file' };
    if (options.beforeOpen) await options.beforeOpen(path);
    file = openSync(path, FLAGS);
    const opened = fstatSync(file);
    if (opened.ino !== seen.ino || opened.dev !== seen.dev || !opened.isFile()) return changed;
    if (realpathSync.native(path) !== path) return linked;
    if (opened.size > options.limit) return { ok: false, code: 'FILE_TOO_LARGE', why: 'is larger than 32 MiB' };
    const bytes = readFileSync(file);
    return bytes.length > options.limit ? changed : { ok: true, bytes };
  } catch (error) {
    const isLink = error instanceof Error && 'code' in error && error.code === 'ELOOP';
    return isLink ? linked : { ok: false, code: 'FILE_UNREADABLE', why: 'cannot be read' };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

const linked: RegularFile = {
  ok: false,
  code: 'LINK_REFUSED',
  why: 'is reached through a link, and links are not followed',
};
const changed: RegularFile = { ok: false, code: 'FILE_UNREADABLE', why: 'changed while it was opened' };
