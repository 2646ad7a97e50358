import { expect, test } from 'vitest';
import type { Diagnostic } from '../../src/model/index.js';
import {
  invalidLine,
  PLAIN,
  renderDiagnostics,
  renderWorkflowCommands,
  validationJson,
  validLine,
} from '../../src/render/index.js';
import { HOSTILE } from './hostile.js';

const source = (file: string, line: number, column: number, length: number, excerpt: string) => ({
  file,
  line,
  column,
  length,
  excerpt,
});

const FOUND: readonly Diagnostic[] = [
  {
    code: 'ANSWER_WITHOUT_LIST',
    severity: 'warning',
    message:
      'Profile "field-engineer" lets people answer waiting calls, but hides the list in which these calls stand.',
    hint: 'Add showWaitingList: true, or remove this line.',
    source: source('profiles/field.yaml', 12, 5, 22, '    pickUpWaitingListCalls: true'),
  },
  {
    code: 'UNKNOWN_PROFILE',
    severity: 'error',
    message: 'User "pauline.martin@acme.example" has the profile "sales-agnt", which no file defines.',
    hint: 'Did you mean "sales-agent"? It is defined in profiles/sales.yaml:3.',
    source: source('users/sales.yaml', 14, 14, 10, '    profile: sales-agnt'),
  },
  {
    code: 'DUPLICATE_KEY',
    severity: 'error',
    message: 'User "jonas.weber@acme.example" is defined twice.',
    hint: 'First defined in users/sales.yaml:47. Keep one of the two.',
    source: source('users/field.yaml', 31, 3, 24, '  jonas.weber@acme.example:'),
  },
];

const TARGET = `users/field.yaml:31:3  error  DUPLICATE_KEY
  User "jonas.weber@acme.example" is defined twice.
     31 │   jonas.weber@acme.example:
        │   ^^^^^^^^^^^^^^^^^^^^^^^^
  First defined in users/sales.yaml:47. Keep one of the two.

users/sales.yaml:14:14  error  UNKNOWN_PROFILE
  User "pauline.martin@acme.example" has the profile "sales-agnt", which no file
  defines.
     14 │     profile: sales-agnt
        │              ^^^^^^^^^^
  Did you mean "sales-agent"? It is defined in profiles/sales.yaml:3.

profiles/field.yaml:12:5  warning  ANSWER_WITHOUT_LIST
  Profile "field-engineer" lets people answer waiting calls, but hides the list
  in which these calls stand.
     12 │     pickUpWaitingListCalls: true
        │     ^^^^^^^^^^^^^^^^^^^^^^
  Add showWaitingList: true, or remove this line.
`;

test('findings have their place, the line, a mark below it and what to do', () => {
  expect(renderDiagnostics(FOUND, PLAIN)).toBe(TARGET);
});

test('the mark stands below the right cells after wide and unseen characters', () => {
  const excerpt = '  日\u200b: agnt';
  const found: Diagnostic = {
    code: 'UNKNOWN_PROFILE',
    severity: 'error',
    message: 'x',
    source: source('a.yaml', 1, 7, 4, excerpt),
  };
  const [, , line = '', mark = ''] = renderDiagnostics([found], PLAIN).split('\n');
  expect(line).toBe('      1 │   日\\u{200B}: agnt');
  expect(mark).toBe(`        │ ${' '.repeat(14)}^^^^`);
});

test('a place behind the end of a cut line has a mark all the same', () => {
  const found: Diagnostic = {
    code: 'UNKNOWN_PROFILE',
    severity: 'error',
    message: 'x',
    source: source('a.yaml', 1, 900, 4, 'short …'),
  };
  expect(renderDiagnostics([found], PLAIN)).toContain('^');
});

test('100 findings are shown, the others counted', () => {
  const many = Array.from(
    { length: 130 },
    (): Diagnostic => ({ code: 'UNKNOWN_GROUP', severity: 'error', message: 'x' }),
  );
  const shown = renderDiagnostics(many, PLAIN);
  expect(shown.match(/UNKNOWN_GROUP/g)).toHaveLength(100);
  expect(shown).toContain('and 30 more');
  expect(renderDiagnostics(many, { ...PLAIN, verbose: true }).match(/UNKNOWN_GROUP/g)).toHaveLength(130);
});

test('the verdicts count findings and files', () => {
  expect(validLine({ files: 11, users: 59, profiles: 8, groups: 6 }, FOUND.slice(0, 1))).toBe(
    'Valid: 11 files, 59 users, 8 profiles, 6 groups. 1 warning.',
  );
  expect(invalidLine(FOUND, 11)).toBe('Invalid: 2 errors and 1 warning in 3 of 11 files. Nothing was sent anywhere.');
});

test('the JSON form is valid only without errors', () => {
  expect(validationJson(FOUND, { files: 11 })).toMatchObject({ valid: false, summary: { errors: 2, warnings: 1 } });
  expect(validationJson(FOUND.slice(0, 1), { files: 11 }).valid).toBe(true);
});

test('a workflow command has file, line and column, escaped', () => {
  const [first] = renderWorkflowCommands(FOUND, 'accounts/a,b/').split('\n');
  expect(first).toBe(
    '::error file=accounts/a%2Cb/users/field.yaml,line=31,col=3,title=DUPLICATE_KEY::User "jonas.weber@acme.example" is defined twice.%0AFirst defined in users/sales.yaml:47. Keep one of the two.',
  );
});

test.each(HOSTILE)('payload %# adds no line and no command to workflow commands and to the terminal', (payload) => {
  const found: Diagnostic = {
    code: 'UNKNOWN_PROFILE',
    severity: 'error',
    message: `User ${payload} is wrong.`,
    hint: 'Mend it.',
    source: source(`${payload}.yaml`, 3, 1, 2, `${payload}: x`),
  };
  const commands = renderWorkflowCommands([found], '').split('\n');
  expect(commands).toHaveLength(2);
  expect(commands[0]).toMatch(/^::error file=[^:,]*,line=3,col=1,title=UNKNOWN_PROFILE::User /);
  const lines = renderDiagnostics([found], { ...PLAIN, width: 40 })
    .trimEnd()
    .split('\n');
  for (const line of lines) {
    expect(line).not.toMatch(/\p{C}|^\s*::|##\[/u);
    expect(line.startsWith('  ') || line.includes('UNKNOWN_PROFILE')).toBe(true);
  }
});
