import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountUnreadable } from '../../../src/account/ports.js';
import { groupKey, userKey } from '../../../src/model/index.js';
import { memorySandbox, type Sandbox } from '../../../src/sandbox/index.js';
import { CONTRACT_SEED } from '../contract-seed.js';
import { step } from '../steps.js';
import { changing, type Fetch, MODES, type Opening, openRingover } from './opened.js';

const LINK = step('link', userKey('ada@acme.example'), { profile: 'Lead' });
const isWrite = ({ method }: Request): boolean => method !== 'GET';
const coded = (code: string): Error => Object.assign(new Error(code), { code });
const failing =
  (cause: unknown): Fetch =>
  () =>
    Promise.reject(new TypeError('fetch failed', { cause }));
const answering =
  (status: number, body: string | null, headers: Record<string, string> = {}): Fetch =>
  async () =>
    new Response(body, { status, headers });

/** One for all: no write reaches it. */
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await memorySandbox(CONTRACT_SEED);
});
afterAll(() => sandbox.close());

describe('what became of a write', () => {
  const cases: readonly [string, Fetch, object][] = [
    ['200 without a body', answering(200, ''), { kind: 'done' }],
    ['200 with a body', answering(200, '{"id":1}'), { kind: 'done' }],
    ['204', answering(204, null), { kind: 'done' }],
    ['304, which changes nothing', answering(304, null), { kind: 'done' }],
    ['200 with HTML', answering(200, '<html>'), { kind: 'ambiguous' }],
    ['200 with an error', answering(200, '{"error":"no"}'), { kind: 'ambiguous' }],
    ['200 that is cut off', answering(200, '{"id":'), { kind: 'ambiguous' }],
    ['206', answering(206, '{}'), { kind: 'ambiguous' }],
    ['302', answering(302, null, { location: '/' }), { kind: 'ambiguous' }],
    ['400 with an error', answering(400, '{"error":"no"}'), { kind: 'refused', reason: 'BAD_REQUEST' }],
    ['400 with HTML', answering(400, '<html>'), { kind: 'ambiguous' }],
    [
      '401 with an error',
      answering(401, '{"error":"no"}'),
      { kind: 'refused', reason: 'KEY_REFUSED', isKeyRefused: true },
    ],
    ['401 without a body', answering(401, ''), { kind: 'refused', reason: 'KEY_REFUSED', isKeyRefused: true }],
    ['402', answering(402, '{"error":"no"}'), { kind: 'refused', reason: 'PAYMENT_REQUIRED' }],
    ['403 of something in between', answering(403, '<html>'), { kind: 'ambiguous' }],
    ['404 with an error', answering(404, '{"error":"no"}'), { kind: 'refused', reason: 'NOT_FOUND' }],
    ['404 of no route', answering(404, '404 page not found'), { kind: 'refused', reason: 'NO_SUCH_ROUTE' }],
    ['408', answering(408, ''), { kind: 'ambiguous' }],
    ['409', answering(409, '{"error":"no"}'), { kind: 'refused', reason: 'REFUSED' }],
    ['500', answering(500, '{"error":"no"}'), { kind: 'ambiguous' }],
    ['502 with HTML', answering(502, '<html>'), { kind: 'ambiguous' }],
    ['a reset', failing(coded('ECONNRESET')), { kind: 'ambiguous' }],
    ['a time-out', () => Promise.reject(new DOMException('late', 'TimeoutError')), { kind: 'ambiguous' }],
  ];

  it.each(cases)('%s', async (_what, answer, expected) => {
    const { perform, writes } = await openRingover({
      sandbox,
      through: (request, fetch) => (isWrite(request) ? answer(request) : fetch(request)),
    });
    const outcome = await perform(LINK);
    expect(outcome).toMatchObject(expected);
    expect(outcome.kind !== 'refused' || 'isKeyRefused' in expected === (outcome.isKeyRefused ?? false)).toBe(true);
    // Nothing is ever written twice by the provider itself.
    expect(writes().length).toBe(1);
  });

  it.each<[string, Fetch, boolean]>([
    ['a refused connection', failing(coded('ECONNREFUSED')), false],
    ['an unknown host', failing(coded('ENOTFOUND')), false],
    ['429', answering(429, ''), true],
  ])('%s: surely not carried out, and sent again only by whoever writes it down', async (_what, answer, saysWhen) => {
    const { perform, writes, slept } = await openRingover({
      sandbox,
      through: (request, fetch) => (isWrite(request) ? answer(request) : fetch(request)),
    });
    const outcome = await perform(LINK);
    expect([outcome.kind, writes().length]).toEqual(['not-sent', 1]);
    expect('retryInMs' in outcome).toBe(saysWhen);
    expect(slept).toEqual([]);
  });

  it('interrupted while it waits for its turn was not sent', async () => {
    const interrupting = new AbortController();
    const { perform, writes } = await openRingover({
      sandbox,
      through: (request, fetch) => {
        if (request.url.includes('/profiles')) interrupting.abort();
        return fetch(request);
      },
    });
    expect((await perform(LINK, interrupting.signal)).kind).toBe('not-sent');
    expect(writes()).toEqual([]);
  });

  it.each([
    ['an empty answer', '', 'ambiguous'],
    ['an empty list', '[]', 'ambiguous'],
    ['somebody else', '[{"id":9,"email":"mallory@acme.example"}]', 'ambiguous'],
    ['another shape', '{"ok":true}', 'ambiguous'],
    ['the person by id', '[{"id":9,"email":"LEA@acme.example"}]', 'done'],
    ['the person by user_id', '{"list":[{"user_id":9,"email":"lea@acme.example"}]}', 'done'],
  ])('an invitation that is answered with %s', async (_what, body, kind) => {
    const { perform } = await openRingover({
      sandbox,
      through: (request, fetch) => (isWrite(request) ? answering(200, body)(request) : fetch(request)),
    });
    const input = { email: 'lea@acme.example', firstName: '', lastName: '', external: false };
    const invite = { ...input, number: '+33199000020', plan: 'Business' };
    expect((await perform(step('createUser', userKey('lea@acme.example'), invite))).kind).toBe(kind);
  });

  it.each([
    [1, { kind: 'refused' }],
    [2, { kind: 'ambiguous' }],
    [3, { kind: 'done' }],
  ])('of more than 500 members is sent in parts, and one is refused: %i', async (refusedPart, expected) => {
    const parts: number[] = [];
    const emails = Array.from({ length: 501 }, (_, index) => `p${index}@acme.example`);
    const { perform } = await openRingover({
      sandbox,
      through: async (request, fetch) => {
        const { pathname } = new URL(request.url);
        if (pathname === '/v2/users')
          return Response.json(emails.map((email, index) => ({ user_id: index + 1, email })));
        if (pathname === '/v2/teams')
          return Response.json({ ...Object(await (await fetch(request)).json()), total_users_count: 501 });
        if (!isWrite(request)) return fetch(request);
        parts.push(Object(await request.json()).length);
        return parts.length === refusedPart ? Response.json({ error: 'no' }, { status: 400 }) : new Response('');
      },
    });
    expect(await perform(step('addMember', groupKey('Sales'), { users: emails }))).toMatchObject(expected);
    expect(parts).toEqual(refusedPart === 1 ? [500] : [500, 1]);
  });
});

