import { execFile } from 'node:child_process';
import { posix } from 'node:path';
import { type AccountFile, type AccountFiles, LABELS_FILE } from '../config/account-files.js';
import { includesOf } from '../config/read-config.js';

/** The revision does not exist, the directory is in no repository, or there is no git. Exit code 1. */
export class BaseUnreadable extends Error {
  override readonly name = 'BaseUnreadable';
}

/** A folder of a change that looks like a repository is none: its settings could name programs to run. */
const SETTINGS = ['-c', 'safe.bareRepository=explicit'];

const MAX_BYTES = 256 * 1024 * 1024;

/** The YAML files of `dir` as a git revision has them. Only blobs are read: nothing is checked out and no filter runs. */
export async function readAccountFilesAt(dir: string, revision: string): Promise<AccountFiles> {
  const commit = (
    await git(
      dir,
      ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`],
      `"${revision}" is not a revision of this repository.`,
    )
  )
    .toString()
    .trim();
  const prefix = (await git(dir, ['rev-parse', '--show-prefix'], 'The directory is in no git repository.'))
    .toString()
    .replace(/\n$/, '');
  const listing = (
    await git(dir, ['ls-tree', '-r', '-z', '--full-tree', commit], 'The revision could not be listed.')
  ).toString();
  const blobs = new Map(listing.split('\0').flatMap(blobOf));
  const own = [...blobs.keys()].filter((path) => path.startsWith(prefix) && isAccountFile(path.slice(prefix.length)));
  const config = own.find((path) => path === `${prefix}ringctl.yaml`);
  const files = await readBlobs(
    dir,
    own.map((path) => ({ path: path.slice(prefix.length), blob: blobs.get(path) ?? '' })),
  );
  const ringctlYaml = files.find((file) => file.path === 'ringctl.yaml');
  const includes = config !== undefined && ringctlYaml ? includesOf(ringctlYaml) : [];
  const included = includes.flatMap((path) => {
    const blob = blobs.get(posix.normalize(posix.join(prefix, path)));
    return blob === undefined ? [] : [{ path, blob }];
  });
  return { files: [...files, ...(await readBlobs(dir, included))], diagnostics: [] };
}

export interface Repository {
  /** Its top directory. */
  readonly top: string;
  /** From there to the directory, with slashes; empty at the top. */
  readonly prefix: string;
  /** Where its remote `origin` leads; undefined without one. */
  readonly origin: string | undefined;
}

/** The repository that a directory is in. Throws BaseUnreadable where it is in none. */
export async function repositoryOf(dir: string): Promise<Repository> {
  const ask = async (...args: string[]) =>
    (await git(dir, args, 'The directory is in no git repository.')).toString().replace(/\r?\n$/, '');
  const top = await ask('rev-parse', '--show-toplevel');
  const prefix = (await ask('rev-parse', '--show-prefix')).replace(/\/$/, '');
  const origin = await ask('config', '--get', 'remote.origin.url').catch((error: unknown) => {
    if (error instanceof BaseUnreadable) return undefined;
    throw error;
  });
  return { top, prefix, origin };
}

/** `100644 blob <id>\t<path>`; links (120000) and submodules are left out. */
function blobOf(line: string): [string, string][] {
  const match = /^100(?:644|755) blob ([0-9a-f]+)\t(.+)$/s.exec(line);
  return match?.[1] !== undefined && match[2] !== undefined ? [[match[2], match[1]]] : [];
}

const isAccountFile = (path: string): boolean =>
  /\.ya?ml$/.test(path) && path !== LABELS_FILE && path.split('/').every((part) => !part.startsWith('.'));

async function readBlobs(
  dir: string,
  files: readonly { readonly path: string; readonly blob: string }[],
): Promise<AccountFile[]> {
  if (files.length === 0) return [];
  const out = await git(
    dir,
    ['cat-file', '--batch'],
    'The files of the revision could not be read.',
    `${files.map((file) => file.blob).join('\n')}\n`,
  );
  let offset = 0;
  return files.map(({ path }) => {
    const lineEnd = out.indexOf(10, offset);
    const size = Number(out.subarray(offset, lineEnd).toString().split(' ')[2]);
    const bytes = out.subarray(lineEnd + 1, lineEnd + 1 + size);
    offset = lineEnd + 1 + size + 1;
    return { path, bytes };
  });
}

function git(dir: string, args: readonly string[], failure: string, input?: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { cwd: dir, encoding: 'buffer' as const, maxBuffer: MAX_BYTES };
    const child = execFile('git', [...SETTINGS, ...args], options, (error, stdout) => {
      if (error)
        reject(
          new BaseUnreadable(error.code === 'ENOENT' ? 'git is not installed, and --base needs it.' : failure, {
            cause: error,
          }),
        );
      else resolve(stdout);
    });
    // A git that ends at once closes its input early; its exit code says why.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input ?? '');
  });
}
