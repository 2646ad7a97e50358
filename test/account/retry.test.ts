import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { pacedFetch } from '../../src/account/paced-fetch.js';
import { createClient, type WireRequest } from '../../src/account/sandbox/client.js';

const WALL = new Date('2026-11-22T09:00:00Z');
const READ: WireRequest = { method: 'GET', path: '/team' };
const WRITE: WireRequest = { method: 'PUT', path: '/groups/1/open-access', body: { openAccess: true } };

/** A clock that only waiting moves; of what is drawn the middle comes out, unless told. */
function waiting({ random = 0.5, signal }: { readonly random?: number; readonly signal?: AbortSignal } = {}) {
  const clock = { ms: 1000 };
  const waits: number[] = [];
  const patience = {
    rate: undefined,
    nowMs: () => clock.ms,
    sleep: async (ms: number) => {
      waits.push(Math.round(ms));
      clock.ms += ms;
    },
    random: () => random,
    deadline: () => signal ?? new AbortController().signal,
  };
  return { clock, waits, patience, now: () => WALL };
}

const tooMany = (headers: Readonly<Record<string, string>>) => new Response('slow down', { status: 429, headers });
const ask = () => new Request('http://account.example/');
const write = () => new Request('http://account.example/', { method: 'PUT' });

describe('Retry-After', () => {
  const OWN = 1000;
  const MOST = 120_000;
  it.each<[string, string | undefined, number]>([
    ['is missing', undefined, OWN],
    ['is empty', '', OWN],
    ['is a second', '1', 1000],
    ['is some seconds', '7', 7000],
    ['has a part of a second', '1.5', 1500],
    ['has zeros before it', '007', 7000],
    ['has spaces around it', '  7  ', 7000],
    ['is the longest that is waited', '120', MOST],
    ['is longer than that', '121', MOST],
    ['is an hour', '3600', MOST],
    ['is three years', '99999999', MOST],
    ['is longer than a number', '9'.repeat(400), MOST],
    ['is nothing', '0', OWN],
    ['is less than nothing', '-1', OWN],
    ['has a plus', '+7', OWN],
    ['has a power', '1e3', OWN],
    ['is hexadecimal', '0x10', OWN],
    ['has a unit', '7s', OWN],
    ['is a word', 'soon', OWN],
    ['is no number by name', 'NaN', OWN],
    ['is without end by name', 'Infinity', OWN],
    ['is a date', 'Sun, 22 Nov 2026 09:00:30 GMT', 30_000],
    ['is a date of long ago', 'Wed, 21 Oct 2015 07:28:00 GMT', OWN],
    ['is a date of just now', 'Sun, 22 Nov 2026 09:00:00 GMT', OWN],
    ['is a date far ahead', 'Fri, 31 Dec 9999 23:59:59 GMT', MOST],
    ['is a date as RFC 850 wrote it', 'Sunday, 22-Nov-26 09:00:30 GMT', 30_000],
    ['is a date as C writes it', 'Sun Nov 22 09:00:30 2026', 30_000],
    ['is a date that does not exist', 'Sun, 99 Nov 2026 09:00:30 GMT', OWN],
    ['is a date of another format', '2026-11-22T09:00:30Z', OWN],
    ['has several values', '3, 9, 5', 9000],
    ['has values and garbage', 'soon, 4', 4000],
    ['has a date and seconds', 'Sun, 22 Nov 2026 09:00:30 GMT, 40', 40_000],
  ])('that %s', async (_what, header, expected) => {
    for (const [random, most] of [
      [0, 1],
      [1, 1.1],
    ] as const) {
      const { waits, patience, now } = waiting({ random });
      const answers = [tooMany(header === undefined ? {} : { 'retry-after': header }), new Response('{}')];
      const send = pacedFetch({ ...patience, now, fetch: async () => answers.shift() ?? new Response('{}') });
      expect((await send(ask)).response.status).toBe(200);
      expect(waits).toEqual([Math.round(expected * most)]);
    }
  });

  it('counts from the Date of the answer, whose clock is not ours', async () => {
    const { waits, patience, now } = waiting({ random: 0 });
    const headers = { 'retry-after': 'Mon, 23 Nov 2026 09:00:30 GMT', date: 'Mon, 23 Nov 2026 09:00:00 GMT' };
    const answers = [tooMany(headers)];
    const send = pacedFetch({ ...patience, now, fetch: async () => answers.shift() ?? new Response('{}') });
    await send(ask);
    expect(waits).toEqual([30_000]);
  });

  it('is waited for at most 15 minutes a run; from then on a 429 is the answer, at once', async () => {
    const { clock, waits, patience, now } = waiting();
    const sent: string[] = [];
    const fetch = async ({ method }: Request) => {
      sent.push(method);
      return tooMany({ 'retry-after': '100' });
    };
    const client = createClient({ fetch, baseUrl: 'http://account.example', key: 'key', now, patience });
    expect(await client(READ)).toMatchObject({ kind: 'not-sent', status: 429 });
    expect([sent.length, waits.length]).toEqual([9, 8]);
    expect(clock.ms).toBeLessThanOrEqual(15 * 60_000);
    const reply = await client(WRITE);
    expect(reply).toMatchObject({ kind: 'not-sent', status: 429 });
    expect(reply).not.toHaveProperty('retryInMs');
    expect([sent.length, waits.length]).toEqual([10, 8]);
  });

  it('of a write is told, not waited for: it is not sent again before it is written down again', async () => {
    const { waits, patience, now } = waiting({ random: 0 });
    const sent: string[] = [];
    const fetch = async ({ method }: Request) => {
      sent.push(method);
      return tooMany({ 'retry-after': '7' });
    };
    const send = pacedFetch({ ...patience, now, fetch });
    expect(await send(write)).toMatchObject({ retryInMs: 7000 });
    const client = createClient({ fetch, baseUrl: 'http://account.example', key: 'key', now, patience });
    expect(await client(WRITE)).toMatchObject({ kind: 'not-sent', status: 429, retryInMs: 7000 });
    expect([sent, waits]).toEqual([['PUT', 'PUT'], []]);
  });

  it('of writes that were under way together ends at one moment', async () => {
    const { clock, patience, now } = waiting({ random: 0 });
    const held: (() => void)[] = [];
    const fetch = () =>
      new Promise<Response>((resolve) => void held.push(() => resolve(tooMany({ 'retry-after': '7' }))));
    const send = pacedFetch({ ...patience, now, fetch });
    const [first, second] = [send(write), send(write)];
    while (held.length < 2) await new Promise(setImmediate);
    clock.ms += 5;
    held[0]?.();
    expect(await first).toMatchObject({ retryInMs: 7000 });
    clock.ms += 1000;
    held[1]?.();
    expect(await second).toMatchObject({ retryInMs: 6000 });
  });

  it('grows by itself while nothing is said', async () => {
    const { waits, patience, now } = waiting({ random: 0 });
    const send = pacedFetch({ ...patience, now, fetch: async () => tooMany({}) });
    expect((await send(ask)).response.status).toBe(429);
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, ...Array(6).fill(120_000)]);
  });
});

