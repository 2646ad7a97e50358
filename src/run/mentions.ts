import type { AccountFiles } from '../config/account-files.js';
import { comparable } from '../config/address.js';
import { readDocument } from '../config/document.js';
import { nameOf, type Place, type ResourceKey, userKey } from '../model/index.js';

/** A place of the files that names a person: as a key, as a value, or somewhere inside a text. */
export interface Mention {
  readonly place: Place;
  readonly part: 'key' | 'value' | 'inside';
  readonly text: string;
}

/** Everything that names a person, file by file, whatever its kind. Their own entry is among it. */
export function mentionsOf({ files }: Pick<AccountFiles, 'files'>, person: ResourceKey): readonly Mention[] {
  return files.flatMap((file) => mentionsIn(readDocument(file).value, { file: file.path, path: [] }, person));
}

export const isPerson = (text: string, person: ResourceKey): boolean => userKey(comparable(text)) === person;

function mentionsIn(value: unknown, place: Place, person: ResourceKey): readonly Mention[] {
  if (typeof value === 'string') return mentionIn(value, place, person);
  if (Array.isArray(value))
    return value.flatMap((item: unknown, index) => mentionsIn(item, below(place, index), person));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const at = below(place, key);
    const own: readonly Mention[] = isPerson(key, person) ? [{ place: at, part: 'key', text: key }] : [];
    return [...own, ...mentionsIn(member, at, person)];
  });
}

const below = ({ file, path }: Place, step: string | number): Place => ({ file, path: [...path, step] });

function mentionIn(text: string, place: Place, person: ResourceKey): readonly Mention[] {
  if (isPerson(text, person)) return [{ place, part: 'value', text }];
  return text.toLowerCase().includes(nameOf(person)) ? [{ place, part: 'inside', text }] : [];
}
