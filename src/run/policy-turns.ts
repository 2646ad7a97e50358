import type { Asked, Policy, PolicyException, Selector } from '../model/index.js';

/** `loosened` is also what cannot be shown to be no looser; `changed` says the same in other words. */
export type Turn = 'loosened' | 'tightened' | 'changed';

/** One part of a rule that differs. */
export interface TurnedPart {
  readonly part: string;
  readonly turn: Turn;
}

/** Which parts of a policy differ. Both stand in the words of the same revision. */
export function policyTurns(before: Policy, after: Policy): readonly TurnedPart[] {
  const parts: readonly (readonly [part: string, turn: Turn | undefined])[] = [
    ['its form', formTurn(before, after)],
    ['what it asks', askedTurn(before, after)],
    ['who may approve', listTurn(before.from, after.from, 'loosened')],
    ['whom it is for', forTurn(before.for, after.for)],
    ['whom it leaves out', listTurn(named(before.outside), named(after.outside), 'loosened')],
    ['its exceptions', exceptTurn(before.except, after.except)],
    ['its message', before.message === after.message ? undefined : 'changed'],
  ];
  return parts.flatMap(([part, turn]) => (turn ? [{ part, turn }] : []));
}

/** Nothing is stricter than to deny; between the others nothing can be shown. */
function formTurn(before: Policy, after: Policy): Turn | undefined {
  if (before.form === after.form) return undefined;
  return after.form === 'deny' ? 'tightened' : 'loosened';
}

/** The more a conflict names, the more one person may have together. */
function askedTurn(before: Policy, after: Policy): Turn | undefined {
  const turn = listTurn(before.asked.map(askedText), after.asked.map(askedText), 'loosened');
  return turn && (before.form === 'conflict' && after.form === 'conflict' ? turn : 'loosened');
}

const askedText = (asked: Asked): string =>
  asked.kind === 'when' ? `when ${asked.when}` : `${asked.capability.name}(${asked.capability.argument ?? ''})`;

function forTurn(before: Selector | undefined, after: Selector | undefined): Turn | undefined {
  if (before && after) return listTurn(named(before), named(after), 'tightened');
  if (!before && !after) return undefined;
  return before ? 'tightened' : 'loosened';
}

const named = (selector: Selector | undefined): readonly string[] =>
  selector
    ? [
        ...selector.groups.map((name) => `group:${name}`),
        ...selector.profiles,
        ...selector.users,
        ...(selector.external ? ['external'] : []),
      ]
    : [];

function exceptTurn(before: readonly PolicyException[], after: readonly PolicyException[]): Turn | undefined {
  const had = new Map(before.map((exception) => [exception.user, exception]));
  if (after.some(({ user, until }) => until > (had.get(user)?.until ?? ''))) return 'loosened';
  const kept = after.filter(({ user, until }) => until === had.get(user)?.until);
  if (kept.length < before.length) return 'tightened';
  return kept.some(({ user, reason }) => reason !== had.get(user)?.reason) ? 'changed' : undefined;
}

/** `more` is what a longer list means; a list that loses something and wins something else counts as loosened. */
export function listTurn(
  before: readonly string[],
  after: readonly string[],
  more: 'loosened' | 'tightened',
): Turn | undefined {
  const isMore = after.some((one) => !before.includes(one));
  const isLess = before.some((one) => !after.includes(one));
  if (!isMore && !isLess) return undefined;
  const isLooser = more === 'loosened' ? isMore : isLess;
  return isLooser ? 'loosened' : 'tightened';
}
