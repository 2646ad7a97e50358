import { type AccountState, byText, isSame, type ResourceKey } from '../model/index.js';
import type { AccessRow, Cause, Pair, Rows } from './access-row.js';
import { type Access, accessOf, isAdmin } from './effective.js';
import { type Answer, holdsReach, LINES, opensPage, REACHES, type Reach, reaches } from './reach.js';
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
  const moved = [...pairs.values()].filter(isNewlyExposed).sort((one, other) => byText(one.key, other.key));
  const rows: ReachRow[] = [];
  let everyone: readonly Pair[] | undefined;
  for (const holder of holders(after, pairs)) {
    const isChanged = !hasSameReach(holder);
    if (isChanged) everyone ??= [...everyPair(before, after, pairs)];
    const people = isChanged ? (everyone ?? []) : moved;
    for (const reach of REACHES) rows.push(...rowsOf(holder, reach, { people, isChanged }));
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
  readonly targets: Set<ResourceKey>;
  readonly cause: Cause;
}

function rowsOf(
  holder: Pair,
  reach: Reach,
  { people, isChanged }: { people: Iterable<Pair>; isChanged: boolean },
): ReachRow[] {
  if (holdsReach(holder.before, reach) === 'no' && holdsReach(holder.after, reach) === 'no') return [];
  const found = new Map<string, Found>();
  const causeFor = (person: Pair): Cause => (isChanged ? causeOf(holder, reach) : exposureOf(person));
  for (const person of people) {
    if (person.key === holder.key && reach !== 'users.manage') continue;
    for (const turn of turnsOf(holder, reach, person)) {
      const name = `${turn.kind} ${turn.had} ${turn.has}`;
      const same = found.get(name) ?? { ...turn, targets: new Set(), cause: causeFor(person) };
      found.set(name, same);
      same.targets.add(person.key);
    }
  }
  const empty = found.size === 0 && isChanged ? switchTurn(holder, reach) : undefined;
  if (empty) found.set('', { ...empty, targets: new Set(), cause: causeOf(holder, reach) });
  return [...found].sort(([one], [other]) => byText(one, other)).map(([, turn]) => rowOf(holder, reach, turn));
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

function rowOf(holder: Pair, reach: Reach, { kind, had, has, targets, cause }: Found): ReachRow {
  const scope = kind === 'gains' || !isAdmin(holder.before) ? holder.after.scope : holder.before.scope;
  const sides = { before: sideOf(had), after: sideOf(has) };
  const weight = WEIGHT_OF[reach];
  const row = {
    capability: reach,
    ...sides,
    scope,
    targets: [...targets].sort(byText),
    privileged: true,
    weight,
    cause,
  };
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
