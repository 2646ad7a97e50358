import type { ResourceKey } from '../../model/index.js';

/** What ends a phase: a step by its number, and the name under which its first half can be sent early, where it has one. */
export interface Turn {
  readonly step: number;
  readonly detour: string | undefined;
}

/** A stretch of the way: all of `done` are carried out and none of `undone`. */
export interface During {
  readonly done: readonly number[];
  readonly undone: readonly Turn[];
}

/** Everything one value goes through: `turns[i]` leads from `values[i]` to the next. Its steps are sent in this order. */
export interface Timeline<T> {
  readonly values: readonly [T, ...T[]];
  readonly turns: readonly Turn[];
}

export interface Phase<T> extends During {
  readonly value: T;
}

export const still = <T>(value: T): Timeline<T> => ({ values: [value], turns: [] });

export const lastOf = <T>({ values }: Timeline<T>): T => values[values.length - 1] ?? values[0];

/** Timeline that goes on with one more value. */
export const onward = <T>({ values, turns }: Timeline<T>, turn: Turn, value: T): Timeline<T> => ({
  values: [...values, value],
  turns: [...turns, turn],
});

/** Stretches of one value; neighbours of the same value are one. */
export function phasesOf<T>({ values, turns }: Timeline<T>): readonly Phase<T>[] {
  if (turns.length === 0) return [{ done: [], undone: [], value: values[0] }];
  const phases: Phase<T>[] = [];
  let entered: number | undefined;
  for (const [index, value] of values.entries()) {
    const turn = turns[index];
    if (turn && values[index + 1] === value) continue;
    phases.push({ done: entered === undefined ? [] : [entered], undone: turn ? [turn] : [], value });
    entered = turn?.step;
  }
  return phases;
}

/** The stretch in which both hold, if there may be one. */
export function together(one: During, other: During): During | undefined {
  if (one.done.length + one.undone.length === 0) return other;
  if (other.done.length + other.undone.length === 0) return one;
  if (isOver(one.undone, other.done) || isOver(other.undone, one.done)) return undefined;
  return { done: joined(one.done, other.done, isEqual), undone: joined(one.undone, other.undone, isSameTurn) };
}

const isOver = (undone: readonly Turn[], done: readonly number[]): boolean =>
  undone.length > 0 && done.length > 0 && undone.some(({ step }) => done.includes(step));

/** Each turn once. */
export function withoutDoubles(turns: readonly Turn[]): readonly Turn[] {
  if (turns.length < 2) return turns;
  const known = new Map<number, Turn[]>();
  return turns.filter((turn) => {
    const same = known.get(turn.step);
    if (same?.some((one) => isSameTurn(one, turn))) return false;
    if (same) same.push(turn);
    else known.set(turn.step, [turn]);
    return true;
  });
}

const isEqual = (one: number, other: number): boolean => one === other;
const isSameTurn = (one: Turn, other: Turn): boolean => one.step === other.step && one.detour === other.detour;

function joined<T>(ones: readonly T[], others: readonly T[], isAlike: (one: T, other: T) => boolean): readonly T[] {
  if (ones.length === 0) return others;
  const added = others.filter((other) => !ones.some((one) => isAlike(one, other)));
  return added.length === 0 ? ones : [...ones, ...added];
}

/** Every pair of phases that may hold at once. */
export function crossed<A, B, C>(
  ones: readonly Phase<A>[],
  others: readonly Phase<B>[],
  join: (one: A, other: B) => C,
): readonly Phase<C>[] {
  const found: Phase<C>[] = [];
  for (const one of ones)
    for (const other of others) {
      const during = together(one, other);
      if (during) found.push({ done: during.done, undone: during.undone, value: join(one.value, other.value) });
    }
  return found;
}

/**
 * Open while all of `opens` are carried out and none of `closes` is. A firm one may not open whatever else; one of gain gives somebody what they
 * neither have nor are to have; one of loss takes from somebody for a moment what they have and keep.
 */
export interface Window {
  readonly kind: 'firm' | 'gain' | 'loss';
  readonly opens: readonly number[];
  readonly closes: readonly Turn[];
  /** Whose access it is. */
  readonly who: readonly ResourceKey[];
  readonly capabilities: readonly string[];
  /** Each of `opens` waits for each of `closes`: many windows in one. */
  readonly isEach?: boolean;
}

export interface Held {
  readonly kind: Window['kind'];
  readonly who: readonly ResourceKey[];
  readonly capabilities: readonly string[];
}

/** The window of a stretch in which somebody holds, or lacks, capabilities. The beginning is no window, and neither is the end. */
export function windowOf({ done, undone }: During, { kind, who, capabilities }: Held): readonly Window[] {
  if (capabilities.length === 0 || done.length === 0 || undone.length === 0) return [];
  return [{ kind, opens: done.length < 2 ? done : [...new Set(done)], closes: undone, who, capabilities }];
}

/** `later` may only be carried out after `earlier`. */
export const firmly = (earlier: number, later: number): Window => ({
  kind: 'firm',
  opens: [later],
  closes: [{ step: earlier, detour: undefined }],
  who: [],
  capabilities: [],
});

/** Between so many steps done and so many, both included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Loss extends Span {
  readonly user: ResourceKey;
  readonly capability: string;
}

/** The stretch in which a phase holds, when the steps are carried out in this order. */
export type SpanOf = (during: During) => Span | undefined;

export interface Order {
  readonly spanOf: SpanOf;
  /** How many steps there are. */
  readonly end: number;
}

export function spansIn(order: readonly number[], placeOf: (step: number) => number): SpanOf {
  const place = new Int32Array(order.length);
  for (const [index, step] of order.entries()) place[step] = index;
  const at = (step: number) => place[placeOf(step)] ?? 0;
  return ({ done, undone }) => {
    let from = 0;
    for (const step of done) from = Math.max(from, at(step) + 1);
    let to = order.length;
    for (const { step } of undone) to = Math.min(to, at(step));
    return from <= to ? { from, to } : undefined;
  };
}
