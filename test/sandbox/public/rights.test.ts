import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mode, Sandbox } from '../../../src/sandbox/index.js';
import { routesOf } from '../../../src/sandbox/public/routes.js';
import { isLong } from '../../support/scale.js';
import { caller, listOf } from '../requests.js';
import { MODES, type PublicSaid, type PublicSending, publicCaller, publicSandbox } from './public-requests.js';

/** A request that is carried out with all rights, and what it is with a key that only reads, and with one without Monitoring. */
type Row = readonly [line: string, readOnly: 200 | 401, withoutMonitoring: 200 | 401 | 404, body: unknown];

const person = { number: 33199000020, email: 'new@acme.example', plan_id: 1 };

/** The key is the superadministrator's, who is 1 and has the number …01. */
const given: readonly (readonly [line: string, readOnly: Row[1], withoutMonitoring: Row[2], body?: unknown])[] = [
  ['GET /users', 200, 200],
  ['GET /users/1', 200, 200],
  ['GET /users/6', 200, 404],
  ['POST /users', 401, 200, { ...person, commitement: true }],
  ['POST /users/invite', 200, 200, { invited_by: 1, users: [person] }],
  ['DELETE /users/6?type=ARCHIVED', 200, 404],
  ['ASSIGN /users/7/profile/1', 401, 404],
  ['GET /users/6/plannings', 200, 404],
  ['GET /users/6/presences', 200, 404],
  ['GET /users/6/snooze/log', 200, 404],
  ['GET /users/6/blacklists/numbers', 200, 404],
  ['GET /users/1/blacklists/numbers', 200, 200],
  ['GET /users/1/blacklists/numbers/33199000050', 200, 200],
  ['POST /users/6/blacklists/numbers', 401, 404, { number: 33199000051, comment: '' }],
  ['PATCH /users/1/blacklists/numbers/33199000050', 401, 200, { comment: 'other' }],
  ['DELETE /users/1/blacklists/numbers/33199000050', 401, 200],
  ['GET /presences', 200, 401],
  ['GET /profiles', 200, 401],
  ['GET /profiles/1', 200, 401],
  ['GET /groups', 200, 200],
  ['GET /groups/1', 200, 404],
  ['POST /groups/2/users', 401, 401, [6]],
  ['DELETE /groups/1/users', 401, 401, [6]],
  ['PATCH /groups/1/users/6/ring_duration/20', 200, 401],
  ['PATCH /groups/1/isjumper/toggle', 200, 401],
  ['GET /teams', 200, 401],
  ['GET /teams/plans_data', 200, 401],
  ['GET /numbers?is_user=true', 200, 200],
  ['GET /numbers/33199000001', 200, 200],
  ['GET /numbers/33199000002', 200, 404],
  ['PATCH /numbers/33199000020', 200, 404, { user_id: 6 }],
  ['GET /ivrs', 200, 200],
  ['GET /ivrs/1', 200, 404],
  ['GET /ivrs/1/scenarios', 200, 404],
  ['GET /ivrs/1/scenarios/1', 200, 404],
  ['GET /scenarios', 200, 200],
  ['GET /scenarios/1', 200, 404],
  ['POST /ivrs/1/callback', 401, 404, { from_number: 33199000010, to_number: 33199000050, timeout: 30, clir: false }],
  ['GET /tags', 200, 401],
  ['GET /tags/1', 200, 401],
  ['POST /tags', 401, 401, { name: 'Lost', color: '#ff0000', description: '' }],
  ['GET /conferences', 200, 401],
  ['GET /conferences/1', 200, 401],
  ['PATCH /conferences/1/pincode/99', 200, 401],
];

const ROWS = given.map(([line, readOnly, withoutMonitoring, body]): Row => [line, readOnly, withoutMonitoring, body]);

/** An account in which the owner blocks a number: one row in the log. */
async function account(mode: Mode): Promise<Sandbox> {
  const sandbox = await publicSandbox(mode);
  await publicCaller(sandbox)('POST /users/1/blacklists/numbers', { body: { number: 33199000050, comment: 'spam' } });
  return sandbox;
}

const writesOf = async (sandbox: Sandbox) => listOf(await caller(sandbox)('GET /action-log')).length - 1;

/** Empty lists have no entries of the owner; what is removed may be 204: both are as good as 200. */
const isFine = ({ status }: PublicSaid): boolean => status === 200 || status === 204;

/** Rights do not depend on the mode. */
const PLAYED = isLong ? MODES : MODES.slice(1);

describe.each(PLAYED)('rights in the mode %s', (_name, mode) => {
  const unauthorized = (error: string) => ({ status: 401, body: mode.unauthorizedBody === 'empty' ? '' : { error } });
  let shared: Sandbox;
  beforeAll(async () => {
    shared = await account(mode);
  });
  afterAll(() => shared.close());

  /** Only what writes needs an account of its own. */
  async function isSaid(line: string, sending: PublicSending, expected: number): Promise<PublicSaid> {
    const writes = !line.startsWith('GET') && expected === 200 ? 1 : 0;
    const sandbox = writes === 1 ? await account(mode) : shared;
    const answer = await publicCaller(sandbox)(line.replace('ASSIGN', mode.assignMethod), sending);
    expect([isFine(answer) ? 200 : answer.status, await writesOf(sandbox)]).toEqual([expected, writes]);
    if (sandbox !== shared) sandbox.close();
    return answer;
  }

  it('are tried on every route', () => {
    const patterns = routesOf(mode).map(
      ({ method, path }) => new RegExp(`^${method} ${path.replace(/:\w+/g, '[^/]+')}$`),
    );
    const lines = ROWS.map(([line]) => (line.split('?')[0] ?? '').replace('ASSIGN', mode.assignMethod));
    expect(patterns.filter((pattern) => !lines.some((line) => pattern.test(line)))).toEqual([]);
  });

  it.each(ROWS)('%s', async (line, readOnly, withoutMonitoring, body) => {
    await isSaid(line, { kind: 'all rights', body }, 200);
    await isSaid(line, { kind: 'read-only', body }, readOnly);
    await isSaid(line, { kind: 'monitoring off', body }, withoutMonitoring);
    for (const [authorization, error] of [
      ['', 'Missing API key'],
      ['Bearer any', 'Missing API key'],
      ['any', 'Invalid user'],
    ] as const)
      expect(await isSaid(line, { authorization, body }, 401)).toMatchObject(unauthorized(error));
  });

  it('a real key after Bearer is none, and one of somebody archived is unknown', async () => {
    const sandbox = await publicSandbox(mode);
    const call = publicCaller(sandbox);
    const tom = sandbox.keyFor('tom@acme.example');
    expect(await call('GET /users', { authorization: `Bearer ${tom}` })).toMatchObject(unauthorized('Missing API key'));
    expect((await call('GET /users', { authorization: tom })).status).toBe(200);
    await call('DELETE /users/6?type=ARCHIVED');
    expect(await call('GET /users', { authorization: tom })).toMatchObject(unauthorized('Invalid user'));
    sandbox.close();
  });
});
