import { keepFrom } from './handover.js';
import type { Turn } from './phases.js';
import { createQueue, type Queue } from './queue.js';
import type { Window } from './window.js';
import type { Write } from './writes.js';

export interface Sorting {
  readonly writes: readonly Write[];
  readonly windows: readonly Window[];
  /** Administrators at the start, and how many there must be after every step. */
  readonly admins: { readonly count: number; readonly least: number };
  readonly costOf: (write: Write) => number;
}

export interface Sorted {
  /** Every step once. */
  readonly order: readonly number[];
  /** Detours without which there is no order, and why each is taken. */
  readonly detours: ReadonlyMap<string, string>;
  /** Windows that stay open in this order. */
  readonly left: readonly { readonly window: Window; readonly isHandover: boolean }[];
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
    const circle = circleIn(sorting, state);
    const detour = bestDetour(sorting, state, circle) ?? keepOf(state);
    if (detour) {
      detours.set(detour.name, detour.why);
      goRound(state, detour.name);
      continue;
    }
    const open = leastOpen(sorting, state, circle);
    if (open.length === 0) throw new RangeError('the steps of the plan wait for each other in a circle');
    const isHandover = circle.some(({ window }) => window === undefined);
    for (const index of open) {
      const window = sorting.windows[index];
      if (window?.kind === 'gain') left.push({ window, isHandover });
      close(state, index);
    }
  }
  return { order, detours, left };
}

interface Detour {
  readonly name: string;
  readonly why: string;
}

/** How far the steps are. */
interface State {
  readonly sorting: Sorting;
  /** By step, the windows that it opens, and those that it closes; by detour those that it closes. */
  readonly opening: readonly (readonly number[])[];
  readonly closing: readonly (readonly number[])[];
  readonly detouring: ReadonlyMap<string, readonly number[]>;
  /** By window. */
  readonly openersLeft: number[];
  readonly isClosed: boolean[];
  /** By step: done, and how many windows hold it back, or speak against it. */
  readonly done: boolean[];
  readonly hard: number[];
  readonly soft: number[];
  readonly queue: Queue;
  readonly kept: Set<string>;
  readonly admins: { count: number };
}

/** What would take something from somebody comes after everything else of its class. */
const SOFT = 100;

function startOf(sorting: Sorting): State {
  const { writes, windows, admins } = sorting;
  const detouring = new Map<string, number[]>();
  for (const [index, { closes }] of windows.entries())
    for (const { detour } of closes) if (detour !== undefined) push(detouring, detour, index);
  const soft = writes.map(() => 0);
  const state: State = {
    sorting,
    opening: indexed(writes.length, windows, ({ opens }) => opens),
    closing: indexed(writes.length, windows, ({ closes }) => closes.map(({ step }) => step)),
    detouring,
    openersLeft: windows.map(({ opens }) => opens.length),
    isClosed: windows.map(() => false),
    done: writes.map(() => false),
    hard: writes.map(() => 0),
    soft,
    queue: createQueue((step) => (soft[step] === 0 ? 0 : SOFT) + (writes[step]?.rank ?? 0)),
    kept: new Set(),
    admins: { count: admins.count },
  };
  for (const [index] of windows.entries()) if (state.openersLeft[index] === 1) block(state, index, 1);
  for (const [step] of writes.entries()) if (state.hard[step] === 0) state.queue.add(step);
  return state;
}

const take = (state: State): number | undefined =>
  state.queue.take((step) => !state.done[step] && state.hard[step] === 0 && !isLast(state, step));

/** One administrator too few without this one. */
function isLast({ sorting, admins, kept }: State, step: number): boolean {
  const write = sorting.writes[step];
  return write?.admins === -1 && admins.count - 1 < sorting.admins.least && !kept.has(write.keep ?? '');
}

const isDone = ({ done }: State, step: number): boolean => done[step] === true;

/** The last step that is missing for a window to open is held back, or not any longer. */
function block({ sorting, done, hard, soft, queue }: State, index: number, by: 1 | -1): void {
  const window = sorting.windows[index];
  const step = window?.opens.find((opener) => !done[opener]);
  if (!window || step === undefined) return;
  const blocks = window.kind === 'loss' ? soft : hard;
  blocks[step] = (blocks[step] ?? 0) + by;
  if (hard[step] === 0) queue.add(step);
}

function close(state: State, index: number): void {
  if (state.isClosed[index]) return;
  if (state.openersLeft[index] === 1) block(state, index, -1);
  state.isClosed[index] = true;
}

function perform(state: State, step: number): void {
  for (const index of state.closing[step] ?? []) close(state, index);
  state.done[step] = true;
  const by = state.sorting.writes[step]?.admins ?? 0;
  state.admins.count += by;
  if (by === 1) addDemotions(state);
  for (const index of state.opening[step] ?? []) {
    state.openersLeft[index] = (state.openersLeft[index] ?? 0) - 1;
    if (state.openersLeft[index] === 1 && !state.isClosed[index]) block(state, index, 1);
  }
}

