import { describe, expect, test } from 'vitest';
import { type HandStep, profileKey, type Report, type Step, userKey } from '../../src/model/index.js';
import { type Adoption, renderAdoption } from '../../src/render/adoption.js';
import { COMMENT_LIMIT } from '../../src/render/comment.js';
import { renderStepsIssue } from '../../src/render/comment-issues.js';
import { type CommentResult, renderResult } from '../../src/render/comment-result.js';
import { HOSTILE } from './hostile.js';
import { field, makePlan, NOW, step, update } from './plans.js';

const AGENT = profileKey('Agent');
const ADA = userKey('ada@acme.example');
const hand = step(AGENT, 'setPermissions', { permissions: { chatTab: true } }, { mode: 'by-hand' });
const waits = step(ADA, 'archive', {}, { after: [hand.id] });
const BY_HAND: readonly HandStep[] = [
  {
    id: 'S7',
    key: AGENT,
    steps: [hand.id],
    after: [],
    digest: 'd',
    rows: [{ operation: 'setPermissions', path: 'permissions.chatTab', label: 'Chat tab', before: false, after: true }],
  },
];

function resultOf(report: Report, after: readonly Step[], more: Partial<CommentResult> = {}): string {
  const plan = makePlan({ steps: report.results.map((one) => one.step) });
  return renderResult({
    plan,
    facts: {},
    report,
    after: makePlan({ steps: after }),
    run: 'r-0143',
    startedAt: NOW,
    endedAt: NOW,
    commit: 'a'.repeat(40),
    approved: 'the one that was reviewed',
    stepsIssue: 131,
    runUrl: undefined,
    ...more,
  });
}

describe('the result', () => {
  const report: Report = {
    results: [
      { step: step(userKey('bo@acme.example'), 'archive', {}), outcome: { kind: 'done' } },
      { step: hand, skipped: { because: 'by-hand' } },
      { step: waits, skipped: { because: 'waiting', of: hand.id } },
    ],
    interrupted: false,
  };

  test('names steps by hand as they were handed out, how each is done, and what waits for them', () => {
    const text = resultOf(report, [hand, waits], { byHand: BY_HAND });
    expect(text).toContain('| S7 | `profile Agent: set chatTab` |');
    expect(text).toContain('`Chat tab` | `off` | `on` |');
    expect(text).toMatch(/^\| 3 \| .* \| waits for a step by hand \|$/m);
    expect(text).toContain('<b>3 steps</b>: 1 done, 1 by hand open and 1 waits for that');
  });

  test('says of each step by hand what comes before it, by a name that cannot act', () => {
    const first = { ...BY_HAND[0], key: profileKey('![x](https://evil.example)'), digest: 'e' } as HandStep;
    const { id: _, ...unnamed } = first;
    const second: HandStep = { ...first, id: 'S8', key: AGENT, steps: [], after: [hand.id] };
    const named = resultOf(report, [hand], { byHand: [first, second] });
    expect(named).toContain('<br>Wait until S7 is done');
    const text = renderStepsIssue(makePlan({ steps: [hand], byHand: [unnamed, second] })) ?? '';
    expect(text).toContain('<br>Wait until the step for `profile:![x](https://evil.example)` is done');
  });

  test('counts as left what neither is by hand nor waits for it', () => {
    expect(resultOf(report, [hand, waits])).toContain('read again: no changes are left but those by hand');
    const other = step(userKey('cy@acme.example'), 'archive', {});
    expect(resultOf(report, [hand, waits, other])).toContain('read again: 1 step left');
    expect(resultOf(report, [])).toMatch(/read again: no changes are left ·/);
  });

  test('is never longer than GitHub takes, and what is left out is left out whole and named', () => {
    const sizes = [10, 300, 600, 1_200, 5_000];
    const cut = sizes.map((size) => {
      const results = Array.from({ length: size }, (_, index) => {
        const message = `\`@acme/all\` ${'x'.repeat(60)}`;
        const one = step(userKey(`person${index}@acme.example`), 'archive', {});
        return { step: one, outcome: { kind: 'refused', reason: 'no', message } } as const;
      });
      const text = resultOf({ results, interrupted: false }, [], { byHand: BY_HAND });
      expect(text.length).toBeLessThanOrEqual(COMMENT_LIMIT);
      const rows = text.split('\n').filter((line) => /^- \d+\. /.test(line)).length;
      expect([0, size]).toContain(rows);
      expect(text.split('`').length % 2).toBe(1);
      expect(text).toContain(`0 of ${size.toLocaleString('en')} steps done`);
      const isCut = text.includes('This comment is shortened');
      expect(text.includes('the steps one by one')).toBe(isCut);
      expect(text.includes('what failed')).toBe(rows === 0);
      return isCut;
    });
    expect(cut).toEqual([false, false, true, true, true]);
  });
});

test('what the files adopt is told with what they do not, however many and whatever they are called', () => {
  const adoption: Adoption = {
    account: 'acme',
    issue: 7,
    by: 'sam',
    severity: 'privileged',
    added: [],
    changed: [{ key: ADA, path: 'permissions.snooze' }],
    remaining: [update(ADA, field('dashboard', 'none', 'admin'))],
    unstated: HOSTILE,
  };
  const text = renderAdoption(adoption);
  expect(text).toContain('- user `ada@acme.example`: `permissions.snooze`');
  expect(text).toContain('- user `ada@acme.example`: `dashboard`');
  expect(text).toContain('**Worst for access: privileged.**');
  expect(HOSTILE.length).toBeGreaterThan(5);
  const rows = text.split('\n').filter((line) => line.startsWith('- '));
  expect(rows).toHaveLength(HOSTILE.length + 2);
  expect(
    rows.filter((row) => !/^- (?:user )?`[^`]*`(?:: `[^`]*`)?$/.test(row)).filter((row) => row !== '- (no name)'),
  ).toEqual([]);
  const many = Array.from({ length: 5_000 }, (_, index) => userKey(`person${index}@acme.example`));
  const long = renderAdoption({ ...adoption, added: many });
  expect(long).toContain('- 4,900 more');
  expect(long.length).toBeLessThan(COMMENT_LIMIT);
});
