import { FORBIDDEN_KEYS } from '../model/index.js';
import { plainScalar } from './scalar.js';
import { type Data, MAX_DEPTH } from './tree.js';

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

/** Neither with an escape nor over several lines nor with spaces inside its quotes. */
const QUOTED = `"(?! )[^"\\\\\\n\\r]*(?<! )"|'(?! )[^'\\n\\r]*(?<! )'`;

/** Tokens of one style. `ends` are the characters that end text in it besides white space, as a part of a class. */
function tokensOf(ends: string): { readonly key: RegExp; readonly text: RegExp } {
  const letter = `[^ :\\n\\r${ends}]`;
  const goesOn = `(?=[^ \\n\\r${ends}])`;
  const first = `(?:[^- \\n\\r?:,[\\]{}#&*!|>'"%@\`]|-${goesOn})`;
  const plain = `${first}${letter}*(?:(?::${goesOn}| +(?:(?=[^ #:\\n\\r${ends}])|(?=:${goesOn})))${letter}*)*`;
  return {
    key: new RegExp(`(?:${QUOTED}|(?![-.])${plain}):(?!${goesOn})`, 'y'),
    text: new RegExp(`${QUOTED}|${plain}`, 'y'),
  };
}

const BLOCK = tokensOf('');
const FLOW = tokensOf(',[\\]{}');
/** A comment stands behind a space or on a line of its own. A return is always followed by a line feed here. */
const LINE_END = /(?:(?<![^ \n])#[^\n]*|\r)?(?:\n|$)/y;

const code = (character: string): number => character.charCodeAt(0);
const SPACE = code(' ');
const COMMA = code(',');
const DASH = code('-');
const QUOTE = code('"');
const APOSTROPHE = code("'");
const OPEN_LIST = code('[');
const CLOSE_LIST = code(']');
const OPEN_MAPPING = code('{');
const CLOSE_MAPPING = code('}');

/** Keys that no mapping may have, and those that all objects have something of. */
export const INHERITED: ReadonlySet<string> = new Set([
  ...FORBIDDEN_KEYS,
  ...Object.getOwnPropertyNames(Object.prototype),
]);

/** The key at the cursor, which is then behind its colon. */
export function readKey(cursor: Cursor): string | undefined {
  const start = cursor.at;
  if (!isPassed(cursor, cursor.flows > 0 ? FLOW.key : BLOCK.key)) return undefined;
  const isInQuotes = isQuote(cursor.text.charCodeAt(start));
  const offset = isInQuotes ? start + 1 : start;
  const key = cursor.text.slice(offset, isInQuotes ? cursor.at - 2 : cursor.at - 1);
  if (key === '<<') return undefined;
  noteKey(cursor, key, offset);
  return key;
}

/** Where keys of the outermost two mappings stand is remembered. */
export function noteKey(cursor: Cursor, key: string, offset: number): void {
  if (cursor.blocks + cursor.flows <= 2) noteEntry(cursor, key, offset);
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
  const start = cursor.at;
  const first = cursor.text.charCodeAt(start);
  if (first === OPEN_LIST || first === OPEN_MAPPING) return readFlow(cursor, first === OPEN_MAPPING);
  if (!isPassed(cursor, cursor.flows > 0 ? FLOW.text : BLOCK.text)) return UNSURE;
  if (isQuote(first)) return cursor.text.slice(start + 1, cursor.at - 1);
  return wordValue(cursor.text.slice(start, cursor.at));
}

/** What text without quotes stands for. */
export function wordValue(text: string): unknown {
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
    const key = readKey(cursor);
    if (key === undefined || INHERITED.has(key) || Object.hasOwn(members, key)) return UNSURE;
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

const isQuote = (next: number): boolean => next === QUOTE || next === APOSTROPHE;

/** Whether a list item begins here. */
export const isItem = ({ text, at }: Cursor): boolean =>
  text.charCodeAt(at) === DASH && text.charCodeAt(at + 1) === SPACE;

export function skipSpaces(cursor: Cursor): void {
  while (cursor.text.charCodeAt(cursor.at) === SPACE) cursor.at += 1;
}

/** Whether no more than spaces, which are skipped, and a comment stand here on the line; the cursor is then at the beginning of the next one. */
export function isLineOver(cursor: Cursor): boolean {
  skipSpaces(cursor);
  return isPassed(cursor, LINE_END);
}

/** Whether the token stands at the cursor, which is then behind it. */
function isPassed(cursor: Cursor, token: RegExp): boolean {
  token.lastIndex = cursor.at;
  const isThere = token.test(cursor.text);
  if (isThere) cursor.at = token.lastIndex;
  return isThere;
}
