import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pacedFetch } from '../../src/account/paced-fetch.js';
import { sandboxAccount } from '../../src/account/sandbox/index.js';
import { applyPlan, NO_JOURNAL } from '../../src/apply/apply-plan.js';
import { usualPause } from '../../src/cli/apply-progress.js';
import { userKey } from '../../src/model/index.js';
import { bigAccount, memorySandbox } from '../../src/sandbox/index.js';
import { pacerOf } from '../../src/sandbox/server/pacer.js';
import { runs } from '../support/scale.js';
import { step } from './steps.js';

interface Conditions {
  /** What the client is told, and what the account really takes. */
  readonly known: number | undefined;
  readonly takes: number;
  readonly requests: number;
  /** How long the n-th answer takes, and how late the n-th timer is. */
  readonly latencyMs?: (nth: number) => number;
  readonly lateMs?: (nth: number) => number;
  /** How long the n-th request is on its way before the account counts it. */
  readonly arrivesMs?: (nth: number) => number;
  /** What the account takes from this request on. */
  readonly takesLater?: { readonly from: number; readonly rate: number };
  readonly retryAfter?: string;
}

const ask = () => new Request('http://account.example/', { headers: { authorization: 'key' } });

/** Requests one after the other on a clock that only waiting moves. */
function worldOf({
  known,
  takes,
  latencyMs = () => 3,
  lateMs = () => 1,
  arrivesMs = () => 0,
  takesLater,
  retryAfter,
}: Conditions) {
  const clock = { ms: 5_000_000 };
  const starts: number[] = [];
  const count = { sleeps: 0, refused: 0 };
  const now = () => new Date(clock.ms);
  const pacers = [takes, takesLater?.rate ?? takes].map((rate) => pacerOf({ rate, clock: now }));
  const fetch = async (request: Request) => {
    starts.push(clock.ms);
    clock.ms += arrivesMs(starts.length);
    const refusal = pacers[takesLater && starts.length > takesLater.from ? 1 : 0]?.(request);
    clock.ms += latencyMs(starts.length);
    if (!refusal) return new Response('{}');
    count.refused += 1;
    return retryAfter === undefined
      ? refusal
      : new Response('', { status: 429, headers: { 'retry-after': retryAfter } });
  };
  const patience = {
    rate: known,
    nowMs: () => clock.ms,
    sleep: async (ms: number) => {
      count.sleeps += 1;
      clock.ms += ms + lateMs(count.sleeps);
    },
    random: () => 0.5,
    deadline: () => new AbortController().signal,
  };
  return { clock, starts, count, fetch, now, patience };
}

async function paced(conditions: Conditions) {
  const { clock, starts, count, fetch, now, patience } = worldOf(conditions);
  const send = pacedFetch({ ...patience, fetch, now });
  const from = clock.ms;
  for (let nth = 0; nth < conditions.requests; nth += 1) expect((await send(ask)).response.status).toBe(200);
  return { seconds: (clock.ms - from) / 1000, refused: count.refused, starts };
}

/** The most requests that start within any second. */
function mostInASecond(starts: readonly number[]): number {
  return Math.max(...starts.map((at, index) => starts.slice(index).filter((other) => other < at + 1000).length));
}

