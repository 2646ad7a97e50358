// Which files a job speaks of: where the change is checked out, which commit it is, and what no longer counts.
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gitCredentials } from '../../src/action/git-credentials.js';
import { inputsOf } from '../../src/action/inputs.js';
import { groupKey } from '../../src/model/index.js';
import { emptyDirectory } from '../cli/world.js';
import { isLong } from '../support/scale.js';
import { newStory } from './story.js';

const DESK = { 'desk.yaml': 'groups:\n  desk: { name: Desk, openAccess: false }\n' };
const BENCH = { 'bench.yaml': 'groups:\n  bench: { name: Bench, openAccess: false }\n' };
const NO_KEY = { env: { RINGOVER_API_KEY: '' } };

test('after the check of a pull request its files stand in a folder of their own, and are planned with the key', async () => {
  const story = await newStory();
  const pull = story.pull({ author: 'nina', files: DESK });
  const planned = await story.afterCheck(pull);
  expect([planned.code, planned.outputs.result]).toEqual([0, 'ready']);
  expect(story.comment(pull)).toContain('Desk');
  const applied = await story.apply(story.merge(pull));
  expect([applied.code, applied.outputs.result]).toEqual([0, 'applied']);
  expect(story.github.state.faults).toEqual([]);
});

test('a plan needs no more than to read the repository, with a ledger and without one', async () => {
  const story = await newStory();
  const hook = join(story.origin('rev-parse', '--absolute-git-dir'), 'hooks', 'pre-receive');
  const pull = story.pull({ author: 'nina', files: DESK });
  writeFileSync(hook, '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  const refs = story.origin('for-each-ref');
  expect((await story.afterCheck(pull)).outputs.result).toBe('ready');
  expect(story.origin('for-each-ref')).toBe(refs);
  writeFileSync(hook, '#!/bin/sh\nexit 0\n', { mode: 0o755 });
  expect((await story.apply(story.merge(pull))).outputs.result).toBe('applied');
  expect(story.origin('for-each-ref')).toContain('refs/heads/ringctl-ledger');
  const next = story.pull({ author: 'nina', files: BENCH });
  writeFileSync(hook, '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  const kept = story.origin('for-each-ref');
  expect((await story.afterCheck(next)).outputs.result).toBe('ready');
  expect(story.origin('for-each-ref')).toBe(kept);
});

test('a change from another repository is compared without a key after its check, and its files are proven too', async () => {
  const story = await newStory();
  const pull = story.pull({ author: 'stranger', files: DESK, isFork: true });
  const planned = await story.afterCheck(pull, NO_KEY);
  expect([planned.code, planned.outputs.result]).toEqual([0, 'not-read']);
  expect((await story.afterCheck(pull)).outputs.result).toBe('not-read');
  expect(story.github.state.checks.every(({ externalId }) => externalId === '')).toBe(true);
});

describe('files of another commit are told nothing of', () => {
  test('after a check', async () => {
    const story = await newStory();
    const pull = story.pull({ author: 'nina', files: DESK });
    const late = { ...pull };
    story.push(pull, BENCH);
    const right = await story.afterCheck(pull);
    expect(right.outputs.result).toBe('ready');
    const [tip = ''] = story.github.state.commits;
    for (const commit of [late.head, tip]) {
      const dir = story.checkout(tip);
      story.checkout(commit, join(dir, 'tree'));
      const done = await story.runIn(dir, {
        event: 'workflow_run',
        payload: { workflow_run: { head_sha: pull.head } },
      });
      expect([done.code, done.outputs.result]).toEqual([1, 'failed']);
    }
    // The default branch stands around it: a folder without a checkout of its own is not taken for the change.
    const empty = story.checkout(tip);
    mkdirSync(join(empty, 'tree'));
    const payload = { workflow_run: { head_sha: pull.head } };
    expect((await story.runIn(empty, { event: 'workflow_run', payload })).code).toBe(1);
    expect(story.github.state.comments).toHaveLength(1);
  });

  test('of a pull request', async () => {
    const story = await newStory();
    const pull = story.pull({ author: 'nina', files: DESK });
    const [tip = ''] = story.github.state.commits;
    const payload = { pull_request: { number: pull.number, head: { sha: pull.head } } };
    for (const [commit, code] of [
      [pull.head, 0],
      [tip, 1],
    ] as const) {
      const dir = story.checkout(tip);
      story.checkout(commit, join(dir, 'tree'));
      expect([commit, (await story.runIn(dir, { event: 'pull_request', payload })).code]).toEqual([commit, code]);
    }
  });
});

test('no link leads out of the workspace, or from one directory to another', async () => {
  const story = await newStory();
  const pull = story.pull({ author: 'nina', files: DESK });
  const [tip = ''] = story.github.state.commits;
  const event = { event: 'workflow_run', payload: { workflow_run: { head_sha: pull.head } } };
  const elsewhere = story.checkout(pull.head);
  const dir = story.checkout(tip);
  symlinkSync(elsewhere, join(dir, 'tree'));
  expect((await story.runIn(dir, event)).log).toContain('input path');
  const whole = story.checkout(tip);
  story.checkout(pull.head, join(whole, 'tree'));
  symlinkSync(whole, join(whole, 'tree', 'other'));
  const linked = await story.runIn(whole, { ...event, inputs: { directories: 'other' } });
  expect([linked.code, linked.outputs.result]).toEqual([3, 'failed']);
  for (const path of ['..', '../x', 'a/../../x', '/tmp', 'C:\\x', 'a\\b'])
    expect(() => inputsOf({ 'INPUT_GITHUB-TOKEN': 'token', INPUT_PATH: path }), path).toThrow();
});

test('a folder of a change that looks like a repository is not taken for one', () => {
  const outer = emptyDirectory();
  execFileSync('git', ['init', '--quiet', outer]);
  const inner = join(outer, 'acme');
  for (const name of ['objects', 'refs']) mkdirSync(join(inner, name), { recursive: true });
  writeFileSync(join(inner, 'HEAD'), 'ref: refs/heads/main\n');
  writeFileSync(join(inner, 'config'), '[core]\n\tbare = true\n\trepositoryformatversion = 0\n');
  const ask = (env: Readonly<Record<string, string>>) =>
    execFileSync('git', ['rev-parse', '--git-dir'], {
      cwd: inner,
      env: { PATH: process.env.PATH, ...env },
      stdio: 'pipe',
      encoding: 'utf8',
    }).trim();
  expect(ask({})).toBe('.');
  for (const env of [{}, { 'INPUT_GITHUB-TOKEN': 'token' }, { GIT_CONFIG_COUNT: '1' }]) {
    const first = 'GIT_CONFIG_COUNT' in env ? { GIT_CONFIG_KEY_0: 'a.b', GIT_CONFIG_VALUE_0: 'c' } : {};
    expect(() => ask({ ...env, ...first, ...gitCredentials(env) })).toThrow(/safe\.bareRepository/);
  }
});

test('two changes that are right alone and wrong together do not pass the queue together', async () => {
  const more = 'limits: { minAdmins: 1 }\n';
  const story = await newStory({ more });
  const one = story.pull({ author: 'nina', files: DESK });
  const other = story.pull({ author: 'sam', files: { 'more.yaml': DESK['desk.yaml'] } });
  expect([(await story.plan(one)).code, (await story.plan(other)).code]).toEqual([0, 0]);
  for (const alone of [one, other]) expect((await story.mergeGroup([alone])).outputs.result).toBe('ready');
  const both = await story.mergeGroup([one, other]);
  expect([both.code, both.outputs.result]).toEqual([3, 'invalid']);
  expect(story.github.state.checks.at(-1)?.conclusion).toBe('failure');
});

test.runIf(isLong)('two changes that a limit allows each for itself are refused together', async () => {
  const person = (email: string) =>
    `users:\n  ${email}:\n    dashboard: { level: supervisor, pages: { users: write }, scope: { groups: [shop] } }\n`;
  const files = { 'team.yaml': 'groups:\n  shop: { name: Shop }\n' };
  const story = await newStory({ more: 'limits: { privilegedGains: 1, minAdmins: 1 }\n', files });
  const one = story.pull({ author: 'nina', files: { 'a.yaml': person('petra.wolf@smallteam.example') } });
  const other = story.pull({ author: 'sam', files: { 'b.yaml': person('nora.lind@smallteam.example') } });
  expect((await story.mergeGroup([one])).outputs.result).toBe('ready');
  expect((await story.mergeGroup([other])).outputs.result).toBe('ready');
  const both = await story.mergeGroup([one, other]);
  expect([both.code, both.outputs.result]).toEqual([4, 'refused']);
});

test.runIf(isLong)('a workflow that is run again long after does nothing that a newer one did', async () => {
  const story = await newStory();
  const first = story.pull({ author: 'nina', files: DESK });
  await story.afterCheck(first);
  const earlier = story.merge(first);
  expect((await story.apply(earlier)).outputs.result).toBe('applied');
  const second = story.pull({ author: 'nina', files: { 'desk.yaml': 'groups: {}\n', ...BENCH } });
  await story.afterCheck(second);
  expect((await story.apply(story.merge(second))).outputs.result).toBe('applied');
  const writes = story.github.state.asked.length;
  const again = await story.apply(earlier);
  expect([again.code, again.outputs.result]).toEqual([0, 'superseded']);
  expect((await story.afterCheck(first)).code).toBe(1);
  expect(story.github.state.asked.slice(writes).filter((one) => !one.startsWith('GET'))).toEqual([]);
  expect((await story.live()).state.groups.has(groupKey('Bench'))).toBe(true);
});
