import type { AccountFiles } from '../config/account-files.js';
import { isIncluded } from '../config/include.js';
import { type Edit, editYaml } from '../edit/index.js';
import { type Diagnostic, isError } from '../model/index.js';
import { type Compiled, compile } from './compile.js';
import { type EditedFile, type NotEdited, textOf } from './write-changes.js';

export { type EditedFile, writeEdited } from './write-changes.js';

/** Edits by file, in the order in which they are made. A file that is not there yet is begun. */
export type Edits = ReadonlyMap<string, readonly Edit[]>;

export type Edited = { readonly ok: true; readonly files: readonly EditedFile[] } | NotEdited;

/** The files after their edits, those that stay the same left out. Nothing is written. */
export function editFiles({ files }: Pick<AccountFiles, 'files'>, edits: Edits): Edited {
  const edited: EditedFile[] = [];
  for (const [path, wanted] of edits) {
    const before = textOf(files.find((file) => file.path === path));
    if (isIncluded(path)) return { ok: false, file: path, why: 'It is outside the account directory and shared' };
    const result = editYaml(before ?? '', wanted);
    if (!result.ok) return { ok: false, file: path, why: `${result.path.join(' / ')}: ${result.why}` };
    if (result.text !== before) edited.push({ path, before, after: result.text });
  }
  return { ok: true, files: edited };
}

/** The account with some of its files edited. */
export function withEdited(files: AccountFiles, edited: readonly EditedFile[]): AccountFiles {
  const paths = new Set(edited.map(({ path }) => path));
  const fresh = edited.map(({ path, after }) => ({ path, bytes: new TextEncoder().encode(after) }));
  const all = [...files.files.filter(({ path }) => !paths.has(path)), ...fresh];
  return { ...files, files: all.sort((before, after) => (before.path < after.path ? -1 : 1)) };
}

export type Checking =
  | { readonly ok: true; readonly compiled: Compiled }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Whether the edited files are right, or at least no worse than they were. */
export async function checkEdited(given: {
  files: AccountFiles;
  edited: readonly EditedFile[];
  version: string;
}): Promise<Checking> {
  const after = await compile(withEdited(given.files, given.edited), { version: given.version });
  return after.ok ? { ok: true, compiled: after } : { ok: false, diagnostics: after.diagnostics.filter(isError) };
}
