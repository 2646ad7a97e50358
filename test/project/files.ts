// Where the project is, and which files belong to it: paths with `/`, relative to the root.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Source = { readonly path: string; readonly text: string };

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What git does not keep either (.gitignore), and git's own folder. */
const ignored = /^(\.git|node_modules|dist|coverage|\.ringctl)$|\.(tgz|actual)$/;

/** Every file that belongs to the project, under `folder`; none when the folder is not there. */
export function projectFiles(folder = ''): readonly string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = posix.join(folder, name);
    if (ignored.test(name)) return [];
    return statSync(join(root, path)).isDirectory() ? projectFiles(path) : [path];
  });
}

export function readSources(folder: string, ending: RegExp): readonly Source[] {
  return projectFiles(folder)
    .filter((path) => ending.test(path) && !path.endsWith('.d.ts'))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}
