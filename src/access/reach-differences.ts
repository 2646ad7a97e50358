import { type AccountState, byText, isSame, type ResourceKey } from '../model/index.js';
import type { AccessRow, Cause, Pair, Rows } from './access-row.js';
import { dashboardPath } from './dashboard-differences.js';
import { type Access, accessOf, isAdmin } from './effective.js';
import { type Answer, holdsReach, LINES, opensPage, PAGE_OF, REACHES, type Reach, reaches } from './reach.js';
import { classesOf, type PeopleClass, reachNames, targetsIn, without } from './reach-classes.js';
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
  const nameOf = reachNames();
  const turns = turnsOnce(nameOf);
  const alike = new Map<string, readonly ReachRow[]>();
  let everyone: readonly PeopleClass[] | undefined;
  const rowsFor = (holder: Pair): readonly ReachRow[] => {
    const isChanged = !hasSameReach(holder);
    if (isChanged) everyone ??= classesOf(everyPair(before, after, pairs));
    return turns(holder, isChanged ? (everyone ?? []) : moved).flatMap((found) => rowsOf(holder, found, isChanged));
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

/** Turns of a reach, and whom each is about: the same for all holders whose own reach is the same. */
interface ReachTurns {
  readonly reach: Reach;
  readonly turns: readonly (Found & { readonly people: readonly ResourceKey[] })[];
}

function turnsOnce(
  nameOf: (holder: Access) => string,
): (holder: Pair, classes: readonly PeopleClass[]) => readonly ReachTurns[] {
  const lists = new Map<string, readonly ResourceKey[]>();
  const known = new Map<readonly PeopleClass[], Map<string, readonly ReachTurns[]>>();
  return (holder, classes) => {
    const byName = known.get(classes) ?? new Map<string, readonly ReachTurns[]>();
    known.set(classes, byName);
    const name = `${nameOf(holder.before)}\n${nameOf(holder.after)}`;
    const turns =
      byName.get(name) ??
      REACHES.filter((reach) => [holder.before, holder.after].some((side) => holdsReach(side, reach) !== 'no')).map(
        (reach) => ({
          reach,
          turns: foundIn(classes, holder, reach).map((turn) => ({ ...turn, people: targetsIn(lists, turn.classes) })),
        }),
      );
    byName.set(name, turns);
    return turns;
  };
}

function foundIn(classes: readonly PeopleClass[], holder: Pair, reach: Reach): Found[] {
  const found = new Map<string, Found>();
  for (const one of classes) {
    for (const turn of turnsOf(holder, reach, one.sample)) {
      const name = `${turn.kind} ${turn.had} ${turn.has}`;
      const same = found.get(name);
      if (!same) found.set(name, { ...turn, classes: [one] });
      else if (same.classes.at(-1) !== one) same.classes.push(one);
    }
  }
  return [...found].sort(([one], [other]) => byText(one, other)).map(([, turn]) => turn);
}

/** None where the holder alone is in reach: only managing includes oneself. */
function rowsOf(holder: Pair, { reach, turns }: ReachTurns, isChanged: boolean): ReachRow[] {
  const rows = turns.flatMap((turn) => {
    const except = reach === 'users.manage' ? undefined : holder.key;
    const targets = except === undefined ? turn.people : without(turn.people, except);
    const cause = isChanged ? causeOf(holder, reach) : exposureIn(turn.classes, except);
    return targets.length === 0 || !cause ? [] : [rowOf(holder, reach, { turn, targets, cause })];
  });
  const empty = rows.length === 0 && isChanged ? switchTurn(holder, reach) : undefined;
  return empty ? [rowOf(holder, reach, { turn: empty, targets: [], cause: causeOf(holder, reach) })] : rows;
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
  return {
    key,
    path: isDownloadOnly ? 'permissions.showDownloadButton' : dashboardPath({ before, after }, PAGE_OF[reach]),
  };
}

/** The first who entered the reach, and what of theirs differs. */
function exposureIn(classes: readonly PeopleClass[], except: ResourceKey | undefined): Cause | undefined {
  for (const { sample, keys } of classes) {
    const key = keys.find((candidate) => candidate !== except);
    const path = isSame(sample.before.groups, sample.after.groups) ? 'permissions.canBeListenedTo' : 'groups';
    if (key !== undefined) return { key, path };
  }
  return undefined;
}