describe('requests that are refused together', () => {
  it('are one refusal, and wait for it once', async () => {
    const { clock, waits, patience, now } = waiting({ random: 0 });
    const held: (() => void)[] = [];
    const fetch = (): Promise<Response> => {
      if (held.length === 4) return Promise.resolve(new Response('{}'));
      return new Promise((resolve) => {
        held.push(() => resolve(tooMany({})));
        if (held.length < 4) return;
        clock.ms += 5;
        for (const release of held) release();
      });
    };
    const send = pacedFetch({ ...patience, now, fetch });
    const answers = await Promise.all([ask, ask, ask, ask].map(send));
    expect(answers.map(({ response }) => response.status)).toEqual([200, 200, 200, 200]);
    expect(waits).toEqual([1000]);
  });
});

const coded = (code: string, facts: object = {}) => Object.assign(new Error(code), { code, ...facts });
const failing = (cause: unknown) => (): Response => {
  throw new TypeError('fetch failed', { cause });
};

/** What comes of a read and of a write that are answered so every time, and how often they are sent. */
async function outcomes(answer: () => Response) {
  const told: (string | number)[] = [];
  for (const request of [READ, WRITE]) {
    const { patience, now } = waiting();
    const count = { sent: 0 };
    const fetch = async () => {
      count.sent += 1;
      return answer();
    };
    const client = createClient({ fetch, baseUrl: 'http://account.example', key: 'key', now, patience });
    told.push((await client(request)).kind, count.sent);
  }
  return told;
}

