/** A part of the text to be exchanged; `end` is the first character that stays. Empty when something is only put in. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Why something is not done, in a full sentence. */
export interface Refusal {
  readonly why: string;
}

export const isRefusal = (value: object | undefined): value is Refusal => value !== undefined && 'why' in value;

/** Splices that neither overlap nor share a place, put in together. Those that only put something in at one place keep their order. */
export function spliced(text: string, splices: readonly Splice[]): string {
  const sorted = [...splices].sort((before, after) => before.start - after.start || before.end - after.end);
  let at = 0;
  let result = '';
  for (const { start, end, text: put } of sorted) {
    result += text.slice(at, start) + put;
    at = end;
  }
  return result + text.slice(at);
}

const BYTE_ORDER_MARK = '\ufeff';

/** Where the line begins on which a character stands, behind a byte order mark. */
export function lineStart(text: string, at: number): number {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  return start === 0 && text.startsWith(BYTE_ORDER_MARK) ? 1 : start;
}

/** Where the line ends, before the characters that end it. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  if (end < 0) return text.length;
  return end > at && text[end - 1] === '\r' ? end - 1 : end;
}

/** Where the next line begins, or the end of the text. */
export function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

export const columnOf = (text: string, at: number): number => at - lineStart(text, at);

export const lineNumber = (text: string, at: number): number => text.slice(0, at).split('\n').length;

export const isBlank = (text: string): boolean => /^[ \t\r\n]*$/.test(text);
