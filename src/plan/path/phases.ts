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
