import { parseEvents } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { positionsOf } from '../../src/config/positions.js';
import { readConfig } from '../../src/config/read-config.js';
import { buildTree } from '../../src/config/tree.js';
import { codes, diagnostics, found, valid } from './account.js';

/** No entry can be read by itself: every place is found in the whole text. */
const WHOLE = { starts: [], numbers: new Map() };

describe('a place', () => {
  const text = `# comment
users:
  ada@acme.example:
    firstName: "Ada"
    groups: [sales, 'care']
    permissions: &own { snooze: true }
  ben@acme.example: { permissions: *own }
  "cleo@acme.example":
    lastName: >-
      Okafor
    dashboard:
  é@acme.example: {}
`;
  const inWhole = positionsOf('a.yaml', text, WHOLE);
  const inEntry = positionsOf('a.yaml', text, buildTree(text, parseEvents(text, {})).entries);
  const underlined = (positions: typeof inWhole, path: readonly (string | number)[], part: 'key' | 'value') => {
    const { line, column, length, excerpt } = positions.of(path, part);
    return `${line}:${column} ${excerpt.slice(column - 1, column - 1 + length)}`;
  };

  test.each([
    [['users'], 'key', '2:1 users'],
    [['users', 'ada@acme.example'], 'key', '3:3 ada@acme.example'],
    [['users', 'ada@acme.example', 'firstName'], 'value', '4:16 "Ada"'],
    [['users', 'ada@acme.example', 'groups'], 'value', "5:13 [sales, 'care']"],
    [['users', 'ada@acme.example', 'groups', 1], 'value', "5:21 'care'"],
    [['users', 'ada@acme.example', 'permissions', 'snooze'], 'value', '6:33 true'],
    [['users', 'ben@acme.example', 'permissions'], 'value', '7:36 *own'],
    [['users', 'ben@acme.example', 'permissions', 'snooze'], 'key', '6:25 snooze'],
    [['users', 'cleo@acme.example'], 'key', '8:3 "cleo@acme.example"'],
    [['users', 'cleo@acme.example', 'dashboard'], 'value', '11:5 dashboard'],
    [['users', 'e\u0301@acme.example'.normalize('NFC')], 'key', '12:3 é@acme.example'],
    [['users', 'ada@acme.example', 'nothing', 'here'], 'key', '3:3 ada@acme.example'],
    [['nothing'], 'key', '2:1 users:'],
    [[], 'key', '2:1 users:'],
  ] as const)('%j, %s, is %s', (path, part, expected) => {
    expect(underlined(inWhole, path, part)).toBe(expected);
    expect(underlined(inEntry, path, part)).toBe(expected);
  });

  test('of a file that is empty or no YAML is its beginning', () => {
    for (const other of ['', 'users: [', '\n\n']) {
      expect(positionsOf('a.yaml', other, WHOLE).of(['users'], 'value')).toMatchObject({
        line: 1,
        column: 1,
        length: 1,
      });
    }
  });

  test('has an excerpt that is cut, but never before what is underlined', () => {
    const long = `users: { ${'x'.repeat(200)}: {}, ${'y'.repeat(1000)}: {} }`;
    const at = positionsOf('a.yaml', long, WHOLE);
    expect(at.of(['users'], 'key').excerpt).toHaveLength(120);
    const { column, length, excerpt } = at.of(['users', 'x'.repeat(200)], 'key');
    expect(excerpt.slice(column - 1, column - 1 + length)).toBe('x'.repeat(200));
    expect(at.of(['users', 'y'.repeat(1000)], 'key').excerpt).toHaveLength(400);
    expect(positionsOf('a.yaml', `a: "${'x'.repeat(115)}😀"`, WHOLE).of(['a'], 'key').excerpt).toHaveLength(119);
  });
});

describe('line ends and byte order marks', () => {
  const text = 'users:\n  ada@acme.example:\n    profile: agnt\nprofiles:\n  agent: {}\n';

  test.each([
    ['LF', text],
    ['CRLF', text.replace(/\n/g, '\r\n')],
    ['CR', text.replace(/\n/g, '\r')],
    ['BOM', `\ufeff${text}`],
    ['BOM and CRLF', `\ufeff${text.replace(/\n/g, '\r\n')}`],
  ])('%s: the same place', (_name, written) => {
    expect(found({ 'a.yaml': written })).toEqual(['a.yaml:3:14 UNKNOWN_PROFILE']);
    expect(diagnostics({ 'a.yaml': written })[0]?.source?.excerpt).toBe('    profile: agnt');
  });
});

