import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DASHBOARD_PAGES } from '../../../src/sandbox/dashboard/routes.js';
import { isLong } from '../../support/scale.js';
import { type Knock, knocker, type ServedAccount, servedAccount } from './served-account.js';

let account: ServedAccount;
let client: ReturnType<typeof knocker>;
let own: string;
beforeAll(async () => {
  account = await servedAccount();
  client = knocker(account.served.port);
  own = `127.0.0.1:${account.served.port}`;
});
afterAll(async () => {
  client.end();
  await account.close();
});

const HOSTS = ['own', 'localhost', 'attacker.example', 'attacker', 'no port', 'another port', 'longer'] as const;
const ORIGINS = [
  [undefined, undefined],
  ['own', 'same-origin'],
  ['null', 'cross-site'],
  ['https://attacker.example', 'cross-site'],
  ['http://127.0.0.1:1', 'same-site'],
  [undefined, 'cross-site'],
  ['http://attacker.example', undefined],
] as const;
const TYPES = [
  'application/json',
  'application/x-www-form-urlencoded',
  'text/plain',
  'multipart/form-data; boundary=x',
];
const METHODS = ['POST', 'GET', 'PUT', 'DELETE', 'OPTIONS'] as const;
const PATHS = ['/full/v1/groups', '/v2/tags', '/profiles/new', '/admin/faults'] as const;
/** What a browser attaches by itself, and all that there is. */
const CREDENTIALS = ['cookie', 'everything'] as const;

interface Case {
  readonly host: (typeof HOSTS)[number];
  readonly origin: (typeof ORIGINS)[number];
  readonly type: string;
  readonly method: (typeof METHODS)[number];
  readonly path: (typeof PATHS)[number];
  readonly credentials: (typeof CREDENTIALS)[number];
}

const ALL: readonly Case[] = HOSTS.flatMap((host) =>
  ORIGINS.flatMap((origin) =>
    TYPES.flatMap((type) =>
      METHODS.flatMap((method) =>
        PATHS.flatMap((path) => CREDENTIALS.map((credentials) => ({ host, origin, type, method, path, credentials }))),
      ),
    ),
  ),
);

/** A stride that shares no divisor with any of the lists meets every pair of values. */
const CASES = isLong ? ALL : ALL.filter((_, index) => index % 47 === 0);

const isOwnHost = ({ host }: Case): boolean => host === 'own' || host === 'localhost';

/** A program of this machine that holds the key, or our own page: these may. */
const isAllowed = ({ origin: [origin, site], path, credentials, ...rest }: Case): boolean =>
  isOwnHost({ origin: [origin, site], path, credentials, ...rest } as Case) &&
  credentials === 'everything' &&
  (path === '/profiles/new' ? origin === 'own' : origin === undefined && site === undefined);

function expected(one: Case): readonly number[] {
  const { origin, path, method, type } = one;
  const [from, site] = origin;
  // No name has a colon in it.
  if (!isOwnHost(one)) return [one.host === 'longer' ? 400 : 421];
  if (path !== '/profiles/new') return from !== undefined || site !== undefined ? [403] : [401, 404];
  if (method === 'GET') return [200];
  if (method !== 'POST') return [404];
  if (from !== 'own') return [403];
  return type.startsWith('application/x-www') ? [403] : [415];
}

function knockOf({ host, origin: [origin, site], type, method, path, credentials }: Case): Knock {
  const { port, adminToken } = account.served;
  const hosts = {
    own,
    localhost: `localhost:${port}`,
    'attacker.example': `attacker.example:${port}`,
    attacker: 'attacker.example',
    'no port': '127.0.0.1',
    'another port': `127.0.0.1:${port === 1 ? 2 : 1}`,
    longer: `${own}.attacker.example`,
  };
  const everything = credentials === 'everything';
  const authorization = path === '/admin/faults' ? adminToken : account.key;
  const bodies = {
    '/full/v1/groups': { name: 'Forged', openAccess: true },
    '/v2/tags': { name: 'Forged', color: '#ff0000' },
  };
  const form = new URLSearchParams({ name: 'Forged', ...(everything && { token: account.token }) }).toString();
  const body = path === '/profiles/new' ? form : JSON.stringify(path === '/admin/faults' ? [] : bodies[path]);
  return {
    method,
    path: method === 'GET' && path === '/profiles/new' ? `${path}?${form}` : path,
    headers: {
      host: hosts[host],
      cookie: account.cookie,
      'content-type': type,
      ...(method !== 'GET' && { 'content-length': String(body.length) }),
      ...(everything && { authorization }),
      ...(origin !== undefined && { origin: origin === 'own' ? `http://${hosts[host]}` : origin }),
      ...(site !== undefined && { 'sec-fetch-site': site }),
    },
    ...(method !== 'GET' && { body }),
  };
}

