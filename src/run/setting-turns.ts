import { type FileRights, isSame, type Limits, type ResourceKey, type Share, userKey } from '../model/index.js';
import { count } from '../render/words.js';
import { listTurn, type Turn, type TurnedPart } from './policy-turns.js';

/** Which limits differ. `keyOf`: somebody of the base, as the files call them by now. */
export function limitTurns(
  before: Limits,
  after: Limits,
  keyOf: (email: string) => ResourceKey,
): readonly TurnedPart[] {
  const [had, has] = [looseness(before), looseness(after)];
  const turns = Object.entries(has).flatMap(([part, levels]): TurnedPart[] => {
    const earlier = had[part] ?? [];
    if (isSame(levels, earlier)) return [];
    const isLooser = levels.some((level, index) => level > (earlier[index] ?? level));
    return [{ part, turn: isLooser ? 'loosened' : 'tightened' }];
  });
  const turn = listTurn(before.requiredAdmins.map(keyOf), after.requiredAdmins.map(userKey), 'tightened');
  return turn ? [...turns, { part: 'requiredAdmins', turn }] : turns;
}

/** Each limit as numbers, the higher the looser. */
function looseness(limits: Limits): Readonly<Record<string, readonly number[]>> {
  const ofShare = ({ percent, atLeast }: Share) => [percent, atLeast];
  return {
    removals: ofShare(limits.removals),
    losses: ofShare(limits.losses),
    changes: ofShare(limits.changes),
    privilegedGains: [limits.privilegedGains],
    invites: [limits.invites],
    minAdmins: [-limits.minAdmins],
    shrink: [limits.shrink],
    recordedMaxAge: [limits.recordedMaxAgeDays],
    releases: [limits.releases === 'allow' ? 1 : 0],
  };
}

/** The value of each limit, as a person would say it. */
export function limitWords(limits: Limits): Readonly<Record<string, string>> {
  const ofShare = ({ percent, atLeast }: Share) => `${percent} % or ${count(atLeast, 'person', 'people')}`;
  return {
    removals: ofShare(limits.removals),
    losses: ofShare(limits.losses),
    changes: ofShare(limits.changes),
    privilegedGains: String(limits.privilegedGains),
    invites: String(limits.invites),
    minAdmins: String(limits.minAdmins),
    requiredAdmins: limits.requiredAdmins.join(', ') || 'nobody',
    shrink: `${limits.shrink} %`,
    recordedMaxAge: `${limits.recordedMaxAgeDays} days`,
    releases: limits.releases,
  };
}

/** Which rights of the files of one glob differ. */
export function rightTurns(before: FileRights, after: FileRights): readonly TurnedPart[] {
  const lists = (['kinds', 'groups', 'profiles'] as const).map((part) => ({
    part,
    turn: allowedTurn(before[part], after[part]),
  }));
  const may = (rights: FileRights) => (rights.dashboard === false ? [] : ['dashboard']);
  const dashboard = { part: 'dashboard', turn: listTurn(may(before), may(after), 'loosened') };
  return [...lists, dashboard].flatMap(({ part, turn }) => (turn ? [{ part, turn }] : []));
}

/** Undefined allows all. */
function allowedTurn(before: readonly string[] | undefined, after: readonly string[] | undefined): Turn | undefined {
  if (before && after) return listTurn(before, after, 'loosened');
  if (!before && !after) return undefined;
  return before ? 'loosened' : 'tightened';
}
