import { type Dashboard, PAGES } from '../../model/index.js';
import { accessTo, capabilitiesOf, namedGroups, nameOfToken, partsOf } from './dashboards.js';
import type { Held } from './permissions.js';

/** A dashboard and permissions of one moment. */
export interface Own {
  readonly dashboard: Dashboard;
  readonly held: Held;
}

/** Names of what both of the others give and `state` does not. */
export type Lacking = (state: Own, before: Own, after: Own) => readonly string[];

/** What is compared once is not compared again: many people have the same, and everybody is looked at several times. */
export function createLacking(): Lacking {
  const known = new Map<string, readonly string[]>();
  const numbers = new Map<Dashboard, number>();
  const numberOf = (dashboard: Dashboard): number => {
    const number = numbers.get(dashboard) ?? numbers.size;
    numbers.set(dashboard, number);
    return number;
  };
  const textOf = ({ dashboard, held: { set } }: Own) =>
    `${numberOf(dashboard)} ${set.showDownloadButton === true} ${set.playRecordings}`;
  return (state, before, after) => {
    const name = `${textOf(state)} ${textOf(before)} ${textOf(after)}`;
    const names = known.get(name) ?? lacking(state, before, after);
    known.set(name, names);
    return names;
  };
}

function lacking(state: Own, before: Own, after: Own): readonly string[] {
  const names = namesIn([state, before, after]);
  const [has, will] = [factsOf(state, names), factsOf(after, names)];
  const lost = [...factsOf(before, names)].filter((fact) => will.has(fact) && !has.has(fact));
  return [...new Set(lost.map(nameOfToken))];
}

interface Names {
  readonly groups: readonly string[];
  readonly ivrs: readonly string[];
}

/** Names that scopes mention, and one for all others. */
function namesIn(all: readonly Own[]): Names {
  const ivrs = all.flatMap(({ dashboard: { scope } }) => (scope.ivrs === 'all' ? [] : scope.ivrs));
  return {
    groups: [...new Set([...all.flatMap(({ dashboard }) => namedGroups(dashboard)), '*'])],
    ivrs: [...new Set([...ivrs, '*'])],
  };
}

/** Everything that dashboard and permissions give together, part by part. */
function factsOf({ dashboard, held: { set } }: Own, { groups, ivrs }: Names): ReadonlySet<string> {
  const facts = new Set<string>();
  const downloads = set.showDownloadButton === true;
  const recordings = downloads ? ['recordings.play', 'recordings.download'] : ['recordings.play'];
  if (dashboard.level === 'admin') for (const name of ['level.admin', 'licences.order']) facts.add(`${name}@`);
  for (const { id } of PAGES) {
    const access = accessTo(dashboard, id);
    if (access === 'none') continue;
    const accesses = access === 'write' ? (['read', 'write'] as const) : (['read'] as const);
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
