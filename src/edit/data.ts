import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Json } from '../model/index.js';
import type { Parsed } from './document.js';
import type { Edit } from './edit.js';
import { keyOf } from './nodes.js';
import { isList, isMapping } from './write.js';

/** What a text says, to be changed on its own: mappings are maps, so that no key has a meaning. */
export type Data = null | boolean | number | string | Data[] | Map<string, Data>;

const MOST_NODES = 5_000_000;

/** Undefined where aliases of aliases stand for more than anybody would write. */
export function dataOf({ root, references }: Parsed): Data | undefined {
  const targets = new Map<Node, Node>(references.map(({ alias, target }) => [alias, target]));
  let left = MOST_NODES;
  const read = (node: unknown): Data => {
    left -= 1;
    if (left < 0) return null;
    if (isAlias(node)) return read(targets.get(node));
    if (isSeq(node)) return node.items.map(read);
    if (isMap(node)) return new Map(node.items.map(({ key, value }) => [keyOf(key) ?? '', read(value)] as const));
    const value: unknown = isScalar(node) ? node.value : null;
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
  };
  const data = read(root);
  return left < 0 ? undefined : data;
}

/** The same data after an edit that was possible. */
export function changed(data: Data, edit: Edit): Data {
  switch (edit.kind) {
    case 'set':
      return withValue(data, edit.path, fromJson(edit.value));
    case 'remove':
      return without(data, edit.path);
    case 'rename-key':
      renameIn(at(data, edit.path.slice(0, -1)), String(edit.path.at(-1)), edit.key);
      return data;
    default:
      return edit satisfies never;
  }
}

function fromJson(value: Json): Data {
  if (isList(value)) return value.map(fromJson);
  if (isMapping(value)) return new Map(Object.entries(value).map(([key, member]) => [key, fromJson(member)]));
  return value;
}

function withValue(data: Data, [step, ...rest]: Edit['path'], value: Data): Data {
  if (step === undefined) return value;
  const holder: Data = data ?? (typeof step === 'number' ? [] : new Map());
  put(holder, step, withValue(child(holder, step), rest, value));
  return holder;
}

/** Takes away what is at the end of a path, and mappings that have nothing in them any more. */
function without(data: Data, path: Edit['path']): Data {
  const parent = path.slice(0, -1);
  const holder = at(data, parent);
  const last = path.at(-1);
  if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else if (holder instanceof Map) {
    holder.delete(String(last));
    if (holder.size === 0 && goesWhenEmpty(parent)) return without(data, parent);
  }
  return holder === data && holder instanceof Map && holder.size === 0 ? null : data;
}

/** A mapping left empty goes too, but never an entry of a section, such as a person: who is left out may be archived. */
export const goesWhenEmpty = (path: Edit['path']): boolean =>
  path.length !== 0 && path.length !== 2 && typeof path.at(-1) !== 'number';

function renameIn(holder: Data, key: string, name: string): void {
  if (!(holder instanceof Map)) return;
  holder.set(name, holder.get(key) ?? null);
  holder.delete(key);
}

const at = (data: Data, path: Edit['path']): Data => path.reduce((holder: Data, step) => child(holder, step), data);

function child(holder: Data, step: string | number): Data {
  if (Array.isArray(holder)) return holder[Number(step)] ?? null;
  return holder instanceof Map ? (holder.get(String(step)) ?? null) : null;
}

function put(holder: Data, step: string | number, value: Data): void {
  if (Array.isArray(holder)) holder[Number(step)] = value;
  else if (holder instanceof Map) holder.set(String(step), value);
}

export function isSameData(before: Data, after: Data): boolean {
  if (Array.isArray(before))
    return (
      Array.isArray(after) &&
      before.length === after.length &&
      before.every((item, index) => isSameData(item, after[index] ?? null))
    );
  if (!(before instanceof Map)) return before === after;
  if (!(after instanceof Map) || before.size !== after.size) return false;
  return [...before].every(([key, value]) => after.has(key) && isSameData(value, after.get(key) ?? null));
}
