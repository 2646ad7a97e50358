import { describe, expect, test } from 'vitest';
import {
  type Change,
  type Diagnostic,
  groupKey,
  type HandStep,
  type PersonAccess,
  type Plan,
  profileKey,
  type Report,
  userKey,
} from '../../../src/model/index.js';
import { COMMENT_LIMIT, type Comment, renderComment } from '../../../src/render/comment.js';
import { renderResult } from '../../../src/render/comment-result.js';
import { renderPlanMarkdown } from '../../../src/render/index.js';
import { isLong } from '../../support/scale.js';
import { field, makePlan, NOW, remove, step, update } from '../plans.js';
import { person, row } from '../story.js';
import { FRAME } from './crowd.js';
import { nodesOf, treeOf } from './markdown.js';

const at = (name: string): string => `${name}@acme.example`;
const numbered = <T>(number: number, make: (index: number) => T): T[] =>
  Array.from({ length: number }, (_, index) => make(index));

interface Part {
  readonly changes: readonly Change[];
  readonly access: readonly PersonAccess[];
}

/** Everybody by a line of their own: a row each. */
const supervisors = (number: number): Part => ({
  changes: numbered(number, (index) =>
    update(userKey(at(`boss${index}`)), field('dashboard.pages.users', 'none', 'write')),
  ),
  access: numbered(number, (index) =>
    person(at(`boss${index}`), {
      gains: [
        row(
          'billing.see',
          'none',
          'write',
          { of: userKey(at(`boss${index}`)), path: 'dashboard', at: `users/boss.yaml:${index + 1}` },
          { privileged: true },
        ),
      ],
    }),
  ),
});

/** Everybody by one line of a profile: one row. */
const agents = (number: number): Part => ({
  changes: [
    update(profileKey('agent'), field('permissions.snooze', false, true)),
    ...numbered(number, (index) => update(userKey(at(`agent${index}`)), field('number', null, '+33199000001'))),
  ],
  access: numbered(number, (index) =>
    person(at(`agent${index}`), {
      gains: [
        row('app.snooze', false, true, {
          of: profileKey('agent'),
          path: 'permissions.snooze',
          at: 'profiles/a.yaml:3',
        }),
      ],
    }),
  ),
});

const leavers = (number: number): Part => ({
  changes: numbered(number, (index) => remove(userKey(at(`gone${index}`)), index % 2 === 0 ? 'archive' : 'delete')),
  access: numbered(number, (index) =>
    person(at(`gone${index}`), {
      losses: [
        row('account.signIn', true, false, { of: userKey(at(`gone${index}`)), at: `users/gone.yaml:${index + 1}` }),
      ],
    }),
  ),
});

/** Of whom nobody loses anything. */
const deletions = (number: number): Part => ({
  changes: numbered(number, (index) =>
    remove(index % 2 === 0 ? groupKey(`Empty ${index}`) : profileKey(`Unused ${index}`), 'delete', 'ensure: absent'),
  ),
  access: [],
});

function planOf(...parts: readonly Part[]): Plan {
  const plan = makePlan({
    changes: parts.flatMap(({ changes }) => changes),
    access: parts.flatMap(({ access }) => access),
  });
  const having = (side: 'gains' | 'losses') => (plan.access ?? []).filter((one) => one[side].length > 0).length;
  return {
    ...plan,
    summary: {
      ...plan.summary,
      people: { gain: having('gains'), lose: having('losses'), privileged: 0, uncertain: 0 },
    },
  };
}

/** Names that stand in code spans and in fences: what a reader can see. */
function seenIn(text: string): ReadonlySet<string> {
  const found = nodesOf(treeOf(text)).flatMap((node) =>
    node.type === 'inlineCode'
      ? [node.value]
      : node.type === 'code'
        ? node.value.split('\n').map((line) => /^[-+!] \w+ (.*?)(?: {2,}.*)?$/.exec(line)?.[1] ?? '')
        : [],
  );
  return new Set(found);
}

