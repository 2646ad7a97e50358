import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { levelDashboard, NO_DASHBOARD } from '../../src/model/index.js';
import { memorySandbox, permissionsWith, REFUSALS, type RefusalCode, type Sandbox } from '../../src/sandbox/index.js';
import { caller, OFFICE, type Sending } from './requests.js';

type Case = readonly [code: RefusalCode, line: string, sending: Sending];

const ALL = permissionsWith({});
const person = (given: object) => ({
  email: 'new@acme.example',
  firstName: 'N',
  lastName: 'N',
  external: false,
  number: '+33199000020',
  plan: 'Business',
  permissions: ALL,
  dashboard: NO_DASHBOARD,
  ...given,
});
const external = (given: object) => ({
  email: 'new@audit.example',
  firstName: 'N',
  lastName: 'N',
  external: true,
  dashboard: levelDashboard('billing'),
  ...given,
});
const scoped = (scope: object) => ({
  dashboard: {
    level: 'supervisor',
    pages: { logs: 'read' },
    scope: { groups: 'all', ivrs: 'all', lines: 'all', ...scope },
  },
});
const [ADA, TECH, LEAD, TOM, READER] = [
  'ada@acme.example',
  'tech@acme.example',
  'lead@acme.example',
  'tom@acme.example',
  'reader@acme.example',
];
const NARROW = 'narrow@acme.example';
const none = { dashboard: NO_DASHBOARD };
const admin = { dashboard: levelDashboard('admin') };

