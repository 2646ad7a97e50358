import { describe, expect, it } from 'vitest';
import { AccountUnreadable } from '../../src/account/ports.js';
import { sandboxAccount } from '../../src/account/sandbox/index.js';
import { groupKey, userKey } from '../../src/model/index.js';
import { memorySandbox } from '../../src/sandbox/index.js';
import { badReads } from '../campaign/bad-reads.js';
import { recordEvidence } from '../support/evidence.js';
import { runs } from '../support/scale.js';
import { step } from './steps.js';

const SEED = Number(process.env.RINGCTL_TEST_SEED ?? 1) || 1;
const READS = runs({ short: 300, long: 20_000 });

describe('a read in which something is wrong', () => {
  it('is refused, or gives the plan that it would have given', async () => {
    const started = performance.now();
    const { count, refused, equal, found } = await badReads({ seed: SEED, count: READS, perWorld: 100 });
    recordEvidence({
      what: 'bad reads: a plan that only a fault explains',
      seed: SEED,
      count,
      failures: found.length,
      milliseconds: performance.now() - started,
    });
    expect(found.slice(0, 3)).toEqual([]);
    expect(refused + equal).toBe(READS);
    expect(refused).toBeGreaterThan(READS / 3);
  }, 1_800_000);

  it('is noticed to change plans where nobody compares totals', async () => {
    const { found } = await badReads({ seed: SEED, count: 60, perWorld: 30, withoutTotals: true });
    expect(found.length).toBeGreaterThan(3);
  });

  it.each(['revokeKey', 'monitoringOff'] as const)('is refused at whichever request %s happens', async (kind) => {
    let requests = 0;
    for (let from = 1; from <= Math.max(requests, 1); from += 1) {
      const sandbox = await memorySandbox('small-team');
      const key = sandbox.keyFor();
      if (from > 1) sandbox.setFaults([{ method: 'GET', path: '/', from: from - 1, times: 1, effect: { kind } }]);
      const fetch = (request: Request) => {
        if (from === 1) requests += 1;
        return sandbox.fetch(request);
      };
      const account = sandboxAccount({ fetch, baseUrl: 'http://embedded.account', key, now: () => new Date(0) });
      const live = await account.read().catch((error: unknown) => error);
      sandbox.close();
      expect(live instanceof AccountUnreadable).toBe(from > 1);
    }
    expect(requests).toBeGreaterThan(6);
  });
});

describe('looking for a step whose subject is gone', () => {
  it('tells that it changed, and tells nothing where no answer came', async () => {
    const sandbox = await memorySandbox('small-team');
    const account = sandboxAccount({
      fetch: sandbox.fetch,
      baseUrl: 'http://embedded.account',
      key: sandbox.keyFor(),
      now: () => new Date(0),
    });
    const gone = userKey('gone@smallteam.example');
    const steps = [
      step('setDashboard', gone, { dashboard: null }, { dashboard: null }),
      step('addMember', groupKey('Gone'), { users: [] }),
    ];
    const { signal } = new AbortController();
    for (const one of steps) expect((await account.check(one, signal)).kind).toBe('changed');
    const effect = { kind: 'drop', when: 'before' } as const;
    sandbox.setFaults([{ method: 'GET', path: '/', from: 1, times: 1000, effect }]);
    for (const one of steps) expect((await account.check(one, signal)).kind).toBe('unknown');
    sandbox.close();
  });
});
