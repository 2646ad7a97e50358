import {
  type AccountState,
  type Dashboard,
  type Known,
  NO_DASHBOARD,
  once,
  type ResourceKey,
} from '../../model/index.js';
import { least, most } from './dashboards.js';
import type { Journeys } from './journeys.js';
import { type Held, NOTHING_HELD } from './permissions.js';
import type { Person } from './person.js';
import { crossed, lastOf, type Phase, phasesOf, still, type Timeline } from './phases.js';

/** One value of a person over all of the way, and at both ends: nobody who is not there has any. */
export interface Course<T> {
  readonly phases: readonly Phase<T>[];
  readonly before: T;
  readonly after: T;
}

const firstOf = <T>(timeline: Timeline<T>): T => timeline.values[0];

/** What a profile contains, over all of the way. */
export function contentOf({ contents, before, after }: Journeys, profile: ResourceKey): Timeline<Held> {
  const edited = contents.get(profile);
  if (edited) return edited;
  return still({ owner: profile, set: setOf(after, profile) ?? setOf(before, profile) ?? {} });
}

const setOf = ({ profiles }: AccountState, key: ResourceKey) => profiles.get(key)?.permissions;

/** What one person goes through, each part worked out when it is first asked for. */
export interface Courses {
  readonly dashboards: () => Course<Dashboard>;
  /** Permissions in effect: those of the holder of the moment, as they are at that moment. */
  readonly held: () => Course<Held>;
  readonly downloads: () => Course<boolean>;
  readonly hearing: () => Course<boolean>;
}

export function coursesOf(journeys: Journeys, person: Person): Courses {
  const held = once(() => heldCourse(journeys, person, (one) => one));
  const has = (id: Switch) => once(() => plainSwitch(held(), id) ?? switchCourse(journeys, person, id));
  return {
    dashboards: once(() => dashboardCourse(person)),
    held,
    downloads: has('showDownloadButton'),
    hearing: has('canBeListenedTo'),
  };
}

/** Of permissions that are known and of which this one stays as it is. */
function plainSwitch({ phases, before, after }: Course<Held>, id: Switch): Course<boolean> | undefined {
  const value = before.set[id];
  if (typeof value !== 'boolean') return undefined;
  const isSteady = [...phases.map((phase) => phase.value), after].every(({ set }) => set[id] === value);
  return isSteady ? constant(value) : undefined;
}

/** What somebody's permissions come to, one way or another. */
function heldCourse<T>(journeys: Journeys, person: Person, of: (held: Held) => T): Course<T> {
  const nothing = of(NOTHING_HELD);
  if (person.isExternal) return constant(nothing);
  const courseOf = (profile: ResourceKey): Timeline<T> => mapped(contentOf(journeys, profile), of);
  const phases = phasesOf(person.holder).flatMap((phase) =>
    'own' in phase.value
      ? [{ ...phase, value: of(phase.value.own) }]
      : crossed([phase], phasesOf(courseOf(phase.value.profile)), (_, value) => value),
  );
  const [first, last] = [firstOf(person.holder), lastOf(person.holder)];
  const before = 'own' in first ? of(first.own) : firstOf(courseOf(first.profile));
  const after = 'own' in last ? of(last.own) : lastOf(courseOf(last.profile));
  return whileThere(person, { phases, before, after }, nothing);
}

const mapped = <T, U>({ values: [first, ...others], turns }: Timeline<T>, of: (value: T) => U): Timeline<U> => ({
  values: [of(first), ...others.map(of)],
  turns,
});

type Switch = 'showDownloadButton' | 'canBeListenedTo';

/** What nobody knows counts as held on the way, and at an end only where nothing changes. */
function switchCourse(journeys: Journeys, person: Person, id: Switch): Course<boolean> {
  const { phases, before, after } = heldCourse(journeys, person, ({ set }) => set[id]);
  const isSurely = (value: unknown): boolean => value === true || (value === undefined && phases.length === 1);
  const all = phases.map((phase) => ({ ...phase, value: phase.value !== false }));
  const isSteady = all.every(({ value }) => value === all[0]?.value);
  return {
    phases: isSteady ? [{ done: [], undone: [], value: all[0]?.value ?? false }] : all,
    before: isSurely(before),
    after: isSurely(after),
  };
}

/** What nobody can read is nothing at the ends, and everything in between; where it never changes it is everything throughout. */
function dashboardCourse(person: Person): Course<Dashboard> {
  const { dashboard } = person;
  const isStill = dashboard.turns.length === 0;
  const end = (known: Known<Dashboard>) => (isStill ? most(known) : least(known));
  const phases = phasesOf(dashboard).map((phase) => ({ ...phase, value: most(phase.value) }));
  const course = { phases, before: end(firstOf(dashboard)), after: end(lastOf(dashboard)) };
  return whileThere(person, course, NO_DASHBOARD);
}

const NOWHERE: Timeline<boolean> = still(false);

/** Whether the person is in the group, or there at all. */
export function memberCourse(person: Person, group: string | undefined): Course<boolean> {
  const slot = group === undefined ? still(true) : person.isExternal ? NOWHERE : (person.groups.get(group) ?? NOWHERE);
  return whileThere(person, { phases: phasesOf(slot), before: firstOf(slot), after: lastOf(slot) }, false);
}

const constant = <T>(value: T): Course<T> => ({ phases: phasesOf(still(value)), before: value, after: value });

/** Whoever is not there has nothing, whatever is kept of them. */
function whileThere<T>({ isThere }: Person, course: Course<T>, nothing: T): Course<T> {
  if (isThere.turns.length === 0) return firstOf(isThere) ? course : constant(nothing);
  return {
    phases: crossed(phasesOf(isThere), course.phases, (is, value) => (is ? value : nothing)),
    before: firstOf(isThere) ? course.before : nothing,
    after: lastOf(isThere) ? course.after : nothing,
  };
}
