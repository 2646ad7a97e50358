/** A comment may be so long: GitHub refuses one of more than 65,536 characters. */
export const COMMENT_LIMIT = 60_000;

/** A text in one line, cut where it is too long. What was made inert stays so: nothing acts that did not before. */
export const clipped = (text: string, longest: number): string =>
  text.length <= longest ? text : `${text.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '')}…`;

/** The first rows, each whole, that fit together with an end of line each. */
export function rowsWithin(rows: readonly string[], limit: number): readonly string[] {
  let size = 0;
  const over = rows.findIndex((row) => {
    size += row.length + 1;
    return size > limit;
  });
  return over < 0 ? rows : rows.slice(0, over);
}

/** How much is left of each thing that may be cut. */
export type Left<Kind extends string> = Readonly<Record<Kind, number>>;

/** Takes from one kind after the other, as little as possible, until it fits. Undefined where the least of all does not fit. */
export function cutToFit<Kind extends string>(
  whole: Left<Kind>,
  least: readonly (readonly [Kind, number])[],
  fits: (left: Left<Kind>) => boolean,
): Left<Kind> | undefined {
  let left = whole;
  if (fits(left)) return left;
  for (const [kind, lowest] of least) {
    const given = left;
    const of = (number: number): Left<Kind> => ({ ...given, [kind]: number });
    if (fits(of(lowest))) return of(most(lowest, given[kind], (number) => fits(of(number))));
    left = of(lowest);
  }
  return undefined;
}

/** The largest number for which it still holds; it holds for the lowest. */
function most(lowest: number, highest: number, holds: (number: number) => boolean): number {
  let [low, high] = [lowest, highest];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
