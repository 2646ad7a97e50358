import { getScalarValue, type ScalarEvent } from 'js-yaml';

/** A part of a text, by the numbers of its characters; `end` is the first that no longer belongs to it. */
const ESCAPE = /^\\(?:x..|u.{4}|U.{8}|.)/s;
const FOLD = /^[ \t]*(?:\r\n|\n|\r)[ \t\r\n]*/;

/**
 * Where in the file a character of a text stands. Both are walked side by side: a quote that is written twice, an escape and a
 * line break with its indentation take more room in the file than in the text.
 */
export function rawOffset(text: string, event: ScalarEvent, offset: number): number {
  const value = event.valueStart < 0 ? '' : getScalarValue(text, event);
  const quote = text[event.valueStart - 1] ?? '';
  const isQuoted = quote === '"' || quote === "'";
  let raw = isQuoted ? event.valueStart : skipSpace(text, event);
  for (let at = 0; at < Math.min(offset, value.length) && raw < event.valueEnd; at += 1) {
    const rest = text.slice(raw, raw + 200);
    const escaped = quote === '"' ? ESCAPE.exec(rest) : undefined;
    const folded = FOLD.exec(rest);
    if (escaped) raw += escaped[0].length;
    else if (folded) raw += folded[0].length;
    else raw += quote === "'" && text.startsWith("''", raw) ? 2 : 1;
  }
  return Math.min(raw, event.valueEnd);
}

/** A block begins with the indentation of its first line. */
function skipSpace(text: string, { valueStart, valueEnd }: ScalarEvent): number {
  return valueEnd - text.slice(valueStart, valueEnd).trimStart().length;
}
