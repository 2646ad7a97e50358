import { plainScalar } from './scalar.js';
import { type Data, FORBIDDEN_KEYS, MAX_DEPTH, MAX_SCALAR } from './tree.js';

/** Where a plain document is read, and what was noted so far. */
export interface Cursor {
  readonly text: string;
  /** The next character. */
  at: number;
  /** Collections in block style that stand around it, and those in flow style inside them. */
  blocks: number;
  flows: number;
  /** The last key of the outermost mapping. */
  section: string;
  readonly starts: number[];
  readonly numbers: Map<string, Map<string, number>>;
}

/** The answer where a text may mean something else than what it looks like. */
export const UNSURE = Symbol('unsure');

const code = (character: string): number => character.charCodeAt(0);
const LINE_FEED = code('\n');
const RETURN = code('\r');
const SPACE = code(' ');
const HASH = code('#');
const COLON = code(':');
const COMMA = code(',');
const DASH = code('-');
const DOT = code('.');
const QUOTE = code('"');
const APOSTROPHE = code("'");
const BACKSLASH = code('\\');
const OPEN_LIST = code('[');
const CLOSE_LIST = code(']');
const OPEN_MAPPING = code('{');
const CLOSE_MAPPING = code('}');

const PLAIN = /(?:[^ :\n\r]+|:(?=[^ \n\r])| +(?=[^ #:\n\r]|:[^ \n\r]))*/y;
const PLAIN_IN_FLOW = /(?:[^ :\n\r,[\]{}]+|:(?=[^ \n\r,[\]{}])| +(?=[^ #:\n\r,[\]{}]|:[^ \n\r,[\]{}]))*/y;

const QUOTED = /"(?! )[^"\\\n\r]*(?<! )"|'(?! )[^'\n\r]*(?<! )'/y;
const LINE_END = /(?:(?<![^ \n])#[^\n]*|\r)?(?:\n|$)/y;

/** What text without quotes never begins with here. */
const INDICATORS = new Set([...'?:,[]{}#&*!|>\'"%@`'].map(code));

/** The key at the cursor, which is then behind its colon. Undefined also where the mapping may not have it, or has it already. */
export function readKey(cursor: Cursor, members: Data): string | undefined {
  const { text, at: start } = cursor;
  const first = text.charCodeAt(start);
  if (first === DASH || first === DOT) return undefined;
  const key = readText(cursor);
  if (key === undefined || text.charCodeAt(cursor.at) !== COLON || !isGap(cursor, cursor.at + 1)) return undefined;
  cursor.at += 1;
  if (members[key] !== undefined || key === '<<' || FORBIDDEN_KEYS.has(key)) return undefined;
  if (cursor.blocks + cursor.flows <= 2) noteEntry(cursor, key, isQuote(first) ? start + 1 : start);
  return key;
}

function noteEntry(cursor: Cursor, key: string, offset: number): void {
  const { starts, numbers, section } = cursor;
  if (cursor.blocks + cursor.flows === 1) cursor.section = key;
  else {
    const keys = numbers.get(section);
    if (keys) keys.set(key, starts.length);
    else numbers.set(section, new Map([[key, starts.length]]));
  }
  starts.push(offset);
}

/** The value at the cursor, which is then behind it. All of it stands on this line. */
export function readValue(cursor: Cursor): unknown {
  const first = cursor.text.charCodeAt(cursor.at);
  if (first === OPEN_LIST || first === OPEN_MAPPING) return readFlow(cursor, first === OPEN_MAPPING);
  const text = readText(cursor);
  if (text === undefined) return UNSURE;
  if (isQuote(first)) return text;
  const scalar = plainScalar(text);
  return 'value' in scalar ? scalar.value : UNSURE;
}

function readFlow(cursor: Cursor, isMapping: boolean): unknown {
  if (cursor.blocks + cursor.flows >= MAX_DEPTH) return UNSURE;
  cursor.at += 1;
  cursor.flows += 1;
  const value = isMapping ? readFlowMapping(cursor) : readFlowList(cursor);
  cursor.flows -= 1;
  return value;
}

function readFlowList(cursor: Cursor): unknown {
  const items: unknown[] = [];
  while (!isClosed(cursor, CLOSE_LIST)) {
    const item = readValue(cursor);
    if (item === UNSURE || !isSeparated(cursor, CLOSE_LIST)) return UNSURE;
    items.push(item);
  }
  return items;
}

function readFlowMapping(cursor: Cursor): unknown {
  const members: Data = {};
  while (!isClosed(cursor, CLOSE_MAPPING)) {
    const key = readKey(cursor, members);
    if (key === undefined) return UNSURE;
    skipSpaces(cursor);
    const value = readValue(cursor);
    if (value === UNSURE || !isSeparated(cursor, CLOSE_MAPPING)) return UNSURE;
    members[key] = value;
  }
  return members;
}

/** Whether the collection ends here; the cursor is then behind it. */
function isClosed(cursor: Cursor, close: number): boolean {
  skipSpaces(cursor);
  if (cursor.text.charCodeAt(cursor.at) !== close) return false;
  cursor.at += 1;
  return true;
}

/** Whether a comma, which the cursor is then behind, or the end of the collection follows. */
function isSeparated(cursor: Cursor, close: number): boolean {
  skipSpaces(cursor);
  const next = cursor.text.charCodeAt(cursor.at);
  if (next === COMMA) cursor.at += 1;
  return next === COMMA || next === close;
}

/** The text of a key or value, without its quotes. */
function readText(cursor: Cursor): string | undefined {
  const { text, at: start } = cursor;
  const first = text.charCodeAt(start);
  if (isQuote(first)) return readQuoted(cursor);
  if (isLineEnd(first) || INDICATORS.has(first) || (first === DASH && isGap(cursor, start + 1))) return undefined;
  cursor.at = plainEnd(cursor);
  return cursor.at - start > MAX_SCALAR ? undefined : text.slice(start, cursor.at);
}

/** Neither with an escape nor over several lines nor with spaces inside its quotes. A doubled apostrophe is no end that anything may follow. */
function readQuoted(cursor: Cursor): string | undefined {
  const start = cursor.at + 1;
  QUOTED.lastIndex = cursor.at;
  if (!QUOTED.test(cursor.text)) return undefined;
  cursor.at = QUOTED.lastIndex;
  return cursor.at - start > MAX_SCALAR ? undefined : cursor.text.slice(start, cursor.at - 1);
}

/** Behind the last character before a comment, a colon that ends a key, the end of the line or, in flow style, an indicator. */
function plainEnd({ text, at, flows }: Cursor): number {
  const token = flows > 0 ? PLAIN_IN_FLOW : PLAIN;
  token.lastIndex = at;
  token.test(text);
  return token.lastIndex;
}

/** Whether a dash or colon before this offset means more than itself. */
function isGap(cursor: Cursor, offset: number): boolean {
  const next = cursor.text.charCodeAt(offset);
  return next === SPACE || isLineEnd(next) || (cursor.flows > 0 && isIndicator(next));
}

const isIndicator = (next: number): boolean =>
  next === COMMA || next === OPEN_LIST || next === CLOSE_LIST || next === OPEN_MAPPING || next === CLOSE_MAPPING;

const isQuote = (next: number): boolean => next === QUOTE || next === APOSTROPHE;

/** Also the end of the text, where there is no character. */
const isLineEnd = (next: number): boolean => next === LINE_FEED || next === RETURN || Number.isNaN(next);

/** Whether a list item begins here. */
export const isItem = ({ text, at }: Cursor): boolean =>
  text.charCodeAt(at) === DASH && text.charCodeAt(at + 1) === SPACE;

export function skipSpaces(cursor: Cursor): void {
  while (cursor.text.charCodeAt(cursor.at) === SPACE) cursor.at += 1;
}

/** Whether no more than spaces and a comment stand here to the end of the line; the cursor is then at the beginning of the next one. */
export function isLineOver(cursor: Cursor): boolean {
  skipSpaces(cursor);
  LINE_END.lastIndex = cursor.at;
  if (!LINE_END.test(cursor.text)) return false;
  cursor.at = LINE_END.lastIndex;
  return true;
}
