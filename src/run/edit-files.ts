import { randomUUID } from 'node:crypto';
import { type FileHandle, lstat, mkdir, open, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type AccountFile, type AccountFiles, MAX_FILE_BYTES } from '../config/account-files.js';
import { isIncluded } from '../config/include.js';
import { type Edit, editYaml } from '../edit/index.js';
import { type Diagnostic, isError } from '../model/index.js';
import { type Compiled, compile } from './compile.js';
import { readRegularFile } from './regular-file.js';

/** Edits by file, in the order in which they are made. A file that is not there yet is begun. */
export type Edits = ReadonlyMap<string, readonly Edit[]>;

export interface EditedFile {
  readonly path: string;
  /** Undefined where the file is new. */
  readonly before: string | undefined;
  readonly after: string;
}

/** Why a file was not edited or not written, in a sentence without its end; nothing was written. */
export interface NotEdited {
  readonly ok: false;
  readonly file: string;
  readonly why: string;
}

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

/** With its byte order mark, which stays. */
export const textOf = (file: AccountFile | undefined): string | undefined =>
  file && new TextDecoder('utf-8', { ignoreBOM: true }).decode(file.bytes);

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

export interface WriteHooks {
  /** Called before each file takes its name; what it throws is as a disk that is full. */
  readonly beforeRename?: (path: string) => Promise<void>;
}

/**
 * Writes all files or none: each is written beside its place and takes its name only when all are there. Refuses what is no regular file
 * of the directory, and what somebody else changed since it was read. A file keeps its permissions.
 */
export async function writeEdited(
  dir: string,
  files: readonly EditedFile[],
  hooks: WriteHooks = {},
): Promise<{ readonly ok: true } | NotEdited> {
  const root = await realpath(dir);
  const drafts: Draft[] = [];
  try {
    for (const file of files) {
      const draft = await draftOf(root, file);
      if ('why' in draft) return draft;
      drafts.push(draft);
    }
    return await takeNames(drafts, hooks);
  } finally {
    for (const { temporary } of drafts) await rm(temporary, { force: true });
  }
}

interface Draft {
  readonly file: EditedFile;
  readonly full: string;
  readonly temporary: string;
  readonly mode: number;
}

async function draftOf(root: string, file: EditedFile): Promise<Draft | NotEdited> {
  const refuse = (why: string): NotEdited => ({ ok: false, file: file.path, why });
  const full = join(root, file.path);
  const steps = file.path.split('/');
  if (steps.some((step) => step === '' || step.startsWith('.')))
    return refuse('It is not a path of files that are read');
  if (file.before === undefined) await mkdir(dirname(full), { recursive: true });
  if (join(await realpath(dirname(full)), basename(full)) !== full) return refuse('A link stands on the way to it');
  const found = await lstat(full).catch(() => undefined);
  if (file.before === undefined ? found !== undefined : !found?.isFile()) return refuse('It is not as it was read');
  if ((await contentOf(full)) !== file.before) return refuse(CHANGED);
  const mode = (found?.mode ?? FRESH_MODE) & PERMISSIONS;
  const temporary = join(dirname(full), `.${basename(full)}.${randomUUID()}.tmp`);
  await writeWhole(temporary, { text: file.after, mode });
  return { file, full, temporary, mode };
}

const CHANGED = 'It was changed after it was read';
const FRESH_MODE = 0o644;
const PERMISSIONS = 0o777;

async function contentOf(full: string): Promise<string | undefined> {
  const read = await readRegularFile(full, { limit: MAX_FILE_BYTES });
  return read.ok ? textOf({ path: full, bytes: read.bytes }) : undefined;
}

async function writeWhole(path: string, { text, mode }: { text: string; mode: number }): Promise<void> {
  const handle: FileHandle = await open(path, 'wx', mode);
  try {
    await handle.writeFile(text);
    await handle.chmod(mode);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** What has its name already gets its former content back when a later one fails, or when somebody else writes at the same time. */
async function takeNames(
  drafts: readonly Draft[],
  { beforeRename }: WriteHooks,
): Promise<{ readonly ok: true } | NotEdited> {
  const done: Draft[] = [];
  try {
    for (const draft of drafts) {
      const { file, full, temporary } = draft;
      await beforeRename?.(file.path);
      if ((await contentOf(full)) !== file.before) {
        for (const one of done) await takeBack(one);
        return { ok: false, file: file.path, why: CHANGED };
      }
      await rename(temporary, full);
      done.push(draft);
    }
    return { ok: true };
  } catch (error) {
    for (const draft of done) await takeBack(draft);
    throw error;
  }
}

/** What somebody else has written since stays. */
async function takeBack({ file, full, temporary, mode }: Draft): Promise<void> {
  if ((await contentOf(full)) !== file.after) return;
  if (file.before === undefined) return rm(full, { force: true });
  await writeWhole(temporary, { text: file.before, mode });
  await rename(temporary, full);
}
