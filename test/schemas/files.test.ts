import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { accountFile, configFile } from '../../src/config/generated/validators.js';
import { withinCpu } from '../support/cpu-time.js';
import { isSchema } from './schema-files.js';
import { validatorOf } from './validators.js';

const fixture = (name: string): unknown => load(readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8'));

/** The generated validator and the schema file agree on each value. */
const validators = {
  account: { generated: accountFile, schema: validatorOf('account.schema.json') },
  config: { generated: configFile, schema: validatorOf('config.schema.json') },
};

function isValid(file: keyof typeof validators, value: unknown): boolean {
  const { generated, schema } = validators[file];
  const valid = generated(value);
  expect(schema(value)).toBe(valid);
  return valid;
}

const user = (value: unknown) => ({ users: { 'ada@acme.example': value } });
const profile = (value: unknown) => ({ profiles: { agent: value } });
const permissions = (value: unknown) => profile({ permissions: value });
const dashboard = (value: unknown) => user({ dashboard: value });

describe('the two examples of the contract', () => {
  test('are valid', () => {
    expect(isValid('account', fixture('account.yaml')), JSON.stringify(accountFile.errors)).toBe(true);
    expect(isValid('config', fixture('ringctl.yaml')), JSON.stringify(configFile.errors)).toBe(true);
  });

  test('are not valid in place of each other', () => {
    expect(isValid('config', fixture('account.yaml'))).toBe(false);
    expect(isValid('account', fixture('ringctl.yaml'))).toBe(false);
  });
});

const right: readonly [string, unknown][] = [
  ['an empty file', {}],
  ['seconds without a unit', permissions({ afterCallWorkDuration: 90 })],
  ['minutes and seconds', permissions({ afterCallWorkDuration: '1m30s' })],
  ['minutes', permissions({ afterCallWorkDuration: '2m' })],
  ['no rest', permissions({ afterCallWorkDuration: false })],
  ['a percentage without sign', permissions({ callRecordingVolume: 0 })],
  ['a frozen caller id', permissions({ editCallerId: false })],
  ['caller ids of all IVRs', permissions({ editCallerId: 'allIvr' })],
  [
    'a list that mixes all kinds of caller ids',
    permissions({ editCallerId: ['assignedIvr', 'paris', '+33199000009'] }),
  ],
  ['the other word for billing', dashboard('accountant')],
  ['a long form without pages', dashboard({ level: 'technical' })],
  [
    'pages of several levels',
    dashboard({ level: 'supervisor', pages: { billing: 'read', users: 'write', tasks: 'none' } }),
  ],
  ['an unlinked user', user({ profile: 'none' })],
  ['no group', user({ groups: [] })],
  ['an empty group', { groups: { sales: {} } }],
  [
    'a policy of each form',
    {
      policies: {
        a: { deny: 'recordings.download', for: { groups: ['care'] }, message: 'No.' },
        b: { 'require-approval': 'rights.grant', from: ['@acme/security', 'ada@acme.example'] },
        c: {
          conflict: ['billing.see', 'rights.grant'],
          except: { 'ada@acme.example': { reason: 'x', until: '2027-06-30' } },
        },
        d: {
          warn: { when: 'person.external' },
          outside: { profiles: ['agent'], users: ['ada@acme.example'], external: true },
        },
      },
    },
  ],
  [
    'tests',
    { tests: [{ nobody: 'billing.see' }, { group: 'sales', atLeast: 1, can: ['calls.listen', 'app.snooze'] }] },
  ],
];

test.each(right)('%s is accepted', (_, value) => {
  expect(isValid('account', value)).toBe(true);
});

const wrong: readonly [string, unknown][] = [
  ['a list instead of a file', []],
  ['an unknown top-level key', { user: {} }],
  ['a policy that is a list', { policies: { own: [] } }],
  ['an unknown form of a policy', { policies: { own: { forbid: 'billing.see' } } }],
  ['a conflict of one capability', { policies: { own: { conflict: ['billing.see'] } } }],
  [
    'an exception without a last day',
    { policies: { own: { deny: 'billing.see', except: { 'a@b.example': { reason: 'x' } } } } },
  ],
  ['a selector that names nobody', { policies: { own: { deny: 'billing.see', for: {} } } }],
  [
    'a team without its organisation',
    { policies: { own: { 'require-approval': 'billing.see', from: ['@security'] } } },
  ],
  ['tests by name', { tests: { own: { nobody: 'billing.see' } } }],
  ['a test that nobody must pass', { tests: [{ group: 'sales', can: 'billing.see', atLeast: 0 }] }],
  ['null for a section', { users: null }],
  ['null for a user', user(null)],
  ['null for a permission', permissions({ snooze: null })],
  ['an unknown permission', permissions({ snoze: true })],
  ['the action as a permission', permissions({ forceSignOut: true })],
  ['a permission of older guides', permissions({ onlyOwnLogs: true })],
  ['text for a switch', permissions({ snooze: 'yes' })],
  ['a number for a switch', permissions({ snooze: 1 })],
  ['an unknown choice', permissions({ playRecordings: 'all' })],
  ['true for a choice', permissions({ playRecordings: true })],
  ['no channel', permissions({ maxChannels: 0 })],
  ['half a channel', permissions({ maxChannels: 1.5 })],
  ['101 percent', permissions({ callRecordingVolume: '101%' })],
  ['negative percent', permissions({ callRecordingVolume: -1 })],
  ['hours of rest', permissions({ afterCallWorkDuration: '1h' })],
  ['rest that is true', permissions({ afterCallWorkDuration: true })],
  ['negative rest', permissions({ afterCallWorkDuration: -30 })],
  ['a caller id that is true', permissions({ editCallerId: true })],
  ['a number instead of a list of caller ids', permissions({ editCallerId: '+33199000009' })],
  ['an unquoted number', permissions({ editCallerId: [33199000009] })],
  ['a number with spaces', permissions({ editCallerId: ['+33 199000009'] })],
  ['an empty list of caller ids', permissions({ editCallerId: [] })],
  ['a number without plus', { callerIds: { paris: ['0033199000009'] } }],
  ['a profile id with a space', { profiles: { 'my agent': {} } }],
  ['a profile id of 65 characters', { profiles: { ['a'.repeat(65)]: {} } }],
  ['a key that would be a prototype', JSON.parse('{"profiles": {"__proto__": {}}}')],
  ['an address without @', { users: { 'ada.acme.example': {} } }],
  ['an address of 255 characters', { users: { [`${'a'.repeat(242)}@acme.example`]: {} } }],
  ['two parents', profile({ extends: ['base', 'other'] })],
  ['an unknown level', dashboard('superviser')],
  ['a dashboard without level', dashboard({ pages: { logs: 'read' } })],
  ['another word for a page', dashboard({ level: 'supervisor', pages: { statistics: 'read' } })],
  ['an unknown right on a page', dashboard({ level: 'supervisor', pages: { logs: 'manage' } })],
  ['unknown lines', dashboard({ level: 'supervisor', scope: { lines: 'some' } })],
  ['groups of a scope that are one name', dashboard({ level: 'supervisor', scope: { groups: 'sales' } })],
  ['an invitation without plan', user({ invite: { number: '+33199000001' } })],
  ['a thirteenth month', user({ from: '2026-13-01' })],
  ['a day without leading zeros', user({ until: '2026-1-1' })],
  ['an unknown state', user({ ensure: 'deleted' })],
  ['groups that are one name', user({ groups: 'sales' })],
  ['open access that is text', { groups: { sales: { openAccess: 'true' } } }],
  ['an empty name', { groups: { sales: { name: '' } } }],
];

test.each(wrong)('%s is refused', (_, value) => {
  expect(isValid('account', value)).toBe(false);
});

const wrongSettings: readonly [string, object][] = [
  ['version 2', { version: 2 }],
  ['version as text', { version: '1' }],
  ['an account in capitals', { account: 'Acme' }],
  ['an unknown provider', { provider: { kind: 'other' } }],
  ['an address of the real service elsewhere', { provider: { kind: 'ringover', url: 'https://api.evil.example' } }],
  ['a store of the real service', { provider: { kind: 'ringover', team: '1', store: 'x.db' } }],
  ['a team of the embedded account', { provider: { kind: 'sandbox', team: '1' } }],
  ['a provider without kind', { provider: { as: 'ada@acme.example' } }],
  ['an unknown authority', { authority: { users: 'strict' } }],
  ['a limit without its floor', { limits: { losses: { percent: 5 } } }],
  ['more than 100 percent', { limits: { shrink: 101 } }],
  ['an age without unit', { limits: { recordedMaxAge: 90 } }],
  ['an unknown answer to releases', { limits: { releases: 'warn' } }],
  ['a file kind that does not exist', { files: { '**': { kinds: ['limits'] } } }],
  ['one include', { include: 'templates.yaml' }],
  ['a key of the API', { apiKey: 'x' }],
];

test.each(wrongSettings)('%s is refused in ringctl.yaml', (_, settings) => {
  expect(isValid('config', { version: 1, account: 'acme' })).toBe(true);
  expect(isValid('config', { version: 1, account: 'acme', ...settings })).toBe(false);
});

test('a mistake in one kind of provider is not reported for the other kind too', () => {
  configFile({ version: 1, account: 'acme', provider: { kind: 'sandbox', urll: 'http://127.0.0.1:1' } });
  expect(configFile.errors?.map(({ instancePath, params }) => [instancePath, params])).toEqual([
    ['/provider', { additionalProperty: 'urll' }],
  ]);
});

test('all mistakes are reported at once, each with its place', () => {
  accountFile({ ...permissions({ snoze: true, maxChannels: 0 }), ...user({ from: 'x' }) });
  const places = accountFile.errors?.map(({ instancePath }) => instancePath);
  expect(new Set(places)).toEqual(
    new Set(['/profiles/agent/permissions', '/profiles/agent/permissions/maxChannels', '/users/ada@acme.example/from']),
  );
});

test('30,000 users in one mapping are checked within a second of CPU', () => {
  const users = Object.fromEntries(
    Array.from({ length: 30_000 }, (_, index) => [`u${index}@acme.example`, { profile: 'agent', groups: ['sales'] }]),
  );
  expect(withinCpu(1000, () => accountFile({ users }))).toBe(true);
});

test('the fixtures use every top-level key', () => {
  const keys = (value: unknown) => (isSchema(value) ? Object.keys(value).sort() : []);
  expect(keys(fixture('account.yaml'))).toEqual(['callerIds', 'groups', 'profiles', 'users']);
  expect(keys(fixture('ringctl.yaml'))).toHaveLength(11);
});
