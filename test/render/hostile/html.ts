// A page as GitHub draws a comment: the tree of its Markdown as HTML, with alerts, in a style that is like the one there.
import { childrenOf, type Node, treeOf } from './markdown.js';

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`);

const inside = (node: Node): string => childrenOf(node).map(htmlOf).join('');
const element = (tag: string, node: Node): string => `<${tag}>${inside(node)}</${tag}>`;

function htmlOf(node: Node): string {
  switch (node.type) {
    case 'text':
      return escaped(node.value);
    case 'html':
      return node.value;
    case 'inlineCode':
      return `<code>${escaped(node.value)}</code>`;
    case 'code':
      return `<pre class="${node.lang ?? ''}">${node.value.split('\n').map(lineOf).join('')}</pre>`;
    case 'heading':
      return element(`h${node.depth}`, node);
    case 'paragraph':
      return element('p', node);
    case 'strong':
      return element('strong', node);
    case 'list':
      return element(node.ordered ? 'ol' : 'ul', node);
    case 'listItem':
      return element('li', node);
    case 'link':
      return `<a href="${escaped(node.url)}">${inside(node)}</a>`;
    case 'table':
      return `<table>${childrenOf(node).map(htmlOf).join('')}</table>`;
    case 'tableRow':
      return element('tr', node);
    case 'tableCell':
      return element('td', node);
    case 'blockquote':
      return alertOf(inside(node));
    case 'break':
      return '<br>';
    case 'root':
      return inside(node);
    default:
      throw new RangeError(`No comment has a node of the kind ${node.type}.`);
  }
}

const lineOf = (line: string): string =>
  `<span class="line sign${'+-!'.indexOf(line.charAt(0))}">${escaped(line)}</span>\n`;

/** `> [!CAUTION]`, which GitHub draws with a bar and its word. */
function alertOf(html: string): string {
  const [, kind = '', rest = html] = /^<p>\[!([A-Z]+)\]\n?(.*)$/s.exec(html) ?? [];
  const word = `${kind.charAt(0)}${kind.slice(1).toLowerCase()}`;
  return kind === ''
    ? `<blockquote>${html}</blockquote>`
    : `<div class="alert ${kind.toLowerCase()}"><b>${word}</b><p>${rest}</div>`;
}

const STYLE = `
:root { --text: #1f2328; --page: #ffffff; --line: #d1d9e0; --code: #818b981f; --dim: #59636e; --link: #0969da; --row: #f6f8fa;
  --caution: #d1242f; --important: #8250df; --warning: #9a6700; --note: #0969da; --add: #dafbe1; --remove: #ffebe9; --change: #fff8c5; }
@media (prefers-color-scheme: dark) { :root { --text: #f0f6fc; --page: #0d1117; --line: #3d444d; --code: #656c7633; --dim: #9198a1; --link: #4493f8;
  --row: #151b23; --caution: #f85149; --important: #ab7df8; --warning: #d29922; --note: #4493f8; --add: #2ea04326; --remove: #f8514926; --change: #bb800926; } }
body { margin: 16px; color: var(--text); background: var(--page); font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; }
article { max-width: 780px; }
h3 { font-size: 1.25em; margin: 0 0 16px; } p, ul, ol, table, pre, .alert { margin: 0 0 16px; } a { color: var(--link); }
code { font: 85% ui-monospace, "DejaVu Sans Mono", monospace; background: var(--code); padding: .2em .4em; border-radius: 6px; white-space: break-spaces; }
table { border-collapse: collapse; display: block; overflow: auto; } td { border: 1px solid var(--line); padding: 6px 13px; vertical-align: top; }
tr:first-child td { font-weight: 600; } tr:nth-child(odd) { background: var(--row); } tr:first-child { background: none; }
pre { font: 85%/1.45 ui-monospace, "DejaVu Sans Mono", monospace; background: var(--row); padding: 16px; overflow: auto; border-radius: 6px; }
.diff .line { display: inline-block; min-width: 100%; } .diff .sign0 { background: var(--add); } .diff .sign1 { background: var(--remove); } .diff .sign2 { background: var(--change); }
.alert { padding: 8px 16px; border-left: .25em solid; } .alert b:first-child { display: block; margin-bottom: 4px; } .alert p { margin: 0; color: var(--text); }
.caution { color: var(--caution); } .important { color: var(--important); } .warning { color: var(--warning); } .note { color: var(--note); }
sub { font-size: 75%; color: var(--dim); vertical-align: baseline; } summary { cursor: pointer; } details { margin-bottom: 8px; }
`;

export const pageOf = (markdown: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Comment</title><style>${STYLE}</style></head><body><article>${htmlOf(treeOf(markdown))}</article></body></html>`;
