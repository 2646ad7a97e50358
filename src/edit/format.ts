import { isMap } from 'yaml';
import { byText } from '../model/index.js';
import { dataOf, isSameData } from './data.js';
import { type Parsed, parseText } from './document.js';
import type { Edit, EditResult } from './edit.js';
import { indentations, tidyValues } from './format-lines.js';
import { commentsStart, tailEnd } from './lines.js';
import { type Collection, entriesOf, isBlock, keyOf } from './nodes.js';
import { isBlank, isRefusal, lineEnd, lineStart, nextLine, type Splice, spliced } from './text.js';

export interface Style {
  /** The keys of the mapping at a path in their order; others come behind them, as they are. Undefined where the order is the user's. */
  readonly keysAt: (path: Edit['path']) => readonly string[] | undefined;
  /** Whether the keys of the mapping at a path are put in the order of their text. */
  readonly isSorted: (path: Edit['path']) => boolean;
}

/**
 * The text in one layout: order of keys, two spaces a level, quotes and spaces, a blank line between sections, line feeds. Comments and
 * data stay, and a second time changes nothing; where that cannot be had it says so.
 */
export function formatYaml(text: string, style: Style): EditResult {
  const before = parseText(text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n'));
  if (isRefusal(before)) return { ok: false, why: before.why, path: [] };
  const once = laidOut(before.text, style);
  const after = parseText(once);
  const data = dataOf(before);
  const isSame = !isRefusal(after) && data !== undefined && isSameData(data, dataOf(after) ?? null);
  if (!isSame || commentsIn(once) !== commentsIn(before.text) || laidOut(once, style) !== once)
    return { ok: false, why: 'It cannot be laid out without loss and stays as it is.', path: [] };
  return { ok: true, text: once };
}

/** Each step reads what the one before has written; a step that would write no YAML leaves the text as it is. */
function laidOut(text: string, style: Style): string {
  const steps: readonly ((parsed: Parsed) => string)[] = [
    (parsed) => ordered(parsed, style),
    (parsed) => spliced(parsed.text, tidyValues(parsed)),
    (parsed) => spliced(parsed.text, indentations(parsed)),
    (parsed) => spliced(parsed.text, blankLines(parsed)),
  ];
  return steps.reduce((so, step) => {
    const parsed = parseText(so);
    return isRefusal(parsed) || parsed.root === null ? so : step(parsed);
  }, text);
}

/** How many lines say each comment, whatever their order. */
const commentsIn = (text: string): string =>
  [...text.matchAll(/#.*$/gm)]
    .map(([comment]) => comment.trimEnd())
    .sort()
    .join('\n');

/** Keys in their order, with their comments. An alias stands behind its anchor, so a file that has one keeps its order. */
function ordered(parsed: Parsed, style: Style): string {
  if (parsed.references.length > 0 || !isMap(parsed.root)) return parsed.text;
  return orderedPart(parsed, { holder: parsed.root, path: [], from: 0, to: parsed.text.length, style });
}

interface Part {
  readonly holder: Collection;
  readonly path: Edit['path'];
  readonly from: number;
  readonly to: number;
  readonly style: Style;
}

function orderedPart(parsed: Parsed, { holder, path, from, to, style }: Part): string {
  const { text } = parsed;
  if (!isBlock(holder) || !isMap(holder)) return text.slice(from, to);
  const entries = entriesOf(holder);
  const [first] = entries;
  if (!first || !isBlank(text.slice(lineStart(text, first.start), first.start))) return text.slice(from, to);
  const starts = entries.map((entry, index) => {
    const before = entries[index - 1];
    const floor = before ? nextLine(text, lineEnd(text, before.end)) : from;
    const start = commentsStart(text, entry, floor);
    return index === 0 && start <= from ? lineStart(text, entry.start) : start;
  });
  const chunks = entries.map(({ value }, index) => {
    const key = keyOf(holder.items[index]?.key) ?? '';
    const [start = from, end = to] = [starts[index], starts[index + 1]];
    const part = { path: [...path, key], from: start, to: end, style };
    return { key, text: isMap(value) ? orderedPart(parsed, { ...part, holder: value }) : text.slice(start, end) };
  });
  const sorted = inOrder(chunks, path, style);
  if (sorted.every((chunk, index) => chunk === chunks[index]))
    return text.slice(from, starts[0]) + chunks.map(({ text: lines }) => lines).join('');
  const last = chunks.at(-1)?.text ?? '';
  const blanks = /\n*$/.exec(last)?.[0].slice(1) ?? '';
  const body = sorted.map((chunk) => (chunk.text === last ? `${last.trimEnd()}\n` : chunk.text));
  return text.slice(from, starts[0]) + body.join('') + blanks;
}

function inOrder<Chunk extends { readonly key: string }>(
  chunks: readonly Chunk[],
  path: Edit['path'],
  style: Style,
): readonly Chunk[] {
  if (style.isSorted(path)) return [...chunks].sort((before, after) => byText(before.key, after.key));
  const keys = style.keysAt(path);
  if (!keys) return chunks;
  const rank = (key: string): number => (keys.includes(key) ? keys.indexOf(key) : keys.length);
  return [...chunks].sort((before, after) => rank(before.key) - rank(after.key));
}

/** One between sections that have lines of their own, and nowhere more than one. */
function blankLines({ text, root }: Parsed): readonly Splice[] {
  const sections = isMap(root) && isBlock(root) ? entriesOf(root) : [];
  const splices: Splice[] = [];
  for (const [index, entry] of sections.entries()) {
    const before = sections[index - 1];
    if (!before || !(isBlock(before.value) || isBlock(entry.value))) continue;
    const at = commentsStart(text, entry, nextLine(text, tailEnd(text, before)));
    const above = at > 0 ? text.slice(lineStart(text, at - 1), at) : '';
    if (!isBlank(above)) splices.push({ start: at, end: at, text: '\n' });
  }
  const isEnded = text.endsWith('\n');
  return isEnded ? splices : [...splices, { start: text.length, end: text.length, text: '\n' }];
}
