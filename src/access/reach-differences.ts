import { type AccountState, byText, isSame, type ResourceKey } from '../model/index.js';
import type { AccessRow, Cause, Pair, Rows } from './access-row.js';
import { type Access, accessOf, isAdmin } from './effective.js';
import { type Answer, holdsReach, LINES, opensPage, REACHES, type Reach, reaches } from './reach.js';
import { classesOf, type PeopleClass, reachNames, targetsIn } from './reach-classes.js';
import { isBlind } from './scope.js';

interface ReachRow {
  readonly holder: ResourceKey;
  readonly kind: keyof Rows;
  readonly row: AccessRow;
}

const WEIGHT_OF: { readonly [reach in Reach]: number } = {
  'users.manage': 9,
  'calls.listen': 7,
  'recordings.play': 7,
  'recordings.download': 6,
};

/**
 * Whom somebody newly reaches, or no longer. Two things can do that: the holder's own access differs, or a person enters the holder's scope.
 * A person who leaves the scope is no loss of the holder, and a new one no gain: a right over a group is one capability.
 */
export function reachRows(
  before: AccountState,
  after: AccountState,
  pairs: ReadonlyMap<ResourceKey, Pair>,
): ReachRow[] {
  const moved = classesOf([...pairs.values()].filter(isNewlyExposed).sort((one, other) => byText(one.key, other.key)));
  const cache = new Map<string, readonly ResourceKey[]>();
  const nameOf = reachNames();
  const alike = new Map<string, readonly ReachRow[]>();
  let everyone: readonly PeopleClass[] | undefined;
  const rowsFor = (holder: Pair): readonly ReachRow[] => {
    const isChanged = !hasSameReach(holder);
    if (isChanged) everyone ??= classesOf(everyPair(before, after, pairs));
    const people = { classes: isChanged ? (everyone ?? []) : moved, isChanged, cache };
    return REACHES.flatMap((reach) => rowsOf(holder, reach, people));
  };
  const rows: ReachRow[] = [];
  for (const holder of holders(after, pairs)) {
    if (pairs.has(holder.key)) rows.push(...rowsFor(holder));
    else if (moved.length > 0) {
      const name = nameOf(holder.after);
      const known = alike.get(name) ?? rowsFor(holder);
      alike.set(name, known);
      rows.push(...known.map((row) => ({ ...row, holder: holder.key })));
    }
  }
  return rows;
}

/** Somebody who was there before and can now be reached in a way they could not. A new person's own row says enough. */
function isNewlyExposed({ before, after }: Pair): boolean {
  if (!before.isActive || !after.isActive) return false;
  if (before.isExternal !== after.isExternal) return true;
  return (
    before.permissions.canBeListenedTo !== after.permissions.canBeListenedTo || !isSame(before.groups, after.groups)
  );
}

/** People who leave are none: their one row is that they do. */
function* holders(after: AccountState, pairs: ReadonlyMap<ResourceKey, Pair>): Iterable<Pair> {
  for (const [key, want] of after.users) {
    const pair = pairs.get(key);
    if (pair) {
      if (pair.after.isActive && (canReach(pair.before) || canReach(pair.after))) yield pair;
    } else if (want.superAdmin || !want.dashboard.known || want.dashboard.value.level !== 'none') {
      const access = accessOf(after, want);
      if (canReach(access)) yield { key, have: want, want, before: access, after: access };
    }
  }
}

const canReach = (access: Access): boolean =>
  access.isActive &&
  (access.level === undefined || ['activity', 'logs', 'users'].some((page) => Reflect.has(access.pages, page)));

const hasSameReach = ({ before, after }: Pair): boolean =>
  before.level === after.level &&
  before.isActive === after.isActive &&
  before.permissions.showDownloadButton === after.permissions.showDownloadButton &&
  isSame(before.pages, after.pages) &&
  isSame(before.scope, after.scope);

function* everyPair(before: AccountState, after: AccountState, pairs: ReadonlyMap<ResourceKey, Pair>): Iterable<Pair> {
  for (const [key, want] of after.users) {
    const pair = pairs.get(key);
    if (pair) yield pair;
    else {
      const access = accessOf(after, want);
      yield { key, have: before.users.get(key), want, before: access, after: access };
    }
  }
}

/** What becomes of one person in the reach of another. */
interface Turn {
  readonly kind: keyof Rows;
  readonly had: Answer;
  readonly has: Answer;
}

interface Found extends Turn {
  readonly classes: PeopleClass[];
}

interface People {
  readonly classes: readonly PeopleClass[];
  /** Whether the holder's own access differs; otherwise the people are those who entered some scope. */
  readonly isChanged: boolean;
  readonly cache: Map<string, readonly ResourceKey[]>;
}

