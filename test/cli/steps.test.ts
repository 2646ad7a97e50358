import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { LIVE, memorySandbox, type Sandbox } from '../../src/sandbox/index.js';
import { serveSandbox } from '../../src/sandbox/server/serve.js';
import { CONTRACT_SEED } from '../account/contract-seed.js';
import { emptyDirectory, NOW, type Run, run, type World, write } from './world.js';

const FILES = {
  'account.yaml': `groups:
  sales: { name: Sales, openAccess: false }
  support: { name: Support }
profiles:
  lead: { name: Lead, permissions: { chatTab: true }, dashboard: supervisor, groups: [sales, support] }
  agent: { name: Agent, permissions: { snooze: false, chatTab: false }, dashboard: none, groups: [sales] }
users:
  owner@acme.example: { superAdmin: true }
  ada@acme.example: { permissions: { snooze: true }, dashboard: none }
  tom@acme.example: { profile: agent }
  accounts@acme.example: { external: true, dashboard: billing }
`,
};
const CONFIRM = ['baseline', '--confirm-as', 'ada@acme.example', '--how', 'seen', '--auto-approve'];

interface Place {
  readonly cwd: string;
  readonly sandbox: Sandbox;
  ringctl(words: readonly string[], world?: World): Promise<Run>;
  json(words: readonly string[]): Promise<Record<string, unknown>>;
}

async function place(): Promise<Place> {
  const sandbox = await memorySandbox(CONTRACT_SEED, { clock: () => NOW, publicApi: { mode: LIVE } });
  const served = await serveSandbox({ sandbox, port: 0, rate: undefined, clock: () => NOW });
  onTestFinished(async () => {
    await served.stop();
    sandbox.close();
  });
  const provider = `{ kind: ringover, team: "1", as: owner@acme.example, verified: 2026-11-22, url: "${served.url}" }`;
  const config = `version: 1\naccount: acme\nprovider: ${provider}\nlimits: { minAdmins: 1 }\n`;
  const cwd = write(emptyDirectory(), { 'ringctl.yaml': config, ...FILES });
  const env = { RINGOVER_API_KEY: sandbox.keyFor() };
  const ringctl = (words: readonly string[], world: World = {}) => run(words, { cwd, env, ...world });
  const json = async (words: readonly string[]) => JSON.parse((await ringctl([...words, '--format', 'json'])).out);
  return { cwd, sandbox, ringctl, json };
}

const state: { at?: Place } = {};
const at = (): Place => {
  if (!state.at) throw new Error('there is no place yet');
  return state.at;
};
beforeEach(async () => {
  state.at = await place();
});

describe('baseline', () => {
  test('needs somebody to confirm it, by name', async () => {
    const { ringctl } = at();
    expect((await ringctl(['baseline'])).code).toBe(1);
    expect((await ringctl(['baseline', '--auto-approve'])).code).toBe(1);
    expect((await ringctl(['baseline', '--auto-approve', '--confirm-as', 'somebody', '--how', 'seen'])).code).toBe(1);
    const declined = await ringctl(['baseline'], { answer: () => 'no', isTerminal: true });
    expect([declined.code, declined.out.includes('Nothing was recorded.')]).toEqual([1, true]);
    expect((await ringctl(['plan', '--detailed-exitcode'])).code).toBe(9);
    expect((await ringctl(['baseline', '--user', 'nobody@acme.example'], { answer: () => 'yes' })).code).toBe(1);
  });

  test('records what the files say, and then nothing is left to do', async () => {
    const { ringctl, json } = at();
    const questions: string[] = [];
    const answer = (question: string) => {
      questions.push(question);
      return 'yes';
    };
    const seen = await ringctl(['baseline', '--how', 'trusted'], { answer, isTerminal: true });
    expect([seen.code, questions]).toEqual([0, [expect.stringContaining('did not look at all of these')]]);
    expect(seen.out).toContain('Configuration › Users › User profiles › Agent');
    expect(seen.out).toMatch(/ {3}5 {2}Snooze +off/);
    const part = await json([...CONFIRM, '--profile', 'Agent']);
    expect(part).toMatchObject({ fields: 6, pages: ['profile:Agent'] });
    const again = await json(CONFIRM);
    expect(again).toMatchObject({ result: 'recorded', by: 'ada@acme.example', how: 'seen' });
    expect(again.pages).toEqual(['profile:Agent', 'profile:Lead', 'user:ada@acme.example']);
    expect(again.listed).toEqual(['user:accounts@acme.example']);
    const plan = await ringctl(['plan', '--detailed-exitcode']);
    expect(plan.code).toBe(0);
    expect(plan.out).toMatch(/No changes\. [\s\S]*recorded, oldest 0 days; 0\s+never confirmed\./);
    expect((await ringctl(['drift'])).out).toContain('0 never confirmed.');
    const { runs } = (await json(['history'])) as { runs: { command: string; by: string }[] };
    expect(runs.map(({ command, by }) => [command, by])).toEqual([
      ['baseline', 'tester'],
      ['baseline', 'tester'],
      ['baseline', 'tester'],
    ]);
  });

  test('lets questions to the account be answered by what was recorded', async () => {
    const { ringctl, json } = at();
    const ask = ['access', 'tom@acme.example', '--live'];
    const before = (await ringctl(ask)).out;
    await ringctl(CONFIRM);
    const after = (await ringctl(ask)).out;
    expect(before).not.toContain('profile agent');
    expect(after).toContain('profile agent');
    expect((await json(['coverage', '--live'])).kinds).toMatchObject([{ unreadable: 0 }, { unreadable: 0 }, {}]);
  });
});

