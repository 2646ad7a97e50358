import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NO_DASHBOARD } from '../../src/model/index.js';
import { WRITES } from '../../src/sandbox/api/routes.js';
import { memorySandbox, permissionsWith, type Sandbox } from '../../src/sandbox/index.js';
import { caller, listOf, OFFICE } from './requests.js';
import { VALID } from './valid-requests.js';

const ALL = permissionsWith({});
const NONE = { dashboard: NO_DASHBOARD };

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await memorySandbox(OFFICE);
});
afterEach(() => sandbox.close());

const rows = async () => listOf(await caller(sandbox)('GET /action-log')).length;

describe.each(WRITES)('$method $path', ({ method, path, match }) => {
  const { line, body, expect: current } = VALID[`${method} ${path}`] ?? { line: 'no request' };

  it('is carried out, and logged once', async () => {
    const said = await caller(sandbox)(line, { body, expect: current });
    expect([said.code, said.status >= 200 && said.status < 300, await rows()]).toEqual([undefined, true, 1]);
  });

  it('is refused to somebody without dashboard access, and then not logged', async () => {
    const said = await caller(sandbox)(line, { as: 'ivy@acme.example', body, expect: current });
    expect([said.status, await rows()]).toEqual([403, 0]);
  });

  it.runIf(match)('is refused without, or with another, current value', async () => {
    expect((await caller(sandbox)(line, { body })).status).toBe(428);
    expect((await caller(sandbox)(line, { body, expect: { other: true } })).status).toBe(412);
    expect(await rows()).toBe(0);
  });
});

describe('names of things', () => {
  it.each([
    ['POST /groups', { name: '', openAccess: true }, undefined],
    ['PATCH /groups/1', { name: '\u001b[31m' }, { name: 'Sales' }],
    ['POST /profiles', { name: ' ', permissions: ALL, ...NONE, groups: [] }, undefined],
    ['POST /profiles/from-user', { name: '', user: 7 }, undefined],
    ['PATCH /profiles/1', { name: 'x'.repeat(201) }, { name: 'Agent' }],
  ])('%s are checked', async (line, body, current) => {
    expect((await caller(sandbox)(line, { body, expect: current })).code).toBe('NAME_INVALID');
  });
});

it.each(['/v2', '/v2/', '/full', '/full/', '/full/v1'])('%s is of programs, and never a page', async (path) => {
  const response = await sandbox.fetch(new Request(`http://in-process${path}`));
  expect([response.status, response.headers.get('content-type')]).toEqual([
    404,
    expect.stringMatching(/^(?:text\/plain|application\/json)/),
  ]);
});
