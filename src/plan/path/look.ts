import { LINES } from '../../access/scope.js';
import { type Dashboard, PAGES } from '../../model/index.js';
import { ACCESSES, accessTo, capabilitiesOf, namedGroups, nameOfToken, partsOf } from './dashboards.js';

/** A group by name, or everybody. */
export type Place = string | undefined;

/** How much of somebody there is to see: nothing, no calls, calls, calls that may be listened to. Each includes those before. */
export const AWAY = 0;
export const WITHOUT_CALLS = 1;
export const THERE = 2;
export const HEARD = 3;
export type Presence = typeof AWAY | typeof WITHOUT_CALLS | typeof THERE | typeof HEARD;

/** Facts of what somebody sees, one bit each: sets of them are compared once for each two people who may see each other. */
export type Facts = bigint;
export const NO_FACTS: Facts = 0n;

/** What a dashboard gives to see of the people of a place, by how much of them there is to see. */
export interface Look {
  readonly dashboard: Dashboard;
  /** Groups that the scope names. */
  readonly named: readonly string[];
  readonly at: (place: Place, presence: Presence) => Facts;
  /** One bit for what is seen of somebody at one place; those of several places are joined by "or". */
  readonly codeAt: (place: Place, presence: Presence) => number;
  /** Of all places that are joined so. */
  readonly over: (codes: number) => Facts;
}

export type Looks = (dashboard: Dashboard, downloads: boolean) => Look;

/** Names of capabilities, without lines. */
export type Names = (facts: Facts) => readonly string[];

/** The same dashboard is the same look. */
export function createLooks(): Looks {
  const byName = new Map<string, Look>();
  const byShape = new Map<string, Shape>();
  const byDashboard = [new Map<Dashboard, Look>(), new Map<Dashboard, Look>()] as const;
  return (dashboard, downloads) => {
    const known = byDashboard[downloads ? 1 : 0];
    const name = () => `${downloads} ${JSON.stringify(dashboard)}`;
    const look =
      known.get(dashboard) ?? byName.get(name()) ?? createLook(dashboard, shapeFor(byShape, dashboard, downloads));
    if (!known.has(dashboard)) {
      known.set(dashboard, look);
      byName.set(name(), look);
    }
    return look;
  };
}

/** Everybody, a group that the scope names, and any other: all groups of one kind are seen alike. */
const PLACES = { everybody: 0, named: 4, other: 8 } as const;

/** What dashboards have in common that differ only in the names of their groups and IVRs. */
interface Shape {
  readonly joined: Map<number, Facts>;
  /** By kind of place and presence. */
  readonly factsAt: (index: number) => Facts;
}

function shapeFor(known: Map<string, Shape>, dashboard: Dashboard, downloads: boolean): Shape {
  const { level, pages, scope } = dashboard;
  const name = JSON.stringify([downloads, level, pages, scope.lines, scope.groups === 'all', scope.ivrs.length > 0]);
  const shape = known.get(name) ?? createShape(dashboard, downloads);
  known.set(name, shape);
  return shape;
}

function createShape(dashboard: Dashboard, downloads: boolean): Shape {
  const facts: Facts[] = [];
  const everywhere = dashboard.scope.groups === 'all';
  const named: Dashboard = everywhere ? dashboard : { ...dashboard, scope: { ...dashboard.scope, groups: [NAMED] } };
  const factsAt = (index: number) => {
    const presence = PRESENCES[index & 3] ?? AWAY;
    const visible = downloads ? VISIBLE[presence] : VISIBLE[presence] & WITHOUT_DOWNLOADS;
    const place = index < PLACES.named ? undefined : index < PLACES.other ? NAMED : OTHER;
    const found = facts[index] ?? factsOf(named, place) & visible;
    facts[index] = found;
    return found;
  };
  return { joined: new Map(), factsAt };
}

const [NAMED, OTHER] = ['named', 'other'];
const PRESENCES: readonly Presence[] = [AWAY, WITHOUT_CALLS, THERE, HEARD];