function addDemotions({ sorting, done, hard, queue }: State): void {
  for (const [step, { admins }] of sorting.writes.entries())
    if (admins === -1 && !done[step] && hard[step] === 0) queue.add(step);
}

/** Goes on as if the first half of the detour had been sent. */
function goRound(state: State, name: string): void {
  state.kept.add(name);
  addDemotions(state);
  for (const index of state.detouring.get(name) ?? []) close(state, index);
}

/** The detour of somebody who may not cease to be an administrator for a moment, if that is what is missing. */
function keepOf(state: State): Detour | undefined {
  const { sorting, done, hard } = state;
  const held = sorting.writes.find(
    (write, step) => !done[step] && hard[step] === 0 && isLast(state, step) && write.keep !== undefined,
  );
  return held?.keep === undefined ? undefined : { name: held.keep, why: 'to keep enough administrators for a moment' };
}

/** Windows that hold the step back; 'admins' where there would be too few. */
function blocksOf(state: State, step: number): readonly (number | 'admins')[] {
  const { sorting, opening, isClosed, openersLeft } = state;
  const isHolding = (index: number) =>
    !isClosed[index] && openersLeft[index] === 1 && sorting.windows[index]?.kind !== 'loss';
  return [...(opening[step] ?? []).filter(isHolding), ...(isLast(state, step) ? (['admins'] as const) : [])];
}

const push = (map: Map<string, number[]>, key: string, value: number): void => {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
};

function indexed(
  steps: number,
  windows: readonly Window[],
  stepsOf: (window: Window) => readonly number[],
): readonly (readonly number[])[] {
  const found: number[][] = Array.from({ length: steps }, () => []);
  for (const [index, window] of windows.entries())
    for (const step of new Set(stepsOf(window))) found[step]?.push(index);
  return found;
}

/** `step` is held back by `window`, which `closer` would close; without a window by the number of administrators. */
interface Hold {
  readonly step: number;
  readonly window: number | undefined;
  readonly closer: Turn;
}

/** Follows what holds back until a step comes twice. */
function circleIn({ writes, windows }: Sorting, state: State): readonly Hold[] {
  const path: Hold[] = [];
  const at = new Map<number, number>();
  let step = writes.findIndex((_, index) => !isDone(state, index));
  for (;;) {
    const seen = at.get(step);
    if (seen !== undefined) return path.slice(seen);
    at.set(step, path.length);
    const hold = firstHold({ writes, windows }, state, step);
    if (!hold) return path;
    path.push(hold);
    step = hold.closer.step;
  }
}

function firstHold(
  { writes, windows }: Pick<Sorting, 'writes' | 'windows'>,
  state: State,
  step: number,
): Hold | undefined {
  for (const block of blocksOf(state, step)) {
    if (block === 'admins') {
      const promotion = writes.findIndex(({ admins }, other) => admins === 1 && !isDone(state, other));
      if (promotion >= 0) return { step, window: undefined, closer: { step: promotion, detour: undefined } };
      continue;
    }
    const closer = windows[block]?.closes.find((turn) => !isDone(state, turn.step));
    if (closer) return { step, window: block, closer };
  }
  return undefined;
}

/** The cheapest for what it closes; of equals a person rather than a profile, since nobody loses by it. */
function bestDetour({ writes, windows, costOf }: Sorting, state: State, circle: readonly Hold[]): Detour | undefined {
  const held = circle.flatMap(({ window }) => (window === undefined ? [] : (windows[window] ?? [])));
  const gains = held.filter(({ kind }) => kind === 'gain');
  const candidates = gains.flatMap(({ who, capabilities, closes }) =>
    closes.flatMap(({ step, detour: name }) => {
      const write = writes[step];
      if (!write || name === undefined || isDone(state, step)) return [];
      const closed = windows.filter(
        (one) => one.kind === 'gain' && one.closes.some((turn) => turn.detour === name),
      ).length;
      const why = who === undefined ? '' : keepFrom(who, capabilities[0] ?? '');
      return [{ name, why, weight: costOf(write) / closed + (name.includes(':profile:') ? 0.001 : 0) }];
    }),
  );
  candidates.sort((one, other) => one.weight - other.weight || (one.name < other.name ? -1 : 1));
  return candidates[0];
}

/** Of the steps of the circle the one that opens the fewest windows when it is not held back any longer. Never a firm one. */
function leastOpen({ windows }: Sorting, state: State, circle: readonly Hold[]): readonly number[] {
  const candidates = circle.flatMap(({ step }) => {
    const blocks = blocksOf(state, step);
    const gains = blocks.filter((block) => block !== 'admins').filter((block) => windows[block]?.kind === 'gain');
    return gains.length === blocks.length ? [gains] : [];
  });
  return candidates.sort((one, other) => one.length - other.length)[0] ?? [];
}
