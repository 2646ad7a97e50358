import { accessChanges } from '../../src/access/differences.js';
import {
  type AccountState,
  CATALOGUE,
  type PermissionSet,
  type ResourceKey,
  read,
  type UserState,
} from '../../src/model/index.js';
import { type Facts, grants, permission, type Universe, universeOf } from './brute-force.js';

/**
 * Two states compared fact by fact. By the rules somebody who leaves has one row; somebody who leaves a scope is no loss of its holder; and somebody
 * new is no gain of the holder, for their own rows say enough.
 */
interface Differences {
  readonly gains: ReadonlySet<string>;
  readonly losses: ReadonlySet<string>;
  readonly uncertain: ReadonlySet<string>;
  /** Nothing that this person may do is unknown on either side. */
  readonly isKnown: boolean;
  readonly before: Facts;
  readonly after: Facts;
}

export interface Tally {
  pairs: number;
  gaining: number;
  losing: number;
  uncertain: number;
  reaching: number;
  nothing: number;
}

export const emptyTally = (): Tally => ({ pairs: 0, gaining: 0, losing: 0, uncertain: 0, reaching: 0, nothing: 0 });

/** What `accessChanges` says otherwise than the brute force. Empty when they agree. */
export function disagreements(
  before: AccountState,
  after: AccountState,
  { tally, universe = universeOf(before, after) }: { tally: Tally; universe?: Universe | undefined },
): readonly string[] {
  const found = new Map(accessChanges(before, after).map((change) => [change.user, change]));
  const differences = universe.people.map((key) => ({ key, ...differencesOf(before, after, { key, universe }) }));
  count(tally, differences);
  const unknownPeople = [...found.keys()].filter((key) => !universe.people.includes(key));
  return [
    ...unknownPeople,
    ...differences.flatMap((expected) => {
      const { gains = [], losses = [], uncertain = [] } = found.get(expected.key) ?? {};
      const kinds = [
        ['gains', gains, expected.gains],
        ['losses', losses, expected.losses],
        ['uncertain', uncertain, expected.uncertain],
      ] as const;
      return kinds.flatMap(([kind, rows, facts]) => {
        const shown = rows.map(({ capability, targets }) => `${capability}${targets ? ` → ${targets.join(' ')}` : ''}`);
        const facing = `${expected.key} ${kind}: ${shown.join(', ') || 'no row'} against ${[...facts].slice(0, 6).join(', ') || 'no fact'}`;
        if (rows.length > 0 !== facts.size > 0) return [facing];
        if (!expected.isKnown || kind === 'uncertain') return [];
        const wanted = rowsFor(kind, expected);
        const isSame = JSON.stringify(wanted) === JSON.stringify(namesOf(shown));
        return isSame ? [] : [`${facing}, wanted ${wanted.join(', ')}`];
      });
    }),
  ];
}

/** A row without people says of the switch for downloads that it may reach some one day: facts about groups stand behind it, compared above. */
const namesOf = (shown: readonly string[]) =>
  [...new Set(shown.filter((name) => name !== 'recordings.download → '))].sort();

function count(tally: Tally, differences: readonly Differences[]): void {
  const has = (kind: 'gains' | 'losses' | 'uncertain') => differences.some((one) => one[kind].size > 0);
  tally.pairs += 1;
  if (has('gains')) tally.gaining += 1;
  if (has('losses')) tally.losing += 1;
  if (has('uncertain')) tally.uncertain += 1;
  if (!has('gains') && !has('uncertain')) tally.nothing += 1;
  const isReach = (fact: string) => /\(user:.*@(direct|ivr)$/.test(fact);
  if (differences.some(({ gains, losses, uncertain }) => [...gains, ...losses, ...uncertain].some(isReach)))
    tally.reaching += 1;
}

interface Person {
  readonly key: ResourceKey;
  readonly universe: Universe;
}

function differencesOf(before: AccountState, after: AccountState, { key, universe }: Person): Differences {
  const [have, want] = [before.users.get(key), after.users.get(key)];
  const had = remembered(withNewcomers(before, after, key), key, universe);
  const has = remembered(after, key, universe);
  const [gains, losses, uncertain] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const result = { gains, losses, uncertain, before: had.facts, after: has.facts, isKnown: had.isKnown && has.isKnown };
  if (have?.status === 'active' && want?.status !== 'active') losses.add('account.signIn');
  if (want?.status !== 'active') return result;
  const isLeft = leaving(before, after, { key, universe });
  for (const fact of new Set([...had.facts.keys(), ...has.facts.keys()])) {
    const [earlier, later] = [had.facts.get(fact) ?? 'no', has.facts.get(fact) ?? 'no'];
    if (earlier === later || isImplied(fact, key)) continue;
    if (earlier === 'no' && later === 'yes') gains.add(fact);
    if (earlier === 'yes' && later === 'no' && !isLeft(fact)) losses.add(fact);
    if (isDerived(fact) || isSaidByPage(fact, had.facts, has.facts)) continue;
    if ((earlier === 'unknown' && later === 'yes') || (earlier === 'no' && later === 'unknown')) uncertain.add(fact);
    if (earlier === 'yes' && later === 'unknown' && !isLeft(fact)) uncertain.add(fact);
  }
  return result;
}

interface Remembered {
  readonly facts: Facts;
  readonly isKnown: boolean;
}
const memory = new WeakMap<AccountState, WeakMap<Universe, Map<ResourceKey, Remembered>>>();

function remembered(state: AccountState, key: ResourceKey, universe: Universe): Remembered {
  const ofState = memory.get(state) ?? new WeakMap<Universe, Map<ResourceKey, Remembered>>();
  memory.set(state, ofState);
  const people = ofState.get(universe) ?? new Map<ResourceKey, Remembered>();
  ofState.set(universe, people);
  const facts = people.get(key)?.facts ?? grants(state, key, universe);
  const found = people.get(key) ?? { facts, isKnown: [...facts.values()].every((answer) => answer !== 'unknown') };
  people.set(key, found);
  return found;
}

/** Whether it is the other person who left the scope, or the account: with everybody else as they were, the holder still could. */
function leaving(before: AccountState, after: AccountState, { key, universe }: Person): (fact: string) => boolean {
  let unmoved: Facts | undefined;
  let home: Facts | undefined;
  return (fact) => {
    if (!isAboutPerson(fact)) return false;
    const other = universe.people.find((person) => fact.includes(`(${person})`));
    if (other && after.users.get(other)?.status !== 'active') return true;
    unmoved ??= grants(withOthersOf(after, before, key), key, universe);
    home ??= grants(withOwnGroupsOf(after, before, key), key, universe);
    return (other === key ? home : unmoved).get(fact) === 'yes';
  };
}

/** On one line, in the app, or on the page. */
const isAtomic = (fact: string): boolean => /@(direct|ivr|app|page)$/.test(fact);

const isAboutPerson = (fact: string): boolean => fact.includes('(user:');

/** Said line by line, or on the row of the person concerned: "their calls are seen by X". */
function isImplied(fact: string, self: ResourceKey): boolean {
  if (!isAboutPerson(fact)) return false;
  return !isAtomic(fact) && !fact.includes(`(${self})`) && !fact.startsWith('rights.grant');
}

/** Follows from others by "or": where it is unknown, one of them is. */
function isDerived(fact: string): boolean {
  if (fact.startsWith('rights.grant')) return true;
  return fact.startsWith('recordings.') && !isAtomic(fact) && !fact.startsWith('recordings.download(group:');
}

/** A download that is unknown for the switch, of calls that come into sight or go out of it: the row of the page says that. */
function isSaidByPage(fact: string, before: Facts, after: Facts): boolean {
  const subject = /^recordings\.download\(((?:group|ivr):[^)]*)\)/.exec(fact)?.[1];
  const page = `page.logs.read(${subject ?? ''})`;
  return subject !== undefined && before.get(page) !== after.get(page);
}

