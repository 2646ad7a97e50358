import { type AccountState, byText, type ResourceKey } from '../model/index.js';
import type { AccessRow, Cause, Pair, Rows } from './differences.js';
import { type Access, accessOf, isAdmin } from './effective.js';
import { LINES, REACHES, type Reach, reaches } from './reach.js';

interface ReachRow {
  readonly holder: ResourceKey;
  readonly kind: keyof Rows;
  readonly row: AccessRow;
}

const WEIGHT_OF: { readonly [reach in Reach]: number } = { 'users.manage': 9, 'calls.listen': 7, 'recordings.play': 7, 'recordings.download': 6 };

/**
 * Whom somebody newly reaches, or no longer. Two things can do that: the holder's own access differs, or a person enters the holder's scope.
 * A person who leaves the scope is no loss of the holder: a right over a group is one capability.
 */
export function reachRows(before: AccountState, after: AccountState, pairs: ReadonlyMap<ResourceKey, Pair>): ReachRow[] {
  const moved = [...pairs.values()].filter(isNewlyExposed);
  const rows: ReachRow[] = [];
  let everyone: readonly Pair[] | undefined;
  for (const holder of holders(after, pairs)) {
    const isChanged = !hasSameReach(holder);
    if (isChanged) everyone ??= [...everyPair(before, after, pairs)];
    const people = isChanged ? (everyone ?? []) : moved;
    for (const reach of REACHES) rows.push(...rowsOf(holder, reach, people, isChanged));
  }
  return rows;
}

/** Somebody who was there before and can now be reached in a way they could not. A new person's own row says enough. */
function isNewlyExposed({ before, after }: Pair): boolean {
  if (!before.isActive || !after.isActive) return false;
  return before.groups !== after.groups || before.permissions.canBeListenedTo !== after.permissions.canBeListenedTo;
}

function* holders(after: AccountState, pairs: ReadonlyMap<ResourceKey, Pair>): Iterable<Pair> {
  for (const [key, want] of after.users) {
    const pair = pairs.get(key);
    if (pair) {
      if (canReach(pair.before) || canReach(pair.after)) yield pair;
    } else if (want.superAdmin || !want.dashboard.known || want.dashboard.value.level !== 'none') {
      const access = accessOf(after, want);
      if (canReach(access)) yield { key, have: want, want, before: access, after: access };
    }
  }
}

const canReach = (access: Access): boolean => access.isActive && (access.level === undefined || ['activity', 'logs', 'users'].some((page) => Reflect.has(access.pages, page)));

const hasSameReach = ({ before, after }: Pair): boolean =>
  before.pages === after.pages && before.scope === after.scope && before.level === after.level && before.permissions.showDownloadButton === after.permissions.showDownloadButton && before.isActive === after.isActive;

function* everyPair(before: AccountState, after: AccountState, pairs: ReadonlyMap<ResourceKey, Pair>): Iterable<Pair> {
  for (const [key, want] of after.users) {
    const pair = pairs.get(key);
    if (pair) yield pair;
    else {
      const access = accessOf(after, want);
      yield { key, have: before.users.get(key), want, before: access, after: access };
    }
  }
  for (const pair of pairs.values()) if (!pair.want) yield pair;
}

function rowsOf(holder: Pair, reach: Reach, people: Iterable<Pair>, isChanged: boolean): ReachRow[] {
  const found = { gains: new Set<ResourceKey>(), losses: new Set<ResourceKey>(), uncertain: new Set<ResourceKey>() };
  let cause: Cause | undefined;
  for (const person of people) {
    if (person.key === holder.key && reach !== 'users.manage') continue;
    const kind = compareReach(holder, reach, person, isChanged);
    if (!kind) continue;
    found[kind].add(person.key);
    cause ??= isChanged ? causeOf(holder, reach) : { key: person.key, path: person.before.groups === person.after.groups ? 'permissions.canBeListenedTo' : 'groups' };
  }
  return (['gains', 'losses', 'uncertain'] as const).flatMap((kind): ReachRow[] => {
    if (found[kind].size === 0 || !cause) return [];
    const isGain = kind === 'gains';
    const scope = isGain || !isAdmin(holder.before) ? holder.after.scope : holder.before.scope;
    const row = { capability: reach, before: !isGain, after: isGain, scope, targets: [...found[kind]].sort(byText), privileged: true, weight: WEIGHT_OF[reach], cause };
    return [{ holder: holder.key, kind, row }];
  });
}

/** Lines are compared one by one: direct calls before and IVR calls after are a gain and a loss. */
function compareReach(holder: Pair, reach: Reach, person: Pair, isChanged: boolean): keyof Rows | undefined {
  let lost = false;
  for (const line of LINES) {
    const had = reaches(holder.before, reach, person.before, line);
    const has = reaches(holder.after, reach, person.after, line);
    if (had === has) continue;
    if (had === 'unknown' || has === 'unknown') return 'uncertain';
    if (has === 'yes') return 'gains';
    lost = true;
  }
  return lost && isChanged && person.after.isActive ? 'losses' : undefined;
}

function causeOf({ key, have, want, before, after }: Pair, reach: Reach): Cause {
  if (!have || have.status !== 'active' || !want) return { key, path: '' };
  const isDownloadOnly = reach === 'recordings.download' && before.pages === after.pages && before.scope === after.scope;
  return { key, path: isDownloadOnly ? 'permissions.showDownloadButton' : 'dashboard' };
}
