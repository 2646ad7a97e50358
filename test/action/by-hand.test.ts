// The real service's own API cannot write everything: what is left to people, and what they say of it.
import { expect, test } from 'vitest';
import { openLedger } from '../../src/ledger/index.js';
import { groupKey } from '../../src/model/index.js';
import { CONTRACT_SEED } from '../account/contract-seed.js';
import { isLong } from '../support/scale.js';
import { newStory, type Story } from './story.js';

const PEOPLE = 'people: { nina: ada@acme.example, sam: owner@acme.example, petra: tom@acme.example }';
const publicly = (url: string): string =>
  `version: 1\naccount: acme\nprovider: { kind: ringover, team: "1", as: owner@acme.example, verified: 2026-11-22, url: "${url}" }\nlimits: { minAdmins: 1 }\n${PEOPLE}\n`;

/** The group is opened by a request; the profiles are set on their pages of the dashboard. */
const files = (chatTab: boolean, openAccess: boolean) => ({
  'team.yaml': `groups:
  sales: { name: Sales, openAccess: ${openAccess} }
profiles:
  agent: { name: Agent, permissions: { chatTab: ${chatTab} } }
  lead: { name: Lead, permissions: { snooze: ${chatTab} } }
`,
});

const story = (): Promise<Story> => newStory({ seed: CONTRACT_SEED, publicly, files: { 'team.yaml': 'groups: {}\n' } });

const stepsIn = (text: string): readonly string[] =>
  [...text.matchAll(/^- \[ \] `(S\d+)`/gm)].map(([, id]) => id ?? '');

test('what people have to do is handed out by a merge, ticked off by whom the files name, and closed', async () => {
  const at = await story();
  const { state } = at.github;
  const pull = at.pull({ author: 'nina', files: files(true, true) });
  expect((await at.afterCheck(pull)).outputs.result).toBe('ready');
  const applied = await at.apply(at.merge(pull));
  expect([applied.code, applied.outputs.result]).toEqual([0, 'applied']);
  expect((await at.live()).state.groups.get(groupKey('Sales'))?.openAccess).toMatchObject({ value: true });
  const issue = at.issue('steps');
  if (!issue) throw new Error('There is no issue of steps.');
  expect(stepsIn(issue.body)).toEqual(['S1', 'S2']);
  expect(at.comment(pull)).toContain(`They can be ticked off in #${issue.number}.`);
  expect(at.comment(pull)).toMatch(/^\| S1 \| `profile Agent: set chatTab` \|$/m);
  expect(at.comment(pull)).toContain('read again: no changes are left but those by hand');

  const said = () => state.comments.find(({ issue: number }) => number === issue.number)?.body ?? '';
  state.writers.splice(state.writers.indexOf('petra'), 1);
  for (const somebody of ['petra', 'stranger']) {
    const refused = await at.tick(issue, ['S1'], somebody);
    expect([somebody, refused.code, refused.outputs.result]).toEqual([somebody, 0, 'not-allowed']);
    expect(stepsIn(issue.body)).toEqual(['S1', 'S2']);
    expect(said()).toContain(`\`S1\`: not recorded. \`${somebody}\` may not`);
  }
  expect(await recorded(at)).toEqual([]);

  const first = await at.tick(issue, ['S1'], 'sam');
  expect([first.code, first.outputs.result]).toEqual([0, 'recorded']);
  expect(stepsIn(issue.body)).toEqual(['S2']);
  expect(said()).toMatch(/`S1`: recorded as done by `sam`, run r-\d+\./);
  expect(await recorded(at)).toEqual([['profile:Agent', 'permissions.chatTab', 'owner@acme.example']]);
  const late = await at.tick(issue, ['S9'], 'sam');
  expect(late.outputs.result).toBe('nothing');

  expect((await at.tick(issue, ['S2'], 'nina')).outputs.result).toBe('recorded');
  expect(issue.state).toBe('closed');
  expect(await recorded(at)).toContainEqual(['profile:Lead', 'permissions.snooze', 'ada@acme.example']);
  expect((await at.job('drift', 'schedule')).outputs.result).toBe('nothing');
  expect(state.faults).toEqual([]);
});

test.runIf(isLong)(
  'a tick that somebody else made in the meantime is not recorded in the name of whoever came first',
  async () => {
    const at = await story();
    const pull = at.pull({ author: 'nina', files: files(true, false) });
    await at.afterCheck(pull);
    await at.apply(at.merge(pull));
    const issue = at.issue('steps');
    if (!issue) throw new Error('There is no issue of steps.');
    const before = issue.body;
    const after = before.replace('- [ ] `S1`', '- [x] `S1`');
    issue.body = after.replace('- [ ] `S2`', '- [x] `S2`');
    const payload = { issue: { ...issue, body: after }, changes: { body: { from: before } } };
    const done = await at.job('steps', 'issues', { payload, actor: 'sam' });
    expect(done.outputs.result).toBe('recorded');
    expect((await recorded(at)).map(([key]) => key)).toEqual(['profile:Agent']);
  },
);

/** By a program what it wrote itself, by their address what people said. */
async function recorded(at: Story): Promise<readonly (readonly string[])[]> {
  const dir = at.checkout(at.github.state.commits[0] ?? '');
  const ledger = await openLedger('git:ringctl-ledger', {
    dir,
    account: 'acme',
    now: () => at.now,
    sleep: async () => {},
  });
  const facts = await ledger.facts();
  await ledger.close();
  return facts.flatMap(({ key, path, by }) => (by.includes('@') ? [[key, path, by]] : []));
}
