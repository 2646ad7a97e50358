import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SETTINGS_FILE } from '../config/account-files.js';
import { byText } from '../model/index.js';
import { type Directory, directoryAt, type Session } from './session.js';
import { ActionFailure } from './world.js';

/** No account stands deeper. */
const DEEPEST = 6;

/** The account directories of the repository: those that the workflow names, else wherever a ringctl.yaml stands. */
export async function directoriesOf(session: Pick<Session, 'inputs' | 'place'>): Promise<readonly Directory[]> {
  const named = session.inputs.directories;
  const names = named.length > 0 ? named : await found(session.place.workspace, '', 0);
  if (names.length === 0)
    throw new ActionFailure('There is no ringctl.yaml in the repository.', { hint: 'Name the account directories.' });
  const directories = names.map((name) => directoryAt(session, name));
  for (const { path } of directories) await mustBeNoLink(path);
  return directories;
}

/** What a change puts in the place of a directory must not lead to another one. One that is not there is told by its files. */
async function mustBeNoLink(path: string): Promise<void> {
  if ((await realpath(path).catch(() => path)) === path) return;
  throw new ActionFailure('An account directory is reached through a link, and links are not followed.', { code: 3 });
}

async function found(root: string, folder: string, depth: number): Promise<readonly string[]> {
  const own = await stat(join(root, folder, SETTINGS_FILE)).catch(() => undefined);
  if (own?.isFile()) return [folder];
  if (depth === DEEPEST) return [];
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const folders = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .map(({ name }) => name)
    .sort(byText);
  const lists: string[] = [];
  for (const name of folders) lists.push(...(await found(root, folder === '' ? name : `${folder}/${name}`, depth + 1)));
  return lists;
}
