import type { Account } from '../account/ports.js';
import type { Recovered } from '../apply/recovery.js';
import type { JournalEnd, JournalEntry, Ledger, RecordedFact, RunRecord } from '../ledger/index.js';
import { instant, type Live, type Report } from '../model/index.js';
import { createsByInvitation } from '../plan/by-hand.js';
import { currentFacts, factsAfter } from './facts.js';
import { type HandOuts, handOutsOf } from './hand-outs.js';

/** What was recorded before a run, and who records now. */
export interface Recording {
  readonly facts: readonly RecordedFact[];
  readonly handOuts: HandOuts;
  readonly by: string;
  /** Facts of whoever and whatever is still there, under the names that they have now. */
  readonly current: (live: Live, facts: readonly RecordedFact[]) => readonly RecordedFact[];
}

const NOTHING_STATED = { users: new Map(), profiles: new Map(), groups: new Map() } as const;

export async function recordingOf(
  ledger: Ledger,
  { by, desired = NOTHING_STATED }: { readonly by: string; readonly desired?: Parameters<typeof currentFacts>[2] },
): Promise<Recording> {
  return {
    facts: await ledger.facts(),
    handOuts: await handOutsOf(ledger),
    by,
    current: ({ state }, facts) => currentFacts(state, facts, desired),
  };
}

/** Where permissions are set by hand they are not shown either, nor who is linked: what was written there is known only because it was. */
const isWriteOnly = ({ coverage }: Pick<Account, 'coverage'>): boolean => createsByInvitation(coverage);

/** What is recorded once these steps were carried out. */
export function factsOfReport(
  { results }: Report,
  { facts, by }: Pick<Recording, 'facts' | 'by'>,
  { account, at }: { readonly account: Pick<Account, 'coverage'>; readonly at: Date },
): readonly RecordedFact[] {
  if (!isWriteOnly(account)) return facts;
  const done = results.flatMap((result) =>
    'outcome' in result && result.outcome.kind === 'done' ? [result.step] : [],
  );
  return factsAfter(facts, done, { by, at: instant(at), how: 'written' });
}

/**
 * Of a request for a link nobody can ever read what became of it. It is taken for neither done nor open: the record of that person goes, so that
 * the next plan asks somebody to look, and nothing else has to wait for it.
 */
export function withLinksUnknown(
  { entries }: RunRecord,
  { ended, unknown, lastSeq }: Recovered,
  { account, at }: { readonly account: Pick<Account, 'coverage'>; readonly at: Date },
): Recovered {
  if (!isWriteOnly(account)) return { ended, unknown, lastSeq };
  const isEnded = new Set([...ended, ...entries.filter(({ kind }) => kind === 'end')].map(({ seq }) => seq));
  const links = entries.flatMap((entry): JournalEnd[] =>
    entry.kind === 'begin' && entry.operation === 'link' && !isEnded.has(entry.seq)
      ? [{ seq: entry.seq, outcome: 'ambiguous', at: instant(at) }]
      : [],
  );
  return { ended: [...ended, ...links], unknown: unknown.filter(({ operation }) => operation !== 'link'), lastSeq };
}

/** What is recorded once a run that was cut off has been looked into. */
export function factsOfRun(
  { entries, by }: RunRecord,
  ended: readonly JournalEnd[],
  {
    facts,
    account,
    at,
  }: { readonly facts: readonly RecordedFact[]; readonly account: Pick<Account, 'coverage'>; readonly at: Date },
): readonly RecordedFact[] {
  if (!isWriteOnly(account)) return facts;
  const outcomes = new Map([...entries.filter(isEnd), ...ended].map(({ seq, outcome }) => [seq, outcome] as const));
  const stamp = { by, at: instant(at), how: 'written' } as const;
  return entries.filter(isBegin).reduce((known, entry) => {
    const outcome = outcomes.get(entry.seq);
    if (outcome === 'done' || outcome === 'adopted') return factsAfter(known, [entry], stamp);
    return outcome === 'ambiguous' ? known.filter(({ key }) => key !== entry.key) : known;
  }, facts);
}

const isBegin = (entry: JournalEntry): entry is Extract<JournalEntry, { kind: 'begin' }> => entry.kind === 'begin';
const isEnd = (entry: JournalEntry): entry is Extract<JournalEntry, { kind: 'end' }> => entry.kind === 'end';
