import type { Splicing } from './add.js';
import type { Parsed } from './document.js';
import type { Edit } from './edit.js';
import type { Collection } from './nodes.js';
import { isRefusal, type Refusal, type Splice } from './text.js';

export interface Round {
  readonly splices: readonly Splice[];
  /** So many edits are done by it. */
  readonly count: number;
}

interface Taken extends Splice {
  readonly addsTo: Collection | undefined;
}

type SplicingOf = (parsed: Parsed, edit: Edit) => Splicing | Refusal;

/** As many of the next edits as can be made in one text without reading it again: none touches what another has changed. */
export function makeRound(
  parsed: Parsed,
  edits: readonly Edit[],
  splicingOf: SplicingOf,
): Round | (Refusal & Pick<Edit, 'path'>) {
  const taken: Taken[] = [];
  const paths = new Set<string>();
  const above = new Set<string>();
  for (const [index, edit] of edits.entries()) {
    const soFar = { splices: taken, count: index };
    const named = namedBy(edit);
    if (named.some((path) => above.has(nameOf(path)) || prefixesOf(path).some((prefix) => paths.has(prefix))))
      return soFar;
    const splicing = splicingOf(parsed, edit);
    if (isRefusal(splicing)) return index === 0 ? { ...splicing, path: edit.path } : soFar;
    const { splices, reach, addsTo } = splicing;
    const reached = nameOf(edit.path.slice(0, reach));
    if (above.has(reached) || splices.some((splice) => taken.some((other) => isTouched(splice, addsTo, other))))
      return soFar;
    taken.push(...splices.map((splice) => ({ ...splice, addsTo })));
    for (const path of [reached, ...named.slice(1).map(nameOf)]) paths.add(path);
    for (const prefix of named.flatMap(prefixesOf)) above.add(prefix);
  }
  return { splices: taken, count: edits.length };
}

const namedBy = (edit: Edit): readonly Edit['path'][] =>
  edit.kind === 'rename-key' ? [edit.path, [...edit.path.slice(0, -1), edit.key]] : [edit.path];

const nameOf = (path: Edit['path']): string => JSON.stringify(path);

/** From the whole file to the end of the path. */
const prefixesOf = (path: Edit['path']): readonly string[] =>
  [...path, ''].map((_, index) => nameOf(path.slice(0, index)));

function isTouched(splice: Splice, addsTo: Collection | undefined, other: Taken): boolean {
  if (splice.start > other.end || other.start > splice.end) return false;
  return addsTo === undefined || addsTo !== other.addsTo || splice.start < splice.end || other.start < other.end;
}
