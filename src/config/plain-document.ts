import {
  type Cursor,
  INHERITED,
  isItem,
  isLineOver,
  noteKey,
  readKey,
  readValue,
  skipSpaces,
  UNSURE,
  wordValue,
} from './plain-value.js';
import { type Data, MAX_DEPTH, MAX_SCALAR, type Tree } from './tree.js';

/** A collection in block style that has not ended. */
interface Frame {
  readonly indent: number;
  readonly items: unknown[] | undefined;
  readonly members: Data;
  /** Keys that were read, each of which must be another. */
  keys: number;
  /** Of a mapping: the key whose value may stand on the next lines. */
  open: string | undefined;
}

interface Reader extends Cursor {
  readonly frames: Frame[];
}

/** Of words alone: the indentation, then an item of a list, or a key with or without a value. */
const WORDS_LINE =
  /( *)(?:- ([A-Za-z0-9][\w.@%+-]*)|(\w[\w.@%+-]*):(?: ([A-Za-z0-9][\w.@%+-]*(?: [\w.@%+-]+)*))?)\r?(?:\n|$)/y;
const NOT_ASCII = /[^\n\r\x20-\x7e]/;
/** Those that cannot be seen, all white space but the space, and a return that does not belong to the end of a line. */
const UNCLEAR = /(?![\n\r ])[\p{C}\p{Z}]|\r(?!\n)/u;

/**
 * The tree of a document that is written as nearly all are: mappings and lists by indentation, short collections in brackets, text on one
 * line with or without quotes, and comments. Undefined where anything else stands there or anything is wrong: the parser of all of YAML,
 * which takes several times as long, then says what it means. Where there is a tree, it equals that of the parser.
 */
export function plainDocument(text: string): Tree | undefined {
  if (!isClear(text)) return undefined;
  const root: Data = {};
  const reader: Reader = {
    text,
    at: 0,
    blocks: 1,
    flows: 0,
    section: '',
    starts: [],
    numbers: new Map(),
    frames: [{ indent: 0, items: undefined, members: root, keys: 0, open: undefined }],
  };
  while (reader.at < text.length) if (!readLine(reader)) return undefined;
  if (!leave(reader, 0)) return undefined;
  const { starts, numbers } = reader;
  return starts.length === 0 ? undefined : { value: root, findings: [], isWhole: true, entries: { starts, numbers } };
}

/** Whether no character needs a second look: a part of text that is NFC is NFC, and only spaces can be trimmed from it. */
const isClear = (text: string): boolean =>
  NOT_ASCII.test(text)
    ? !UNCLEAR.test(text) && text.normalize('NFC') === text
    : !text.includes('\r') || !UNCLEAR.test(text);

/** False where it is unclear what the line means. One that is longer than a scalar may be is not looked at. */
function readLine(reader: Reader): boolean {
  const { text, at: start } = reader;
  WORDS_LINE.lastIndex = start;
  const words = WORDS_LINE.exec(text);
  const end = words ? WORDS_LINE.lastIndex : text.indexOf('\n', start);
  if ((end < 0 ? text.length : end) - start > MAX_SCALAR) return false;
  if (words) {
    reader.at = end;
    return readWords(reader, words, start);
  }
  if (isLineOver(reader)) return true;
  const indent = reader.at - start;
  const isList = isItem(reader);
  const frame = frameAt(reader, indent, isList);
  if (!frame) return false;
  return frame.items ? readItem(reader, frame.items, start) : readMember(reader, frame);
}

/** All pieces of the line at one go: read one by one they cost more than everything else. */
function readWords(reader: Reader, words: RegExpExecArray, start: number): boolean {
  const indent = words[1]?.length ?? 0;
  const item = words[2];
  const frame = frameAt(reader, indent, item !== undefined);
  if (!frame) return false;
  if (item !== undefined) {
    const value = wordValue(item);
    frame.items?.push(value);
    return value !== UNSURE;
  }
  const key = words[3] ?? '';
  if (!isKept(frame, key)) return false;
  noteKey(reader, key, start + indent);
  const word = words[4];
  if (word === undefined) {
    frame.open = key;
    return true;
  }
  const value = wordValue(word);
  frame.members[key] = value;
  return value !== UNSURE;
}

/** Whether a mapping may have a key. That it has none twice is seen by their number, at its end and, so that little is read in vain, on the way. */
function isKept(frame: Frame, key: string): boolean {
  if (INHERITED.has(key)) return false;
  const { keys } = frame;
  frame.keys += 1;
  return keys < 64 || (keys & (keys - 1)) !== 0 || hasAllKeys(frame, keys);
}

const hasAllKeys = ({ members }: Frame, keys: number): boolean => Object.keys(members).length === keys;

/** The collection to which a line belongs, begun by it or going on; those that stand deeper are over. */
function frameAt(reader: Reader, indent: number, isList: boolean): Frame | undefined {
  const { frames } = reader;
  let frame = frames.at(-1);
  if (frame?.open !== undefined && (indent > frame.indent || (isList && indent === frame.indent)))
    return openValue(reader, frame, { indent, isList });
  let depth = frames.length;
  while (frame && (frame.indent > indent || (frame.indent === indent && frame.items && !isList))) {
    depth -= 1;
    frame = frames[depth - 1];
  }
  if (!leave(reader, depth)) return undefined;
  return frame?.indent === indent && (frame.items !== undefined) === isList ? frame : undefined;
}

/** Ends all collections but the outermost ones. False where one of them has a key twice. */
function leave(reader: Reader, depth: number): boolean {
  const { frames } = reader;
  leaveEmpty(frames.at(-1));
  while (frames.length > depth) {
    const frame = frames.pop();
    if (frame && frame.keys > 0 && !hasAllKeys(frame, frame.keys)) return false;
  }
  reader.blocks = depth;
  return true;
}

/** Null stands where neither the line of a key nor the next ones have a value. */
function leaveEmpty(frame: Frame | undefined): void {
  if (frame?.open === undefined) return;
  frame.members[frame.open] = null;
  frame.open = undefined;
}

function openValue(
  reader: Reader,
  frame: Frame,
  { indent, isList }: { indent: number; isList: boolean },
): Frame | undefined {
  const key = frame.open ?? '';
  frame.open = undefined;
  const opened = open(reader, indent, isList);
  if (opened) frame.members[key] = opened.items ?? opened.members;
  return opened;
}

function open(reader: Reader, indent: number, isList: boolean): Frame | undefined {
  const { frames } = reader;
  if (frames.length >= MAX_DEPTH) return undefined;
  const frame = { indent, items: isList ? [] : undefined, members: {}, keys: 0, open: undefined };
  frames.push(frame);
  reader.blocks = frames.length;
  return frame;
}

/** Behind the dash stands a value, or the first key of a mapping, which has its further keys under it. */
function readItem(reader: Reader, items: unknown[], lineStart: number): boolean {
  reader.at += 1;
  skipSpaces(reader);
  const start = reader.at;
  const value = readValue(reader);
  if (value !== UNSURE && isLineOver(reader)) {
    items.push(value);
    return true;
  }
  reader.at = start;
  const mapping = open(reader, start - lineStart, false);
  if (!mapping || !readMember(reader, mapping)) return false;
  items.push(mapping.members);
  return true;
}

function readMember(reader: Reader, frame: Frame): boolean {
  const key = readKey(reader);
  if (key === undefined || !isKept(frame, key)) return false;
  if (isLineOver(reader)) {
    frame.open = key;
    return true;
  }
  const value = readValue(reader);
  frame.members[key] = value;
  return value !== UNSURE && isLineOver(reader);
}
