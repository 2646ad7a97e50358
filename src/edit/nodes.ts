import {
  type CST,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';

export type Collection = YAMLMap | YAMLSeq;

/** One entry of a mapping or one item of a list, by the places of its parts in the text. */
export interface Entry {
  readonly value: Node | undefined;
  /** Where its key stands, or the dash of an item, or the value of an item in brackets. */
  readonly start: number;
  /** Of a mapping: where the key ends. */
  readonly keyEnd: number;
  /** Behind the colon or the dash. Undefined where there is none. */
  readonly lead: number | undefined;
  /** Where the value begins, anchor and tag included. Undefined where nothing stands. */
  readonly valueStart: number | undefined;
  /** The last character of it that means something is before this. */
  readonly end: number;
  /** Why it is not edited. */
  readonly fault: string | undefined;
}

/** What the parser keeps of the text between keys and values; the order of the types is that of the text. */
interface Token {
  readonly type: string;
  readonly offset: number;
  readonly source: string;
}

export const startOf = (node: Node): number => node.range?.[0] ?? 0;
export const endOf = (node: Node): number => node.range?.[1] ?? 0;

/** A collection without brackets. */
type BlockCollection = Collection & { readonly srcToken: CST.BlockMap | CST.BlockSequence };

export const isBlock = (node: unknown): node is BlockCollection =>
  (isMap(node) || isSeq(node)) && (node.srcToken?.type === 'block-map' || node.srcToken?.type === 'block-seq');

/** `[key: value]`: a mapping without brackets of its own. */
export const isBare = (node: Collection): boolean => node.srcToken === undefined;

const isEmptyNode = (node: Node): boolean => isScalar(node) && startOf(node) === endOf(node);

/** No value at all, or null. */
export const isNothing = (node: Node): boolean => isScalar(node) && node.value === null;

/** The place of a key in a mapping or of an item in a list; -1 where there is none. Keys are compared as they are written. */
export function indexOf(collection: Collection, step: string | number): number {
  if (isSeq(collection)) return typeof step === 'number' && step < collection.items.length ? step : -1;
  return collection.items.findIndex(({ key }) => keyOf(key) === String(step));
}

/** What a key says; a key that is none of text is not found. */
export function keyOf(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

export function entryOf(collection: Collection, index: number): Entry {
  if (isMap(collection)) return memberOf(collection.items[index]);
  return itemOf(collection, index);
}

export const entriesOf = (collection: Collection): readonly Entry[] =>
  collection.items.map((_, index) => entryOf(collection, index));

function memberOf(pair: Pair | undefined): Entry {
  const { start = [], sep = [] }: { start?: readonly Token[]; sep?: readonly Token[] } = pair?.srcToken ?? {};
  const key = pair && isNode(pair.key) ? pair.key : undefined;
  const marks = properties(start);
  const keyEnd = key ? endOf(key) : 0;
  const colon = sep.find(({ type }) => type === 'map-value-ind');
  const isExplicit = start.some(({ type }) => type === 'explicit-key-ind');
  return {
    value: pair && isNode(pair.value) ? pair.value : undefined,
    start: marks[0]?.offset ?? (key ? startOf(key) : 0),
    keyEnd,
    ...valueIn({ value: pair?.value, lead: colon && colon.offset + 1, marks: properties(sep), end: keyEnd }),
    fault: isExplicit
      ? 'a key that is written with "?"'
      : marks.length > 0 || !key
        ? 'a key with an anchor or a tag'
        : undefined,
  };
}

function itemOf(list: YAMLSeq, index: number): Entry {
  const value: unknown = list.items[index];
  const tokens: readonly Token[] = sourceItems(list)[index]?.start ?? [];
  const dash = tokens.find(({ type }) => type === 'seq-item-ind');
  const marks = properties(tokens);
  const own = isNode(value) ? startOf(value) : 0;
  const start = dash?.offset ?? marks[0]?.offset ?? own;
  const lead = dash && dash.offset + 1;
  return {
    value: isNode(value) ? value : undefined,
    start,
    keyEnd: start,
    ...valueIn({ value, lead, marks, end: lead ?? start }),
    fault: undefined,
  };
}

const sourceItems = ({ srcToken }: YAMLSeq): readonly { readonly start: readonly Token[] }[] =>
  srcToken && 'items' in srcToken ? srcToken.items : [];

function valueIn(given: {
  value: unknown;
  lead: number | undefined;
  marks: readonly Token[];
  end: number;
}): Pick<Entry, 'lead' | 'valueStart' | 'end'> {
  const { value, lead, marks } = given;
  const last = marks.at(-1);
  const isThere = isNode(value) && !isEmptyNode(value);
  const valueStart = marks[0]?.offset ?? (isThere ? startOf(value) : undefined);
  const end = isThere ? contentEnd(value) : last ? last.offset + last.source.length : (lead ?? given.end);
  return { lead, valueStart, end };
}

const properties = (tokens: readonly Token[]): readonly Token[] =>
  tokens.filter(({ type }) => type === 'anchor' || type === 'tag');

/** Where the text of a value ends, without the comment and the line break behind it. */
function contentEnd(node: Node): number {
  if (isBlock(node)) return entryOf(node, node.items.length - 1).end;
  const end = endOf(node);
  if (!isScalar(node) || !isBlockScalar(node.type)) return end;
  const source: string = node.srcToken && 'source' in node.srcToken ? node.srcToken.source : '';
  return end - (/\r?\n$/.exec(source)?.[0].length ?? 0);
}

const isBlockScalar = (type: string | undefined): boolean => type === 'BLOCK_FOLDED' || type === 'BLOCK_LITERAL';

const isNode = (value: unknown): value is Node => isScalar(value) || isAlias(value) || isCollection(value);
