import { byText } from '../model/index.js';

/** The candidate that a typing mistake most likely meant, or none when all are far away. Of equally near ones the first by text. */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  const limit = wanted.length < 4 ? 1 : Math.max(2, Math.floor(wanted.length / 3));
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > limit) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance > limit || (best && distance > best.distance)) continue;
    if (!best || distance < best.distance || byText(candidate, best.candidate) < 0) best = { candidate, distance };
  }
  return best?.candidate;
}

/** Letters to insert, delete, replace, or exchange with their neighbour (Damerau, each place edited once). */
export function editDistance(before: string, after: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: after.length + 1 }, (_, column) => column);
  for (let row = 1; row <= before.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= after.length; column += 1) {
      const isSame = before[row - 1] === after[column - 1];
      const edits = [at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + (isSame ? 0 : 1)];
      const isExchanged = before[row - 1] === after[column - 2] && before[row - 2] === after[column - 1];
      if (row > 1 && column > 1 && isExchanged) edits.push(at(beforeLast, column - 2) + 1);
      current.push(Math.min(...edits));
    }
    beforeLast = last;
    last = current;
  }
  return at(last, after.length);
}

const at = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY;
