// What happens without a merge: days that come, drift, people who are cut off, and trouble with GitHub.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { groupKey, userKey } from '../../src/model/index.js';
import { singleStep } from '../../src/plan/digest.js';
import { READ_TOKEN } from '../support/github/double.js';
import { newStory, type Story } from './story.js';

const OFFICE = { 'team.yaml': 'groups:\n  office: { name: Office, openAccess: false }\n' };
const DESK = { 'desk.yaml': 'groups:\n  desk: { name: Desk, openAccess: false }\n' };
const PETRA = 'petra.wolf@smallteam.example';
const person = async (story: Story, email: string) => (await story.live()).state.users.get(userKey(email));

test('a last day that has passed is carried out without a merge, and nothing else is', async () => {
  const files = {
    'team.yaml': `groups:\n  office: { name: Office, openAccess: false }\nusers:\n  ${PETRA}: { until: 2026-11-24 }\n`,
  };
  const story = await newStory({ files });
  expect((await story.apply()).outputs.result).toBe('nothing');
  expect((await story.job('apply', 'schedule')).outputs.result).toBe('nothing');
  const jumper = {
    operation: 'setOpenAccess',
    key: groupKey('Office'),
    input: { openAccess: true },
    precondition: { openAccess: false },
  } as const;
  expect(await story.elsewhere(singleStep(jumper))).toBe('done');
  story.now = new Date('2026-11-25T09:00:00Z');
  const due = await story.job('apply', 'schedule');
  expect([due.code, due.outputs.result]).toEqual([0, 'applied']);
  expect((await person(story, PETRA))?.status ?? 'archived').toBe('archived');
  expect((await story.live()).state.groups.get(groupKey('Office'))?.openAccess).toMatchObject({ value: true });
});

test('drift keeps one issue, by its weight for access, and closes it; an end is told 14 days before', async () => {
  const files = {
    'team.yaml': `groups:\n  office: { name: Office, openAccess: false }\nusers:\n  ${PETRA}: { until: 2026-12-06 }\n`,
  };
  const story = await newStory({ files });
  const { state } = story.github;
  expect((await story.job('drift', 'schedule')).outputs.result).toBe('nothing');
  expect(state.issues.map(({ title }) => title)).toEqual(['ringctl acme: ends soon']);
  const jumper = {
    operation: 'setOpenAccess',
    key: groupKey('Office'),
    input: { openAccess: true },
    precondition: { openAccess: false },
  } as const;
  await story.elsewhere(singleStep(jumper));
  await story.job('drift', 'schedule');
  const again = await story.job('drift', 'schedule');
  expect(again.code).toBe(0);
  const drifts = state.issues.filter(({ body }) => body.startsWith('<!-- ringctl drift acme -->'));
  expect(drifts).toHaveLength(1);
  expect(drifts[0]?.labels).toContain(
    `drift: ${again.outputs.result?.replace('drift-', '').replace('no-access', 'no access')}`,
  );
  const back = { ...jumper, input: { openAccess: false }, precondition: { openAccess: true } };
  await story.elsewhere(singleStep(back));
  await story.job('drift', 'schedule');
  expect(drifts[0]?.state).toBe('closed');
  expect(state.faults).toEqual([]);
});

test('somebody who is cut off in the night gets nothing by a merge that has nothing to do with it', async () => {
  const files = { 'team.yaml': `groups:\n  shop: { name: Shop }\nusers:\n  ${PETRA}: { groups: [shop] }\n` };
  const story = await newStory({ files });
  expect((await story.apply()).outputs.result).toBe('nothing');
  const inputs = { emails: PETRA, reason: 'Lost telephone' };
  const revoked = await story.job('revoke', 'workflow_dispatch', { inputs, actor: 'sam' });
  expect([revoked.code, revoked.outputs.result]).toEqual([0, 'revoked']);
  const pull = story.pull({ author: 'nina', files: DESK });
  expect((await story.plan(pull)).outputs.result).toBe('ready');
  expect((await story.apply(story.merge(pull))).outputs.result).toBe('applied');
  const petra = await person(story, PETRA);
  expect(petra?.groups.known && petra.groups.value).toEqual([]);
});

test('a change of a stranger meets no key: files are compared, and what cannot be written to GitHub stands in the log', async () => {
  const story = await newStory({ files: OFFICE });
  const pull = story.pull({ author: 'stranger', files: DESK, isFork: true });
  const planned = await story.plan(pull, { inputs: { 'github-token': READ_TOKEN } });
  expect([planned.code, planned.outputs.result]).toEqual([0, 'not-read']);
  expect(planned.summary).toContain('The account was not read');
  expect(story.github.state.comments).toEqual([]);
  const broken = story.pull({
    author: 'stranger',
    files: { 'desk.yaml': 'groups:\n  desk: { nam: Desk }\n' },
    isFork: true,
  });
  const invalid = await story.plan(broken, { inputs: { 'github-token': READ_TOKEN } });
  expect(invalid.code).toBe(3);
  expect(invalid.log).toMatch(/^::error file=desk\.yaml,line=2,/m);
});

test('no key meets a change that exchanges the account', async () => {
  const story = await newStory({ files: OFFICE });
  const pull = story.pull({
    author: 'nina',
    files: { 'ringctl.yaml': 'version: 1\naccount: acme\nprovider: { kind: sandbox, url: "http://127.0.0.1:1" }\n' },
  });
  const planned = await story.plan(pull);
  expect(planned.outputs.result).toBe('not-read');
  expect(story.comment(pull)).toContain('another account or provider');
});

