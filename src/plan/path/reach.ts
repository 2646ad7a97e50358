import { once } from '../../model/index.js';
import type { Course } from './facts.js';
import type { Journeys } from './journeys.js';
import { AWAY, type Facts, HEARD, type Look, type Names, NO_FACTS, type Place, type Presence } from './look.js';
import { type During, type Phase, together, type Window, windowOf, withoutDoubles } from './phases.js';
import { lookedAt, presenceTo, type Seen, type Seer, type Sights } from './sight.js';

/** From so many pairs on at one place, all who see less come before all who are seen more, whoever sees whom. */
const PAIRS = 100;

/**
 * Whom somebody sees depends on two people. Where both change, the one who sees less and the one who is seen less come before the one who sees more
 * and the one who is seen more, place by place.
 */
export const reachWindows =
  (pairs = PAIRS) =>
  (_: Journeys, { moving, still, seen: shown, namesOf }: Sights): readonly Window[] => {
    const seers = byPlace(moving());
    const moved = placesOfMoved(shown());
    const fleeting = new Map([...moved].map(([place, seen]) => [place, seen.filter((one) => isFleeting(one, place))]));
    const onlookers = [...fleeting.values()].some((seen) => seen.length > 0)
      ? byPlace(still())
      : new Map<Place, Seer[]>();
    return [...moved].flatMap(([place, seen]) => {
      const [here, brief] = [seers.get(place) ?? [], fleeting.get(place) ?? []];
      const looking = brief.length === 0 ? [] : (onlookers.get(place) ?? []);
      const passing = looking.length * brief.length <= pairs ? pairWindows : briefWindows;
      const meeting = here.length * seen.length <= pairs ? pairWindows : crowdWindows;
      return [...passing(looking, brief, { place, namesOf }), ...meeting(here, seen, { place, namesOf })];
    });
  };

export const nobodyReachesMore = reachWindows();

function byPlace(seers: readonly Seer[]): ReadonlyMap<Place, Seer[]> {
  const found = new Map<Place, Seer[]>();
  for (const seer of seers)
    for (const place of lookedAt(seer)) {
      const list = found.get(place);
      if (list) list.push(seer);
      else found.set(place, [seer]);
    }
  return found;
}

/** Who is seen more or less at a place as time goes on. */
function placesOfMoved(all: readonly Seen[]): ReadonlyMap<Place, Seen[]> {
  const found = new Map<Place, Seen[]>();
  for (const seen of all)
    for (const place of seen.places) {
      if (seen.at(place).phases.length < 2) continue;
      const list = found.get(place);
      if (list) list.push(seen);
      else found.set(place, [seen]);
    }
  return found;
}

/** Seen more, for a moment, than at either end. */
function isFleeting(seen: Seen, place: Place): boolean {
  const { phases, before, after } = seen.at(place);
  return phases.some(({ value }) => value > before && value > after);
}

/** Where they meet, and what it is called that they see there. */
interface Spot {
  readonly place: Place;
  readonly namesOf: Names;
}

const pairWindows = (seers: readonly Seer[], seen: readonly Seen[], spot: Spot): readonly Window[] =>
  seers.length === 0
    ? []
    : seen.flatMap((one) => {
        const presences = one.at(spot.place).phases.filter(({ value }) => value !== AWAY);
        return seers.flatMap((seer) => between(seer, one, { ...spot, presences }));
      });

interface Here extends Spot {
  readonly presences: readonly Phase<Presence>[];
}

function between(seer: Seer, seen: Seen, { place, presences, namesOf }: Here): readonly Window[] {
  const windows: Window[] = [];
  let held: Facts | undefined;
  for (const look of seer.sight.phases)
    for (const presence of presences) {
      if (isAnEnd(look, presence)) continue;
      const facts = look.value.at(place, presenceTo(seer, seen, presence.value));
      const during = facts === NO_FACTS ? undefined : together(look, presence);
      if (!during) continue;
      held ??= heldAt('before', seer, seen) | heldAt('after', seer, seen);
      const capabilities = namesOf(facts & ~held);
      if (capabilities.length > 0) windows.push(...windowOf(during, { kind: 'gain', who: seer.who, capabilities }));
    }
  return windows;
}

