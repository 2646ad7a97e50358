import { LINES } from '../../access/scope.js';
import { type Dashboard, levelDashboard, PAGES, type ResourceKey } from '../../model/index.js';
import { ACCESSES, accessTo, capabilitiesOf, namedGroups, partsOf } from './dashboards.js';
import { type Course, contentOf, dashboardCourse, memberCourse, personOf, switchCourse } from './facts.js';
import type { Journeys } from './journeys.js';
import { holderOf, type Person } from './person.js';
import { crossed } from './phases.js';

/** A group by name, or everybody. */
export type Place = string | undefined;

/** How much of somebody there is to see: nothing, no calls, calls, calls that may be listened to. Each includes those before. */
export const AWAY = 0;
export const WITHOUT_CALLS = 1;
export const THERE = 2;
export const HEARD = 3;
export type Presence = typeof AWAY | typeof WITHOUT_CALLS | typeof THERE | typeof HEARD;

/** What a dashboard gives to see of the people of a place, by how much of them there is to see. */
export interface Look {
  readonly dashboard: Dashboard;
  readonly at: (place: Place, presence: Presence) => ReadonlySet<string>;
}

/** Somebody who looks at others, or several who look at the same. */
export interface Seer {
  readonly who: ResourceKey[];
  readonly sight: Course<Look>;
  /** Dashboard and permission to download, each by itself: of how much there would be to see with the other. */
  readonly parts: readonly Course<Look>[];
}

/** Somebody who may be seen, and heard, or one of many alike. */
export interface Seen {
  /** Undefined where it stands for several. */
  readonly key: ResourceKey | undefined;
  readonly places: readonly Place[];
  readonly at: (place: Place) => Course<Presence>;
}

export interface Seers {
  /** Those whose look changes. */
  readonly moving: readonly Seer[];
  /** All others, told apart by what they look at. Takes a pass over everybody. */
  readonly still: () => readonly Seer[];
}

/** Nobody hears or downloads themselves. */
export const presenceTo = ({ who }: Seer, { key }: Seen, presence: Presence): Presence =>
  presence > WITHOUT_CALLS && who.length === 1 && who[0] === key ? WITHOUT_CALLS : presence;

export function seersOf(journeys: Journeys): Seers {
  const lookOf = createLooks();
  const own = [...journeys.people.values()].filter(mayLookEver).map((person) => seerOf(journeys, person, lookOf));
  const isMoving = ({ sight }: Seer) => sight.phases.length > 1;
  const edited = editedProfiles(journeys, 'showDownloadButton');
  const others = edited.size === 0 ? [] : alike(journeys, lookOf, edited);
  return {
    moving: [...own, ...others].filter(isMoving),
    still: () => [...own.filter((seer) => !isMoving(seer)), ...alike(journeys, lookOf).filter((one) => !isMoving(one))],
  };
}

const mayLookEver = ({ dashboard }: Person): boolean =>
  !dashboard.values.every((value) => value.known && value.value.level === 'none');

/** People who do not change, one seer for all who look at the same; only those of some profiles, if any are given. */
function alike(journeys: Journeys, lookOf: Looks, profiles?: ReadonlySet<ResourceKey>): readonly Seer[] {
  const kinds = new Map<string, Seer>();
  for (const [key, user] of journeys.after.users) {
    const { status, superAdmin, dashboard } = user;
    if (status !== 'active' || (!superAdmin && dashboard.known && dashboard.value.level === 'none')) continue;
    if (journeys.people.has(key)) continue;
    const holder = holderOf(user);
    if (profiles && !('profile' in holder && profiles.has(holder.profile))) continue;
    const person = personOf(journeys, key);
    if (!person) continue;
    const source = 'profile' in holder ? holder.profile : String(holder.own.set.showDownloadButton);
    const name = `${user.external} ${source} ${superAdmin || JSON.stringify(dashboard)}`;
    const kind = kinds.get(name);
    if (kind) kind.who.push(key);
    else kinds.set(name, seerOf(journeys, person, lookOf));
  }
  return [...kinds.values()];
}

/** Profiles of which this permission changes. */
function editedProfiles(journeys: Journeys, id: 'showDownloadButton' | 'canBeListenedTo'): ReadonlySet<ResourceKey> {
  const isEdited = (profile: ResourceKey) =>
    new Set(contentOf(journeys, profile).values.map(({ set }) => set[id])).size > 1;
  return new Set([...journeys.contents.keys()].filter(isEdited));
}

function seerOf(journeys: Journeys, person: Person, lookOf: Looks): Seer {
  const dashboards = dashboardCourse(person);
  const downloads = switchCourse(journeys, person, 'showDownloadButton');
  const sight = {
    phases: crossed(dashboards.phases, downloads.phases, lookOf),
    before: lookOf(dashboards.before, downloads.before),
    after: lookOf(dashboards.after, downloads.after),
  };
  const hasLogs = dashboards.phases.some(({ value }) => accessTo(value, 'logs') !== 'none');
  const parts = [
    courseOf(dashboards, (dashboard) => lookOf(dashboard, true)),
    ...(hasLogs ? [courseOf(downloads, (is) => lookOf(EVERYTHING, is))] : []),
  ];
  return { who: [person.key], sight, parts };
}

const courseOf = <T>({ phases, before, after }: Course<T>, of: (value: T) => Look): Course<Look> => ({
  phases: phases.map((phase) => ({ ...phase, value: of(phase.value) })),
  before: of(before),
  after: of(after),
});

