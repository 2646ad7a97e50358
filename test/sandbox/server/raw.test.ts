import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tag } from '../requests.js';
import { type ServedAccount, servedAccount, statusesIn, wireTo } from './served-account.js';

/** Of everything that a sender may take its time for; an answer waits for none of it. */
const SHORT = { headers: 100, request: 150, idle: 100, stop: 500 };

let account: ServedAccount;
let port: number;
beforeAll(async () => {
  account = await servedAccount({ timeouts: SHORT });
  port = account.served.port;
});
afterAll(() => account.close());

/** The lines of a request that would make a group, with these in the place of its length. */
const post = (lines: readonly string[], body: string) =>
  [
    'POST /full/v1/groups HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    `Authorization: ${account.key}`,
    'Content-Type: application/json',
    ...lines,
    '',
    body,
  ].join('\r\n');

const GROUP = '{"name":"Smuggled","openAccess":true}';
const length = `Content-Length: ${GROUP.length}`;
const chunked = `${GROUP.length.toString(16)}\r\n${GROUP}\r\n0\r\n\r\n`;
/** A whole request that hides in the body of another one. */
const inner = () => post([length, 'Connection: close'], GROUP);

const SMUGGLING: readonly (readonly [string, () => string])[] = [
  ['a length and chunks', () => post([length, 'Transfer-Encoding: chunked'], chunked)],
  ['chunks and a length', () => post(['Transfer-Encoding: chunked', 'Content-Length: 3'], chunked)],
  ['two different lengths', () => post([length, 'Content-Length: 0'], GROUP)],
  ['two equal lengths', () => post([length, length], GROUP)],
  ['a list of lengths', () => post([`Content-Length: ${GROUP.length}, ${GROUP.length}`], GROUP)],
  ['a length with a sign', () => post([`Content-Length: +${GROUP.length}`], GROUP)],
  ['a negative length', () => post(['Content-Length: -1'], GROUP)],
  ['a length in hexadecimal', () => post([`Content-Length: 0x${GROUP.length.toString(16)}`], GROUP)],
  ['a length beyond all numbers', () => post([`Content-Length: ${'9'.repeat(30)}`], GROUP)],
  ['an unknown coding', () => post(['Transfer-Encoding: xchunked'], chunked)],
  ['chunks twice', () => post(['Transfer-Encoding: chunked, chunked'], chunked)],
  ['chunks that are not last', () => post(['Transfer-Encoding: chunked, identity'], chunked)],
  ['a space before the colon', () => post(['Content-Length : 0', length], GROUP)],
  ['a folded header', () => post(['X-Folded: a', ' b', length], GROUP)],
  ['a folded length', () => post(['Content-Length:', ` ${GROUP.length}`], GROUP)],
  ['line feeds alone', () => post([length], GROUP).replaceAll('\r\n', '\n')],
  ['a line feed inside of a header', () => post([`X-One: a\n${length}`], GROUP)],
  ['a return inside of a header', () => post([`X-One: a\rX-Two: b`, length], GROUP)],
  ['a NUL inside of a header', () => post([`X-One: a\0b`, length], GROUP)],
  ['a header without a name', () => post([': a', length], GROUP)],
  ['a chunk whose size is none', () => post(['Transfer-Encoding: chunked'], `zz\r\n${GROUP}\r\n0\r\n\r\n`)],
  ['a chunk whose size is enormous', () => post(['Transfer-Encoding: chunked'], `ffffffffffffffffff\r\n${GROUP}\r\n`)],
  ['a chunk longer than it says', () => post(['Transfer-Encoding: chunked'], `3\r\n${GROUP}\r\n0\r\n\r\n`)],
  ['a method of its own', () => post([length], GROUP).replace('POST', 'PAST')],
  ['an unknown version', () => post([length], GROUP).replace('HTTP/1.1', 'HTTP/3.7')],
];

describe('a request in which two readers could see two', () => {
  test.each(SMUGGLING)('is refused and the connection closed: %s', async (_, text) => {
    const before = account.version();
    const said = await wireTo(port, text() + inner()).ended;
    expect(statusesIn(said)).toEqual([400]);
    expect(account.version()).toBe(before);
  });

  test.each([
    ['no host', [400], () => post([length, 'Connection: close'], GROUP).replace(/Host: .*\r\n/, '')],
    ['two hosts', [400, 421], () => post(['Host: attacker.example', length, 'Connection: close'], GROUP)],
  ] as const)('is refused: %s', async (_, statuses, text) => {
    const before = account.version();
    expect(statuses).toContain(statusesIn(await wireTo(port, text()).ended)[0]);
    expect(account.version()).toBe(before);
  });

  test('is no danger where it is plain: the same, rightly framed, is carried out once', async () => {
    for (const [lines, body] of [
      [[length], GROUP],
      [['Transfer-Encoding: chunked'], chunked],
    ] as const) {
      const before = account.version();
      const said = await wireTo(port, post([...lines, 'Connection: close'], body)).ended;
      expect(statusesIn(said)).toEqual([201]);
      expect(account.version()).not.toBe(before);
    }
  });

  test('hides nothing in a body: what follows a length is read as a body, and not as a request', async () => {
    const before = account.version();
    const hidden = inner();
    const text = post([`Content-Length: ${hidden.length}`, 'Connection: close'], hidden);
    expect(statusesIn(await wireTo(port, text).ended)).toEqual([415]);
    expect(account.version()).toBe(before);
  });
});

