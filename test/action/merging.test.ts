// From the first plan of a pull request to the account that is as its files say.
import { expect, test } from 'vitest';
import { openLedger } from '../../src/ledger/index.js';
import { groupKey } from '../../src/model/index.js';
import { singleStep } from '../../src/plan/digest.js';
import { isLong } from '../support/scale.js';
import { newStory, type Story } from './story.js';

const DESK = { 'team.yaml': 'groups:\n  desk: { name: Desk, openAccess: false }\n' };
const BOTH = {
  'team.yaml': 'groups:\n  desk: { name: Desk, openAccess: false }\n  bench: { name: Bench, openAccess: false }\n',
};

const groups = async (story: Story): Promise<readonly string[]> =>
  [...(await story.live()).state.groups.values()].map(({ name }) => name);

test('a pull request is planned, planned again after a push, merged and applied, and its one comment tells each', async () => {
  const story = await newStory();
  const { state } = story.github;
  const pull = story.pull({ author: 'nina', files: DESK });
  const opened = await story.plan(pull);
  expect([opened.code, opened.outputs.result]).toEqual([0, 'ready']);
  expect(story.comment(pull)).toMatch(/^<!-- ringctl plan acme -->\n### `acme`: /);
  expect(story.comment(pull)).not.toContain('**Since');

  const before = story.push(pull, BOTH);
  const pushed = await story.plan(pull, { before });
  expect(pushed.outputs.digest).not.toBe(opened.outputs.digest);
  expect(story.comment(pull)).toContain(`**Since \`${before.slice(0, 7)}\`:**`);
  expect(story.comment(pull)).toContain('plan 2 of this pull request');

  const sha = story.merge(pull);
  const applied = await story.apply(sha);
  expect([applied.code, applied.outputs.result]).toEqual([0, 'applied']);
  expect(await groups(story)).toEqual(expect.arrayContaining(['Desk', 'Bench']));
  expect(story.comment(pull)).toContain('### `acme`: applied');
  expect(state.comments).toHaveLength(1);
  expect(state.comments[0]?.edits).toBe(2);
  expect(state.checks.map(({ name, conclusion }) => `${name} ${conclusion}`)).toEqual([
    'ringctl plan acme success',
    'ringctl plan acme success',
    'ringctl apply acme success',
  ]);
  expect(state.faults).toEqual([]);

  const again = await story.apply(sha);
  expect(again.outputs.result).toBe('nothing');
});

test('what is left of a plan after somebody did a part of it by hand is narrower, and is applied', async () => {
  const story = await newStory();
  const pull = story.pull({ author: 'nina', files: BOTH });
  await story.plan(pull);
  const bench = {
    operation: 'createGroup',
    key: groupKey('Bench'),
    input: { name: 'Bench', openAccess: false },
    precondition: {},
  } as const;
  expect(await story.elsewhere(singleStep(bench))).toBe('done');
  const applied = await story.apply(story.merge(pull));
  expect([applied.code, applied.outputs.result]).toEqual([0, 'applied-narrower']);
  expect(await groups(story)).toEqual(expect.arrayContaining(['Desk', 'Bench']));
});

test('when the account was changed so that more would be done, nothing is, and an issue says so until it is settled', async () => {
  const story = await newStory({ files: { 'team.yaml': 'groups:\n  office: { name: Office, openAccess: false }\n' } });
  const { state } = story.github;
  const files = {
    'team.yaml': 'groups:\n  office: { name: Office, openAccess: false }\n  desk: { name: Desk, openAccess: false }\n',
  };
  const pull = story.pull({ author: 'nina', files });
  await story.plan(pull);
  const jumper = {
    operation: 'setOpenAccess',
    key: groupKey('Office'),
    input: { openAccess: true },
    precondition: { openAccess: false },
  } as const;
  expect(await story.elsewhere(singleStep(jumper))).toBe('done');

  const stopped = await story.apply(story.merge(pull));
  expect([stopped.code, stopped.outputs.result]).toEqual([5, 'wider']);
  expect(await groups(story)).not.toContain('Desk');
  const issue = state.issues.find(({ body }) => body.startsWith('<!-- ringctl stopped acme -->'));
  expect(issue?.state).toBe('open');
  const digest = stopped.outputs.digest?.slice('sha256:'.length, 'sha256:'.length + 16) ?? '';
  expect(issue?.body).toContain(`digest: ${digest}`);

  const wrong = await story.job('apply', 'workflow_dispatch', { inputs: { digest: '0'.repeat(16) }, actor: 'sam' });
  expect([wrong.code, wrong.outputs.result]).toEqual([5, 'wider']);
  const typed = await story.job('apply', 'workflow_dispatch', { inputs: { digest }, actor: 'sam' });
  expect([typed.code, typed.outputs.result]).toEqual([0, 'applied']);
  expect(issue?.state).toBe('closed');
});

test('of two that are merged at once, the older job does nothing and the newer one applies both and tells both', async () => {
  const story = await newStory();
  const one = story.pull({
    author: 'nina',
    files: { 'desk.yaml': 'groups:\n  desk: { name: Desk, openAccess: false }\n' },
  });
  await story.plan(one);
  const other = story.pull({
    author: 'sam',
    files: { 'bench.yaml': 'groups:\n  bench: { name: Bench, openAccess: false }\n' },
  });
  await story.plan(other);
  const [first, second] = [story.merge(one), story.merge(other)];
  const late = await story.apply(first);
  expect([late.code, late.outputs.result]).toEqual([0, 'superseded']);
  expect(late.log).toContain('Superseded');
  expect(await groups(story)).not.toContain('Desk');
  const applied = await story.apply(second);
  expect([applied.code, applied.outputs.result]).toEqual([0, 'applied-narrower']);
  expect(await groups(story)).toEqual(expect.arrayContaining(['Desk', 'Bench']));
  expect([story.comment(one), story.comment(other)].every((text) => text.includes('`acme`: applied'))).toBe(true);
});

test('of two runners at once one works, and the other waits for it and ends well too', async () => {
  const story = await newStory();
  const pull = story.pull({ author: 'nina', files: DESK });
  await story.plan(pull);
  const sha = story.merge(pull);
  const jobs = [story.apply(sha), story.apply(sha)];
  story.meanwhile = (ms) => (ms === 15_000 ? Promise.race(jobs) : Promise.resolve());
  const done = await Promise.all(jobs);
  expect(done.map(({ code, outputs }) => `${code} ${outputs.result}`).sort()).toEqual(['0 applied', '0 nothing']);
  expect((await groups(story)).filter((name) => name === 'Desk')).toHaveLength(1);
});

test.runIf(isLong)('a lock that nobody gives back is waited for five minutes, and then the job says so', async () => {
  const story = await newStory();
  const pull = story.pull({ author: 'nina', files: DESK });
  await story.plan(pull);
  const sha = story.merge(pull);
  const options = { dir: story.checkout(sha), account: 'acme', now: () => story.now, sleep: async () => {} };
  const ledger = await openLedger('git:ringctl-ledger', options);
  await ledger.lock({ by: 'somebody', host: 'elsewhere', pid: 1, leaseMs: 120_000 });
  const locked = await story.apply(sha);
  expect([locked.code, locked.outputs.result]).toEqual([7, 'locked']);
  expect(story.slept.filter((ms) => ms === 15_000)).toHaveLength(20);
  expect(await groups(story)).not.toContain('Desk');
  // By then the lease has run out, and the job that is run again takes it over.
  story.now = new Date(story.now.getTime() + 5 * 60_000);
  expect((await story.apply(sha)).outputs.result).toBe('applied');
});

test('a plan that nobody saw, or saw too long before the merge, is not applied', async () => {
  const story = await newStory();
  const pull = story.pull({ author: 'nina', files: DESK });
  await story.plan(pull);
  story.now = new Date(story.now.getTime() + 25 * 60 * 60_000);
  const applied = await story.apply(story.merge(pull));
  expect([applied.code, applied.outputs.result]).toEqual([5, 'wider']);
  expect(await groups(story)).not.toContain('Desk');
});

test('a check of another commit, an altered one and one that is not signed are not taken for what was reviewed', async () => {
  const story = await newStory();
  const { checks } = story.github.state;
  const signed = { inputs: { 'record-key': 'a-key-of-the-environment' } };
  const pull = story.pull({ author: 'nina', files: DESK });
  await story.plan(pull);
  const sha = story.merge(pull);
  expect((await story.apply(sha, signed)).outputs.result).toBe('wider');
  const index = checks.findIndex(({ name }) => name === 'ringctl plan acme');
  const [found] = checks.splice(index, 1);
  if (found === undefined) throw new Error('There is no check.');
  checks.push({ ...found, externalId: found.externalId.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')) });
  expect((await story.apply(sha)).outputs.result).toBe('wider');
  checks.splice(
    checks.findIndex(({ id }) => id === found.id),
    1,
  );
  checks.push({ ...found, text: found.text.replace(pull.head, 'f'.repeat(40)) });
  expect((await story.apply(sha)).outputs.result).toBe('wider');
  checks.splice(
    checks.findIndex(({ id }) => id === found.id),
    1,
  );
  checks.push(found);
  expect((await story.apply(sha)).outputs.result).toBe('applied');
});

test('a ledger in a file is refused on a runner that ends with the job', async () => {
  const story = await newStory();
  const pull = story.pull({ author: 'nina', files: DESK });
  await story.plan(pull);
  const refused = await story.apply(story.merge(pull), { env: { RINGCTL_LEDGER: 'file:ledger.db' } });
  expect([refused.code, refused.outputs.result]).toEqual([1, 'failed']);
  expect(await groups(story)).not.toContain('Desk');
});
