import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/sandbox/index.js';
import type { Dice } from '../access/random-accounts.js';
import { type Disturbance, disturbedCampaign } from '../campaign/disturbed.js';
import { recordEvidence } from '../support/evidence.js';
import { runs } from '../support/scale.js';

const SEED = Number(process.env.RINGCTL_TEST_SEED ?? 1) || 1;
const FAULTS = runs({ short: 60, long: 5_000 });
const KILLS = runs({ short: 30, long: 2_000 });

const HTML = '<html><body>Bad gateway</body></html>';
const RETRY_AFTER = ['1', '0', '-1', '99999999', 'soon', 'Thu, 01 Jan 1970 00:00:00 GMT', ''] as const;
const JSON_BODY = '{"error":{"code":"TOO_MANY_REQUESTS","message":"Too many requests."}}';
const LAGS_MS = [1000, 5000, 29_000, 31_000, 120_000] as const;
const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** What becomes of a request or of its answer. */
function effectOf(dice: Dice): Fault['effect'] {
  const when = dice.pick(['before', 'after'] as const);
  const kind = dice.below(6);
  if (kind === 0) return { kind: 'drop', when };
  if (kind === 1) return { kind: 'truncate', bytes: dice.below(40) };
  if (kind === 2) return { kind: 'delay', ms: 1000 * dice.below(90) };
  const status = kind === 3 ? 429 : dice.pick([500, 502, 503, 504] as const);
  const headers: Record<string, string> = kind === 3 ? { 'retry-after': dice.pick(RETRY_AFTER) } : {};
  // Too many requests says that it was not carried out: whoever answers so afterwards is not believed by anybody.
  if (status === 429) return { kind: 'answer', when: 'before', status, headers, body: dice.pick([JSON_BODY, HTML]) };
  return { kind: 'answer', when, status, headers, body: HTML };
}

/** One to three requests go wrong, and what is created may be seen late. */
function lost(dice: Dice): Disturbance {
  const faults = Array.from({ length: 1 + dice.below(3) }, (): Fault => {
    const method = dice.chance(80) ? dice.pick(WRITES) : 'GET';
    return {
      method,
      path: '/',
      from: 1 + dice.below(method === 'GET' ? 12 : 5),
      times: 1 + dice.below(2),
      effect: effectOf(dice),
    };
  });
  const ms = dice.chance(40) ? dice.pick(LAGS_MS) : 0;
  const lag: Fault = { method: 'POST', path: '/', from: 1, times: 1000, effect: { kind: 'lag', ms } };
  return { faults: ms > 0 ? [lag, ...faults] : faults, deaths: [], isLate: ms > 30_000 };
}

/** Up to four applies are killed, one after the other. */
const killed = (dice: Dice, moments: number): Disturbance => ({
  faults: [],
  deaths: Array.from({ length: 1 + dice.below(4) }, (_, index) => 1 + dice.below(index === 0 ? moments : 12)),
  isLate: false,
});

describe('an apply on the embedded account', () => {
  it('ends where it would have ended, whatever becomes of requests and answers', async () => {
    const started = performance.now();
    const result = await disturbedCampaign({
      seed: SEED,
      count: FAULTS,
      perWorld: FAULTS > 1000 ? 50 : 12,
      disturb: lost,
    });
    recordEvidence({
      what: 'lost, late and garbled answers',
      seed: SEED,
      count: result.count,
      failures: result.found.length,
      milliseconds: performance.now() - started,
    });
    expect(result.found.slice(0, 1)).toEqual([]);
    expect(result.count).toBe(FAULTS);
    expect(result.noticed).toBeGreaterThan(FAULTS / 3);
    expect(result.reported).toBeGreaterThan(FAULTS / 100);
  }, 1_800_000);

  it('gets the answers that were given before where they would be worked out anew', async () => {
    const given = { seed: SEED + 2, count: runs({ short: 6, long: 60 }), perWorld: 6, disturb: lost };
    expect(await disturbedCampaign(given)).toEqual(await disturbedCampaign({ ...given, isForgetful: true }));
  });

  it('is noticed to do things twice where nobody looks before it sends again', async () => {
    const effect: Fault['effect'] = { kind: 'drop', when: 'after' };
    const faults: readonly Fault[] = [{ method: 'POST', path: '/', from: 1, times: 2, effect }];
    const disturb = (): Disturbance => ({ faults, deaths: [], isLate: false });
    const { found } = await disturbedCampaign({ seed: SEED, count: 6, perWorld: 1, disturb, isBlind: true });
    expect(found.map(({ violation }) => violation)).toContain('duplicate');
  });

  it('ends where it would have ended, wherever it is killed', async () => {
    const started = performance.now();
    const result = await disturbedCampaign({
      seed: SEED + 1,
      count: KILLS,
      perWorld: KILLS > 1000 ? 50 : 10,
      disturb: killed,
    });
    recordEvidence({
      what: 'crash points of an apply on the embedded account',
      seed: SEED + 1,
      count: result.count,
      failures: result.found.length,
      milliseconds: performance.now() - started,
    });
    expect(result.found.slice(0, 3)).toEqual([]);
    expect(result.noticed).toBeGreaterThan(KILLS * 0.9);
  }, 3_600_000);
});
