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

export interface Paced {
  readonly response: Response;
  /** Of a write that was answered 429, as long as the run may wait: when it may be sent again. */
  readonly retryInMs?: number;
}

/**
 * Sends each request when its turn has come, and a read again after a 429, which says that it was not carried out. A write is not sent again
 * here: it is written down anew first, by whoever holds the lock then. The 429 itself is the answer once waiting would take longer than a run
 * may wait. A request is prepared for each try, so that its time begins when it is sent.
 */
export function pacedFetch({
  fetch,
  now,
  random,
  nowMs,
  ...options
}: PacedFetchOptions): (prepare: () => Request) => Promise<Paced> {
  const pace = paceOf({ ...options, nowMs });
  const refusals = { inARow: 0, waitedMs: 0, lastMs: Number.NEGATIVE_INFINITY, freeMs: 0 };
  /** In how many milliseconds it may be sent again; undefined where it may not. Those that were under way together are one refusal. */
  const pauseFor = ({ headers }: Response, turnMs: number): number | undefined => {
    if (turnMs < refusals.lastMs) return Math.max(0, refusals.freeMs - nowMs());
    refusals.inARow += 1;
    refusals.lastMs = nowMs();
    const pauseMs = pauseAfterRefusal({ asked: retryAfterMs(headers, now()), inARow: refusals.inARow }, random);
    if (refusals.waitedMs + pauseMs > WAITED_AT_MOST_MS) return undefined;
    refusals.waitedMs += pauseMs;
    refusals.freeMs = refusals.lastMs + pauseMs;
    pace.refused(turnMs, pauseMs);
    return pauseMs;
  };
  return async (prepare) => {
    for (;;) {
      const turnMs = await pace.turn();
      const request = prepare();
      const response = await fetch(request);
      if (response.status !== 429) {
        refusals.inARow = 0;
        pace.accepted(turnMs);
        return { response };
      }
      const retryInMs = pauseFor(response, turnMs);
      if (retryInMs === undefined) return { response };
      if (request.method !== 'GET') return { response, retryInMs };
      await response.arrayBuffer().catch(() => {});
    }
  };
}
