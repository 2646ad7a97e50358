import { EVENT_ID, type Event, getScalarValue, parseEvents } from 'js-yaml';
import { once, type Place, type Source } from '../model/index.js';
import type { Entries } from './entries.js';
import type { Span } from './locate.js';
import { rawOffset } from './scalar-span.js';
import { normalised } from './text.js';

/** Nesting that the parser itself allows; what is deeper than the limit of ours is refused while the tree is built. */
export const PARSER_DEPTH = 64;
const EXCERPT = 120;
const LONGEST_EXCERPT = 400;

/** Lines and columns of one file. Events are read again when a place is asked for, of the entry alone where that will do: a file without mistakes never pays. */
export interface Positions {
  /** What stands at an offset. */
  at(offset: number, length: number): Source;
  /** What stands at the end of a path; where the path leads nowhere, the deepest place that is there. */
  of(path: Place['path'], part: 'key' | 'value'): Source;
  /** What a part of the text at the end of a path was written as; the whole value where it is no text. */
  inside(path: Place['path'], span: Span): Source;
  /** The first place of a key in a mapping that an event opens. */
  ofKey(mapping: number, key: string): Source;
}

interface Child {
  /** Numbers of events. Of a list item both are that of the value. */
  readonly key: number;
  readonly value: number;
}

interface Index {
  readonly text: string;
  readonly events: readonly Event[];
  /** For each event that opens something, the number of the one after its end. */
  readonly next: Int32Array;
  readonly children: Map<number, ReadonlyMap<string | number, Child>>;
}

/** `events` are those of the text, where they are known already. */
export function positionsOf(file: string, text: string, entries: Entries, events?: readonly Event[]): Positions {
  const parts = new Map<number, Part | undefined>();
  const lines = once(() => lineStarts(text));
  const index = once(() => indexOf(text, events));
  const at = (offset: number, length: number) => sourceAt({ file, text, lines: lines(), offset, length });
  const ofEvent = (event: number) => at(...spanOf(index(), event));
  return {
    at,
    of: (path, part) => {
      const alone = partWith(path, { text, entries, parts });
      const child = alone && find(alone.index, path.slice(1));
      if (alone && child) {
        const [offset, length] = spanOf(alone.index, child[part]);
        return at(alone.offset + offset, length);
      }
      const found = find(index(), path);
      return found ? ofEvent(found[part]) : at(0, 1);
    },
    inside: (path, span) => {
      const found = find(index(), path);
      const event = found && index().events[target(index(), found.value)];
      if (event?.type !== EVENT_ID.SCALAR) return found ? ofEvent(found.value) : at(0, 1);
      const start = rawOffset(text, event, span.start);
      return at(start, Math.max(1, rawOffset(text, event, span.end) - start));
    },
    ofKey: (mapping, key) => {
      const child = childrenOf(index(), mapping).get(key);
      return child ? ofEvent(child.key) : at(0, 1);
    },
  };
}

/** One entry read by itself, and where it begins in the file. */
interface Part {
  readonly index: Index;
  readonly offset: number;
}

interface Parts {
  readonly text: string;
  readonly entries: Entries;
  readonly parts: Map<number, Part | undefined>;
}

/** From so many entries of one file on, reading all of it once is cheaper. */
const MOST_PARTS = 32;

/** The entry that a path goes through; undefined where it cannot be read without the rest of the file. */
function partWith([section, key]: Place['path'], { text, entries, parts }: Parts): Part | undefined {
  const number = typeof key === 'string' ? entries.numbers.get(String(section))?.get(key) : undefined;
  if (number === undefined || (parts.size >= MOST_PARTS && !parts.has(number))) return undefined;
  if (!parts.has(number)) parts.set(number, readPart(text, entries.starts[number] ?? 0, entries.starts[number + 1]));
  return parts.get(number);
}