function createLook(dashboard: Dashboard, { joined, factsAt }: Shape): Look {
  const named = namedGroups(dashboard);
  const names = new Set(dashboard.scope.groups === 'all' ? [] : dashboard.scope.groups);
  const indexOf = (place: Place, presence: Presence): number => {
    if (dashboard.level === 'none' || presence === AWAY) return AWAY;
    return presence + (place === undefined ? PLACES.everybody : names.has(place) ? PLACES.named : PLACES.other);
  };
  const over = (codes: number): Facts => {
    const known = joined.get(codes);
    if (known !== undefined) return known;
    let facts = NO_FACTS;
    for (let index = 1; index < 12; index += 1) if (codes & (1 << index)) facts |= factsAt(index);
    joined.set(codes, facts);
    return facts;
  };
  return {
    dashboard,
    named,
    at: (place, presence) => factsAt(indexOf(place, presence)),
    codeAt: (place, presence) => 1 << indexOf(place, presence),
    over,
  };
}

/**
 * `page.activity.read@direct`, and `page.activity.read@` for any line: what a dashboard gives to see of the people of one group, or of everybody, as
 * far as there is so much of them to see.
 */
const TOKENS: readonly string[] = [
  ...new Set(PAGES.flatMap(({ id }) => ACCESSES.flatMap((access) => capabilitiesOf(id, access)))),
].flatMap((name) => ['', ...LINES].map((line) => `${name}@${line}`));

const BIT: ReadonlyMap<string, Facts> = new Map(TOKENS.map((token, index) => [token, 1n << BigInt(index)]));

const factsWhere = (isSo: (token: string) => boolean): Facts =>
  [...BIT].reduce((facts, [token, bit]) => (isSo(token) ? facts | bit : facts), NO_FACTS);

const isOfCalls = (token: string) => token.startsWith('calls.');
const VISIBLE: Readonly<Record<Presence, Facts>> = {
  [AWAY]: NO_FACTS,
  [WITHOUT_CALLS]: factsWhere((token) => !isOfCalls(token) && !token.startsWith('recordings.')),
  [THERE]: factsWhere((token) => !isOfCalls(token)),
  [HEARD]: factsWhere(() => true),
};
const WITHOUT_DOWNLOADS = factsWhere((token) => !token.startsWith('recordings.download@'));

function factsOf(dashboard: Dashboard, group: Place): Facts {
  let facts = NO_FACTS;
  const add = (token: string) => {
    facts |= BIT.get(token) ?? NO_FACTS;
  };
  for (const { id } of PAGES) {
    const access = accessTo(dashboard, id);
    if (access === 'none') continue;
    const names = (access === 'write' ? ACCESSES : [access]).flatMap((one) => capabilitiesOf(id, one));
    const parts = partsOf(dashboard, id);
    for (const [part, line] of LINES.entries()) {
      const seen = parts[part] ?? [];
      if (seen !== 'all' && (group === undefined || !seen.includes(group))) continue;
      for (const name of names)
        if (name !== 'rights.grant' || id === 'users') for (const of of ['', line]) add(`${name}@${of}`);
    }
    if (group === undefined && id !== 'users' && names.includes('rights.grant')) add('rights.grant@');
  }
  return facts;
}

/** There are few sets of facts, and each is asked for many times. */
export function createNames(): Names {
  const known = new Map<Facts, readonly string[]>([[NO_FACTS, []]]);
  return (facts) => {
    const names = known.get(facts) ?? namesOf(facts);
    known.set(facts, names);
    return names;
  };
}

function namesOf(facts: Facts): readonly string[] {
  const names = new Set<string>();
  for (let index = 0, rest = facts; rest !== NO_FACTS; index += 1, rest >>= 1n)
    if ((rest & 1n) === 1n) names.add(nameOfToken(TOKENS[index] ?? ''));
  return [...names];
}
