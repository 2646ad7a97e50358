import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { AccountFiles } from '../config/account-files.js';
import { type Config, type Contents, configOf, digestOf, readConfig } from '../config/read-config.js';
import type { Diagnostic } from '../model/index.js';
import { packed, unpacked } from './shared-blocks.js';

/** Where the contents of files stay between two questions. */
export interface CompiledCache {
  /** Made for this user alone when something is kept; what holds it has to be there, or has to be makeable in one step. */
  readonly directory: string;
  /** Of ringctl: another one may find other mistakes. */
  readonly version: string;
  /** Nothing is kept of files that are smaller together. */
  readonly leastBytes?: number;
}

export type Cached =
  | { readonly ok: true; readonly config: Config; readonly keep: () => void }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Compiling so much takes some 50 ms. */
const LEAST_BYTES = 256 * 1024;
const MOST_ENTRIES = 4;
const MOST_BYTES = 64 * 1024 * 1024;
/** Of what is written; another one is another key. */
const FORMAT = 1;
const DIGEST_LENGTH = 64;
const OURS = /^compiled-[0-9a-f]{64}(?:\.[0-9a-f]{16})?$/;

/**
 * What `readConfig` finds without a version, warnings aside. Files that it found without an error before are not parsed and checked again,
 * as long as they are the same to the byte. `keep` is for the time after the answer; neither it nor a cache that is of no use throws.
 */
export function cachedConfig(files: AccountFiles, cache: CompiledCache | undefined): Cached {
  const entry = cache && isKept(files, cache) ? { directory: cache.directory, key: keyOf(files, cache) } : undefined;
  const contents = entry && contentsOf(entry);
  if (contents) return { ok: true, config: configOf(files.files, contents), keep: () => {} };
  const checked = readConfig(files);
  if (!checked.ok) return checked;
  const config = checked.value;
  return { ok: true, config, keep: () => entry && keep(entry, config.contents) };
}

interface Entry {
  readonly directory: string;
  readonly key: string;
}

const isKept = ({ files, diagnostics }: AccountFiles, { leastBytes = LEAST_BYTES }: CompiledCache): boolean =>
  diagnostics.length === 0 && files.reduce((sum, { bytes }) => sum + bytes.length, 0) >= leastBytes;

/** Everything that decides what is kept, the order of the files included; time does not. */
const keyOf = ({ files }: AccountFiles, { version }: CompiledCache): string =>
  sha256([FORMAT, version, ...files.map(({ path }) => path), digestOf(files)].join('\0'));

const fileOf = ({ directory, key }: Entry): string => join(directory, `compiled-${key}`);

/** Undefined where there is no entry, or it is not exactly what was written under this key. */
function contentsOf(entry: Entry): Contents | undefined {
  try {
    const bytes = isOwnDirectory(entry.directory) ? ownBytes(fileOf(entry)) : undefined;
    if (!bytes) return undefined;
    const body = bytes.subarray(DIGEST_LENGTH);
    if (bytes.toString('latin1', 0, DIGEST_LENGTH) !== sha256(entry.key, body)) return undefined;
    return unpacked(body.toString());
  } catch {
    return undefined;
  }
}

/** Nobody else can have put anything there. */
const isOwnDirectory = (path: string): boolean => {
  const stats = lstatSync(path);
  return stats.isDirectory() && isOwn(stats);
};

/** Windows knows no such rights: there the directory lies in the part of the disk that is the user's. */
const isOwn = ({ uid, mode }: Stats): boolean =>
  process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0);

function ownBytes(path: string): Buffer | undefined {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(file);
    return stats.isFile() && isOwn(stats) && stats.size <= MOST_BYTES ? readFileSync(file) : undefined;
  } finally {
    closeSync(file);
  }
}

function keep(entry: Entry, contents: Contents): void {
  try {
    const body = Buffer.from(packed(contents));
    if (DIGEST_LENGTH + body.length > MOST_BYTES) return;
    makeDirectory(entry.directory);
    if (!isOwnDirectory(entry.directory)) return;
    write(fileOf(entry), [Buffer.from(sha256(entry.key, body)), body]);
    dropOldest(entry.directory);
  } catch {
    // Kept or not: the next question is answered all the same.
  }
}

function makeDirectory(path: string): void {
  for (const one of [dirname(path), path]) {
    try {
      mkdirSync(one, { mode: 0o700 });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}

/** Whole or not at all, whoever else writes it at the same time. */
function write(path: string, parts: readonly Buffer[]): void {
  const made = `${path}.${randomBytes(8).toString('hex')}`;
  try {
    writeFileSync(made, Buffer.concat(parts), { mode: 0o600, flag: 'wx' });
    renameSync(made, path);
  } finally {
    rmSync(made, { force: true });
  }
}

/** What an interrupted write has left counts as well. */
function dropOldest(directory: string): void {
  const entries = readdirSync(directory)
    .filter((name) => OURS.test(name))
    .map((name) => ({ path: join(directory, name), ...timeAndSize(join(directory, name)) }))
    .sort((before, after) => after.timeMs - before.timeMs);
  let bytes = 0;
  for (const [index, { path, size }] of entries.entries()) {
    bytes += size;
    if (index >= MOST_ENTRIES || bytes > MOST_BYTES) rmSync(path, { force: true });
  }
}

function timeAndSize(path: string): { readonly timeMs: number; readonly size: number } {
  const { mtimeMs, size } = lstatSync(path);
  return { timeMs: mtimeMs, size };
}

function sha256(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
