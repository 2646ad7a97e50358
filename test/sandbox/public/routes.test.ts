import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mode, Sandbox } from '../../../src/sandbox/index.js';
import { routesOf } from '../../../src/sandbox/public/routes.js';
import { caller, listOf } from '../requests.js';
import { entry, MODES, type PublicSending, publicCaller, publicSandbox } from './public-requests.js';

const newcomer = { number: 33199000020, email: 'new@acme.example', firstname: 'N', lastname: '', plan_id: 1 };
const invite = (changed: object) => ({ body: { invited_by: 1, users: [{ ...newcomer, ...changed }] } });
const WRONG_KEY = { authorization: 'wrong' };
const TOM = { as: 'tom@acme.example' };
const blocked = { number: 33199000050, comment: 'spam' };

/** Route, request, status, and what else is sent. One row for each status of a route that a source names or that follows from it. */
type Status = number | ((mode: Mode) => number);
type Row = readonly [route: string, request: string, status: Status, sending: PublicSending];

const given: readonly (readonly [route: string, request: string, status: Status, sending?: PublicSending])[] = [
  ['GET /users', '/users', 200],
  ['GET /users/:id', '/users/6', 200],
  ['GET /users/:id', '/users/99', 404],
  ['GET /users/:id', '/users/x', 404],
  ['POST /users', '/users', 200, { body: { ...newcomer, commitement: false } }],
  ['POST /users', '/users', 400, { body: { email: 'new@acme.example', commitement: false } }],
  ['POST /users/invite', '/users/invite', 200, invite({})],
  ['POST /users/invite', '/users/invite', 400, invite({ plan_id: undefined })],
  ['POST /users/invite', '/users/invite', 400, invite({ email: undefined })],
  ['POST /users/invite', '/users/invite', 400, invite({ number: undefined })],
  ['POST /users/invite', '/users/invite', 400, { body: '{' }],
  ['DELETE /users/:id', '/users/6?type=ARCHIVED', (mode) => mode.deleteStatus],
  ['DELETE /users/:id', '/users/6?type=DELETED', (mode) => mode.deleteStatus],
  ['DELETE /users/:id', '/users/9?type=DELETED', (mode) => mode.deleteStatus],
  ['DELETE /users/:id', '/users/9?type=ARCHIVED', 400],
  ['DELETE /users/:id', '/users/6', 400],
  ['DELETE /users/:id', '/users/x?type=ARCHIVED', 400],
  ['DELETE /users/:id', '/users/99?type=ARCHIVED', 404],
  ['DELETE /users/:id', '/users/8?type=DELETED', 404],
  ['ASSIGN /users/:id/profile/:profile', '/users/7/profile/1', 200],
  ['ASSIGN /users/:id/profile/:profile', '/users/7/profile/99', 404],
  ['ASSIGN /users/:id/profile/:profile', '/users/99/profile/1', 404],
  ['GET /users/:id/plannings', '/users/6/plannings', 200],
  ['GET /users/:id/plannings', '/users/99/plannings', 404],
  ['GET /users/:id/presences', '/users/6/presences', 200],
  ['GET /users/:id/presences', '/users/99/presences', 404],
  ['GET /users/:id/snooze/log', '/users/6/snooze/log', 200],
  ['GET /users/:id/snooze/log', '/users/6/snooze/log?limit_offset=3', 204],
  ['GET /users/:id/snooze/log', '/users/99/snooze/log', 404],
  ['GET /users/:id/blacklists/numbers', '/users/6/blacklists/numbers', 204],
  ['GET /users/:id/blacklists/numbers/:number', '/users/6/blacklists/numbers/33199000050', 404],
  ['POST /users/:id/blacklists/numbers', '/users/6/blacklists/numbers', 200, { body: blocked }],
  ['POST /users/:id/blacklists/numbers', '/users/6/blacklists/numbers', 400, { body: {} }],
  ['PATCH /users/:id/blacklists/numbers/:number', '/users/6/blacklists/numbers/33199000050', 404, { body: {} }],
  ['DELETE /users/:id/blacklists/numbers/:number', '/users/6/blacklists/numbers/33199000050', 404],
  ['GET /presences', '/presences', 200],
  ['GET /profiles', '/profiles', 200],
  ['GET /profiles/:id', '/profiles/1', 200],
  ['GET /profiles/:id', '/profiles/99', 404],
  ['GET /groups', '/groups', 200],
  ['GET /groups', '/groups?limit_offset=6', (mode) => mode.emptyList],
  ['GET /groups/:id', '/groups/1', 200],
  ['GET /groups/:id', '/groups/99', 404],
  ['POST /groups/:id/users', '/groups/2/users', 200, { body: [6, 7] }],
  ['POST /groups/:id/users', '/groups/2/users', 400, { body: { users: [6] } }],
  ['POST /groups/:id/users', '/groups/2/users', 400, { body: [99] }],
  ['POST /groups/:id/users', '/groups/99/users', 404, { body: [6] }],
  ['DELETE /groups/:id/users', '/groups/1/users', 200, { body: [6, 99, 2] }],
  ['DELETE /groups/:id/users', '/groups/99/users', 404, { body: [6] }],
  ['PATCH /groups/:id/users/:user/ring_duration/:seconds', '/groups/1/users/6/ring_duration/295', 200],
  ['PATCH /groups/:id/users/:user/ring_duration/:seconds', '/groups/1/users/6/ring_duration/0', 200],
  ['PATCH /groups/:id/users/:user/ring_duration/:seconds', '/groups/1/users/6/ring_duration/7', 400],
  ['PATCH /groups/:id/users/:user/ring_duration/:seconds', '/groups/1/users/6/ring_duration/300', 400],
  ['PATCH /groups/:id/users/:user/ring_duration/:seconds', '/groups/2/users/6/ring_duration/30', 404],
  ['PATCH /groups/:id/isjumper/toggle', '/groups/1/isjumper/toggle', 200],
  ['PATCH /groups/:id/isjumper/toggle', '/groups/99/isjumper/toggle', 404],
  ['GET /teams', '/teams', 200],
  ['GET /teams/plans_data', '/teams/plans_data', 200],
  ['GET /numbers', '/numbers', 200],
  ['GET /numbers', '/numbers?is_available=false', 400],
  ['GET /numbers', '/numbers?is_user=yes', 400],
  ['GET /numbers/:number', '/numbers/33199000001', 200],
  ['GET /numbers/:number', '/numbers/+33199000001', 400],
  ['GET /numbers/:number', '/numbers/33199000098', 404],
  ['PATCH /numbers/:number', '/numbers/33199000020', 200, { body: { user_id: 6 } }],
  ['PATCH /numbers/:number', '/numbers/33199000020', 200, { body: { ivr_id: 1 } }],
  ['PATCH /numbers/:number', '/numbers/33199000020', 200, { body: { conference_id: 2 } }],
  ['PATCH /numbers/:number', '/numbers/33199000020', 400, { body: { user_id: 6, ivr_id: 1 } }],
  ['PATCH /numbers/:number', '/numbers/33199000020', 400, { body: {} }],
  ['PATCH /numbers/:number', '/numbers/33199000022', 400, { body: { user_id: 6 } }],
  ['PATCH /numbers/:number', '/numbers/x', 400, { body: { user_id: 6 } }],
  ['PATCH /numbers/:number', '/numbers/33199000098', 404, { body: { user_id: 6 } }],
  ['PATCH /numbers/:number', '/numbers/33199000020', 404, { body: { user_id: 99 } }],
  ['PATCH /numbers/:number', '/numbers/33199000020', 404, { body: { ivr_id: 99 } }],
  ['PATCH /numbers/:number', '/numbers/33199000020', 404, { body: { conference_id: 99 } }],
  ['GET /ivrs', '/ivrs', 200],
  ['GET /ivrs/:id', '/ivrs/1', 200],
  ['GET /ivrs/:id', '/ivrs/x', 400],
  ['GET /ivrs/:id', '/ivrs/99', 404],
  ['GET /ivrs/:id/scenarios', '/ivrs/1/scenarios', 200],
  ['GET /ivrs/:id/scenarios', '/ivrs/x/scenarios', 400],
  ['GET /ivrs/:id/scenarios', '/ivrs/99/scenarios', 404],
  ['GET /ivrs/:id/scenarios/:scenario', '/ivrs/1/scenarios/2', 200],
  ['GET /ivrs/:id/scenarios/:scenario', '/ivrs/x/scenarios/2', 400],
  ['GET /ivrs/:id/scenarios/:scenario', '/ivrs/1/scenarios/99', 404],
  ['GET /scenarios', '/scenarios', 200],
  ['GET /scenarios/:id', '/scenarios/1', 200],
  ['GET /scenarios/:id', '/scenarios/x', 400],
  ['GET /scenarios/:id', '/scenarios/99', 404],
  ['POST /ivrs/:id/callback', '/ivrs/1/callback', 200, { body: callback({}) }],
  ['POST /ivrs/:id/callback', '/ivrs/1/callback', 400, { body: callback({ from_number: 33199000098 }) }],
  ['POST /ivrs/:id/callback', '/ivrs/1/callback', 400, { body: callback({ timeout: -1 }) }],
  ['POST /ivrs/:id/callback', '/ivrs/99/callback', 404, { body: callback({}) }],
  ['GET /tags', '/tags', 200],
  ['GET /tags/:id', '/tags/1', 200],
  ['GET /tags/:id', '/tags/x', 400],
  ['GET /tags/:id', '/tags/99', 404],
  ['POST /tags', '/tags', 200, { body: { name: 'Lost', color: '#ff0000', description: '' } }],
  ['POST /tags', '/tags', 400, { body: { name: 'Lost', color: 'red', description: '' } }],
  ['GET /conferences', '/conferences', 200],
  ['GET /conferences/:id', '/conferences/1', 200],
  ['GET /conferences/:id', '/conferences/x', 400],
  ['GET /conferences/:id', '/conferences/99', 404],
  ['PATCH /conferences/:id/pincode/:pin', '/conferences/1/pincode/4321', 200],
  ['PATCH /conferences/:id/pincode/:pin', '/conferences/1/pincode/1234', 304],
  ['PATCH /conferences/:id/pincode/:pin', '/conferences/1/pincode/12a4', 400],
  ['PATCH /conferences/:id/pincode/:pin', '/conferences/x/pincode/1', 400],
  ['PATCH /conferences/:id/pincode/:pin', '/conferences/99/pincode/1', 404],
];

