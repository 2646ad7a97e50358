import { BEFORE_THE_FIRST, erasedTokensIn, hashOf, ownWordsOf, readHead, sumsIn } from './audit.js';
import type { Verification } from './ledger.js';
import type { StoredRecord, StoredSubject, StoreView } from './store.js';
import { sumOf } from './subjects.js';

/** So many records are in memory at a time. */
const PAGE = 2000;

type Why = Extract<Verification, { ok: false }>['why'];
interface Fault {
  readonly seq: number;
  readonly why: Why | 'displaced';
}

/** Reads the whole of the audit: every record must be as it was written, in its place, and hold the hash of the one before. */
export async function verify(view: StoreView): Promise<Verification> {
  const head = await readHead(view);
  const erased = await erasedTokens(view);
  let chain: Chain = { last: 0, hash: BEFORE_THE_FIRST, erased: 0, open: undefined, suspect: undefined };
  for (let from = 1; ; from += PAGE) {
    const records = await view.records({ from, count: PAGE });
    if (records.length === 0) break;
    const subjects = groupBySeq(await view.subjects({ from, count: PAGE }));
    for (const record of records) {
      const next = follow(chain, record, { subjects: subjects.get(record.seq) ?? [], erased });
      if ('why' in next) return { ok: false, seq: next.seq, why: await reasonFor(view, next) };
      chain = next;
    }
  }
  const fault = faultAtHead(chain, head);
  if (fault) return { ok: false, seq: fault.seq, why: await reasonFor(view, fault) };
  return { ok: true, records: chain.last, erased: chain.erased, head: head.seq === 0 ? undefined : head.hash };
}

interface Chain {
  readonly last: number;
  readonly hash: string;
  /** Records of which a subject was erased. */
  readonly erased: number;
  /** A record that does not hold the hash of the one before. Which of the two was altered, the next one tells: it holds the hash of an untouched one. */
  readonly open: number | undefined;
  /** The first record of which a subject is gone: altered, unless the record of its erasure is what was removed. */
  readonly suspect: number | undefined;
}

interface People {
  readonly subjects: readonly StoredSubject[];
  readonly erased: ReadonlySet<string>;
}

function follow(chain: Chain, record: StoredRecord, people: People): Chain | Fault {
  const words = ownWordsOf(record);
  if (chain.open !== undefined) {
    return { seq: words?.prev === chain.hash ? chain.open - 1 : chain.open, why: 'altered' };
  }
  const expected = chain.last + 1;
  if (record.seq !== expected) return { seq: expected, why: 'displaced' };
  if (words === undefined || hashOf(record.body) !== record.hash) return { seq: expected, why: 'altered' };
  if (words.seq !== expected) return { seq: expected, why: 'displaced' };
  if (words.topic !== record.topic || words.run !== record.run) return { seq: expected, why: 'altered' };
  const missing = subjectsOf(record, people);
  if (missing === 'altered') return { seq: expected, why: 'altered' };
  return {
    last: expected,
    hash: record.hash,
    erased: chain.erased + (missing === 'erased' ? 1 : 0),
    open: words.prev === chain.hash ? undefined : expected,
    suspect: chain.suspect ?? (missing === 'gone' ? expected : undefined),
  };
}

/** `altered` when one was changed or added; `gone` when one is missing that nobody erased. */
function subjectsOf(record: StoredRecord, { subjects, erased }: People): 'whole' | 'erased' | 'gone' | 'altered' {
  const sums = new Map(sumsIn(record));
  if (subjects.some((subject) => sums.get(subject.token) !== sumOf(subject))) return 'altered';
  const there = new Set(subjects.map(({ token }) => token));
  const missing = [...sums.keys()].filter((token) => !there.has(token));
  if (missing.some((token) => !erased.has(token))) return 'gone';
  return missing.length > 0 ? 'erased' : 'whole';
}

function faultAtHead(chain: Chain, head: { readonly seq: number; readonly hash: string }): Fault | undefined {
  if (chain.open !== undefined) {
    return { seq: head.hash === chain.hash ? chain.open - 1 : chain.open, why: 'altered' };
  }
  if (head.seq > chain.last) return { seq: chain.last + 1, why: 'removed' };
  if (head.seq < chain.last || head.hash !== chain.hash) return { seq: chain.last, why: 'altered' };
  return chain.suspect === undefined ? undefined : { seq: chain.suspect, why: 'altered' };
}

/** A record that is not in its place stands in another one, or nowhere. */
async function reasonFor(view: StoreView, { seq, why }: Fault): Promise<Why> {
  if (why !== 'displaced') return why;
  for (let from = 1; ; from += PAGE) {
    const records = await view.records({ from, count: PAGE });
    if (records.length === 0) return 'removed';
    if (records.some((record) => hashOf(record.body) === record.hash && ownWordsOf(record)?.seq === seq))
      return 'reordered';
  }
}

async function erasedTokens(view: StoreView): Promise<ReadonlySet<string>> {
  const records = await view.records({ topic: 'erasure' });
  return new Set(records.filter(({ body, hash }) => hashOf(body) === hash).flatMap(erasedTokensIn));
}

function groupBySeq(subjects: readonly StoredSubject[]): ReadonlyMap<number, readonly StoredSubject[]> {
  const bySeq = new Map<number, StoredSubject[]>();
  for (const subject of subjects) {
    const known = bySeq.get(subject.seq);
    if (known) known.push(subject);
    else bySeq.set(subject.seq, [subject]);
  }
  return bySeq;
}
