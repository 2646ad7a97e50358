import { lstatSync, readdirSync, type Stats, statSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type AccountFile,
  type AccountFiles,
  LABELS_FILE,
  MAX_ACCOUNT_BYTES,
  MAX_FILE_BYTES,
  MAX_FILES,
  SETTINGS_FILE,
} from '../config/account-files.js';
import { includeEntries } from '../config/read-config.js';
import { byText, type Diagnostic, FILE_CODES } from '../model/index.js';
import { fileDiagnostic } from './file-diagnostic.js';
import { findInclude, includeBounds } from './include-files.js';
import { readRegularFile } from './regular-file.js';
import { EDIT_FOLDER } from './write-changes.js';

export interface ReadHooks {
  /** Called between looking at a file and opening it, where somebody could exchange it. */
  readonly beforeOpen?: (path: string) => Promise<void>;
  /** The most files, includes among them. */
  readonly maxFiles?: number;
}

/** What was collected so far. */
interface Collection {
  readonly root: string;
  readonly files: AccountFile[];
  readonly diagnostics: Diagnostic[];
  readonly hooks: ReadHooks;
  bytes: number;
  isFull: boolean;
}

/**
 * The YAML files of an account directory and those that it includes, sorted by path. No link is followed, and nothing outside the
 * repository is read. Never throws for what stands in the directory.
 */
export async function readAccountFiles(dir: string, hooks: ReadHooks = {}): Promise<AccountFiles> {
  const root = await directory(dir);
  if (root === undefined) {
    const message = `${dir} is no directory that exists and can be read.`;
    return { files: [], diagnostics: [fileDiagnostic({ code: 'DIRECTORY_UNREADABLE', message })] };
  }
  const collection: Collection = { root, files: [], diagnostics: [], hooks, bytes: 0, isFull: false };
  refuseHalfEdited(collection);
  await collect(collection, '');
  reportCaseClashes(collection);
  await collectIncludes(collection);
  // One that began meanwhile.
  if (collection.diagnostics.every(({ code }) => code !== 'EDIT_CUT_OFF')) refuseHalfEdited(collection);
  const all = [...collection.files].sort((before, after) => byText(before.path, after.path));
  const files = all.filter(({ path }) => path !== LABELS_FILE);
  const labels = all.find(({ path }) => path === LABELS_FILE);
  return { files, diagnostics: collection.diagnostics, ...(labels && { labels }) };
}

/** The real path, so that a link on the way to the directory does not count as one inside it. */
async function directory(dir: string): Promise<string | undefined> {
  try {
    const root = await realpath(dir);
    return (await stat(root)).isDirectory() ? root : undefined;
  } catch {
    return undefined;
  }
}

/** Some of the files may be edited already, and others not: nobody asked for what they say together. */
function refuseHalfEdited({ root, diagnostics }: Collection): void {
  if (!lookedAt(join(root, EDIT_FOLDER))) return;
  const { meaning, remedy } = FILE_CODES.EDIT_CUT_OFF;
  diagnostics.push(fileDiagnostic({ code: 'EDIT_CUT_OFF', message: meaning, hint: remedy }));
}

/** One folder; `folder` is empty or ends with a slash. */
async function collect(collection: Collection, folder: string): Promise<void> {
  const names = namesIn(collection, folder);
  for (const name of names) {
    if (name.startsWith('.') || collection.isFull) continue;
    await collectOne(collection, `${folder}${name}`);
  }
}

function namesIn(collection: Collection, folder: string): readonly string[] {
  try {
    return readdirSync(join(collection.root, folder)).sort(byText);
  } catch {
    const file = folder === '' ? undefined : folder.slice(0, -1);
    const message = `The folder ${file ?? '.'} cannot be read.`;
    collection.diagnostics.push(fileDiagnostic({ code: 'DIRECTORY_UNREADABLE', message, file }));
    return [];
  }
}

const isYaml = (path: string): boolean => /\.ya?ml$/.test(path);

async function collectOne(collection: Collection, path: string): Promise<void> {
  const full = join(collection.root, path);
  const refuse = (code: 'LINK_REFUSED' | 'NOT_A_FILE' | 'FILE_UNREADABLE', message: string) =>
    collection.diagnostics.push(fileDiagnostic({ code, message, hint: FILE_CODES[code].remedy, file: path }));
  const found = lookedAt(full);
  if (!found) {
    if (isYaml(path)) refuse('FILE_UNREADABLE', `The file ${path} cannot be read.`);
  } else if (found.isSymbolicLink()) {
    if (isYaml(path) || leadsToFolder(full)) refuse('LINK_REFUSED', `${path} is a link, and links are not followed.`);
  } else if (found.isDirectory()) {
    await collect(collection, `${path}/`);
  } else if (isYaml(path)) {
    if (!found.isFile()) refuse('NOT_A_FILE', `${path} is not a regular file.`);
    else await addFile(collection, { path, full });
  }
}

/** Undefined where nothing can be seen. */
function lookedAt(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

function leadsToFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

async function addFile(collection: Collection, { path, full }: { path: string; full: string }): Promise<void> {
  const read = await readRegularFile(full, { limit: MAX_FILE_BYTES, beforeOpen: collection.hooks.beforeOpen });
  if (!read.ok) {
    collection.diagnostics.push(
      fileDiagnostic({
        code: read.code,
        message: `${path} ${read.why}.`,
        hint: FILE_CODES[read.code].remedy,
        file: path,
      }),
    );
    return;
  }
  collection.bytes += read.bytes.length;
  if (collection.bytes > MAX_ACCOUNT_BYTES || collection.files.length >= (collection.hooks.maxFiles ?? MAX_FILES)) {
    const message = 'The account has more than 256 MiB of files, or more than 5,000 of them.';
    collection.diagnostics.push(
      fileDiagnostic({ code: 'ACCOUNT_TOO_LARGE', message, hint: FILE_CODES.ACCOUNT_TOO_LARGE.remedy, file: path }),
    );
    collection.isFull = true;
    return;
  }
  collection.files.push({ path, bytes: read.bytes });
}

/** Two spellings of one folder or file, of which some systems keep only one. */
function reportCaseClashes({ files, diagnostics }: Collection): void {
  const spellings = new Map<string, string>();
  for (const { path } of files) {
    const steps = path.split('/');
    for (const length of steps.keys()) {
      const written = steps.slice(0, length + 1).join('/');
      const folded = written.normalize('NFC').toLowerCase();
      const first = spellings.get(folded);
      if (first === undefined) spellings.set(folded, written);
      else if (first !== written) {
        const message = `${written} and ${first} differ only in upper and lower case.`;
        diagnostics.push(fileDiagnostic({ code: 'CASE_CLASH', message, file: path, hint: 'Rename one of the two.' }));
        break;
      }
    }
  }
}

async function collectIncludes(collection: Collection): Promise<void> {
  const settings = collection.files.find(({ path }) => path === SETTINGS_FILE);
  const entries = settings ? includeEntries(settings) : [];
  if (entries.length === 0) return;
  const bounds = await includeBounds(collection.root);
  const seen = new Set<string>();
  for (const { path, source } of entries) {
    const found = seen.has(path) ? twice(path) : await findInclude(bounds, path);
    seen.add(path);
    if (found.ok) await addFile(collection, { path, full: found.full });
    else collection.diagnostics.push(fileDiagnostic({ ...found, source }));
  }
}

const twice = (path: string) =>
  ({
    ok: false,
    code: 'INCLUDE_PATH',
    message: `${path} is included twice.`,
    hint: 'Delete one of the two lines.',
  }) as const;