test('mistakes stand beside their lines, 50 at a time and the worst first', async () => {
  const story = await newStory({ files: OFFICE });
  const users = Array.from({ length: 70 }, (_, index) => `  person${index}@acme.example: { profile: nobody }\n`).join(
    '',
  );
  const pull = story.pull({ author: 'nina', files: { 'people.yaml': `users:\n${users}` } });
  const planned = await story.plan(pull);
  expect(planned.code).toBe(3);
  const annotations = story.github.state.checks[0]?.annotations ?? [];
  expect(annotations.length).toBeGreaterThan(50);
  expect(annotations[0]).toMatchObject({ path: 'people.yaml', annotation_level: 'failure' });
  expect(story.github.state.asked.filter((one) => one.startsWith('PATCH') && one.includes('check-runs'))).toHaveLength(
    1,
  );
  expect(story.github.state.faults).toEqual([]);
});

describe('when GitHub is in trouble', () => {
  test('a comment that somebody deleted comes back, and one of a person with the same first line is left alone', async () => {
    const story = await newStory({ files: OFFICE });
    const { state } = story.github;
    const pull = story.pull({ author: 'nina', files: DESK });
    await story.plan(pull);
    state.comments.length = 0;
    state.comments.push({
      id: 999,
      issue: pull.number,
      user: 'nina',
      isBot: false,
      body: '<!-- ringctl plan acme -->\nAll is well.',
      edits: 0,
    });
    await story.plan(pull);
    expect(state.comments.map(({ isBot, edits }) => [isBot, edits])).toEqual([
      [false, 0],
      [true, 0],
    ]);
  });

  test('a 503 is asked again, a limit is waited for, and a comment is not written twice', async () => {
    const story = await newStory({ files: OFFICE });
    const { state } = story.github;
    const pull = story.pull({ author: 'nina', files: DESK });
    const seen = new Map<string, number>();
    state.trouble = ({ method, path }) => {
      const name = `${method} ${path}`;
      const times = (seen.get(name) ?? 0) + 1;
      seen.set(name, times);
      if (times > 1) return undefined;
      if (method === 'GET') return Response.json({ message: 'trouble' }, { status: 503 });
      if (path.endsWith('/comments')) {
        state.comments.push({
          id: 500,
          issue: pull.number,
          user: 'github-actions[bot]',
          isBot: true,
          body: '<!-- ringctl plan acme -->\nlost',
          edits: 0,
        });
        return Response.json({ message: 'trouble' }, { status: 502 });
      }
      return Response.json({ message: 'slow down' }, { status: 429, headers: { 'retry-after': '7' } });
    };
    const planned = await story.plan(pull);
    expect([planned.code, planned.outputs.result]).toEqual([0, 'ready']);
    expect(story.slept).toContain(7000);
    expect(state.comments.filter(({ isBot }) => isBot)).toHaveLength(1);
  });

  test('nothing is applied while it cannot be asked, and what was applied stays applied when it cannot be told', async () => {
    const story = await newStory({ files: OFFICE });
    const { state } = story.github;
    const pull = story.pull({ author: 'nina', files: DESK });
    await story.plan(pull);
    const sha = story.merge(pull);
    state.trouble = () => Response.json({ message: 'down' }, { status: 500 });
    const down = await story.apply(sha);
    expect([down.code, down.outputs.result]).toEqual([1, 'failed']);
    expect((await story.live()).state.groups.has(groupKey('Desk'))).toBe(false);
    state.trouble = ({ method }) =>
      method === 'GET' ? undefined : Response.json({ message: 'down' }, { status: 500 });
    const told = await story.apply(sha);
    expect([told.code, told.outputs.result]).toEqual([0, 'applied']);
    expect(told.summary).toContain('### `acme`: applied');
    expect((await story.live()).state.groups.has(groupKey('Desk'))).toBe(true);
  });
});

test('an older job of a pull request does not speak over a newer one', async () => {
  const story = await newStory({ files: OFFICE });
  const pull = story.pull({ author: 'nina', files: DESK });
  const late = { ...pull };
  story.push(pull, { 'notes.txt': 'more\n' });
  const planned = await story.plan(late);
  expect(planned.outputs.result).toBe('superseded');
  expect(story.github.state.comments).toEqual([]);
});

test('in a public repository nobody is named, in what is said as in what is kept', async () => {
  const story = await newStory({ more: 'limits: { minAdmins: 1 }\n' });
  story.github.state.isPrivate = false;
  const files = { 'team.yaml': `groups:\n  office: { name: Office }\nusers:\n  ${PETRA}: { groups: [office] }\n` };
  const pull = story.pull({ author: 'nina', files });
  const planned = await story.plan(pull);
  const kept = readFileSync(planned.outputs['plan-file'] ?? '', 'utf8');
  for (const text of [
    story.comment(pull),
    planned.log,
    planned.summary,
    kept,
    JSON.stringify(story.github.state.checks),
  ]) {
    expect(text).not.toContain('petra.wolf');
    expect(text).not.toContain('Petra');
  }
  expect(story.comment(pull)).toMatch(/person-[0-9a-f]{4}/);
});

test('each account of a repository gets its job', async () => {
  const one = (account: string) => `version: 1\naccount: ${account}\nprovider: { kind: sandbox }\n`;
  const story = await newStory({
    files: { 'more/north/ringctl.yaml': one('north'), 'more/south/ringctl.yaml': one('south') },
  });
  const done = await story.job('matrix', 'push', { inputs: { directories: '.\nmore/north\nmore/south' } });
  expect(JSON.parse(done.outputs.matrix ?? '')).toEqual({
    include: [
      { account: 'acme', directory: '.' },
      { account: 'north', directory: 'more/north' },
      { account: 'south', directory: 'more/south' },
    ],
  });
});