describe('several mistakes', () => {
  test('are told at once, one syntax error for each file', () => {
    const all = {
      'a.yaml': 'users: [\n  {]\n',
      'b.yaml': 'users:\n  ada@acme.example: { firstName: 1, nick: x }\n  ada@acme.example: {}\n',
      'c.yaml': 'groups:\n  sales: { openAccess: maybe }\nusers:\n  ben@acme.example: { from: 2027-02-30 }\n',
    };
    expect([...codes(all)].sort()).toEqual(
      ['YAML_SYNTAX', 'WRONG_TYPE', 'UNKNOWN_KEY', 'DUPLICATE_KEY', 'WRONG_TYPE', 'NO_SUCH_DAY'].sort(),
    );
  });

  test('do not follow from one: what a broken file may define is not missed', () => {
    const users = 'users:\n  ada@acme.example: { profile: agent, groups: [sales] }\n';
    expect(codes({ 'profiles.yaml': 'profiles: [\n', 'users.yaml': users })).toEqual(['YAML_SYNTAX']);
    expect(codes({ 'profiles.yaml': 'profiles:\n  agent: 3\ngroups:\n  sales: ~\n', 'users.yaml': users })).toEqual([
      'WRONG_TYPE',
      'NULL_VALUE',
    ]);
    const lists = 'callerIds:\n  paris: [3]\nprofiles:\n  agent: { permissions: { editCallerId: [paris] } }\n';
    expect(codes({ 'a.yaml': lists })).toEqual(['UNQUOTED_NUMBER']);
  });

  test.each([
    ['dashboard: { level: supervisr }', ['WRONG_VALUE']],
    ['dashboard: { pages: { users: read } }', ['MISSING_KEY']],
    ['dashboard: { levl: none, pages: { users: rw, usrs: read } }', ['UNKNOWN_KEY', 'WRONG_VALUE', 'UNKNOWN_KEY']],
    ['dashboard: { level: none, scope: { groups: al } }', ['WRONG_VALUE']],
    ['dashboard: 5', ['WRONG_VALUE']],
    ['permissions: { editCallerId: [paris, 5, [], {}] }', ['UNQUOTED_NUMBER', 'WRONG_TYPE', 'WRONG_TYPE']],
    ['permissions: { editCallerId: { a: b } }', ['WRONG_TYPE']],
    ['permissions: [snooze]', ['WRONG_TYPE']],
    ['groups: [[sales]]', ['WRONG_TYPE']],
    ['invite: {}', ['MISSING_KEY', 'MISSING_KEY']],
    ['profile: "a b"', ['WRONG_VALUE']],
    ['profile: null', ['NULL_VALUE']],
    ['ensure: gone', ['WRONG_VALUE']],
    ['from: 1.12.2026', ['WRONG_VALUE']],
    ['firstName: ""', ['WRONG_VALUE']],
    ['external: "true"', ['WRONG_TYPE']],
  ])('%s is as many mistakes as there are', (fields, expected) => {
    const lists = 'callerIds:\n  paris: ["+33199000000"]\n';
    expect(codes({ 'a.yaml': `${lists}users:\n  ada@acme.example: { ${fields} }\n` })).toEqual(expected);
  });

  test('stand in the order of files, lines and columns, errors first', () => {
    const warning = 'profiles:\n  agent: { permissions: { showWaitingList: false, pickUpWaitingListCalls: true } }\n';
    const all = { 'b.yaml': 'users:\n  x@acme.example: { a: 1, b: 2 }\n', 'a.yaml': warning, 'c.yaml': 'nothing: 1\n' };
    expect(found(all)).toEqual([
      'b.yaml:2:21 UNKNOWN_KEY',
      'b.yaml:2:27 UNKNOWN_KEY',
      'c.yaml:1:1 UNKNOWN_KEY',
      'a.yaml:2:51 ANSWER_WITHOUT_LIST',
    ]);
  });
});

describe('a diagnostic', () => {
  test('names the other place', () => {
    const [twice] = diagnostics({
      'a.yaml': 'users:\n  ada@acme.example: {}\n',
      'b.yaml': 'users:\n  ADA@acme.example: {}\n',
    });
    expect(twice?.related).toMatchObject([{ source: { file: 'a.yaml', line: 2, column: 3 } }]);
    expect(twice?.hint).toBe('First defined in a.yaml:2. Keep one of the two.');
    const [unknown] = diagnostics({
      'a.yaml': 'users:\n  ada@acme.example: { profile: agnt }\nprofiles:\n  agent: {}\n',
    });
    expect(unknown?.hint).toBe('Did you mean "agent"? It is defined in a.yaml:4.');
  });

  test('of three equal keys stands at the second and the third', () => {
    const text = 'users:\n  a@acme.example: {}\n  a@acme.example: {}\n  "a@acme.example": {}\n';
    expect(found({ 'a.yaml': text })).toEqual(['a.yaml:3:3 DUPLICATE_KEY', 'a.yaml:4:4 DUPLICATE_KEY']);
  });

  test('of a profile with own permissions prints two forms that are legal', () => {
    const profiles = 'profiles:\n  agent: {}\n';
    const text =
      'users:\n  ada@acme.example: { profile: agent, permissions: { snooze: false, afterCallWorkDuration: 1m30s, editCallerId: ["+33199000001"] } }\n';
    const [both] = diagnostics({ 'a.yaml': text, 'b.yaml': profiles });
    const lines = (both?.hint ?? '').split('\n');
    const start = lines.findIndex((line) => line.startsWith('Or '));
    const forms = [lines.slice(1, start), lines.slice(start + 1)];
    for (const form of forms) {
      const user = valid({ 'a.yaml': `${form.join('\n')}\n`, 'b.yaml': profiles }).desired;
      const [ada] = user.users.values();
      const holder = ada?.link.to === 'profile' ? user.profiles.get(ada.link.profile) : ada;
      expect(holder?.permissions).toEqual({ snooze: false, afterCallWorkDuration: 90, editCallerId: ['+33199000001'] });
    }
    expect(forms).toHaveLength(2);
  });

  test('is carried over from the collecting of the files', () => {
    const diagnostic = { code: 'LINK_REFUSED', severity: 'error', message: 'x is a link.' } as const;
    const bytes = new TextEncoder().encode('version: 1\naccount: acme\n');
    const checked = readConfig({ files: [{ path: 'ringctl.yaml', bytes }], diagnostics: [diagnostic] });
    expect(checked).toEqual({ ok: false, diagnostics: [diagnostic] });
  });

  test('of a version is made only where the version is known', () => {
    const text = 'version: 1\naccount: acme\nrequires: ">=2"\n';
    expect(codes({ 'ringctl.yaml': text })).toEqual([]);
    expect(codes({ 'ringctl.yaml': text }, '2.1.0')).toEqual([]);
    expect(codes({ 'ringctl.yaml': text }, '1.0.0')).toEqual(['REQUIRES_VERSION']);
  });
});
