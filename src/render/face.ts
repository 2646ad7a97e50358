import { asciiOnly, inert, inertSentence } from './inert.js';
import { type Paint, paint } from './layout.js';

/** How a terminal, or what stands for one, wants its text. */
export interface Face {
  /** Cells of a line: 40 to 80. */
  readonly width: number;
  readonly ascii: boolean;
  readonly verbose: boolean;
  /** None: plain text. */
  readonly colours: Paint | undefined;
}

export const PLAIN: Face = Object.freeze({ width: 80, ascii: false, verbose: false, colours: undefined });

/** A terminal that says 0 does not know. */
export const faceWidth = (columns: number | undefined): number => Math.min(80, Math.max(40, columns || 80));

/** A name, an address or a value of others. */
export const nameFor =
  (face: Face) =>
  (text: string): string =>
    face.ascii ? asciiOnly(inert(text)) : inert(text);

/** A message of ours in which such names stand. */
export const sentenceFor =
  (face: Face) =>
  (text: string): string =>
    face.ascii ? asciiOnly(signsInAscii(inertSentence(text))) : inertSentence(text);

const ASCII: Readonly<Record<string, string>> = {
  '·': '-',
  '→': '->',
  '…': '...',
  '│': '|',
  '◇': 'o',
  '▲': '^',
  '▼': 'v',
  '›': '>',
  '\u00a0': ' ',
};

function signsInAscii(text: string): string {
  return text.replace(/[·→…│◇▲▼›\u00a0]/g, (sign) => ASCII[sign] ?? sign);
}

/** The finished text, with a line feed at its end. */
export function finish(lines: readonly string[], face: Face): string {
  const text = lines.map((line) => line.trimEnd()).join('\n');
  return `${paint(face.ascii ? signsInAscii(text) : text, face.colours)}\n`;
}
