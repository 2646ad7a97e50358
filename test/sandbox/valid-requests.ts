import { NO_DASHBOARD } from '../../src/model/index.js';
import { permissionsWith } from '../../src/sandbox/index.js';

export interface Valid {
  readonly line: string;
  readonly body?: unknown;
  readonly expect?: unknown;
}

const ALL = permissionsWith({});
const NONE = { dashboard: NO_DASHBOARD };
const newcomer = { email: 'new@acme.example', firstName: '', lastName: '', external: false, number: '+33199000020' };

/** A request to the office that is carried out, for each write. */
export const VALID: { readonly [route: string]: Valid } = {
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
  'POST /numbers': { line: 'POST /numbers', body: { number: '+33199000030' } },
  'PUT /numbers/:id/use': {
    line: 'PUT /numbers/6/use',
    body: { user: 6, ivr: null },
    expect: { user: null, ivr: null },
  },
  'POST /ivrs': { line: 'POST /ivrs', body: { name: 'Front' } },
  'PATCH /ivrs/:id': { line: 'PATCH /ivrs/1', body: { name: 'Front' }, expect: { name: 'Desk' } },
  'POST /licences': { line: 'POST /licences', body: { plan: 'Business', count: 1 } },
};
