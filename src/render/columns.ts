import type { Face } from './face.js';
import { cells, styled, wrap } from './layout.js';

/** One row of a table: a sign, cells that line up, and a place that follows them. */
export interface TableRow {
  /** `!`, `?`, or nothing. */
  readonly sign?: string;
  readonly cells: readonly string[];
  readonly place: string;
  /** Further lines, indented. */
  readonly below?: readonly string[];
}

const GAP = '  ';
const INDENT = 2;
const DEEPER = 6;
/** A last column with less room than this is not worth wrapping in. */
const NARROW = 24;
/** Where room is short, a cell longer than this does not widen its column. */
const LONG = 32;

interface Sized {
  readonly row: TableRow;
  readonly sizes: readonly number[];
  readonly placeSize: number;
}

/** Columns as wide as their content. Where a row is too wide its place stands below it; without a place its last cell is wrapped. */
export function tableLines(rows: readonly TableRow[], { width }: Pick<Face, 'width'>): string[] {
  const sized = rows.map((row): Sized => ({ row, sizes: row.cells.map(cells), placeSize: cells(row.place) }));
  const whole = columnWidths(sized, Number.POSITIVE_INFINITY);
  const places = sized.reduce((most, { placeSize }) => Math.max(most, placeSize), 0);
  const isWide = whole.reduce((sum, one) => sum + one + GAP.length, INDENT) + places > width;
  const widths = isWide ? columnWidths(sized, LONG) : whole;
  return sized.flatMap((one) => {
    const below = (one.row.below ?? []).flatMap((text) => wrap(text, { width, indent: DEEPER }));
    return [...rowLines(one, { widths, width, isWide }), ...below];
  });
}

function columnWidths(rows: readonly Sized[], longest: number): number[] {
  const widths: number[] = [];
  for (const { sizes } of rows)
    for (const [index, size] of sizes.entries())
      widths[index] = Math.max(widths[index] ?? 0, size > longest ? 0 : size);
  return widths;
}

interface Columns {
  readonly widths: readonly number[];
  readonly width: number;
  readonly isWide: boolean;
}

function rowLines({ row, sizes, placeSize }: Sized, { widths, width, isWide }: Columns): string[] {
  const start = row.sign ? `${row.sign} ` : ' '.repeat(INDENT);
  const fill = (index: number) => ' '.repeat(Math.max(0, (widths[index] ?? 0) - (sizes[index] ?? 0)));
  const padded = row.cells.map((cell, index) => {
    const isEmpty = (widths[index] ?? 0) === 0 && cell === '';
    return isEmpty ? '' : cell + fill(index) + GAP;
  });
  const lastFilled = sizes.findLastIndex((size) => size > 0);
  const before = start + padded.slice(0, lastFilled).join('');
  const line = before + (row.cells[lastFilled] ?? '');
  const place = row.place === '' ? '' : styled('dim', row.place);
  if (!isWide && place !== '') return [start + padded.join('') + place];
  const size = cells(line);
  if (place !== '' && size + GAP.length + placeSize <= width) return [line + GAP + place];
  if (size <= width) return [line, ...(place === '' ? [] : [' '.repeat(DEEPER) + place])];
  const hanging = cells(before);
  if (place === '' && width - hanging >= NARROW) {
    const [first = '', ...others] = wrap(row.cells[lastFilled] ?? '', { width, indent: hanging });
    return [before + first.slice(hanging), ...others];
  }
  const parts = [...row.cells, place].filter((cell) => cell !== '');
  return wrap(start + parts.join(GAP), { width, indent: 0, hanging: DEEPER });
}
