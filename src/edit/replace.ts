import { isMap, isSeq } from 'yaml';
import type { Json } from '../model/index.js';
import type { Parsed } from './document.js';
import { indented } from './lines.js';
import { isBlock, startOf } from './nodes.js';
import { columnOf, isBlank, lineEnd, lineStart, type Splice } from './text.js';
import type { Spot } from './walk.js';
import { blockLines, inlineYaml, isList, isMapping, type Written, writtenValue } from './write.js';

interface Wanted {
  readonly value: Json;
  /** Keys that lead to it. */
  readonly depth: number;
}

/** Another value for an entry that is there, in the style in which the one before is written. */
export function replaced(parsed: Parsed, spot: Spot, wanted: Wanted): readonly Splice[] {
  const { value: before } = spot.entry;
  const written = writtenFor(parsed, spot, wanted);
  if (before && isBlock(before)) {
    const start = startOf(before);
    return written.form === 'inline'
      ? blockToInline(parsed, spot, { start, text: written.text })
      : [blockToBlock(parsed, spot, { start, lines: written.lines, isMapping: isMapping(wanted.value) })];
  }
  return written.form === 'inline'
    ? [inlineToInline(parsed, spot, written.text)]
    : inlineToBlock(parsed, spot, written.lines);
}

function writtenFor({ text, step }: Parsed, { holder, entry }: Spot, { value, depth }: Wanted): Written {
  if (!isBlock(holder)) return { form: 'inline', text: inlineYaml(value) };
  const indent = columnOf(text, entry.start) + step;
  const layout = { step, indent, depth };
  const isFilled = (isList(value) || isMapping(value)) && Object.keys(value).length > 0;
  if (entry.value && isBlock(entry.value) && isFilled) return { form: 'block', lines: blockLines(value, layout) };
  return isSeq(holder) ? { form: 'inline', text: inlineYaml(value) } : writtenValue(value, layout);
}

function inlineToInline({ text }: Parsed, { entry }: Spot, put: string): Splice {
  const { valueStart, lead, keyEnd, end } = entry;
  if (valueStart !== undefined) return { start: valueStart, end, text: `${needsSpace(text, valueStart)}${put}` };
  if (lead === undefined) return { start: keyEnd, end: keyEnd, text: `: ${put}` };
  return { start: lead, end: lead, text: ` ${put}${/^[^\s,\]}]/.test(text.slice(lead, lead + 1)) ? ' ' : ''}` };
}

const needsSpace = (text: string, at: number): string => (text[at - 1] === ':' ? ' ' : '');

/** The comment behind the value stays where it is, and the lines come after it. */
function inlineToBlock(
  { text, lineBreak, step }: Parsed,
  { entry }: Spot,
  lines: readonly string[],
): readonly Splice[] {
  const from = entry.lead ?? entry.end;
  const eol = lineEnd(text, entry.end);
  const to = isBlank(text.slice(entry.end, eol)) ? eol : entry.end;
  const below = indented(lines, columnOf(text, entry.start) + step, lineBreak);
  return [
    { start: from, end: to, text: '' },
    { start: eol, end: eol, text: `${lineBreak}${below}` },
  ];
}

/** Comments between the key and its first line stay. */
function blockToInline(
  { text }: Parsed,
  { entry }: Spot,
  { start, text: put }: { start: number; text: string },
): readonly Splice[] {
  const from = entry.valueStart ?? start;
  const lead = entry.lead ?? from;
  const end = lineEnd(text, entry.end);
  if (lineStart(text, start) <= lead) return [{ start: from, end, text: put }];
  const lineBefore = lineStart(text, start) - (text[lineStart(text, start) - 2] === '\r' ? 2 : 1);
  return [
    { start: lead, end: lead, text: ` ${put}` },
    { start: lineBefore, end, text: '' },
  ];
}

/** A list may stand as far left as its key, and a mapping may not. */
function blockToBlock(
  { text, lineBreak, step }: Parsed,
  { holder, entry }: Spot,
  { start, lines, isMapping: isMappingNow }: { start: number; lines: readonly string[]; isMapping: boolean },
): Splice {
  const column = columnOf(text, start);
  const least = columnOf(text, entry.start) + (isMap(holder) && isMappingNow ? step : 0);
  const end = lineEnd(text, entry.end);
  if (isMap(holder) && column < least && isMappingNow)
    return { start: lineStart(text, start), end, text: indented(lines, least, lineBreak) };
  return { start, end, text: indented(lines, column, lineBreak).trimStart() };
}
