import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIVE, type Sandbox } from '../../../src/sandbox/index.js';
import { routesOf } from '../../../src/sandbox/public/routes.js';
import { caller, listOf } from '../requests.js';
import { entry, publicCaller, publicSandbox } from './public-requests.js';

const IDS = [
  '0',
  '-1',
  '1.5',
  '1e9',
  '0x1',
  '01',
  '٣',
  '9007199254740993',
  '9'.repeat(400),
  'null',
  '%00',
  '%2e%2e%2fteams',
  "1'--",
  '__proto__',
];
const BODIES = [
  '{',
  'null',
  '"text"',
  '7',
  '[]',
  '{}',
  '[null]',
  '[[1]]',
  '[1e400]',
  '{"__proto__":{"user_id":6}}',
  '{"invited_by":1,"users":[null]}',
  '{"invited_by":1,"users":{"length":1}}',
  '{"user_id":"6","number":{},"name":[],"from_number":1e400}',
  '['.repeat(100_000),
  `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
  JSON.stringify(Array.from({ length: 10_000 }, (_, index) => index + 1)),
  JSON.stringify({ invited_by: 1, users: Array.from({ length: 10_000 }, () => ({})) }),
];

describe('hostile requests', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await publicSandbox(LIVE);
  });
  afterAll(() => sandbox.close());

  const logged = async () => listOf(await caller(sandbox)('GET /action-log')).length;

  it('an id that is none has nothing, on every route and in every place', async () => {
    const lines = routesOf(LIVE).flatMap(({ method, path }) =>
      [...path.matchAll(/:(?!seconds|pin)\w+/g)].flatMap(([place]) =>
        IDS.map((id) => `${method} ${path.replace(place, id).replace(/:\w+/g, '1')}`),
      ),
    );
    const odd: string[] = [];
    for (const line of lines) {
      const body = line.startsWith('GET') ? undefined : { user_id: 6 };
      const { status } = await publicCaller(sandbox)(`${line}?type=DELETED`, { body });
      if (status !== 400 && status !== 404) odd.push(`${line} ${status}`);
    }
    expect([odd, lines.length, await logged()]).toEqual([[], 33 * IDS.length, 0]);
  });

  it('a body that is none is 400, on every route that takes one', async () => {
    const lines = [
      'POST /users',
      'POST /users/invite',
      'POST /users/6/blacklists/numbers',
      'POST /groups/2/users',
      'PATCH /numbers/33199000020',
      'POST /tags',
      'POST /ivrs/1/callback',
    ];
    const odd: string[] = [];
    for (const line of lines)
      for (const body of BODIES) {
        const { status } = await publicCaller(sandbox)(line, { body });
        if (status !== 400) odd.push(`${line} ${body.slice(0, 20)} ${status}`);
      }
    // Nobody is added to a group: that is no mistake.
    expect(odd).toEqual(['POST /groups/2/users [] 200']);
  });
});

describe('limits of a request', () => {
  it('a body of 1 MiB is read, and one byte more is 400, but only for who has a key', async () => {
    const sandbox = await publicSandbox(LIVE);
    const call = publicCaller(sandbox);
    const bodyOf = (bytes: number) => `{"name":"Big","color":"#ff0000"}${' '.repeat(bytes - 32)}`;
    expect((await call('POST /tags', { body: bodyOf(1024 * 1024) })).status).toBe(200);
    expect((await call('POST /tags', { body: bodyOf(1024 * 1024 + 1) })).status).toBe(400);
    expect((await call('POST /tags', { body: bodyOf(1024 * 1024 + 1), authorization: 'x' })).status).toBe(401);
    sandbox.close();
  });

  it('what goes wrong inside is not told', async () => {
    const sandbox = await publicSandbox(LIVE);
    const call = publicCaller(sandbox);
    const authorization = sandbox.keyFor();
    sandbox.close();
    const { status, body } = await call('GET /users', { authorization });
    expect([status, Object.keys(entry(body)), JSON.stringify(body).includes('database')]).toEqual([
      500,
      ['error'],
      false,
    ]);
  });
});
