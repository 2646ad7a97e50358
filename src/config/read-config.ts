import { createHash } from 'node:crypto';
import type { ConfigFile } from '../model/generated/files.js';
import {
  type Checked,
  type Desired,
  isError,
  type Place,
  type ResourceKey,
  type Settings,
  type Source,
} from '../model/index.js';
import { type AccountFile, type AccountFiles, SETTINGS_FILE } from './account-files.js';
import { chainsOf } from './chain.js';
import { type Declared, declare } from './declared.js';
import { type Document, knownDocument, NO_ENTRIES, readDocument } from './document.js';
import type { Content, Entries } from './entries.js';
import { accountFile, configFile } from './generated/validators.js';
import { keepTemplates } from './include.js';
import { type Inheritance, inheritance } from './inherit.js';
import type { ChainOf, Locate } from './locate.js';
import { placesOf } from './places.js';
import { inOrder, makeReport, type Report } from './report.js';
import { resolve } from './resolve.js';
import { RULES } from './rules/index.js';
import { NO_CONFIG, settingsOf } from './settings.js';
import { shapeOf } from './shape.js';

export type { Locate } from './locate.js';

export interface Config {
  readonly desired: Desired;
  readonly locate: Locate;
  /** Where a stated field such as `permissions.snooze`, `dashboard`, `groups` or `profile` is decided, through `extends` and the linked profile. */
  readonly placeOf: (key: ResourceKey, path: string) => Place | undefined;
  /** Everything that is said about a field, the line that decides first. */
  readonly chainOf: ChainOf;
  readonly contents: Contents;
}

/** What stands in the files, as their schemas say: plain data, which JSON keeps as it is. */
export interface Contents {
  readonly settings: ConfigFile;
  /** Of all other files, in their order. */
  readonly files: readonly Content[];
  /** Where the entries of each file begin, that of the settings included. */
  readonly entries: readonly (() => Entries)[];
}

/**
 * What the files of an account say, or everything that is wrong with them. Never throws for a mistake in a file. `version` is that
 * of ringctl, for `requires`; without it only the form of `requires` is checked. `rights` stand in for what the files say under
 * `files`: those of another revision, so that nobody gives a file a right and uses it in one change.
 */
export function readConfig(files: AccountFiles, version?: string, rights?: Settings['files']): Checked<Config> {
  const documents = files.files.map(readDocument);
  const report = makeReport(new Map(documents.map((document) => [document.file, document])));
  for (const document of documents) if (document.findings.length > 0) report.addFindings(document);
  const compiled = compile({ files, documents, version, rights, report });
  const diagnostics = inOrder([...files.diagnostics, ...report.diagnostics]);
  if (diagnostics.some(isError)) return { ok: false, diagnostics };
  return { ok: true, value: { ...compiled, locate: report.locate }, warnings: diagnostics };
}

/** What ringctl.yaml says by itself, whatever is wrong with the other files, or what is wrong with its form. */
export function readSettings(ringctlYaml: AccountFile): Checked<Settings> {
  const document = readDocument(ringctlYaml);
  const report = makeReport(new Map([[document.file, document]]));
  if (document.findings.length > 0) report.addFindings(document);
  const config = shapeOf(document, configFile, report).value;
  const diagnostics = inOrder(report.diagnostics);
  if (config === undefined || diagnostics.some(isError)) return { ok: false, diagnostics };
  return { ok: true, value: settingsOf(config), warnings: diagnostics };
}

/**
 * As `readConfig` of files in which it found no error, and in which `contents` stood. Nothing is parsed or checked again, and
 * what surrounds a place is read when the place is asked for.
 */
export function configOf(files: readonly AccountFile[], contents: Contents): Config {
  const entriesOf = (index: number) => contents.entries[index] ?? (() => NO_ENTRIES);
  const documents = files.map((file, index) => knownDocument(file, entriesOf(index)));
  const report = makeReport(new Map(documents.map((document) => [document.file, document])));
  return { ...meaningOf({ files, contents, isWhole: true, report }).config, locate: report.locate };
}

