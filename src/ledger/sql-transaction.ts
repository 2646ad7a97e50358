import { Unreadable } from './errors.js';
import type { Selection, StoredDocument, StoredRecord, StoredSubject, StoreTransaction, StoreView } from './store.js';

/** One connection within a transaction. Values are only ever given apart from the text, as `$1`, `$2` in ascending order, which both databases understand. */
export type Query = (sql: string, values: readonly (string | number)[]) => Promise<readonly Row[]>;
export type Row = Readonly<Record<string, unknown>>;

export interface SqlContext {
  readonly query: Query;
  /** How a column of text is asked for. */
  readonly text: (column: string) => string;
  readonly account: string;
  readonly now: Date;
}

/** First in every transaction that writes: from here to its end it is the only one of this account. */
export const TURN =
  'INSERT INTO accounts (account, turn) VALUES ($1, 1) ON CONFLICT (account) DO UPDATE SET turn = accounts.turn + 1';

export function sqlView({ query, text, account, now }: SqlContext): StoreView {
  return {
    now,
    documents: async (kind) => {
      const sql = `SELECT ${DOCUMENT.map(text)} FROM documents WHERE account = $1 AND kind = $2 ORDER BY key`;
      return (await query(sql, [account, kind])).map((row) => ({ ...documentIn(row), kind }));
    },
    records: async (selection) => {
      const { where, values } = selected(selection, 'audit');
      const sql = `SELECT seq, ${RECORD.map(text)} FROM audit WHERE account = $1 AND ${where} ORDER BY seq`;
      return (await query(sql, [account, ...values])).map(recordIn);
    },
    subjects: async (selection) => {
      const { where, values } = selected(selection, 'audit');
      const sql = `SELECT subjects.seq, ${SUBJECT.map(text)} FROM audit JOIN subjects ON subjects.account = audit.account AND subjects.seq = audit.seq
WHERE audit.account = $1 AND ${where} ORDER BY subjects.seq, subjects.token`;
      return (await query(sql, [account, ...values])).map(subjectIn);
    },
  };
}

export function sqlTransaction(context: SqlContext): StoreTransaction {
  const { query, text, account } = context;
  return {
    ...sqlView(context),
    put: async ({ kind, key, value, sum }) => {
      const sql = `INSERT INTO documents (account, kind, key, value, sum) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (account, kind, key) DO UPDATE SET value = excluded.value, sum = excluded.sum`;
      await query(sql, [account, kind, key, value, sum]);
    },
    remove: async (kind, key) => {
      await query('DELETE FROM documents WHERE account = $1 AND kind = $2 AND key = $3', [account, kind, key]);
    },
    append: async (records, subjects) => {
      for (const { seq, topic, run, body, hash } of records) {
        const sql = 'INSERT INTO audit (account, seq, topic, run, body, hash) VALUES ($1, $2, $3, $4, $5, $6)';
        await query(sql, [account, seq, topic, run, body, hash]);
      }
      for (const { seq, token, salt, people, value } of subjects) {
        const sql = 'INSERT INTO subjects (account, seq, token, salt, people, value) VALUES ($1, $2, $3, $4, $5, $6)';
        await query(sql, [account, seq, token, salt, people, value]);
      }
    },
    forget: async (person) => {
      const sql = `DELETE FROM subjects WHERE account = $1 AND replace(people, $2, '') <> people RETURNING seq, ${SUBJECT.map(text)}`;
      return (await query(sql, [account, person])).map(subjectIn);
    },
  };
}

const DOCUMENT = ['key', 'value', 'sum'];
const RECORD = ['topic', 'run', 'body', 'hash'];
const SUBJECT = ['token', 'salt', 'people', 'value'];

/** `$1` is the account. */
function selected(
  selection: Selection,
  table: 'audit',
): { readonly where: string; readonly values: readonly (string | number)[] } {
  if ('run' in selection) return { where: `${table}.run = $2 AND ${table}.run <> ''`, values: [selection.run] };
  if ('topic' in selection)
    return { where: `${table}.topic = $2 AND ${table}.topic <> 'entry'`, values: [selection.topic] };
  const { from, count } = selection;
  return { where: `${table}.seq >= $2 AND ${table}.seq < $3`, values: [from, from + count] };
}

const documentIn = (row: Row): Omit<StoredDocument, 'kind'> => ({
  key: textIn(row, 'key'),
  value: textIn(row, 'value'),
  sum: textIn(row, 'sum'),
});

const recordIn = (row: Row): StoredRecord => ({
  seq: integerIn(row, 'seq'),
  topic: textIn(row, 'topic'),
  run: textIn(row, 'run'),
  body: textIn(row, 'body'),
  hash: textIn(row, 'hash'),
});

const subjectIn = (row: Row): StoredSubject => ({
  seq: integerIn(row, 'seq'),
  token: textIn(row, 'token'),
  salt: textIn(row, 'salt'),
  people: textIn(row, 'people'),
  value: textIn(row, 'value'),
});

export function textIn(row: Row, column: string): string {
  const { [column]: value } = row;
  if (typeof value === 'string') return value;
  if (!(value instanceof ArrayBuffer)) throw new Unreadable(`no text in ${column}`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value);
  } catch (cause) {
    throw new Unreadable(`no text in ${column}`, { cause });
  }
}

export function integerIn(row: Row, column: string): number {
  const { [column]: value } = row;
  if (typeof value !== 'number') throw new Unreadable(`no number in ${column}`);
  return value;
}
