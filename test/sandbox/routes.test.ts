import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NO_DASHBOARD } from '../../src/model/index.js';
import { WRITES } from '../../src/sandbox/api/routes.js';
import { memorySandbox, permissionsWith, type Sandbox } from '../../src/sandbox/index.js';
import { caller, listOf, OFFICE } from './requests.js';

interface Valid {
  readonly line: string;
  readonly body?: unknown;
  readonly expect?: unknown;
}

const ALL = permissionsWith({});
const NONE = { dashboard: NO_DASHBOARD };
const newcomer = { email: 'new@acme.example', firstName: '', lastName: '', external: false, number: '+33199000020' };

/** A request that is carried out, for each write. */
const VALID: { readonly [route: string]: Valid } = {
  'POST /users': { line: 'POST /users', body: { ...newcomer, plan: 'Business', permissions: ALL, ...NONE } },
  'PATCH /users/:id': { line: 'PATCH /users/6', body: { lastName: 'X' }, expect: { lastName: 'Last' } },
  'PATCH /users/:id/permissions': {
    line: 'PATCH /users/5/permissions?keys=chatTab,snooze',
    body: { permissions: { snooze: false, chatTab: true } },
    expect: { snooze: true, chatTab: false },
  },
  'PUT /users/:id/dashboard': {
    line: 'PUT /users/6/dashboard',
    body: { dashboard: { level: 'supervisor', pages: { logs: 'read' }, scope: NO_DASHBOARD.scope } },
    expect: NONE,
  },
  'PUT /users/:id/link': { line: 'PUT /users/5/link', body: { profile: 'Agent' }, expect: { profile: null } },
  'DELETE /users/:id': { line: 'DELETE /users/6?type=ARCHIVED', expect: { status: 'active' } },
  'POST /users/:id/sign-out': { line: 'POST /users/6/sign-out' },
  'POST /profiles': { line: 'POST /profiles', body: { name: 'P', permissions: ALL, ...NONE, groups: ['Sales'] } },
  'POST /profiles/from-user': { line: 'POST /profiles/from-user', body: { name: 'P', user: 6 } },
  'PATCH /profiles/:id': { line: 'PATCH /profiles/1', body: { name: 'X' }, expect: { name: 'Agent' } },
  'PATCH /profiles/:id/permissions': {
    line: 'PATCH /profiles/1/permissions?keys=snooze',
    body: { permissions: { snooze: true } },
    expect: { snooze: false },
  },
  'PUT /profiles/:id/template': {
    line: 'PUT /profiles/1/template',
    body: { groups: ['Support'] },
    expect: { groups: ['Sales'] },
  },
  'DELETE /profiles/:id': { line: 'DELETE /profiles/3', expect: { name: 'Same' } },
  'POST /groups': { line: 'POST /groups', body: { name: 'G', openAccess: true } },
  'PATCH /groups/:id': { line: 'PATCH /groups/1', body: { name: 'X' }, expect: { name: 'Sales' } },
  'PUT /groups/:id/open-access': {
    line: 'PUT /groups/1/open-access',
    body: { openAccess: true },
    expect: { openAccess: false },
  },
  'DELETE /groups/:id': { line: 'DELETE /groups/5', expect: { name: 'Unused' } },
  'PUT /groups/:id/members': { line: 'PUT /groups/1/members', body: { users: [10] } },
  'DELETE /groups/:id/members': { line: 'DELETE /groups/1/members', body: { users: [5, 6] } },
  'POST /licences': { line: 'POST /licences', body: { plan: 'Business', count: 1 } },
};

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