/** Nothing is done yet, or nothing is left to do. */
const isAnEnd = (one: During, other: During): boolean =>
  one.done.length + other.done.length === 0 || one.undone.length + other.undone.length === 0;

function heldAt(end: 'before' | 'after', seer: Seer, seen: Seen): Facts {
  const look = seer.sight[end];
  let codes = 0;
  for (const place of seen.places) codes |= look.codeAt(place, presenceTo(seer, seen, seen.at(place)[end]));
  return look.over(codes);
}

/** What takes comes before what gives, on both sides. What a single seer gets for a moment is the concern of other rules. */
function crowdWindows(seers: readonly Seer[], seen: readonly Seen[], spot: Spot): readonly Window[] {
  if (seers.length === 0) return [];
  const { place } = spot;
  const looks = seers.map((seer) => sightTurns(seer, place));
  const presences = seen.map((one) => presenceTurns(one, place));
  const held = once(() => ({ kind: 'gain', ...heldBy(seers, spot), isEach: true }) as const);
  const window = (ups: readonly Turns[], downs: readonly Turns[]): readonly Window[] => {
    const opens = [...new Set(ups.flatMap(({ up }) => up))];
    const closes = opens.length === 0 ? [] : withoutDoubles(downs.flatMap(({ down }) => down));
    return opens.length === 0 || closes.length === 0 ? [] : [{ ...held(), opens, closes }];
  };
  const brief = seen.filter((one) => isFleeting(one, place));
  return [...window(presences, looks), ...window(looks, presences), ...briefWindows(seers, brief, spot)];
}

const heldBy = (seers: readonly Seer[], { place, namesOf }: Spot): Pick<Window, 'who' | 'capabilities'> => ({
  who: [...new Set(seers.flatMap((seer) => seer.who))],
  capabilities: [
    ...namesOf(
      seers.reduce(
        (facts, { sight }) => sight.phases.reduce((sum, { value }) => sum | value.at(place, HEARD), facts),
        NO_FACTS,
      ),
    ),
  ],
});

/** Nobody is seen, by anybody, more than at both ends. */
function briefWindows(seers: readonly Seer[], seen: readonly Seen[], spot: Spot): readonly Window[] {
  if (seers.length === 0 || seen.length === 0) return [];
  const held = { kind: 'gain', ...heldBy(seers, spot) } as const;
  return seen.flatMap((one) => {
    const { phases, before, after } = one.at(spot.place);
    return phases.filter(({ value }) => value > before && value > after).flatMap((phase) => windowOf(phase, held));
  });
}

/** Steps after which there is more than before, and those after which there is less than before. */
interface Turns {
  readonly up: During['done'];
  readonly down: During['undone'];
}

/** Of several steps that a stretch needs the first is enough: it is that of whoever moves, not of a profile. */
function turnsOf<T>({ phases, before, after }: Course<T>, isMore: (value: T, than: T) => boolean): Turns {
  return {
    up: phases.filter(({ value }) => isMore(value, before)).flatMap(({ done }) => done.slice(0, 1)),
    down: phases.filter(({ value }) => isMore(value, after)).flatMap(({ undone }) => undone.slice(0, 1)),
  };
}

function sightTurns({ parts }: Seer, place: Place): Turns {
  const isMore = (look: Look, than: Look) =>
    look !== than && (look.at(place, HEARD) & ~than.at(place, HEARD)) !== NO_FACTS;
  const turns = parts().map((part) => turnsOf(part, isMore));
  return { up: turns.flatMap(({ up }) => up), down: turns.flatMap(({ down }) => down) };
}

const presenceTurns = (seen: Seen, place: Place): Turns => turnsOf(seen.at(place), (value, than) => value > than);
