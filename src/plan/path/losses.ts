import { type Dashboard, PAGES } from '../../model/index.js';
import { accessTo, capabilitiesOf, namedGroups, nameOfToken, partsOf } from './dashboards.js';
import { type Course, dashboardCourse, memberCourse, permissionCourse } from './facts.js';
import type { Journeys } from './journeys.js';
import { type Held, missing } from './permissions.js';
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
  for (const person of journeys.people.values()) for (const loss of ownLosses(journeys, person, order)) add(loss);
  sightLosses(sights, order, add);
  return [...found.values()].sort(
    (one, other) =>
      one.from - other.from || (`${one.user} ${one.capability}` < `${other.user} ${other.capability}` ? -1 : 1),
  );
}

/** What depends on nobody else. */
function ownLosses(journeys: Journeys, person: Person, { spanOf, end }: Order): readonly Loss[] {
  const { key: user } = person;
  const held = permissionCourse(journeys, person);
  const dashboards = dashboardCourse(person);
  const lost = <T>(phases: readonly Phase<T>[], namesOf: (value: T) => readonly string[]): readonly Loss[] =>
    phases.flatMap((phase) => {
      const span = spanOf(phase);
      return span ? namesOf(phase.value).map((capability) => ({ ...span, user, capability })) : [];
    });
  const permissions =
    held.phases.length < 3 ? [] : lost(held.phases, (value) => missing(value, held.before, held.after));
  const groups = memberLosses(person, { spanOf, end });
  return [...permissions, ...groups, ...lost(lackingPhases({ dashboards, held }), (names) => names)];
}

/** Names of what dashboard and permissions give together at both ends and not in a stretch, for each stretch. */
export function lackingPhases({ dashboards, held }: OwnCourses): readonly Phase<readonly string[]>[] {
  const phases = crossed(dashboards.phases, held.phases, (dashboard, one) => ({ dashboard, one }));
  if (phases.length < 3) return [];
  const names = namesIn(dashboards);
  const after = factsOf(dashboards.after, held.after, names);
  const kept = [...factsOf(dashboards.before, held.before, names)].filter((fact) => after.has(fact));
  if (kept.length === 0) return [];
  return phases.map(({ done, undone, value: { dashboard, one } }) => {
    const facts = factsOf(dashboard, one, names);
    return { done, undone, value: [...new Set(kept.filter((fact) => !facts.has(fact)).map(nameOfToken))] };
  });
}

interface OwnCourses {
  readonly dashboards: Course<Dashboard>;
  readonly held: Course<Held>;
}

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

interface Names {
  readonly groups: readonly string[];
  readonly ivrs: readonly string[];
}

/** Names that scopes mention, and one for all others. */
function namesIn({ phases }: Course<Dashboard>): Names {
  const ivrs = phases.flatMap(({ value }) => (value.scope.ivrs === 'all' ? [] : value.scope.ivrs));
  return {
    groups: [...new Set([...phases.flatMap(({ value }) => namedGroups(value)), '*'])],
    ivrs: [...new Set([...ivrs, '*'])],
  };
}

/** Everything that dashboard and permissions give together, part by part. */
function factsOf(dashboard: Dashboard, { set }: Held, { groups, ivrs }: Names): ReadonlySet<string> {
  const facts = new Set<string>();
  const downloads = set.showDownloadButton === true;
  const recordings = downloads ? ['recordings.play', 'recordings.download'] : ['recordings.play'];
  if (dashboard.level === 'admin') for (const name of ['level.admin', 'licences.order']) facts.add(`${name}@`);
  for (const { id } of PAGES) {
    const access = accessTo(dashboard, id);
    const accesses = access === 'write' ? (['read', 'write'] as const) : access === 'read' ? (['read'] as const) : [];
    for (const [part, seen] of partsOf(dashboard, id).entries()) {
      const parts = (part < 2 ? groups : ivrs).filter((name) => seen === 'all' || seen.includes(name));
      for (const name of accesses.flatMap((one) => capabilitiesOf(id, one))) {
        if (name === 'recordings.download' && !downloads) continue;
        const isBlind = seen !== 'all' && seen.length === 0 && /^(calls|recordings)\./.test(name);
        for (const one of [
          ...(isBlind ? [] : ['']),
          ...parts.flatMap((each) => [`${part} ${each}`, `${part < 2} ${each}`]),
        ])
          facts.add(`${name}@${one}`);
        if (name === 'rights.grant' && id !== 'users') for (const group of groups) facts.add(`${name}@true ${group}`);
      }
    }
  }
  if (set.playRecordings === 'own' || set.playRecordings === 'allIvr')
    for (const name of recordings) facts.add(`${name}@`);
  if (set.playRecordings === 'allIvr')
    for (const name of recordings) for (const ivr of ivrs) facts.add(`${name}@false ${ivr}`);
  return facts;
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
