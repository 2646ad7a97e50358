import { expect, test } from 'vitest';
import { type Edit, editYaml, writeYaml } from '../../src/edit/index.js';

const edited = (text: string, ...edits: readonly Edit[]): string => {
  const result = editYaml(text, edits);
  return result.ok ? result.text : `${result.path.join('/')}: ${result.why}`;
};

const TEAM = `# modeline
users:
  # Head of sales.
  ada@acme.example:
    profile: lead # since May
    groups: [sales]
  zoe@acme.example: { profile: agent }
`;

test.each<[name: string, edits: readonly Edit[], before: string, after: string]>([
  [
    'a value keeps the comment behind it',
    [{ kind: 'set', path: ['users', 'ada@acme.example', 'profile'], value: 'agent' }],
    'lead # since',
    'agent # since',
  ],
  [
    'a key is added at the end of its mapping',
    [{ kind: 'set', path: ['users', 'ada@acme.example', 'until'], value: '2027-01-31' }],
    '[sales]\n',
    '[sales]\n    until: 2027-01-31\n',
  ],
  [
    'a key is added inside brackets',
    [{ kind: 'set', path: ['users', 'zoe@acme.example', 'groups'], value: ['sales'] }],
    'agent }',
    'agent, groups: [sales] }',
  ],
  [
    'a sorted mapping stays sorted',
    [{ kind: 'set', path: ['users', 'bo@acme.example', 'profile'], value: 'agent' }],
    '  zoe',
    '  bo@acme.example: { profile: agent }\n  zoe',
  ],
  [
    'the comment of what was first stays with it',
    [{ kind: 'set', path: ['users', 'aa@acme.example'], value: {} }],
    '  # Head',
    '  aa@acme.example: {}\n  # Head',
  ],
  [
    'an item is added to a list',
    [{ kind: 'set', path: ['users', 'ada@acme.example', 'groups', 1], value: 'it' }],
    '[sales]',
    '[sales, it]',
  ],
  [
    'a list becomes lines where it gets long',
    [{ kind: 'set', path: ['users', 'zoe@acme.example', 'profile'], value: 'yes' }],
    'agent }',
    '"yes" }',
  ],
  [
    'an entry goes with its comment',
    [{ kind: 'remove', path: ['users', 'ada@acme.example'] }],
    TEAM.slice(TEAM.indexOf('  # Head'), TEAM.indexOf('  zoe')),
    '',
  ],
  [
    'a person stays though nothing is said of them',
    [{ kind: 'remove', path: ['users', 'zoe@acme.example', 'profile'] }],
    '{ profile: agent }',
    '{}',
  ],
  [
    'a key is renamed where it stands',
    [{ kind: 'rename-key', path: ['users', 'ada@acme.example'], key: 'ada@byron.example' }],
    'ada@acme',
    'ada@byron',
  ],
])('%s', (_, edits, before, after) => {
  expect(edited(TEAM, ...edits)).toBe(TEAM.replace(before, () => after));
  expect(edited(TEAM.replaceAll('\n', '\r\n'), ...edits)).toBe(
    TEAM.replace(before, () => after).replaceAll('\n', '\r\n'),
  );
});

test('an empty section of a fresh file gets lines, and its examples stay', () => {
  const text = 'users: {}\n#  ada@acme.example:\n#    profile: a\n';
  expect(edited(text, { kind: 'set', path: ['users', 'bo@acme.example', 'profile'], value: 'a' })).toBe(
    'users:\n  bo@acme.example: { profile: a }\n#  ada@acme.example:\n#    profile: a\n',
  );
});

test('edits see those before them, and one that is not possible undoes all', () => {
  const path = ['users', 'new@acme.example'];
  expect(edited(TEAM, { kind: 'set', path, value: { profile: 'a' } }, { kind: 'remove', path })).toBe(TEAM);
  expect(
    editYaml(TEAM, [
      { kind: 'set', path, value: {} },
      { kind: 'remove', path: ['users', 'nobody'] },
    ]),
  ).toMatchObject({ ok: false, path: ['users', 'nobody'] });
});

test.each<[string, Edit]>([
  ['a: &x { b: 1 }\nc: *x\n', { kind: 'set', path: ['a', 'b'], value: 2 }],
  ['a: &x { b: 1 }\nc: *x\n', { kind: 'set', path: ['c', 'b'], value: 2 }],
  ['a: &x { b: 1 }\nc: *x\n', { kind: 'remove', path: ['a'] }],
  ['a: 1\na: 2\n', { kind: 'set', path: ['a'], value: 2 }],
  ['a: 1\rb: 2\r', { kind: 'set', path: ['a'], value: 2 }],
  ['a: 1\n---\nb: 2\n', { kind: 'set', path: ['a'], value: 2 }],
  ['? a\n: 1\n', { kind: 'set', path: ['a'], value: 2 }],
  ['a: &x [*x]\n', { kind: 'set', path: ['b'], value: 2 }],
  ['a: text\n', { kind: 'set', path: ['a', 'b'], value: 2 }],
  ['a: 1\nb: 2\n', { kind: 'rename-key', path: ['a'], key: 'b' }],
])('what cannot be changed alone is refused: %j', (text, edit) => {
  expect(editYaml(text, [edit]).ok).toBe(false);
});

test('an alias itself is replaced, and what it stood for stays', () => {
  expect(edited('a: &x [1]\nc: *x\n', { kind: 'set', path: ['c'], value: [2] })).toBe('a: &x [1]\nc: [2]\n');
});

test('many edits of one file are made in few readings', () => {
  const people = Array.from({ length: 500 }, (_, index) => `p${index}@acme.example`);
  const text = `users:\n${people.map((email) => `  ${email}:\n    profile: a\n`).join('')}`;
  const result = edited(
    text,
    ...people.map((email) => ({ kind: 'set', path: ['users', email, 'profile'], value: 'b' }) as const),
  );
  expect(result).toBe(text.replaceAll('profile: a', 'profile: b'));
});

test('a new file has quotes exactly where text would be read as something else', () => {
  const words = [
    'own',
    'ada@acme.example',
    '100%',
    '2026-12-01',
    'Équipe',
    '+33199000001',
    'yes',
    'On',
    '007',
    '1_000',
    '10:30',
    'a: b',
    'null',
    '',
    ' a',
    '- a',
    '1e3',
    '30s',
  ];
  expect(writeYaml({ words: words.slice(0, 5), quoted: words.slice(5, 17), plain: words.slice(17) })).toBe(
    'words: [own, ada@acme.example, 100%, 2026-12-01, Équipe]\n' +
      'quoted: ["+33199000001", "yes", "On", "007", "1_000", "10:30", "a: b", "null", "", " a", "- a", "1e3"]\n' +
      'plain: [30s]\n',
  );
});
