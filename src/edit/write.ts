import type { Json } from '../model/index.js';
import { keyText, scalarText } from './scalar.js';

/** Columns up to which a collection may stand on one line. */
const WIDTH = 100;
/** So many members of a mapping are still read at a glance. */
const FEW = 2;
/** Below so many keys a mapping of any size stands on one line where it fits. */
const MOST_LEVELS = 4;
const DASH = 2;

export interface Layout {
  /** Spaces of one level. */
  readonly step: number;
  /** Those that stand before the key of the value. */
  readonly indent: number;
  /** Keys that lead to the value, of which the outermost mapping has none. */
  readonly depth: number;
}

/** A value in the form in which it stands behind its key: on the same line, or on the lines below, which carry no common indentation. */
export type Written =
  | { readonly form: 'inline'; readonly text: string }
  | { readonly form: 'block'; readonly lines: readonly string[] };

/** A new file in our style: block style outside, what is short and deep in brackets, quotes exactly where they are needed. */
export function writeYaml(value: Json, { step = 2 }: { readonly step?: number } = {}): string {
  if (!isMapping(value) || Object.keys(value).length === 0) return `${inlineYaml(value)}\n`;
  const parts = Object.entries(value).map(([key, member]) => {
    const written = writtenValue(member, { step, indent: 0, depth: 1 });
    return { text: entryLines({ key, written, step }).join('\n'), isBlock: written.form === 'block' };
  });
  const blanks = parts.map(({ isBlock }, index) => index > 0 && (isBlock || parts[index - 1]?.isBlock === true));
  return parts.map(({ text }, index) => `${blanks[index] ? '\n' : ''}${text}\n`).join('');
}

/** The lines of a key with its value, without common indentation. */
export function entryLines(given: { key: string; written: Written; step: number }): readonly string[] {
  const { key, written, step } = given;
  if (written.form === 'inline') return [`${keyText(key)}: ${written.text}`];
  return [`${keyText(key)}:`, ...written.lines.map((line) => `${' '.repeat(step)}${line}`)];
}

export function writtenValue(value: Json, layout: Layout): Written {
  if (isShort(value, layout)) return { form: 'inline', text: inlineYaml(value) };
  return { form: 'block', lines: blockLines(value, layout) };
}

/** A collection that has something in it, whatever its length. */
export const blockLines = (value: Json, layout: Layout): readonly string[] =>
  isList(value) ? value.flatMap((item) => itemLines(item, layout)) : mappingLines(value, layout);

export function inlineYaml(value: Json): string {
  if (isList(value)) return `[${value.map(inlineYaml).join(', ')}]`;
  if (!isMapping(value)) return scalarText(value);
  const members = Object.entries(value).map(([key, member]) => `${keyText(key)}: ${inlineYaml(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

export function mappingLines(value: Json, { step, indent, depth }: Layout): readonly string[] {
  return Object.entries(isMapping(value) ? value : {}).flatMap(([key, member]) =>
    entryLines({ key, step, written: writtenValue(member, { step, indent: indent + step, depth: depth + 1 }) }),
  );
}

/** One item of a list. One that is a mapping begins behind its dash. */
export function itemLines(item: Json, { step, indent, depth }: Layout): readonly string[] {
  if (!isMapping(item) || isShort(item, { step, indent: indent + DASH, depth: MOST_LEVELS }))
    return [`- ${inlineYaml(item)}`];
  const lines = mappingLines(item, { step, indent: indent + DASH, depth: depth + 1 });
  return lines.map((line, index) => `${index === 0 ? '- ' : '  '}${line}`);
}

/** Whether a value stands on the line of its key: the deeper it is, the more may. */
function isShort(value: Json, { indent, depth }: Layout): boolean {
  if (!isList(value) && !isMapping(value)) return true;
  const members = isList(value) ? value : Object.values(value);
  if (members.length === 0) return true;
  if (indent + inlineYaml(value).length > WIDTH) return false;
  if (isList(value)) return members.every(isScalar);
  if (depth >= MOST_LEVELS) return true;
  return members.length <= FEW && members.every((member) => isScalar(member) || (depth === 3 && isScalarList(member)));
}

export const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
export const isMapping = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isScalar = (value: Json): boolean => typeof value !== 'object' || value === null;
const isScalarList = (value: Json): boolean => isList(value) && value.every(isScalar);
