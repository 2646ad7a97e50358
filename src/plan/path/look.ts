import { LINES } from '../../access/scope.js';
import { type Dashboard, PAGES } from '../../model/index.js';
import { ACCESSES, accessTo, capabilitiesOf, nameOfToken, partsOf } from './dashboards.js';

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
  readonly at: (place: Place, presence: Presence) => Facts;
}

export type Looks = (dashboard: Dashboard, downloads: boolean) => Look;

/** The same dashboard is the same look. */
export function createLooks(): Looks {
  const byName = new Map<string, Look>();
  const byDashboard = [new Map<Dashboard, Look>(), new Map<Dashboard, Look>()] as const;
  return (dashboard, downloads) => {
    const known = byDashboard[downloads ? 1 : 0];
    const name = () => `${downloads} ${JSON.stringify(dashboard)}`;
    const look = known.get(dashboard) ?? byName.get(name()) ?? createLook(dashboard, downloads);
    if (!known.has(dashboard)) {
      known.set(dashboard, look);
      byName.set(name(), look);
    }
    return look;
  };
}

/** Everybody, a group that the scope names, and any other: all groups of one kind are seen alike. */
const PLACES = { everybody: 0, named: 4, other: 8 } as const;

function createLook(dashboard: Dashboard, downloads: boolean): Look {
  const { groups } = dashboard.scope;
  const known: Facts[] = [];
  const at = (place: Place, presence: Presence) => {
    if (dashboard.level === 'none' || presence === AWAY) return NO_FACTS;
    const isNamed = place !== undefined && groups !== 'all' && groups.includes(place);
    const index = presence + (place === undefined ? PLACES.everybody : isNamed ? PLACES.named : PLACES.other);
    const visible = downloads ? VISIBLE[presence] : VISIBLE[presence] & WITHOUT_DOWNLOADS;
    const facts = known[index] ?? factsOf(dashboard, place) & visible;
    known[index] = facts;
    return facts;
  };
  return { dashboard, at };
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

/** Names of capabilities, without lines. */
export function namesOf(facts: Facts): readonly string[] {
  const names = new Set<string>();
  for (let index = 0, rest = facts; rest !== NO_FACTS; index += 1, rest >>= 1n)
    if ((rest & 1n) === 1n) names.add(nameOfToken(TOKENS[index] ?? ''));
  return [...names];
}