function rowsOf(holder: Pair, reach: Reach, people: People): ReachRow[] {
  if (holdsReach(holder.before, reach) === 'no' && holdsReach(holder.after, reach) === 'no') return [];
  const found = new Map<string, Found>();
  for (const one of people.classes) {
    for (const turn of turnsOf(holder, reach, one.sample)) {
      const name = `${turn.kind} ${turn.had} ${turn.has}`;
      const same = found.get(name);
      if (!same) found.set(name, { ...turn, classes: [one] });
      else if (same.classes.at(-1) !== one) same.classes.push(one);
    }
  }
  const rows = [...found]
    .sort(([one], [other]) => byText(one, other))
    .flatMap(([, turn]) => rowWith(holder, reach, { turn, people }));
  const empty = rows.length === 0 && people.isChanged ? switchTurn(holder, reach) : undefined;
  return empty ? [rowOf(holder, reach, { turn: empty, targets: [], cause: causeOf(holder, reach) })] : rows;
}

/** None where the holder alone is in reach: only managing includes oneself. */
function rowWith(holder: Pair, reach: Reach, { turn, people }: { turn: Found; people: People }): ReachRow[] {
  const all = targetsIn(people.cache, turn.classes);
  const targets = reach === 'users.manage' ? all : all.filter((key) => key !== holder.key);
  const [first] = turn.classes.flatMap(({ sample, keys }) => {
    const key = keys.find((candidate) => (targets.length < all.length ? candidate !== holder.key : true));
    return key === undefined ? [] : [{ ...exposureOf(sample), key }];
  });
  if (targets.length === 0 || !first) return [];
  return [rowOf(holder, reach, { turn, targets, cause: people.isChanged ? causeOf(holder, reach) : first })];
}

/** Lines are compared one by one: direct calls before and IVR calls after are a gain and a loss. */
function turnsOf(holder: Pair, reach: Reach, person: Pair): Turn[] {
  if (!person.after.isActive) return [];
  const earlier = person.before.isActive ? person.before : person.after;
  return LINES.flatMap((line) => {
    const had = reaches(holder.before, reach, earlier, line);
    const has = reaches(holder.after, reach, person.after, line);
    const kind = kindOf(had, has);
    if (!kind) return [];
    const isLeft = had === 'yes' && reaches(holder.after, reach, earlier, line) === 'yes';
    return isLeft ? [] : [{ kind, had, has }];
  });
}

/** What may have been and is no more is not worth a row: it cannot be a gain. */
function kindOf(had: Answer, has: Answer): keyof Rows | undefined {
  if (had === has || (had === 'unknown' && has === 'no')) return undefined;
  if (had === 'unknown' || has === 'unknown') return 'uncertain';
  return has === 'yes' ? 'gains' : 'losses';
}

/** The switch for downloads counts even while nobody is in the scope: new people may be, and they are no gain of the holder. */
function switchTurn({ before, after }: Pair, reach: Reach): Turn | undefined {
  if (reach !== 'recordings.download') return undefined;
  if (opensPage(before, reach) === 'no' || opensPage(after, reach) === 'no') return undefined;
  if (isBlind(before.scope) && isBlind(after.scope)) return undefined;
  const [had, has] = [holdsReach(before, reach), holdsReach(after, reach)];
  const kind = kindOf(had, has);
  return kind && { kind, had, has };
}

interface RowContent {
  readonly turn: Turn;
  readonly targets: readonly ResourceKey[];
  readonly cause: Cause;
}

function rowOf(holder: Pair, reach: Reach, { turn, targets, cause }: RowContent): ReachRow {
  const { kind, had, has } = turn;
  const scope = kind === 'gains' || !isAdmin(holder.before) ? holder.after.scope : holder.before.scope;
  const sides = { before: sideOf(had), after: sideOf(has) };
  const row = { capability: reach, ...sides, scope, targets, privileged: true, weight: WEIGHT_OF[reach], cause };
  return { holder: holder.key, kind, row };
}

const sideOf = (answer: Answer): boolean | null => (answer === 'unknown' ? null : answer === 'yes');

function causeOf({ key, have, want, before, after }: Pair, reach: Reach): Cause {
  if (have?.status !== 'active' || !want) return { key, path: '' };
  const isDownloadOnly =
    reach === 'recordings.download' && isSame(before.pages, after.pages) && isSame(before.scope, after.scope);
  return { key, path: isDownloadOnly ? 'permissions.showDownloadButton' : 'dashboard' };
}

const exposureOf = ({ key, before, after }: Pair): Cause => ({
  key,
  path: isSame(before.groups, after.groups) ? 'permissions.canBeListenedTo' : 'groups',
});
