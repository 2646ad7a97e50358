import { levelDashboard, once, type ResourceKey } from '../../model/index.js';
import type { Kind } from './crowd.js';
import { accessTo } from './dashboards.js';
import { type Course, type Courses, contentOf, coursesOf, memberCourse } from './facts.js';
import type { Journeys } from './journeys.js';
import {
  AWAY,
  HEARD,
  type Look,
  type Looks,
  type Names,
  NO_FACTS,
  type Place,
  type Presence,
  THERE,
  WITHOUT_CALLS,
} from './look.js';
import { holderOf, type Person, unmoved } from './person.js';
import { crossed } from './phases.js';

/** Somebody who looks at others, or several who look at the same. */
export interface Seer {
  readonly who: readonly ResourceKey[];
  readonly sight: Course<Look>;
  /** Dashboard and permission to download, each by itself: of how much there would be to see with the other. */
  readonly parts: () => readonly Course<Look>[];
}

/** Somebody who may be seen, and heard, or one of many alike. */
export interface Seen {
  /** Undefined where it stands for several. */
  readonly key: ResourceKey | undefined;
  readonly places: readonly Place[];
  readonly at: (place: Place) => Course<Presence>;
}

/** Who sees and who is seen, on the way. */
export interface Sights {
  /** What somebody who changes goes through. */
  readonly coursesOf: (person: Person) => Courses;
  readonly namesOf: Names;
  /** Those whose look changes. */
  readonly moving: () => readonly Seer[];
  /** All others, told apart by what they look at. */
  readonly still: () => readonly Seer[];
  /** Whoever comes, goes, changes groups, or may be heard from now on or no longer. */
  readonly seen: () => readonly Seen[];
  /** People who do not change and are in several of these groups, one for all who are in the same. */
  readonly unmoved: (groups: ReadonlySet<Place>) => readonly Seen[];
}

/** Nobody hears or downloads themselves. */
export const presenceTo = ({ who }: Seer, { key }: Seen, presence: Presence): Presence =>
  presence > WITHOUT_CALLS && who.length === 1 && who[0] === key ? WITHOUT_CALLS : presence;

export function sightsOf(journeys: Journeys): Sights {
  const { lookOf } = journeys.crowd;
  const known = new Map<Person, Courses>();
  const coursesFor = (person: Person): Courses => {
    const courses = known.get(person) ?? coursesOf(journeys, person);
    known.set(person, courses);
    return courses;
  };
  const people = [...journeys.people.values()];
  const own = once(() => people.filter(mayLookEver).map((person) => seerOf([person.key], coursesFor(person), lookOf)));
  const others = once(() =>
    journeys.crowd
      .looking()
      .map(({ user, keys }) => seerOf(keys, coursesOf(journeys, unmoved(user)), lookOf))
      .map((seer) => ({ seer, isMoving: isMoving(seer) })),
  );
  const isEdited = () => editedProfiles(journeys, 'showDownloadButton').size > 0;
  return {
    coursesOf: coursesFor,
    namesOf: journeys.crowd.namesOf,
    moving: once(() => [
      ...own().filter(isMoving),
      ...(isEdited() ? others().flatMap((one) => (one.isMoving ? [one.seer] : [])) : []),
    ]),
    still: once(() => [
      ...own().filter((seer) => !isMoving(seer)),
      ...others().flatMap((one) => (one.isMoving ? [] : [one.seer])),
    ]),
    seen: once(() => [
      ...people.map((person) => seenPerson(person, coursesFor(person), person.key)),
      ...heardOf(journeys),
    ]),
    unmoved: (groups) => journeys.crowd.shownIn(groups).map((kind) => seenAlike(journeys, kind)),
  };
}

const isMoving = ({ sight }: Seer): boolean => sight.phases.length > 1;

const mayLookEver = ({ dashboard }: Person): boolean =>
  !dashboard.values.every((value) => value.known && value.value.level === 'none');

/** Profiles of which this permission changes. */
function editedProfiles(journeys: Journeys, id: 'showDownloadButton' | 'canBeListenedTo'): ReadonlySet<ResourceKey> {
  const isEdited = (profile: ResourceKey) =>
    new Set(contentOf(journeys, profile).values.map(({ set }) => set[id])).size > 1;
  return new Set([...journeys.contents.keys()].filter(isEdited));
}

function seerOf(who: readonly ResourceKey[], courses: Courses, lookOf: Looks): Seer {
  const [dashboards, downloads] = [courses.dashboards(), courses.downloads()];
  const sight = {
    phases: crossed(dashboards.phases, downloads.phases, lookOf),
    before: lookOf(dashboards.before, downloads.before),
    after: lookOf(dashboards.after, downloads.after),
  };
  const hasLogs = () => dashboards.phases.some(({ value }) => accessTo(value, 'logs') !== 'none');
  const parts = once(() => [
    courseOf(dashboards, (dashboard) => lookOf(dashboard, true)),
    ...(hasLogs() ? [courseOf(downloads, (is) => lookOf(EVERYTHING, is))] : []),
  ]);
  return { who, sight, parts };
}

const courseOf = <T>({ phases, before, after }: Course<T>, of: (value: T) => Look): Course<Look> => ({
  phases: phases.map((phase) => ({ ...phase, value: of(phase.value) })),
  before: of(before),
  after: of(after),
});

const EVERYTHING = levelDashboard('admin');

/** Places where somebody looks at any time. */
export function lookedAt({ sight: { phases } }: Seer): ReadonlySet<Place> {
  const places = new Set<Place>(phases.flatMap(({ value }) => value.named));
  if (phases.some(({ value }) => value.at(undefined, HEARD) !== NO_FACTS)) places.add(undefined);
  return places;
}

/** Of those who do not change themselves whoever may be heard from now on, or no longer. */
function heardOf(journeys: Journeys): readonly Seen[] {
  const edited = editedProfiles(journeys, 'canBeListenedTo');
  if (edited.size === 0) return [];
  const isEdited = ({ user }: Kind) => {
    const holder = holderOf(user);
    return 'profile' in holder && edited.has(holder.profile);
  };
  return journeys.crowd
    .shown()
    .filter(isEdited)
    .map((kind) => seenAlike(journeys, kind));
}

function seenAlike(journeys: Journeys, { user, keys }: Kind): Seen {
  const person = unmoved(user);
  return seenPerson(person, coursesOf(journeys, person), keys.length === 1 ? user.key : undefined);
}

function seenPerson(person: Person, courses: Courses, key: ResourceKey | undefined): Seen {
  const places = person.isExternal ? [undefined] : [undefined, ...person.groups.keys()];
  return { key, places, at: presenceOf(person, courses) };
}

function presenceOf(person: Person, courses: Courses): Seen['at'] {
  const known = new Map<Place, Course<Presence>>();
  const presence = (isThere: boolean, is: boolean): Presence => {
    if (!isThere) return AWAY;
    if (person.isExternal) return WITHOUT_CALLS;
    return is ? HEARD : THERE;
  };
  return (place) => {
    const found = known.get(place);
    if (found) return found;
    const [member, hearing] = [memberCourse(person, place), courses.hearing()];
    const course: Course<Presence> = {
      phases: crossed(member.phases, hearing.phases, presence),
      before: presence(member.before, hearing.before),
      after: presence(member.after, hearing.after),
    };
    known.set(place, course);
    return course;
  };
}
