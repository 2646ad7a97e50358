import { NO_DASHBOARD } from '../../src/model/index.js';
import type { AccountSeed, RefusalCode } from '../../src/sandbox/index.js';
import { OFFICE, type Sending, seedUser } from './requests.js';

export type Case = readonly [code: RefusalCode, line: string, sending: Sending];

const [LEAD, TOM] = ['lead@acme.example', 'tom@acme.example'];
export const VIEWER = 'viewer@acme.example';
export const DESK = 'desk@acme.example';
const everywhere = NO_DASHBOARD.scope;
const onDesk = { groups: ['Sales'], ivrs: ['Desk'], lines: 'all' } as const;
const free = { user: null, ivr: null };

/** The office with another IVR and people of the pages Numbers and IVRs: 14 viewer, who only reads them, and 15 desk, within a group and an IVR. */
export const STAFFED: AccountSeed = {
  ...OFFICE,
  ivrs: [...OFFICE.ivrs, { name: 'Door', numbers: [], users: [] }],
  users: [
    ...OFFICE.users,
    seedUser(VIEWER, {
      dashboard: { level: 'technical', pages: { numbers: 'read', ivrs: 'read' }, scope: everywhere },
    }),
    seedUser(DESK, {
      dashboard: { level: 'technical', pages: { numbers: 'write', ivrs: 'write', actionLogs: 'read' }, scope: onDesk },
    }),
  ],
};

function numberCases(): readonly Case[] {
  const toIvy = { body: { ...free, user: 7 }, expect: free };
  return [
    ['NOT_ALLOWED', 'POST /numbers', { as: VIEWER, body: { number: '+33199000030' } }],
    ['NOT_ALLOWED', 'PUT /numbers/6/use', { as: VIEWER, ...toIvy }],
    ['NOT_ALLOWED', 'GET /numbers/2', { as: TOM }],
    ['NOT_ALLOWED', 'GET /numbers/2/use', { as: LEAD }],
    ['OUTSIDE_SCOPE', 'GET /numbers', { as: DESK }],
    ['OUTSIDE_SCOPE', 'GET /numbers/1', { as: DESK }],
    ['OUTSIDE_SCOPE', 'PUT /numbers/1/use', { as: DESK, body: free, expect: { user: 1, ivr: null } }],
    ['OUTSIDE_SCOPE', 'PUT /numbers/6/use', { as: DESK, body: { ...free, ivr: 2 }, expect: free }],
    ['NUMBER_NOT_FREE', 'POST /numbers', { body: { number: '+33199000002' } }],
    ['NUMBER_NOT_FREE', 'PUT /numbers/5/use', toIvy],
    ['UNKNOWN_USER', 'PUT /numbers/6/use', { body: { ...free, user: 99 }, expect: free }],
    ['UNKNOWN_USER', 'PUT /numbers/6/use', { body: { ...free, user: 9 }, expect: free }],
    ['UNKNOWN_IVR', 'PUT /numbers/6/use', { body: { ...free, ivr: 99 }, expect: free }],
    ['EXTERNAL_LIMITED', 'PUT /numbers/6/use', { body: { ...free, user: 8 }, expect: free }],
    ['BODY_INVALID', 'PUT /numbers/6/use', { body: { user: 7, ivr: 1 }, expect: free }],
    ['BODY_INVALID', 'PUT /numbers/6/use', { body: { ...free, user: '7' }, expect: free }],
    ['BODY_INVALID', 'POST /numbers', { body: { number: '0199000030' } }],
    ['CHANGED_SINCE', 'PUT /numbers/2/use', toIvy],
    ['NOT_FOUND', 'GET /numbers/99/use', {}],
  ];
}

function ivrCases(): readonly Case[] {
  const renamed = { body: { name: 'Front' }, expect: { name: 'Door' } };
  return [
    ['NOT_ALLOWED', 'GET /ivrs', { as: LEAD }],
    ['NOT_ALLOWED', 'POST /ivrs', { as: VIEWER, body: { name: 'Front' } }],
    ['NOT_ALLOWED', 'PATCH /ivrs/2', { as: VIEWER, ...renamed }],
    ['OUTSIDE_SCOPE', 'GET /ivrs', { as: DESK }],
    ['OUTSIDE_SCOPE', 'GET /ivrs/2', { as: DESK }],
    ['OUTSIDE_SCOPE', 'POST /ivrs', { as: DESK, body: { name: 'Front' } }],
    ['OUTSIDE_SCOPE', 'PATCH /ivrs/2', { as: DESK, ...renamed }],
    ['NAME_AMBIGUOUS', 'POST /ivrs', { body: { name: 'Desk' } }],
    ['NAME_AMBIGUOUS', 'PATCH /ivrs/1', { as: DESK, body: { name: 'Door' }, expect: { name: 'Desk' } }],
    ['NAME_INVALID', 'POST /ivrs', { body: { name: '' } }],
    ['CHANGED_SINCE', 'PATCH /ivrs/1', renamed],
    ['NOT_FOUND', 'PATCH /ivrs/9', renamed],
  ];
}

/** About numbers and IVRs. */
export const STAFF_CASES: readonly Case[] = [...numberCases(), ...ivrCases()];