describe('a request that is answered', () => {
  const body = (text: string, status: number) => () => new Response(text, { status });
  const refusal = body('{"error":{"code":"NO","message":"No."}}', 403);
  it.each<[string, () => Response, readonly (string | number)[]]>([
    ['by a refused connection', failing(coded('ECONNREFUSED')), ['not-sent', 5, 'not-sent', 1]],
    ['by an unknown name', failing(coded('ENOTFOUND')), ['not-sent', 5, 'not-sent', 1]],
    ['by a late name server', failing(coded('EAI_AGAIN')), ['not-sent', 5, 'not-sent', 1]],
    ['by an expired certificate', failing(coded('CERT_HAS_EXPIRED')), ['not-sent', 5, 'not-sent', 1]],
    [
      'by a connection that was never made',
      failing(coded('ETIMEDOUT', { syscall: 'connect' })),
      ['not-sent', 5, 'not-sent', 1],
    ],
    [
      'by several connections that were never made',
      failing(new AggregateError([coded('ECONNREFUSED'), coded('ENETUNREACH')])),
      ['not-sent', 5, 'not-sent', 1],
    ],
    [
      'by several failures, of which one came later',
      failing(new AggregateError([coded('ECONNREFUSED'), coded('ECONNRESET')])),
      ['ambiguous', 5, 'ambiguous', 1],
    ],
    ['by a reset', failing(coded('ECONNRESET')), ['ambiguous', 5, 'ambiguous', 1]],
    ['by silence', failing(coded('ETIMEDOUT', { syscall: 'read' })), ['ambiguous', 5, 'ambiguous', 1]],
    ['by a closed socket', failing(coded('UND_ERR_SOCKET')), ['ambiguous', 5, 'ambiguous', 1]],
    ['by an error without a code', failing('?'), ['ambiguous', 5, 'ambiguous', 1]],
    ['500', body('<html>', 500), ['ambiguous', 5, 'ambiguous', 1]],
    ['503 as JSON', body('{"error":{"code":"BUSY","message":""}}', 503), ['ambiguous', 5, 'ambiguous', 1]],
    ['200 with half a body', body('{"a":', 200), ['ambiguous', 5, 'ambiguous', 1]],
    ['200 with a page for people', body('<html>', 200), ['ambiguous', 5, 'ambiguous', 1]],
    ['403 with a page for people', body('<html>', 403), ['ambiguous', 1, 'ambiguous', 1]],
    ['403 as JSON', refusal, ['refused', 1, 'refused', 1]],
    ['200', body('{}', 200), ['answered', 1, 'answered', 1]],
  ])('%s', async (_what, answer, expected) => {
    expect(await outcomes(answer)).toEqual(expected);
  });

  it('well in the end was well', async () => {
    const { waits, patience, now } = waiting({ random: 0 });
    const answers = [failing(coded('ECONNRESET')), body('busy', 503), body('{"a":', 200), body('{"a":1}', 200)];
    const fetch = async () => (answers.shift() ?? refusal)();
    const client = createClient({ fetch, baseUrl: 'http://account.example', key: 'key', now, patience });
    expect(await client(READ)).toEqual({ kind: 'answered', status: 200, value: { a: 1 } });
    expect(waits).toEqual([500, 1000, 2000]);
  });

  it('is not sent again once it was interrupted', async () => {
    const { patience, now } = waiting();
    const controller = new AbortController();
    const count = { sent: 0 };
    const fetch = async () => {
      count.sent += 1;
      controller.abort();
      return tooMany({});
    };
    const client = createClient({ fetch, baseUrl: 'http://account.example', key: 'key', now, patience });
    expect((await client(WRITE, controller.signal)).kind).toBe('not-sent');
    expect(count.sent).toBe(1);
  });
});

async function listening(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  });
  const address: AddressInfo | string | null = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

describe('over a connection', () => {
  it('a body that never ends is given up with the whole try', async () => {
    const controller = new AbortController();
    const baseUrl = await listening((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = (left: number) => {
        if (left === 0) controller.abort(new DOMException('late', 'TimeoutError'));
        else response.write(' ', () => setImmediate(() => drip(left - 1)));
      };
      drip(5);
    });
    const { patience, now } = waiting({ signal: controller.signal });
    const client = createClient({ fetch, baseUrl, key: 'key', now, patience });
    expect(await client(WRITE)).toMatchObject({ kind: 'ambiguous' });
  });

  it('a write whose kept connection is reset is ambiguous, and was sent once', async () => {
    const seen: string[] = [];
    const sockets: unknown[] = [];
    const baseUrl = await listening((request, response) => {
      seen.push(request.method ?? '');
      sockets.push(request.socket);
      if (request.method === 'GET') response.end('{}');
      else request.socket.destroy();
    });
    const { patience, now } = waiting();
    const client = createClient({ fetch, baseUrl, key: 'key', now, patience });
    expect((await client(READ)).kind).toBe('answered');
    // The connection is free for the next request in the turn after.
    for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate);
    expect(await client({ method: 'POST', path: '/groups', body: { name: 'New' } })).toMatchObject({
      kind: 'ambiguous',
    });
    expect(seen).toEqual(['GET', 'POST']);
    expect(sockets[1]).toBe(sockets[0]);
  });

  it('an answer that ends too early is read again', async () => {
    const count = { asked: 0 };
    const baseUrl = await listening((_request, response) => {
      count.asked += 1;
      if (count.asked > 2) response.end('{"whole":true}');
      else response.writeHead(200, { 'content-length': '14' }).write('{"whole"', () => response.destroy());
    });
    const { patience, now } = waiting();
    const client = createClient({ fetch, baseUrl, key: 'key', now, patience });
    expect(await client(READ)).toMatchObject({ kind: 'answered', value: { whole: true } });
    expect(count.asked).toBe(3);
  });
});