/** None of these writes anything, so they share one account. */
const CASES: readonly Case[] = [
  ['KEY_MISSING', 'GET /team', { headers: { authorization: 'none' } }],
  ['KEY_MISSING', 'POST /groups', { headers: { authorization: '' }, body: { name: 'X', openAccess: true } }],
  ['NOT_ALLOWED', 'GET /users', { as: TOM }],
  ['NOT_ALLOWED', 'GET /users/7', { as: TOM }],
  ['NOT_ALLOWED', 'GET /action-log', { as: TECH }],
  ['NOT_ALLOWED', 'POST /users', { as: READER, body: person({}) }],
  ['NOT_ALLOWED', 'PATCH /users/7', { as: READER, body: { lastName: 'X' }, expect: { lastName: 'Last' } }],
  ['NOT_ALLOWED', 'POST /profiles', { as: LEAD, body: { name: 'P', permissions: ALL, ...none, groups: [] } }],
  ['NOT_ALLOWED', 'POST /groups', { as: LEAD, body: { name: 'X', openAccess: true } }],
  ['NOT_ALLOWED', 'PUT /groups/2/members', { as: TOM, body: { users: [7] } }],
  ['OUTSIDE_SCOPE', 'GET /users', { as: LEAD }],
  ['OUTSIDE_SCOPE', 'GET /users/10', { as: LEAD }],
  ['OUTSIDE_SCOPE', 'POST /users', { as: LEAD, body: person({}) }],
  ['OUTSIDE_SCOPE', 'PATCH /users/10', { as: LEAD, body: { lastName: 'X' }, expect: { lastName: 'Last' } }],
  ['OUTSIDE_SCOPE', 'PUT /groups/2/members', { as: LEAD, body: { users: [7] } }],
  ['OUTSIDE_SCOPE', 'PUT /groups/1/members', { as: LEAD, body: { users: [10] } }],
  [
    'GIVES_MORE_THAN_HELD',
    'PATCH /users/7/permissions?keys=chatTab',
    { as: LEAD, body: { permissions: { chatTab: true } }, expect: { chatTab: false } },
  ],
  ['GIVES_MORE_THAN_HELD', 'PUT /users/7/dashboard', { as: LEAD, body: scoped({}), expect: none }],
  [
    'GIVES_MORE_THAN_HELD',
    'PUT /users/7/dashboard',
    { as: LEAD, body: { dashboard: levelDashboard('billing') }, expect: none },
  ],
  ['GIVES_MORE_THAN_HELD', 'PUT /users/7/link', { as: LEAD, body: { profile: 'Agent' }, expect: { profile: null } }],
  ['ONLY_SUPERADMIN_GRANTS_ADMIN', 'PUT /users/7/dashboard', { as: ADA, body: admin, expect: none }],
  ['ONLY_SUPERADMIN_GRANTS_ADMIN', 'PUT /users/2/dashboard', { as: ADA, body: none, expect: admin }],
  ['ONLY_SUPERADMIN_GRANTS_ADMIN', 'PUT /users/7/dashboard', { as: TECH, body: admin, expect: none }],
  ['GIVES_MORE_THAN_HELD', 'PUT /users/7/link', { as: LEAD, body: { profile: 'Helper' }, expect: { profile: null } }],
  [
    'GIVES_MORE_THAN_HELD',
    'PUT /users/7/dashboard',
    {
      as: LEAD,
      body: {
        dashboard: {
          level: 'supervisor',
          pages: { logs: 'write' },
          scope: { groups: ['Sales'], ivrs: 'all', lines: 'all' },
        },
      },
      expect: none,
    },
  ],
  [
    'GIVES_MORE_THAN_HELD',
    'PUT /users/6/link',
    {
      as: LEAD,
      body: { profile: null, permissions: permissionsWith({ chatTab: true }) },
      expect: { profile: 'Agent' },
    },
  ],
  [
    'GIVES_MORE_THAN_HELD',
    'POST /users',
    { as: 'giver@acme.example', body: person({ permissions: permissionsWith({ chatTab: true }) }) },
  ],
  [
    'GIVES_MORE_THAN_HELD',
    'POST /users',
    { as: 'giver@acme.example', body: person({ dashboard: levelDashboard('billing') }) },
  ],
  ['ADMINISTRATOR_PROTECTED', 'POST /users', { as: 'tech@acme.example', body: person({ email: 'bea@acme.example' }) }],
  ['ARCHIVED', 'PUT /users/9/link', { body: { profile: 'Agent' }, expect: { profile: null } }],
  ['ARCHIVED', 'PUT /users/9/dashboard', { body: none, expect: none }],
  [
    'ARCHIVED',
    'PATCH /users/9/permissions?keys=snooze',
    { body: { permissions: { snooze: true } }, expect: { snooze: false } },
  ],
  ['ARCHIVED', 'POST /users/9/sign-out', {}],
  ['ARCHIVED', 'POST /profiles/from-user', { body: { name: 'P', user: 9 } }],
  ['ADMINISTRATOR_PROTECTED', 'POST /profiles/from-user', { as: 'tech@acme.example', body: { name: 'P', user: 3 } }],
  [
    'ONLY_SUPERADMIN_GRANTS_ADMIN',
    'POST /profiles/from-user',
    { as: 'ada@acme.example', body: { name: 'P', user: 2 } },
  ],
  ['BODY_INVALID', 'PUT /profiles/1/template', { body: {}, expect: {} }],
  [
    'PERMISSION_UNKNOWN',
    'PATCH /profiles/1/permissions?keys=fly',
    { body: { permissions: { fly: true } }, expect: {} },
  ],
  [
    'QUERY_INVALID',
    'PATCH /profiles/1/permissions',
    { body: { permissions: { snooze: true } }, expect: { snooze: false } },
  ],
  ['ADDRESS_INVALID', 'PATCH /users/7', { body: { email: 'a b@acme.example' }, expect: { email: 'ivy@acme.example' } }],
  ['NAME_INVALID', 'POST /users', { body: person({ firstName: 'x'.repeat(201) }) }],
  ['UNKNOWN_GROUP', 'POST /profiles', { body: { name: 'P', permissions: ALL, ...none, groups: ['Nowhere'] } }],
  ['NOT_ALLOWED', 'POST /profiles/from-user', { as: LEAD, body: { name: 'P', user: 7 } }],
  ['OUTSIDE_SCOPE', 'POST /groups', { as: NARROW, body: { name: 'X', openAccess: true } }],
  ['GROUP_IN_USE', 'DELETE /groups/6', { expect: { name: 'Crew' } }],
  ['BODY_INVALID', 'PATCH /users/7/permissions?keys=a', { body: { permissions: 'all' }, expect: {} }],
  ...[
    { ...NO_DASHBOARD, pages: [] },
    { ...NO_DASHBOARD, scope: 'all' },
    { level: 'supervisor', pages: { attic: 'read' }, scope: NO_DASHBOARD.scope },
    { level: 'supervisor', pages: { logs: 'none' }, scope: NO_DASHBOARD.scope },
    { level: 'supervisor', pages: {}, scope: { ...NO_DASHBOARD.scope, groups: 'Sales' } },
    { level: 'supervisor', pages: {}, scope: { ...NO_DASHBOARD.scope, ivrs: [1] } },
  ].map((dashboard): Case => ['DASHBOARD_INVALID', 'PUT /users/7/dashboard', { body: { dashboard }, expect: none }]),
  [
    'ONLY_SUPERADMIN_GRANTS_ADMIN',
    'PUT /users/7/link',
    { as: ADA, body: { profile: 'Boss' }, expect: { profile: null } },
  ],
  ['ONLY_SUPERADMIN_GRANTS_ADMIN', 'POST /users', { as: ADA, body: person(admin) }],
  [
    'ONLY_SUPERADMIN_GRANTS_ADMIN',
    'POST /profiles',
    { as: ADA, body: { name: 'P', permissions: ALL, ...admin, groups: [] } },
  ],
  ['ONLY_SUPERADMIN_GRANTS_ADMIN', 'PUT /profiles/1/template', { as: ADA, body: admin, expect: none }],
  ['ADMINISTRATOR_PROTECTED', 'PUT /users/3/dashboard', { as: ADA, body: none, expect: admin }],
  ['ADMINISTRATOR_PROTECTED', 'DELETE /users/3?type=ARCHIVED', { as: ADA, expect: { status: 'active' } }],
  ['ADMINISTRATOR_PROTECTED', 'DELETE /users/3?type=DELETED', { as: ADA, expect: { status: 'active' } }],
  ['ADMINISTRATOR_PROTECTED', 'PUT /users/3/link', { as: ADA, body: { profile: 'Agent' }, expect: { profile: null } }],
  [
    'ADMINISTRATOR_PROTECTED',
    'PATCH /users/3/permissions?keys=snooze',
    { as: ADA, body: { permissions: { snooze: true } }, expect: { snooze: false } },
  ],
  ['ADMINISTRATOR_PROTECTED', 'PATCH /users/3', { as: TECH, body: { lastName: 'X' }, expect: { lastName: 'Last' } }],
  ['ADMINISTRATOR_PROTECTED', 'POST /users/3/sign-out', { as: ADA }],
  ['ADMINISTRATOR_PROTECTED', 'PUT /groups/1/members', { as: TECH, body: { users: [3] } }],
  ['SUPERADMIN_PROTECTED', 'PATCH /users/1', { as: ADA, body: { lastName: 'X' }, expect: { lastName: 'Last' } }],
  ['SUPERADMIN_PROTECTED', 'DELETE /users/1?type=DELETED', { as: ADA, expect: { status: 'active' } }],
  ['SUPERADMIN_PROTECTED', 'DELETE /users/1?type=ARCHIVED', { expect: { status: 'active' } }],
  ['SUPERADMIN_PROTECTED', 'PUT /users/1/dashboard', { body: none, expect: admin }],
  ['SUPERADMIN_PROTECTED', 'PUT /users/1/link', { body: { profile: 'Agent' }, expect: { profile: null } }],
  ['SUPERADMIN_PROTECTED', 'POST /profiles/from-user', { body: { name: 'P', user: 1 } }],
  ['NOT_YOURSELF', 'DELETE /users/2?type=ARCHIVED', { as: ADA, expect: { status: 'active' } }],
  ['NOT_YOURSELF', 'DELETE /users/4?type=DELETED', { as: TECH, expect: { status: 'active' } }],
  ['LICENCES_NOT_TECHNICAL', 'POST /licences', { as: TECH, body: { plan: 'Business', count: 1 } }],
  ['GROUP_CLOSED', 'PUT /groups/1/members', { as: TOM, body: { users: [6] } }],
  ['JOINING_NOT_ALLOWED', 'PUT /groups/2/members', { as: 'ivy@acme.example', body: { users: [7] } }],
  ['NOT_FOUND', 'GET /users/99', {}],
  ['NOT_FOUND', 'GET /users/07', {}],
  ['NOT_FOUND', 'GET /users/7e0', {}],
  ['NOT_FOUND', 'GET /nothing', {}],
  ['NOT_FOUND', 'DELETE /groups/99', { expect: {} }],
  ['ADDRESS_TAKEN', 'POST /users', { body: person({ email: 'TOM@acme.example' }) }],
  ['ADDRESS_TAKEN', 'PATCH /users/7', { body: { email: 'Tom@acme.example' }, expect: { email: 'ivy@acme.example' } }],
  ['ADDRESS_TAKEN', 'PATCH /users/7', { body: { email: 'gone@acme.example' }, expect: { email: 'ivy@acme.example' } }],
  ['ARCHIVED', 'PATCH /users/9', { body: { lastName: 'X' }, expect: { lastName: 'Last' } }],
  ['ARCHIVED', 'DELETE /users/9?type=ARCHIVED', { expect: { status: 'archived' } }],
  [
    'LINKED_TO_PROFILE',
    'PATCH /users/6/permissions?keys=snooze',
    { body: { permissions: { snooze: true } }, expect: { snooze: false } },
  ],
  [
    'LINKED_TO_PROFILE',
    'PUT /users/6/link',
    { body: { profile: 'Agent', permissions: ALL }, expect: { profile: 'Agent' } },
  ],
  ['NOT_LINKED', 'PUT /users/7/link', { body: { profile: null }, expect: { profile: null } }],
  ['NUMBER_NOT_FREE', 'POST /users', { body: person({ number: '+33199000002' }) }],
  ['NUMBER_NOT_FREE', 'POST /users', { body: person({ number: '+33199000010' }) }],
  ['NUMBER_NOT_FREE', 'POST /users', { body: person({ number: '+33199000022' }) }],
  ['NO_FREE_LICENCE', 'POST /users', { body: person({ plan: 'Advanced' }) }],
  ['EXTERNAL_STAYS', 'POST /users', { body: person({ email: 'old@audit.example' }) }],
  ['EXTERNAL_STAYS', 'POST /users', { body: external({ email: 'gone@acme.example' }) }],
  ['PROFILE_IN_USE', 'DELETE /profiles/1', { expect: { name: 'Agent' } }],
  ['GROUP_IN_USE', 'DELETE /groups/1', { expect: { name: 'Sales' } }],
  ['NAME_AMBIGUOUS', 'PUT /users/7/link', { body: { profile: 'Same' }, expect: { profile: null } }],
  ['NAME_AMBIGUOUS', 'PUT /users/7/dashboard', { body: scoped({ groups: ['Twice'] }), expect: none }],
  ['CHANGED_SINCE', 'PATCH /users/7', { body: { lastName: 'X' }, expect: { lastName: 'Earlier' } }],
  ['CHANGED_SINCE', 'DELETE /users/7?type=ARCHIVED', { expect: { status: 'archived' } }],
  ['CHANGED_SINCE', 'DELETE /groups/5', { expect: { name: 'Other' } }],
  ['BODY_TOO_LARGE', 'POST /groups', { body: `"${'x'.repeat(1024 * 1024)}"` }],
  ['BODY_NOT_JSON', 'POST /groups', { body: '{' }],
  [
    'BODY_NOT_JSON',
    'POST /groups',
    { body: { name: 'X', openAccess: true }, headers: { 'content-type': 'text/plain' } },
  ],
  ['BODY_INVALID', 'POST /groups', {}],
  ['BODY_INVALID', 'POST /groups', { body: [] }],
  ['BODY_INVALID', 'POST /groups', { body: { name: 'X' } }],
  ['BODY_INVALID', 'POST /groups', { body: { name: 'X', openAccess: 'yes' } }],
  ['BODY_INVALID', 'POST /groups', { body: { name: 'X', openAccess: true, colour: 'red' } }],
  ['BODY_INVALID', 'POST /groups', { body: '{"name":"X","openAccess":true,"__proto__":{}}' }],
  ['BODY_INVALID', 'PATCH /users/7', { body: {}, expect: {} }],
  ['BODY_INVALID', 'PUT /groups/1/members', { body: { users: 7 } }],
  ['BODY_INVALID', 'POST /licences', { body: { plan: 'Business', count: 0 } }],
  ['QUERY_INVALID', 'GET /users?limit=1001', {}],
  ['QUERY_INVALID', 'GET /users?limit=-1', {}],
  ['QUERY_INVALID', 'GET /users/7?fields=email,key', {}],
  ['QUERY_INVALID', 'DELETE /users/7', { expect: { status: 'active' } }],
  [
    'QUERY_INVALID',
    'PATCH /users/7/permissions?keys=chatTab',
    { body: { permissions: { snooze: true } }, expect: { snooze: false } },
  ],
  ['ADDRESS_INVALID', 'POST /users', { body: person({ email: 'nobody' }) }],
  ['NAME_INVALID', 'POST /groups', { body: { name: ' ', openAccess: true } }],
  ['NAME_INVALID', 'POST /groups', { body: { name: 'x\u0000', openAccess: true } }],
  ['NAME_INVALID', 'PATCH /users/7', { body: { lastName: 'x'.repeat(201) }, expect: { lastName: 'Last' } }],
  ['PERMISSION_UNKNOWN', 'PATCH /users/7/permissions?keys=fly', { body: { permissions: { fly: true } }, expect: {} }],
  [
    'PERMISSION_UNKNOWN',
    'PATCH /users/7/permissions?keys=forceSignOut',
    { body: { permissions: { forceSignOut: true } }, expect: {} },
  ],
  ...(
    [
      ['snooze', 1],
      ['playRecordings', 'all'],
      ['maxChannels', 0],
      ['maxChannels', 1.5],
      ['callRecordingVolume', 101],
      ['afterCallWorkDuration', -1],
      ['editCallerId', 'allIvr'],
    ] as const
  ).map(
    ([id, value]): Case => [
      'PERMISSION_VALUE',
      `PATCH /users/7/permissions?keys=${id}`,
      { body: { permissions: { [id]: value } }, expect: {} },
    ],
  ),
  ['PERMISSIONS_INCOMPLETE', 'POST /users', { body: person({ permissions: { snooze: true } }) }],
  ['PERMISSIONS_INCOMPLETE', 'POST /users', { body: person({ permissions: undefined }) }],
  [
    'PERMISSIONS_INCOMPLETE',
    'PUT /users/6/link',
    { body: { profile: null, permissions: { snooze: true } }, expect: { profile: 'Agent' } },
  ],
  ['DASHBOARD_INVALID', 'PUT /users/7/dashboard', { body: { dashboard: 'none' }, expect: none }],
  [
    'DASHBOARD_INVALID',
    'PUT /users/7/dashboard',
    { body: { dashboard: { ...NO_DASHBOARD, pages: { logs: 'read' } } }, expect: none },
  ],
  [
    'DASHBOARD_INVALID',
    'PUT /users/7/dashboard',
    { body: { dashboard: { ...NO_DASHBOARD, level: 'god' } }, expect: none },
  ],
  ['DASHBOARD_INVALID', 'PUT /users/7/dashboard', { body: scoped({ lines: 'some' }), expect: none }],
  ['EXTERNAL_LIMITED', 'POST /users', { body: external({ dashboard: levelDashboard('supervisor') }) }],
  ['EXTERNAL_LIMITED', 'POST /users', { body: external({ number: '+33199000020' }) }],
  ['EXTERNAL_LIMITED', 'POST /users', { body: external({ plan: 'Business' }) }],
  ['EXTERNAL_LIMITED', 'POST /users', { body: external({ permissions: ALL }) }],
  ['EXTERNAL_LIMITED', 'PUT /users/8/link', { body: { profile: 'Agent' }, expect: { profile: null } }],
  ['EXTERNAL_LIMITED', 'PUT /users/8/dashboard', { body: scoped({}), expect: none }],
  [
    'EXTERNAL_LIMITED',
    'PATCH /users/8/permissions?keys=snooze',
    { body: { permissions: { snooze: true } }, expect: {} },
  ],
  ['EXTERNAL_LIMITED', 'PUT /groups/1/members', { body: { users: [8] } }],
  ['EXTERNAL_LIMITED', 'POST /profiles/from-user', { body: { name: 'P', user: 8 } }],
  ['NUMBER_AND_LICENCE_NEEDED', 'POST /users', { body: person({ number: undefined }) }],
  ['NUMBER_AND_LICENCE_NEEDED', 'POST /users', { body: person({ plan: undefined }) }],
  ['UNKNOWN_NUMBER', 'POST /users', { body: person({ number: '+33199009999' }) }],
  [
    'UNKNOWN_NUMBER',
    'PATCH /users/7/permissions?keys=editCallerId',
    { body: { permissions: { editCallerId: ['+33199009999'] } }, expect: {} },
  ],
  ['UNKNOWN_PLAN', 'POST /users', { body: person({ plan: 'Golden' }) }],
  ['UNKNOWN_PLAN', 'POST /licences', { body: { plan: 'Golden', count: 1 } }],
  ['UNKNOWN_GROUP', 'PUT /users/7/dashboard', { body: scoped({ groups: ['Nowhere'] }), expect: none }],
  ['UNKNOWN_GROUP', 'PUT /profiles/1/template', { body: { groups: ['Nowhere'] }, expect: { groups: ['Sales'] } }],
  ['UNKNOWN_IVR', 'PUT /users/7/dashboard', { body: scoped({ ivrs: ['Nowhere'] }), expect: none }],
  ['UNKNOWN_PROFILE', 'PUT /users/7/link', { body: { profile: 'Nobody' }, expect: { profile: null } }],
  ['UNKNOWN_USER', 'PUT /groups/1/members', { body: { users: [9] } }],
  ['UNKNOWN_USER', 'PUT /groups/1/members', { body: { users: ['7'] } }],
  ['UNKNOWN_USER', 'POST /profiles/from-user', { body: { name: 'P', user: 99 } }],
  ['CONDITION_MISSING', 'PATCH /users/7', { body: { lastName: 'X' } }],
  ['CONDITION_MISSING', 'DELETE /profiles/3', {}],
];

describe('a request is refused', () => {
  let sandbox: Sandbox;
  let before: unknown;
  beforeAll(async () => {
    sandbox = await memorySandbox(OFFICE);
    before = (await caller(sandbox)('GET /team')).body;
  });
  afterAll(async () => {
    expect((await caller(sandbox)('GET /team')).body).toEqual(before);
    sandbox.close();
  });

  it.each(CASES)('with %s: %s', async (code, line, sending) => {
    expect(await caller(sandbox)(line, sending)).toMatchObject({ code, status: REFUSALS[code].status });
  });

  it('for every reason of the list', () => {
    expect([...new Set(CASES.map(([code]) => code))].toSorted()).toEqual(Object.keys(REFUSALS).toSorted());
  });
});
