import { allBut } from '../model/all-but.js';
import { byText, type ResourceKey } from '../model/index.js';
import type { Pair } from './access-row.js';
import type { Access } from './effective.js';

/** People who look alike to everybody who may reach them: one of them is judged, and what holds of one holds of all. */
export interface PeopleClass {
  readonly sample: Pair;
  readonly keys: readonly ResourceKey[];
}

/** In the order in which the first of each class comes. */
export function classesOf(people: Iterable<Pair>): readonly PeopleClass[] {
  const classes = new Map<string, { sample: Pair; keys: ResourceKey[] }>();
  for (const pair of people) {
    const { before, after } = pair;
    const look = before === after ? lookOf(after) : `${lookOf(before)}\n\n${lookOf(after)}`;
    const known = classes.get(look);
    if (known) known.keys.push(pair.key);
    else classes.set(look, { sample: pair, keys: [pair.key] });
  }
  return [...classes.values()];
}

/** All that a reach depends on in the person who is reached. */
const lookOf = ({ isActive, isExternal, permissions, groups }: Access): string =>
  `${isActive} ${isExternal} ${permissions.canBeListenedTo} ${groups?.join('\n') ?? '?'}`;

/** Sorted keys of several classes. Equal combinations are put together once. */
export function targetsIn(
  cache: Map<string, readonly ResourceKey[]>,
  classes: readonly PeopleClass[],
): readonly ResourceKey[] {
  const name = classes.map(({ sample }) => sample.key).join('\n');
  const known = cache.get(name);
  if (known) return known;
  const targets = classes.flatMap(({ keys }) => keys).sort(byText);
  cache.set(name, targets);
  return targets;
}

/** Up to so many a copy is smaller than what stands for one. */
const FEW = 32;

/** Sorted keys but for one of them. */
export function without(keys: readonly ResourceKey[], key: ResourceKey): readonly ResourceKey[] {
  const index = placeIn(keys, key);
  if (keys[index] !== key) return keys;
  return keys.length > FEW ? allBut(keys, index) : keys.toSpliced(index, 1);
}

/** Where a key stands in sorted ones, or would. */
function placeIn(keys: readonly ResourceKey[], key: ResourceKey): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byText(keys[middle] ?? '', key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Holders whose reach is the same have one name. */
export function reachNames(): (holder: Access) => string {
  const numbers = new WeakMap<object, number>();
  let last = 0;
  const numberOf = (value: object): number => {
    const known = numbers.get(value);
    if (known !== undefined) return known;
    last += 1;
    numbers.set(value, last);
    return last;
  };
  return ({ isActive, pages, scope, level, permissions }) =>
    `${isActive} ${numberOf(pages)} ${numberOf(scope)} ${level} ${permissions.showDownloadButton}`;
}
