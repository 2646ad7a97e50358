// The parts that need no story.
import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { acceptedIn, approversOf } from '../../src/action/approvals.js';
import { eventOf } from '../../src/action/event.js';
import { gitCredentials } from '../../src/action/git-credentials.js';
import { gitHub } from '../../src/action/github/client.js';
import { inputsOf } from '../../src/action/inputs.js';
import { outputsOf } from '../../src/action/outputs.js';
import { notMergeable, type Reviewed, recordText, reviewedIn, shownIn, standing } from '../../src/action/record.js';
import { tickedSince } from '../../src/action/ticks.js';
import { root } from '../project/files.js';

const HEAD = 'a'.repeat(40);
const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const REVIEWED: Reviewed = {
  account: 'acme',
  digest: DIGEST,
  steps: ['1'.repeat(32), '2'.repeat(32)],
  tool: '1.0.0',
  head: HEAD,
  base: 'b'.repeat(40),
  at: '2026-11-22T09:12:00.000Z',
  number: 2,
  before: 'c'.repeat(40),
  asks: 1,
};

describe('what was reviewed', () => {
  test('is read as it was written, and under a key only as whoever has the key wrote it', () => {
    for (const key of [undefined, 'a secret'])
      expect(reviewedIn({ text: recordText(REVIEWED, key), externalId: DIGEST }, key)).toEqual(REVIEWED);
    const signed = recordText(REVIEWED, 'a secret');
    expect(reviewedIn({ text: signed, externalId: DIGEST }, 'another')).toBeUndefined();
    expect(reviewedIn({ text: recordText(REVIEWED, undefined), externalId: DIGEST }, 'a secret')).toBeUndefined();
  });

  test('of a plan that is refused, tells what was shown and is never what a merge is judged by', () => {
    const text = recordText(notMergeable(REVIEWED), undefined);
    expect(shownIn({ text }, undefined)).toEqual({ ...REVIEWED, digest: '', steps: [] });
    for (const externalId of ['', DIGEST]) expect(reviewedIn({ text, externalId }, undefined)).toBeUndefined();
    const whole = recordText(REVIEWED, undefined);
    expect(reviewedIn({ text: whole, externalId: '' }, undefined)).toBeUndefined();
  });

  test('with any one character altered, is not taken for signed', () => {
    const signed = recordText(REVIEWED, 'a secret');
    const start = signed.indexOf('{');
    let refused = 0;
    for (let at = start; at < signed.length; at += 1) {
      const altered = `${signed.slice(0, at)}${signed[at] === '0' ? '1' : '0'}${signed.slice(at + 1)}`;
      if (reviewedIn({ text: altered, externalId: DIGEST }, 'a secret') === undefined) refused += 1;
    }
    expect(refused).toBe(signed.length - start);
  });

  test('keeps no steps where they do not fit, and then nothing but the same plan is recognised', () => {
    const many = { ...REVIEWED, steps: Array.from({ length: 5000 }, (_, index) => String(index).padStart(32, '0')) };
    const text = recordText(many, undefined);
    expect(text.length).toBeLessThan(65_535);
    const read = reviewedIn({ text, externalId: DIGEST }, undefined);
    expect(read?.steps).toBeUndefined();
    const step = { digest: `${'0'.repeat(31)}1${'0'.repeat(32)}` } as never;
    expect(standing({ digest: 'sha256:other', steps: [step] }, [many])).toBe('narrower');
    expect(standing({ digest: 'sha256:other', steps: [step] }, read ? [read] : [])).toBe('wider');
    expect(standing({ digest: DIGEST, steps: [step] }, read ? [read] : [])).toBe('same');
  });
});

describe('a review', () => {
  const review = (state: string, more: Partial<{ login: string; commit: string; isPerson: boolean }> = {}) => ({
    login: 'sam',
    isPerson: true,
    state,
    commit: HEAD,
    body: '',
    ...more,
  });

  test('counts as the last word of a person about this commit', () => {
    const logins = (reviews: ReturnType<typeof review>[]) => approversOf(reviews, HEAD).map(({ login }) => login);
    expect(logins([review('APPROVED')])).toEqual(['sam']);
    expect(logins([review('APPROVED'), review('COMMENTED')])).toEqual(['sam']);
    expect(logins([review('APPROVED'), review('CHANGES_REQUESTED')])).toEqual([]);
    expect(logins([review('APPROVED'), review('DISMISSED', { login: 'SAM' })])).toEqual([]);
    expect(logins([review('APPROVED', { commit: 'd'.repeat(40) })])).toEqual([]);
    expect(logins([review('APPROVED', { isPerson: false })])).toEqual([]);
  });

  test.each([
    ['ringctl accept privilegedGains=3 0123456789abcdef', { privilegedGains: 3 }],
    ['ringctl accept losses=386 privilegedGains=22 0123456789abcdef0123', { losses: 386, privilegedGains: 22 }],
    ['I would not: ringctl accept privilegedGains=3 0123456789abcdef', {}],
    ['ringctl accept privilegedGains=3 0123456789abcdee', {}],
    ['ringctl accept privilegedGains=3 01234567', {}],
    ['ringctl accept minAdmins=1 0123456789abcdef', {}],
    ['ringctl accept privilegedGains=0 0123456789abcdef', {}],
  ])('%s', (body, accepted) => {
    expect(acceptedIn({ login: 'sam', body }, DIGEST)).toEqual(accepted);
  });
});

