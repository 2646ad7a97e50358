import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { expect, test } from 'vitest';
import { type PersonAccess, type Plan, userKey } from '../../src/model/index.js';
import { COMMENT_LIMIT, type CommentFrame, renderComment } from '../../src/render/comment.js';
import { HOSTILE } from './hostile.js';
import { field, makePlan, update } from './plans.js';

const FRAME: CommentFrame = {
  head: 'a'.repeat(40),
  base: { branch: 'main', commit: 'b'.repeat(40) },
  runUrl: 'https://github.example/acme/telephony/actions/runs/1',
  number: 1,
  approvals: { asks: [], notCounted: [], from: [] },
  later: [],
  artifact: 'The whole plan is `plan-acme.json`.',
};

const gain = (email: string, capability: string, privileged: boolean): PersonAccess => ({
  user: userKey(email),
  gains: [
    {
      capability,
      before: false,
      after: true,
      privileged,
      cause: { change: userKey(email), path: `permissions.${email}` },
    },
  ],
  losses: [],
  uncertain: [],
});

/** Everybody gains something by a line of their own, so that no rows can be merged. */
function planOf(people: number, privileged: number): Plan {
  const emails = Array.from({ length: people }, (_, index) => `person-${index}@acme.example`);
  return makePlan({
    changes: emails.map((email) => update(userKey(email), field('permissions.snooze', false, true))),
    access: emails.map((email, index) => gain(email, 'app.snooze', index < privileged)),
  });
}

const sizes = [1, 20, 100, 300, 1_000, 3_000];

test('a comment has every gain that is privileged, or says that nobody can review it, and is never longer than GitHub takes', () => {
  const kinds = sizes.map((size) => {
    const privileged = Math.min(size, 10);
    const plan = planOf(size, privileged);
    const comment = renderComment(plan, {}, FRAME);
    expect(comment.text.length).toBeLessThanOrEqual(COMMENT_LIMIT);
    expect(comment.text.match(/<details>/g)?.length ?? 0).toBe(comment.text.match(/<\/details>/g)?.length ?? 0);
    expect((comment.text.match(/^```/gm)?.length ?? 0) % 2).toBe(0);
    if (comment.kind === 'too-large') expect(comment.text).toContain('**Too large to review:');
    else
      for (let index = 0; index < privileged; index += 1)
        expect(comment.text).toContain(`person-${index}@acme.example`);
    return comment.kind;
  });
  expect(kinds[0]).toBe('whole');
  expect(kinds).toContain('shortened');
});

test('what is cut is whole, and counted', () => {
  const plan = planOf(1_000, 1);
  const { text, kind } = renderComment(plan, {}, FRAME);
  expect(kind).toBe('shortened');
  expect(text).toContain('> **This comment is shortened.** Every gain and every loss stands above.');
  expect(text).toMatch(/Left out, to stay below 60,000 characters: .*[\d,]+ changes? to fields/);
});

test('rows that do not fit are not cut: the plan is refused', () => {
  const comment = renderComment(planOf(50, 50), {}, FRAME, 2_000);
  expect(comment.kind).toBe('too-large');
  expect(comment.text.length).toBeLessThan(2_000);
});

test('no name makes a link, a picture, a heading or a mention', () => {
  const render = (name: string) =>
    renderComment(
      planOf(3, 1),
      { personName: () => name },
      { ...FRAME, base: { branch: name, commit: FRAME.base.commit } },
    ).text;
  const shape = (text: string): string => {
    const kinds: string[] = [];
    const walk = (node: { type: string; children?: unknown[] }) => {
      if (!['text', 'inlineCode', 'html', 'code'].includes(node.type)) kinds.push(node.type);
      for (const child of node.children ?? []) walk(child as { type: string });
    };
    walk(fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));
    return kinds.join(' ');
  };
  const harmless = shape(render('Ada Byron'));
  expect(HOSTILE.length).toBeGreaterThan(50);
  expect(HOSTILE.filter((name) => shape(render(name)) !== harmless && name !== '')).toEqual([]);
});

test('whose rules judge the change is the base branch, by its name', () => {
  const loosened = { code: 'RULE_LOOSENED', severity: 'warning', message: 'Policy a is gone.' } as const;
  const { text } = renderComment({ ...planOf(1, 0), diagnostics: [loosened] }, {}, FRAME);
  expect(text).toContain('the rules of `main` judge this one.');
  expect(text).not.toContain('(no name)');
});

test('what a push takes back was never given', () => {
  const before = planOf(2, 1);
  const taken = { ...before, access: before.access?.map((one) => ({ ...one, gains: [], losses: one.gains })) ?? [] };
  const { text } = renderComment(
    before,
    {},
    { ...FRAME, since: { head: FRAME.head, plan: taken, facts: {}, withBase: false } },
  );
  expect(text).toContain('**Since `aaaaaaa`:** `person-0@acme.example` no longer gets to snooze');
});
