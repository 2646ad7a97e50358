import { once } from '../model/once.js';

/** Text is laid out first and coloured after: a style is a pair of private characters, which no foreign text can contain once it is inert. */
const STYLES = {
  bold: 'b',
  dim: 'd',
  red: 'r',
  green: 'g',
  yellow: 'y',
  cyan: 'c',
  blue: 'B',
  boldRed: 'R',
  boldYellow: 'Y',
} as const;
export type Style = keyof typeof STYLES;

const OPEN = '\ue000';
const CLOSE = '\ue001';
const MARKS = /\ue000.|\ue001/g;

export const styled = (style: Style, text: string): string => `${OPEN}${STYLES[style]}${text}${CLOSE}`;

export type Paint = { readonly [style in Style]: (text: string) => string };

/** Turns the marks into colours, or takes them out. */
export function paint(text: string, colours: Paint | undefined): string {
  if (!colours) return text.replace(MARKS, '');
  const styles = new Map(
    Object.entries(STYLES).map(([style, letter]) => [letter as string, Reflect.get(colours, style)]),
  );
  return text.replace(
    /\ue000(.)([^\ue000\ue001]*)\ue001/g,
    (_, letter, inside) => styles.get(letter)?.(inside) ?? inside,
  );
}

const WIDE =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;

/** How many cells of a terminal the text takes. */
export function cells(text: string): number {
  const plain = text.replace(MARKS, '');
  if (/^[ -~·→▲▼◇…›×\u00c0-\u024f\u0400-\u0482\u048a-\u052f]*$/.test(plain)) return plain.length;
  return graphemes(plain).reduce((sum, grapheme) => sum + (WIDE.test(grapheme) ? 2 : 1), 0);
}

const segmenter = once(() => new Intl.Segmenter('und'));

function graphemes(text: string): string[] {
  return Array.from(segmenter().segment(text), ({ segment }) => segment);
}

export const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - cells(text)));
export const padStart = (text: string, width: number): string => ' '.repeat(Math.max(0, width - cells(text))) + text;

export interface Frame {
  readonly width: number;
  /** Cells before the first line, and before each further one. */
  readonly indent: number;
  readonly hanging?: number;
}

/** Wraps at words. A word that is longer than a line stays whole: names and addresses are to be copied. */
export function wrap(text: string, { width, indent, hanging = indent }: Frame): string[] {
  const lines: string[] = [];
  let line = ' '.repeat(indent);
  let taken = indent;
  let isEmpty = true;
  for (const word of text.split(' ')) {
    const size = cells(word);
    if (!isEmpty && taken + 1 + size > width) {
      lines.push(line);
      line = ' '.repeat(hanging);
      taken = hanging;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    taken += isEmpty ? size : size + 1;
    isEmpty = false;
  }
  lines.push(line);
  return lines;
}

const LONGEST = 60;
const HEAD = 40;
const TAIL = 12;

/** How each of these names is shown: whole up to 60 cells, and never cut so that two of them look alike. */
export function shortened(names: Iterable<string>, show: (name: string) => string): (name: string) => string {
  const cuts = new Map<string, string[]>();
  for (const name of new Set(names)) {
    const shown = show(name);
    if (shown.length <= LONGEST || cells(shown) <= LONGEST) continue;
    const cut = cutOf(shown);
    cuts.set(cut, [...(cuts.get(cut) ?? []), name]);
  }
  const known = new Map(
    [...cuts].flatMap(([cut, same]) => (same.length === 1 ? same.map((name) => [name, cut] as const) : [])),
  );
  return (name) => known.get(name) ?? show(name);
}

function cutOf(shown: string): string {
  const parts = graphemes(shown);
  return `${takeCells(parts, HEAD).join('')}…${takeCells(parts.toReversed(), TAIL).reverse().join('')}`;
}

function takeCells(parts: readonly string[], limit: number): string[] {
  const taken: string[] = [];
  let sum = 0;
  for (const part of parts) {
    sum += cells(part);
    if (sum > limit) break;
    taken.push(part);
  }
  return taken;
}