test('a tick is what was not ticked before, of a step as we write it', () => {
  const before = '- [ ] `S1` do\n- [x] `S2` do\n';
  const after = '- [x] `S1` do\n- [x] `S2` do\n> - [x] `S3` do\n- [x] `S4; rm` do\n';
  expect(tickedSince(before, after)).toEqual(['S1']);
});

test('nothing that others wrote becomes a command of the runner or ends an output early', async () => {
  let log = '';
  const out = outputsOf({ env: {}, token: () => 'mark', write: (text) => (log += text) });
  for (const text of ['::add-mask::x', 'a\n::error::b', 'a\r::stop-commands::c', '##[error]d', ' ::debug::e']) {
    out.say(text);
    out.warn(text);
    out.fail(text, text);
  }
  const commands = log.split(/\r\n|\r|\n/).filter((line) => /^\s*::/.test(line) || line.includes('##['));
  expect(commands.filter((line) => !/^::(?:warning|error)::/.test(line))).toEqual([]);
  await expect(out.set('result', 'a\nringctl-mark\nexit-code=0')).rejects.toThrow();
});

test.each([
  [{ INPUT_COMMAND: 'destroy' }],
  [{ INPUT_APPROVALS: 'anybody' }],
  [{ INPUT_DIGEST: 'xyz' }],
  [{ 'INPUT_GITHUB-TOKEN': '' }],
])('refuses %o', (env) => {
  expect(() => inputsOf({ 'INPUT_GITHUB-TOKEN': 'token', ...env })).toThrow();
});

test('the event that gives strangers a token that writes is refused', async () => {
  await expect(eventOf({ env: { GITHUB_EVENT_NAME: 'pull_request_target' } })).rejects.toThrow(/pull_request_target/);
});

test('git gets the token for the server of the repository and for no other', () => {
  const given = gitCredentials({ 'INPUT_GITHUB-TOKEN': 'token', GITHUB_SERVER_URL: 'https://github.example' });
  expect(given).toMatchObject({
    GIT_CONFIG_COUNT: '3',
    GIT_CONFIG_KEY_2: 'http.https://github.example/.extraheader',
    GIT_CONFIG_VALUE_2: `AUTHORIZATION: basic ${Buffer.from('x-access-token:token').toString('base64')}`,
  });
  const plain = gitCredentials({ 'INPUT_GITHUB-TOKEN': 'token', GITHUB_SERVER_URL: 'http://github.example' });
  expect(JSON.stringify(plain)).not.toContain('AUTHORIZATION');
});

test('action.yml is what GitHub takes for an action', () => {
  const cli = join(root, 'node_modules/@action-validator/cli/cli.mjs');
  const file = join(root, '.github/actions/ringctl/action.yml');
  expect(() => execFileSync(process.execPath, [cli, file], { cwd: root, stdio: 'pipe' })).not.toThrow();
});

test('an independent GitHub takes the same requests', async () => {
  const script = join(root, 'test/support/github/independent.mjs');
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const port = await new Promise<string>((resolve, reject) => {
      child.once('exit', () => reject(new Error('It ended.')));
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        const [, found] = /port (\d+)/.exec(text) ?? [];
        if (found !== undefined) resolve(found);
      });
    });
    const place = { owner: 'acme', repository: 'telephony', apiUrl: `http://127.0.0.1:${port}` };
    const world = {
      fetch: (request: Request) => fetch(request),
      now: () => new Date(0),
      sleep: async () => {},
    } as never;
    const github = gitHub(place, 'token', world);
    expect((await github.comment(1, 'Hello')).id).toEqual(expect.any(Number));
    const check = {
      name: 'ringctl plan acme',
      head: HEAD,
      externalId: DIGEST,
      conclusion: 'success',
      title: 'One',
    } as const;
    await expect(github.check({ ...check, summary: 'Two', text: '', annotations: [] })).resolves.toBeUndefined();
  } finally {
    child.kill();
  }
});
