import { describe, expect, test } from 'vitest';
import { type Diagnostic, groupKey, type Instant, type Plan, profileKey, userKey } from '../../src/model/index.js';
import { PLAIN, renderDrift, renderPlan } from '../../src/render/index.js';
import { HOSTILE } from './hostile.js';
import { ACME, create, field, makePlan, remove, step, update } from './plans.js';

const FACTS = { files: 11, people: 60 };

const shown = (parts: Partial<Plan>) => renderPlan(makePlan(parts), FACTS, PLAIN);
const changesOf = (parts: Partial<Plan>) => shown(parts).split('Changes\n')[1]?.split('\nNot managed')[0];

test('a plan is read from top to bottom: account, changes, what is left alone, the sum, the digest', () => {
  const steps = Array.from({ length: 12 }, () => step(groupKey('field'), 'addMember'));
  expect(shown({ changes: ACME, steps })).toBe(`acme · embedded account · 11 files · 60 people read, complete

Changes
  + user     claire@compta-plus.example    external, dashboard billing
  + user     lea.moreau@acme.example       number +33199000061, plan Business
  + members  field: 2, sales: 1, support: 1
  ~ profile  sales-agent                   showDownloadButton: off → on
  ~ user     dana.kowalski@acme.example    dashboard.pages.users: none → write
  ~ user     iris.lindqvist@acme.example   profile: support-agent →
                                             field-engineer
  ~ user     marco.bianchi@acme.example    profile: none → field-engineer
  - members  support: 2
  - user     tom.becker@acme.example       archive
Not managed: 3 users, left alone. Unreadable: none.

Plan: 6 to add, 4 to change, 3 to destroy.
12 requests, less than 1 s. Digest 7c1e93ab40d2f658.
`);
});

test.each([80, 60, 40])('no line is wider than a terminal of %i, but for the sum and for single words', (width) => {
  const lines = renderPlan(makePlan({ changes: ACME }), FACTS, { ...PLAIN, width }).split('\n');
  const isWord = (line: string) => /^ *(?:[-+~] \w+ +)?\S*$/.test(line);
  expect(lines.filter((line) => line.length > width && !line.startsWith('Plan:') && !isWord(line))).toEqual([]);
});

describe('no changes', () => {
  test('is one sentence with what is left alone', () => {
    expect(shown({})).toBe(`acme · embedded account · 11 files · 60 people read, complete
No changes. The account is as the files say. Not managed: 3 users, left alone.
`);
  });

  test('says how much was compared where not all could be read', () => {
    const coverage = { automatic: 100, byHand: 20, unreadable: 15, recorded: 5, unmanaged: 0 };
    const summary = { add: 0, change: 0, destroy: 0, byHand: 0, released: 0, unmanaged: 0 };
    const text = shown({ coverage, summary }).replace(/\s+/g, ' ');
    expect(text).toContain('Checked 100 of 120 managed fields; 5 recorded; 15 never confirmed.');
    const aged = { ...coverage, oldestRecordedAt: '2026-08-22T08:00:00Z' as Instant };
    const later = shown({ coverage: aged, summary, createdAt: '2026-11-22T09:00:00Z' as Instant }).replace(/\s+/g, ' ');
    expect(later).toContain('5 recorded, oldest 92 days; 15 never confirmed.');
  });
});

describe('the rows of changes', () => {
  test('have several fields on lines of their own', () => {
    const key = userKey('ada@acme.example');
    expect(
      changesOf({
        changes: [
          update(key, field('permissions.snooze', false, true), field('permissions.afterCallWorkDuration', 0, 30)),
        ],
      }),
    ).toBe(`  ~ user     ada@acme.example   snooze: off → on
                                afterCallWorkDuration: 0s → 30s`);
  });

  test('count the permissions of something new that are at their least, and show the others', () => {
    const fields = [field('permissions.snooze', null, false), field('permissions.maxChannels', null, 5)];
    const changes = [create(profileKey('Agent'), ...fields)];
    expect(changesOf({ changes })).toBe(`  + profile  Agent   maxChannels 5, 1 permission least granting`);
  });

  test('say a level alone where its pages are the usual ones', () => {
    const level = field('dashboard.level', null, 'billing');
    const key = userKey('a@acme.example');
    const usual = create(key, level, field('dashboard.pages.billing', 'none', 'write'));
    const other = create(key, level, field('dashboard.pages.billing', 'none', 'read'));
    expect(changesOf({ changes: [usual] })).toBe('  + user     a@acme.example   dashboard billing');
    expect(changesOf({ changes: [other] })).toContain('dashboard.pages.billing read');
  });

  test('name members of groups when verbose', () => {
    const text = renderPlan(makePlan({ changes: ACME }), FACTS, { ...PLAIN, verbose: true });
    expect(text).toContain('  + members  field: iris.lindqvist@acme.example, marco.bianchi@acme.example\n');
  });

  test('tell archiving from deleting, and why', () => {
    const changes = [
      remove(userKey('a@acme.example'), 'delete', 'ensure: absent'),
      remove(userKey('b@acme.example'), 'archive', 'until 2026-02-28'),
    ];
    expect(changesOf({ changes })).toBe(`  - user     a@acme.example   delete, recordings are lost
  - user     b@acme.example   archive (until 2026-02-28)`);
  });

  test('say what is released and keeps its value', () => {
    const source = { file: 'users.yaml', line: 7, column: 3, length: 1, excerpt: '' };
    const released = [{ key: userKey('a@acme.example'), path: 'permissions.snooze', value: true, source }];
    expect(changesOf({ released })).toBe(`  ◇ user     a@acme.example   released: keeps snooze on, until now in
                                users.yaml:7`);
  });

  test('say of what nobody knows that it is not known', () => {
    const changes = [update(userKey('a@acme.example'), field('dashboard', { unknown: 'unreadable' }, 'admin'))];
    expect(changesOf({ changes })).toContain('dashboard: unreadable → admin');
  });
});

