import type { AccountWriter } from '../account/ports.js';
import { type JournalBegin, type JournalEnd, type JournalRun, REQUEST_TIMEOUT_MS } from '../ledger/index.js';
import { instant, type Outcome, type Step } from '../model/index.js';

/** Where each request is written down before it is sent. */
export type Journal = Pick<JournalRun, 'write'>;

/** For an account that nobody else sees and that is gone afterwards. */
export const NO_JOURNAL: Journal = { write: async () => {} };

export interface SendingOptions {
  readonly account: AccountWriter;
  readonly journal: Journal;
  readonly now: () => Date;
  readonly sleep: (ms: number) => Promise<void>;
  /** Comes after so many milliseconds. Default: by the clock of the machine. */
  readonly deadline?: (ms: number) => AbortSignal;
  /** What was created may be in no list for so long. */
  readonly visibilityMs: number;
  /** Numbers of the journal start after this one: a run that is taken up again goes on counting. */
  readonly lastSeq: number;
}

export interface Sender {
  /** Carries out one step. Throws only what the journal throws, and then nothing was sent after. */
  send(step: Step): Promise<Outcome>;
  /** Writes down the end of the last step, which otherwise goes with the next one. */
  settle(): Promise<void>;
}

/** How often a step is sent when it is sure each time that it was not carried out. Waiting for an account that asks for it does not count. */
const ATTEMPTS = 5;
/** Whoever takes over the lock waits as long: what was written down before is answered by then, or never sent. */
const ATTEMPT_MS = REQUEST_TIMEOUT_MS;
const PAUSES_MS = [1000, 2000, 4000, 8000, 15_000];

/**
 * A step is written down before it is sent, and its end together with the next one. What nobody knows is read, never repeated: it is sent again
 * only after the account said that it is as before. Before it is sent again it is written down again, so that whoever lost the lock sends
 * nothing. An interruption never reaches a request under way: half a request would leave nobody knowing.
 */
export function senderOf(options: SendingOptions & { readonly signal: AbortSignal }): Sender {
  const { account, journal, now, signal, deadline = AbortSignal.timeout } = options;
  const state: { seq: number; ended: JournalEnd | undefined } = { seq: options.lastSeq, ended: undefined };
  const begin = async (step: Step, attempt: number) => {
    state.seq += 1;
    const { ended } = state;
    await journal.write({ ...(ended && { ended }), begins: beginOf(step, { seq: state.seq, attempt, now }) });
    state.ended = undefined;
  };
  const settle = async () => {
    const { ended } = state;
    if (ended) await journal.write({ ended });
    state.ended = undefined;
  };
  return {
    send: async (step) => {
      let failures = 0;
      for (let attempt = 1; ; attempt += 1) {
        await begin(step, attempt);
        const given = await account.perform(step, deadline(ATTEMPT_MS));
        const { outcome, record } = await known(step, given, options);
        // What nobody knows has no end: the run stays open, and whoever comes next looks before anything else is sent.
        state.ended = record === 'ambiguous' ? undefined : endOf(record, outcome, { seq: state.seq, now });
        if (outcome.kind !== 'not-sent') return outcome;
        const { retryInMs, ...notSent } = outcome;
        if (retryInMs === undefined) failures += 1;
        if (failures === ATTEMPTS || signal.aborted) return notSent;
        await settle();
        await waitFor(retryInMs ?? PAUSES_MS[failures - 1] ?? 0, options);
        if (signal.aborted) return notSent;
      }
    },
    settle,
  };
}

const PART_MS = 1000;

/** In parts, so that whoever interrupts it need not wait for all of it. */
export async function waitFor(
  ms: number,
  { sleep, signal }: Pick<SendingOptions, 'sleep'> & { readonly signal: AbortSignal },
): Promise<void> {
  for (let leftMs = ms; leftMs > 0 && !signal.aborted; leftMs -= PART_MS) await sleep(Math.min(leftMs, PART_MS));
}

interface Numbered {
  readonly seq: number;
  readonly now: () => Date;
}

const beginOf = (
  { id, operation, key, input, precondition }: Step,
  { seq, attempt, now }: Numbered & { readonly attempt: number },
): JournalBegin => ({ seq, stepId: id, operation, key, input, precondition, attempt, at: instant(now()) });

const endOf = (record: JournalEnd['outcome'], outcome: Outcome, { seq, now }: Numbered): JournalEnd => ({
  seq,
  outcome: record,
  at: instant(now()),
  ...('message' in outcome && { message: outcome.message }),
});

interface Known {
  readonly outcome: Outcome;
  readonly record: JournalEnd['outcome'];
}

/** What reading makes of an outcome that nobody knows. */
async function known(
  step: Step,
  outcome: Outcome,
  { account, sleep, visibilityMs }: Pick<SendingOptions, 'account' | 'sleep' | 'visibilityMs'>,
): Promise<Known> {
  if (outcome.kind !== 'ambiguous') return { outcome, record: outcome.kind };
  const { signal } = new AbortController();
  const state = await stateOf(step, { account, sleep, visibilityMs, signal });
  switch (state.kind) {
    case 'done':
      return { outcome: { kind: 'done', isFound: true }, record: 'adopted' };
    case 'open':
      return { outcome: { kind: 'not-sent', message: `It was not carried out. ${outcome.message}` }, record: 'absent' };
    case 'changed':
      return { outcome: { kind: 'stale', message: outcome.message }, record: 'stale' };
    case 'unknown':
      return { outcome, record: 'ambiguous' };
    default:
      return state satisfies never;
  }
}

/** What is created may come to be seen later: as long as that may be, its absence says nothing. */
export async function stateOf(
  step: Step,
  {
    account,
    sleep,
    visibilityMs,
    signal,
  }: Pick<SendingOptions, 'account' | 'sleep' | 'visibilityMs'> & { readonly signal: AbortSignal },
): ReturnType<AccountWriter['check']> {
  let waitedMs = 0;
  for (const pauseMs of [...PAUSES_MS, visibilityMs]) {
    const state = await account.check(step, signal);
    const waits = state.kind === 'unknown' || (state.kind === 'open' && step.operation.startsWith('create'));
    if (!waits || waitedMs >= visibilityMs) return state;
    const nextMs = Math.min(pauseMs, visibilityMs - waitedMs);
    await sleep(nextMs);
    waitedMs += nextMs;
  }
  return account.check(step, signal);
}
