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
  if (one.undone.some(({ step }) => other.done.includes(step))) return undefined;
  if (other.undone.some(({ step }) => one.done.includes(step))) return undefined;
  const done = [...one.done, ...other.done.filter((step) => !one.done.includes(step))];
  const isNew = (turn: Turn) => !one.undone.some(({ step, detour }) => step === turn.step && detour === turn.detour);
  const undone = [...one.undone, ...other.undone.filter(isNew)];
  return { done, undone };
}

/** Every pair of phases that may hold at once. */
export function crossed<A, B, C>(
  ones: readonly Phase<A>[],
  others: readonly Phase<B>[],
  join: (one: A, other: B) => C,
): readonly Phase<C>[] {
  return ones.flatMap((one) =>
    others.flatMap((other) => {
      const during = together(one, other);
      return during ? [{ done: during.done, undone: during.undone, value: join(one.value, other.value) }] : [];
    }),
  );
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
  return [{ kind, opens: [...new Set(done)], closes: undone, who, capabilities }];
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
  const place = new Map(order.map((step, index) => [step, index]));
  const at = (step: number) => place.get(placeOf(step)) ?? 0;
  return ({ done, undone }) => {
    const from = done.reduce((last, step) => Math.max(last, at(step) + 1), 0);
    const to = undone.reduce((first, { step }) => Math.min(first, at(step)), order.length);
    return from <= to ? { from, to } : undefined;
  };
}
