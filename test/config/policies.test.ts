import { describe, expect, test } from 'vitest';
import { CAPABILITY_NAMES } from '../../src/access/capability.js';
import { accountSchema } from '../../src/config/account-schema.js';
import { ACCOUNT_SCHEMA } from '../../src/config/generated/bundled-schemas.js';
import { readConfig } from '../../src/config/read-config.js';
import { CAPABILITY_WORDS, type FileRights, isFault, nameOf, readCapability, userKey } from '../../src/model/index.js';
import { codes, compile, found, valid } from './account.js';

const GROUPS = 'groups:\n  sales: { name: Sales team }\n  care: {}\n';
const PEOPLE = 'users:\n  ada@acme.example:\n    dashboard: { level: supervisor, scope: { ivrs: [Paris desk] } }\n';

describe('policies and tests are read in the words of the account', () => {
  const { policies, tests } = valid({
    'access.yaml': `${GROUPS}${PEOPLE}profiles:
  agent: { name: Sales agent }
policies:
  second: { warn: "calls.listen(Paris desk)", outside: { profiles: [agent], users: [Ada@acme.example], external: true } }
  first:
    conflict: [calls.listen(sales), { when: person.external }]
    for: { groups: [sales] }
    except: { ada@acme.example: { reason: founder, until: 2027-06-30 } }
    message: Ask security.
`,
    'tests.yaml':
      'tests:\n  - { nobody: billing.see }\n  - { group: sales, atLeast: 1, can: [calls.listen, app.afterCallWorkDuration(1m30s)] }\n',
  }).desired;

  test('in the order of their ids', () => {
    expect(policies.map(({ id, form }) => [id, form])).toEqual([
      ['first', 'conflict'],
      ['second', 'warn'],
    ]);
  });

  test('with names instead of ids, and places', () => {
    const [first, second] = policies;
    expect(first?.asked[0]).toMatchObject({
      kind: 'capability',
      capability: { name: 'calls.listen', argument: 'group:Sales team' },
    });
    expect(first?.asked[1]).toMatchObject({ kind: 'when', when: 'person.external' });
    expect(first?.for?.groups).toEqual(['Sales team']);
    expect(first?.except).toMatchObject([{ email: 'ada@acme.example', reason: 'founder', until: '2027-06-30' }]);
    expect(second?.asked[0]).toMatchObject({ capability: { argument: 'ivr:Paris desk' } });
    expect(second?.outside?.profiles.map(nameOf)).toEqual(['Sales agent']);
    expect(second?.outside?.users).toEqual([userKey('ada@acme.example')]);
    expect(second?.outside?.external).toBe(true);
  });

  test('tests in the order in which they stand', () => {
    expect(tests.map(({ subject, can, cannot }) => [subject.kind, can.length, cannot.length])).toEqual([
      ['nobody', 0, 1],
      ['group', 2, 0],
    ]);
    expect(tests[1]?.can[1]?.argument).toBe('90');
  });

  test('and there are none where the files have none', () => {
    expect(valid({ 'groups.yaml': GROUPS }).desired).toMatchObject({ policies: [], tests: [] });
  });
});

test('the words of the files are the names that access is worked out by', () => {
  expect(CAPABILITY_WORDS).toEqual(CAPABILITY_NAMES);
});

