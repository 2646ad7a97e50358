import { randomUUID } from 'node:crypto';
import { lstat, mkdir, open, realpath, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { type AccountFile, MAX_ACCOUNT_BYTES, MAX_FILE_BYTES } from '../config/account-files.js';
import { readRegularFile } from './regular-file.js';

/** A file of the account directory, as it was when it was read and as it is to be. */
export interface EditedFile {
  /** Relative to the account directory. */
  readonly path: string;
  /** Undefined where the file is new. */
  readonly before: string | undefined;
  readonly after: string;
}

/** Why a file was not edited or not written, in a sentence without its end; nothing was written, or it was put back. */
export interface NotEdited {
  readonly ok: false;
  readonly file: string;
  readonly why: string;
}

export type Written = { readonly ok: true } | NotEdited;

export interface WriteHooks {
  /** Called before each change of the file system, with the path below the directory. What it throws is as a disk that is full; what it waits for, as an end. */
  readonly before?: (path: string) => Promise<void>;
}

/** Below the account directory, while files take their names: their drafts, and the list of what they were and become. No file in it is read as configuration. */
export const EDIT_FOLDER = '.ringctl/edit';
const LIST = `${EDIT_FOLDER}/list.json`;
const DRAFTS = `${EDIT_FOLDER}/drafts`;

interface Site {
  /** The real path of the account directory. */
  readonly root: string;
  readonly before: (path: string) => Promise<void>;
}

const siteOf = async (dir: string, { before = async () => {} }: WriteHooks): Promise<Site> => ({
  root: await realpath(dir),
  before,
});

/** A file with the permissions that it keeps. */
interface Entry extends EditedFile {
  readonly mode: number;
}

/**
 * Writes all files or none, also when it is killed: what was begun is taken back by `takeBackEdit`, and until then the files are not read.
 * Refuses what is no regular file of the directory, and what somebody else changed since it was read. A file keeps its permissions.
 */
export async function writeEdited(dir: string, files: readonly EditedFile[], hooks: WriteHooks = {}): Promise<Written> {
  if (files.length === 0) return { ok: true };
  const site = await siteOf(dir, hooks);
  const entries: Entry[] = [];
  for (const file of files) {
    const entry = await entryOf(site, file);
    if ('why' in entry) return entry;
    entries.push(entry);
  }
  const refused = await begin(site).catch((error: unknown) => failed(site, error));
  if (refused) return refused;
  try {
    await prepare(site, entries);
    const changed = await takeNames(site, entries);
    if (changed) await takeBack(site);
    else await end(site);
    return changed ?? { ok: true };
  } catch (error) {
    await takeBack(site);
    return failed(site, error);
  }
}

async function entryOf({ root }: Site, file: EditedFile): Promise<Entry | NotEdited> {
  const why = await misplaced(root, file.path);
  if (why !== undefined) return { ok: false, file: file.path, why };
  const found = await lstat(join(root, file.path)).catch(() => undefined);
  if (file.before === undefined ? found !== undefined : !found?.isFile())
    return { ok: false, file: file.path, why: 'It is not as it was read' };
  if ((await contentOf(root, file.path)) !== file.before) return { ok: false, file: file.path, why: CHANGED };
  return { ...file, mode: (found?.mode ?? FRESH_MODE) & PERMISSIONS };
}

const CHANGED = 'It was changed after it was read';
const LINKED = 'A link stands on the way to it';
const FRESH_MODE = 0o644;
const PERMISSIONS = 0o777;

/** A link leads anywhere, also out of the directory. Undefined where none is on the way, and the path is of files that are read. */
async function misplaced(root: string, path: string): Promise<string | undefined> {
  const steps = path.split(/[/\\]/);
  if (steps.some((step) => step === '' || step.startsWith('.'))) return 'It is not a path of files that are read';
  for (const length of steps.keys()) {
    const found = await lstat(join(root, ...steps.slice(0, length + 1))).catch(() => undefined);
    if (found?.isSymbolicLink()) return LINKED;
  }
  return undefined;
}

/** Undefined where it is not there, or no regular file. */
async function contentOf(root: string, path: string): Promise<string | undefined> {
  const read = await readRegularFile(join(root, path), { limit: MAX_FILE_BYTES });
  return read.ok ? textOf({ path, bytes: read.bytes }) : undefined;
}

/** With its byte order mark, which stays. */
export const textOf = (file: AccountFile | undefined): string | undefined =>
  file && new TextDecoder('utf-8', { ignoreBOM: true }).decode(file.bytes);

/** Only one command at a time has the folder. */
async function begin({ root, before }: Site): Promise<NotEdited | undefined> {
  const own = dirname(join(root, EDIT_FOLDER));
  await mkdir(own, { recursive: true });
  if ((await realpath(own)) !== own) return { ok: false, file: relative(root, own), why: LINKED };
  await before(EDIT_FOLDER);
  try {
    await mkdir(join(root, EDIT_FOLDER));
    return undefined;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    return { ok: false, file: EDIT_FOLDER, why: 'Another command is editing the files, or was cut off' };
  }
}

/** From the moment on at which the list has its name, files may be other than they were. */
async function prepare(site: Site, entries: readonly Entry[]): Promise<void> {
  const { root, before } = site;
  await mkdir(join(root, DRAFTS));
  await writeNew(site, `${EDIT_FOLDER}/.gitignore`, { after: '*\n', mode: FRESH_MODE });
  for (const [index, entry] of entries.entries()) await writeNew(site, `${DRAFTS}/${index}`, entry);
  await writeNew(site, `${DRAFTS}/list`, { after: JSON.stringify({ version: 1, files: entries }), mode: OWN_MODE });
  await before(LIST);
  await rename(join(root, DRAFTS, 'list'), join(root, LIST));
}

const OWN_MODE = 0o600;

async function writeNew(
  { root, before }: Site,
  path: string,
  { after, mode }: Pick<Entry, 'after' | 'mode'>,
): Promise<void> {
  await before(path);
  const handle = await open(join(root, path), 'wx', mode);
  try {
    await handle.writeFile(after);
    await handle.chmod(mode);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Stops at what somebody else writes at the same time. */
async function takeNames({ root, before }: Site, entries: readonly Entry[]): Promise<NotEdited | undefined> {
  for (const [index, { path, before: was }] of entries.entries()) {
    await before(path);
    const why = await misplaced(root, path);
    if (why !== undefined) return { ok: false, file: path, why };
    if ((await contentOf(root, path)) !== was) return { ok: false, file: path, why: CHANGED };
    const full = join(root, path);
    if (was === undefined) await mkdir(dirname(full), { recursive: true });
    await rename(join(root, DRAFTS, String(index)), full);
  }
  return undefined;
}

/** The list goes before what else is in the folder: without it there is nothing to take back. */
async function end({ root, before }: Site): Promise<void> {
  await before(LIST);
  await rm(join(root, LIST), { force: true });
  await before(EDIT_FOLDER);
  await rm(join(root, EDIT_FOLDER), { recursive: true, force: true });
  // The folder above stays where it holds something else.
  await rmdir(dirname(join(root, EDIT_FOLDER))).catch(() => undefined);
}

export type TakenBack =
  | {
      readonly ok: true;
      /** Files that have their former content again. */
      readonly files: readonly string[];
      /** Files that somebody has changed since, and that stay so. */
      readonly left: readonly string[];
    }
  | NotEdited;

/** Takes back an edit that was cut off; one that was done but for its end stays. Without one nothing happens. */
export async function takeBackEdit(dir: string, hooks: WriteHooks = {}): Promise<TakenBack> {
  const isThere = await lstat(dir).catch(() => undefined);
  return isThere ? takeBack(await siteOf(dir, hooks)) : NOTHING;
}

const NOTHING: TakenBack = { ok: true, files: [], left: [] };

async function takeBack(site: Site): Promise<TakenBack> {
  const { root, before } = site;
  const folder = join(root, EDIT_FOLDER);
  const found = await realpath(folder).catch(() => undefined);
  if (found === undefined) return NOTHING;
  if (found !== folder) return { ok: false, file: EDIT_FOLDER, why: LINKED };
  await before(DRAFTS);
  // Whoever is still at it finds no draft any more, and ends.
  await rm(join(root, DRAFTS), { recursive: true, force: true });
  const list = await listIn(root);
  if (list === undefined) return { ok: false, file: LIST, why: 'It is not a list that this version writes' };
  const contents = await Promise.all(list.map(({ path }) => contentOf(root, path)));
  const done = list.filter(({ after }, index) => contents[index] === after);
  const isWhole = done.length === list.length;
  const back: Entry[] = [];
  if (!isWhole) for (const entry of done) if (await putBack(site, entry)) back.push(entry);
  await end(site);
  const foreign = list.filter((one, index) => contents[index] !== one.before && !back.includes(one));
  const paths = (entries: readonly Entry[]) => entries.map(({ path }) => path);
  return isWhole ? NOTHING : { ok: true, files: paths(back), left: paths(foreign) };
}

/** Empty where the edit had not begun to change files. Undefined for what is no list: the files may be of anybody, and so may the list. */
async function listIn(root: string): Promise<readonly Entry[] | undefined> {
  const isThere = await lstat(join(root, LIST)).catch(() => undefined);
  if (!isThere) return [];
  const read = await readRegularFile(join(root, LIST), { limit: LIST_BYTES });
  const files: unknown = read.ok ? Reflect.get(Object(parsed(read.bytes)), 'files') : undefined;
  if (!Array.isArray(files) || !files.every(isEntry)) return undefined;
  const places = await Promise.all(files.map(({ path }) => misplaced(root, path)));
  const isOurs = files.every(({ path }) => /\.(?:ya?ml|schema\.json)$/.test(path));
  return isOurs && places.every((why) => why === undefined) ? files : undefined;
}

/** Each file twice, with what JSON adds to it. */
const LIST_BYTES = 4 * MAX_ACCOUNT_BYTES;

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const { path, before, after, mode }: { [key in keyof Entry]?: unknown } = value;
  const isText = (text: unknown): text is string => typeof text === 'string';
  return isText(path) && isText(after) && (before === undefined || isText(before)) && Number.isInteger(mode);
}

/** False where somebody has changed it since it was looked at. */
async function putBack(site: Site, { path, before: was, after, mode }: Entry): Promise<boolean> {
  const { root, before } = site;
  // Two commands may take back at once: neither gives a name to what the other has written.
  const draft = `${EDIT_FOLDER}/${randomUUID()}.back`;
  if (was !== undefined) await writeNew(site, draft, { after: was, mode: mode & PERMISSIONS });
  await before(path);
  if ((await contentOf(root, path)) !== after) return false;
  if (was === undefined) await rm(join(root, path), { force: true });
  else await rename(join(root, draft), join(root, path));
  return true;
}

/** What the file system refuses is told by its code. */
function failed({ root }: Site, error: unknown): NotEdited {
  const code = codeOf(error);
  if (code === undefined || !(error instanceof Error)) throw error;
  const { path, dest = path }: NodeJS.ErrnoException & { readonly dest?: string } = error;
  const file = dest === undefined ? EDIT_FOLDER : relative(root, dest);
  return { ok: false, file, why: `It cannot be written (${code})` };
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error ? String(error.code) : undefined;