const refused: Diagnostic = { code: 'UNKNOWN_NUMBER', severity: 'error', message: 'The number is unknown.' };

test('a refusal is told at the top and explained at the end', () => {
  const lines = shown({ changes: ACME, diagnostics: [refused] })
    .trimEnd()
    .split('\n');
  expect(lines[1]).toBe('Refused: 1 error, see the end.');
  expect(lines.at(-1)).toBe('Refused: 1 error. Nothing was changed.');
});

test('what narrows a plan stands above its changes', () => {
  const inputs = { ...makePlan().inputs, targets: ['user:a@acme.example'], allowDelete: true };
  expect(shown({ inputs, changes: ACME }).split('\n').slice(1, 3)).toEqual([
    'Only user:a@acme.example and what they need.',
    'With --allow-delete: people may be deleted with their recordings.',
  ]);
});

test('steps by hand are listed and counted', () => {
  const summary = { ...makePlan().summary, byHand: 1 };
  const steps = [step(userKey('a@acme.example'), 'setDashboard', {}, { mode: 'by-hand' })];
  const row = { operation: 'setDashboard', path: 'dashboard.level', before: 'none', after: 'billing' } as const;
  const byHand = [
    { id: 'S4', key: userKey('a@acme.example'), steps: ['s'], after: [], rows: [row], digest: '0'.repeat(64) },
  ];
  const text = shown({ changes: ACME, steps, byHand, summary });
  expect(text).toContain('By hand\n  S4 user a@acme.example: set dashboard access\n');
  expect(text).toContain('0 requests, less than 1 s, and 1 step by hand.');
});

test('in ASCII there is nothing else', () => {
  const text = renderPlan(makePlan({ changes: ACME }), FACTS, { ...PLAIN, ascii: true, verbose: true });
  expect(text).toMatch(/^[\n -~]*$/);
  expect(text).toContain('off -> on');
});

test('colour adds signs and changes no text', () => {
  const wrapped = (text: string) => `<${text}>`;
  const colours = {
    bold: wrapped,
    dim: wrapped,
    red: wrapped,
    green: wrapped,
    yellow: wrapped,
    cyan: wrapped,
    blue: wrapped,
    boldRed: wrapped,
    boldYellow: wrapped,
  };
  const plan = makePlan({ changes: ACME });
  const coloured = renderPlan(plan, FACTS, { ...PLAIN, colours });
  expect(coloured).toContain('<+> user');
  expect(coloured.replace(/[<>]/g, '')).toBe(renderPlan(plan, FACTS, PLAIN));
});

test('drift tells what is there, and what the files say instead', () => {
  const changes = [update(groupKey('field'), field('openAccess', true, false)), ...ACME.slice(2, 4)];
  const text = renderDrift(makePlan({ changes }), FACTS, PLAIN);
  expect(text).toContain('Drift: 3 differences between the account and the files.');
  expect(text).toContain('openAccess is on; the files say off');
  expect(text).toContain('has not iris.lindqvist@acme.example, marco.bianchi@acme.example');
});

test.each(HOSTILE)('payload %# as a name adds no line and no command', (payload) => {
  const key = groupKey(payload);
  const plain = (name: string) => makePlan({ changes: [update(groupKey(name), field('name', name, `${name}2`))] });
  const changes = [update(key, field('name', payload, `${payload}2`))];
  for (const render of [renderPlan, renderDrift]) {
    const text = render(makePlan({ changes }), FACTS, { ...PLAIN, verbose: true });
    expect(text.split('Changes')).toHaveLength(render(plain('x'), FACTS, PLAIN).split('Changes').length);
    for (const line of text.trimEnd().split('\n')) expect(line).not.toMatch(/\p{C}|^\s*::|##\[/u);
  }
});
