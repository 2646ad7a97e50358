import { byText, canonicalJson, type Json } from '../model/index.js';
import { countIn, fieldsIn, oneOf, parsed, textIn } from './decode.js';
import type { Selection, StoredDocument, StoredRecord, StoredSubject, StoreTransaction, StoreView } from './store.js';

/** The files of one account. They are changed in memory and written all at once. */
export interface GitFiles {
  names(): readonly string[];
  /** Empty for a file that is not there. */
  read(names: readonly string[]): Promise<readonly string[]>;
  write(name: string, text: string): void;
  /** What is written leaves nothing of the files as they were. */
  forgetHistory(): void;
}

/** A file holds so many records: an entry rewrites the last file, not the history. */
const RECORDS_A_FILE = 256;

/** Documents as `KIND.jsonl`; records and what they say of people as `audit-N.jsonl` and `subjects-N.jsonl`. One line each, in canonical JSON. */
export function gitView(files: GitFiles, now: Date): StoreView {
  return {
    now,
    documents: (kind) => linesOf(files, [`${kind}.jsonl`], documentIn),
    records: async (selection) => {
      const records = await linesOf(files, filesFor('audit', files, selection), recordIn);
      return records.filter(selects(selection));
    },
    subjects: async (selection) => {
      const records = await linesOf(files, filesFor('audit', files, selection), recordIn);
      const chosen = new Set(records.filter(selects(selection)).map(({ seq }) => seq));
      const subjects = await linesOf(files, filesFor('subjects', files, selection), subjectIn);
      return subjects.filter(({ seq }) => chosen.has(seq));
    },
  };
}

export function gitTransaction(files: GitFiles, now: Date): StoreTransaction {
  const view = gitView(files, now);
  const rewrite = async (kind: StoredDocument['kind'], key: string, put: readonly StoredDocument[]): Promise<void> => {
    const kept = (await view.documents(kind)).filter((document) => document.key !== key);
    const documents = [...kept, ...put].sort((before, after) => byText(before.key, after.key));
    files.write(`${kind}.jsonl`, documents.map(line).join(''));
  };
  return {
    ...view,
    put: (document) => rewrite(document.kind, document.key, [document]),
    remove: (kind, key) => rewrite(kind, key, []),
    append: async (records, subjects) => {
      const lines = records.map(({ seq, body, hash }) => ({ seq, text: `{"body":${body},"hash":"${hash}"}\n` }));
      await addLines(files, 'audit', lines);
      await addLines(
        files,
        'subjects',
        subjects.map((subject) => ({ seq: subject.seq, text: line(subject) })),
      );
    },
    forget: (person) => forget(files, person),
  };
}

async function forget(files: GitFiles, person: string): Promise<readonly StoredSubject[]> {
  const gone: StoredSubject[] = [];
  for (const name of files.names().filter((one) => one.startsWith('subjects-'))) {
    const subjects = await linesOf(files, [name], subjectIn);
    const found = subjects.filter(({ people }) => people.includes(person));
    if (found.length === 0) continue;
    const kept = subjects.filter((subject) => !found.includes(subject));
    files.write(name, kept.map(line).join(''));
    gone.push(...found);
  }
  if (gone.length > 0) files.forgetHistory();
  return gone;
}

async function addLines(
  files: GitFiles,
  kind: 'audit' | 'subjects',
  lines: readonly { readonly seq: number; readonly text: string }[],
): Promise<void> {
  for (const { seq, text } of lines) {
    const name = fileOf(kind, seq);
    const [before = ''] = await files.read([name]);
    files.write(name, before + text);
  }
}

const fileOf = (kind: 'audit' | 'subjects', seq: number): string =>
  `${kind}-${String(Math.floor((seq - 1) / RECORDS_A_FILE)).padStart(6, '0')}.jsonl`;

function filesFor(kind: 'audit' | 'subjects', files: GitFiles, selection: Selection): readonly string[] {
  const all = files
    .names()
    .filter((name) => name.startsWith(`${kind}-`))
    .sort(byText);
  if (!('from' in selection)) return all;
  const [first, last] = [fileOf(kind, selection.from), fileOf(kind, selection.from + selection.count - 1)];
  return all.filter((name) => name >= first && name <= last);
}

function selects(selection: Selection): (record: StoredRecord) => boolean {
  if ('run' in selection) return ({ run }) => run === selection.run && run !== '';
  if ('topic' in selection) return ({ topic }) => topic === selection.topic;
  return ({ seq }) => seq >= selection.from && seq < selection.from + selection.count;
}

async function linesOf<T>(files: GitFiles, names: readonly string[], read: (value: Json) => T): Promise<readonly T[]> {
  const texts = await files.read(names);
  return texts.flatMap((text) =>
    text
      .split('\n')
      .filter((one) => one !== '')
      .map((one) => read(parsed(one))),
  );
}

const line = (value: StoredDocument | StoredSubject): string => `${canonicalJson(value)}\n`;

function documentIn(value: Json): StoredDocument {
  const { kind, key, value: text, sum } = fieldsIn(value);
  return {
    kind: oneOf(kind, ['state', 'counts', 'fact', 'hold', 'managed']),
    key: textIn(key),
    value: textIn(text),
    sum: textIn(sum),
  };
}

function recordIn(value: Json): StoredRecord {
  const { body, hash } = fieldsIn(value);
  const { seq, topic, run } = fieldsIn(body);
  return { seq: countIn(seq), topic: textIn(topic), run: textIn(run), body: canonicalJson(body), hash: textIn(hash) };
}

function subjectIn(value: Json): StoredSubject {
  const { seq, token, salt, people, value: text } = fieldsIn(value);
  return { seq: countIn(seq), token: textIn(token), salt: textIn(salt), people: textIn(people), value: textIn(text) };
}
