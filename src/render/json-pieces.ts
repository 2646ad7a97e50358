/** So deep the members of a document are written one by one: lists of lists in a plan, in one document of several. What is deeper is short. */
const DEPTH = 5;
const PIECE = 64 * 1024;

/**
 * The text of `jsonText` in pieces: a plan that reaches everybody says of each person whom they reach, which is more than a string can hold.
 * For plain data: what is undefined is left out of mappings, and functions do not occur.
 */
export function* jsonPieces(value: unknown): Iterable<string> {
  let piece = '';
  for (const part of partsOf(value, '', DEPTH)) {
    piece += part;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  yield `${piece}\n`;
}

function* partsOf(value: unknown, indent: string, depth: number): Iterable<string> {
  if (depth === 0 || typeof value !== 'object' || value === null) {
    yield (JSON.stringify(value, null, 2) ?? 'null').replaceAll('\n', `\n${indent}`);
    return;
  }
  const isList = Array.isArray(value);
  const [first, last] = isList ? ['[', ']'] : ['{', '}'];
  const inside = `${indent}  `;
  let before = first;
  for (const [key, member] of Object.entries(value)) {
    if (!isList && member === undefined) continue;
    yield `${before}\n${inside}${isList ? '' : `${JSON.stringify(key)}: `}`;
    yield* partsOf(member, inside, depth - 1);
    before = ',';
  }
  yield before === first ? `${first}${last}` : `\n${indent}${last}`;
}