describe('a capability', () => {
  const names = {
    group: (id: string) => (id === 'sales' ? 'Sales' : undefined),
    user: (email: string) => (email === 'ada@acme.example' ? userKey(email) : undefined),
    hasIvr: (name: string) => name === 'Paris desk',
  };

  test.each([
    ['billing.see', undefined],
    ['calls.listen', undefined],
    ['calls.listen(sales)', 'group:Sales'],
    ['calls.listen(group:sales)', 'group:Sales'],
    ['calls.listen(Paris desk)', 'ivr:Paris desk'],
    ['calls.listen(ivr:Any other)', 'ivr:Any other'],
    ['users.manage(user:ada@acme.example)', 'user:ada@acme.example'],
    ['recordings.play(own)', 'own'],
    ['recordings.download(ivr)', 'ivr'],
    ['page.users.write( sales )', 'group:Sales'],
    ['groups.member(sales)', 'group:Sales'],
    ['app.maxChannels(3)', '3'],
    ['app.afterCallWorkDuration(30s)', '30'],
    ['app.editCallerId(+33199000009)', '+33199000009'],
  ])('%s is read', (text, argument) => {
    expect(readCapability(text, names)).toMatchObject({ text, argument });
  });

  test.each([
    ['billing.sea', 'name'],
    ['', 'name'],
    ['billing.see(', 'name'],
    ['calls.listen(sales)(sales)', 'name'],
    ['billing.see(sales)', 'argument'],
    ['app.snooze(true)', 'argument'],
    ['app.maxChannels(many)', 'argument'],
    ['app.afterCallWorkDuration(1h)', 'argument'],
    ['app.editCallerId(paris)', 'argument'],
    ['users.manage(ivr:Paris desk)', 'argument'],
    ['groups.member(user:ada@acme.example)', 'argument'],
    ['calls.listen(own)', 'group'],
    ['users.manage(Paris desk)', 'group'],
    ['calls.listen(slaes)', 'group'],
    ['users.manage(user:bob@acme.example)', 'user'],
  ])('%j has a fault: %s', (text, fault) => {
    const read = readCapability(text, names);
    expect(isFault(read) && read.fault).toBe(fault);
  });
});

describe('what does not exist is found where it stands', () => {
  test.each([
    ['policies:\n  p: { deny: billing.see, for: { groups: [slaes] } }\n', '2:43 UNKNOWN_GROUP'],
    ['policies:\n  p: { deny: billing.see, for: { profiles: [agnt] } }\n', '2:45 UNKNOWN_PROFILE'],
    ['policies:\n  p: { deny: billing.see, for: { users: [bob@acme.example] } }\n', '2:42 UNKNOWN_USER'],
    ['policies:\n  p: { deny: "calls.listen(slaes)" }\n', '2:14 UNKNOWN_GROUP'],
    ['policies:\n  p: { conflict: [billing.see, biling.see] }\n', '2:32 UNKNOWN_CAPABILITY'],
    [
      'policies:\n  p: { deny: billing.see, except: { ada@acme.example: { reason: x, until: 2027-02-30 } } }\n',
      '2:75 NO_SUCH_DAY',
    ],
    [
      'policies:\n  p: { deny: billing.see, except: { "ädä@acme.example": { reason: x, until: 2027-02-20 } } }\n',
      '2:37 BAD_ADDRESS',
    ],
    ['tests:\n  - { group: slaes, can: billing.see }\n', '2:14 UNKNOWN_GROUP'],
    ['tests:\n  - { profile: agnt, can: billing.see }\n', '2:16 UNKNOWN_PROFILE'],
    ['tests:\n  - { user: ada@acme.example, cannot: [billing.see, bling.see] }\n', '2:53 UNKNOWN_CAPABILITY'],
  ])('%j', (text, at) => {
    expect(found({ 'groups.yaml': GROUPS, 'people.yaml': PEOPLE, 'rules.yaml': text })).toEqual([`rules.yaml:${at}`]);
  });

  test('and a wrong form is told once, in words', () => {
    expect(found({ 'rules.yaml': 'policies:\n  p: { deny: 1 }\n' })).toEqual(['rules.yaml:2:14 WRONG_VALUE']);
    expect(found({ 'rules.yaml': 'policies:\n  p: { deyn: billing.see }\n' })).toEqual(['rules.yaml:2:8 UNKNOWN_KEY']);
    expect(found({ 'rules.yaml': 'policies:\n  p: { deny: billing.see, for: { group: [sales] } }\n' })).toContain(
      'rules.yaml:2:34 UNKNOWN_KEY',
    );
    expect(
      codes({
        'a.yaml': 'policies:\n  p: { deny: billing.see }\n',
        'b.yaml': 'policies:\n  p: { warn: billing.see }\n',
      }),
    ).toEqual(['DUPLICATE_KEY']);
  });
});