function compile(given: {
  files: AccountFiles;
  documents: readonly Document[];
  version: string | undefined;
  rights: Settings['files'] | undefined;
  report: Report;
}): Omit<Config, 'locate'> {
  const { files, documents, version, rights, report } = given;
  const settingsFile = documents.find(({ file }) => file === SETTINGS_FILE);
  if (!settingsFile && !isExplained(files)) report.addGeneral('NO_SETTINGS', missingSettings(documents));
  const settings = (settingsFile && shapeOf(settingsFile, configFile, report).value) ?? NO_CONFIG;
  const others = contentsOf(documents, report);
  const entries = documents.map((document) => () => document.entries);
  const contents = { settings, files: others.contents, entries };
  const isWhole = others.isWhole && !files.diagnostics.some(isError);
  const { declared, inherit, config } = meaningOf({ files: files.files, contents, isWhole, report });
  const { placeOf, desired } = config;
  for (const rule of RULES) rule({ declared, inherit, placeOf, settings: desired.settings, version, rights, report });
  return config;
}

function meaningOf(given: { files: readonly AccountFile[]; contents: Contents; isWhole: boolean; report: Report }): {
  readonly declared: Declared;
  readonly inherit: Inheritance;
  readonly config: Omit<Config, 'locate'>;
} {
  const { files, contents, isWhole, report } = given;
  const declared = declare({ config: contents.settings, contents: contents.files, isWhole, report });
  const inherit = inheritance(declared);
  const desired = {
    settings: settingsOf(contents.settings),
    ...resolve(declared, inherit),
    filesDigest: digestOf(files),
    fileCount: files.length,
  };
  return {
    declared,
    inherit,
    config: { desired, placeOf: placesOf(declared), chainOf: chainsOf(declared), contents },
  };
}

function contentsOf(
  documents: readonly Document[],
  report: Report,
): { contents: readonly Content[]; isWhole: boolean } {
  let isWhole = true;
  const contents: Content[] = [];
  for (const document of documents) {
    if (document.file === SETTINGS_FILE) continue;
    const shaped = shapeOf(document, accountFile, report);
    isWhole &&= shaped.isWhole;
    if (shaped.value)
      contents.push({ file: document.file, content: keepTemplates(document.file, shaped.value, report) });
  }
  return { contents, isWhole };
}

/** Something that stands there could not be read, and is reported. */
const isExplained = ({ diagnostics }: AccountFiles): boolean =>
  diagnostics.some(
    ({ code, source }) => source?.file === SETTINGS_FILE || (code === 'DIRECTORY_UNREADABLE' && !source),
  );

function missingSettings(documents: readonly Document[]): { message: string; hint: string } {
  const other = documents.find(({ file }) => file === 'ringctl.yml');
  const hint = other
    ? 'Rename ringctl.yml to ringctl.yaml.'
    : 'ringctl init writes one; "version: 1" and "account: NAME" are enough.';
  return { message: 'The directory has no ringctl.yaml.', hint };
}

/** sha256 over names and bytes, in the order of the names; lengths keep one file from running into the next. */
export function digestOf(files: readonly AccountFile[]): string {
  const hash = createHash('sha256');
  const sorted = [...files].sort((before, after) => (before.path < after.path ? -1 : 1));
  for (const { path, bytes } of sorted) hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  return hash.digest('hex');
}

export interface IncludeEntry {
  readonly path: string;
  readonly source: Source | undefined;
}

/** What stands under `include`, with its places. Nothing when the file cannot be read. */
export function includeEntries(ringctlYaml: AccountFile): readonly IncludeEntry[] {
  const document = readDocument(ringctlYaml);
  const include: unknown = Reflect.get(Object(document.value), 'include');
  if (!Array.isArray(include)) return [];
  return include.flatMap((path: unknown, index) =>
    typeof path === 'string' ? [{ path, source: document.positions.of(['include', index], 'value') }] : [],
  );
}

export const includesOf = (ringctlYaml: AccountFile): readonly string[] =>
  includeEntries(ringctlYaml).map(({ path }) => path);
