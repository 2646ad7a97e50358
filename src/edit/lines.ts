import type { Entry } from './nodes.js';
import { columnOf, isBlank, lineEnd, lineStart, nextLine } from './text.js';

/** Where the comments begin that stand directly above an entry, at its own indentation; they are no higher than `floor`. */
export function commentsStart(text: string, { start }: Entry, floor: number): number {
  const column = columnOf(text, start);
  let from = lineStart(text, start);
  while (from > floor) {
    const above = lineStart(text, from - 1);
    if (above < floor || above >= from || commentColumn(text, above) !== column) break;
    from = above;
  }
  return from;
}

/** Where an entry in block style ends: behind the comment on its last line, and comments below that stand deeper than its key. */
export function tailEnd(text: string, { start, end }: Entry): number {
  const column = columnOf(text, start);
  let tail = lineEnd(text, end);
  for (let line = nextLine(text, tail); line < text.length; line = nextLine(text, line)) {
    const comment = commentColumn(text, line);
    if (comment !== undefined && comment > column) tail = lineEnd(text, line);
    else if (!isBlank(text.slice(line, nextLine(text, line)))) break;
  }
  return tail;
}

/** The column of the comment that has a line of its own. */
function commentColumn(text: string, line: number): number | undefined {
  const spaces = /^ */.exec(text.slice(line, lineEnd(text, line)))?.[0].length ?? 0;
  return text[line + spaces] === '#' ? spaces : undefined;
}

/** Lines with an indentation each, as one text. */
export const indented = (lines: readonly string[], column: number, lineBreak: string): string =>
  lines.map((line) => `${' '.repeat(column)}${line}`).join(lineBreak);
