import { levelDashboard, once, type ResourceKey } from '../../model/index.js';
import type { Kind } from './crowd.js';
import { accessTo, namedGroups } from './dashboards.js';
import { type Course, contentOf, dashboardCourse, memberCourse, switchCourse } from './facts.js';
import type { Journeys } from './journeys.js';
import {
  AWAY,
  createLooks,
  HEARD,
  type Look,
  type Looks,
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
  readonly parts: readonly Course<Look>[];
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
  /** Those whose look changes. */
  readonly moving: () => readonly Seer[];
  /** All others, told apart by what they look at. */
  readonly still: () => readonly Seer[];
  /** Whoever comes, goes, changes groups, or may be heard from now on or no longer. */
  readonly seen: () => readonly Seen[];
  /** People who do not change, one for all who are in the same groups. */
  readonly unmoved: () => readonly Seen[];
}

/** Nobody hears or downloads themselves. */
export const presenceTo = ({ who }: Seer, { key }: Seen, presence: Presence): Presence =>
  presence > WITHOUT_CALLS && who.length === 1 && who[0] === key ? WITHOUT_CALLS : presence;

export function sightsOf(journeys: Journeys): Sights {
  const lookOf = createLooks();
  const own = once(() =>
    [...journeys.people.values()].filter(mayLookEver).map((person) => seerOf(journeys, person, lookOf)),
  );
  const others = once(() =>
    journeys.crowd
      .looking()
      .map(({ user, keys }) => ({ ...seerOf(journeys, unmoved(user), lookOf), who: keys }))
      .map((seer) => ({ seer, isMoving: isMoving(seer) })),
  );
  const isEdited = () => editedProfiles(journeys, 'showDownloadButton').size > 0;
  return {
    moving: once(() => [
      ...own().filter(isMoving),
      ...(isEdited() ? others().flatMap((one) => (one.isMoving ? [one.seer] : [])) : []),
    ]),
    still: once(() => [
      ...own().filter((seer) => !isMoving(seer)),
      ...others().flatMap((one) => (one.isMoving ? [] : [one.seer])),
    ]),
    seen: once(() => seenOf(journeys)),
    unmoved: once(() => journeys.crowd.shown().map((kind) => seenAlike(journeys, kind))),
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

/** Places where somebody looks at any time. */
export function lookedAt({ sight: { phases } }: Seer): ReadonlySet<Place> {
  const places = new Set<Place>(phases.flatMap(({ value }) => namedGroups(value.dashboard)));
  if (phases.some(({ value }) => value.at(undefined, HEARD) !== NO_FACTS)) places.add(undefined);
  return places;
}

function seenOf(journeys: Journeys): readonly Seen[] {
  const moved = [...journeys.people.values()].map((person) => seenPerson(journeys, person, person.key));
  const edited = editedProfiles(journeys, 'canBeListenedTo');
  if (edited.size === 0) return moved;
  const isEdited = ({ user }: Kind) => {
    const holder = holderOf(user);
    return 'profile' in holder && edited.has(holder.profile);
  };
  return [
    ...moved,
    ...journeys.crowd
      .shown()
      .filter(isEdited)
      .map((kind) => seenAlike(journeys, kind)),
  ];
}

const seenAlike = (journeys: Journeys, { user, keys }: Kind): Seen =>
  seenPerson(journeys, unmoved(user), keys.length === 1 ? user.key : undefined);

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