const EVERYTHING = levelDashboard('admin');

const NOTHING_SEEN: ReadonlySet<string> = new Set();

type Looks = (dashboard: Dashboard, downloads: boolean) => Look;

/** The same dashboard is the same look. */
function createLooks(): Looks {
  const known = new Map<string, Look>();
  return (dashboard, downloads) => {
    const name = `${downloads} ${JSON.stringify(dashboard)}`;
    const look = known.get(name) ?? createLook(dashboard, downloads);
    known.set(name, look);
    return look;
  };
}

function createLook(dashboard: Dashboard, downloads: boolean): Look {
  const known = new Map<string, ReadonlySet<string>>();
  const at = (place: Place, presence: Presence) => {
    if (dashboard.level === 'none' || presence === AWAY) return NOTHING_SEEN;
    const name = `${presence}${place === undefined ? '' : `:${place}`}`;
    const found = known.get(name) ?? factsOfSight(dashboard, place, { downloads, presence });
    known.set(name, found);
    return found;
  };
  return { dashboard, at };
}

/**
 * `page.activity.read@direct`, and `page.activity.read@` for any line: what a dashboard gives to see of the people of one group, or of everybody, as
 * far as there is so much of them to see.
 */
function factsOfSight(
  dashboard: Dashboard,
  group: string | undefined,
  { downloads, presence }: { readonly downloads: boolean; readonly presence: Presence },
): ReadonlySet<string> {
  const facts = new Set<string>();
  const isShown = (name: string) => {
    if (name === 'recordings.download' && !downloads) return false;
    if (name.startsWith('calls.')) return presence === HEARD;
    return presence > WITHOUT_CALLS || !name.startsWith('recordings.');
  };
  for (const { id } of PAGES) {
    const access = accessTo(dashboard, id);
    if (access === 'none') continue;
    const accesses = access === 'write' ? ACCESSES : [access];
    const names = accesses.flatMap((one) => capabilitiesOf(id, one)).filter(isShown);
    for (const [part, line] of LINES.entries()) {
      const seen = partsOf(dashboard, id)[part] ?? [];
      if (seen !== 'all' && (group === undefined || !seen.includes(group))) continue;
      for (const name of names)
        if (name !== 'rights.grant' || id === 'users') facts.add(`${name}@`).add(`${name}@${line}`);
    }
    if (group === undefined && id !== 'users' && names.includes('rights.grant')) facts.add('rights.grant@');
  }
  return facts;
}

/** Places where somebody looks at any time. */
export function lookedAt({ sight: { phases } }: Seer): ReadonlySet<Place> {
  const places = new Set<Place>(phases.flatMap(({ value }) => namedGroups(value.dashboard)));
  if (phases.some(({ value }) => value.at(undefined, HEARD).size > 0)) places.add(undefined);
  return places;
}

/** Whoever comes, goes, changes groups, or may be heard from now on or no longer. */
export function seenOf(journeys: Journeys): readonly Seen[] {
  const moved = [...journeys.people.values()].map((person) => seenPerson(journeys, person, person.key));
  const edited = editedProfiles(journeys, 'canBeListenedTo');
  if (edited.size === 0) return moved;
  const isOne = (person: Person) => {
    const [holder] = person.holder.values;
    return 'profile' in holder && edited.has(holder.profile) ? holder.profile : undefined;
  };
  return [...moved, ...seenAlike(journeys, isOne)];
}

/** People who do not change, one for all of a kind in the same groups. */
export function seenAlike(journeys: Journeys, kindOf: (person: Person) => string | undefined): readonly Seen[] {
  const kinds = new Map<string, { readonly person: Person; count: number }>();
  for (const key of journeys.after.users.keys()) {
    const person = journeys.people.has(key) ? undefined : personOf(journeys, key);
    const kind = person?.isThere.values[0] === true ? kindOf(person) : undefined;
    if (!person || kind === undefined) continue;
    const name = `${person.isExternal} ${kind} ${[...person.groups.keys()].join('\n')}`;
    const known = kinds.get(name);
    if (known) known.count += 1;
    else kinds.set(name, { person, count: 1 });
  }
  return [...kinds.values()].map(({ person, count }) =>
    seenPerson(journeys, person, count === 1 ? person.key : undefined),
  );
}

function seenPerson(journeys: Journeys, person: Person, key: ResourceKey | undefined): Seen {
  const places = person.isExternal ? [undefined] : [undefined, ...person.groups.keys()];
  return { key, places, at: presenceOf(journeys, person) };
}

function presenceOf(journeys: Journeys, person: Person): Seen['at'] {
  const known = new Map<Place, Course<Presence>>();
  const hearing = switchCourse(journeys, person, 'canBeListenedTo');
  const presence = (isThere: boolean, is: boolean): Presence => {
    if (!isThere) return AWAY;
    if (person.isExternal) return WITHOUT_CALLS;
    return is ? HEARD : THERE;
  };
  return (place) => {
    const found = known.get(place);
    if (found) return found;
    const member = memberCourse(person, place);
    const course: Course<Presence> = {
      phases: crossed(member.phases, hearing.phases, presence),
      before: presence(member.before, hearing.before),
      after: presence(member.after, hearing.after),
    };
    known.set(place, course);
    return course;
  };
}
