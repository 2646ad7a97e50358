import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '../model/index.js';
import { parsed } from './decode.js';
import { Unreadable } from './errors.js';
import type { DocumentKind, StoredDocument, StoreTransaction, StoreView } from './store.js';

export interface ReadDocument {
  readonly key: string;
  readonly value: Json;
}

/** What is true now, of one kind. Throws Unreadable when it is not as it was written. */
export async function readDocuments(view: StoreView, kind: DocumentKind): Promise<readonly ReadDocument[]> {
  const documents = await view.documents(kind);
  return documents.map((document) => {
    if (document.sum !== sumOf(document)) throw new Unreadable(`${kind} ${document.key}`);
    return { key: document.key, value: parsed(document.value) };
  });
}

export async function writeDocument(
  transaction: StoreTransaction,
  { kind, key, value }: { readonly kind: DocumentKind; readonly key: string; readonly value: unknown },
): Promise<void> {
  const text = canonicalJson(value);
  await transaction.put({ kind, key, value: text, sum: sumOf({ kind, key, value: text }) });
}

type StateKey = 'lock' | 'head' | 'runs';

export async function readState(view: StoreView, key: StateKey): Promise<Json | undefined> {
  return (await readDocuments(view, 'state')).find((document) => document.key === key)?.value;
}

export const writeState = (transaction: StoreTransaction, key: StateKey, value: unknown): Promise<void> =>
  writeDocument(transaction, { kind: 'state', key, value });

const sumOf = ({ kind, key, value }: Omit<StoredDocument, 'sum'>): string =>
  createHash('sha256')
    .update(canonicalJson([kind, key, value]))
    .digest('hex');
