import { byText, type PermissionId, type PermissionSet, type ResourceKey, sameValue } from '../model/index.js';
import { PERMISSIONS } from './effective.js';

/** Somebody with own permissions, all of them. */
export interface Holder {
  readonly key: ResourceKey;
  readonly permissions: PermissionSet;
}

export interface SuggestedProfile {
  readonly permissions: PermissionSet;
  /** People who have exactly this, or as little else as is allowed. */
  readonly linked: readonly ResourceKey[];
  /** People who follow it but for a few permissions. */
  readonly exceptions: readonly Exception[];
}

export interface Exception {
  readonly key: ResourceKey;
  /** What they have otherwise. */
  readonly permissions: PermissionSet;
}

export interface Suggestion {
  /** The one with the most people first. */
  readonly profiles: readonly SuggestedProfile[];
  /** People like nobody else, who keep their own permissions. */
  readonly outliers: readonly Outlier[];
  /** Profiles that differ in so little that one might do; by their place in `profiles`. */
  readonly nearDuplicates: readonly NearDuplicate[];
}

export interface Outlier {
  readonly key: ResourceKey;
  /** Place of the likest profile; undefined where there is none. */
  readonly nearest: number | undefined;
  readonly differences: number;
}

export interface NearDuplicate {
  readonly one: number;
  readonly other: number;
  readonly differences: readonly PermissionId[];
}

/** Lines that have to be written, read and kept right. */
const LINES = {
  /** Of a profile, or of somebody with own permissions. */
  whole: PERMISSIONS.length,
  link: 1,
  exception: 2,
  /** Of one more profile that is like another, beside the differences. */
  another: 5,
};
/** More than that is no exception any more. */
const MOST_DIFFERENCES = 12;
export const NEAR = 3;
/** Sets of permissions that are looked at as profiles: those that most people have. */
const MOST_CANDIDATES = 256;
const ROUNDS = 3;
/** Whoever would be alone in a profile is an exception, or like nobody else. */
const FEWEST_LINKED = 2;

/** People who have the same permissions. */
interface Class {
  /** A number for each value, in the catalogue's order. */
  readonly vector: Int32Array;
  readonly people: readonly ResourceKey[];
  readonly permissions: PermissionSet;
}

/**
 * The profiles, and the exceptions from them, that say in the fewest lines what these people have. Nobody gets anything else, unless `tolerance`
 * lets people follow a profile that differs in so many permissions. Work grows with people times profiles.
 */
export function suggestProfiles(
  holders: readonly Holder[],
  { tolerance = 0 }: { readonly tolerance?: number } = {},
): Suggestion {
  const classes = classesOf(holders);
  const measure = { classes, tolerance };
  const centres = refined(measure, opened(measure));
  const assigned = assign(measure, centres);
  const kept = centres.filter((_, index) => {
    const linked = classes.filter(
      (_one, number) => assigned[number]?.centre === index && (assigned[number]?.far ?? 0) <= tolerance,
    );
    return linked.reduce((sum, { people }) => sum + people.length, 0) >= FEWEST_LINKED;
  });
  return described(measure, kept);
}

function classesOf(holders: readonly Holder[]): readonly Class[] {
  const numbers = PERMISSIONS.map(() => new Map<string, number>());
  const classes = new Map<string, { vector: Int32Array; people: ResourceKey[]; permissions: PermissionSet }>();
  for (const { key, permissions } of holders) {
    const vector = Int32Array.from(PERMISSIONS, ({ id }, index) => {
      const value = JSON.stringify(Reflect.get(permissions, id));
      const known = numbers[index] ?? new Map<string, number>();
      const number = known.get(value) ?? known.size;
      known.set(value, number);
      return number;
    });
    const name = vector.join();
    const found = classes.get(name);
    if (found) found.people.push(key);
    else classes.set(name, { vector, people: [key], permissions });
  }
  return [...classes.values()].sort(
    (one, other) => other.people.length - one.people.length || byText(one.people[0] ?? '', other.people[0] ?? ''),
  );
}

interface Measure {
  readonly classes: readonly Class[];
  readonly tolerance: number;
}

function distance(one: Int32Array, other: Int32Array): number {
  let differences = 0;
  for (let index = 0; index < one.length; index += 1) if (one[index] !== other[index]) differences += 1;
  return differences;
}

/** Lines for one person at this distance from a profile. */
function lines(far: number, tolerance: number): number {
  if (far <= tolerance) return LINES.link;
  return far <= MOST_DIFFERENCES ? LINES.exception + far : LINES.whole;
}

/** One profile after the other, always the one that saves the most lines, until none saves any. None is for one person alone. */
function opened({ classes, tolerance }: Measure): readonly Int32Array[] {
  const candidates = classes.slice(0, MOST_CANDIDATES);
  const far = candidates.map(({ vector }) => Uint8Array.from(classes, (one) => distance(vector, one.vector)));
  const now = Float64Array.from(classes, () => LINES.whole);
  const open: number[] = [];
  const priceOf = (candidate: number) =>
    Math.min(LINES.whole, ...open.map((other) => LINES.another + (far[candidate]?.[other] ?? 0)));
  const savedBy = (candidate: number) => {
    let saved = -priceOf(candidate);
    let served = 0;
    for (const [index, { people }] of classes.entries()) {
      const less = (now[index] ?? 0) - lines(far[candidate]?.[index] ?? 0, tolerance);
      if (less <= 0) continue;
      saved += less * people.length;
      served += people.length;
    }
    return served > 1 ? saved : 0;
  };
  while (true) {
    const best = candidates
      .map((_, index) => ({ index, saved: open.includes(index) ? 0 : savedBy(index) }))
      .reduce((one, other) => (other.saved > one.saved ? other : one), { index: -1, saved: 0 });
    if (best.saved <= 0) break;
    open.push(best.index);
    for (const [index, before] of now.entries())
      now[index] = Math.min(before, lines(far[best.index]?.[index] ?? 0, tolerance));
  }
  return open.flatMap((index) => candidates[index]?.vector ?? []);
}