describe('requests that a page of another site could make a browser send', () => {
  test('change nothing, with the cookie of somebody signed in and even with every secret', async () => {
    const before = account.state();
    const refused = CASES.filter((one) => !isAllowed(one));
    const odd: string[] = [];
    for (const one of refused) {
      const { status, headers } = await client.knock(knockOf(one));
      const opens = Object.keys(headers).filter((name) => name.startsWith('access-control-'));
      if (!expected(one).includes(status) || opens.length > 0) odd.push(`${JSON.stringify(one)} ${status} ${opens}`);
    }
    expect(odd).toEqual([]);
    expect(account.state()).toBe(before);
    expect(refused.length).toBeGreaterThan(isLong ? 7000 : 150);
    for (const values of [HOSTS, METHODS, PATHS, CREDENTIALS, TYPES])
      for (const value of values)
        expect(
          refused.some((one) => Object.values(one).includes(value)),
          value,
        ).toBe(true);
  });

  test('change something once they are what they pretend to be', async () => {
    const form = { origin: ['own', 'same-origin'], type: 'application/x-www-form-urlencoded' } as const;
    const program = { origin: [undefined, undefined], type: 'application/json' } as const;
    const common = { host: 'own', method: 'POST', credentials: 'everything' } as const;
    for (const [one, status] of [
      [{ ...common, ...program, path: '/full/v1/groups' }, 201],
      [{ ...common, ...program, path: '/v2/tags' }, 200],
      [{ ...common, ...form, path: '/profiles/new' }, 303],
    ] as const) {
      const before = account.state();
      const answer = await client.knock(knockOf(one));
      expect([one.path, answer.status, account.state() === before]).toEqual([one.path, status, false]);
    }
    const faults = knockOf({ ...common, ...program, path: '/admin/faults', method: 'PUT' });
    expect((await client.knock(faults)).status).toBe(204);
    expect(
      (await client.knock({ ...faults, headers: { ...faults.headers, 'content-type': 'text/plain' } })).status,
    ).toBe(415);
  });
});

describe('what opens one part', () => {
  const ask = (path: string, headers: Readonly<Record<string, string>>, method = 'GET') =>
    client.knock({ method, path, headers: { host: own, ...headers } });

  test('opens no other: the cookie no API, a key no page, neither the faults, and the token of the faults nothing else', async () => {
    const { cookie, key, served } = account;
    const [token] = cookie.split('=').slice(1);
    const before = account.state();
    for (const path of ['/full/v1/team', '/full/v1/users', '/v2/teams', '/v2/users']) {
      expect([path, (await ask(path, { cookie })).status]).toEqual([path, 401]);
      expect([path, (await ask(path, { authorization: token ?? '' })).status]).toEqual([path, 401]);
      expect([path, (await ask(path, { authorization: served.adminToken })).status]).toEqual([path, 401]);
      expect([path, (await ask(path, { authorization: key })).status]).toEqual([path, 200]);
    }
    for (const headers of [
      { authorization: key },
      { cookie: `ringctl_dashboard=${key}` },
      { authorization: served.adminToken },
    ])
      expect((await ask('/users', headers)).headers.location).toBe('/sign-in');
    for (const authorization of ['', key, token ?? '', `Bearer ${served.adminToken}`, served.adminToken.slice(1)])
      expect((await ask('/admin/faults', { authorization, 'content-type': 'application/json' }, 'PUT')).status).toBe(
        401,
      );
    expect(account.state()).toBe(before);
  });
});

test('no page of the dashboard changes anything by being looked at', async () => {
  const before = account.state();
  const paths = DASHBOARD_PAGES.filter(({ method }) => method === 'GET').map(({ path }) => path.replace(/:\w+/g, '1'));
  const statuses = new Set<number>();
  for (const path of paths)
    statuses.add((await client.knock({ method: 'GET', path, headers: { host: own, cookie: account.cookie } })).status);
  expect(account.state()).toBe(before);
  expect(paths.length).toBeGreaterThan(25);
  expect([...statuses].filter((status) => status >= 500)).toEqual([]);
  expect(statuses).toContain(200);
});

test('a request to become a WebSocket stays an ordinary one', async () => {
  const upgrade = {
    host: own,
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
  };
  for (const [path, status] of [
    ['/full/v1/team', 401],
    ['/admin/faults', 401],
    ['/users', 303],
  ] as const)
    expect((await client.knock({ method: 'GET', path, headers: upgrade })).status).toBe(status);
});
