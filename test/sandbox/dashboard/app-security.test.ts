import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { memorySandbox } from '../../../src/sandbox/index.js';
import { isLong } from '../../support/scale.js';
import { OFFICE } from '../requests.js';
import { formsOf } from './markup.js';
import { formRequest, type House, houseOf, ORIGIN, type Visitor, visitorOf } from './visitor.js';

let house: House;
let owner: Visitor;
beforeAll(async () => {
  house = await houseOf(OFFICE);
  owner = await visitorOf(house, 'owner@acme.example');
});
afterAll(() => house.database.close());

const ORIGINS = [undefined, ORIGIN, 'null', 'http://127.0.0.1:8081', 'https://evil.example', 'http://localhost:8080'];
const SITES = [undefined, 'same-origin', 'none', 'same-site', 'cross-site'];
const TYPES = [
  'application/x-www-form-urlencoded',
  'text/plain',
  'application/json',
  'multipart/form-data; boundary=x',
  undefined,
];
const METHODS = ['POST', 'GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'];

interface Knock {
  readonly origin: string | undefined;
  readonly site: string | undefined;
  readonly type: string | undefined;
  readonly method: string;
  readonly token: string;
}

/** A form of our page in every respect: nothing else may write. */
const isOurs = ({ origin, site, type, method, token }: Knock): boolean =>
  method === 'POST' &&
  type === TYPES[0] &&
  token === 'own' &&
  (origin === undefined
    ? site === 'same-origin'
    : origin === ORIGIN && (site === undefined || site === 'same-origin' || site === 'none'));

const KNOCKS: readonly Knock[] = ORIGINS.flatMap((origin) =>
  SITES.flatMap((site) =>
    TYPES.flatMap((type) =>
      METHODS.flatMap((method) =>
        ['own', 'none', 'foreign', 'longer'].map((token) => ({ origin, site, type, method, token })),
      ),
    ),
  ),
).filter((knock) => isLong || knock.method === 'POST' || (knock.origin === ORIGIN && knock.token === 'own'));

const tokenOn = async (visitor: Visitor): Promise<string> =>
  formsOf((await visitor.get('/')).page)[0]?.fields.find(([name]) => name === 'token')?.[1] ?? '';

function requestOf(knock: Knock, fields: Readonly<Record<string, string>>): Request {
  const { origin, site, type, method } = knock;
  const headers = new Headers({ cookie: owner.cookie });
  if (origin !== undefined) headers.set('origin', origin);
  if (site !== undefined) headers.set('sec-fetch-site', site);
  if (type !== undefined) headers.set('content-type', type);
  const query = new URLSearchParams(fields).toString();
  const hasBody = method !== 'GET' && method !== 'OPTIONS';
  const body = hasBody ? { body: new TextEncoder().encode(query) } : {};
  return new Request(`${ORIGIN}/profiles/new${hasBody ? '' : `?${query}`}`, { method, headers, ...body });
}

test('of all combinations of origin, site, type, token and method only a form of our own page writes', async () => {
  const own = await tokenOn(owner);
  const foreign = await tokenOn(await visitorOf(house, 'ada@acme.example'));
  const tokens: Readonly<Record<string, string>> = { own, none: '', foreign, longer: own + own };
  expect([own.length, foreign.length]).toEqual([43, 43]);
  const before = house.contents();
  for (const knock of KNOCKS.filter((one) => !isOurs(one))) {
    const { status } = await house.fetch(requestOf(knock, { token: tokens[knock.token] ?? '', name: 'Refused' }));
    expect(status === 303, JSON.stringify(knock)).toBe(false);
  }
  expect(house.contents()).toBe(before);
  const ours = KNOCKS.filter(isOurs);
  for (const knock of ours) {
    const earlier = house.contents();
    const { status } = await house.fetch(requestOf(knock, { token: own, name: 'Written' }));
    expect([status, house.contents() === earlier], JSON.stringify(knock)).toEqual([303, false]);
  }
  expect([KNOCKS.length, ours.length]).toEqual([isLong ? 3600 : 725, 4]);
});

