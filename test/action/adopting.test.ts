// What somebody changed in the account is taken over by the files when somebody asks for it, and then it is reviewed as any change.
import { expect, test } from 'vitest';
import { groupKey } from '../../src/model/index.js';
import { singleStep } from '../../src/plan/digest.js';
import { isLong } from '../support/scale.js';
import { newStory, type Story } from './story.js';

const TEAM = (openAccess: boolean) =>
  `# Kept as it is\ngroups:\n  office: { name: Office, openAccess: ${openAccess} } # by hand\n`;
const BRANCH = 'ringctl/adopt-acme';

/** The files do not say what the account has. */
async function drifted(more: { readonly isPrivate?: boolean } = {}) {
  const story = await newStory({ files: { 'team.yaml': TEAM(false) } });
  story.github.state.isPrivate = more.isPrivate ?? true;
  expect((await story.apply()).outputs.result).toBe('nothing');
  const jumper = {
    operation: 'setOpenAccess',
    key: groupKey('Office'),
    input: { openAccess: true },
    precondition: { openAccess: false },
  } as const;
  expect(await story.elsewhere(singleStep(jumper))).toBe('done');
  await story.job('drift', 'schedule');
  const issue = story.issue('drift');
  if (!issue) throw new Error('There is no issue about drift.');
  return { story, issue };
}

const branches = (story: Story): readonly string[] =>
  story.origin('for-each-ref', '--format=%(refname:short)', 'refs/heads').split('\n');
const said = (story: Story, number: number): string =>
  story.github.state.comments.find(({ issue }) => issue === number)?.body ?? '';

test('a tick in the issue opens a pull request with what the account has, which is planned, merged and closes the issue', async () => {
  const { story, issue } = await drifted();
  const { state } = story.github;
  const [tip = ''] = state.commits;
  const asked = await story.tick(issue, ['adopt'], 'sam');
  expect([asked.code, asked.outputs.result]).toEqual([0, 'adopted']);
  const pull = state.pulls.find(({ branch }) => branch === BRANCH);
  if (!pull) throw new Error('There is no pull request.');
  expect(story.origin('diff', '--diff-filter=a', '--name-only', 'main', BRANCH)).toBe('team.yaml');
  expect(story.origin('diff', '--diff-filter=A', '--name-only', 'main', BRANCH)).not.toMatch(/^\.|\/\./m);
  expect(story.origin('rev-parse', `${BRANCH}^`, 'main').split('\n')).toEqual([tip, tip]);
  expect(pull.body).toContain('- group `Office`: `openAccess`');
  expect(pull.body).not.toContain('New in the files');
  expect(story.origin('show', `${BRANCH}:team.yaml`)).toBe(TEAM(true).trim());
  expect(pull.body).toContain(`\`sam\` asked for in #${issue.number}`);
  expect(said(story, issue.number)).toContain(`#${pull.number} has the files adopt it.`);
  expect(issue.body).toContain('- [ ] `adopt`');

  const again = await story.tick(issue, ['adopt'], 'sam');
  expect(again.outputs.result).toBe('adopted');
  expect(state.pulls.filter(({ branch }) => branch === BRANCH)).toHaveLength(1);
  pull.head = story.origin('rev-parse', BRANCH);

  const planned = await story.afterCheck(pull);
  expect([planned.code, planned.outputs.result]).toEqual([0, 'nothing']);
  expect((await story.apply(story.merge(pull))).outputs.result).toBe('nothing');
  expect((await story.live()).state.groups.get(groupKey('Office'))?.openAccess).toMatchObject({ value: true });
  expect((await story.job('drift', 'schedule')).outputs.result).toBe('nothing');
  expect(issue.state).toBe('closed');
  expect(state.faults).toEqual([]);
}, 300_000);

test('somebody who is new where the files say who is there is adopted with their profile and groups, and nobody else', async () => {
  const names = { omar: 'said', petra: 'wolf', remi: 'colin', theo: 'marsh' };
  const users = Object.entries(names).map(([first, last]) => [
    `${first}.${last}@smallteam.example`,
    { firstName: first },
  ]);
  const team = JSON.stringify({
    users: { ...Object.fromEntries(users), 'nora.lind@smallteam.example': { superAdmin: true } },
  });
  const story = await newStory({ more: 'authority: { users: authoritative }\n', files: { 'team.yaml': team } });
  await story.job('drift', 'schedule');
  const issue = story.issue('drift');
  if (!issue) throw new Error('There is no issue about drift.');
  story.asked.length = 0;
  expect((await story.tick(issue, ['adopt'], 'sam')).outputs.result).toBe('adopted');
  const pull = story.github.state.pulls.find(({ branch }) => branch === BRANCH);
  expect(rowsOf(pull?.body ?? '', 'New in the files')).toEqual([
    '- group `Shop`',
    '- profile `Shop`',
    '- user `sara.lopes@smallteam.example`',
  ]);
  const files = story.origin('diff', '--name-only', 'main', BRANCH).split('\n');
  const written = files.map((path) => story.origin('show', `${BRANCH}:${path}`)).join('\n');
  expect(written).toContain('sara.lopes@smallteam.example');
  expect(written).not.toContain('Office');
  // The account is read once: what is adopted is what was planned.
  const lists = story.asked.filter((one) => one.includes('?limit='));
  expect(lists.length).toBeGreaterThan(3);
  expect(new Set(lists).size).toBe(lists.length);
});

const rowsOf = (body: string, title: string): readonly string[] =>
  (body.split(`<b>${title}`)[1]?.split('</details>')[0] ?? '').split('\n').filter((line) => line.startsWith('- '));

test('nobody has it adopted who may not write, and no public repository is told of the account', async () => {
  const { story, issue } = await drifted();
  const refused = await story.tick(issue, ['adopt'], 'stranger');
  expect([refused.code, refused.outputs.result]).toEqual([0, 'not-allowed']);
  story.github.state.isPrivate = false;
  const open = await story.tick(issue, ['adopt'], 'sam');
  expect([open.code, open.outputs.result]).toEqual([0, 'public']);
  expect(branches(story)).not.toContain(BRANCH);
  expect(story.github.state.pulls).toEqual([]);
  expect(issue.body).toContain('- [ ] `adopt`');
});

test.runIf(isLong)(
  'where the job may open no pull request it says where to open one, and what somebody wrote to the branch stays',
  async () => {
    const { story, issue } = await drifted();
    story.github.state.trouble = ({ method, path }) =>
      method === 'POST' && path.endsWith('/pulls')
        ? Response.json({ message: 'not permitted' }, { status: 403 })
        : undefined;
    const asked = await story.tick(issue, ['adopt'], 'sam');
    expect(asked.outputs.result).toBe('adopted');
    expect(said(story, issue.number)).toContain(
      `https://github.example/acme/telephony/compare/main...${BRANCH}?expand=1`,
    );
    const theirs = story.commitOn(BRANCH, { 'note.txt': 'Mine\n' });
    const taken = await story.tick(issue, ['adopt'], 'sam');
    expect(taken.outputs.result).toBe('taken');
    expect(story.origin('rev-parse', BRANCH)).toBe(theirs);
  },
);
