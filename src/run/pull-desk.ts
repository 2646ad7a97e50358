import { type AccountFiles, SETTINGS_FILE } from '../config/account-files.js';
import { readDocument } from '../config/document.js';
import { type Edit, type EditResult, editYaml } from '../edit/index.js';
import { byText, type Json } from '../model/index.js';

/** The files of an account while they are being edited. Nothing is written before all is done. */
export interface Desk {
  /** As they are now. */
  readonly files: () => AccountFiles;
  readonly has: (file: string) => boolean;
  readonly text: (file: string) => string | undefined;
  readonly put: (file: string, text: string) => void;
  /** Edits a file, or leaves it as it was and says why. */
  readonly edit: (file: string, edits: readonly Edit[]) => EditResult;
  /** What stands at the end of a path; undefined where nothing does. */
  readonly valueAt: (file: string, path: readonly (string | number)[]) => Json | undefined;
  readonly changes: () => readonly FileChange[];
}

export interface FileChange {
  /** Relative to the account directory. */
  readonly path: string;
  /** Undefined for a file that is new. */
  readonly before: string | undefined;
  readonly after: string;
}

export function deskOf(found: AccountFiles): Desk {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const encoder = new TextEncoder();
  const bytes = new Map(found.files.map((file) => [file.path, file.bytes]));
  const now = new Map(bytes);
  const values = new Map<string, unknown>();
  const text = (path: string) => {
    const there = now.get(path);
    return there && decoder.decode(there);
  };
  const put = (path: string, after: string) => {
    now.set(path, encoder.encode(after));
    values.delete(path);
  };
  const dataOf = (path: string): unknown => {
    const there = now.get(path);
    if (there && !values.has(path)) values.set(path, readDocument({ path, bytes: there }).value);
    return values.get(path);
  };
  return {
    files: () => ({
      ...found,
      files: [...now]
        .map(([path, content]) => ({ path, bytes: content }))
        .sort((one, other) => byText(one.path, other.path)),
    }),
    has: (path) => now.has(path),
    text,
    put,
    edit: (path, edits) => {
      const result = editYaml(text(path) ?? '', inWaves(edits));
      if (result.ok) put(path, result.text);
      return result;
    },
    valueAt: (path, steps) => jsonAt(dataOf(path), steps),
    changes: () => changesBetween(bytes, now),
  };
}

type Contents = ReadonlyMap<string, Uint8Array>;

function changesBetween(before: Contents, now: Contents): readonly FileChange[] {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return [...now]
    .filter(([path, content]) => before.get(path) !== content)
    .map(([path, content]) => {
      const there = before.get(path);
      return { path, before: there && decoder.decode(there), after: decoder.decode(content) };
    })
    .filter((change) => change.before !== change.after)
    .sort((one, other) => byText(one.path, other.path));
}

export interface Failed<T> {
  readonly item: T;
  readonly why: string;
}

/**
 * Edits a file for each of these, and returns those for which that is not possible. Nothing keeps the others out: what cannot be edited is looked
 * for by halves, so that a text is not read again for each of many.
 */
export function editEach<T>(
  desk: Desk,
  file: string,
  { items, editsOf }: { readonly items: readonly T[]; readonly editsOf: (item: T) => readonly Edit[] },
): readonly Failed<T>[] {
  const result = desk.edit(file, items.flatMap(editsOf));
  if (result.ok) return [];
  const [item, ...others] = items;
  if (item !== undefined && others.length === 0) return [{ item, why: result.why }];
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)].flatMap((half) =>
    editEach(desk, file, { items: half, editsOf }),
  );
}

/** The first edit of every entry, then the second of every entry, and so on: a text is read again for each wave, and not for each entry. */
function inWaves(edits: readonly Edit[]): readonly Edit[] {
  const seen = new Map<string, number>();
  const waves: Edit[][] = [];
  for (const edit of edits) {
    const entry = JSON.stringify(edit.path.slice(0, 2));
    const wave = seen.get(entry) ?? 0;
    seen.set(entry, wave + 1);
    waves[wave] ??= [];
    waves[wave]?.push(edit);
  }
  return waves.flat();
}

/** Only files of the directory itself are edited: what is included belongs to others as well. */
export const isOwnFile = (path: string): boolean => path !== SETTINGS_FILE && !path.startsWith('../');

function jsonAt(value: unknown, path: readonly (string | number)[]): Json | undefined {
  const found = path.reduce<unknown>(
    (holder, step) =>
      typeof holder === 'object' && holder !== null && Object.hasOwn(holder, step)
        ? Reflect.get(holder, step)
        : undefined,
    value,
  );
  return isJson(found) ? found : undefined;
}

function isJson(value: unknown): value is Json {
  if (Array.isArray(value)) return value.every(isJson);
  if (typeof value === 'object' && value !== null) return Object.values(value).every(isJson);
  return ['string', 'number', 'boolean'].includes(typeof value) || value === null;
}