describe('what is read', () => {
  const reading = async (answer: Fetch, path = '/v2/users') => {
    const opened = await openRingover({
      sandbox,
      through: (request, fetch) => (new URL(request.url).pathname === path ? answer(request) : fetch(request)),
    });
    const error: unknown = await opened.account.read().catch((thrown: unknown) => thrown);
    return { error, asked: opened.sent.filter((line) => line === `GET ${path.replace('/v2', '')}`).length };
  };

  it.each<[string, Fetch, number]>([
    ['HTML', answering(200, '<html>'), 5],
    ['an error in a 200', answering(200, '{"error":"no"}'), 5],
    ['JSON that is cut off', answering(200, '{"list":['), 5],
    ['no UTF-8', async () => new Response(Uint8Array.from([0x22, 0xff, 0x22])), 5],
    ['a 500', answering(500, ''), 5],
    ['a 503 with HTML', answering(503, '<html>'), 5],
    ['a reset', failing(coded('ECONNRESET')), 5],
    ['nobody who listens', failing(coded('ECONNREFUSED')), 5],
    ['a 400', answering(400, '{"error":"no"}'), 1],
    ['a 401', answering(401, ''), 1],
    ['a 404', answering(404, '404 page not found'), 1],
    ['a redirect', answering(302, null, { location: '/' }), 1],
    ['a text', answering(200, '"users"'), 1],
    ['a number', answering(200, '3'), 1],
    ['an object without a list', answering(200, '{"users":[]}'), 1],
    ['a list that is none', answering(200, '{"list":{}}'), 1],
    ['another count than the list has', answering(200, '{"list_count":3,"list":[]}'), 1],
    ['entries that are none', answering(200, '[null]'), 1],
    ['an entry without an id', answering(200, '[{"email":"a@acme.example"}]'), 1],
    ['an id that is a text', answering(200, '[{"user_id":"1","email":"a@acme.example"}]'), 1],
    ['an id too large to be told from its neighbour', answering(200, '[{"user_id":9007199254740993,"email":"a"}]'), 1],
    ['an id that is 0', answering(200, '[{"user_id":0,"email":"a@acme.example"}]'), 1],
    ['a number that is none', answering(200, '[{"user_id":1,"email":"a","numbers":[{"number":1.5}]}]'), 1],
    ['fields by the name of __proto__', answering(200, '{"__proto__":{"list":[]}}'), 1],
  ])('is not %s', async (_what, answer, asked) => {
    const found = await reading(answer);
    expect(found.error).toBeInstanceOf(AccountUnreadable);
    expect(found.asked).toBe(asked);
  });

  it.each([
    '/v2/teams',
    '/v2/teams/plans_data',
    '/v2/profiles',
    '/v2/groups',
    '/v2/groups/1',
    '/v2/numbers',
    '/v2/ivrs',
  ])('is not HTML at %s', async (path) => {
    expect((await reading(answering(200, '<html>'), path)).error).toBeInstanceOf(AccountUnreadable);
  });

  it('is read again after one bad answer', async () => {
    const turns = { left: 1 };
    const { account, slept } = await openRingover({
      sandbox,
      through: async (request, fetch) => {
        if (turns.left === 0 || !request.url.includes('/groups')) return fetch(request);
        turns.left -= 1;
        return new Response('busy', { status: 503 });
      },
    });
    expect((await account.read()).state.groups.size).toBe(2);
    expect(slept.length).toBe(1);
  });

  it('is not taken in whole where it is larger than any answer', async () => {
    const pulled = { chunks: 0, isCancelled: false };
    const chunk = new Uint8Array(1024 * 1024).fill(0x20);
    const endless = async () =>
      new Response(
        new ReadableStream<Uint8Array>({
          pull: (controller) => {
            pulled.chunks += 1;
            controller.enqueue(chunk);
          },
          cancel: () => {
            pulled.isCancelled = true;
          },
        }),
      );
    const { error, asked } = await reading(endless);
    expect(error).toBeInstanceOf(AccountUnreadable);
    expect([asked, pulled.isCancelled]).toEqual([1, true]);
    expect(pulled.chunks).toBeLessThanOrEqual(35);
  });
});

