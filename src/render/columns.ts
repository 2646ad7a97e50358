import type { Face } from './face.js';
import { cells, pad, styled, wrap } from './layout.js';

/** One row of a table: a sign, cells that line up, and a place that follows them. */
export interface TableRow {
  /** `!`, `?`, or nothing. */
  readonly sign?: string;
  readonly cells: readonly string[];
  readonly place: string;
  /** Further lines, indented. */
  readonly below?: readonly string[];
}

const GAP = 2;
const INDENT = 2;
const DEEPER = 6;
/** A last column with less room than this is not worth wrapping in. */
const NARROW = 24;
/** Where room is short, a cell longer than this does not widen its column. */
const LONG = 32;

/** Columns as wide as their content. Where a row is too wide its place stands below it; without a place its last cell is wrapped. */
export function tableLines(rows: readonly TableRow[], { width }: Pick<Face, 'width'>): string[] {
  const whole = columnWidths(rows, Number.POSITIVE_INFINITY);
  const places = Math.max(0, ...rows.map((row) => cells(row.place)));
  const isWide = whole.reduce((sum, one) => sum + one + GAP, INDENT) + places > width;
  const widths = isWide ? columnWidths(rows, LONG) : whole;
  return rows.flatMap((row) => {
    const below = (row.below ?? []).flatMap((text) => wrap(text, { width, indent: DEEPER }));
    return [...rowLines(row, { widths, width, isWide }), ...below];
  });
}

interface Columns {
  readonly widths: readonly number[];
  readonly width: number;
  readonly isWide: boolean;
}

function rowLines(row: TableRow, { widths, width, isWide }: Columns): string[] {
  const start = row.sign ? `${row.sign} ` : ' '.repeat(INDENT);
  const padded = row.cells.map((cell, index) => pad(cell + ' '.repeat(GAP), (widths[index] ?? 0) + GAP));
  const line = start + padded.join('').trimEnd();
  const place = row.place === '' ? '' : styled('dim', row.place);
  if (!isWide && place !== '') return [start + padded.join('') + place];
  if (place !== '' && cells(line) + GAP + cells(place) <= width) return [`${line}${' '.repeat(GAP)}${place}`];
  if (cells(line) <= width) return [line, ...(place === '' ? [] : [' '.repeat(DEEPER) + place])];
  const before = start + padded.slice(0, -1).join('');
  const hanging = cells(before);
  const last = row.cells.at(-1) ?? '';
  if (place === '' && width - hanging >= NARROW) {
    const [first = '', ...others] = wrap(last, { width, indent: hanging });
    return [before + first.slice(hanging), ...others];
  }
  return wrap(start + [...row.cells, place].filter((cell) => cell !== '').join('  '), {
    width,
    indent: 0,
    hanging: DEEPER,
  });
}

function columnWidths(rows: readonly TableRow[], longest: number): number[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [index, cell] of row.cells.entries()) {
      const size = cells(cell);
      widths[index] = Math.max(widths[index] ?? 0, size > longest ? 0 : size);
    }
  return widths;
}
