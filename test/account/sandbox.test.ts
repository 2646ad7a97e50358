import { type AddressInfo, createServer } from 'node:net';
import { serve } from '@hono/node-server';
import { describe, expect, it } from 'vitest';
import { AccountUnreadable } from '../../src/account/ports.js';
import { sandboxAccount } from '../../src/account/sandbox/index.js';
import { groupKey, levelDashboard, userKey } from '../../src/model/index.js';
import { type AccountSeed, bigAccount, memorySandbox, type Sandbox } from '../../src/sandbox/index.js';
import { accountContract } from './account-contract.js';
import { step } from './steps.js';

const now = () => new Date('2026-11-22T09:12:00Z');
const inProcess = (sandbox: Sandbox, fetch: Sandbox['fetch'] = sandbox.fetch) =>
  sandboxAccount({ fetch, baseUrl: 'http://in-process', key: sandbox.keyFor(), now });

const sleep = async () => {};

accountContract('the embedded account in process', async (seed) => {
  const sandbox = await memorySandbox(seed);
  return { account: inProcess(sandbox), sleep, close: () => sandbox.close() };
});

accountContract('the embedded account over HTTP', async (seed) => {
  const { sandbox, url, close } = await listening(seed);
  return { account: sandboxAccount({ fetch, baseUrl: url, key: sandbox.keyFor(), now }), sleep, close };
});

async function listening(seed: AccountSeed): Promise<{ sandbox: Sandbox; url: string; close: () => Promise<void> }> {
  const sandbox = await memorySandbox(seed);
  let server: ReturnType<typeof serve> | undefined;
  const port = await new Promise<number>((resolve) => {
    server = serve({ fetch: sandbox.fetch, port: 0, hostname: '127.0.0.1' }, (info) => resolve(info.port));
  });
  const close = async () => {
    await new Promise((resolve) => server?.close(resolve));
    sandbox.close();
  };
  return { sandbox, url: `http://127.0.0.1:${port}`, close };
}

describe('reading', () => {
  it('takes ceil(n / 1000) requests for each list and two for the team, and finds everybody', async () => {
    const sandbox = await memorySandbox(bigAccount(2500));
    const paths: string[] = [];
    const progress: number[] = [];
    const account = inProcess(sandbox, (request) => {
      paths.push(new URL(request.url).pathname.replace('/full/v1/', ''));
      return sandbox.fetch(request);
    });
    const live = await account.read((done) => progress.push(done));
    expect([live.state.users.size, live.state.profiles.size, live.state.groups.size, live.numbers.length]).toEqual([
      2500, 8, 50, 2592,
    ]);
    const count = (name: string) => paths.filter((path) => path === name).length;
    expect([
      count('team'),
      count('users'),
      count('numbers'),
      count('profiles'),
      count('groups'),
      count('ivrs'),
    ]).toEqual([2, 3, 3, 1, 1, 1]);
    expect(progress.at(-1)).toBe(2500 + 8 + 50 + 2592 + 1);
    sandbox.close();
  });

  it('shares equal values between people', async () => {
    const sandbox = await memorySandbox(bigAccount(1000));
    const { state } = await inProcess(sandbox).read();
    const own = [...state.users.values()].filter(({ permissions }) => 'snooze' in permissions);
    expect(own.length).toBe(100);
    expect(new Set(own.map(({ permissions }) => permissions)).size).toBe(20);
    sandbox.close();
  });

  it('names two of one name as ambiguous, and writes to neither', async () => {
    const sandbox = await memorySandbox('acme');
    const account = inProcess(sandbox);
    await account.read();
    await account.perform(
      step('createGroup', groupKey('Sales'), { name: 'Sales', openAccess: false }),
      new AbortController().signal,
    );
    const live = await account.read();
    expect([...live.ambiguous]).toEqual([groupKey('Sales')]);
    expect(live.ids.has(groupKey('Sales'))).toBe(false);
    const outcome = await account.perform(
      step('setOpenAccess', groupKey('Sales'), { openAccess: true }, { openAccess: false }),
      new AbortController().signal,
    );
    expect(outcome).toMatchObject({ kind: 'refused', reason: 'NOT_FOUND' });
    sandbox.close();
  });

  it('leaves out people whose address cannot be compared, and names them', async () => {
    const sandbox = await memorySandbox('small-team');
    const create = (email: string) =>
      sandbox.fetch(
        new Request('http://in-process/full/v1/users', {
          method: 'POST',
          headers: { authorization: sandbox.keyFor(), 'content-type': 'application/json' },
          body: JSON.stringify({
            email,
            firstName: '',
            lastName: '',
            external: true,
            dashboard: levelDashboard('billing'),
          }),
        }),
      );
    for (const email of ['rené@smallteam.example', 'jo@münchen.example', 'jo@xn--mnchen-3ya.example'])
      expect((await create(email)).status).toBe(201);
    const live = await inProcess(sandbox).read();
    expect(live.unmanageable.toSorted()).toEqual([
      'jo@münchen.example',
      'jo@xn--mnchen-3ya.example',
      'rené@smallteam.example',
    ]);
    expect(live.state.users.size).toBe(6);
    sandbox.close();
  });
});

