import { structuredPatch } from 'diff';
import type { Face } from './face.js';
import { inert, inertSentence } from './inert.js';
import { paint, type Style, styled } from './layout.js';

/** A file of the account before and after an edit. */
export interface FileChange {
  readonly path: string;
  /** Empty where the file is new. */
  readonly before: string;
  readonly after: string;
}

const CONTEXT = 2;
const STYLES: Readonly<Record<string, Style>> = { '+': 'green', '-': 'red' };

/** What changes in files, line by line, each part under its place. */
export function fileDiff(changes: readonly FileChange[], { colours }: Pick<Face, 'colours'>): string {
  return paint(changes.flatMap(partsOf).join('\n'), colours);
}

/** `users/sales.yaml:14`: where the parts begin that change. */
export const changedPlaces = (changes: readonly FileChange[]): readonly string[] =>
  changes.flatMap((change) => hunksOf(change).map(({ line }) => `${change.path}:${line}`));

const partsOf = (change: FileChange): readonly string[] =>
  hunksOf(change).map(({ line, lines }) =>
    [styled('bold', `${inert(change.path)}:${line}`), ...lines.map(shown), ''].join('\n'),
  );

function hunksOf({ path, before, after }: FileChange): readonly { line: number; lines: readonly string[] }[] {
  const { hunks } = structuredPatch(path, path, before, after, '', '', { context: CONTEXT });
  return hunks.map(({ newStart, lines }) => {
    const first = lines.findIndex((line) => !line.startsWith(' '));
    return { line: Math.max(1, newStart + Math.max(0, first)), lines };
  });
}

/** A line of a file may hold what acts on a terminal; the end of a line says nothing to the eye. */
function shown(line: string): string {
  const sign = line.charAt(0);
  const text = `${sign} ${inertSentence(line.slice(1).replace(/\r$/, ''))}`;
  const style = STYLES[sign];
  return `  ${style === undefined ? text : styled(style, text)}`;
}
