import { isCollection, isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Parsed } from './document.js';
import { commentsStart, tailEnd } from './lines.js';
import { type Collection, type Entry, endOf, entriesOf, isBare, isBlock, keyOf, startOf } from './nodes.js';
import { keyText, scalarText } from './scalar.js';
import { columnOf, lineEnd, lineStart, nextLine, type Splice } from './text.js';

const STEP = 2;

/** Each value one space behind its colon, in quotes where it needs them, lists and mappings in brackets with the usual spaces. */
export function tidyValues({ text, root }: Parsed): readonly Splice[] {
  return root && isCollection(root) ? tidyIn(text, root) : [];
}

function tidyIn(text: string, holder: Node): readonly Splice[] {
  if (!isMap(holder) && !isSeq(holder)) return [];
  if (!isBlock(holder)) return exchange(text, { start: startOf(holder), end: endOf(holder) }, inBrackets(text, holder));
  return entriesOf(holder).flatMap((entry) => tidyEntry(text, entry));
}

function tidyEntry(text: string, entry: Entry): readonly Splice[] {
  const { value, lead, valueStart } = entry;
  if (entry.fault !== undefined || !value) return [];
  const isPlaced = valueStart === startOf(value) && lead !== undefined && !text.slice(lead, valueStart).includes('\n');
  const gap = isPlaced && !isBlock(value) ? exchange(text, { start: lead, end: valueStart }, ' ') : [];
  if (isScalar(value))
    return [...gap, ...exchange(text, { start: startOf(value), end: endOf(value) }, scalarSource(text, value))];
  return [...gap, ...tidyIn(text, value)];
}

const exchange = (
  text: string,
  { start, end }: { start: number; end: number },
  put: string | undefined,
): readonly Splice[] => (put === undefined || put === text.slice(start, end) ? [] : [{ start, end, text: put }]);

/** Undefined where it has lines of its own, comments, anchors or aliases: then its form is the user's. */
function inBrackets(text: string, node: Collection): string | undefined {
  const source = text.slice(startOf(node), endOf(node));
  if (/[\n#&*?]/.test(source) || isBare(node)) return undefined;
  const parts = entriesOf(node).map((entry, index) => {
    const value = entry.value === undefined ? undefined : valueInBrackets(text, entry.value);
    if (!isMap(node)) return value;
    const key = keyOf(node.items[index]?.key);
    return key === undefined || value === undefined ? undefined : `${keyText(key)}: ${value}`;
  });
  if (parts.includes(undefined)) return undefined;
  if (parts.length === 0) return isMap(node) ? '{}' : '[]';
  return isMap(node) ? `{ ${parts.join(', ')} }` : `[${parts.join(', ')}]`;
}

function valueInBrackets(text: string, value: Node): string | undefined {
  if (isScalar(value)) return scalarSource(text, value);
  return isMap(value) || isSeq(value) ? inBrackets(text, value) : undefined;
}

/** Quotes go where nothing needs them, and are single only around double ones. */
function scalarSource(text: string, value: Node): string | undefined {
  const source = text.slice(startOf(value), endOf(value));
  if (source === '' || source.includes('\n') || !isScalar(value)) return undefined;
  const isSingle = value.type === 'QUOTE_SINGLE';
  if (!isSingle && value.type !== 'QUOTE_DOUBLE') return source;
  const said = typeof value.value === 'string' ? value.value : '';
  return isSingle && /["\\]/.test(said) ? source : scalarText(said);
}

/** Two spaces for each level. What a collection holds moves as one, with comments between its entries. */
export function indentations({ text, root }: Parsed): readonly Splice[] {
  const shifts = new Map<number, number>();
  if (root && isCollection(root)) shiftIn(text, { node: root, column: 0 }, shifts);
  const splices: Splice[] = [];
  for (const [line, shift] of shifts) {
    const end = line + (/^ */.exec(text.slice(line, lineEnd(text, line)))?.[0].length ?? 0);
    const isEmpty = end === lineEnd(text, line);
    if (shift !== 0 && !isEmpty) splices.push({ start: line, end, text: ' '.repeat(Math.max(0, end - line + shift)) });
  }
  return splices;
}

function shiftIn(text: string, { node, column }: { node: Node; column: number }, shifts: Map<number, number>): void {
  if (!isBlock(node)) return;
  const entries = entriesOf(node);
  const shift = column - columnOf(text, startOf(node));
  for (const [index, entry] of entries.entries()) {
    const before = entries[index - 1];
    const from = commentsStart(text, entry, before ? nextLine(text, tailEnd(text, before)) : 0);
    for (let line = from; line < tailEnd(text, entry); line = nextLine(text, line)) shifts.set(line, shift);
    if (!entry.value || entry.valueStart !== startOf(entry.value)) continue;
    const isBehind = lineStart(text, entry.valueStart) === lineStart(text, entry.start);
    const inner = isBehind ? columnOf(text, entry.valueStart) + shift : column + STEP;
    shiftIn(text, { node: entry.value, column: inner }, shifts);
  }
}
