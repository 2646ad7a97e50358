import { describe, expect, it } from 'vitest';
import { bigAccount, LIVE, memorySandbox, PORTAL, type Sandbox } from '../../../src/sandbox/index.js';
import { limiterOf } from '../../../src/sandbox/public/limiter.js';
import { type Entry, entriesOf, entry, publicCaller, publicSandbox } from './public-requests.js';

const PEOPLE = 1205;
const seed = bigAccount(PEOPLE);
/** Everybody in one group, and more groups than fit on a page. */
const crowded = {
  ...seed,
  groups: [
    ...seed.groups,
    ...Array.from({ length: 1000 }, (_, index) => ({ name: `More ${index}`, openAccess: false })),
  ],
  users: seed.users.map((user) => ({ ...user, groups: ['Group 01'] })),
};

/** Ids of all pages, and how many entries each page had, until one is empty. */
async function pagesOf(sandbox: Sandbox, path: string, limit: number, listOf: (body: unknown) => readonly Entry[]) {
  const pages: Entry[][] = [];
  for (let offset = 0; ; offset += limit) {
    const { body } = await publicCaller(sandbox)(`GET ${path}?limit_count=${limit}&limit_offset=${offset}`);
    const page = listOf(body);
    if (page.length === 0) return { ids: pages.flat(), sizes: pages.map(({ length }) => length) };
    pages.push([...page]);
  }
}

const distinct = (entries: readonly Entry[], id: string) => new Set(entries.map((one) => one[id])).size;

describe('long lists', () => {
  it('of people, groups and members come page by page, without gaps and repeats', async () => {
    const sandbox = await publicSandbox(PORTAL, crowded);
    const users = await pagesOf(sandbox, '/users', 1000, entriesOf);
    expect([users.sizes, distinct(users.ids, 'user_id')]).toEqual([[1000, PEOPLE - 1000], PEOPLE]);
    const groups = await pagesOf(sandbox, '/groups', 1000, entriesOf);
    expect([groups.sizes, distinct(groups.ids, 'group_id')]).toEqual([[1000, 50], 1050]);
    const members = await pagesOf(sandbox, '/groups/1', 500, (body) => entriesOf(entry(body).users));
    expect([members.sizes, distinct(members.ids, 'user_id')]).toEqual([[500, 500, 205], PEOPLE]);
    const size = async (query: string) => entry((await publicCaller(sandbox)(`GET /groups${query}`)).body).list_count;
    expect(await Promise.all(['', '?limit_count=5000', '?limit_count=x', '?limit_count=-1'].map(size))).toEqual([
      100, 1000, 100, 100,
    ]);
    sandbox.close();
  });

  it('of people come whole where no page is documented, numbers with them', async () => {
    const sandbox = await publicSandbox(LIVE, crowded);
    const { body } = await publicCaller(sandbox)('GET /users?limit_count=10');
    const users = entriesOf(body);
    expect([entry(body).list_count, distinct(users, 'user_id')]).toEqual([PEOPLE, PEOPLE]);
    expect(users.every(({ user_id, numbers }) => entriesOf(numbers)[0]?.user_id === user_id)).toBe(true);
    sandbox.close();
  });
});

describe('the rate', () => {
  it('is two requests in any second for each key, and 429 above', async () => {
    let now = Date.UTC(2026, 10, 23, 9);
    const sandbox = await memorySandbox('small-team', { clock: () => new Date(now), publicApi: { rate: 2 } });
    const call = publicCaller(sandbox);
    const other = { as: 'petra.wolf@smallteam.example' };
    const statuses = async (...sent: readonly object[]) => {
      const said: number[] = [];
      for (const sending of sent) said.push((await call('GET /users', sending)).status);
      return said;
    };
    expect(await statuses({}, {}, {}, other, { authorization: 'wrong' }, {})).toEqual([200, 200, 429, 200, 401, 429]);
    now += 999;
    expect(await statuses({})).toEqual([429]);
    now += 1;
    expect(await statuses({}, {}, {})).toEqual([200, 200, 429]);
    expect(entry((await call('GET /users')).body)).toEqual({ error: 'Too many requests' });
    sandbox.close();
  });

  it('is any without the option', async () => {
    const sandbox = await memorySandbox('small-team', { clock: () => new Date(0) });
    for (let sent = 0; sent < 20; sent++) expect((await publicCaller(sandbox)('GET /teams')).status).toBe(200);
    sandbox.close();
  });

  it('counts any window of a second, and not what was refused', () => {
    let now = 0;
    const isOver = limiterOf(2, () => new Date(now));
    const at = (ms: number) => {
      now = ms;
      return isOver('key');
    };
    expect([0, 600, 999, 1000, 1001, 1599, 1600, 1999, 2000].map(at)).toEqual([
      false,
      false,
      true,
      false,
      true,
      true,
      false,
      true,
      false,
    ]);
  });
});