/** Who gains or loses, and what goes, without standing in the comment; a row that counts its people stands for them. */
function hiddenIn(text: string, { changes, access = [] }: Plan): readonly string[] {
  const seen = seenIn(text);
  const isCounted = (number: number) =>
    text.includes(`**${number.toLocaleString('en')} people** with profile \`agent\``);
  const agentsHere = access.filter(({ user }) => user.startsWith('user:agent')).length;
  const people = access
    .map(({ user }) => user.slice('user:'.length))
    .filter((email) => !(email.startsWith('agent') && isCounted(agentsHere)));
  const gone = changes.flatMap(({ action, key }) => (action === 'delete' ? [key.slice(key.indexOf(':') + 1)] : []));
  return [...people, ...gone].filter((name) => !seen.has(name));
}

function isBalanced(text: string): boolean {
  const html = nodesOf(treeOf(text))
    .flatMap((node) => (node.type === 'html' ? [node.value] : []))
    .join('');
  const count = (tag: string) => html.split(tag).length - 1;
  const fences = text.split('\n').filter((line) => line.startsWith('```')).length;
  return (
    fences % 2 === 0 && count('<details>') === count('</details>') && count('<sub>') === 1 && count('</sub>') === 1
  );
}

const rendered = (plan: Plan): Comment => renderComment(plan, {}, FRAME);

describe('a comment shows every gain, loss and deletion, or refuses the plan', () => {
  const SIZES = isLong ? [1, 7, 60, 250, 600, 1_500, 5_000, 15_000, 50_000] : [1, 60, 1_500];
  const KINDS = {
    supervisors,
    agents,
    leavers,
    deletions,
    all: (number: number) => {
      const part = Math.ceil(number / 4);
      const parts = [supervisors(part), agents(part), leavers(part), deletions(part)];
      return { changes: parts.flatMap(({ changes }) => changes), access: parts.flatMap(({ access }) => access) };
    },
  };
  const found = new Map<string, number>();

  test.each(SIZES.flatMap((size) => Object.entries(KINDS).map(([kind, make]) => [size, kind, make] as const)))(
    'of %i changes: %s',
    (size, _, make) => {
      const plan = planOf(make(size));
      const comment = rendered(plan);
      found.set(comment.kind, (found.get(comment.kind) ?? 0) + 1);
      expect(comment.text.length).toBeLessThanOrEqual(COMMENT_LIMIT);
      expect(isBalanced(comment.text)).toBe(true);
      expect(comment.text).toContain(`${plan.summary.people?.gain === 1 ? 'person gains' : 'access'}`);
      if (comment.kind === 'too-large') expect(comment.text).toContain('> [!CAUTION]\n> **Too large to review:');
      else expect(hiddenIn(comment.text, plan)).toEqual([]);
      expect(comment.text.includes('**This comment is shortened.**')).toBe(comment.kind === 'shortened');
    },
    600_000,
  );

  test('each end of it occurs', () => {
    expect([...found.keys()].toSorted()).toEqual(['shortened', 'too-large', 'whole']);
  });
});

