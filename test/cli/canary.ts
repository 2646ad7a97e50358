import { readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { expect } from 'vitest';

/** The key of another account in the environment of every run of the command: none of them has a reason to tell it. */
export const CANARY_ENV = Object.freeze({ RINGOVER_API_KEY_CANARY: 'rk_canary_2f7d+/=0b91ce48aa53d6' });

/** Shorter than a key can be. */
const SHORTEST = 8;
/** Of a key that was cut off or broken into lines so much is told at once. */
const PREFIX = 16;

/** Every key that the environment of a run holds, in files too. */
export function keysOf(env: Readonly<Record<string, string | undefined>>, cwd: string): readonly string[] {
  const stated = Object.entries(env).flatMap(([name, value]) => {
    if (!name.startsWith('RINGOVER_API_KEY') || value === undefined) return [];
    return name.endsWith('_FILE') ? textOf(join(cwd, value)) : [value];
  });
  return stated.map((key) => key.trim()).filter((key) => key.length >= SHORTEST);
}

/** Files below the folder in which a key is, in any form: what a test put there itself is no leak. */
export function filesWithKeys(keys: readonly string[], folder: string): ReadonlySet<string> {
  const forms = keys.flatMap(formsOf);
  const isTold = (name: string) => textOf(join(folder, name)).some((text) => holdsOneOf(forms, text));
  return new Set(namesBelow(folder).filter(isTold));
}

export interface Told {
  readonly texts: readonly string[];
  readonly folder: string;
  /** Files that held a key before. */
  readonly before: ReadonlySet<string>;
}

/** Fails where a key is in one of the texts, or in a file below the folder that did not hold it before, as it is or in another form. */
export function expectNoKey(keys: readonly string[], { texts, folder, before }: Told): void {
  const forms = keys.flatMap(formsOf);
  expect(texts.filter((text) => holdsOneOf(forms, text))).toEqual([]);
  expect([...filesWithKeys(keys, folder)].filter((name) => !before.has(name))).toEqual([]);
}

const holdsOneOf = (forms: readonly string[], text: string): boolean => forms.some((form) => text.includes(form));

const formsOf = (key: string): readonly string[] => [
  key.slice(0, PREFIX),
  encodeURIComponent(key),
  Buffer.from(key).toString('base64').slice(0, PREFIX),
  Buffer.from(key).toString('base64url').slice(0, PREFIX),
  Buffer.from(key)
    .toString('hex')
    .slice(0, 2 * PREFIX),
];

/** What a run may have written: its folder, unless that is one of the project. The embedded account keeps keys of its own. */
function namesBelow(folder: string): readonly string[] {
  if (!folder.startsWith(tmpdir())) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true, encoding: 'utf8' });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('sandbox.db'))
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
}

/** Nothing where there is no such file: another run may have taken it away. */
function textOf(path: string): readonly string[] {
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  return isFile ? [readFileSync(path, 'latin1')] : [];
}
