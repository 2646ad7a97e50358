import type { Dashboard, ResourceKey } from '../../model/index.js';
import { capabilityOf, namedGroups, sightOf } from './dashboards.js';
import { type Course, contentOf, dashboardCourse, isSure, memberCourse, permissionCourse, personOf } from './facts.js';
import type { Journeys } from './journeys.js';
import type { Person } from './person.js';
import { crossed, together } from './phases.js';
import { type Window, windowOf } from './window.js';

/** A group by name, or everybody. */
export type Place = string | undefined;

/** What a supervisor sees of the people of a place. */
export interface Seer {
  readonly person: Person;
  readonly sight: Course<Look>;
}

export interface Look {
  readonly dashboard: Dashboard;
  /** What there is to see at a place. */
  readonly at: (place: Place) => ReadonlySet<string>;
}

/** Somebody who may be seen, and heard. */
export interface Seen {
  readonly person: Person;
  readonly at: (place: Place) => Course<Presence>;
}

export type Presence = 'away' | 'there' | 'heard';

/**
 * Whom somebody sees depends on two people. Where both change, the one who sees less and the one who is seen less come before the one who sees more
 * and the one who is seen more, place by place.
 */
export function nobodyReachesMore(journeys: Journeys): readonly Window[] {
  const { moving, still: unmoving } = seersOf(journeys);
  const windows: Window[] = [];
  for (const seen of seenOf(journeys)) {
    for (const place of placesOf(seen.person)) {
      const presence = seen.at(place);
      if (presence.phases.length < 2) continue;
      const isFleeting = presence.phases.length > 2;
      for (const seer of moving.get(place) ?? []) windows.push(...between(seer, seen, place));
      for (const seer of isFleeting ? (unmoving.get(place) ?? []) : []) windows.push(...between(seer, seen, place));
    }
  }
  return windows;
}

function between(seer: Seer, seen: Seen, place: Place): readonly Window[] {
  const presences = seen.at(place).phases.filter(({ value }) => value !== 'away');
  if (seer.sight.phases.every(({ value }) => value.at(place).size === 0)) return [];
  const held = new Set([...heldAt('before', seer, seen), ...heldAt('after', seer, seen)]);
  return seer.sight.phases.flatMap((look) => {
    const tokens = [...look.value.at(place)].filter((token) => !held.has(token));
    if (tokens.length === 0) return [];
    return presences.flatMap((presence) => {
      const during = together(look, presence);
      const found = during ? tokens.filter((token) => isSeen(token, { seer, seen, presence: presence.value })) : [];
      if (!during || found.length === 0) return [];
      return windowOf(during, {
        kind: 'gain',
        who: seer.person.key,
        capabilities: [...new Set(found.flatMap(capabilityOf))],
      });
    });
  });
}

/** Nobody hears or downloads themselves, or somebody who has no calls. */
export function isSeen(
  token: string,
  { seer, seen, presence }: { readonly seer: Seer; readonly seen: Seen; readonly presence: Presence },
): boolean {
  const isOfCalls = token.startsWith('calls.') || token.startsWith('recordings.');
  if (!isOfCalls) return true;
  if (seen.person.isExternal || seen.person.key === seer.person.key) return false;
  return presence === 'heard' || !token.startsWith('calls.');
}

function heldAt(end: 'before' | 'after', seer: Seer, seen: Seen): readonly string[] {
  const look = seer.sight[end];
  return placesOf(seen.person).flatMap((place) => {
    const presence = seen.at(place)[end];
    if (presence === 'away') return [];
    return [...look.at(place)].filter((token) => isSeen(token, { seer, seen, presence }));
  });
}

const NOTHING_SEEN: ReadonlySet<string> = new Set();

function lookOf(dashboard: Dashboard, downloads: boolean): Look {
  const known = new Map<Place, ReadonlySet<string>>();
  const at = (place: Place) => {
    if (dashboard.level === 'none') return NOTHING_SEEN;
    const found = known.get(place) ?? sightOf(dashboard, place, { downloads });
    known.set(place, found);
    return found;
  };
  return { dashboard, at };
}

export const placesOf = ({ groups, isExternal }: Person): readonly Place[] =>
  isExternal ? [undefined] : [undefined, ...groups.keys()];

export interface Seers {
  readonly moving: ReadonlyMap<Place, readonly Seer[]>;
  readonly still: ReadonlyMap<Place, readonly Seer[]>;
}

