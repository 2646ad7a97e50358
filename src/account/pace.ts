/** The one limiter of an account: all reads and writes of the process take their turns here. */
export interface Pace {
  /** Waits for the next turn, first come first served. Answers when it came, in the milliseconds of `nowMs`. */
  turn(): Promise<number>;
  /** The account took the request of that turn, whatever it answered. */
  accepted(turnMs: number): void;
  /** The account had too many requests when it got the one of that turn: nothing is sent for so long. Once for all that were under way. */
  refused(turnMs: number, pauseMs: number): void;
}

export interface PaceOptions {
  /** Requests a second that the account takes; undefined where nobody says so. */
  readonly rate: number | undefined;
  /** Milliseconds that only go forward, however the clock of the machine is set. */
  readonly nowMs: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** What is aimed at is so much below a known limit: timers are late and requests meet on the way, and 5 % is all that this may cost. */
const BELOW_LIMIT = 1.04;
/** A second as it is kept here: two requests that are a second apart when they are sent can be closer when they arrive. */
const SECOND_MS = 1020;
/** What may come to that for an answer that was long in coming: what is answered slowly costs 5 % as well. The first one waits for a connection. */
const LATE_MS = 25;
const FIRST_LATE_MS = 500;
/** So much of late turns is made up for by the next ones, as far as the limit of a second allows. */
const CATCH_UP_MS = 50;
/** Of the rate, after a refusal; half, where none was taken since the one before. */
const KEPT = 0.9;
/** What was given up comes back in so many requests, and not before so many seconds: a refusal costs a request and a pause. */
const REGAINED = { requests: 100, seconds: 20 };
const LEAST_RATE = 0.1;

/**
 * A known limit is never exceeded in any second, and requests are evenly spaced below it. Where none is known, requests start as fast as
 * they come until the first refusal; what the account had taken in the second before is the limit from then on, given up and regained bit by bit.
 */
export function paceOf({ rate, nowMs, sleep }: PaceOptions): Pace {
  const pacing = pacingOf(rate);
  let queue: Promise<unknown> = Promise.resolve();
  const take = async (): Promise<number> => {
    let time = nowMs();
    pacing.hasWaited = earliest(pacing) > time;
    for (let at = earliest(pacing); at > time; at = earliest(pacing)) {
      await sleep(at - time);
      time = Math.max(at, nowMs());
    }
    note(pacing, time);
    return time;
  };
  return {
    turn: () => {
      const turn = queue.then(take);
      queue = turn.catch(() => {});
      return turn;
    },
    accepted: (turnMs) => {
      arrived(pacing, turnMs, nowMs());
      raise(pacing);
    },
    refused: (turnMs, pauseMs) => {
      pacing.freeMs = nowMs() + pauseMs;
      lower(pacing, turnMs);
    },
  };
}

interface Pacing {
  /** Requests a second: what is aimed at now, and what it may become. */
  rate: number;
  readonly most: number;
  readonly window: { readonly requests: number; readonly ms: number };
  /** Turns as far back as they count, oldest first. */
  readonly turns: number[];
  /** When the first of all went out. */
  firstMs: number | undefined;
  /** When the next one is due at this rate, and when the pause after a refusal is over. */
  dueMs: number;
  freeMs: number;
  /** Rounds since the last refusal, and whether anything was taken since. */
  regained: number;
  isTaken: boolean;
  hasWaited: boolean;
}

function pacingOf(rate: number | undefined): Pacing {
  const most = rate === undefined ? Number.POSITIVE_INFINITY : rate / BELOW_LIMIT;
  const start = { turns: [], firstMs: undefined, dueMs: 0, freeMs: 0, regained: 0, isTaken: true, hasWaited: false };
  return { rate: most, most, window: windowOf(rate), ...start };
}

/** At most so many requests in so many milliseconds. */
function windowOf(rate: number | undefined): { readonly requests: number; readonly ms: number } {
  if (rate === undefined) return { requests: Number.POSITIVE_INFINITY, ms: SECOND_MS };
  return { requests: Math.max(1, Math.floor(rate)), ms: SECOND_MS * Math.max(1, 1 / rate) };
}

function earliest({ turns, window, dueMs, freeMs }: Pacing): number {
  const first = turns[turns.length - window.requests];
  return Math.max(dueMs, freeMs, first === undefined ? 0 : first + window.ms);
}

function note(pacing: Pacing, time: number): void {
  const { turns, window } = pacing;
  pacing.dueMs = Math.max(pacing.dueMs, time - CATCH_UP_MS) + 1000 / pacing.rate;
  turns.push(time);
  pacing.firstMs ??= time;
  while ((turns[0] ?? time) <= time - window.ms) turns.shift();
}

/** A request whose answer was long in coming may have been counted late: its second begins, at the latest, when the answer is there. */
function arrived({ turns, firstMs }: Pacing, turnMs: number, nowMs: number): void {
  const index = turns.lastIndexOf(turnMs);
  const lateMs = nowMs - (SECOND_MS - 1000) - turnMs;
  if (index >= 0) turns[index] = turnMs + Math.max(0, Math.min(lateMs, turnMs === firstMs ? FIRST_LATE_MS : LATE_MS));
}

/** Only a rate that held a request back is known to be right. */
function raise(pacing: Pacing): void {
  pacing.isTaken = true;
  if (!pacing.hasWaited || pacing.rate === pacing.most) return;
  const part = Math.min(1 / REGAINED.requests, 1 / (REGAINED.seconds * pacing.rate));
  pacing.regained += part;
  // Faster with every round without a refusal: the limit may have been raised.
  const factor = 1 + (1 - KEPT) * part * Math.ceil(pacing.regained);
  pacing.rate = Math.min(pacing.most, pacing.rate * factor);
}

function lower(pacing: Pacing, turnMs: number): void {
  const before = pacing.turns.filter((at) => at < turnMs && at > turnMs - 1000).length;
  const limit = Number.isFinite(pacing.rate) ? pacing.rate : before || pacing.rate;
  pacing.rate = Math.max(LEAST_RATE, limit * (pacing.isTaken ? KEPT : 0.5));
  pacing.regained = 0;
  pacing.isTaken = false;
}