describe('a known limit', () => {
  it.each([1, 2, 5, 50])('of %i a second is kept in every second, and nearly reached', async (rate) => {
    const requests = 100 + 20 * rate;
    const { seconds, refused, starts } = await paced({ known: rate, takes: rate, requests });
    expect(refused).toBe(0);
    expect(mostInASecond(starts)).toBeLessThanOrEqual(rate);
    expect(seconds).toBeLessThanOrEqual((1.05 * requests) / rate);
  });

  it('below one a second is kept too', async () => {
    const { starts } = await paced({ known: 0.5, takes: 1, requests: 10 });
    expect(Math.min(...starts.slice(1).map((at, index) => at - (starts[index] ?? 0)))).toBeGreaterThanOrEqual(2000);
  });

  it('is kept however late timers and answers are', async () => {
    let slow = 0;
    const late = fc.array(fc.oneof({ weight: 9, arbitrary: fc.nat(30) }, fc.nat(3000)), { minLength: 8, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 20 }), late, late, async (rate, lateness, latencies) => {
        const { refused, starts } = await paced({
          known: rate,
          takes: rate,
          requests: 60,
          lateMs: (nth) => lateness[nth % 8] ?? 0,
          latencyMs: (nth) => latencies[nth % 8] ?? 0,
        });
        if (Math.max(...lateness) > 100) slow += 1;
        expect(refused).toBe(0);
        expect(mostInASecond(starts)).toBeLessThanOrEqual(rate);
      }),
      { numRuns: runs({ short: 400, long: 2000 }) },
    );
    expect(slow).toBeGreaterThan(runs({ short: 150, long: 800 }));
  });

  it('is kept when a request arrives later than the others, above all the first', async () => {
    const { refused, seconds } = await paced({
      known: 20,
      takes: 20,
      requests: 200,
      arrivesMs: (nth) => (nth === 1 ? 150 : nth % 50 === 1 ? 43 : 0),
    });
    expect(refused).toBe(0);
    expect(seconds).toBeLessThanOrEqual((1.05 * 200) / 20);
  });

  it('is shared: what comes at once goes out in order, each in its turn', async () => {
    const { clock, starts, fetch, now, patience } = worldOf({ known: 2, takes: 2, requests: 40 });
    const send = pacedFetch({ ...patience, fetch, now });
    const order: number[] = [];
    const from = clock.ms;
    await Promise.all(Array.from({ length: 40 }, (_, nth) => send(ask).then(() => order.push(nth))));
    expect(order).toEqual(Array.from({ length: 40 }, (_, nth) => nth));
    expect(mostInASecond(starts)).toBe(2);
    expect(clock.ms - from).toBeLessThanOrEqual(1.05 * 20_000);
  });

  it('takes an apply of 1,000 changes at 2 a second through without a refusal, in 1.05 of the time', async () => {
    const sandbox = await memorySandbox(bigAccount(1001));
    const { clock, starts, count, fetch, now, patience } = worldOf({ known: 2, takes: 2, requests: 1000 });
    const account = sandboxAccount({
      fetch: async (request) => {
        const answer = await fetch(request);
        return answer.status === 429 ? answer : sandbox.fetch(request);
      },
      baseUrl: 'http://account.example',
      key: sandbox.keyFor(),
      now,
      patience,
    });
    const { state } = await account.read();
    const steps = [...state.users.values()].slice(1).map(({ email, lastName }) => ({
      ...step('rename', userKey(email), { lastName: 'Changed' }, { lastName: lastName.known ? lastName.value : '' }),
      id: email,
    }));
    const [fromMs, reads] = [clock.ms, starts.length];
    const { signal } = new AbortController();
    const options = { account, journal: NO_JOURNAL, now, sleep: patience.sleep, visibilityMs: 0, lastSeq: 0, signal };
    const report = await applyPlan(steps, { ...options, onStep: () => {} });
    const done = report.results.filter((result) => 'outcome' in result && result.outcome.kind === 'done').length;
    expect([done, starts.length - reads, count.refused]).toEqual([1000, 1000, 0]);
    expect(mostInASecond(starts.slice(0, 300))).toBe(2);
    expect((clock.ms - fromMs) / 1000).toBeLessThanOrEqual((1.05 * 1000) / 2);
    sandbox.close();
  });
});

describe('an unknown limit', () => {
  it.each([2, 10, 50, 200])(
    'of %i a second is found: two in a hundred refused at most, and 1.2 of the time',
    async (takes) => {
      const requests = Math.max(1000, 30 * takes);
      const { seconds, refused } = await paced({ known: undefined, takes, requests });
      expect(refused).toBeGreaterThan(0);
      expect(refused / requests).toBeLessThanOrEqual(0.02);
      expect(seconds).toBeLessThanOrEqual((1.2 * requests) / takes);
    },
  );

  it('costs nothing where there is none', async () => {
    const { seconds, refused } = await paced({ known: undefined, takes: 1e9, requests: 1000 });
    expect([seconds, refused]).toEqual([3, 0]);
  });

  it('is found again when it is lowered, and when it is raised', async () => {
    const lowered = await paced({ known: undefined, takes: 50, requests: 1000, takesLater: { from: 500, rate: 5 } });
    expect(lowered.refused).toBeLessThanOrEqual(30);
    const raised = await paced({ known: undefined, takes: 5, requests: 3000, takesLater: { from: 100, rate: 50 } });
    const later = raised.starts.slice(-200);
    expect(200_000 / ((later.at(-1) ?? 0) - (later[0] ?? 0))).toBeGreaterThan(30);
    expect(raised.refused / 3000).toBeLessThanOrEqual(0.02);
  });

  it('refuses those under way together once', async () => {
    const { starts, count, fetch, now, patience } = worldOf({ known: undefined, takes: 4, requests: 12 });
    const send = pacedFetch({ ...patience, fetch, now });
    const answers = await Promise.all(Array.from({ length: 12 }, () => send(ask)));
    expect(answers.every(({ response }) => response.status === 200)).toBe(true);
    expect(starts.length - count.refused).toBe(12);
    expect(count.refused).toBeLessThanOrEqual(9);
  });
});

describe('the time left', () => {
  it('is told by the usual pause lately, whatever one wait took', async () => {
    const { starts } = await paced({ known: undefined, takes: 10, requests: 60 });
    const pauseMs = usualPause(starts.slice(-21)) ?? 0;
    expect(pauseMs).toBeGreaterThan(95);
    expect(pauseMs).toBeLessThan(125);
    expect(usualPause([0, 100, 200, 60_200, 60_300, 60_400])).toBe(100);
    expect(usualPause([0])).toBeUndefined();
  });
});
