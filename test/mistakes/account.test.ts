import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sandboxAccount } from '../../src/account/sandbox/index.js';
import { ACCOUNT_CODES, byText, type Diagnostic, levelDashboard, NO_DASHBOARD } from '../../src/model/index.js';
import { type Memory, NO_MEMORY } from '../../src/run/memory.js';
import { plan } from '../../src/run/plan.js';
import { type AccountSeed, LIVE, memorySandbox, permissionsWith, type SeedUser } from '../../src/sandbox/index.js';
import { openRingover } from '../account/ringover/opened.js';

/** What `account.json` states of the account beside its owner. */
interface Sketch {
  readonly users?: { readonly [email: string]: { readonly groups?: readonly string[]; readonly profile?: string } };
  readonly profiles?: readonly string[];
  readonly groups?: readonly string[];
  readonly groupsOfOwner?: readonly string[];
  readonly ivrs?: readonly string[];
  readonly licences?: number;
  /** Whether it is read through the public API, which shows less. */
  readonly publicApi?: boolean;
}

const HERE = import.meta.dirname;
const NOW = new Date('2026-11-22T09:00:00Z');
const codes = Object.keys(ACCOUNT_CODES).sort(byText);

describe('every code of files and account together has a mistake', () => {
  test('and a folder each', () => {
    const folders = readdirSync(HERE).filter((name) => Object.hasOwn(ACCOUNT_CODES, name));
    expect(folders.sort(byText)).toEqual(codes);
  });

  test.each(codes)('%s', async (code) => {
    const found = await diagnosticsOf(code);
    expect(`${found.map(line).join('\n')}\n`).toBe(readFileSync(join(HERE, code, 'expected.txt'), 'utf8'));
    expect(found.map((diagnostic) => diagnostic.code)).toContain(code);
    for (const { message } of found) expect(message).toMatch(/^["A-Za-z].*\.$/);
  });
});

async function diagnosticsOf(code: string): Promise<readonly Diagnostic[]> {
  const sketch = jsonIn<Sketch>(code, 'account.json');
  const seed = seedOf(sketch);
  const sandbox = await memorySandbox(seed, { clock: () => NOW, publicApi: { mode: LIVE } });
  const whole = { fetch: sandbox.fetch, baseUrl: 'http://127.0.0.1', key: sandbox.keyFor(), now: () => NOW };
  const account = sketch.publicApi
    ? (await openRingover({ sandbox, seed, now: () => NOW })).account
    : sandboxAccount(whole);
  const selection = jsonIn<{ readonly targets?: readonly string[]; readonly excludes?: readonly string[] }>(code, 'options.json');
  const planned = await plan({
    dir: join(HERE, code, 'files'),
    now: NOW,
    tool: { name: 'ringctl', version: '1.0.0' },
    at: undefined,
    targets: selection.targets ?? [],
    excludes: selection.excludes ?? [],
    allowDelete: false,
    open: async () => ({ account, close: () => sandbox.close() }),
    remember: async () => ({ ...NO_MEMORY, ...jsonIn<Memory>(code, 'memory.json') }),
  });
  if (!planned.ok) throw new Error(planned.diagnostics.map((diagnostic) => diagnostic.message).join('\n'));
  return planned.plan.diagnostics;
}

function jsonIn<T extends object>(code: string, file: string): Partial<T> {
  const path = join(HERE, code, file);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
}

const line = ({ source, severity, code }: Diagnostic): string => `${source ? `${source.file}:${source.line}:${source.column}` : '-'} ${severity} ${code}`;

const person = (email: string, number: string, facts: Partial<SeedUser> = {}): SeedUser => ({
  email,
  firstName: 'First',
  lastName: 'Last',
  status: 'active',
  external: false,
  superAdmin: false,
  profile: null,
  permissions: facts.profile === undefined ? permissionsWith({}) : null,
  dashboard: NO_DASHBOARD,
  groups: [],
  numbers: [number],
  plan: 'Business',
  ...facts,
});

function seedOf({ users = {}, profiles = [], groups = [], groupsOfOwner = [], ivrs = [], licences = 10 }: Sketch): AccountSeed {
  const owner = person('owner@acme.example', '+33199000000', {
    superAdmin: true,
    dashboard: levelDashboard('admin'),
    groups: groupsOfOwner,
  });
  return {
    team: { id: '1', name: 'Acme' },
    licences: [{ plan: 'Business', total: licences }],
    freeNumbers: ['+33199000099'],
    otherNumbers: [],
    ivrs: ivrs.map((name) => ({ name, numbers: [], users: [] })),
    groups: groups.map((name) => ({ name, openAccess: false })),
    profiles: profiles.map((name) => ({ name, permissions: permissionsWith({}), dashboard: NO_DASHBOARD, groups: [] })),
    users: [owner, ...Object.entries(users).map(([email, facts], index) => person(email, `+3319900000${index + 1}`, facts))],
  };
}
