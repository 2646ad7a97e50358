import type { Turn, Window } from './phases.js';
import { createQueue, type Queue } from './queue.js';
import { LATER, type Write } from './writes.js';

export interface Sorting {
  readonly writes: readonly Write[];
  readonly windows: readonly Window[];
  /** Administrators at the start, and how many there must be after every step. */
  readonly admins: { readonly count: number; readonly least: number };
  readonly isByHand: (step: number) => boolean;
  /** What one more step costs that a detour takes. */
  readonly costOf: (detour: string) => number;
}

/** How far the steps are. */
export interface State {
  readonly sorting: Sorting;
  /** By step, the windows that it opens, and those that it closes; by detour those that it closes. */
  readonly opening: readonly (readonly number[])[];
  readonly closing: readonly (readonly number[])[];
  readonly detouring: ReadonlyMap<string, readonly number[]>;
  /** By window. Whoever waits for each of many has the steps for which they wait in `waits`. */
  readonly openersLeft: number[];
  readonly isClosed: boolean[];
  readonly waits: ReadonlyMap<number, Waits>;
  /** By step: done, and how many windows hold it back, or speak against it. */
  readonly done: boolean[];
  readonly hard: number[];
  readonly soft: number[];
  /** What requests do, and what is done by hand: a person who has begun goes on as far as there is something to do. */
  readonly queues: { readonly automatic: Queue; readonly byHand: Queue };
  readonly hand: { isAtWork: boolean };
  /** Administrators who are relinked though none can be spared. */
  readonly spared: Set<number>;
  readonly admins: { count: number };
}

interface Waits {
  /** How many turns of a step are not over. */
  readonly open: Map<number, number>;
  readonly held: Set<number>;
}

export function startOf(sorting: Sorting): State {
  const { writes, windows, admins } = sorting;
  const detouring = new Map<string, number[]>();
  const waits = new Map<number, Waits>();
  for (const [index, { opens, closes, isEach }] of windows.entries()) {
    if (isEach) waits.set(index, { open: counted(closes), held: new Set(opens) });
    for (const { detour } of closes) if (detour !== undefined) push(detouring, detour, index);
  }
  const soft = writes.map(() => 0);
  const rankOf = (step: number) => (soft[step] === 0 ? 0 : LATER.soft) + (writes[step]?.rank ?? 0);
  const state: State = {
    sorting,
    opening: indexed(writes.length, windows, ({ opens }) => opens),
    closing: indexed(writes.length, windows, ({ closes }) => closes.map(({ step }) => step)),
    detouring,
    openersLeft: windows.map(({ opens }) => opens.length),
    isClosed: windows.map(() => false),
    waits,
    done: writes.map(() => false),
    hard: writes.map(() => 0),
    soft,
    queues: { automatic: createQueue(rankOf), byHand: createQueue(rankOf) },
    hand: { isAtWork: false },
    spared: new Set(),
    admins: { count: admins.count },
  };
  for (const [index, { isEach, opens }] of windows.entries()) {
    if (isEach) for (const step of opens) state.hard[step] = (state.hard[step] ?? 0) + 1;
    else if (state.openersLeft[index] === 1) block(state, index, 1);
  }
  for (const index of waits.keys()) letGo(state, index);
  for (const [step] of writes.entries()) if (state.hard[step] === 0) offer(state, step);
  return state;
}

/** Everything that requests can do, then all that a person can, and so on by turns: each turn costs somebody a way. */
export function take(state: State): number | undefined {
  const { queues, hand } = state;
  const isFree = (step: number) => !state.done[step] && state.hard[step] === 0 && !isLast(state, step);
  for (const below of [...Object.values(LATER), Number.POSITIVE_INFINITY])
    for (const isAtWork of [hand.isAtWork, !hand.isAtWork]) {
      const step = (isAtWork ? queues.byHand : queues.automatic).take(isFree, below);
      if (step === undefined) continue;
      hand.isAtWork = isAtWork;
      return step;
    }
  return undefined;
}

/** Again, when anything about it has changed. */
export const offer = ({ sorting, queues }: State, step: number): void =>
  (sorting.isByHand(step) ? queues.byHand : queues.automatic).add(step);

