/** The name that was probably meant, if one is near enough. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(word.length * 0.4));
  const ranked = names.map((name) => ({ name, far: distance(word, name) })).sort((one, other) => one.far - other.far);
  return ranked[0] && ranked[0].far <= limit ? ranked[0].name : undefined;
}

/** Letters to add, take out or change. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (letter === to[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
