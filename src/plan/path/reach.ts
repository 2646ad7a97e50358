import type { Course } from './facts.js';
import type { Journeys } from './journeys.js';
import { AWAY, type Facts, HEARD, type Look, NO_FACTS, namesOf, type Place } from './look.js';
import { type During, together, type Window, windowOf } from './phases.js';
import { lookedAt, presenceTo, type Seen, type Seer, type Sights } from './sight.js';

/** From so many pairs on at one place, all who see less come before all who are seen more, whoever sees whom. */
const PAIRS = 100;

/**
 * Whom somebody sees depends on two people. Where both change, the one who sees less and the one who is seen less come before the one who sees more
 * and the one who is seen more, place by place.
 */
export const reachWindows =
  (pairs = PAIRS) =>
  (_: Journeys, { moving, still, seen: shown }: Sights): readonly Window[] => {
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
      return [...passing(looking, brief, place), ...meeting(here, seen, place)];
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

const pairWindows = (seers: readonly Seer[], seen: readonly Seen[], place: Place): readonly Window[] =>
  seen.flatMap((one) => seers.flatMap((seer) => between(seer, one, place)));

function between(seer: Seer, seen: Seen, place: Place): readonly Window[] {
  const presences = seen.at(place).phases.filter(({ value }) => value !== AWAY);
  let held: Facts | undefined;
  return seer.sight.phases.flatMap((look) =>
    presences.flatMap((presence) => {
      const during = together(look, presence);
      if (!during || during.done.length === 0 || during.undone.length === 0) return [];
      const facts = look.value.at(place, presenceTo(seer, seen, presence.value));
      if (facts === NO_FACTS) return [];
      held ??= heldAt('before', seer, seen) | heldAt('after', seer, seen);
      return windowOf(during, { kind: 'gain', who: seer.who, capabilities: namesOf(facts & ~held) });
    }),
  );
}

function heldAt(end: 'before' | 'after', seer: Seer, seen: Seen): Facts {
  const look = seer.sight[end];
  return seen.places.reduce(
    (facts, place) => facts | look.at(place, presenceTo(seer, seen, seen.at(place)[end])),
    NO_FACTS,
  );
}

/** What takes comes before what gives, on both sides. What a single seer gets for a moment is the concern of other rules. */
function crowdWindows(seers: readonly Seer[], seen: readonly Seen[], place: Place): readonly Window[] {
  const looks = seers.map((seer) => sightTurns(seer, place));
  const presences = seen.map((one) => presenceTurns(one, place));
  const held = { kind: 'gain', ...heldBy(seers, place), isEach: true } as const;
  const window = (ups: readonly Turns[], downs: readonly Turns[]): readonly Window[] => {
    const opens = [...new Set(ups.flatMap(({ up }) => up))];
    const turns = downs.flatMap(({ down }) => down.map((turn) => [`${turn.step} ${turn.detour}`, turn] as const));
    const closes = [...new Map(turns).values()];
    return opens.length === 0 || closes.length === 0 ? [] : [{ ...held, opens, closes }];
  };
  const brief = seen.filter((one) => isFleeting(one, place));
  return [...window(presences, looks), ...window(looks, presences), ...briefWindows(seers, brief, place)];
}

const heldBy = (seers: readonly Seer[], place: Place): Pick<Window, 'who' | 'capabilities'> => ({
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
function briefWindows(seers: readonly Seer[], seen: readonly Seen[], place: Place): readonly Window[] {
  if (seers.length === 0 || seen.length === 0) return [];
  const held = { kind: 'gain', ...heldBy(seers, place) } as const;
  return seen.flatMap((one) => {
    const { phases, before, after } = one.at(place);
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
  const turns = parts.map((part) => turnsOf(part, isMore));
  return { up: turns.flatMap(({ up }) => up), down: turns.flatMap(({ down }) => down) };
}

const presenceTurns = (seen: Seen, place: Place): Turns => turnsOf(seen.at(place), (value, than) => value > than);
