import type { AccountWriter } from '../account/ports.js';
import type { JournalEnd, RunRecord } from '../ledger/index.js';
import { instant, type Step } from '../model/index.js';
import { type SendingOptions, stateOf } from './sending.js';

export interface Recovered {
  /** Ends of what was begun and never ended, as reading tells. */
  readonly ended: readonly JournalEnd[];
  /** Steps of which the account did not tell: nothing may be sent before somebody has looked. */
  readonly unknown: readonly Step[];
  readonly lastSeq: number;
}

/** What became of the requests of a run that was cut off. Only reads. */
export async function recover(
  { entries }: RunRecord,
  options: Pick<SendingOptions, 'now' | 'sleep' | 'visibilityMs'> & { readonly account: AccountWriter },
): Promise<Recovered> {
  const { signal } = new AbortController();
  const isEnded = new Set(entries.flatMap((one) => (one.kind === 'end' ? [one.seq] : [])));
  const ended: JournalEnd[] = [];
  const unknown: Step[] = [];
  for (const entry of entries) {
    if (entry.kind === 'end' || isEnded.has(entry.seq)) continue;
    const step = stepOf(entry);
    const state = await stateOf(step, { ...options, signal });
    if (state.kind === 'unknown') unknown.push(step);
    else ended.push({ seq: entry.seq, outcome: OUTCOMES[state.kind], at: instant(options.now()) });
  }
  return { ended, unknown, lastSeq: entries.reduce((last, { seq }) => Math.max(last, seq), 0) };
}

const OUTCOMES = { done: 'adopted', open: 'absent', changed: 'stale' } as const;

type Begin = Extract<RunRecord['entries'][number], { kind: 'begin' }>;

const stepOf = ({ stepId, operation, key, input, precondition }: Begin): Step => ({
  id: stepId,
  after: [],
  key,
  operation,
  input,
  precondition,
  mode: 'automatic',
  requests: 1,
  digest: stepId,
});
