import { isMap } from 'yaml';
import type { Splicing } from './add.js';
import { goesWhenEmpty } from './data.js';
import type { Parsed } from './document.js';
import type { Edit } from './edit.js';
import { commentsStart, tailEnd } from './lines.js';
import { type Entry, endOf, entriesOf, isBlock, startOf } from './nodes.js';
import { replaced } from './replace.js';
import { isBlank, isRefusal, lineEnd, lineStart, nextLine, type Refusal, type Splice } from './text.js';
import { neededElsewhere, type Spot, walk } from './walk.js';

/** Takes an entry away with the comments that belong to it, and mappings that have nothing in them any more. */
export function removed(parsed: Parsed, { path }: Extract<Edit, { kind: 'remove' }>): Splicing | Refusal {
  const way = walk(parsed, path);
  if (isRefusal(way)) return way;
  if (way.end !== 'there' || path.length === 0) return { why: 'There is nothing at this place.' };
  const spots = way.spots.slice(0, lengthToRemove(way.spots, path));
  const spot = spots.at(-1);
  const parent = spots.at(-2);
  if (!spot) return { why: 'There is nothing at this place.' };
  const refusal = neededElsewhere(parsed, spot.entry);
  if (refusal) return refusal;
  if (parent && spot.holder.items.length === 1)
    return {
      splices: replaced(parsed, parent, { value: isMap(spot.holder) ? {} : [], depth: spots.length - 1 }),
      reach: spots.length - 1,
    };
  return {
    splices: isBlock(spot.holder) ? [fromBlock(parsed, spot)] : [fromBrackets(parsed, spot)],
    reach: spots.length - (isMap(spot.holder) ? 0 : 1),
  };
}

/** How far up mappings go that have this one entry only. */
function lengthToRemove(spots: readonly Spot[], path: Edit['path']): number {
  let length = path.length;
  while (length > 1) {
    const holder = spots[length - 1]?.holder;
    if (!isMap(holder) || holder.items.length > 1 || !goesWhenEmpty(path.slice(0, length - 1))) break;
    length -= 1;
  }
  return length;
}

function fromBlock({ text }: Parsed, { holder, index, entry }: Spot): Splice {
  const entries = entriesOf(holder);
  const { start } = entry;
  const next = entries[index + 1];
  if (next && !isBlank(text.slice(lineStart(text, start), start))) return { start, end: next.start, text: '' };
  const from = ownStart(text, entry, entries[index - 1]);
  const to = nextLine(text, tailEnd(text, entry));
  const isApart = isBlank(text.slice(to, nextLine(text, to)));
  return { start: isApart ? withoutBlanks(text, from, entries[index - 1]) : from, end: to, text: '' };
}

/** With the comments above it. What a file begins with belongs to the file. */
function ownStart(text: string, entry: Entry, before: Entry | undefined): number {
  const from = commentsStart(text, entry, before ? nextLine(text, lineEnd(text, before.end)) : 0);
  return from <= 1 ? lineStart(text, entry.start) : from;
}

/** Two blank lines do not come together. */
function withoutBlanks(text: string, from: number, before: Entry | undefined): number {
  const floor = before ? nextLine(text, lineEnd(text, before.end)) : from;
  let start = from;
  while (start > floor && start > 1 && isBlank(text.slice(lineStart(text, start - 1), start)))
    start = lineStart(text, start - 1);
  return start;
}

/** With one comma. A comment behind the entry before keeps its place, and so does its comma. */
function fromBrackets({ text }: Parsed, { holder, index, entry }: Spot): Splice {
  const entries = entriesOf(holder);
  const next = entries[index + 1];
  const before = entries[index - 1];
  if (next) return { start: entry.start, end: next.start, text: '' };
  if (!before) return { start: startOf(holder) + 1, end: endOf(holder) - 1, text: '' };
  if (!text.slice(before.end, entry.start).includes('#')) return { start: before.end, end: entry.end, text: '' };
  const comma = /^\s*,/.exec(text.slice(entry.end))?.[0].length ?? 0;
  return { start: entry.start, end: entry.end + comma, text: '' };
}
