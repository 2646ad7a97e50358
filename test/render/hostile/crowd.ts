// Many people, groups and numbers in one account, each with a name of its own: what is shown of them holds many names close together.
import { groupKey, type HandStep, membershipKey, type Plan, userKey } from '../../../src/model/index.js';
import { type CommentFrame, renderComment } from '../../../src/render/comment.js';
import { renderDriftIssue, renderStepsIssue } from '../../../src/render/comment-issues.js';
import { create, field, makePlan, step, update } from '../plans.js';
import { person, row, source } from '../story.js';

/** So many of each. */
export const CROWD = 20;

export interface Crowd {
  readonly people: readonly string[];
  readonly groups: readonly string[];
  readonly numbers: readonly string[];
}

export const crowdOf = (names: readonly string[]): Crowd => ({
  people: names.slice(0, CROWD),
  groups: names.slice(CROWD, 2 * CROWD).map((name) => name.normalize('NFC')),
  numbers: names.slice(2 * CROWD, 3 * CROWD),
});

const emailOf = (index: number): string => `person${index}@acme.example`;

export const FRAME: CommentFrame = {
  head: '4f1c2aa'.padEnd(40, '0'),
  base: { branch: 'main', commit: '9be01d7'.padEnd(40, '0') },
  runUrl: undefined,
  number: 1,
  approvals: { asks: [], notCounted: [], from: [] },
  later: [],
  artifact: 'The whole plan is `plan-acme.json`.',
};

function planOf({ people, groups, numbers }: Crowd): Plan {
  const places = people.map((_, index) => {
    const [user, group] = [userKey(emailOf(index)), groupKey(groups[index] ?? '')];
    return { user, group, number: numbers[index] ?? '', at: `users/a.yaml:${index + 1}`, email: emailOf(index) };
  });
  const byHand = places.map(({ group, number }, index): HandStep => {
    const renaming = { operation: 'rename', path: 'name', before: number, after: groups[index] ?? '' } as const;
    return { id: `S${index + 1}`, key: group, steps: [], after: [], digest: `d${index}`, rows: [renaming] };
  });
  return makePlan({
    changes: places.flatMap(({ user, number, at, email }, index) => [
      {
        ...update(user, field('firstName', 'Ada', people[index] ?? ''), field('number', null, number)),
        source: source(at),
      },
      create(membershipKey(groups[index] ?? '', email)),
    ]),
    access: places.map(({ user, group, at }, index) =>
      person(emailOf(index), {
        gains: [row('groups.member', false, true, { of: user, path: 'groups', at }, { targets: [group] })],
      }),
    ),
    steps: places.map(({ group, number }) => step(group, 'rename', { name: number }, { mode: 'by-hand' })),
    byHand,
  });
}

/** What GitHub is told of them; the first is the comment. */
export function crowdDocuments(crowd: Crowd): readonly string[] {
  const plan = planOf(crowd);
  const names = new Map(crowd.people.map((name, index) => [emailOf(index), name]));
  const personName = (email: string) => names.get(email) ?? email;
  return [
    renderComment({ ...plan, byHand: [] }, { personName }, FRAME).text,
    renderStepsIssue(plan, personName) ?? '',
    renderDriftIssue(plan, { personName }) ?? '',
  ];
}
