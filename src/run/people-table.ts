import { readAddress } from '../config/address.js';
import {
  byText,
  type Checked,
  CODES,
  type Code,
  type Diagnostic,
  type Level,
  type ResourceKey,
  type Source,
  userKey,
} from '../model/index.js';

/** What a person states of people by a table: address, profile, level. */
export type PeopleTable = ReadonlyMap<ResourceKey, PersonRow>;

export interface PersonRow {
  readonly email: string;
  /** Name or id of a profile, null for a person without one, undefined where the cell is empty. */
  readonly profile: string | null | undefined;
  readonly level: Level | 'superadmin' | undefined;
  readonly source: Source;
}

/** Letters of a header do not matter, nor does the order. */
const COLUMNS = {
  address: ['address', 'email', 'e-mail', 'mail', 'email address'],
  profile: ['profile', 'role', 'user role'],
  level: ['level', 'dashboard', 'dashboard access'],
} as const;
type Column = keyof typeof COLUMNS;

const LEVELS: ReadonlyMap<string, Level | 'superadmin'> = new Map([
  ['none', 'none'],
  ['billing', 'billing'],
  ['accountant', 'billing'],
  ['accounting', 'billing'],
  ['technical', 'technical'],
  ['supervisor', 'supervisor'],
  ['admin', 'admin'],
  ['superadmin', 'superadmin'],
]);
const UNLINKED: readonly string[] = ['none', '-'];
const EXCERPT = 120;

export interface TableText {
  /** As people see it. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** Reads CSV with a header, divided by commas or semicolons. Every row with a mistake is reported; then there is no table. */
export async function readPeopleTable({ file, bytes }: TableText): Promise<Checked<PeopleTable>> {
  const text = textOf(bytes);
  if (text === undefined) return refused([finding('PEOPLE_TABLE', at(file, 1, ''), 'The table is not UTF-8.')]);
  const read = await recordsOf(text, file);
  if ('code' in read) return refused([read]);
  const [header, ...records] = read;
  if (!header) return refused([finding('PEOPLE_TABLE', at(file, 1, ''), 'The table is empty.')]);
  const columns = columnsOf(header, file);
  if (!('get' in columns)) return refused(columns);
  const diagnostics: Diagnostic[] = [];
  const rows = new Map<ResourceKey, PersonRow>();
  for (const record of records) addRow(record, { file, columns, rows, diagnostics, width: header.cells.length });
  return diagnostics.length > 0 ? refused(diagnostics) : { ok: true, value: rows, warnings: [] };
}

const refused = (diagnostics: readonly Diagnostic[]): Extract<Checked<never>, { ok: false }> => ({
  ok: false,
  diagnostics,
});

export function finding(code: Code, source: Source, message: string): Diagnostic {
  const { severity, remedy } = CODES[code];
  return { code, severity, message, hint: remedy, source };
}

const at = (file: string, line: number, excerpt: string): Source => {
  const shown = [...excerpt].slice(0, EXCERPT).join('');
  return { file, line, column: 1, length: Math.max(1, shown.length), excerpt: shown };
};

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

interface CsvRecord {
  readonly cells: readonly string[];
  /** On which it ends. */
  readonly line: number;
}

async function recordsOf(text: string, file: string): Promise<readonly CsvRecord[] | Diagnostic> {
  const { parse, CsvError } = await import('csv-parse/sync');
  const lines: number[] = [];
  const options = {
    delimiter: delimiterOf(text),
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    on_record: (record: string[], { lines: line }: { readonly lines: number }) => {
      lines.push(line);
      return record;
    },
  };
  try {
    return parse(text, options).map((cells, index) => ({ cells, line: lines[index] ?? index + 1 }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : 1;
    return finding(
      'PEOPLE_TABLE',
      at(file, line, ''),
      'The table has a quotation mark where none may stand, or one without its end.',
    );
  }
}

/** What divides the header divides every row. */
function delimiterOf(text: string): string {
  const [header = ''] = text.split(/\r?\n|\r/, 1);
  return header.split(';').length > header.split(',').length ? ';' : ',';
}

function columnsOf({ cells, line }: CsvRecord, file: string): ReadonlyMap<Column, number> | readonly Diagnostic[] {
  const source = at(file, line, cells.join(', '));
  const diagnostics: Diagnostic[] = [];
  const columns = new Map<Column, number>();
  for (const [index, cell] of cells.entries()) {
    const column = columnNamed(cell);
    if (!column)
      diagnostics.push(finding('PEOPLE_TABLE', source, `The table has a column "${cell}", which means nothing here.`));
    else if (columns.has(column))
      diagnostics.push(finding('PEOPLE_TABLE', source, `The table has the column ${column} twice.`));
    else columns.set(column, index);
  }
  if (!columns.has('address')) diagnostics.push(finding('PEOPLE_TABLE', source, 'The table has no column address.'));
  return diagnostics.length > 0 ? diagnostics : columns;
}

function columnNamed(cell: string): Column | undefined {
  const word = cell.toLowerCase();
  const entries: readonly (readonly [string, readonly string[]])[] = Object.entries(COLUMNS);
  const found = entries.find(([, words]) => words.includes(word))?.[0];
  return found === 'address' || found === 'profile' || found === 'level' ? found : undefined;
}

interface Reading {
  readonly file: string;
  readonly columns: ReadonlyMap<Column, number>;
  readonly rows: Map<ResourceKey, PersonRow>;
  readonly diagnostics: Diagnostic[];
  readonly width: number;
}

function addRow(record: CsvRecord, reading: Reading): void {
  const { file, rows, diagnostics } = reading;
  const source = at(file, record.line, record.cells.join(', '));
  const row = rowOf(record, { ...reading, source });
  if (typeof row === 'string') diagnostics.push(finding('PEOPLE_ROW', source, row));
  else rows.set(userKey(row.email), row);
}

/** A row, or what is wrong with it. */
function rowOf(
  { cells }: CsvRecord,
  { columns, rows, width, source }: Reading & { source: Source },
): PersonRow | string {
  const cell = (column: Column) => cells[columns.get(column) ?? -1] ?? '';
  if (cells.length > width) return `The row has ${cells.length} cells, and the header has ${width}.`;
  const address = readAddress(cell('address'));
  if (!address.ok) return `The address "${cell('address')}" cannot be compared safely: ${address.why}.`;
  const level = LEVELS.get(cell('level').toLowerCase());
  if (level === undefined && cell('level') !== '')
    return `"${cell('level')}" is no level; these are: ${[...LEVELS.keys()].sort(byText).join(', ')}.`;
  const first = rows.get(userKey(address.email));
  if (first) return `"${address.email}" stands in line ${first.source.line} already.`;
  const word = cell('profile');
  const profile = word === '' ? undefined : UNLINKED.includes(word.toLowerCase()) ? null : word;
  return { email: address.email, profile, level, source };
}