describe('an included file', () => {
  const included = (text: string) => ({
    'ringctl.yaml': 'version: 1\naccount: acme\ninclude: [../shared/rules.yaml]\n',
    'groups.yaml': GROUPS,
    '../shared/rules.yaml': text,
  });

  test('may hold policies and tests', () => {
    const { policies, tests } = valid(
      included('policies:\n  p: { deny: billing.see }\ntests:\n  - { nobody: billing.see }\n'),
    ).desired;
    expect([policies.length, tests.length, policies[0]?.at.file]).toEqual([1, 1, '../shared/rules.yaml']);
  });

  test('may still give nobody anything', () => {
    expect(codes(included('policies:\n  p: { deny: billing.see }\ngroups:\n  sales: {}\n'))).toEqual([
      'INCLUDE_CONTENT',
    ]);
  });
});

describe('the rights of files', () => {
  const texts = {
    'ringctl.yaml': 'version: 1\naccount: acme\nfiles:\n  "teams/**": { kinds: [users] }\n',
    'groups.yaml': GROUPS,
    'teams/a.yaml': 'policies:\n  p: { deny: billing.see }\ntests:\n  - { nobody: billing.see }\n',
  };

  test('count for policies and tests too', () => {
    expect(found(texts)).toEqual(['teams/a.yaml:2:3 FILE_MAY_NOT', 'teams/a.yaml:4:5 FILE_MAY_NOT']);
  });

  test('of another revision count in the place of those of the files', () => {
    const withRights = (kinds: readonly string[] | undefined) => {
      const rights: FileRights = { kinds, groups: undefined, profiles: undefined, dashboard: undefined };
      const all = { ...texts, 'ringctl.yaml': 'version: 1\naccount: acme\n' };
      const files = Object.entries(all).map(([path, text]) => ({ path, bytes: new TextEncoder().encode(text) }));
      const checked = readConfig({ files, diagnostics: [] }, undefined, { 'teams/**': rights });
      return checked.ok ? [] : checked.diagnostics.map(({ code }) => code);
    };
    expect(withRights(['users'])).toEqual(['FILE_MAY_NOT', 'FILE_MAY_NOT']);
    expect(withRights(['policies', 'tests'])).toEqual([]);
    expect(compile({ ...texts, 'ringctl.yaml': 'version: 1\naccount: acme\n' }).ok).toBe(true);
  });
});

describe('a part of a text is found in the file', () => {
  test.each([
    ['when: person.email == x', 'email'],
    ["when: 'person.can(''a'') == email'", 'email'],
    ['when: "a\\"\\u0041\\x41 email"', 'email'],
    ['when: >-\n    person.x &&\n    email', 'email'],
    ['when: person.x\n    && email', 'email'],
  ])('%j', (text, word) => {
    const config = valid({ 'p.yaml': `policies:\n  p:\n    deny:\n      ${text.replaceAll('\n', '\n    ')}\n` });
    const [asked] = config.desired.policies[0]?.asked ?? [];
    if (asked?.kind !== 'when') throw new Error('There is no condition.');
    const start = asked.when.indexOf(word);
    const source = config.locate(asked.at, 'value', { start, end: start + word.length });
    expect(source?.excerpt.slice(source.column - 1, source.column - 1 + source.length)).toBe(word);
  });
});

test('a schema for one account completes the groups and profiles that policies name', () => {
  const names = { profiles: ['agent'], templates: [], groups: ['sales'], callerIds: [], ivrs: [] };
  expect(JSON.stringify(accountSchema(names, ACCOUNT_SCHEMA))).toContain('"enum":["sales"]');
});
