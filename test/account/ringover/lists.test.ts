import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Client, shaped } from '../../../src/account/ringover/client.js';
import { listReader, NotWhole } from '../../../src/account/ringover/lists.js';
import { countAt } from '../../../src/account/wire.js';
import { runs } from '../../support/scale.js';

interface Served {
  readonly ids: readonly number[];
  /** Default: pages as asked for. */
  readonly pages?: 'asked' | 'whole' | 'hundred' | 'first thousand' | undefined;
  /** What is there at the n-th request, counted from 0. */
  readonly at?: (turn: number) => readonly number[];
}

/** A list of ids behind pages, and what it was asked for. */
function serving({ ids, pages = 'asked', at = () => ids }: Served): { client: Client; offsets: number[] } {
  const offsets: number[] = [];
  const read: Client['read'] = async (path) => {
    const query = new URLSearchParams(path.split('?')[1]);
    const [limit, offset] = [Number(query.get('limit_count')), Number(query.get('limit_offset'))];
    const now = at(offsets.length);
    offsets.push(offset);
    const length = pages === 'hundred' ? 100 : limit;
    if (pages === 'whole') return now.map((id) => ({ id }));
    const start = pages === 'first thousand' ? 0 : offset;
    return now.slice(start, start + length).map((id) => ({ id }));
  };
  return {
    client: { base: '', region: 'eu', read, send: () => Promise.reject(new Error('nothing is sent')) },
    offsets,
  };
}

const readIds = async (client: Client, total: number | undefined): Promise<readonly number[]> => {
  const path = ({ limit, offset }: { limit: number; offset: number }) =>
    `/x?limit_count=${limit}&limit_offset=${offset}`;
  const entry = (row: Readonly<Record<string, unknown>>) => ({ id: shaped(() => countAt(row, 'id')) });
  return (await listReader(client)({ name: 'x', path, entry, total })).map(({ id }) => id);
};

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

describe('a list', () => {
  it.each<[Served['pages'], number, number]>([
    ['asked', 0, 1],
    ['asked', 99, 1],
    ['asked', 100, 2],
    ['asked', 999, 1],
    ['asked', 1000, 2],
    ['asked', 1001, 2],
    ['asked', 1999, 3],
    ['asked', 2500, 3],
    ['whole', 1000, 2],
    ['whole', 2500, 1],
    ['hundred', 99, 1],
    ['hundred', 100, 2],
    ['hundred', 250, 3],
  ])('with pages %s of %i entries is read whole in %i requests without a total', async (pages, count, requests) => {
    const { client, offsets } = serving({ ids: upTo(count), pages });
    expect(await readIds(client, undefined)).toEqual(upTo(count));
    expect(offsets.length).toBe(requests);
  });

  it.each([100, 1000, 1999])('of %i entries needs no further request when the total says so', async (count) => {
    const { client, offsets } = serving({ ids: upTo(count) });
    expect(await readIds(client, count)).toEqual(upTo(count));
    expect(offsets.length).toBe(Math.ceil((count - 1) / 999));
  });

  it('that is cut off at the largest page is not whole', async () => {
    const { client } = serving({ ids: upTo(1500), pages: 'first thousand' });
    await expect(readIds(client, 1500)).rejects.toBeInstanceOf(NotWhole);
  });

  it.each([-1, 1])('whose total differs by %i is not whole', async (by) => {
    const { client } = serving({ ids: upTo(20) });
    await expect(readIds(client, 20 + by)).rejects.toBeInstanceOf(NotWhole);
  });

  it('with an entry twice in a page is not whole', async () => {
    const { client } = serving({ ids: [1, 2, 2] });
    await expect(readIds(client, undefined)).rejects.toBeInstanceOf(NotWhole);
  });

  it('never misses what was there all the time, whatever came and went between its pages', async () => {
    const count = { read: 0, refused: 0 };
    const change = fc.array(fc.record({ isGone: fc.boolean(), at: fc.nat({ max: 2300 }) }), { maxLength: 3 });
    const property = fc.asyncProperty(fc.array(change, { minLength: 3, maxLength: 3 }), async (turns) => {
      const states = [upTo(2300)];
      for (const changes of turns) states.push(changes.reduce(changed, states.at(-1) ?? []));
      const at = (turn: number) => states[Math.min(turn, states.length - 1)] ?? [];
      const { client } = serving({ ids: [], at });
      const found = await readIds(client, undefined).catch((error: unknown) => error);
      if (!Array.isArray(found)) {
        expect(found).toBeInstanceOf(NotWhole);
        count.refused += 1;
        return;
      }
      const seen = new Set(found);
      const always = at(0).filter((id) => states.every((state) => state.includes(id)));
      expect(always.filter((id) => !seen.has(id))).toEqual([]);
      count.read += 1;
    });
    const numRuns = runs({ short: 500, long: 5000 });
    await fc.assert(property, { numRuns });
    expect(count.read).toBeGreaterThan(numRuns / 10);
    expect(count.refused).toBeGreaterThan(numRuns / 10);
  });
});

/** In the order of ids: what is new stands anywhere. */
const changed = (ids: readonly number[], { isGone, at }: { isGone: boolean; at: number }): readonly number[] =>
  isGone ? ids.filter((_, index) => index !== at) : ids.toSpliced(at, 0, Math.max(0, ...ids) + 1);
