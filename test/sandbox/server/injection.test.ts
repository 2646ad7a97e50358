import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DASHBOARD_PAGES } from '../../../src/sandbox/dashboard/routes.js';
import { LIVE } from '../../../src/sandbox/index.js';
import { routesOf } from '../../../src/sandbox/public/routes.js';
import { isLong } from '../../support/scale.js';
import { tag } from '../requests.js';
import { VALID } from '../valid-requests.js';
import { type Answer, type Knock, knocker, type ServedAccount, servedAccount } from './served-account.js';

/** What such lists hold: ends of texts and statements, unions, functions, comments, encodings, and what breaks patterns and numbers. */
const PAYLOADS = [
  "'",
  "' OR '1'='1",
  "'; DROP TABLE users; --",
  '1; DELETE FROM api_keys',
  "' UNION SELECT key FROM api_keys --",
  '" OR ""="',
  "'||(SELECT key FROM api_keys LIMIT 1)||'",
  '1 OR 1=1',
  '1)) OR ((1=1',
  '0 UNION SELECT 1,2,3,4,5,6,7,8',
  '-1',
  '9'.repeat(400),
  '1e308',
  "x'; ATTACH DATABASE 'served-injected.db' AS other; --",
  "'; PRAGMA writable_schema = ON; --",
  'load_extension(1)',
  'randomblob(1000000000)',
  '%',
  '_%\\',
  '?1',
  ':name',
  '$1',
  '[users]',
  '`users`',
  '\u0000',
  "\u0000' OR 1=1",
  '\ud800',
  '\u02bc OR 1=1',
  '/**/',
  '{"$gt":""}',
  '__proto__',
  '%27%20OR%201=1',
].filter((_, index) => isLong || index % 22 === 2);

let account: ServedAccount;
let client: ReturnType<typeof knocker>;
beforeAll(async () => {
  account = await servedAccount();
  client = knocker(account.served.port);
});
afterAll(async () => {
  client.end();
  await account.close();
});

/** `odd` is what is answered with 500 or above, or wrote something and was no write that was carried out. */
async function sendAll(knocks: readonly Knock[]): Promise<{ odd: string[]; written: number }> {
  const odd: string[] = [];
  let written = 0;
  for (const knock of knocks) {
    const before = account.version();
    const answer = await client.knock(knock);
    const wrote = account.version() !== before;
    if (wrote) written += 1;
    if (answer.status >= 500 || (wrote && !isCarriedOut(knock, answer)))
      odd.push(`${knock.method} ${knock.path} ${knock.body ?? ''} ${answer.status}`.slice(0, 300));
  }
  return { odd, written };
}

const isCarriedOut = ({ method }: Knock, { status }: Answer): boolean => method !== 'GET' && status < 400;

const own = () => `127.0.0.1:${account.served.port}`;
const program = (method: string, path: string, body?: unknown): Knock => {
  const text = body === undefined ? undefined : JSON.stringify(body);
  return {
    method,
    path,
    headers: {
      host: own(),
      authorization: account.key,
      ...(text !== undefined && {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(text)),
      }),
    },
    ...(text !== undefined && { body: text }),
  };
};

/** As a browser writes it: half a pair becomes the sign for what cannot be read. */
const encoded = (payload: string): string =>
  new URLSearchParams([['', payload]]).toString().slice(1).replaceAll('+', '%20');

/** Each place of a JSON value with the payload in it, as a value and as a name. */
function withPayload(value: unknown, payload: string): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [payload];
  const entries = Object.entries(value);
  const put = (name: string, one: unknown) =>
    Array.isArray(value) ? entries.map(([key, item]) => (key === name ? one : item)) : { ...value, [name]: one };
  return [
    ...entries.flatMap(([name, item]) => withPayload(item, payload).map((one) => put(name, one))),
    ...(Array.isArray(value) ? [] : [{ ...value, [payload]: payload }]),
  ];
}

/** All of them, or every third: three divides none of the lists. */
const some = (knocks: readonly Knock[]): readonly Knock[] => knocks.filter((_, index) => isLong || index % 3 === 0);

const lean = (values: readonly unknown[]): readonly unknown[] => (isLong ? values : values.slice(0, 6));