describe('an account that is not read whole', () => {
  type Change = (path: string, body: Record<string, unknown>) => unknown;
  const tampered = async (change: Change) => {
    const sandbox = await memorySandbox('small-team');
    const account = inProcess(sandbox, async (request) => {
      const path = new URL(request.url).pathname.replace('/full/v1/', '');
      const body: unknown = await (await sandbox.fetch(request)).json();
      const changed = typeof body === 'object' && body !== null ? change(path, { ...body }) : body;
      return new Response(typeof changed === 'string' ? changed : JSON.stringify(changed));
    });
    const error: unknown = await account.read().catch((thrown: unknown) => thrown);
    sandbox.close();
    return error;
  };
  const list = (body: Record<string, unknown>): readonly Record<string, unknown>[] =>
    Array.isArray(body.list) ? body.list : [];

  it.each<[string, Change]>([
    ['an entry is missing', (path, body) => (path === 'users' ? { ...body, list: list(body).slice(1) } : body)],
    [
      'an entry comes twice',
      (path, body) => (path === 'users' ? { ...body, list: [...list(body).slice(0, -1), list(body)[0]] } : body),
    ],
    ['a page states another total', (path, body) => (path === 'groups' ? { ...body, total: 1 } : body)],
    [
      'a permission is missing',
      (path, body) =>
        path === 'profiles' ? { ...body, list: list(body).map((item) => ({ ...item, permissions: {} })) } : body,
    ],
    [
      'a field has another type',
      (path, body) =>
        path === 'users' ? { ...body, list: list(body).map((item) => ({ ...item, external: 1 })) } : body,
    ],
    [
      'a level is unknown',
      (path, body) =>
        path === 'profiles'
          ? {
              ...body,
              list: list(body).map((item) => ({ ...item, dashboard: { level: 'god', pages: {}, scope: {} } })),
            }
          : body,
    ],
    ['the team has another shape', (path, body) => (path === 'team' ? { ...body, totals: undefined } : body)],
    ['an answer is not JSON', (path, body) => (path === 'ivrs' ? '<html>' : body)],
  ])('is refused when %s', async (_what, change) => {
    expect(await tampered(change)).toBeInstanceOf(AccountUnreadable);
  });

  it('is read again when it changed meanwhile, and given up when it keeps changing', async () => {
    const sandbox = await memorySandbox('small-team');
    const changes = { left: 1 };
    const account = inProcess(sandbox, async (request) => {
      if (request.url.includes('/ivrs') && changes.left > 0) {
        changes.left -= 1;
        await inProcess(sandbox).perform(
          step('createGroup', groupKey('X'), { name: `X${changes.left}`, openAccess: true }),
          new AbortController().signal,
        );
      }
      return sandbox.fetch(request);
    });
    expect((await account.read()).state.groups.has(groupKey('X0'))).toBe(true);
    changes.left = 10;
    await expect(account.read()).rejects.toBeInstanceOf(AccountUnreadable);
    sandbox.close();
  });

  it('says when the key is refused or nobody listens', async () => {
    const sandbox = await memorySandbox('small-team');
    const stranger = sandboxAccount({ fetch: sandbox.fetch, baseUrl: 'http://in-process', key: 'none', now });
    await expect(stranger.read()).rejects.toMatchObject({ facts: { status: 401 } });
    const nobody = sandboxAccount({ fetch, baseUrl: `http://127.0.0.1:${await freePort()}`, key: 'none', now });
    await expect(nobody.identity()).rejects.toBeInstanceOf(AccountUnreadable);
    sandbox.close();
  });
});

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address: AddressInfo | string | null = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

describe('what became of a step', () => {
  const signOut = step('signOut', userKey('nora.lind@smallteam.example'), {});
  const answered = async (fetch: Sandbox['fetch']) => {
    const sandbox = await memorySandbox('small-team');
    const account = inProcess(sandbox, (request) =>
      request.method === 'GET' ? sandbox.fetch(request) : fetch(request),
    );
    await account.read();
    const outcome = await account.perform(signOut, new AbortController().signal);
    sandbox.close();
    return outcome.kind;
  };
  const throws = (cause: unknown) => () => Promise.reject(new TypeError('fetch failed', { cause }));
  const coded = (code: string) => Object.assign(new Error(code), { code });

  it.each<[string, Sandbox['fetch'], string]>([
    ['503', async () => new Response('busy', { status: 503 }), 'ambiguous'],
    ['a body that is cut off', async () => new Response('{"a":', { status: 200 }), 'ambiguous'],
    ['a refusal without a code', async () => new Response('no', { status: 403 }), 'ambiguous'],
    ['a reset', throws(coded('ECONNRESET')), 'ambiguous'],
    ['a time-out', () => Promise.reject(new DOMException('late', 'TimeoutError')), 'ambiguous'],
    ['a refused connection', throws(coded('ECONNREFUSED')), 'not-sent'],
    ['an unknown host', throws(coded('ENOTFOUND')), 'not-sent'],
    ['several refused connections', throws(new AggregateError([coded('ECONNREFUSED')])), 'not-sent'],
    ['204', async () => new Response(null, { status: 204 }), 'done'],
  ])('%s', async (_what, fetch, kind) => {
    expect(await answered(fetch)).toBe(kind);
  });

  it('needs no read before: what it does not know it looks up', async () => {
    const sandbox = await memorySandbox('small-team');
    expect(await inProcess(sandbox).perform(signOut, new AbortController().signal)).toEqual({ kind: 'done' });
    sandbox.close();
  });
});
