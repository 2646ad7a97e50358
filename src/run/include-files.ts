import { lstat } from 'node:fs/promises';
import { dirname, join, posix, relative, sep } from 'node:path';

/** What an account directory may include: regular files of the same repository, outside the directory itself. */
export interface IncludeBounds {
  readonly directory: string;
  readonly repository: string;
}

export type FoundInclude =
  | { readonly ok: true; readonly full: string }
  | {
      readonly ok: false;
      readonly code: 'INCLUDE_PATH' | 'INCLUDE_NOT_FOUND' | 'LINK_REFUSED' | 'NOT_A_FILE';
      readonly message: string;
      readonly hint?: string;
    };

/** The repository is the nearest folder above with a `.git`; without one it is the directory, which then includes nothing. */
export async function includeBounds(directory: string): Promise<IncludeBounds> {
  let folder = directory;
  for (;;) {
    const git = await lstat(join(folder, '.git')).catch(() => undefined);
    if (git) return { directory, repository: folder };
    const above = dirname(folder);
    if (above === folder) return { directory, repository: directory };
    folder = above;
  }
}

export async function findInclude(bounds: IncludeBounds, path: string): Promise<FoundInclude> {
  const fault = pathFault(path);
  if (fault)
    return {
      ok: false,
      code: 'INCLUDE_PATH',
      message: `${JSON.stringify(path)} ${fault}.`,
      hint: 'Write a path such as ../shared/templates.yaml.',
    };
  const full = join(bounds.directory, ...path.split('/'));
  if (!isBelow(bounds.repository, full)) {
    const hint = 'Only files of the same repository, the nearest folder above with .git, can be included.';
    return { ok: false, code: 'INCLUDE_PATH', message: `${path} lies outside the repository.`, hint };
  }
  if (isBelow(bounds.directory, full)) {
    const message = `${path} lies inside the account directory and is read anyway.`;
    return { ok: false, code: 'INCLUDE_PATH', message, hint: 'Delete this line.' };
  }
  return checkSteps(bounds.repository, full, path);
}

/** Only one spelling for each path, and no way around the checks: no backslash, no drive, no `a/../b`. */
function pathFault(path: string): string | undefined {
  if (posix.isAbsolute(path) || /^[A-Za-z]:/.test(path)) return 'is an absolute path';
  if (path.includes('\\')) return 'has a backslash; folders are divided by /';
  if (!path.startsWith('../')) return 'does not begin with ../, and files inside the account directory are read anyway';
  if (posix.normalize(path) !== path || path.split('/').includes('.')) return 'takes a detour';
  const steps = path.split('/').filter((step) => step !== '..');
  if (steps.some((step) => step.startsWith('.'))) return 'goes through a name that begins with a dot';
  return /\.ya?ml$/.test(path) ? undefined : 'does not end in .yaml or .yml';
}

const isBelow = (folder: string, path: string): boolean =>
  path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);

/** Every folder on the way from the repository, and the file itself. */
async function checkSteps(repository: string, full: string, path: string): Promise<FoundInclude> {
  let reached = repository;
  const steps = relative(repository, full).split(sep);
  for (const [index, step] of steps.entries()) {
    reached = join(reached, step);
    const found = await lstat(reached).catch(() => undefined);
    const isLast = index === steps.length - 1;
    if (!found)
      return { ok: false, code: 'INCLUDE_NOT_FOUND', message: `There is no file ${path}.`, hint: 'Correct the path.' };
    if (found.isSymbolicLink() || (isLast && found.nlink > 1 && found.isFile())) {
      return {
        ok: false,
        code: 'LINK_REFUSED',
        message: `${path} is reached through a link, and links are not followed.`,
      };
    }
    if (isLast ? !found.isFile() : !found.isDirectory()) {
      return { ok: false, code: 'NOT_A_FILE', message: `${path} is not a regular file.` };
    }
  }
  return { ok: true, full };
}
