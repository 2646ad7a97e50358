// What GitHub makes of a text: the tree of its Markdown, and what in it stands outside of code.
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

export type Tree = ReturnType<typeof fromMarkdown>;
export type Node = Tree | Tree['children'][number];

export const treeOf = (markdown: string): Tree =>
  fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });

export const childrenOf = (node: Node): readonly Node[] => ('children' in node ? node.children : []);

/** Every node below, itself first. */
export const nodesOf = (node: Node): readonly Node[] => [node, ...childrenOf(node).flatMap(nodesOf)];

/** The values of all code spans. */
export const spansOf = (markdown: string): readonly string[] =>
  nodesOf(treeOf(markdown)).flatMap((node) => (node.type === 'inlineCode' ? [node.value] : []));

/**
 * All that must not depend on names: the tree, and every text of it outside of code. A person whom the name does not tell from others has the
 * address behind it, rows and names in a list follow the order of names, and an empty name stands in words of ours: these may differ.
 */
export const shapeOf = (markdown: string): string => JSON.stringify(shaped(treeOf(alike(markdown))));

const alike = (markdown: string): string =>
  markdown
    .replace(/`[^`\n]*`|\(no name\)/g, (found) => (found === '(no name)' ? '`name`' : found))
    .replace(/(`[^`\n]+`) \(`[^`\n]+`\)/g, '$1');

/** The same of the characters, without a parser: quick, and stricter. Where it is equal nothing but the insides of spans and fences differs. */
export function skeletonOf(markdown: string): string {
  let fence = { marks: '', info: '' };
  const lines = alike(markdown)
    .split('\n')
    .map((line) => {
      const [, marks = '', info = ''] = /^(`{3,})([^`]*)$/.exec(line) ?? [];
      const isOpen = fence.marks !== '';
      if (marks !== '' && (!isOpen || (info === '' && marks.length >= fence.marks.length))) {
        fence = isOpen ? { marks: '', info: '' } : { marks, info };
        return `fence ${info}`;
      }
      if (isOpen) return fence.info === 'diff' ? signOf(line) : '';
      return line.replace(/`[^`]*`/g, (span) => (span.includes('|') ? '`pipe`' : '`name`'));
    });
  return inBlocks(lines).join('\n\n');
}

/** Rows follow the order of names. */
const inBlocks = (lines: readonly string[]): readonly string[] =>
  lines
    .join('\n')
    .split(/\n{2,}/)
    .map((block) => block.split('\n').sort().join('\n'));

type Shape = readonly unknown[];

function shaped(node: Node): Shape {
  switch (node.type) {
    case 'inlineCode':
      return ['span'];
    case 'code':
      return ['fence', node.lang, node.meta, ...(node.lang === 'diff' ? linesOf(node.value) : [])];
    case 'table':
      return [node.type, node.align, ...inOrder(childrenOf(node).map(shaped))];
    case 'list':
      return [node.type, node.ordered, node.start, node.spread, ...inOrder(childrenOf(node).map(shaped))];
    case 'listItem':
      return [node.type, node.checked, node.spread, ...childrenOf(node).map(shaped)];
    case 'heading':
      return [node.type, node.depth, ...childrenOf(node).map(shaped)];
    case 'link':
    case 'image':
    case 'definition':
      return [node.type, node.url, node.title, ...childrenOf(node).map(shaped)];
    case 'text':
    case 'html':
      return [node.type, node.value];
    default:
      return [node.type, ...childrenOf(node).map(shaped)];
  }
}

const inOrder = (shapes: readonly Shape[]): readonly string[] => shapes.map((shape) => JSON.stringify(shape)).sort();

/** The signs at the start of the lines of a difference, which give it its colours. */
const linesOf = (text: string): readonly string[] => text.split('\n').map(signOf).sort();

const signOf = (line: string): string => /^(?:[-+!] \w+(?= )|[-+] {3})/.exec(line)?.[0] ?? `not ours: ${line}`;
