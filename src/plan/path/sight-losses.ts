import { namedGroups, nameOfToken } from './dashboards.js';
import type { Journeys } from './journeys.js';
import type { Phase } from './phases.js';
import {
  AWAY,
  HEARD,
  type Look,
  type Place,
  type Presence,
  presenceTo,
  type Seen,
  type Seer,
  seenAlike,
  seenOf,
  seersOf,
} from './sight.js';
import type { Loss, Order, Span } from './spans.js';

/** Pairs of people that are looked at, at most: a list of what is lost is read by people. */
const PAIRS = 10_000;

/**
 * What somebody is without, for a moment, of what they see of others. Who has all of one end at any time can only miss what others lack, so most
 * people need no look: pairs of which both change, and pairs of one who changes by way of less.
 */
export function sightLosses(journeys: Journeys, order: Order): readonly Loss[] {
  const seers = seersOf(journeys);
  const moving = seers.moving.map((seer) => watchOf(seer, order));
  const seen = seenOf(journeys).map((one) => showingOf(one, order));
  const lessSeen = seen.filter(({ isLess }) => isLess);
  const lessSeeing = moving.filter(({ isLess }) => isLess);
  const still = lessSeen.length === 0 ? [] : seers.still().map((seer) => watchOf(seer, order));
  const groups = new Set(lessSeeing.flatMap(({ places }) => places));
  const isInTwo = (names: readonly string[]) => names.filter((name) => groups.has(name)).length > 1;
  const unmoved =
    lessSeeing.length === 0
      ? []
      : seenAlike(journeys, ({ groups: all }) => (isInTwo([...all.keys()]) ? '' : undefined));
  const pairs = [
    ...pairsOf(moving, seen),
    ...pairsOf(still, lessSeen),
    ...pairsOf(
      lessSeeing,
      unmoved.map((one) => showingOf(one, order)),
    ),
  ];
  return pairs.slice(0, PAIRS).flatMap(([watch, showing]) => pairLosses(watch, showing));
}

interface Stretch<T> extends Span {
  readonly value: T;
}

const stretchesOf = <T>(phases: readonly Phase<T>[], { spanOf }: Order): readonly Stretch<T>[] =>
  phases
    .flatMap(({ done, undone, value }) => {
      const span = spanOf({ done, undone });
      return span ? [{ ...span, value }] : [];
    })
    .sort((one, other) => one.from - other.from);

/** How somebody looks from the first step to the last. */
interface Watch {
  readonly seer: Seer;
  readonly looks: readonly Stretch<Look>[];
  readonly places: readonly Place[];
  /** At some time there is less than at either end; and whether one end includes the other. */
  readonly isLess: boolean;
  readonly grows: boolean;
  readonly shrinks: boolean;
}

function watchOf(seer: Seer, order: Order): Watch {
  const { phases, before, after } = seer.sight;
  const looks = stretchesOf(phases, order);
  const places = [...new Set<Place>([undefined, ...namedGroups(before.dashboard), ...namedGroups(after.dashboard)])];
  const includes = (look: Look, other: Look) =>
    look === other || places.every((place) => isSubset(other.at(place, HEARD), look.at(place, HEARD)));
  const isLess = looks.some(({ value }) => !includes(value, before) && !includes(value, after));
  return { seer, looks, places, isLess, grows: includes(after, before), shrinks: includes(before, after) };
}

const isSubset = (facts: ReadonlySet<string>, of: ReadonlySet<string>): boolean =>
  facts.size <= of.size && [...facts].every((fact) => of.has(fact));

/** How somebody is seen from the first step to the last, place by place. */
interface Showing {
  readonly seen: Seen;
  readonly presences: readonly Stretch<readonly Presence[]>[];
  readonly before: readonly Presence[];
  readonly after: readonly Presence[];
  readonly isLess: boolean;
  readonly grows: boolean;
  readonly shrinks: boolean;
}

function showingOf(seen: Seen, order: Order): Showing {
  const courses = seen.places.map((place) => seen.at(place));
  const stretches = courses.map(({ phases }) => stretchesOf(phases, order));
  const starts = [...new Set(stretches.flatMap((one) => one.map(({ from }) => from)))].sort(
    (one, other) => one - other,
  );
  const presences = starts.map((from, index) => ({
    from,
    to: (starts[index + 1] ?? order.end + 1) - 1,
    value: stretches.map((one) => one.find((stretch) => stretch.from <= from && from <= stretch.to)?.value ?? AWAY),
  }));
  const [before, after] = [courses.map((course) => course.before), courses.map((course) => course.after)];
  const includes = (one: readonly Presence[], other: readonly Presence[]) =>
    one.every((presence, place) => presence >= (other[place] ?? AWAY));
  const isLess = presences.some(({ value }) => !includes(value, before) && !includes(value, after));
  return { seen, presences, before, after, isLess, grows: includes(after, before), shrinks: includes(before, after) };
}

/** Only who sees somebody at both ends can be without it in between. */
function pairsOf(watches: readonly Watch[], showings: readonly Showing[]): readonly (readonly [Watch, Showing])[] {
  const index = new Map<Place, Watch[]>();
  for (const watch of watches)
    for (const place of watch.places) {
      if (watch.seer.sight.before.at(place, HEARD).size === 0) continue;
      const list = index.get(place);
      if (list) list.push(watch);
      else index.set(place, [watch]);
    }
  return showings.flatMap((showing) => {
    const places = showing.seen.places.filter((_, place) => showing.before[place] !== AWAY);
    const looking = new Set(places.flatMap((place) => index.get(place) ?? []));
    return [...looking].flatMap((watch) => (isCalm(watch, showing) ? [] : [[watch, showing] as const]));
  });
}

/** In between there is only one of them changed, and that one is no less, or the other no more. */
function isCalm(watch: Watch, showing: Showing): boolean {
  if (watch.isLess || showing.isLess) return false;
  const [looks, presences] = [watch.looks, showing.presences];
  if (looks.length < 2 || presences.length < 2) return true;
  if (looks.length > 2 || presences.length > 2) return false;
  const [looked, shown] = [looks[1]?.from ?? 0, presences[1]?.from ?? 0];
  if (looked === shown) return true;
  return looked < shown ? watch.grows || showing.shrinks : watch.shrinks || showing.grows;
}

function pairLosses(watch: Watch, { seen, presences, before, after }: Showing): readonly Loss[] {
  const { seer, looks } = watch;
  const factsOf = (look: Look, shown: readonly Presence[]): readonly ReadonlySet<string>[] =>
    seen.places.map((place, index) => look.at(place, presenceTo(seer, seen, shown[index] ?? AWAY)));
  const [had, has] = [factsOf(seer.sight.before, before), factsOf(seer.sight.after, after)];
  const isIn = (sets: readonly ReadonlySet<string>[], fact: string) => sets.some((facts) => facts.has(fact));
  const kept = [...new Set(had.flatMap((facts) => [...facts]))].filter((fact) => isIn(has, fact));
  if (kept.length === 0) return [];
  return looks.flatMap((look) =>
    presences.flatMap((shown) => {
      const [from, to] = [Math.max(look.from, shown.from), Math.min(look.to, shown.to)];
      if (from > to) return [];
      const facts = factsOf(look.value, shown.value);
      const names = new Set(kept.filter((fact) => !isIn(facts, fact)).map(nameOfToken));
      return [...names].flatMap((capability) => seer.who.map((user) => ({ from, to, user, capability })));
    }),
  );
}
