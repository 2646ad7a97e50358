import { paceOf } from './pace.js';
import { pauseAfterRefusal, retryAfterMs } from './retry.js';

/** How an account is waited for. */
export interface Patience {
  /** Requests a second that the account takes; undefined where nobody says so. */
  readonly rate: number | undefined;
  /** Milliseconds that only go forward, however the clock of the machine is set. */
  readonly nowMs: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Ends a try that takes so long, its answer included. */
  readonly deadline: (ms: number) => AbortSignal;
}

export interface PacedFetchOptions extends Omit<Patience, 'deadline'> {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly now: () => Date;
}

/** What 429 answers may cost a run altogether. */
const WAITED_AT_MOST_MS = 15 * 60_000;

/**
 * Sends each request when its turn has come, and again after a 429, which says that it was not carried out. The 429 itself is the answer once
 * waiting would take longer than a run may wait. A request is prepared for each try, so that its time begins when it is sent.
 */
export function pacedFetch({
  fetch,
  now,
  random,
  nowMs,
  ...options
}: PacedFetchOptions): (prepare: () => Request) => Promise<Response> {
  const pace = paceOf({ ...options, nowMs });
  const refusals = { inARow: 0, waitedMs: 0, lastMs: Number.NEGATIVE_INFINITY };
  /** Whether it is to be sent again. Those that were under way together are one refusal. */
  const waits = ({ headers }: Response, turnMs: number): boolean => {
    if (turnMs < refusals.lastMs) return true;
    refusals.inARow += 1;
    refusals.lastMs = nowMs();
    const pauseMs = pauseAfterRefusal({ asked: retryAfterMs(headers, now()), inARow: refusals.inARow }, random);
    if (refusals.waitedMs + pauseMs > WAITED_AT_MOST_MS) return false;
    refusals.waitedMs += pauseMs;
    pace.refused(turnMs, pauseMs);
    return true;
  };
  return async (prepare) => {
    for (;;) {
      const turnMs = await pace.turn();
      const answer = await fetch(prepare());
      if (answer.status !== 429) {
        refusals.inARow = 0;
        pace.accepted();
        return answer;
      }
      if (!waits(answer, turnMs)) return answer;
      await answer.arrayBuffer().catch(() => {});
    }
  };
}
