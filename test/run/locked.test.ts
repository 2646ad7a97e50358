import { describe, expect, it } from 'vitest';
import { LEASE_MS, whileLocked } from '../../src/run/locked.js';
import { holder } from '../ledger/entries.js';
import { filePlace, openAt } from '../ledger/places.js';

describe('a lock that is held while work waits', () => {
  it('is extended three times a lease, and given back at the end', async () => {
    const place = filePlace();
    const ledger = await openAt(place);
    const beats: (() => void)[] = [];
    const waited: number[] = [];
    const sleep = (ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => {
        waited.push(ms);
        beats.push(resolve);
        signal?.addEventListener('abort', () => resolve(), { once: true });
      });
    const untils: string[] = [];
    const request = { holder: holder('ada'), sleep };
    await whileLocked(ledger, request, async () => {
      for (let beat = 0; beat < 3; beat += 1) {
        untils.push((await ledger.lockInfo())?.until ?? '');
        await place.pass(LEASE_MS / 3);
        const before = waited.length;
        beats.shift()?.();
        while (waited.length === before) await new Promise(setImmediate);
      }
      untils.push((await ledger.lockInfo())?.until ?? '');
    });
    expect(waited).toEqual(Array(4).fill(LEASE_MS / 3));
    expect(new Set(untils).size).toBe(4);
    expect(untils).toEqual([...untils].sort());
    expect(await ledger.lockInfo()).toBeUndefined();
    await ledger.close();
  });
});
