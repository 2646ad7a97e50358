import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { groupKey, type Plan, userKey } from '../../src/model/index.js';
import { planJson, renderPlanMarkdown } from '../../src/render/index.js';
import { HOSTILE } from './hostile.js';
import { ACME, field, makePlan, remove, step, update } from './plans.js';

const schema: object = JSON.parse(readFileSync(new URL('../../schemas/plan.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ strict: false }).compile(schema);

const SOURCE = { file: 'users.yaml', line: 3, column: 5, length: 4, excerpt: '  ada: {}' };

describe('the JSON form', () => {
  test.each<[string, Partial<Plan>]>([
    ['nothing', {}],
    ['every kind of change', { changes: ACME }],
    [
      'places, steps, releases, findings and access',
      {
        changes: ACME.map((change) => ({ ...change, source: SOURCE })),
        steps: [{ ...step(groupKey('field'), 'addMember', { users: ['a@acme.example'] }), why: 'for the order' }],
        byHand: [
          {
            id: 'S12',
            key: userKey('a@acme.example'),
            steps: ['ab12'],
            after: [],
            rows: [
              {
                operation: 'setPermissions',
                path: 'permissions.snooze',
                label: 'Snooze',
                section: 'Software customization',
                position: 5,
                before: { unknown: 'unreadable' },
                after: true,
              },
              { operation: 'link', path: 'profile', user: userKey('b@acme.example'), before: null, after: 'Sales' },
            ],
            digest: '0'.repeat(64),
          },
        ],
        leftOpen: [
          {
            user: userKey('a@acme.example'),
            capability: 'billing.see',
            opensWith: 'ab12',
            closesWith: 'cd34',
            byHand: true,
            why: 'no-order',
            kind: 'loss',
          },
        ],
        released: [{ key: userKey('a@acme.example'), path: 'groups', value: ['x'], source: SOURCE }],
        diagnostics: [
          {
            code: 'NO_INVITE',
            severity: 'error',
            message: 'x',
            source: SOURCE,
            related: [{ message: 'y', source: SOURCE }],
          },
        ],
        access: [
          {
            user: userKey('a@acme.example'),
            gains: [
              {
                capability: 'billing.see',
                before: false,
                after: true,
                privileged: true,
                cause: { change: userKey('a@acme.example'), path: 'dashboard', source: SOURCE },
              },
            ],
            losses: [
              {
                capability: 'app.snooze',
                before: true,
                after: false,
                privileged: false,
                cause: { change: userKey('a@acme.example'), path: 'permissions.snooze' },
              },
            ],
            uncertain: [],
          },
        ],
      },
    ],
    [
      'an unreadable value',
      { changes: [update(userKey('a@b.example'), field('profile', { unknown: 'offline' }, 'x'))] },
    ],
  ])('of %s is as the schema says', (_, parts) => {
    validate(JSON.parse(JSON.stringify(planJson(makePlan(parts)))));
    expect(validate.errors).toBeNull();
  });
});

describe('the Markdown form', () => {
  const markdown = renderPlanMarkdown(makePlan({ changes: ACME, steps: [step(groupKey('field'), 'addMember')] }));

  test('has the verdict, the counts and the digest before and after the data', () => {
    expect(markdown.split('\n').slice(0, 4)).toEqual([
      '<!-- ringctl plan acme -->',
      '### `acme`: 6 to add, 4 to change, 3 to destroy',
      '',
      '**Ready to apply:** 1 request.',
    ]);
    expect(markdown).toContain('<summary><b>13 changes</b>: 6 to add, 4 to change, 3 to destroy</summary>');
    expect(markdown).toContain('! profile sales-agent\n-   showDownloadButton: off\n+   showDownloadButton: on\n');
    expect(markdown).toContain('digest 7c1e93ab40d2f658');
  });

  test('names everybody who enters and leaves a group', () => {
    expect(markdown).toContain('- members of support: iris.lindqvist@acme.example, marco.bianchi@acme.example');
  });

  test('of no changes is a note', () => {
    expect(renderPlanMarkdown(makePlan())).toContain('> [!NOTE]\n> **No changes.**');
  });

  test('of a plan with errors is a caution, and they come before the changes', () => {
    const text = renderPlanMarkdown(
      makePlan({
        changes: ACME,
        diagnostics: [{ code: 'NO_INVITE', severity: 'error', message: 'No `invite` | here.' }],
      }),
    );
    expect(text).toContain('> [!CAUTION]');
    expect(text.indexOf('NO_INVITE')).toBeLessThan(text.indexOf('```diff'));
    expect(text).toContain("`No 'invite' \\u{7C} here.`");
  });
});

/** What GitHub would read as markup, once code spans and the inside of fences are taken out. */
function outsideOfCode(markdown: string): string {
  const [head = '', ...rest] = markdown.split('\n```diff\n');
  const tail = rest.map((part) => part.slice(part.indexOf('\n```\n')));
  return [head, ...tail].join('\n').replace(/`[^`\n]*`/g, '');
}

test.each(HOSTILE)('payload %# stands in code only, and adds no line to it', (payload) => {
  const plan = (name: string) =>
    makePlan({
      changes: [
        update(groupKey(name), field('name', name, `${name}2`)),
        remove(userKey(`${name}@acme.example`), 'archive', name),
        { ...update(userKey('x@acme.example'), field('groups', [name], [])), source: { ...SOURCE, file: name } },
      ],
      diagnostics: [
        {
          code: 'NO_INVITE',
          severity: 'warning',
          message: `About ${name}.`,
          hint: name.replace(/\n/g, ' '),
          source: { ...SOURCE, file: name },
        },
      ],
      released: [{ key: userKey(name), path: 'groups', value: [name] }],
      inputs: { ...makePlan().inputs, targets: [name] },
      base: name,
    });
  const markdown = renderPlanMarkdown(plan(payload));
  const harmless = renderPlanMarkdown(plan('harmless'));
  expect(outsideOfCode(markdown).replaceAll('(no name)', '')).toBe(outsideOfCode(harmless));
  const lines = (text: string) => text.split('\n').map((line) => line.slice(0, 2));
  if (!payload.includes('\n')) expect(lines(markdown)).toEqual(lines(harmless));
  expect(markdown.split('```')).toHaveLength(3);
});
