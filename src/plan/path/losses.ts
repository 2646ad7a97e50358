import { type Course, type Courses, memberCourse } from './facts.js';
import type { Journeys } from './journeys.js';
import type { Lacking, Own } from './lacking.js';
import { missing } from './permissions.js';
import type { Person } from './person.js';
import { crossed, type Loss, type Order, type Phase, type Span } from './phases.js';
import type { Sights } from './sight.js';
import { sightLosses } from './sight-losses.js';

/** Whoever has something at both ends and is without it in between, in this one order. One stretch for each capability, from the first loss to the last. */
export function lossesIn(journeys: Journeys, sights: Sights, order: Order): readonly Loss[] {
  const found = new Map<string, Loss>();
  const add = (loss: Loss) => {
    const name = `${loss.user} ${loss.capability}`;
    const known = found.get(name);
    found.set(name, known ? { ...loss, from: Math.min(known.from, loss.from), to: Math.max(known.to, loss.to) } : loss);
  };
  for (const person of journeys.people.values())
    for (const loss of ownLosses(person, {
      courses: sights.coursesOf(person),
      lackingOf: journeys.crowd.lackingOf,
      order,
    }))
      add(loss);
  sightLosses(sights, order, add);
  return [...found.values()].sort(
    (one, other) =>
      one.from - other.from || (`${one.user} ${one.capability}` < `${other.user} ${other.capability}` ? -1 : 1),
  );
}

interface Around {
  readonly courses: Courses;
  readonly lackingOf: Lacking;
  readonly order: Order;
}

/** What depends on nobody else. */
function ownLosses(person: Person, { courses, lackingOf, order: { spanOf, end } }: Around): readonly Loss[] {
  const { key: user } = person;
  const held = courses.held();
  const lost = <T>(phases: readonly Phase<T>[], namesOf: (value: T) => readonly string[]): readonly Loss[] =>
    phases.flatMap((phase) => {
      const span = spanOf(phase);
      return span ? namesOf(phase.value).map((capability) => ({ ...span, user, capability })) : [];
    });
  const permissions =
    held.phases.length < 3 ? [] : lost(held.phases, (value) => missing(value, held.before, held.after));
  const groups = memberLosses(person, { spanOf, end });
  return [...permissions, ...groups, ...lost(lackingPhases(courses, lackingOf), (names) => names)];
}

/** Names of what dashboard and permissions give together at both ends and not in a stretch, for each stretch that is like neither. */
export function lackingPhases(courses: Courses, lackingOf: Lacking): readonly Phase<readonly string[]>[] {
  const [dashboards, held] = [courses.dashboards(), courses.held()];
  if (dashboards.phases.length * held.phases.length < 3) return [];
  const before = { dashboard: dashboards.before, held: held.before };
  const after = { dashboard: dashboards.after, held: held.after };
  const phases = crossed(dashboards.phases, held.phases, (dashboard, one): Own => ({ dashboard, held: one }));
  if (phases.length < 3) return [];
  return phases
    .filter(({ value }) => !isAlike(value, before) && !isAlike(value, after))
    .map(({ done, undone, value }) => ({ done, undone, value: lackingOf(value, before, after) }));
}

/** The same dashboard, and as much of recordings. */
const isAlike = (one: Own, other: Own): boolean =>
  one.dashboard === other.dashboard &&
  one.held.set.playRecordings === other.held.set.playRecordings &&
  one.held.set.showDownloadButton === other.held.set.showDownloadButton;

/** Of one group, or of all that somebody is in. */
function memberLosses(person: Person, { spanOf, end }: Order): readonly Loss[] {
  const courses = [...person.groups.keys()].map((group) => memberCourse(person, group));
  const isIn = (course: readonly Course<boolean>[]) =>
    course.some(({ before }) => before) && course.some(({ after }) => after);
  const spans = (of: readonly Course<boolean>[]) =>
    of.flatMap(({ phases }) => phases.filter(({ value }) => value)).flatMap((phase) => spanOf(phase) ?? []);
  return [courses, ...courses.map((course) => [course])]
    .filter(isIn)
    .flatMap((of) => gapsIn(spans(of), end))
    .map((gap) => ({ ...gap, user: person.key, capability: 'groups.member' }));
}

function gapsIn(covered: readonly Span[], end: number): readonly Span[] {
  const gaps: Span[] = [];
  let reached = -1;
  for (const { from, to } of [...covered].sort((one, other) => one.from - other.from)) {
    if (from > reached + 1) gaps.push({ from: reached + 1, to: from - 1 });
    reached = Math.max(reached, to);
  }
  return reached < end ? [...gaps, { from: reached + 1, to: end }] : gaps;
}
