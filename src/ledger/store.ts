/** What a place gives that keeps a ledger: one moment, all or nothing, durable. What the words mean is the same for all places and stands above it. */

export interface LedgerStore {
  /** Where it is, for people; never with a password. */
  readonly place: string;
  /** How far the clock of another machine that writes here may be off. */
  readonly clockToleranceMs: number;
  /** Nobody else writes while the work is done. All of it is durable when this returns; when it throws, none of it is, or nobody knows (LedgerUnavailable). The work may be done again from the start when somebody else was faster. */
  write<T>(work: (transaction: StoreTransaction) => Promise<T>): Promise<T>;
  /** The work sees one moment. */
  read<T>(work: (view: StoreView) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface StoreView {
  /** The store's own clock, once for the whole of the work. */
  readonly now: Date;
  documents(kind: DocumentKind): Promise<readonly StoredDocument[]>;
  /** In the order of `seq`. */
  records(selection: Selection): Promise<readonly StoredRecord[]>;
  /** Those of the same records. */
  subjects(selection: Selection): Promise<readonly StoredSubject[]>;
}

export interface StoreTransaction extends StoreView {
  put(document: StoredDocument): Promise<void>;
  remove(kind: DocumentKind, key: string): Promise<void>;
  append(records: readonly StoredRecord[], subjects: readonly StoredSubject[]): Promise<void>;
  /** Removes the subjects of which a person is part, given as it stands in `people`. */
  forget(email: string): Promise<readonly StoredSubject[]>;
}

export type DocumentKind = 'state' | 'counts' | 'fact' | 'hold' | 'managed';

/** What is true now. Written over; `sum` tells damage. */
export interface StoredDocument {
  readonly kind: DocumentKind;
  readonly key: string;
  readonly value: string;
  readonly sum: string;
}

/** `run`: when runs began, were resumed and ended; `plan` and `entry` belong to a run too. */
export type Topic = 'run' | 'plan' | 'entry' | 'change' | 'lock' | 'erasure';

/** What happened. Only ever added. */
export interface StoredRecord {
  readonly seq: number;
  /** A Topic, when nobody altered it. */
  readonly topic: string;
  /** Empty where there is none. */
  readonly run: string;
  /** Canonical JSON. Holds seq, topic and run too: the columns only find it. */
  readonly body: string;
  /** sha256 over `body`, hexadecimal. */
  readonly hash: string;
}

/** What a record says of people: apart from it, so that it can be taken out. */
export interface StoredSubject {
  /** Of the record. */
  readonly seq: number;
  readonly token: string;
  readonly salt: string;
  /** Addresses in lower case, each between two line breaks. */
  readonly people: string;
  readonly value: string;
}

export type Selection =
  | { readonly run: string }
  | { readonly topic: Topic }
  /** So many from this one on. */
  | { readonly from: number; readonly count: number };
