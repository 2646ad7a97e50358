import { describe, expect, it } from 'vitest';
import { crashCampaign } from '../campaign/crashes.js';
import { runs } from '../support/scale.js';

const POINTS = runs({ short: 300, long: 100_000 });

describe('an apply that is cut off', () => {
  it('ends where it would have ended, wherever and however often that happens', async () => {
    const t = performance.now();
    const campaign = await crashCampaign({ seed: 1, points: POINTS });
    const kinds: Record<string, number> = {};
    for (const f of campaign.found) kinds[f.violation] = (kinds[f.violation] ?? 0) + 1;
    console.log({ ...campaign, found: kinds, ms: performance.now() - t, cpu: process.cpuUsage().user / 1000 });
    for (const v of Object.keys(kinds)) console.log(v, campaign.found.filter((f) => f.violation === v).slice(0, 3).map((f) => f.detail.slice(0, 1500)));
    expect(campaign.found.slice(0, 1)).toEqual([]);
  }, 900_000);
});
