import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '../model/index.js';
import { countIn, fieldsIn, isList, listIn, objectIn, parsed, textIn } from './decode.js';
import { readState, writeState } from './documents.js';
import { Unreadable } from './errors.js';
import type { Selection, StoredRecord, StoredSubject, StoreTransaction, StoreView, Topic } from './store.js';
import { joined, separate, sumOf } from './subjects.js';

/** Something that happened, to be chained to what happened before. */
export interface Happening {
  readonly topic: Topic;
  readonly run?: string;
  /** Plain JSON. What concerns people is kept apart from it. */
  readonly data: unknown;
}

/** A record as it is read: its data with the people, where they were not erased. */
export interface ReadRecord {
  readonly seq: number;
  readonly at: string;
  readonly data: Json;
}

/** Each record holds the hash of the one before; the first holds this. */
export const BEFORE_THE_FIRST = '';

/** Adds to the audit, all in the transaction of the caller. */
export async function append(transaction: StoreTransaction, happenings: readonly Happening[]): Promise<void> {
  const head = await readHead(transaction);
  const records: StoredRecord[] = [];
  const subjects: StoredSubject[] = [];
  let prev = head.hash;
  for (const { topic, run = '', data } of happenings) {
    const seq = head.seq + records.length + 1;
    const apart = separate(parsed(canonicalJson(data)));
    const sums = Object.fromEntries(apart.subjects.map((subject) => [subject.token, sumOf(subject)]));
    const at = transaction.now.toISOString();
    const body = canonicalJson({ seq, prev, at, topic, run, data: apart.data, subjects: sums });
    prev = hashOf(body);
    records.push({ seq, topic, run, body, hash: prev });
    subjects.push(...apart.subjects.map((subject) => ({ ...subject, seq })));
  }
  await transaction.append(records, subjects);
  await writeState(transaction, 'head', { seq: head.seq + records.length, hash: prev });
}

/** Throws Unreadable when a record is not as it was written. */
export async function readRecords(view: StoreView, selection: Selection): Promise<readonly ReadRecord[]> {
  const [records, subjects] = [await view.records(selection), await view.subjects(selection)];
  const byToken = new Map(subjects.map((subject) => [subject.token, subject]));
  return records.map((record) => {
    const sums = hashOf(record.body) === record.hash ? sumsIn(record) : undefined;
    const isWhole = sums?.every(([token, sum]) => {
      const subject = byToken.get(token);
      return subject === undefined || sumOf(subject) === sum;
    });
    if (!isWhole) throw new Unreadable(`record ${record.seq}`);
    const { at, data } = fieldsIn(parsed(record.body));
    return { seq: record.seq, at: textIn(at), data: joined(data ?? null, byToken) };
  });
}

/** What a record says of itself; undefined when it is not of our form. */
export function ownWordsOf({
  body,
}: StoredRecord):
  | { readonly seq: number; readonly prev: string; readonly topic: string; readonly run: string }
  | undefined {
  try {
    const { seq, prev, topic, run } = fieldsIn(parsed(body));
    return { seq: countIn(seq), prev: textIn(prev), topic: textIn(topic), run: textIn(run) };
  } catch {
    return undefined;
  }
}

/** Token and sum of each subject of a record. */
export function sumsIn({ body }: StoredRecord): readonly (readonly [token: string, sum: string])[] {
  const { subjects } = fieldsIn(parsed(body));
  return Object.entries(objectIn(subjects)).map(([token, sum]) => [token, textIn(sum)]);
}

/** Tokens that a record of an erasure names; none for other records. */
export function erasedTokensIn({ topic, body }: StoredRecord): readonly string[] {
  if (topic !== 'erasure') return [];
  const { data } = fieldsIn(parsed(body));
  const { tokens } = fieldsIn(data ?? null);
  return tokens !== undefined && isList(tokens) ? listIn(tokens, textIn) : [];
}

export async function readHead(view: StoreView): Promise<{ readonly seq: number; readonly hash: string }> {
  const value = await readState(view, 'head');
  if (value === undefined) return { seq: 0, hash: BEFORE_THE_FIRST };
  const { seq, hash } = fieldsIn(value);
  return { seq: countIn(seq), hash: textIn(hash) };
}

export const hashOf = (body: string): string => createHash('sha256').update(body).digest('hex');
