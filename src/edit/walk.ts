import { isAlias, isCollection, isMap, type Node } from 'yaml';
import type { Parsed } from './document.js';
import type { Edit } from './edit.js';
import { type Collection, type Entry, entryOf, indexOf, isBare, isNothing, startOf } from './nodes.js';
import { lineNumber, type Refusal } from './text.js';

/** One step of a path: the entry of a mapping or list that it names. */
export interface Spot {
  readonly holder: Collection;
  readonly index: number;
  readonly entry: Entry;
}

export interface Way {
  readonly spots: readonly Spot[];
  /** Where not all steps are there: the collection that lacks the next one, or nothing where a value is missing altogether. */
  readonly end: 'there' | { readonly holder: Collection | undefined };
}

/** As far as a path leads. Refuses where a change would show at another place too. */
export function walk(parsed: Parsed, path: Edit['path']): Way | Refusal {
  const spots: Spot[] = [];
  let node: Node | undefined = parsed.root ?? undefined;
  for (const step of path) {
    if (node === undefined || isNothing(node)) return { spots, end: { holder: undefined } };
    const fault = faultOf(parsed, node);
    if (fault !== undefined) return { why: fault };
    if (!isCollection(node) || isMap(node) !== (typeof step === 'string')) return { why: noHolder(step) };
    const index = indexOf(node, step);
    if (index < 0) return { spots, end: { holder: node } };
    const entry = entryOf(node, index);
    if (entry.fault !== undefined) return { why: `It is ${entry.fault}, which is not edited.` };
    spots.push({ holder: node, index, entry });
    node = entry.value;
  }
  return { spots, end: 'there' };
}

function faultOf({ text, references }: Parsed, node: Node): string | undefined {
  if (isAlias(node))
    return `Line ${lineNumber(text, startOf(node))} repeats what stands elsewhere (*${node.source}): it would change there too.`;
  const reference = references.find(({ target }) => target === node);
  if (reference) return repeatedIn(text, reference.alias);
  return isCollection(node) && isBare(node)
    ? 'It stands in a list without braces of its own, which is not edited.'
    : undefined;
}

const repeatedIn = (text: string, alias: Node): string =>
  `Line ${lineNumber(text, startOf(alias))} repeats what stands here (an alias): it would change there too.`;

const noHolder = (step: string | number): string =>
  typeof step === 'string'
    ? `What should hold "${step}" is no mapping.`
    : `What should hold item ${step + 1} is no list.`;

/** Why what an entry says cannot go: something outside it is an alias of a part of it. */
export function neededElsewhere(
  { text, references }: Parsed,
  { start, end }: Pick<Entry, 'start' | 'end'>,
): Refusal | undefined {
  const isInside = (node: Node): boolean => startOf(node) >= start && startOf(node) < end;
  const reference = references.find(({ alias, target }) => isInside(target) && !isInside(alias));
  return reference && { why: repeatedIn(text, reference.alias) };
}
