// Who must agree to what a change gives, and whose word counts.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { userKey } from '../../src/model/index.js';
import { newStory, type Story } from './story.js';

const SECURITY = { inputs: { approvals: '@acme/security' } };
/** Petra may give people of the shop their rights from now on. */
const PRIVILEGED = {
  'team.yaml': `groups:
  shop: { name: Shop }
users:
  petra.wolf@smallteam.example:
    dashboard: { level: supervisor, pages: { users: write }, scope: { groups: [shop] } }
`,
};
const LIMIT = 'limits: { privilegedGains: 0, minAdmins: 1 }\n';
const OPEN = 'limits: { minAdmins: 1 }\n';

const hasDashboard = async (story: Story): Promise<boolean> => {
  const petra = (await story.live()).state.users.get(userKey('petra.wolf@smallteam.example'));
  return petra?.dashboard.known === true && petra.dashboard.value.pages.users === 'write';
};

test('a privileged gain waits for somebody of the team who neither wrote it nor gains by it, on this very commit', async () => {
  const story = await newStory({ more: OPEN });
  const { state } = story.github;
  const pull = story.pull({ author: 'nina', files: PRIVILEGED });
  const opened = await story.plan(pull, SECURITY);
  expect([opened.code, opened.outputs.result]).toEqual([0, 'approval-needed']);
  expect(story.comment(pull)).toContain('> [!IMPORTANT]');
  expect(story.comment(pull)).toContain('someone of `acme/security`, who is not the author and gains nothing here');
  expect(state.checks.at(-1)?.conclusion).toBe('action_required');
  expect(state.labels.get(pull.number)).toEqual(['acme: privileged', 'acme: needs approval']);

  story.approve(pull, 'petra');
  story.approve(pull, 'nina');
  const wrong = await story.plan(pull, SECURITY);
  expect(wrong.outputs.result).toBe('approval-needed');
  expect(story.comment(pull)).toContain('The approval of `petra` does not count: they gain something by it.');
  expect(story.comment(pull)).toContain('The approval of `nina` does not count: they wrote a part of the change.');

  story.approve(pull, 'sam');
  const right = await story.plan(pull, SECURITY);
  expect(right.outputs.result).toBe('ready');
  expect(state.labels.get(pull.number)).toEqual(['acme: privileged']);
  const before = story.push(pull, { 'notes.txt': 'another commit\n' });
  expect((await story.plan(pull, { ...SECURITY, before })).outputs.result).toBe('approval-needed');
  expect(state.faults).toEqual([]);
});

test('merged without the approval it is not applied, by whomever; with it, it is', async () => {
  for (const user of ['petra', 'stranger', undefined, 'sam']) {
    const story = await newStory({ more: OPEN });
    const pull = story.pull({ author: 'nina', files: PRIVILEGED });
    if (user !== undefined) story.approve(pull, user);
    await story.plan(pull, SECURITY);
    const applied = await story.apply(story.merge(pull), SECURITY);
    const isRight = user === 'sam';
    expect([user, applied.code, applied.outputs.result]).toEqual([
      user,
      isRight ? 0 : 4,
      isRight ? 'applied' : 'refused',
    ]);
    expect(await hasDashboard(story)).toBe(isRight);
  }
});

test('a limit is accepted by a line in a review for exactly this plan, by somebody who may', async () => {
  const story = await newStory({ more: LIMIT });
  const pull = story.pull({ author: 'nina', files: PRIVILEGED });
  const refused = await story.plan(pull, SECURITY);
  expect([refused.code, refused.outputs.result]).toEqual([4, 'refused']);
  const line = /ringctl accept privilegedGains=1 [0-9a-f]{16}/.exec(story.comment(pull))?.[0] ?? '';
  expect(line).not.toBe('');
  story.approve(pull, 'petra', line);
  story.approve(pull, 'sam', line.replace(/[0-9a-f]{16}$/, '0'.repeat(16)));
  expect((await story.plan(pull, SECURITY)).outputs.result).toBe('refused');
  story.approve(pull, 'sam', line.replace('=1', '=2'));
  expect((await story.plan(pull, SECURITY)).outputs.result).toBe('refused');
  story.approve(pull, 'sam', `As agreed.\n${line}\n`);
  expect((await story.plan(pull, SECURITY)).outputs.result).toBe('ready');
  const applied = await story.apply(story.merge(pull), SECURITY);
  expect([applied.code, applied.outputs.result]).toEqual([0, 'applied']);
});

test('rules that a change loosens do not count for the change itself', async () => {
  const story = await newStory({ more: LIMIT });
  const loosened = settingsOf(story).replace('privilegedGains: 0', 'privilegedGains: 9');
  expect(loosened).toContain('privilegedGains: 9');
  const pull = story.pull({ author: 'nina', files: { ...PRIVILEGED, 'ringctl.yaml': loosened } });
  expect((await story.plan(pull, SECURITY)).outputs.result).toBe('refused');
  const applied = await story.apply(story.merge(pull), SECURITY);
  expect(applied.code).toBe(4);
  expect(await hasDashboard(story)).toBe(false);
});

test('what begins on a later day is shown and agreed to now', async () => {
  const story = await newStory({ more: OPEN });
  const later = {
    'team.yaml':
      'users:\n  new.person@smallteam.example:\n    firstName: New\n    lastName: Person\n    from: 2027-01-01\n    dashboard: admin\n    invite: { number: "+33199000107", plan: Business }\n',
  };
  const pull = story.pull({ author: 'nina', files: later });
  const planned = await story.plan(pull, SECURITY);
  expect(planned.outputs.result).toBe('approval-needed');
  expect(story.comment(pull)).toContain('**From 2027-01-01 on**');
  const applied = await story.apply(story.merge(pull), SECURITY);
  expect([applied.code, applied.outputs.result]).toEqual([4, 'refused']);
  story.now = new Date('2027-01-02T09:00:00Z');
  const due = await story.job('apply', 'schedule', SECURITY);
  expect(due.outputs.result).toBe('waiting');
});

function settingsOf(story: Story): string {
  return readFileSync(`${story.checkout(story.github.state.commits[0] ?? '')}/ringctl.yaml`, 'utf8');
}
