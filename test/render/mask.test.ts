import { describe, expect, test } from 'vitest';
import { type Diagnostic, membershipKey, type Plan, profileKey, userKey } from '../../src/model/index.js';
import {
  isMasked,
  maskDiagnostics,
  maskFor,
  maskPlan,
  maskReport,
  PLAIN,
  planJson,
  renderDiagnostics,
} from '../../src/render/index.js';
import { ACME, create, field, makePlan, step } from './plans.js';

const ADA = { email: 'Ada@acme.example', firstName: 'Ada', lastName: 'Byron' };
const mask = maskFor('acme', [ADA]);
const token = mask.person('ada@acme.example');

test('a token is one word with four digits', () => {
  expect(token).toMatch(/^person-[0-9a-f]{4}$/);
});

test.each([
  ['ada@acme.example', token],
  ['ADA@ACME.EXAMPLE', token],
  ['User "ada@acme.example" is wrong.', `User "${token}" is wrong.`],
  ['Ada Byron and Byron Ada', `${token} and ${token}`],
  ['user:ada@acme.example, membership:Sales/ada@acme.example', `user:${token}, membership:Sales/${token}`],
  ['Adaline Byronics', 'Adaline Byronics'],
  ['nothing personal', 'nothing personal'],
])('%s becomes %s', (text, masked) => {
  expect(mask.text(text)).toBe(masked);
});

test('the same person of another account is somebody else', () => {
  expect(maskFor('other', [ADA]).person('ada@acme.example')).not.toBe(token);
});

test('10,000 people have 10,000 tokens', () => {
  const people = Array.from({ length: 10_000 }, (_, index) => `p${index}@acme.example`);
  const many = maskFor(
    'acme',
    people.map((email) => ({ email, firstName: undefined, lastName: undefined })),
  );
  expect(new Set(people.map(many.person)).size).toBe(10_000);
});

const WINDOW: NonNullable<Plan['leftOpen']>[number] = {
  user: userKey('ada@acme.example'),
  capability: 'billing.see',
  opensWith: 'ab12',
  closesWith: 'cd34',
  byHand: false,
  why: 'handover',
  kind: 'gain',
};

describe('a masked plan', () => {
  const plan = makePlan({
    actingAs: 'owner@acme.example',
    changes: [
      ...ACME,
      create(userKey('ada@acme.example'), field('firstName', null, 'Ada'), field('lastName', null, 'Byron')),
      create(membershipKey('Ada Byron', 'ada@acme.example')),
    ],
    steps: [
      step(userKey('ada@acme.example'), 'createUser', {
        email: 'ada@acme.example',
        firstName: 'Ada',
        lastName: 'Byron',
      }),
      { ...step(profileKey('x'), 'addMember', { users: ['ada@acme.example'] }), why: 'to keep ada@acme.example out' },
    ],
    leftOpen: [WINDOW],
    diagnostics: [{ code: 'NO_INVITE', severity: 'warning', message: 'Ada Byron <ada@acme.example> has none.' }],
    inputs: { ...makePlan().inputs, targets: ['user:ada@acme.example'] },
  });
  const text = JSON.stringify(planJson(maskPlan(plan, mask)));

  test('names nobody, anywhere', () => {
    for (const word of ['"ada"', 'byron', 'acme.example', 'moreau', 'becker', '@'])
      expect(text.toLowerCase()).not.toContain(word);
  });

  test('can be told from one that is not', () => {
    expect(isMasked(plan)).toBe(false);
    expect(isMasked(maskPlan(plan, mask))).toBe(true);
  });

  test('keeps what is no person', () => {
    expect(text).toContain('permissions.showDownloadButton');
    expect(text).toContain(plan.digest);
  });
});

test('a masked finding has a mark below the token', () => {
  const found: Diagnostic = {
    code: 'DUPLICATE_KEY',
    severity: 'error',
    message: 'x',
    source: {
      file: 'users.yaml',
      line: 3,
      column: 3,
      length: 16,
      excerpt: '  ada@acme.example: { firstName: Ada, lastName: Byron }',
    },
  };
  const [, , line, below] = renderDiagnostics(maskDiagnostics([found], mask), PLAIN).split('\n');
  expect(line).toBe(`      3 │   ${token}: { firstName: …, lastName: … }`);
  expect(below).toBe(`        │   ${'^'.repeat(token.length)}`);
});

test('a masked report names nobody', () => {
  const report = {
    interrupted: false,
    results: [
      {
        step: step(userKey('ada@acme.example'), 'archive'),
        outcome: { kind: 'refused', reason: 'NO', message: 'ada@acme.example may not.' } as const,
      },
    ],
  };
  expect(JSON.stringify(maskReport(report, mask))).not.toContain('ada');
});
