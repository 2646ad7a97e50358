import { createHash } from 'node:crypto';
import { canonicalJson, NO_DASHBOARD } from '../../src/model/index.js';
import {
  type AccountSeed,
  type KeyKind,
  permissionsWith,
  type Sandbox,
  type SeedUser,
} from '../../src/sandbox/index.js';

export const tag = (value: unknown): string =>
  `"${createHash('sha256').update(canonicalJson(value)).digest('hex').slice(0, 32)}"`;

export interface Said {
  readonly status: number;
  readonly body: unknown;
  readonly code: string | undefined;
  readonly etag: string | null;
}

export interface Sending {
  readonly as?: string;
  readonly key?: KeyKind;
  readonly body?: unknown;
  /** The value that If-Match names. */
  readonly expect?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** `call('PATCH /users/3', {…})`, as the person with the address `as`. */
export function caller(sandbox: Sandbox): (line: string, request?: Sending) => Promise<Said> {
  return async (line, { as, key, body, expect, headers } = {}) => {
    const [method = 'GET', path = ''] = line.split(' ');
    const response = await sandbox.fetch(
      new Request(`http://in-process/full/v1${path}`, {
        method,
        headers: {
          authorization: sandbox.keyFor(as, key),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(expect === undefined ? {} : { 'if-match': tag(expect) }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    const value: unknown = text === '' ? undefined : JSON.parse(text);
    const error = isObject(value) ? value.error : undefined;
    return {
      status: response.status,
      body: value,
      code: isObject(error) ? String(error.code) : undefined,
      etag: response.headers.get('etag'),
    };
  };
}

export const listOf = ({ body }: Said): readonly Readonly<Record<string, unknown>>[] =>
  isObject(body) && Array.isArray(body.list) ? body.list : [];

export function seedUser(email: string, given: Partial<SeedUser> = {}): SeedUser {
  const licensed = given.external !== true;
  return {
    email,
    firstName: 'First',
    lastName: 'Last',
    status: 'active',
    external: false,
    superAdmin: false,
    profile: null,
    permissions: licensed && !given.profile ? permissionsWith({}) : null,
    dashboard: NO_DASHBOARD,
    groups: [],
    numbers: [],
    plan: licensed ? 'Business' : null,
    ...given,
  };
}

const dashboard = (
  level: 'technical' | 'supervisor',
  pages: SeedUser['dashboard']['pages'],
  groups: 'all' | readonly string[] = 'all',
) => ({ level, pages, scope: { groups, ivrs: 'all', lines: 'all' } }) as const;

/** Ids are the positions, from 1: people 1 owner, 2 ada, 3 bea (administrators), 4 tech, 5 lead, 6 tom, 7 ivy, 8 jo, 9 gone, 10 reader, 11 old, 12 narrow, 13 giver. */
export const OFFICE: AccountSeed = {
  team: { id: '5', name: 'Office' },
  licences: [
    { plan: 'Business', total: 20 },
    { plan: 'Advanced', total: 0 },
  ],
  freeNumbers: ['+33199000020', '+33199000021'],
  otherNumbers: ['+33199000022'],
  ivrs: [{ name: 'Desk', numbers: ['+33199000010'], users: ['tom@acme.example'] }],
  groups: [
    { name: 'Sales', openAccess: false },
    { name: 'Support', openAccess: true },
    { name: 'Twice', openAccess: true },
    { name: 'Twice', openAccess: true },
    { name: 'Unused', openAccess: false },
    { name: 'Crew', openAccess: false },
  ],
  profiles: [
    {
      name: 'Agent',
      permissions: permissionsWith({ joinOpenGroups: true }),
      dashboard: NO_DASHBOARD,
      groups: ['Sales'],
    },
    { name: 'Boss', permissions: permissionsWith({}), dashboard: { ...NO_DASHBOARD, level: 'admin' }, groups: [] },
    { name: 'Same', permissions: permissionsWith({}), dashboard: NO_DASHBOARD, groups: [] },
    { name: 'Same', permissions: permissionsWith({}), dashboard: NO_DASHBOARD, groups: [] },
    { name: 'Helper', permissions: permissionsWith({}), dashboard: NO_DASHBOARD, groups: ['Support'] },
  ],
  users: [
    seedUser('owner@acme.example', {
      superAdmin: true,
      dashboard: { ...NO_DASHBOARD, level: 'admin' },
      numbers: ['+33199000001'],
    }),
    seedUser('ada@acme.example', { dashboard: { ...NO_DASHBOARD, level: 'admin' } }),
    seedUser('bea@acme.example', { dashboard: { ...NO_DASHBOARD, level: 'admin' } }),
    seedUser('tech@acme.example', { dashboard: dashboard('technical', { users: 'write' }) }),
    seedUser('lead@acme.example', {
      dashboard: dashboard('supervisor', { users: 'write', logs: 'read' }, ['Sales']),
      permissions: permissionsWith({ snooze: true }),
      groups: ['Sales'],
    }),
    seedUser('tom@acme.example', { profile: 'Agent', groups: ['Sales'], numbers: ['+33199000002'] }),
    seedUser('ivy@acme.example', { groups: ['Sales'] }),
    seedUser('jo@audit.example', { external: true }),
    seedUser('gone@acme.example', { status: 'archived', numbers: ['+33199000003'] }),
    seedUser('reader@acme.example', { dashboard: dashboard('supervisor', { users: 'read' }) }),
    seedUser('old@audit.example', { external: true, status: 'archived' }),
    seedUser('narrow@acme.example', {
      dashboard: dashboard('technical', { users: 'write' }, ['Sales']),
      groups: ['Crew'],
    }),
    seedUser('giver@acme.example', { dashboard: dashboard('supervisor', { users: 'write' }) }),
  ],
};