function callback(changed: object): object {
  return { from_number: 33199000010, to_number: 33199000050, timeout: 30, clir: false, ...changed };
}

const ROWS = given.map(([route, request, status, sending = {}]): Row => [route, request, status, sending]);

const lineOf = (mode: Mode, route: string, request: string): string =>
  `${(route.split(' ')[0] ?? '').replace('ASSIGN', mode.assignMethod)} ${request}`;
const statusIn = (mode: Mode, status: Status): number => (typeof status === 'number' ? status : status(mode));
const logged = async (sandbox: Sandbox) => listOf(await caller(sandbox)('GET /action-log')).length;

describe.each(MODES)('in the mode %s', (_name, mode) => {
  let shared: Sandbox;
  beforeAll(async () => {
    shared = await publicSandbox(mode);
  });
  afterAll(() => shared.close());

  it('every route has a row, and every row a route', () => {
    const routes = routesOf(mode).map(({ method, path }) => `${method} ${path}`);
    expect(new Set(ROWS.map(([route]) => route.replace('ASSIGN', mode.assignMethod)))).toEqual(new Set(routes));
    expect(routes).toHaveLength(41);
  });

  const writes = ROWS.filter(([route, , status]) => !route.startsWith('GET') && statusIn(mode, status) < 300);
  it.each(writes)('%s: %s is carried out and logged once', async (route, request, status, sending) => {
    const sandbox = await publicSandbox(mode);
    try {
      const said = await publicCaller(sandbox)(lineOf(mode, route, request), sending);
      expect([said.status, await logged(sandbox)]).toEqual([statusIn(mode, status), 1]);
    } finally {
      sandbox.close();
    }
  });

  it.each(ROWS.filter((row) => !writes.includes(row)))('%s: %s is %s', async (route, request, status, sending) => {
    const said = await publicCaller(shared)(lineOf(mode, route, request), sending);
    expect([said.status, await logged(shared)]).toEqual([statusIn(mode, status), 0]);
    if (said.status >= 400) expect(typeof entry(said.body).error).toBe('string');
    else expect(said.type).toBe(said.body === '' ? null : 'application/json; charset=utf-8');
  });

  const valid = [...new Map(ROWS.map((row) => [row[0], row])).values()];
  it.each(valid)('%s: a wrong key is 401', async (route, request, _status, sending) => {
    const said = await publicCaller(shared)(lineOf(mode, route, request), { ...sending, ...WRONG_KEY });
    expect(said).toMatchObject({
      status: 401,
      body: mode.unauthorizedBody === 'empty' ? '' : { error: 'Invalid user' },
    });
  });

  it.each([
    'GET /',
    'GET /nothing',
    'PUT /users/6',
    'GET /users/6/',
    'PUT /groups/1/isjumper/toggle',
    'GET /users/6/groups',
  ])('%s is no route: 404 in plain text, whatever the key', async (line) => {
    for (const sending of [{}, WRONG_KEY, TOM])
      expect(await publicCaller(shared)(line, sending)).toEqual({
        status: 404,
        body: '404 page not found',
        type: 'text/plain',
      });
  });
});
