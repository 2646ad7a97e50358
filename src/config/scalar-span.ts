import { getScalarValue, type ScalarEvent } from 'js-yaml';

/** A part of a text, by the numbers of its characters; `end` is the first that no longer belongs to it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const ESCAPE = /^\\(?:x..|u.{4}|U.{8}|.)/s;
const FOLD = /^[ \t]*(?:\r\n|\n|\r)[ \t\r\n]*/;

/**
 * Where in the file a character of a text stands. Both are walked side by side: a quote that is written twice, an escape and a
 * line break with its indentation take more room in the file than in the text.
 */
export function rawOffset(text: string, event: ScalarEvent, offset: number): number {
  const value = event.valueStart < 0 ? '' : getScalarValue(text, event);
  const isDouble = text[event.valueStart - 1] === '"';
  let raw = event.valueStart;
  for (let at = 0; at < Math.min(offset, value.length) && raw < event.valueEnd; at += 1) {
    const rest = text.slice(raw, raw + 200);
    const escaped = isDouble ? ESCAPE.exec(rest) : undefined;
    const folded = FOLD.exec(rest);
    if (escaped) raw += escaped[0].length;
    else if (folded) raw += folded[0].length;
    else raw += text[raw] === "'" && text[raw + 1] === "'" && text[event.valueStart - 1] === "'" ? 2 : 1;
  }
  return Math.min(raw, event.valueEnd);
}
