import { keepFrom } from './handover.js';
import type { Turn } from './phases.js';
import { blocksOf, isDone, isOpen, type State } from './progress.js';

/** `step` is held back by `window`, which `closer` would close; without a window by the number of administrators. */
export interface Hold {
  readonly step: number;
  readonly window: number | undefined;
  readonly closer: Turn;
}

export interface Detour {
  readonly name: string;
  readonly why: string;
}

/** Follows what holds back until a step comes twice. */
export function circleIn(state: State): readonly Hold[] {
  const path: Hold[] = [];
  const at = new Map<number, number>();
  let step = state.done.indexOf(false);
  for (;;) {
    const seen = at.get(step);
    if (seen !== undefined) return path.slice(seen);
    at.set(step, path.length);
    const hold = firstHold(state, step);
    if (!hold) return path;
    path.push(hold);
    step = hold.closer.step;
  }
}

function firstHold(state: State, step: number): Hold | undefined {
  const { writes, windows } = state.sorting;
  for (const block of blocksOf(state, step)) {
    if (block === 'admins') {
      const promotions = writes.flatMap(({ admins }, other) => (admins === 1 && !isDone(state, other) ? [other] : []));
      const promotion = promotions.find((other) => !writes[other]?.after.includes(step)) ?? promotions[0];
      if (promotion !== undefined) return { step, window: undefined, closer: { step: promotion, detour: undefined } };
      continue;
    }
    const closer = windows[block]?.closes.find((turn) => turn.step !== step && isOpen(state, block, turn));
    if (closer) return { step, window: block, closer };
  }
  return undefined;
}

/** The cheapest for what it closes; of equals a person rather than a profile, since nobody loses by it. */
export function bestDetour(state: State, circle: readonly Hold[]): Detour | undefined {
  const { sorting, detouring } = state;
  const candidates = circle.flatMap(({ window: index, closer }) => {
    const window = index === undefined ? undefined : sorting.windows[index];
    if (window?.kind !== 'gain') return [];
    const turns = window.isEach ? window.closes.filter(({ step }) => step === closer.step) : window.closes;
    return turns.flatMap(({ step, detour: name }) => {
      const write = sorting.writes[step];
      if (!write || name === undefined || isDone(state, step)) return [];
      const [person = step] = window.who;
      const why = typeof person === 'string' ? keepFrom(person, window.capabilities[0] ?? '') : '';
      const closed = detouring.get(name)?.length ?? 1;
      return [{ name, why, weight: sorting.costOf(write) / closed + (name.includes(':profile:') ? 0.001 : 0) }];
    });
  });
  candidates.sort((one, other) => one.weight - other.weight || (one.name < other.name ? -1 : 1));
  return candidates[0];
}

/** Of the steps of the circle the one that opens the fewest windows when it is not held back any longer. Never a firm one. */
export function leastOpen(state: State, circle: readonly Hold[]): readonly number[] {
  const candidates = circle.flatMap(({ step }) => {
    const blocks = blocksOf(state, step);
    const gains = blocks.filter((block) => block !== 'admins' && state.sorting.windows[block]?.kind === 'gain');
    return gains.length === blocks.length ? [gains.filter((block) => block !== 'admins')] : [];
  });
  return candidates.sort((one, other) => one.length - other.length)[0] ?? [];
}
