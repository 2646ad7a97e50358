import { type Dashboard, PAGES, type ResourceKey } from '../../model/index.js';
import { accessTo, capabilitiesOf, capabilityOf, namedGroups, nameOfToken, partsOf } from './dashboards.js';
import { type Course, dashboardCourse, memberCourse, permissionCourse, personOf } from './facts.js';
import type { Journeys } from './journeys.js';
import { type Held, missing } from './permissions.js';
import type { Person } from './person.js';
import { crossed, type During, type Phase } from './phases.js';
import { everybody, isSeen, type Place, placesOf, presenceOf, type Seen, type Seer, seenOf, seersOf } from './reach.js';

/** Between so many steps done and so many, both included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Loss extends Span {
  readonly user: ResourceKey;
  readonly capability: string;
}

/** The stretch in which a phase holds, when the steps are carried out in this order. */
export type SpanOf = (during: During) => Span | undefined;

export function spansIn(order: readonly number[], placeOf: (step: number) => number): SpanOf {
  const place = new Map(order.map((step, index) => [step, index]));
  const at = (step: number) => place.get(placeOf(step)) ?? 0;
  return ({ done, undone }) => {
    const from = done.reduce((last, step) => Math.max(last, at(step) + 1), 0);
    const to = undone.reduce((first, { step }) => Math.min(first, at(step)), order.length);
    return from <= to ? { from, to } : undefined;
  };
}

/** Whoever has something at both ends and is without it in between, in this one order. One stretch for each capability, from the first loss to the last. */
export function lossesIn(journeys: Journeys, spanOf: SpanOf, end: number): readonly Loss[] {
  const found = new Map<string, Loss>();
  const add = (loss: Loss) => {
    const name = `${loss.user} ${loss.capability}`;
    const known = found.get(name);
    found.set(name, known ? { ...loss, from: Math.min(known.from, loss.from), to: Math.max(known.to, loss.to) } : loss);
  };
  for (const person of journeys.people.values())
    for (const loss of ownLosses(journeys, person, { spanOf, end })) add(loss);
  for (const loss of sightLosses(journeys, { spanOf, end })) add(loss);
  return [...found.values()].sort(
    (one, other) =>
      one.from - other.from || (`${one.user} ${one.capability}` < `${other.user} ${other.capability}` ? -1 : 1),
  );
}

