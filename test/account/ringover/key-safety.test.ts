import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { OPERATIONS, userKey } from '../../../src/model/index.js';
import { memorySandbox, type Sandbox } from '../../../src/sandbox/index.js';
import { CONTRACT_SEED } from '../contract-seed.js';
import { step } from '../steps.js';
import { type Fetch, MODES, NOW, openRingover } from './opened.js';

const ada = userKey('ada@acme.example');
const { signal } = new AbortController();

describe('the key of another account', () => {
  const OTHER = { ...CONTRACT_SEED, team: { id: '2', name: 'Other' } };

  it.each(MODES)('reads nothing and writes nothing (%s)', async (_name, mode) => {
    const other = await memorySandbox(OTHER, { clock: () => NOW, publicApi: { mode } });
    const { account, perform, sent, writes } = await openRingover({ mode, sandbox: other });
    await expect(account.identity()).rejects.toMatchObject({ name: 'AccountUnreadable' });
    await expect(account.read()).rejects.toMatchObject({ name: 'AccountUnreadable' });
    expect(sent).toEqual(['GET /teams', 'GET /teams']);
    for (const operation of OPERATIONS) {
      const outcome = await perform(step(operation, ada, { profile: 'Lead', users: [], openAccess: true }));
      expect(outcome.kind).toBe('refused');
      expect((await account.check(step(operation, ada, { users: [] }), signal)).kind).toBe('unknown');
    }
    expect(await perform(step('archive', ada, {}))).toMatchObject({ reason: 'WRONG_TEAM', isKeyRefused: true });
    expect([writes(), sent.every((line) => line === 'GET /teams')]).toEqual([[], true]);
  });

  it('changes neither account when two are swapped', async () => {
    const [first, second] = await Promise.all([CONTRACT_SEED, OTHER].map((seed) => memorySandbox(seed)));
    if (!first || !second) throw new Error('there are two');
    const accounts = await Promise.all([
      openRingover({ sandbox: first, team: '2' }),
      openRingover({ sandbox: second, team: '1' }),
    ]);
    for (const { account, perform, writes } of accounts) {
      await expect(account.read()).rejects.toThrow();
      await perform(step('link', ada, { profile: 'Lead' }));
      expect(writes()).toEqual([]);
    }
  });
});

describe('a key', () => {
  it.each(MODES)('that is refused in the middle stops what is written (%s)', async (_name, mode) => {
    const { account, sandbox, perform } = await openRingover({ mode });
    await account.read();
    sandbox.setFaults([{ method: undefined, path: '/v2/', from: 1, times: 1, effect: { kind: 'revokeKey' } }]);
    const link = step('link', ada, { profile: 'Lead' });
    expect(await perform(link)).toMatchObject({ kind: 'refused', reason: 'KEY_REFUSED', isKeyRefused: true });
    expect(await perform(step('archive', ada, {}))).toMatchObject({ kind: 'refused', isKeyRefused: true });
  });

  it('of a region is sent to the host of the region only', async () => {
    const hosts: string[] = [];
    const through: Fetch = async (request) => {
      hosts.push(new URL(request.url).host);
      return new Response('{"error":"Invalid user"}', { status: 401 });
    };
    for (const key of ['abc', 'US_abc']) {
      const { account } = await openRingover({ key, baseUrl: undefined, through });
      await expect(account.read()).rejects.toMatchObject({ facts: { status: 401 } });
    }
    expect(hosts).toEqual(['public-api.ringover.com', 'public-api-us.ringover.com']);
  });

  const CANARY = 'rk_canary/0123+456=789';
  /** Answers that say back what they were sent, in every form that a proxy might. */
  const echoes: readonly [string, (sandbox: Sandbox) => Fetch][] = [
    ...[200, 400, 401, 404, 500, 503].map((status): [string, (sandbox: Sandbox) => Fetch] => [
      `${status}`,
      () => async (request) => {
        const key = request.headers.get('authorization') ?? '';
        const forms = `${key} ${encodeURIComponent(key)} ${Buffer.from(key).toString('base64')}`;
        return Response.json({ error: forms, message: forms }, { status });
      },
    ]),
    ['HTML', () => async (request) => new Response(`<p>${request.headers.get('authorization')}`)],
    ['an error', () => (request) => Promise.reject(new Error(`failed: ${request.headers.get('authorization')}`))],
    [
      'an error with a cause and a code',
      () => (request) => {
        const key = request.headers.get('authorization') ?? '';
        return Promise.reject(new TypeError(key, { cause: Object.assign(new Error(key), { code: key, request }) }));
      },
    ],
    [
      'an account that knows it',
      (sandbox) => (request) => {
        const known = new Request(request, { headers: { authorization: sandbox.keyFor() } });
        return sandbox.fetch(known);
      },
    ],
  ];

  it.each(echoes)('is in no error and in no outcome, when answered with %s', async (_what, echo) => {
    const sandbox = await memorySandbox(CONTRACT_SEED);
    const { account, perform } = await openRingover({ sandbox, key: CANARY, through: echo(sandbox) });
    const caught = (error: unknown) => error;
    const all: unknown[] = [
      account,
      await account.read().catch(caught),
      await account.identity().catch(caught),
      await account.ping(),
      await account.shapes(),
    ];
    for (const operation of OPERATIONS) {
      const one = step(operation, ada, { profile: 'Lead', users: ['ada@acme.example'], openAccess: true });
      all.push(await perform(one), await account.check(one, signal));
    }
    const told = all
      .map((value) => `${inspect(value, { depth: 20, showHidden: true })} ${JSON.stringify(value)}`)
      .join();
    for (const form of [CANARY, encodeURIComponent(CANARY), Buffer.from(CANARY).toString('base64')])
      expect(told.includes(form)).toBe(false);
    expect(all.length).toBe(5 + 2 * OPERATIONS.length);
  });
});