describe('text that would be a statement', () => {
  test('is text in every parameter of what is read', async () => {
    const before = account.state();
    const lists = ['users', 'profiles', 'groups', 'numbers', 'ivrs', 'action-log'];
    const parameters = ['limit', 'offset', 'after', 'latest', 'email', 'name', 'number', 'target', 'fields', 'keys'];
    const publicParameters = ['limit_count', 'limit_offset', 'type', 'start_date', 'end_date'];
    const knocks = PAYLOADS.flatMap((payload) => {
      const value = encoded(payload);
      return [
        ...lists.flatMap((list) => parameters.map((name) => `/full/v1/${list}?${name}=${value}`)),
        ...lists.flatMap((list) => [`/full/v1/${list}/${value}`, `/full/v1/${list}/1?fields=${value}&keys=${value}`]),
        `/full/v1/users/1/permissions?keys=${value}`,
        `/full/v1/profiles/1/template?fields=${value}`,
        ...routesOf(LIVE)
          .filter(({ method }) => method === 'GET')
          .flatMap(({ path }) => [
            `/v2${path.replace(/:\w+/g, value)}`,
            ...publicParameters.map((name) => `/v2${path.replace(/:\w+/g, '1')}?${name}=${value}`),
          ]),
      ].map((path) => program('GET', path));
    });
    expect(await sendAll(some(knocks))).toEqual({ odd: [], written: 0 });
    expect(account.state()).toBe(before);
    expect(knocks.length).toBe(230 * PAYLOADS.length);
  });

  test('is text on every page of the dashboard', async () => {
    const before = account.state();
    const names = [
      'q',
      'page',
      'group',
      'status',
      'by',
      'action',
      'target',
      'from',
      'search',
      'profile',
      'sort',
      'user',
    ];
    const knocks = PAYLOADS.flatMap((payload) => {
      const value = encoded(payload);
      const query = names.map((name) => `${name}=${value}`).join('&');
      return DASHBOARD_PAGES.filter(({ method }) => method === 'GET').map(({ path }) => ({
        method: 'GET',
        path: `${path.replace(/:\w+/g, '1')}?${query}`,
        headers: { host: own(), cookie: account.cookie },
      }));
    });
    expect(await sendAll(knocks)).toEqual({ odd: [], written: 0 });
    expect(account.state()).toBe(before);
    expect(knocks.length).toBeGreaterThan(50);
  });

  test('is refused or kept as it is in every field of every write', async () => {
    const knocks = Object.values(VALID).flatMap(({ line, body, expect: expected }) => {
      const [method = '', path = ''] = line.split(' ');
      return PAYLOADS.flatMap((payload) => {
        const bodies = body === undefined ? [] : lean(withPayload(body, payload));
        const paths = [path.replace(/\d+/, encoded(payload))].filter((one) => one !== path);
        return [
          ...bodies.map((one) => program(method, `/full/v1${path}`, one)),
          ...paths.map((one) => program(method, `/full/v1${one}`, body)),
        ].map((knock) => ({
          ...knock,
          headers: { ...knock.headers, ...(expected !== undefined && { 'if-match': tag(expected) }) },
        }));
      });
    });
    const { odd, written } = await sendAll(knocks);
    expect(odd).toEqual([]);
    expect([knocks.length > 100, written > 5]).toEqual([true, true]);
    const groups = await client.knock(
      program('GET', `/full/v1/groups?name=${encodeURIComponent("'; DROP TABLE users; --")}`),
    );
    const { list }: { readonly list: readonly { readonly name: string }[] } = JSON.parse(groups.text);
    expect([...new Set(list.map(({ name }) => name))]).toEqual(["'; DROP TABLE users; --"]);
  });

  test('is refused or kept as it is in every field of every form', async () => {
    const fields = [
      'name',
      'email',
      'user',
      'group',
      'level',
      'profile',
      'number',
      'label',
      'typed',
      'value',
      'state',
      'count',
    ];
    const knocks = DASHBOARD_PAGES.filter(({ method }) => method === 'POST').flatMap(({ path }) =>
      PAYLOADS.flatMap((payload) => {
        const form = new URLSearchParams({
          token: account.token,
          ...Object.fromEntries(fields.map((name) => [name, payload])),
        }).toString();
        return [path.replace(/:\w+/g, '1'), path.replace(/:\w+/g, encoded(payload))].map((one) => ({
          method: 'POST',
          path: one,
          headers: {
            host: own(),
            origin: `http://${own()}`,
            cookie: account.cookie,
            'content-type': 'application/x-www-form-urlencoded',
            'content-length': String(form.length),
          },
          body: form,
        }));
      }),
    );
    const { odd, written } = await sendAll(knocks);
    expect(odd).toEqual([]);
    expect([knocks.length > 50, written > 0]).toEqual([true, true]);
  });

  test('has left the account whole', async () => {
    const { status, text } = await client.knock(program('GET', '/full/v1/users?limit=1000'));
    expect([status, JSON.parse(text).total >= 12]).toEqual([200, true]);
    expect((await client.knock(program('GET', '/full/v1/team'))).status).toBe(200);
  });
});