interface Order {
  readonly spanOf: SpanOf;
  /** How many steps there are. */
  readonly end: number;
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
  if (dashboards.phases.length * held.phases.length < 3) return [...permissions, ...groups];
  const names = namesIn(dashboards);
  const after = factsOf(dashboards.after, held.after, names);
  const kept = [...factsOf(dashboards.before, held.before, names)].filter((fact) => after.has(fact));
  const together = crossed(dashboards.phases, held.phases, (dashboard, one) => factsOf(dashboard, one, names));
  const sights = lost(together, (facts) => [...new Set(kept.filter((fact) => !facts.has(fact)).map(nameOfToken))]);
  return [...permissions, ...groups, ...sights];
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
        for (const one of ['', ...parts.flatMap((each) => [`${part} ${each}`, `${part < 2} ${each}`])])
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

/** What somebody sees of others: of those who change, and of all others where the one who sees is without something on the way. */
function sightLosses(journeys: Journeys, look: Order): readonly Loss[] {
  const seers = seersOf(journeys);
  const all = new Set([...seers.moving.values(), ...seers.still.values()].flat());
  const fleeting = new Set([...all].filter(({ sight }) => sight.phases.length > 2));
  return [
    ...lossesOf(seenOf(journeys), onlookers(all), look),
    ...(fleeting.size === 0 ? [] : lossesOf(alikeOf(journeys), onlookers(fleeting), look)),
  ];
}

/** Only who sees somebody at both ends can be without it in between. */
function lossesOf(people: readonly Seen[], { before, after }: Onlookers, look: Order): readonly Loss[] {
  return people.flatMap((seen) => {
    const places = placesOf(seen.person);
    const at = (end: 'before' | 'after', index: Onlookers['before']) =>
      places.flatMap((place) => (seen.at(place)[end] === 'away' ? [] : (index.get(place) ?? [])));
    const later = new Set(at('after', after));
    const both = new Set(at('before', before).filter((seer) => later.has(seer)));
    return [...both].flatMap((seer) => (isCovered(seer, seen) ? [] : pairLosses(seer, seen, look)));
  });
}

/** Where each of the two takes one step at most and the place is the same at both ends, there is nothing in between. */
function isCovered({ sight }: Seer, seen: Seen): boolean {
  const places = placesOf(seen.person);
  if (sight.phases.length > 2 || places.some((place) => seen.at(place).phases.length > 2)) return false;
  const isSeenAt = (end: 'before' | 'after') =>
    places.filter((place) => seen.at(place)[end] !== 'away' && sight[end].at(place).size > 0);
  const [before, after] = [isSeenAt('before'), isSeenAt('after')];
  const isSame = before.length === after.length && before.every((place, index) => place === after[index]);
  return isSame && (before.length === 1 || sight.phases.length === 1);
}

interface Onlookers {
  readonly before: ReadonlyMap<Place, readonly Seer[]>;
  readonly after: ReadonlyMap<Place, readonly Seer[]>;
}

/** Who looks where, at each end. */
function onlookers(seers: Iterable<Seer>): Onlookers {
  const [before, after] = [new Map<Place, Seer[]>(), new Map<Place, Seer[]>()];
  for (const seer of seers)
    for (const [end, index] of [
      ['before', before],
      ['after', after],
    ] as const) {
      const look = seer.sight[end];
      for (const place of [undefined, ...namedGroups(look.dashboard)]) {
        if (look.at(place).size === 0) continue;
        const list = index.get(place);
        if (list) list.push(seer);
        else index.set(place, [seer]);
      }
    }
  return { before, after };
}

/** One of each kind of people who do not change. */
function alikeOf(journeys: Journeys): readonly Seen[] {
  const kinds = new Map<string, Person>();
  for (const key of everybody(journeys)) {
    const person = journeys.people.has(key) ? undefined : personOf(journeys, key);
    if (!person?.isThere.values[0]) continue;
    const { canBeListenedTo } = permissionCourse(journeys, person).after.set;
    kinds.set(`${person.isExternal} ${canBeListenedTo} ${[...person.groups.keys()].join('\n')}`, person);
  }
  return [...kinds.values()].map((person) => ({ person, at: presenceOf(journeys, person) }));
}

function pairLosses(seer: Seer, seen: Seen, { spanOf, end }: Order): readonly Loss[] {
  const after = factsAt('after', seer, seen);
  const kept = after.size === 0 ? [] : [...factsAt('before', seer, seen)].filter((fact) => after.has(fact));
  if (kept.length === 0) return [];
  const spans = new Map<string, Span[]>(kept.map((fact) => [fact, []]));
  for (const place of placesOf(seen.person))
    for (const one of crossed(seer.sight.phases, seen.at(place).phases, (look, presence) => ({ look, presence }))) {
      const span = one.value.presence === 'away' ? undefined : spanOf(one);
      if (span) for (const fact of factsBy({ seer, seen, place, ...one.value })) spans.get(fact)?.push(span);
    }
  return [...spans].flatMap(([fact, covered]) =>
    gapsIn(covered, end).map((gap) => ({ ...gap, user: seer.person.key, capability: nameOfToken(fact) })),
  );
}

function factsAt(end: 'before' | 'after', seer: Seer, seen: Seen): ReadonlySet<string> {
  const look = seer.sight[end];
  return new Set(
    placesOf(seen.person).flatMap((place) => factsBy({ seer, seen, place, look, presence: seen.at(place)[end] })),
  );
}

interface Glance {
  readonly seer: Seer;
  readonly seen: Seen;
  readonly place: Place;
  readonly look: Seer['sight']['before'];
  readonly presence: ReturnType<Seen['at']>['before'];
}

/** On each line, and on any. */
function factsBy({ seer, seen, place, look, presence }: Glance): readonly string[] {
  if (presence === 'away') return [];
  return [...look.at(place)].flatMap((token) =>
    capabilityOf(token)
      .filter((name) => isSeen(name, { seer, seen, presence }))
      .flatMap((name) => [`${name}@`, `${name}@${token.slice(token.indexOf('@') + 1)}`]),
  );
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