describe('an account that is not read whole', () => {
  const LISTS = ['/v2/users', '/v2/groups', '/v2/numbers', '/v2/ivrs'];
  const faults = LISTS.flatMap((path) => (['drop', 'repeat'] as const).map((change) => [path, change] as const));
  it.each(faults)('%s with an entry: %s', async (path, change) => {
    for (const [, mode] of MODES) {
      const { account, sandbox, slept } = await openRingover({ mode });
      sandbox.setFaults([{ method: 'GET', path, from: 1, times: 1000, effect: { kind: 'row', change, at: 0 } }]);
      await expect(account.read()).rejects.toBeInstanceOf(AccountUnreadable);
      expect(slept.length).toBeLessThanOrEqual(2);
    }
  });

  /** As a service that cuts a list off would count it. */
  const lacking =
    (turns: { left: number }): Opening['through'] =>
    async (request, fetch) => {
      const answer = await fetch(request);
      if (new URL(request.url).pathname !== '/v2/numbers' || turns.left === 0) return answer;
      turns.left -= 1;
      const list: readonly unknown[] = Object(await answer.json()).list;
      return Response.json({ list_count: list.length - 1, list: list.slice(1) });
    };

  it('is one whose list is shorter than the total, whatever it counts itself', async () => {
    const { account, sent, slept } = await openRingover({ sandbox, through: lacking({ left: 1000 }) });
    await expect(account.read()).rejects.toBeInstanceOf(AccountUnreadable);
    expect([slept, sent.filter((line) => line === 'GET /teams').length]).toEqual([[1000, 1000], 3]);
  });

  it('is read again, and found whole when nothing changes any more', async () => {
    const { account, slept } = await openRingover({ sandbox, through: lacking({ left: 2 }) });
    expect((await account.read()).numbers.length).toBe(8);
    expect(slept).toEqual([1000, 1000]);
  });

  it('is one whose group lacks a member', async () => {
    const through: Opening['through'] = async (request, fetch) => {
      const answer = await fetch(request);
      if (new URL(request.url).pathname !== '/v2/groups/1') return answer;
      return Response.json({ ...Object(await answer.json()), users: null });
    };
    const { account } = await openRingover({ sandbox, through });
    await expect(account.read()).rejects.toBeInstanceOf(AccountUnreadable);
  });

  it('is one where another group has come to stand at the id of a group', async () => {
    const through = changing('/groups/1', (body) => ({ ...Object(body), name: 'Market' }));
    const { account } = await openRingover({ sandbox, through });
    await expect(account.read()).rejects.toBeInstanceOf(AccountUnreadable);
  });
});
