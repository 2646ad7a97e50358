import type { Diagnostic, Source } from '../model/index.js';
import { countDiagnostics, sortedDiagnostics } from './diagnostic-order.js';
import { type Face, finish, nameFor, sentenceFor } from './face.js';
import { cells, padStart, styled, wrap } from './layout.js';
import { count, listed } from './words.js';

/** More than these are counted: the first ones are what one mends first. */
const MOST = 100;

/** Each with its place, the line itself, a mark below it and what to do. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], face: Face): string {
  return finish(diagnosticLines(diagnostics, face), face);
}

export function diagnosticLines(diagnostics: readonly Diagnostic[], face: Face): string[] {
  const shown = sortedDiagnostics(diagnostics).slice(0, face.verbose ? undefined : MOST);
  const blocks = shown.flatMap((diagnostic, index) => [...(index === 0 ? [] : ['']), ...blockLines(diagnostic, face)]);
  const left = diagnostics.length - shown.length;
  return left === 0 ? blocks : [...blocks, '', `and ${count(left, 'more', 'more')}. All of them: --verbose.`];
}

function blockLines(diagnostic: Diagnostic, face: Face): string[] {
  const { code, severity, message, hint, source, related = [] } = diagnostic;
  const sentence = sentenceFor(face);
  const frame = { width: face.width, indent: 2 };
  const word = styled(severity === 'error' ? 'boldRed' : 'boldYellow', severity);
  const place = source ? `${styled('dim', placeOf(source, face))}  ` : '';
  const hints = hint === undefined ? [] : hint.split('\n').flatMap((line) => hintLines(sentence(line), frame));
  return [
    `${place}${word}  ${styled('bold', code)}`,
    ...wrap(sentence(message), frame),
    ...(source ? excerptLines(source, face) : []),
    ...related.flatMap((other) => [...wrap(`${sentence(other.message)} (${placeOf(other.source, face)})`, frame)]),
    ...hints,
  ];
}

/** Prose is wrapped; what is to be pasted (it starts with a space) stays as it is. */
function hintLines(line: string, frame: { readonly width: number; readonly indent: number }): string[] {
  return line.startsWith(' ') ? [`  ${line}`] : wrap(line, frame);
}

export const placeOf = ({ file, line, column }: Source, face: Face): string =>
  `${nameFor(face)(file)}:${line}:${column}`;

/**
 *     14 │     profile: agnt
 *        │              ^^^^
 */
function excerptLines({ line, column, length, excerpt }: Source, face: Face): string[] {
  if (excerpt.trim() === '') return [];
  const sentence = sentenceFor(face);
  const part = (from: number, to: number) => sentence(excerpt.slice(from, to));
  const start = Math.min(column - 1, excerpt.length);
  const end = Math.min(start + Math.max(1, length), Math.max(excerpt.length, start + 1));
  const before = part(0, start);
  const meant = part(start, end);
  const mark = ' '.repeat(cells(before)) + '^'.repeat(Math.max(1, cells(meant)));
  const number = padStart(String(line), 7);
  return [`${number} │ ${sentence(excerpt)}`, `${' '.repeat(number.length)} │ ${styled('red', mark)}`];
}

export interface Sizes {
  readonly files: number;
  readonly users: number;
  readonly profiles: number;
  readonly groups: number;
}

/** `Valid: 11 files, 59 users, 8 profiles, 6 groups. 1 warning.` */
export function validLine(sizes: Sizes, warnings: readonly Diagnostic[]): string {
  const { files, users, profiles, groups } = sizes;
  const parts = [count(files, 'file'), count(users, 'user'), count(profiles, 'profile'), count(groups, 'group')];
  return `Valid: ${parts.join(', ')}.${warnings.length === 0 ? '' : ` ${count(warnings.length, 'warning')}.`}`;
}

/** `Invalid: 3 errors and 1 warning in 4 of 11 files. Nothing was sent anywhere.` */
export function invalidLine(diagnostics: readonly Diagnostic[], files: number, verdict = 'Invalid'): string {
  const counts = countDiagnostics(diagnostics);
  const found = [
    counts.errors > 0 && count(counts.errors, 'error'),
    counts.warnings > 0 && count(counts.warnings, 'warning'),
  ];
  const where = counts.files === 0 ? '' : ` in ${counts.files} of ${count(Math.max(files, counts.files), 'file')}`;
  return `${verdict}: ${listed(found.filter((part) => part !== false))}${where}. Nothing was sent anywhere.`;
}
