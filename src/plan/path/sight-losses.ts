import { AWAY, type Facts, HEARD, type Look, type Names, NO_FACTS, type Place, type Presence } from './look.js';
import type { Loss, Order, Phase, Span } from './phases.js';
import { presenceTo, type Seen, type Seer, type Sights } from './sight.js';

/** From so many pairs of people on it is no longer looked at when exactly something is missing: then it is for as long as anything changes. */
const PAIRS = 300_000;

/**
 * What somebody is without, for a moment, of what they see of others. Who has all of one end at any time can only miss what others lack, so most
 * people need no look: pairs of which both change, and pairs of one who changes by way of less. `take` is given what is lost, many times the same.
 */
export function sightLosses(sights: Sights, order: Order, take: (loss: Loss) => void, exactly = PAIRS): void {
  const moving = sights.moving().map((seer) => watchOf(seer, order));
  const seen = sights.seen().map((one) => showingOf(one, order));
  const lessSeen = seen.filter(({ isLess }) => isLess);
  const lessSeeing = moving.filter(({ isLess }) => isLess);
  const still = lessSeen.length === 0 ? [] : sights.still().map((seer) => watchOf(seer, order));
  const groups = new Set(lessSeeing.flatMap(({ places }) => places));
  const unmoved = lessSeeing.length === 0 ? [] : sights.unmoved(groups);
  const found = createMissed(sights.namesOf);
  let pairs = 0;
  const each = (watch: Watch, showing: Showing) => {
    pairs += 1;
    pairLosses(watch, showing, { lose: found.lose, isExact: pairs <= exactly });
  };
  eachPair(moving, seen, each);
  eachPair(still, lessSeen, each);
  eachPair(
    lessSeeing,
    unmoved.map((one) => showingOf(one, order)),
    each,
  );
  found.each(take);
}

interface Missed {
  readonly lose: (watch: Watch, facts: Facts, span: Span) => void;
  readonly each: (take: (loss: Loss) => void) => void;
}

/** By who looks and what they miss, from the first time to the last: two of them meet many times. */
function createMissed(namesOf: Names): Missed {
  const missed = new Map<Watch, Map<Facts, Span>>();
  return {
    lose: (watch, facts, { from, to }) => {
      if (facts === NO_FACTS) return;
      const spans = missed.get(watch) ?? new Map<Facts, Span>();
      missed.set(watch, spans);
      const known = spans.get(facts);
      if (!known || from < known.from || to > known.to)
        spans.set(facts, { from: Math.min(from, known?.from ?? from), to: Math.max(to, known?.to ?? to) });
    },
    each: (take) => {
      for (const [{ seer }, spans] of missed)
        for (const [facts, span] of spans)
          for (const capability of namesOf(facts)) for (const user of seer.who) take({ ...span, user, capability });
    },
  };
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
  const places = [...new Set<Place>([undefined, ...before.named, ...after.named])];
  if (before === after && looks.every(({ value }) => value === before))
    return { seer, looks, places, isLess: false, grows: true, shrinks: true };
  const includes = (look: Look, other: Look) =>
    look === other || places.every((place) => (other.at(place, HEARD) & ~look.at(place, HEARD)) === NO_FACTS);
  const isLess = looks.some(({ value }) => !includes(value, before) && !includes(value, after));
  return { seer, looks, places, isLess, grows: includes(after, before), shrinks: includes(before, after) };
}

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
function eachPair(
  watches: readonly Watch[],
  showings: readonly Showing[],
  each: (watch: Watch, showing: Showing) => void,
): void {
  const index = new Map<Place, Watch[]>();
  for (const watch of watches)
    for (const place of watch.places) {
      if (watch.seer.sight.before.at(place, HEARD) === NO_FACTS) continue;
      const list = index.get(place);
      if (list) list.push(watch);
      else index.set(place, [watch]);
    }
  for (const showing of showings) {
    const places = showing.seen.places.filter((_, place) => showing.before[place] !== AWAY);
    const lists = places.flatMap((place) => {
      const list = index.get(place);
      return list ? [list] : [];
    });
    for (const watch of lists.length === 1 ? (lists[0] ?? []) : new Set(lists.flat()))
      if (!isCalm(watch, showing)) each(watch, showing);
  }
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

interface Losing {
  readonly lose: Missed['lose'];
  readonly isExact: boolean;
}

function pairLosses(watch: Watch, { seen, presences, before, after }: Showing, { lose, isExact }: Losing): void {
  const { seer, looks } = watch;
  const factsOf = (look: Look, shown: readonly Presence[]): Facts => {
    let codes = 0;
    for (const [index, place] of seen.places.entries())
      codes |= look.codeAt(place, presenceTo(seer, seen, shown[index] ?? AWAY));
    return look.over(codes);
  };
  const kept = factsOf(seer.sight.before, before) & factsOf(seer.sight.after, after);
  if (kept === NO_FACTS) return;
  if (!isExact) {
    const changes = [...looks, ...presences].map(({ from }) => from).filter((from) => from > 0);
    lose(watch, kept, { from: Math.min(...changes), to: Math.max(...changes) });
    return;
  }
  for (const look of looks)
    for (const shown of presences) {
      const [from, to] = [Math.max(look.from, shown.from), Math.min(look.to, shown.to)];
      if (from <= to) lose(watch, kept & ~factsOf(look.value, shown.value), { from, to });
    }
}