describe('what cannot be reviewed whole is refused', () => {
  const hand = (index: number): HandStep => ({
    id: `S${index + 1}`,
    key: profileKey(`Profile ${index} ${'x'.repeat(60)}`),
    steps: [],
    after: [],
    digest: `d${index}`,
    rows: [{ operation: 'setPermissions', path: 'permissions.snooze', before: false, after: true }],
  });
  const warning = (index: number): Diagnostic => ({
    code: 'ANSWER_WITHOUT_LIST',
    severity: 'warning',
    message: `Profile "${index}" ${'y'.repeat(5_000)}`,
  });

  test('steps by hand are not cut', () => {
    const comment = rendered({ ...planOf(supervisors(3)), byHand: numbered(2_000, hand) });
    expect(comment.kind).toBe('too-large');
    expect(comment.text).toContain(
      '**Too large to review: 3 rows of gains and losses and 2,000 steps by hand do not fit',
    );
  });

  test('messages are, last of all, and each is bounded', () => {
    const plan = planOf(agents(600), supervisors(3));
    const { text, kind } = rendered({ ...plan, diagnostics: numbered(100, warning) });
    expect(kind).toBe('shortened');
    expect(text.length).toBeLessThanOrEqual(COMMENT_LIMIT);
    const [, left = ''] = /Left out, to stay below 60,000 characters: (.*?)\. The whole plan/.exec(text) ?? [];
    const shown = text.split('\n').filter((line) => line.startsWith('- **warning**'));
    expect(left).toBe(
      `600 names in rows that count people, 604 changes to fields, further lines of files in a row, ${100 - shown.length} errors and warnings`,
    );
    expect(Math.max(...shown.map((line) => line.length))).toBeLessThan(2_100);
    expect(text).not.toContain('```diff');
  });

  test('changes go before names, and names before anything else', () => {
    const plan = planOf(agents(600));
    const sizes = [COMMENT_LIMIT, 25_000, 1_300];
    const lines = sizes.map(
      (limit) => /Left out, [^:]*: (.*?)\. The whole plan/.exec(renderComment(plan, {}, FRAME, limit).text)?.[1] ?? '',
    );
    expect(lines[0]).toBe('');
    expect(lines[1]).toMatch(/^[\d,]+ changes to fields$/);
    expect(lines[2]).toMatch(/^600 names in rows that count people, 601 changes to fields/);
  });

  test('who is named is asked for in proportion to how many there are', () => {
    const asked = [300, 3_000].map((size) => {
      let calls = 0;
      renderComment(
        planOf(agents(size), supervisors(size / 10)),
        {
          personName: (email) => {
            calls += 1;
            return email;
          },
        },
        FRAME,
      );
      return calls;
    });
    expect(asked[0]).toBeGreaterThan(300);
    expect((asked[1] ?? 0) / (asked[0] ?? 1)).toBeLessThan(15);
  });
});

test('a result of many failures is cut by whole rows, so that no name leaves its code', () => {
  const message = `x${'y'.repeat(88)} @acme/security ![x](https://evil.example)`;
  for (const shift of [0, 40]) {
    const results: Report['results'] = numbered(900, (index) => ({
      step: step(groupKey(`Group ${index}${'z'.repeat(shift)}`), 'rename', { name: '@acme/security' }),
      outcome: { kind: 'refused', reason: 'NO', message },
    }));
    const text = renderResult({
      plan: makePlan(),
      facts: {},
      report: { results, interrupted: false },
      after: undefined,
      run: 'r-0143',
      startedAt: NOW,
      endedAt: NOW,
      commit: FRAME.head,
      approved: 'the one that was reviewed',
      stepsIssue: undefined,
      runUrl: undefined,
    });
    expect(text.length).toBeLessThanOrEqual(COMMENT_LIMIT);
    expect(isBalanced(text)).toBe(true);
    expect(nodesOf(treeOf(text)).filter((node) => node.type === 'text' && node.value.includes('acme'))).toEqual([]);
    expect(text).toContain('**This comment is shortened.**');
  }
});

test('what is hidden is found, so a list without it would fail', () => {
  const plan = planOf(supervisors(3), leavers(3), deletions(3));
  const { text } = rendered(plan);
  expect(hiddenIn(text, plan)).toEqual([]);
  const cut = text
    .split('\n')
    .filter((line) => !line.includes('boss1') && !line.includes('Empty 2'))
    .join('\n');
  expect(hiddenIn(cut, plan)).toEqual([at('boss1'), 'Empty 2']);
  expect(isBalanced(text.replace('\n```\n', '\n'))).toBe(false);
  expect(isBalanced(text.replace('</details>', ''))).toBe(false);
});

test('rows are cut whole, and what is cut is counted', () => {
  const plan = planOf(agents(1_000), supervisors(5));
  const whole = renderPlanMarkdown(plan);
  const { text, kind } = rendered(plan);
  const lines = new Set(whole.split('\n'));
  const ours = text.split('\n').filter((line) => /^(?:[-+!] |\| [▲▼?◇])/.test(line));
  expect([kind, ours.filter((line) => !lines.has(line))]).toEqual(['shortened', []]);
  const left = /Left out, to stay below 60,000 characters: ([\d,]+) changes to fields/
    .exec(text)?.[1]
    ?.replace(',', '');
  const shown = text.split('\n').filter((line) => /^! (?:user|profile) /.test(line)).length;
  expect(Number(left) + shown).toBe(plan.changes.length);
});