/** `before`, with everybody new as they are afterwards. */
function withNewcomers(before: AccountState, after: AccountState, self: ResourceKey): AccountState {
  const newcomers = [...after.users].filter(
    ([key, user]) => key !== self && user.status === 'active' && before.users.get(key)?.status !== 'active',
  );
  if (newcomers.length === 0) return before;
  const settledIn = newcomers.map(([key, user]) => [key, settled(after, user)] as const);
  return { ...before, users: new Map([...before.users, ...settledIn]) };
}

/** `after`, with everybody else who was there as they were. */
function withOthersOf(after: AccountState, before: AccountState, self: ResourceKey): AccountState {
  const users = new Map([...after.users].map(([key, user]) => [key, settled(after, user)]));
  for (const [key, user] of before.users)
    if (key !== self && user.status === 'active') users.set(key, settled(before, user));
  return { ...after, users };
}

/** `after`, with the person in the groups that they were in. */
function withOwnGroupsOf(after: AccountState, before: AccountState, self: ResourceKey): AccountState {
  const [have, want] = [before.users.get(self), after.users.get(self)];
  if (have?.status !== 'active' || !want) return after;
  return {
    ...after,
    users: new Map([...after.users, [self, { ...want, groups: have.groups, external: have.external }]]),
  };
}

/** With the permissions that hold for the person as their own, so that they can stand in another state. */
function settled(state: AccountState, user: UserState): UserState {
  const values = CATALOGUE.filter((entry) => entry.kind !== 'action').map((entry) => [
    entry.id,
    permission(state, user, entry),
  ]);
  const permissions: PermissionSet = Object.fromEntries(values.filter(([, value]) => value !== undefined));
  return { ...user, profile: read(null), permissions };
}

/** The rows that must be there, for somebody of whom everything is known. An administrator's pages are one row, that of the level. */
function rowsFor(kind: 'gains' | 'losses', { before, after, ...differences }: Differences): readonly string[] {
  const rows = new Set<string>();
  const targets = new Map<string, Set<string>>();
  const isAdmin = before.has('level.admin') || after.has('level.admin');
  for (const fact of differences[kind]) {
    if (fact.startsWith('page.')) {
      if (!isAdmin) rows.add(pageRow(fact, kind === 'gains' ? after : before));
      continue;
    }
    const [, reach, person] = /^([^(]*)\((user:[^)]*)\)@/.exec(fact) ?? [];
    if (reach !== undefined && person !== undefined) targets.set(reach, (targets.get(reach) ?? new Set()).add(person));
    const row = rowOf(fact);
    if (row !== undefined) rows.add(row);
  }
  for (const [reach, people] of targets) rows.add(`${reach} → ${[...people].sort().join(' ')}`);
  return [...rows].sort();
}

function pageRow(fact: string, facts: Facts): string {
  const page = fact.slice('page.'.length, fact.indexOf('.', 'page.'.length));
  if (page === 'billing') return 'billing.see';
  return `page.${page}.${facts.has(`page.${page}.write`) ? 'write' : 'read'}`;
}

/** Undefined where another row says it. */
function rowOf(fact: string): string | undefined {
  const name = fact.replace(/\(.*/, '');
  if (['account.signIn', 'level.admin'].includes(fact) || /^(app|calls\.destination)\./.test(fact)) return name;
  if (fact.startsWith('groups.member(')) return `groups.member → ${fact.slice('groups.member('.length, -1)}`;
  const isOfApp = fact === 'recordings.download(own)@app' || /^recordings\.play\(.*@app$/.test(fact);
  return isOfApp ? name : undefined;
}