/** One administrator too few without this one. */
export function isLast({ sorting, admins, spared }: State, step: number): boolean {
  return sorting.writes[step]?.admins === -1 && admins.count - 1 < sorting.admins.least && !spared.has(step);
}

export const isDone = ({ done }: State, step: number): boolean => done[step] === true;

/** Whether a window waits for this turn. */
export const isOpen = (state: State, index: number, { step }: Turn): boolean =>
  !isDone(state, step) && (state.waits.get(index)?.open.has(step) ?? true);

/** The last step that is missing for a window to open is held back, or not any longer. */
function block(state: State, index: number, by: 1 | -1): void {
  const window = state.sorting.windows[index];
  const step = window?.opens.find((opener) => !state.done[opener]);
  if (window && step !== undefined) hold(state, step, { kind: window.kind, by });
}

function hold(state: State, step: number, { kind, by }: { readonly kind: Window['kind']; readonly by: 1 | -1 }): void {
  const blocks = kind === 'loss' ? state.soft : state.hard;
  blocks[step] = (blocks[step] ?? 0) + by;
  if (state.hard[step] === 0) offer(state, step);
}

export function close(state: State, index: number): void {
  const waits = state.waits.get(index);
  if (waits) {
    waits.open.clear();
    letGo(state, index);
  }
  if (waits || state.isClosed[index]) return;
  if (state.openersLeft[index] === 1) block(state, index, -1);
  state.isClosed[index] = true;
}

/** Nobody waits for themselves. */
function letGo(state: State, index: number): void {
  const { open, held } = state.waits.get(index) ?? { open: new Map<number, number>(), held: new Set<number>() };
  const free = open.size === 0 ? [...held] : open.size === 1 ? [...open.keys()].filter((step) => held.has(step)) : [];
  for (const step of free) {
    held.delete(step);
    if (!isDone(state, step)) hold(state, step, { kind: 'gain', by: -1 });
  }
}

export function perform(state: State, step: number): void {
  state.done[step] = true;
  for (const index of state.closing[step] ?? []) {
    const waits = state.waits.get(index);
    if (!waits) close(state, index);
    else if (waits.open.delete(step)) letGo(state, index);
  }
  const by = state.sorting.writes[step]?.admins ?? 0;
  state.admins.count += by;
  if (by === 1) addDemotions(state);
  for (const index of state.opening[step] ?? []) {
    state.openersLeft[index] = (state.openersLeft[index] ?? 0) - 1;
    const isNext = state.openersLeft[index] === 1 && !state.isClosed[index] && !state.waits.has(index);
    if (isNext) block(state, index, 1);
  }
}

function addDemotions(state: State): void {
  const { sorting, done, hard } = state;
  for (const [step, { admins }] of sorting.writes.entries())
    if (admins === -1 && !done[step] && hard[step] === 0) offer(state, step);
}

/** Goes on as if the first half of the detour had been sent. */
export function goRound(state: State, name: string): void {
  for (const index of state.detouring.get(name) ?? []) {
    const waits = state.waits.get(index);
    if (!waits) {
      close(state, index);
      continue;
    }
    for (const { step, detour } of state.sorting.windows[index]?.closes ?? []) {
      const turns = detour === name ? waits.open.get(step) : undefined;
      if (turns === undefined) continue;
      if (turns > 1) waits.open.set(step, turns - 1);
      else waits.open.delete(step);
    }
    letGo(state, index);
  }
}

/** Windows that hold the step back; 'admins' where there would be too few. */
export function blocksOf(state: State, step: number): readonly (number | 'admins')[] {
  const { sorting, opening, isClosed, openersLeft, waits } = state;
  const isHolding = (index: number) =>
    waits.get(index)?.held.has(step) ??
    (!isClosed[index] && openersLeft[index] === 1 && sorting.windows[index]?.kind !== 'loss');
  return [...(opening[step] ?? []).filter(isHolding), ...(isLast(state, step) ? (['admins'] as const) : [])];
}

function counted(turns: readonly Turn[]): Map<number, number> {
  const found = new Map<number, number>();
  for (const { step } of turns) found.set(step, (found.get(step) ?? 0) + 1);
  return found;
}

const push = (map: Map<string, number[]>, key: string, value: number): void => {
  const list = map.get(key);
  if (!list) map.set(key, [value]);
  else if (list[list.length - 1] !== value) list.push(value);
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
