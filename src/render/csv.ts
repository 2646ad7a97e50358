import { inertSentence } from './inert.js';

export type CsvValue = string | number | boolean | null | undefined;

/** RFC 4180. What a spreadsheet would take for a formula gets an apostrophe before it; what cannot be seen is spelled out. */
export function csvText(head: readonly string[], rows: Iterable<readonly CsvValue[]>): string {
  const lines = [head.join(',')];
  for (const row of rows) lines.push(row.map(csvCell).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

const FORMULA = /^[=+\-@\t\r]/;

function csvCell(value: CsvValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const text = (FORMULA.test(value) ? "'" : '') + inertSentence(value);
  return /[",\r\n]/.test(text) || /^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