test('a write that has no body at all is carried out: no length is said of it, and no chunks', async () => {
  const lines = [
    `DELETE /full/v1/groups/5 HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    `Authorization: ${account.key}`,
    `If-Match: ${tag({ name: 'Unused' })}`,
    'Connection: close',
  ];
  expect(statusesIn(await wireTo(port, `${lines.join('\r\n')}\r\n\r\n`).ended)).toEqual([204]);
});

describe('who sends slowly', () => {
  const start = (): string => `POST /full/v1/groups HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n`;
  const texts: readonly (readonly [string, () => string])[] = [
    ['nothing at all', () => ''],
    ['half of a line', () => 'POST /full'],
    ['half of the headers', start],
    ['a body that never ends', () => post([`Content-Length: ${GROUP.length + 1}`], GROUP)],
    ['chunks that never end', () => post(['Transfer-Encoding: chunked'], '3\r\n{"n\r\n')],
  ];
  test.each(texts)('is cut off: %s', async (_, text) => {
    const before = account.version();
    const { ended } = wireTo(port, text());
    // 408, or no answer where the account has begun to read.
    expect(statusesIn(await ended).filter((status) => status !== 408 && status !== 400)).toEqual([]);
    expect(account.version()).toBe(before);
  });

  test('keeps nobody else from being answered', async () => {
    const slow = Array.from({ length: 200 }, () => wireTo(port, start()));
    const answer = await fetch(`${account.served.url}/full/v1/team`, { headers: { authorization: account.key } });
    expect(answer.status).toBe(200);
    await Promise.all(slow.map(({ ended }) => ended));
  });
});

describe('a path that means another one', () => {
  const PATHS: readonly (readonly [string, readonly number[]])[] = [
    ['/full/v1/../admin/faults', [404]],
    ['/full/../admin/faults', [401]],
    ['/full/v1/../../admin/faults', [401]],
    ['/x/%2e%2e/admin/faults', [401]],
    ['/x/%2E./admin/faults', [401]],
    ['/x/..%2fadmin/faults', [404]],
    ['//admin/faults', [404]],
    ['/admin//faults', [401]],
    ['/%61dmin/faults', [404]],
    ['/ADMIN/faults', [404]],
    ['/admin\\faults', [400]],
    ['\\admin\\faults', [400]],
    ['/x\\..\\admin\\faults', [400]],
    ['/full/v1/users/1%00', [404]],
    ['/full/v1/users/%31', [200]],
    ['/full/v1/users/1/../2', [200]],
    ['/full/v1/users/1%2f..%2f2', [404]],
    ['/full/v1/users/1;x', [404]],
    ['/full/v1//users', [404]],
    ['/full/v1/users/', [404]],
    ['/full/v1/users/%', [404]],
    ['/full/v1/users/%ff', [404]],
    ['/full/v1/users/%c0%ae%c0%ae', [404]],
    ['/full/v1/users?limit=%', [422]],
    ['/v2/../full/v1/users/1', [200]],
    ['/v2/users/1%00', [404]],
    [`/full/v1/users/${'1'.repeat(8000)}`, [404]],
    [`/full/v1/users/${'1'.repeat(20_000)}`, [431]],
    ['http://attacker.example/full/v1/users/1', [421]],
    ['http://attacker.example/admin/faults', [421]],
    ['http://127.0.0.1:1/users', [421]],
    ['*', [400]],
    ['attacker.example:443', [400]],
  ];

  test.each(PATHS)('is answered as the one that it is: %s', async (path, statuses) => {
    const before = account.version();
    const lines = [
      `GET ${path} HTTP/1.1`,
      `Host: 127.0.0.1:${port}`,
      `Authorization: ${account.key}`,
      'Connection: close',
    ];
    const [status, ...more] = statusesIn(await wireTo(port, `${lines.join('\r\n')}\r\n\r\n`).ended);
    expect(statuses).toContain(status);
    expect(more).toEqual([]);
    expect(account.version()).toBe(before);
  });
});

describe('headers', () => {
  const ask = (lines: readonly string[]) =>
    wireTo(
      port,
      [
        'GET /full/v1/team HTTP/1.1',
        `Host: 127.0.0.1:${port}`,
        ...lines,
        `Authorization: ${account.key}`,
        'Connection: close',
        '',
        '',
      ].join('\r\n'),
    ).ended;

  test('that are many are refused, and none is overlooked among those that are let in', async () => {
    expect(statusesIn(await ask(Array.from({ length: 100_000 }, (_, index) => `X-${index}: y`)))).toEqual([431]);
    expect(statusesIn(await ask([`X-Long: ${'y'.repeat(20_000)}`]))).toEqual([431]);
    const few = Array.from({ length: 2500 }, () => 'a:');
    expect(statusesIn(await ask(few))).toEqual([200]);
    expect(statusesIn(await ask([...few, 'Origin: https://attacker.example']))).toEqual([403]);
  });
});
