import type { Json } from '../model/index.js';
import { added, type Splicing } from './add.js';
import type { Parsed } from './document.js';
import type { Edit } from './edit.js';
import { replaced } from './replace.js';
import { isBlank, isRefusal, lineStart, type Refusal, type Splice } from './text.js';
import { neededElsewhere, walk } from './walk.js';
import { isMapping, mappingLines } from './write.js';

/** Replaces the value at a path, or adds what is missing of it. */
export function setValue(parsed: Parsed, { path, value }: Extract<Edit, { kind: 'set' }>): Splicing | Refusal {
  const way = walk(parsed, path);
  if (isRefusal(way)) return way;
  const { spots, end } = way;
  const spot = spots.at(-1);
  if (end === 'there') {
    if (!spot) return { why: 'A file is not replaced as a whole.' };
    const refusal = neededElsewhere(parsed, { start: spot.entry.valueStart ?? spot.entry.end, end: spot.entry.end });
    return refusal ?? { splices: replaced(parsed, spot, { value, depth: path.length }), reach: path.length };
  }
  const [step, ...deeper] = path.slice(spots.length);
  const member = nested(deeper, value);
  if (step === undefined || member === undefined) return { why: 'A list gets one item after the other.' };
  if (end.holder) return added(parsed, { holder: end.holder, spot, step, value: member, depth: spots.length + 1 });
  const whole = nested([step], member);
  if (whole === undefined) return { why: 'A list gets one item after the other.' };
  return {
    splices: spot ? replaced(parsed, spot, { value: whole, depth: spots.length }) : [firstEntries(parsed, whole)],
    reach: spots.length,
  };
}

/** The value inside the mappings and lists that are missing around it. */
function nested(path: Edit['path'], value: Json): Json | undefined {
  return path.reduceRight<Json | undefined>((inner, step) => {
    if (inner === undefined) return undefined;
    if (typeof step === 'string') return { [step]: inner };
    return step === 0 ? [inner] : undefined;
  }, value);
}

/** What a file with nothing but comments gets. */
function firstEntries({ text, lineBreak, step }: Parsed, value: Json): Splice {
  const last = lineStart(text, text.length);
  const isFresh = isBlank(text.slice(last));
  const lines = isMapping(value) ? mappingLines(value, { step, indent: 0, depth: 0 }) : [];
  const put = `${isFresh ? '' : lineBreak}${lines.join(lineBreak)}${lineBreak}`;
  return { start: isFresh ? last : text.length, end: text.length, text: put };
}
