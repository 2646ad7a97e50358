import { type Account, AccountUnreadable } from '../account/ports.js';
import type { JournalEntry, Ledger } from '../ledger/index.js';
import type { Live, Report, ResourceKey } from '../model/index.js';
import type { Sleep } from './locked.js';

/** What was created may be in no list for so long. No source states how long; the embedded account shows it at once. */
export const VISIBILITY_MS = 30_000;

/** What was created, and for how many milliseconds from now on a list may still lack it. */
export type Created = ReadonlyMap<ResourceKey, number>;

const PAUSES_MS = [1000, 2000, 4000, 8000, 15_000];

/**
 * Reads the account, and again as long as a list may lack what was created lately: what is missing from it would be created twice. What is
 * missing after that is missing.
 */
export async function readWithCreated(
  { account, sleep }: { readonly account: Account; readonly sleep: Sleep },
  created: Created,
  onProgress?: (done: number, total: number) => void,
): Promise<Live> {
  let waitedMs = 0;
  for (let turn = 0; ; turn += 1) {
    const given = await account.read(onProgress).catch(unreadable);
    const missing = [...created].filter(([key]) => given instanceof AccountUnreadable || !isThere(given, key));
    const leftMs = Math.max(0, ...missing.map(([, ms]) => ms - waitedMs));
    if (leftMs === 0) {
      if (given instanceof AccountUnreadable) throw given;
      return given;
    }
    const pauseMs = Math.min(PAUSES_MS[turn] ?? leftMs, leftMs);
    await sleep(pauseMs);
    waitedMs += pauseMs;
  }
}

/** Totals count what the lists still lack: such a read is made again too. */
function unreadable(error: unknown): AccountUnreadable {
  if (error instanceof AccountUnreadable) return error;
  throw error;
}

const isThere = ({ state: { users, profiles, groups } }: Live, key: ResourceKey): boolean =>
  users.get(key)?.status === 'active' || profiles.has(key) || groups.has(key);

/** By runs that ended, or were cut off, not long ago. */
export async function createdLately(ledger: Ledger, now: Date): Promise<Created> {
  const created = new Map<ResourceKey, number>();
  const since = now.getTime() - VISIBILITY_MS;
  for (const { id, end } of await ledger.runs()) {
    if (end && Date.parse(end.at) < since) break;
    for (const [key, at] of createdBy((await ledger.run(id))?.entries ?? [])) {
      const leftMs = Math.min(VISIBILITY_MS, at - since);
      if (leftMs > 0) created.set(key, Math.max(leftMs, created.get(key) ?? 0));
    }
  }
  return created;
}

/** When each was created that nobody removed afterwards. */
function createdBy(entries: readonly JournalEntry[]): ReadonlyMap<ResourceKey, number> {
  const begun = new Map<number, Extract<JournalEntry, { kind: 'begin' }>>();
  const created = new Map<ResourceKey, number>();
  for (const entry of entries) {
    if (entry.kind === 'begin') {
      begun.set(entry.seq, entry);
      continue;
    }
    const begin = begun.get(entry.seq);
    if (!begin || (entry.outcome !== 'done' && entry.outcome !== 'adopted')) continue;
    if (begin.operation.startsWith('create')) created.set(begin.key, Date.parse(entry.at));
    else if (begin.operation === 'archive' || begin.operation === 'delete') created.delete(begin.key);
  }
  return created;
}

/** By the run that was just carried out. */
export const createdIn = ({ results }: Report): Created =>
  new Map(
    results.flatMap((result) =>
      'outcome' in result && result.outcome.kind === 'done' && result.step.operation.startsWith('create')
        ? [[result.step.key, VISIBILITY_MS]]
        : [],
    ),
  );
