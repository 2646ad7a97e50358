import { keepFrom } from './handover.js';
import type { Turn, Window } from './phases.js';
import {
  blocksOf,
  close,
  goRound,
  isDone,
  isLast,
  isOpen,
  offer,
  perform,
  type Sorting,
  type State,
  startOf,
  take,
} from './progress.js';

export interface Sorted {
  /** Every step once. */
  readonly order: readonly number[];
  /** Detours without which there is no order, and why each is taken. */
  readonly detours: ReadonlyMap<string, string>;
  /** Windows that stay open in this order. */
  readonly left: readonly { readonly window: Window; readonly isHandover: boolean }[];
  /** Steps after which there are too few administrators for a moment. */
  readonly spared: ReadonlySet<number>;
}

/** One order in which no window opens, taking at each point what gives before what takes away. Where there is none, says which detour would help. */
export function sorted(sorting: Sorting): Sorted {
  const state = startOf(sorting);
  const order: number[] = [];
  const detours = new Map<string, string>();
  const left: { window: Window; isHandover: boolean }[] = [];
  while (order.length < sorting.writes.length) {
    const next = take(state);
    if (next !== undefined) {
      order.push(next);
      perform(state, next);
      continue;
    }
    const circle = circleIn(state);
    const detour = bestDetour(state, circle);
    if (detour) {
      detours.set(detour.name, detour.why);
      goRound(state, detour.name);
      continue;
    }
    const open = leastOpen(state, circle);
    if (open.length === 0 && !spareOne(state))
      throw new RangeError('the steps of the plan wait for each other in a circle');
    const isHandover = circle.some(({ window }) => window === undefined);
    for (const index of open) {
      const window = sorting.windows[index];
      if (window?.kind === 'gain') left.push({ window, isHandover });
      close(state, index);
    }
  }
  return { order, detours, left, spared: state.spared };
}

/** Lets an administrator go though there are too few then, rather one who is one again afterwards, if that is what everything waits for. */
function spareOne(state: State): boolean {
  const { writes } = state.sorting;
  const waiting = [...writes.keys()].filter((step) => !isDone(state, step) && isLast(state, step));
  const isFree = (step: number) => state.hard[step] === 0;
  const isBack = (step: number) => writes[step]?.isBack === true;
  const step = waiting.find((one) => isFree(one) && isBack(one)) ?? waiting.find(isBack) ?? waiting.find(isFree);
  if (step === undefined) return false;
  state.spared.add(step);
  if (isFree(step)) offer(state, step);
  return true;
}

/** `step` is held back by `window`, which `closer` would close; without a window by the number of administrators. */
interface Hold {
  readonly step: number;
  readonly window: number | undefined;
  readonly closer: Turn;
}

interface Detour {
  readonly name: string;
  readonly why: string;
}

/** Follows what holds back until a step comes twice. */
function circleIn(state: State): readonly Hold[] {
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
function bestDetour(state: State, circle: readonly Hold[]): Detour | undefined {
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
      return [{ name, why, weight: sorting.costOf(name) / closed + (name.includes(':profile:') ? 0.001 : 0) }];
    });
  });
  candidates.sort((one, other) => one.weight - other.weight || (one.name < other.name ? -1 : 1));
  return candidates[0];
}

/** Of the steps of the circle the one that opens the fewest windows when it is not held back any longer. Never a firm one. */
function leastOpen(state: State, circle: readonly Hold[]): readonly number[] {
  const candidates = circle.flatMap(({ step }) => {
    const blocks = blocksOf(state, step);
    const gains = blocks.filter((block) => block !== 'admins' && state.sorting.windows[block]?.kind === 'gain');
    return gains.length === blocks.length ? [gains.filter((block) => block !== 'admins')] : [];
  });
  return candidates.sort((one, other) => one.length - other.length)[0] ?? [];
}
