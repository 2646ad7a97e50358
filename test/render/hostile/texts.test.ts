// What else is written to GitHub: checklists, issues, results and messages, however much there is of it.
import { describe, expect, test } from 'vitest';
import { messagesOf } from '../../../src/action/checks.js';
import { groupKey, type HandStep, userKey } from '../../../src/model/index.js';
import { renderAdoption } from '../../../src/render/adoption.js';
import { COMMENT_LIMIT } from '../../../src/render/comment.js';
import { renderDriftIssue, renderEndings, renderStepsIssue } from '../../../src/render/comment-issues.js';
import { renderResult } from '../../../src/render/comment-result.js';
import { isLong } from '../../support/scale.js';
import { field, makePlan, NOW, update } from '../plans.js';
import { nodesOf, treeOf } from './markdown.js';

const numbered = <T>(number: number, make: (index: number) => T): T[] =>
  Array.from({ length: number }, (_, index) => make(index));

const supervisor = (index: number) =>
  update(userKey(`boss${index}@acme.example`), field('dashboard.pages.users', 'none', 'write'));

describe('every other text is cut by whole rows, and says how much is left out', () => {
  const SIZES = isLong ? [400, 5_000, 50_000] : [1_200];
  const named = (index: number) => `Person ${index} \`@acme/security\` ![x](https://evil.example)`;
  const byHand = (size: number) =>
    numbered(
      size,
      (index): HandStep => ({
        id: `S${index + 1}`,
        key: groupKey(named(index)),
        steps: [`s${index}`],
        after: index === 0 ? [] : [`s${index - 1}`],
        digest: `d${index}`,
        rows: [{ operation: 'rename', path: 'name', before: 'x', after: named(index) }],
      }),
    );
  const TEXTS: Readonly<
    Record<string, (size: number) => { readonly text: string; readonly rows: RegExp; readonly more: RegExp }>
  > = {
    'steps by hand': (size) => ({
      text: renderStepsIssue({ ...makePlan(), byHand: byHand(size) }) ?? '',
      rows: /^- \[ \] `S\d+` `/,
      more: /^\*\*([\d,]+) more steps\*\* come into this list/m,
    }),
    endings: (size) => ({
      text:
        renderEndings(
          numbered(size, (index) => ({
            key: userKey('x@acme.example'),
            name: named(index),
            until: makePlan().inputs.at,
          })),
          [],
        ) ?? '',
      rows: /^- `Person/,
      more: /^\*\*([\d,]+) more\*\*/m,
    }),
    adoption: (size) => ({
      text: renderAdoption({
        ...{ account: 'acme', issue: 7, by: 'sam', severity: 'gain', added: [], unstated: [] },
        changed: numbered(size, (index) => ({
          key: groupKey(`${named(index)}${'z'.repeat(400)}`),
          path: 'openAccess',
        })),
        remaining: [],
      }),
      rows: /^- group `Person/,
      more: /^- ([\d,]+) more$/m,
    }),
    mistakes: (size) => ({
      text: messagesOf(
        numbered(size, (index) => ({
          code: 'UNKNOWN_USER',
          severity: 'error',
          message: `${named(index)}${'z'.repeat(9_000)}`,
        })),
      ).join('\n\n'),
      rows: /^- \*\*error\*\* `UNKNOWN_USER`: `Person/,
      more: /^\*\*([\d,]+) more\*\*/m,
    }),
    drift: (size) => ({
      text: renderDriftIssue(makePlan({ changes: numbered(size, supervisor) }), {}) ?? '',
      rows: /^ {2}user {4,}boss/,
      more: /^([\d,]+) more lines: /m,
    }),
    result: (size) => ({
      text: renderResult({
        ...{
          plan: makePlan({ changes: numbered(size, supervisor) }),
          facts: {},
          report: { results: [], interrupted: false },
          after: makePlan(),
        },
        ...{ byHand: byHand(size), run: 'r-0143', startedAt: NOW, endedAt: NOW, commit: 'a'.repeat(40) },
        ...{ approved: 'the one that was reviewed', stepsIssue: 131, runUrl: undefined },
      }),
      rows: /^$/,
      more: /Left out, to stay below (60,000) characters/,
    }),
  };

  test.each(Object.entries(TEXTS).flatMap(([kind, make]) => SIZES.map((size) => [kind, size, make] as const)))(
    '%s, of %i',
    (kind, size, make) => {
      const { text, rows, more } = make(size);
      expect(text.length).toBeLessThanOrEqual(COMMENT_LIMIT);
      const lines = text.split('\n').filter((line) => rows.test(line));
      const left = Number((more.exec(text)?.[1] ?? '0').replaceAll(',', ''));
      if (kind !== 'drift' && kind !== 'result') expect(lines.length + left).toBe(size);
      if (size > 1_000) expect(left).toBeGreaterThan(0);
      const acts = nodesOf(treeOf(text)).filter(({ type }) => type === 'image' || type === 'link');
      expect([acts, text.split('```').length % 2]).toEqual([[], 1]);
      expect(nodesOf(treeOf(text)).filter((node) => node.type === 'text' && node.value.includes('@acme'))).toEqual([]);
      expect(text.split('<details>').length).toBe(text.split('</details>').length);
    },
    600_000,
  );
});
