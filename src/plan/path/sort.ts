import { bestDetour, circleIn, leastOpen } from './circle.js';
import { close, goRound, isDone, isLast, perform, type Sorting, type State, startOf, take } from './progress.js';
import type { Window } from './window.js';

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
  if (isFree(step)) state.queue.add(step);
  return true;
}