/** In block style an entry has its own lines: from the indentation of its key, which keeps the columns, to the line of the next one. */
function readPart(text: string, start: number, end: number | undefined): Part | undefined {
  const offset = lineStart(text, start);
  if (!/^ *["']?$/.test(text.slice(offset, start))) return undefined;
  const index = indexOf(text.slice(offset, end === undefined ? text.length : lineStart(text, end)));
  const isAlone = index.events.length > 1 && !index.events.some((event) => event.type === EVENT_ID.ALIAS);
  return isAlone ? { index, offset } : undefined;
}

const lineStart = (text: string, offset: number): number =>
  Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return starts;
}

function sourceAt(where: {
  file: string;
  text: string;
  lines: readonly number[];
  offset: number;
  length: number;
}): Source {
  const { file, text, lines } = where;
  const offset = Math.max(0, Math.min(where.offset, text.length));
  const line = lineAt(lines, offset);
  const start = lines[line] ?? 0;
  const end = (lines[line + 1] ?? text.length + 1) - 1;
  const content = text.slice(start, end).replace(/[\r\n]+$/, '');
  const column = offset - start;
  const length = Math.max(1, Math.min(where.length, content.length - column));
  const kept = Math.max(EXCERPT, Math.min(column + length, LONGEST_EXCERPT));
  return { file, line: line + 1, column: column + 1, length, excerpt: cut(content, kept) };
}

/** Never through the middle of a character. */
function cut(line: string, length: number): string {
  const last = line.charCodeAt(length - 1);
  return line.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function indexOf(text: string, events = eventsOf(text)): Index {
  const next = new Int32Array(events.length);
  const opened: number[] = [];
  events.forEach((event, number) => {
    next[number] = number + 1;
    if (event.type === EVENT_ID.POP) next[opened.pop() ?? 0] = number + 1;
    else if (event.type !== EVENT_ID.SCALAR && event.type !== EVENT_ID.ALIAS) opened.push(number);
  });
  return { text, events, next, children: new Map() };
}

/** None where the text is not YAML: then places are known by offset only. */
function eventsOf(text: string): readonly Event[] {
  try {
    return parseEvents(text, { maxDepth: PARSER_DEPTH });
  } catch {
    return [];
  }
}

function find(index: Index, path: Place['path']): Child | undefined {
  if (index.events.length < 2) return undefined;
  let found: Child = { key: 1, value: 1 };
  for (const step of path) {
    const child = childrenOf(index, target(index, found.value)).get(step);
    if (!child) return found;
    found = child;
  }
  return found;
}

/** The event itself, or the one that an alias refers to: the last with its name before it. */
function target(index: Index, number: number): number {
  const alias = index.events[number];
  if (alias?.type !== EVENT_ID.ALIAS) return number;
  const name = index.text.slice(alias.anchorStart, alias.anchorEnd);
  for (let before = number - 1; before > 0; before -= 1) {
    const event = index.events[before];
    if (!event || !('anchorStart' in event) || event.type === EVENT_ID.ALIAS || event.anchorStart < 0) continue;
    if (index.text.slice(event.anchorStart, event.anchorEnd) === name) return before;
  }
  return number;
}

function childrenOf(index: Index, number: number): ReadonlyMap<string | number, Child> {
  const known = index.children.get(number);
  if (known) return known;
  const type = index.events[number]?.type;
  const made =
    type === EVENT_ID.MAPPING ? members(index, number) : type === EVENT_ID.SEQUENCE ? items(index, number) : new Map();
  index.children.set(number, made);
  return made;
}

function members(index: Index, mapping: number): ReadonlyMap<string, Child> {
  const found = new Map<string, Child>();
  let key = mapping + 1;
  while (index.events[key] && index.events[key]?.type !== EVENT_ID.POP) {
    const value = index.next[key] ?? key + 1;
    const event = index.events[key];
    const name = event?.type === EVENT_ID.SCALAR && event.valueStart >= 0 ? getScalarValue(index.text, event) : '';
    const spelled = normalised(name).trim();
    if (!found.has(spelled)) found.set(spelled, { key, value });
    key = index.next[value] ?? value + 1;
  }
  return found;
}

function items(index: Index, sequence: number): ReadonlyMap<number, Child> {
  const found = new Map<number, Child>();
  let item = sequence + 1;
  while (index.events[item] && index.events[item]?.type !== EVENT_ID.POP) {
    found.set(found.size, { key: item, value: item });
    item = index.next[item] ?? item + 1;
  }
  return found;
}

/** Offset and length of what an event stands for, quotes included. An empty value stands where its key ends. */
function spanOf(index: Index, number: number): [offset: number, length: number] {
  const event = index.events[number];
  if (!event || event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT) return [0, 1];
  if (event.type === EVENT_ID.ALIAS) return [event.anchorStart - 1, event.anchorEnd - event.anchorStart + 1];
  if (event.type !== EVENT_ID.SCALAR) return [event.start, restOfLine(index.text, event.start)];
  if (event.valueStart < 0) return number > 1 ? spanOf(index, number - 1) : [0, 1];
  const quote = isQuote(index.text[event.valueStart - 1]) && event.style !== 1 ? 1 : 0;
  const end = firstLineEnd(index.text, event.valueStart, event.valueEnd);
  return [event.valueStart - quote, end - event.valueStart + (end === event.valueEnd ? 2 * quote : quote)];
}

const isQuote = (character: string | undefined): boolean => character === '"' || character === "'";

function restOfLine(text: string, start: number): number {
  const end = firstLineEnd(text, start, text.length);
  return Math.max(
    1,
    text
      .slice(start, end)
      .replace(/\s+#.*$/, '')
      .trimEnd().length,
  );
}

function firstLineEnd(text: string, start: number, end: number): number {
  for (let at = start; at < end; at += 1) {
    const character = text.charCodeAt(at);
    if (character === 10 || character === 13) return at;
  }
  return end;
}