describe('a session', () => {
  test('is a random cookie that scripts and other sites do not get', async () => {
    const cookies = await Promise.all(
      ['owner@acme.example', 'owner@acme.example'].map(async (email) => {
        const answer = await house.fetch(formRequest('/sign-in', [['user', String(house.idOf(email))]], {}));
        return answer.headers.get('set-cookie') ?? '';
      }),
    );
    for (const cookie of cookies)
      expect(cookie).toMatch(/^ringctl_dashboard=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(new Set(cookies).size).toBe(2);
  });

  test('is needed for every page', async () => {
    for (const path of ['/', '/users', '/users/1', '/profiles', '/profiles/1/assign']) {
      const answer = await house.fetch(
        new Request(`${ORIGIN}${path}`, { headers: { cookie: 'ringctl_dashboard=made-up' } }),
      );
      expect([path, answer.status, answer.headers.get('location')]).toEqual([path, 303, '/sign-in']);
    }
    const before = house.contents();
    expect((await house.fetch(formRequest('/users/6/archive', [], {}))).status).toBe(401);
    expect(house.contents()).toBe(before);
  });

  test.each(['archived', 'deleted', 'signed out by force'])('ends when the person is %s', async (how) => {
    const own = await houseOf(OFFICE);
    const [admin, tech] = [await visitorOf(own, 'owner@acme.example'), await visitorOf(own, 'tech@acme.example')];
    expect((await tech.get('/users')).status).toBe(200);
    const id = own.idOf('tech@acme.example');
    if (how === 'archived') await admin.submit(`/users/${id}`, `/users/${id}/archive`);
    else if (how === 'deleted')
      await admin.submit(`/users/${id}/delete`, `/users/${id}/delete`, { typed: 'tech@acme.example' });
    else await admin.submit(`/users/${id}`, `/users/${id}/sign-out`);
    expect((await tech.get('/users')).location).toBe('/sign-in');
    own.database.close();
  });

  test('ends after twelve hours, and with signing out', async () => {
    const clock = { now: Date.UTC(2026, 10, 22) };
    const own = await houseOf(OFFICE, () => new Date(clock.now));
    const tech = await visitorOf(own, 'tech@acme.example');
    clock.now += 12 * 3600_000 - 1;
    expect((await tech.get('/')).status).toBe(200);
    clock.now += 1;
    expect((await tech.get('/')).location).toBe('/sign-in');
    const again = await visitorOf(own, 'tech@acme.example');
    await again.submit('/', '/sign-out');
    expect((await again.get('/')).location).toBe('/sign-in');
    own.database.close();
  });

  test('cannot be had by people who are archived, or not there', async () => {
    for (const user of [String(house.idOf('gone@acme.example')), '999', '0', 'x', '1 OR 1=1']) {
      const answer = await house.fetch(formRequest('/sign-in', [['user', user]], {}));
      expect([user, answer.status, answer.headers.get('set-cookie')]).toEqual([user, 422, null]);
    }
  });
});

test('keys are for the API, cookies for the dashboard, and neither for the other', async () => {
  const sandbox = await memorySandbox(OFFICE);
  const post = await sandbox.fetch(formRequest('/sign-in', [['user', '1']], {}));
  const cookie = (post.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const ask = (path: string, headers: Record<string, string>) =>
    sandbox.fetch(new Request(`${ORIGIN}${path}`, { headers }));
  expect((await ask('/users', { cookie })).status).toBe(200);
  expect((await ask('/full/v1/users', { cookie })).status).toBe(401);
  expect((await ask('/full/v1/users', { authorization: sandbox.keyFor() })).status).toBe(200);
  expect((await ask('/users', { authorization: sandbox.keyFor() })).headers.get('location')).toBe('/sign-in');
  sandbox.close();
});

test('answers are for this machine under its own names', async () => {
  for (const [host, status] of [
    ['127.0.0.1:8080', 200],
    ['localhost:9', 200],
    ['[::1]:8080', 200],
    ['evil.example', 403],
    ['127.0.0.1.evil.example', 403],
  ] as const)
    expect([host, (await house.fetch(new Request(`http://${host}/sign-in`))).status]).toEqual([host, status]);
});

test('every answer forbids scripts, frames and forms of others', async () => {
  for (const path of ['/', '/users', '/sign-in', '/nothing', '/assets/dashboard.css']) {
    const { headers } = await owner.get(path);
    expect([path, headers.get('content-security-policy')]).toEqual([
      path,
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; media-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    ]);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
  }
});

test('a form of more than 1 MiB is not read', async () => {
  const before = house.contents();
  const large = await house.fetch(
    formRequest('/profiles/new', [['name', 'x'.repeat(1024 * 1024)]], { cookie: owner.cookie }),
  );
  expect(large.status).toBe(413);
  expect(house.contents()).toBe(before);
});
