import { isMap, isSeq } from 'yaml';
import { byText, type Json } from '../model/index.js';
import type { Parsed } from './document.js';
import { commentsStart, indented, tailEnd } from './lines.js';
import { type Collection, type Entry, endOf, entriesOf, isBlock, keyOf, startOf } from './nodes.js';
import { replaced } from './replace.js';
import { keyText } from './scalar.js';
import { columnOf, isBlank, lineStart, nextLine, type Refusal, type Splice } from './text.js';
import type { Spot } from './walk.js';
import { entryLines, inlineYaml, itemLines, mappingLines, writtenValue } from './write.js';

/** What a round of edits has to know of one of them. */
export interface Splicing {
  readonly splices: readonly Splice[];
  /** So many steps of the path lead to what is made, replaced or removed: all below it is another after the edit. */
  readonly reach: number;
  /** The collection that gets one more entry; several edits may do that at one place. */
  readonly addsTo?: Collection;
}

interface Addition {
  readonly holder: Collection;
  /** The entry whose value the holder is. */
  readonly spot: Spot | undefined;
  readonly step: string | number;
  readonly value: Json;
  /** Keys that lead to the value. */
  readonly depth: number;
}

/** One more entry at the end of a collection, or where the order of a sorted mapping wants it. */
export function added(parsed: Parsed, addition: Addition): Splicing | Refusal {
  const { holder, spot, step, value, depth } = addition;
  if (isSeq(holder) && step !== holder.items.length) return { why: 'A list gets one item after the other.' };
  if (isBlock(holder)) return { splices: [inBlock(parsed, addition)], reach: depth, addsTo: holder };
  const isEmpty = holder.items.length === 0 && isBlank(insideOf(parsed, holder));
  if (isEmpty && isMap(holder) && (spot ? isBlock(spot.holder) : true)) {
    const member = { [step]: value };
    return {
      splices: spot ? replaced(parsed, spot, { value: member, depth: depth - 1 }) : [wholeText(parsed, holder, member)],
      reach: depth - 1,
    };
  }
  const splices = [inBrackets(parsed, addition)];
  // Between empty brackets the second entry needs a comma that the first does not, so each is a round of its own.
  return holder.items.length === 0 ? { splices, reach: depth } : { splices, reach: depth, addsTo: holder };
}

const insideOf = ({ text }: Parsed, holder: Collection): string => text.slice(startOf(holder) + 1, endOf(holder) - 1);

const wholeText = ({ step, lineBreak }: Parsed, holder: Collection, value: Json): Splice => ({
  start: startOf(holder),
  end: endOf(holder),
  text: mappingLines(value, { step, indent: 0, depth: 0 }).join(lineBreak),
});

function inBrackets(parsed: Parsed, { holder, step, value }: Addition): Splice {
  const put = isMap(holder) ? `${keyText(String(step))}: ${inlineYaml(value)}` : inlineYaml(value);
  const last = entriesOf(holder).at(-1);
  if (last) return { start: last.end, end: last.end, text: `, ${put}` };
  const start = startOf(holder) + 1;
  const isSpaced = isMap(holder);
  const inside = insideOf(parsed, holder);
  const end = isBlank(inside) ? endOf(holder) - 1 : start;
  return { start, end, text: isSpaced ? ` ${put} ` : put };
}

function inBlock(parsed: Parsed, addition: Addition): Splice {
  const { text, lineBreak } = parsed;
  const { holder, spot } = addition;
  const entries = entriesOf(holder);
  const place = placeOf(addition);
  const next = entries[place];
  const column = columnOf(text, entries[0]?.start ?? 0);
  const { lines, isSection } = linesOf(parsed, addition, column);
  const put = indented(lines, column, lineBreak);
  const before = entries[place - 1];
  if (before) {
    const at = tailEnd(text, before);
    return { start: at, end: at, text: `${isSection ? lineBreak : ''}${lineBreak}${put}` };
  }
  return beforeFirst(parsed, { next, spot, put, column });
}

/** In front of the comments of what was first, or behind the dash where the mapping begins. */
function beforeFirst(
  { text, lineBreak }: Parsed,
  { next, spot, put, column }: { next: Entry | undefined; spot: Spot | undefined; put: string; column: number },
): Splice {
  const start = next?.start ?? 0;
  if (!next || !isBlank(text.slice(lineStart(text, start), start)))
    return { start, end: start, text: `${put.trimStart()}${lineBreak}${' '.repeat(column)}` };
  const at = commentsStart(text, next, nextLine(text, spot?.entry.lead ?? 0));
  return { start: at, end: at, text: `${put}${lineBreak}` };
}

/** Where all keys are in order the new one is too. Sections of a file are in the order in which somebody put them. */
function placeOf({ holder, spot, step }: Addition): number {
  const { length } = holder.items;
  if (!isMap(holder) || !spot || length < 2) return length;
  const keys = holder.items.map(({ key }) => keyOf(key) ?? '');
  const isSorted = keys.every((key, index) => index === 0 || byText(keys[index - 1] ?? '', key) < 0);
  const place = isSorted ? keys.findIndex((key) => byText(key, String(step)) > 0) : -1;
  return place < 0 ? length : place;
}

/** A section stands apart from the one before. */
function linesOf({ step }: Parsed, { holder, spot, step: key, value, depth }: Addition, column: number) {
  if (isSeq(holder)) return { lines: itemLines(value, { step, indent: column, depth }), isSection: false };
  const written = writtenValue(value, { step, indent: column + step, depth });
  return { lines: entryLines({ key: String(key), written, step }), isSection: !spot && written.form === 'block' };
}