export function seersOf(journeys: Journeys): Seers {
  const moving = new Map<Place, Seer[]>();
  const still = new Map<Place, Seer[]>();
  for (const key of everybody(journeys)) {
    const person = journeys.people.get(key) ?? (mayLook(journeys, key) ? personOf(journeys, key) : undefined);
    if (!person || person.dashboard.values.every((value) => value.known && value.value.level === 'none')) continue;
    const sight = sightCourse(journeys, person);
    const into = sight.phases.length > 1 ? moving : still;
    for (const place of lookedAt(sight)) {
      const list = into.get(place);
      if (list) list.push({ person, sight });
      else into.set(place, [{ person, sight }]);
    }
  }
  return { moving, still };
}

export function everybody({ before, after }: Journeys): ReadonlySet<ResourceKey> {
  return new Set([...before.users.keys(), ...after.users.keys()]);
}

function mayLook({ after }: Journeys, key: ResourceKey): boolean {
  const user = after.users.get(key);
  return (
    user?.status === 'active' && (user.superAdmin || !user.dashboard.known || user.dashboard.value.level !== 'none')
  );
}

function sightCourse(journeys: Journeys, person: Person): Course<Look> {
  const dashboards = dashboardCourse(person);
  const held = permissionCourse(journeys, person);
  const downloads = [held.before, held.after, ...held.phases.map(({ value }) => value)].map(mayDownload);
  const isSteady = downloads.every((isSo) => isSo === downloads[0]);
  const phases = isSteady
    ? dashboards.phases.map((phase) => ({ ...phase, value: lookOf(phase.value, downloads[0] ?? false) }))
    : crossed(dashboards.phases, held.phases, (dashboard, one) => lookOf(dashboard, mayDownload(one)));
  return {
    phases,
    before: lookOf(dashboards.before, isSure(held, 'before', 'showDownloadButton')),
    after: lookOf(dashboards.after, isSure(held, 'after', 'showDownloadButton')),
  };
}

const mayDownload = ({ set }: { readonly set: { readonly showDownloadButton?: unknown } }): boolean =>
  set.showDownloadButton !== false;

function lookedAt({ phases }: Course<Look>): ReadonlySet<Place> {
  const places = new Set<Place>(phases.flatMap(({ value }) => namedGroups(value.dashboard)));
  if (phases.some(({ value }) => value.at(undefined).size > 0)) places.add(undefined);
  return places;
}

/** Whoever comes, goes, changes groups, or may be heard from now on or no longer. */
export function seenOf(journeys: Journeys): readonly Seen[] {
  const moved = [...journeys.people.values()];
  const audible = new Set([...journeys.contents.keys()].filter((profile) => isAudibilityEdited(journeys, profile)));
  const others: Person[] = [];
  if (audible.size > 0)
    for (const key of everybody(journeys)) {
      const person = journeys.people.has(key) ? undefined : personOf(journeys, key);
      const holder = person?.holder.values[0];
      if (person && holder && 'profile' in holder && audible.has(holder.profile)) others.push(person);
    }
  return [...moved, ...others].map((person) => ({ person, at: presenceOf(journeys, person) }));
}

const isAudibilityEdited = (journeys: Journeys, profile: ResourceKey): boolean =>
  new Set(contentOf(journeys, profile).values.map(({ set }) => set.canBeListenedTo)).size > 1;

export function presenceOf(journeys: Journeys, person: Person): Seen['at'] {
  const known = new Map<Place, Course<Presence>>();
  const held = permissionCourse(journeys, person);
  const isHeard = ({ set }: (typeof held)['before']): boolean => set.canBeListenedTo !== false;
  const hearing = [held.before, held.after, ...held.phases.map(({ value }) => value)].map(isHeard);
  const isSteady = hearing.every((is) => is === hearing[0]);
  const presence = (isThere: boolean, is: boolean): Presence => (isThere ? (is ? 'heard' : 'there') : 'away');
  return (place) => {
    const found = known.get(place);
    if (found) return found;
    const member = memberCourse(person, place);
    const phases = isSteady
      ? member.phases.map((phase) => ({ ...phase, value: presence(phase.value, hearing[0] ?? false) }))
      : crossed(member.phases, held.phases, (is, one) => presence(is, isHeard(one)));
    const course: Course<Presence> = {
      phases,
      before: presence(member.before, isSure(held, 'before', 'canBeListenedTo')),
      after: presence(member.after, isSure(held, 'after', 'canBeListenedTo')),
    };
    known.set(place, course);
    return course;
  };
}