describe('steps by hand', () => {
  beforeEach(async () => {
    const { ringctl, cwd } = at();
    await ringctl(CONFIRM);
    write(cwd, { 'account.yaml': FILES['account.yaml'].replace('chatTab: false', 'chatTab: true') });
  });

  test('are handed out by apply, listed, recorded as done, and taken back', async () => {
    const { ringctl, json } = at();
    expect((await ringctl(['steps', 'done', 'S1'])).code).toBe(1);
    expect(await json(['steps'])).toMatchObject({ steps: [{ key: 'profile:Agent', after: [] }] });
    const applied = await ringctl(['apply', '-y', '--detailed-exitcode']);
    expect(applied.code).toBe(9);
    expect(applied.out).toContain('1 step by hand is open.');
    expect((await ringctl(['apply', '-y'])).code).toBe(0);
    const { steps } = (await json(['steps'])) as { steps: { id: string; rows: unknown[] }[] };
    expect(steps.map(({ id }) => id)).toEqual(['S1']);
    expect(steps[0]?.rows).toEqual([
      {
        operation: 'setPermissions',
        path: 'permissions.chatTab',
        label: 'Chat tab',
        section: 'Software customization',
        position: 8,
        before: false,
        after: true,
      },
    ]);
    expect((await ringctl(['steps'])).out).toMatch(/S1 {2}profile Agent: set chatTab[\s\S]* 8 {2}Chat tab {2}off → on/);
    expect((await ringctl(['steps', '--format', 'markdown'])).out).toContain('| 8 | `Chat tab` | `off` | `on` |');
    expect((await ringctl(['steps', 'done', 'S9'])).code).toBe(1);
    expect(await json(['steps', 'done', 'S1'])).toMatchObject({ recorded: ['S1'], open: [] });
    expect((await ringctl(['plan', '--detailed-exitcode'])).code).toBe(0);
    expect((await ringctl(['steps'])).out).toContain('no steps by hand are open');
    expect(await json(['steps', 'undone', 'S1'])).toMatchObject({ undone: ['S1'], open: ['S1'] });
    expect((await json(['steps'])).steps).toEqual(steps);
    expect((await ringctl(['steps', 'undone', 'S1'])).code).toBe(1);
    const told = await ringctl(['steps', 'done', 'S1']);
    expect(told.out).toBe('S1 recorded as done by tester, 2026-11-22 09:12 UTC. No other step is open.\n');
  });

  test('ask somebody to look where the answer to a link was lost, and nothing else waits for it', async () => {
    const { ringctl, cwd, sandbox, json } = at();
    const linked = FILES['account.yaml'].replace('profile: agent', 'profile: lead');
    write(cwd, { 'account.yaml': linked });
    const lost = { kind: 'drop', when: 'after' } as const;
    sandbox.setFaults([{ method: 'PATCH', path: '/v2/users/', from: 1, times: 1, effect: lost }]);
    expect((await ringctl(['apply', '-y'])).code).toBe(6);
    sandbox.setFaults([]);
    const { code, out } = await ringctl(['apply', '-y', '--detailed-exitcode']);
    expect([code, out.includes('had been cut off')]).toEqual([9, true]);
    const { steps } = (await json(['steps'])) as {
      steps: { key: string; rows: { path: string; before: unknown }[] }[];
    };
    expect(steps.map(({ key, rows }) => [key, rows.map(({ path, before }) => [path, before])])).toEqual([
      ['profile:Lead', [['profile', { unknown: 'unreadable' }]]],
    ]);
    expect((await json(['steps', 'done', 'S1'])).open).toEqual([]);
    expect((await ringctl(['plan', '--detailed-exitcode'])).code).toBe(0);
  });

  test('name nobody where that was asked for', async () => {
    const { ringctl, cwd } = at();
    write(cwd, {
      'account.yaml': FILES['account.yaml'].replace(
        'snooze: true }, dashboard: none',
        'snooze: false }, dashboard: none',
      ),
    });
    for (const format of ['human', 'markdown', 'json']) {
      const { out, code } = await ringctl(['steps', '--mask-personal-data', '--format', format]);
      expect([format, code, out.includes('ada@acme.example'), /person-[0-9a-f]{4}/.test(out)]).toEqual([
        format,
        0,
        false,
        true,
      ]);
    }
    const sheet = await ringctl([...CONFIRM, '--mask-personal-data']);
    expect([sheet.code, sheet.out.includes('@acme.example')]).toEqual([0, false]);
  });
});
