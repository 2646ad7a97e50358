import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  type Node,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml';
import { endOf, isBlock, keyOf, startOf } from './nodes.js';
import { columnOf, lineNumber, type Refusal } from './text.js';

/** A text with its nodes. It is read again after every round of edits: nodes know the places of one text only. */
export interface Parsed {
  readonly text: string;
  readonly root: Node | null;
  /** Characters that end a line. */
  readonly lineBreak: string;
  /** Spaces of one level. */
  readonly step: number;
  readonly references: readonly Reference[];
}

/** An alias, and the node with the anchor that it stands for. */
export interface Reference {
  readonly alias: Alias;
  readonly target: Node;
}

/** Of YAML only what ringctl reads: one document of the core schema, `<<` an ordinary key. */
export function parseText(text: string): Parsed | Refusal {
  if (/\r(?!\n)/.test(text)) return { why: 'A line ends with a carriage return alone, which is not edited.' };
  const document = parseDocument(text, {
    keepSourceTokens: true,
    version: '1.2',
    schema: 'core',
    merge: false,
    uniqueKeys: false,
  });
  const [error] = document.errors;
  if (error) return { why: `The file is not YAML: ${error.message.split('\n')[0]}` };
  const references = referencesOf(document, text);
  if ('why' in references) return references;
  const root = document.contents;
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  return { text, root, lineBreak, step: stepOf(text, root), references };
}

function referencesOf(document: Document.Parsed, text: string): readonly Reference[] | Refusal {
  const anchored = new Map<string, Node>();
  const references: Reference[] = [];
  let circle: Alias | undefined;
  let twice: string | undefined;
  visit(document, (_, node) => {
    if (isAlias(node)) {
      const target = anchored.get(node.source);
      if (target && endOf(target) > startOf(node)) circle = node;
      else if (target) references.push({ alias: node, target });
    } else if (isNode(node) && node.anchor !== undefined) anchored.set(node.anchor, node);
    if (isMap(node)) twice ??= keyTwice(node);
  });
  if (twice !== undefined) return { why: `The key "${twice}" stands twice in one mapping.` };
  if (!circle) return references;
  return { why: `"*${circle.source}" in line ${lineNumber(text, startOf(circle))} stands inside what it stands for.` };
}

/** The parser compares every key with every other, which takes long where there are thousands. */
function keyTwice({ items }: YAMLMap): string | undefined {
  const keys = new Set<string | undefined>();
  for (const { key } of items) {
    const text = keyOf(key);
    if (keys.has(text)) return text ?? '';
    keys.add(text);
  }
  return undefined;
}

const USUAL_STEP = 2;

/** The indentation that the file itself uses: that of the first mapping inside another one. */
function stepOf(text: string, root: Node | null): number {
  if (!isMap(root) || !isBlock(root)) return USUAL_STEP;
  for (const { value } of root.items) {
    const first = isMap(value) && isBlock(value) ? value.items[0]?.key : undefined;
    if (isScalar(first)) return columnOf(text, startOf(first));
  }
  return USUAL_STEP;
}
