import { asciiLower, byText, type Json, type ResourceKey } from '../model/index.js';
import { append } from './audit.js';
import { countIn, fieldsIn, instantIn, keyIn, listIn, objectIn, oneOf, textIn } from './decode.js';
import { readDocuments, writeDocument } from './documents.js';
import type { Counts, Hold, LedgerChange, ManagedField, RecordedFact } from './ledger.js';
import type { StoreTransaction, StoreView } from './store.js';
import { peopleIn } from './subjects.js';

/** Carries changes out and audits each, in the transaction of the caller. */
export async function record(
  transaction: StoreTransaction,
  changes: readonly LedgerChange[],
  context: { readonly by: string; readonly run?: string },
): Promise<void> {
  for (const change of changes) await carryOut(transaction, change);
  const { by, run } = context;
  const happenings = changes.map((change) => ({
    topic: 'change' as const,
    ...(run !== undefined && { run }),
    data: { change: audited(change), by },
  }));
  if (happenings.length > 0) await append(transaction, happenings);
}

async function carryOut(transaction: StoreTransaction, change: LedgerChange): Promise<void> {
  switch (change.kind) {
    case 'lastGood':
      return writeDocument(transaction, { kind: 'counts', key: '', value: change.counts });
    case 'fact':
      return writeDocument(transaction, { kind: 'fact', key: factKey(change.fact), value: change.fact });
    case 'factRemoved':
      return transaction.remove('fact', factKey(change));
    case 'hold':
      return writeDocument(transaction, { kind: 'hold', key: asciiLower(change.hold.email), value: change.hold });
    case 'holdReleased':
      return transaction.remove('hold', asciiLower(change.email));
    case 'managed':
      return writeDocument(transaction, { kind: 'managed', key: '', value: byResource(change.fields) });
    default:
      throw new TypeError(`unknown change ${JSON.stringify(change satisfies never)}`);
  }
}

/** All that is managed would make the audit as large as the account for each run: how much it is must do. */
const audited = (change: LedgerChange): unknown =>
  change.kind === 'managed' ? { kind: change.kind, fields: change.fields.length } : change;

const factKey = ({ key, path }: { readonly key: ResourceKey; readonly path: string }): string => `${key}\n${path}`;

function byResource(fields: readonly ManagedField[]): { readonly [key: string]: readonly string[] } {
  const paths = new Map<string, string[]>();
  for (const { key, path } of fields) {
    const known = paths.get(key);
    if (known) known.push(path);
    else paths.set(key, [path]);
  }
  return Object.fromEntries(paths);
}

export async function readCounts(view: StoreView): Promise<Counts | undefined> {
  const [document] = await readDocuments(view, 'counts');
  if (document === undefined) return undefined;
  const { users, profiles, groups } = fieldsIn(document.value);
  return { users: countIn(users), profiles: countIn(profiles), groups: countIn(groups) };
}

export async function readFacts(view: StoreView): Promise<readonly RecordedFact[]> {
  const documents = await readDocuments(view, 'fact');
  return documents.map((document) => {
    const { key, path, value, by, at, how } = fieldsIn(document.value);
    return {
      key: keyIn(key),
      path: textIn(path),
      value: value ?? null,
      by: textIn(by),
      at: instantIn(at),
      how: oneOf(how, ['seen', 'trusted', 'written']),
    };
  });
}

export async function readHolds(view: StoreView): Promise<readonly Hold[]> {
  const documents = await readDocuments(view, 'hold');
  return documents.map((document) => {
    const { email, since, by, reason } = fieldsIn(document.value);
    return { email: textIn(email), since: instantIn(since), by: textIn(by), reason: textIn(reason) };
  });
}

export async function readManaged(view: StoreView): Promise<readonly ManagedField[]> {
  const [document] = await readDocuments(view, 'managed');
  if (document === undefined) return [];
  const resources = Object.entries(objectIn(document.value)).sort(([before], [after]) => byText(before, after));
  return resources.flatMap(([key, paths]) => listIn(paths, (path) => ({ key: keyIn(key), path: textIn(path) })));
}

/** Takes a person out of what is recorded as true now. A fact of something else that only names them goes too. */
export async function forgetPerson(transaction: StoreTransaction, email: string): Promise<void> {
  const person = asciiLower(email);
  const names = (value: Json): boolean => peopleIn(value).includes(person);
  for (const { key, value } of await readDocuments(transaction, 'fact')) {
    if (names([key, value])) await transaction.remove('fact', key);
  }
  const [managed] = await readDocuments(transaction, 'managed');
  if (managed === undefined) return;
  const kept = Object.entries(objectIn(managed.value)).filter(([key]) => !names(key));
  await writeDocument(transaction, { kind: 'managed', key: '', value: Object.fromEntries(kept) });
}
