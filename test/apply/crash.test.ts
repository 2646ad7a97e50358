import { describe, expect, it } from 'vitest';
import { type CrashCampaign, crashCampaign, type Violation } from '../campaign/crashes.js';
import type { Control } from '../campaign/machine.js';
import { overtaken } from '../campaign/overtaken.js';
import { recordEvidence } from '../support/evidence.js';
import { runs } from '../support/scale.js';

const SEED = Number(process.env.RINGCTL_TEST_SEED ?? 1) || 1;
const POINTS = runs({ short: 1_200, long: 100_000 });

describe('an apply that is cut off', () => {
  it('ends where it would have ended, wherever and however often that happens', async () => {
    const started = performance.now();
    const { points, depths, found, worlds, steps } = await crashCampaign({ seed: SEED, points: POINTS });
    recordEvidence({
      what: 'crash points of an apply, up to four one after the other',
      seed: SEED,
      count: points,
      failures: found.length,
      milliseconds: performance.now() - started,
    });
    expect(found.slice(0, 3)).toEqual([]);
    expect(points).toBe(POINTS);
    expect(steps / worlds).toBeGreaterThan(4);
    expect(Math.min(...depths)).toBeGreaterThan(POINTS / 100);
  }, 3_600_000);

  it.each<[Control, Violation, number]>([
    ['looking', 'duplicate', 1],
    ['waiting', 'duplicate', 1],
    ['begins', 'other end', 17],
    ['ends', 'unbalanced journal', 1],
    ['settling', 'other end', 17],
  ])('is noticed to go wrong without %s', async (without, violation, seed) => {
    const { found } = await crashCampaign({ seed, points: 2_000, without, until: violation });
    expect(violations({ found })).toContain(violation);
  });
});

const violations = ({ found }: Pick<CrashCampaign, 'found'>) => [...new Set(found.map((one) => one.violation))];

describe('an apply that stands still past its lease', () => {
  it('sends nothing more when it wakes up', async () => {
    const { paused, late, ended } = await overtaken({
      seed: SEED,
      count: runs({ short: 3, long: 40 }),
      isFenced: true,
    });
    expect(late).toBe(0);
    expect(ended).toBe(paused);
    expect(paused).toBeGreaterThan(8);
  });

  it('is noticed to send where nobody refuses what it writes down', async () => {
    expect((await overtaken({ seed: SEED, count: 3, isFenced: false })).late).toBeGreaterThan(0);
  });
});
