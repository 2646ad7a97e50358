import { createHash, randomBytes } from 'node:crypto';
import { asciiLower, byText, canonicalJson, type Json } from '../model/index.js';
import { isList } from './decode.js';
import { ERASED } from './ledger.js';
import type { StoredSubject } from './store.js';

/** In a record, stands for what was said of a person: the part of that number of the subject with that token. */
const REFERENCE = '$subject';

/** Bounded, so that no text takes long. */
const ADDRESS = /[^\s@:/<>"',;()[\]{}]{1,64}@[^\s@/<>"',;()[\]{}]{1,255}/g;

export interface Separated {
  /** Without people. */
  readonly data: Json;
  readonly subjects: readonly Omit<StoredSubject, 'seq'>[];
}

/** Takes everything that concerns people out of a value. Each set of people becomes one subject with a token and a salt of its own, so that two records do not tell that they concern the same person. */
export function separate(value: Json): Separated {
  const bySet = new Map<string, { readonly token: string; readonly parts: Json[] }>();
  const moved = (part: Json, people: string): Json => {
    const subject = bySet.get(people) ?? { token: randomBytes(12).toString('hex'), parts: [] };
    bySet.set(people, subject);
    subject.parts.push(part);
    return { [REFERENCE]: subject.token, part: subject.parts.length - 1 };
  };
  const walk = (part: Json): Json => {
    if (typeof part === 'string') return part.includes('@') && hasPeople(part) ? moved(part, peopleText(part)) : part;
    if (typeof part !== 'object' || part === null) return part;
    if (isList(part)) return part.map(walk);
    if (concernsPeople(part)) return moved(part, peopleText(part));
    return Object.fromEntries(Object.entries(part).map(([key, member]) => [key, walk(member)]));
  };
  const data = walk(value);
  const subjects = [...bySet].map(([people, { token, parts }]) => ({
    token,
    salt: randomBytes(16).toString('hex'),
    people,
    value: canonicalJson(parts),
  }));
  return { data, subjects };
}

/** The value as it was given, with ERASED where a subject is no longer there. */
export function joined(data: Json, subjects: ReadonlyMap<string, Pick<StoredSubject, 'value'>>): Json {
  const parts = new Map<string, Json>();
  const partsOf = (token: string): Json => {
    const known = parts.get(token);
    if (known !== undefined) return known;
    const subject = subjects.get(token);
    const read: Json = subject ? JSON.parse(subject.value) : [];
    parts.set(token, read);
    return read;
  };
  const walk = (part: Json): Json => {
    if (typeof part !== 'object' || part === null) return part;
    if (isList(part)) return part.map(walk);
    const { [REFERENCE]: token, part: index } = part;
    if (typeof token === 'string' && typeof index === 'number') {
      const list = partsOf(token);
      return (isList(list) ? list[index] : undefined) ?? ERASED;
    }
    return Object.fromEntries(Object.entries(part).map(([key, member]) => [key, walk(member)]));
  };
  return walk(data);
}

/** What the chained record holds of a subject. The salt goes with the subject: without it, nobody can try addresses against the sum. */
export function sumOf({ token, salt, people, value }: Omit<StoredSubject, 'seq'>): string {
  return createHash('sha256')
    .update(canonicalJson([token, salt, people, value]))
    .digest('hex');
}

/** One address as it stands in `people`. */
export const personText = (email: string): string => `\n${asciiLower(email)}\n`;

/** The addresses that a value names, in lower case. */
export function peopleIn(value: Json): readonly string[] {
  const found = textsIn(value).flatMap((text) => (text.includes('@') ? (text.match(ADDRESS) ?? []) : []));
  return [...new Set(found.map((address) => asciiLower(address).replace(/\.+$/, '')))].sort(byText);
}

/** With the names of members. */
function textsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  if (isList(value)) return value.flatMap(textsIn);
  return Object.entries(value).flatMap(([key, member]) => [key, ...textsIn(member)]);
}

const peopleText = (value: Json): string => `\n${peopleIn(value).join('\n\n')}\n`;
const hasPeople = (text: string): boolean => peopleIn(text).length > 0;

/** An object is about people when what it is found by names one: its values are theirs. */
function concernsPeople(value: { readonly [key: string]: Json }): boolean {
  if (Object.hasOwn(value, REFERENCE)) return true;
  const names = [value.key, value.email, value.user].filter((name) => typeof name === 'string');
  return [...Object.keys(value), ...names].some((name) => name.includes('@') && hasPeople(name));
}