interface Assigned {
  readonly centre: number;
  readonly far: number;
}

/** The nearest profile of each class, the first of equals; -1 where there is none. */
function assign({ classes }: Measure, centres: readonly Int32Array[]): readonly Assigned[] {
  return classes.map(({ vector }) =>
    centres.reduce<Assigned>(
      (best, centre, index) => {
        const far = distance(vector, centre);
        return far < best.far ? { centre: index, far } : best;
      },
      { centre: -1, far: Number.POSITIVE_INFINITY },
    ),
  );
}

/** Each profile becomes what most of its people have, where that saves lines. */
function refined(measure: Measure, start: readonly Int32Array[]): readonly Int32Array[] {
  let centres = start;
  for (let round = 0; round < ROUNDS; round += 1) {
    const assigned = assign(measure, centres);
    const moved = centres.map((centre, index) => majority(measure, { assigned, index, centre }));
    if (linesFor(measure, moved) >= linesFor(measure, centres)) break;
    centres = moved;
  }
  return centres;
}

function linesFor(measure: Measure, centres: readonly Int32Array[]): number {
  return assign(measure, centres).reduce(
    (sum, { far }, index) => sum + lines(far, measure.tolerance) * (measure.classes[index]?.people.length ?? 0),
    0,
  );
}

interface Cluster {
  readonly assigned: readonly Assigned[];
  readonly index: number;
  readonly centre: Int32Array;
}

function majority({ classes }: Measure, { assigned, index, centre }: Cluster): Int32Array {
  const members = classes.filter((_, number) => {
    const one = assigned[number];
    return one?.centre === index && one.far <= MOST_DIFFERENCES;
  });
  return centre.map((value, position) => {
    const counts = new Map<number, number>([[value, 0]]);
    for (const { vector, people } of members) {
      const held = vector[position] ?? 0;
      counts.set(held, (counts.get(held) ?? 0) + people.length);
    }
    return [...counts].reduce((best, other) => (other[1] > best[1] ? other : best))[0];
  });
}

function described(measure: Measure, centres: readonly Int32Array[]): Suggestion {
  const { classes, tolerance } = measure;
  const assigned = assign(measure, centres);
  const sets = centres.map((centre) => setOf(centre, classes));
  const profiles = sets.map((permissions, index) => {
    const members = classes.flatMap((one, number) => {
      const at = assigned[number];
      return at?.centre === index && at.far <= MOST_DIFFERENCES ? [{ ...one, far: at.far }] : [];
    });
    const exceptions = members.filter(({ far }) => far > tolerance);
    return {
      permissions,
      linked: members
        .filter(({ far }) => far <= tolerance)
        .flatMap(({ people }) => people)
        .sort(byText),
      exceptions: exceptions
        .flatMap(({ people, permissions: own }) =>
          people.map((key) => ({ key, permissions: differing(permissions, own) })),
        )
        .sort((one, other) => byText(one.key, other.key)),
    };
  });
  return ranked(profiles, outliersIn(classes, assigned));
}

const outliersIn = (classes: readonly Class[], assigned: readonly Assigned[]): readonly Outlier[] =>
  classes.flatMap(({ people }, number) => {
    const { centre, far } = assigned[number] ?? { centre: -1, far: 0 };
    if (centre >= 0 && far <= MOST_DIFFERENCES) return [];
    return people.map((key) => ({ key, nearest: centre < 0 ? undefined : centre, differences: centre < 0 ? 0 : far }));
  });

function ranked(profiles: readonly SuggestedProfile[], outliers: readonly Outlier[]): Suggestion {
  const order = profiles
    .map((_, index) => index)
    .sort((one, other) => sizeOf(profiles[other]) - sizeOf(profiles[one]) || one - other);
  const sorted = order.flatMap((index) => profiles[index] ?? []);
  return {
    profiles: sorted,
    outliers: outliers
      .map((one) => ({ ...one, nearest: one.nearest === undefined ? undefined : order.indexOf(one.nearest) }))
      .sort((one, other) => byText(one.key, other.key)),
    nearDuplicates: sorted.flatMap(({ permissions }, one) =>
      sorted.slice(one + 1).flatMap((other, index) => {
        const differences = Object.keys(differing(permissions, other.permissions)) as PermissionId[];
        return differences.length <= NEAR ? [{ one, other: one + 1 + index, differences }] : [];
      }),
    ),
  };
}

const sizeOf = (profile: SuggestedProfile | undefined): number =>
  profile ? profile.linked.length + profile.exceptions.length : 0;

/** The values that somebody has; each number is that of a value which one of the classes holds. */
function setOf(vector: Int32Array, classes: readonly Class[]): PermissionSet {
  const values = PERMISSIONS.map(({ id }, position) => {
    const holder = classes.find((one) => one.vector[position] === vector[position]);
    return [id, holder && Reflect.get(holder.permissions, id)] as const;
  });
  return Object.fromEntries(values);
}

function differing(from: PermissionSet, own: PermissionSet): PermissionSet {
  const entries = PERMISSIONS.flatMap(({ id }) => {
    const value: unknown = Reflect.get(own, id);
    return sameValue(Reflect.get(from, id), Reflect.get(own, id)) ? [] : [[id, value] as const];
  });
  return Object.fromEntries(entries) as PermissionSet;
}
