// A repository, a GitHub and an account of this machine, and jobs that run the Action as GitHub would.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { sandboxAccount } from '../../src/account/sandbox/index.js';
import { action } from '../../src/action/action.js';
import type { World } from '../../src/action/world.js';
import type { Live, Step } from '../../src/model/index.js';
import { type AccountSeed, LIVE, memorySandbox, type Sandbox, type SeedName } from '../../src/sandbox/index.js';
import { serveSandbox } from '../../src/sandbox/server/serve.js';
import { expectNoKey } from '../cli/canary.js';
import { type GitHubDouble, gitHubDouble, type IssueState, type PullState } from '../support/github/double.js';

export const NOW = new Date('2026-11-22T09:12:00Z');

export interface Job {
  readonly command: string;
  readonly event: string;
  readonly payload: unknown;
  /** The checkout. */
  readonly dir: string;
  readonly commit: string;
  readonly ref: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly actor?: string;
}

export interface Done {
  readonly code: number;
  readonly log: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
}

export interface Story {
  readonly github: GitHubDouble;
  readonly sandbox: Sandbox;
  readonly key: string;
  /** The day can be moved. */
  now: Date;
  /** What jobs asked of the account. */
  readonly asked: string[];
  /** Waits that a job asked for. */
  readonly slept: number[];
  /** What passes while a job waits; nothing where it is not said. */
  meanwhile: ((ms: number) => Promise<unknown>) | undefined;
  pull(options: { readonly author: string; readonly files: Files; readonly isFork?: boolean }): PullState;
  push(pull: PullState, files: Files): string;
  approve(pull: PullState, user: string, body?: string): void;
  merge(pull: PullState): string;
  plan(pull: PullState, options?: JobOptions & { readonly before?: string }): Promise<Done>;
  /** The job after the check of a pull request, with a key: the default branch at the top, the change in the folder `tree`. */
  afterCheck(pull: PullState, options?: JobOptions): Promise<Done>;
  /** The check of pull requests that are to be merged together. */
  mergeGroup(pulls: readonly PullState[], options?: JobOptions): Promise<Done>;
  /** Somebody ticks boxes of an issue. */
  tick(issue: IssueState, ids: readonly string[], actor: string): Promise<Done>;
  /** The job of a push to the default branch. */
  apply(commit?: string, options?: JobOptions): Promise<Done>;
  /** A job of the default branch as it is now. */
  job(command: string, event: string, options?: JobOptions & { readonly payload?: unknown }): Promise<Done>;
  environment(job: Job): {
    readonly env: Record<string, string>;
    readonly read: (done: { code: number; log: string }) => Done;
  };
  checkout(commit: string, into?: string): string;
  /** A plan in a workspace whose folder `tree` holds the change. */
  runIn(dir: string, job: Pick<Job, 'event' | 'payload' | 'inputs'>): Promise<Done>;
  /** In the repository that all checkouts come from. */
  origin(...args: readonly string[]): string;
  /** What somebody pushes to a branch; answers the commit. */
  commitOn(branch: string, files: Files): string;
  issue(about: string): IssueState | undefined;
  comment(pull: PullState): string;
  live(): Promise<Live>;
  /** What somebody else does to the account. */
  elsewhere(step: Step): Promise<string>;
}

export type Files = Readonly<Record<string, string>>;
export type JobOptions = Pick<Job, 'inputs' | 'env' | 'actor'>;

/** Nina writes, Sam of security approves; Petra works in the shop. */
export const PEOPLE = `people:
  nina: nora.lind@smallteam.example
  sam: omar.said@smallteam.example
  petra: petra.wolf@smallteam.example
`;

export const settings = (url: string, more = ''): string =>
  `version: 1\naccount: acme\nprovider: { kind: sandbox, url: "${url}" }\n${PEOPLE}${more}`;

export interface Beginning {
  /** Lines of ringctl.yaml. */
  readonly more?: string;
  readonly files?: Files;
  readonly seed?: SeedName | AccountSeed;
  /** The whole ringctl.yaml, of an account at this address. */
  readonly stated?: (url: string) => string;
  /** The same, of an account that is reached by the public API. */
  readonly publicly?: (url: string) => string;
}

export async function newStory(beginning: Beginning = {}): Promise<Story> {
  const { more = '', files = {}, seed = 'small-team', stated, publicly } = beginning;
  const folder = mkdtempSync(join(tmpdir(), 'ringctl-story-'));
  const github = await gitHubDouble();
  const shown = publicly && { publicApi: { mode: LIVE } };
  const sandbox = await memorySandbox(seed, { clock: () => NOW, ...shown });
  const served = await serveSandbox({ sandbox, port: 0, rate: undefined, clock: () => NOW });
  onTestFinished(async () => {
    await Promise.all([served.stop(), github.close()]);
    sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const git = (dir: string, ...args: readonly string[]): string =>
    execFileSync(
      'git',
      ['-c', 'user.name=tester', '-c', 'user.email=tester@acme.example', '-c', 'commit.gpgsign=false', ...args],
      {
        cwd: dir,
        encoding: 'utf8',
        stdio: 'pipe',
      },
    ).trim();
  const remote = join(folder, 'origin.git');
  git(folder, 'init', '--quiet', '--bare', '--initial-branch=main', remote);
  const work = join(folder, 'work');
  // Tidying up after each push is the business of a host, and would cost more than the push.
  git(remote, 'config', 'receive.autogc', 'false');
  git(folder, 'clone', '--quiet', remote, work);
  const commit = (given: Files): string => {
    for (const [path, text] of Object.entries(given)) {
      mkdirSync(dirname(join(work, path)), { recursive: true });
      writeFileSync(join(work, path), text);
    }
    git(work, 'add', '--all');
    git(work, 'commit', '--quiet', '--allow-empty', '-m', 'Change');
    return git(work, 'rev-parse', 'HEAD');
  };
  git(work, 'checkout', '--quiet', '-b', 'main');
  const first = commit({
    'ringctl.yaml': (stated ?? publicly)?.(served.url) ?? settings(served.url, more),
    ...(!stated && { 'team.yaml': 'groups: {}\n' }),
    ...files,
  });
  git(work, 'push', '--quiet', 'origin', 'main');
  github.state.commits = [first];
  github.state.tipOf = (branch) => git(remote, 'rev-parse', `refs/heads/${branch}`);
  github.state.writers.push('nina', 'sam', 'petra');
  github.state.teams.set('acme/security', ['sam', 'petra']);
  const key = sandbox.keyFor();
  const account = sandboxAccount({ fetch: sandbox.fetch, baseUrl: 'http://embedded.account', key, now: () => NOW });
  const tip = () => github.state.commits[0] ?? first;
  const checkout = (sha: string, into?: string): string => {
    const dir = into ?? mkdtempSync(join(folder, 'checkout-'));
    git(folder, 'clone', '--quiet', remote, dir);
    git(dir, 'checkout', '--quiet', '--detach', sha);
    return dir;
  };
  const together = (pulls: readonly PullState[]): { readonly dir: string; readonly commit: string } => {
    const dir = checkout(tip());
    for (const { head } of pulls) git(dir, 'merge', '--quiet', '--no-ff', '-m', 'Merge for the test', head);
    return { dir, commit: git(dir, 'rev-parse', 'HEAD') };
  };
  const story: Story = {
    github,
    sandbox,
    key,
    now: NOW,
    asked: [],
    slept: [],
    meanwhile: undefined,
    checkout,
    origin: (...args) => git(remote, ...args),
    commitOn: (branch, given) => {
      git(work, 'fetch', '--quiet', 'origin');
      git(work, 'checkout', '--quiet', '-B', branch, `origin/${branch}`);
      const made = commit(given);
      git(work, 'push', '--quiet', 'origin', branch);
      return made;
    },
    issue: (about) => github.state.issues.find(({ body }) => body.startsWith(`<!-- ringctl ${about} acme -->`)),
    pull: ({ author, files: given, isFork = false }) => {
      const number = github.state.next++;
      git(work, 'checkout', '--quiet', '-b', `change-${number}`, 'main');
      const head = commit(given);
      git(work, 'push', '--quiet', 'origin', `change-${number}`);
      const made: PullState = {
        number,
        author,
        branch: `change-${number}`,
        head,
        base: tip(),
        isFork,
        state: 'open',
        mergedAt: null,
        mergeCommit: undefined,
        committers: [author],
        reviews: [],
      };
      github.state.pulls.push(made);
      return made;
    },
    push: (pull, given) => {
      const before = pull.head;
      git(work, 'checkout', '--quiet', pull.branch);
      pull.head = commit(given);
      git(work, 'push', '--quiet', 'origin', pull.branch);
      return before;
    },
    approve: (pull, user, body = '') => {
      pull.reviews.push({ user, state: 'APPROVED', commit: pull.head, body });
    },
    merge: (pull) => {
      git(work, 'checkout', '--quiet', 'main');
      git(work, 'fetch', '--quiet', 'origin');
      git(work, 'merge', '--quiet', '--no-ff', '-m', `Merge #${pull.number}`, `origin/${pull.branch}`);
      git(work, 'push', '--quiet', 'origin', 'main');
      const sha = git(work, 'rev-parse', 'HEAD');
      Object.assign(pull, { state: 'closed', mergedAt: story.now.toISOString(), mergeCommit: sha });
      github.state.commits = git(work, 'rev-list', 'HEAD').split('\n');
      return sha;
    },
    plan: (pull, { before, ...options } = {}) => {
      const payload = {
        ...(before !== undefined && { before }),
        pull_request: { number: pull.number, head: { sha: pull.head } },
      };
      const ref = `refs/pull/${pull.number}/merge`;
      return run(story, { command: 'plan', event: 'pull_request', payload, ...together([pull]), ref, ...options });
    },
    afterCheck: (pull, { inputs, ...options } = {}) => {
      const dir = checkout(tip());
      checkout(pull.head, join(dir, 'tree'));
      const payload = { workflow_run: { head_sha: pull.head } };
      return story.runIn(dir, { event: 'workflow_run', payload, ...options, ...(inputs && { inputs }) });
    },
    runIn: (dir, { inputs, ...job }) => {
      const place = { command: 'plan', dir, commit: 'd'.repeat(40), ref: 'refs/heads/main' };
      return run(story, { ...place, ...job, inputs: { path: 'tree', ...inputs } });
    },
    mergeGroup: (pulls, options = {}) => {
      const { dir, commit: sha } = together(pulls);
      const payload = { merge_group: { head_sha: sha, base_sha: tip() } };
      const job = { command: 'plan', event: 'merge_group', payload, dir, commit: sha };
      return run(story, { ...job, ref: 'refs/heads/gh-readonly-queue/main', ...options });
    },
    tick: (issue, ids, actor) => {
      const before = issue.body;
      for (const id of ids) issue.body = issue.body.replace(`- [ ] \`${id}\``, `- [x] \`${id}\``);
      const payload = { action: 'edited', issue: { ...issue }, changes: { body: { from: before } } };
      return story.job('steps', 'issues', { payload, actor });
    },
    apply: (sha = tip(), options = {}) => {
      const [, parent = '0'.repeat(40)] = git(work, 'rev-list', '--parents', '-n', '1', sha).split(' ');
      const payload = { ref: 'refs/heads/main', before: parent, after: sha };
      return run(story, {
        command: 'apply',
        event: 'push',
        payload,
        dir: checkout(sha),
        commit: sha,
        ref: 'refs/heads/main',
        ...options,
      });
    },
    job: (command, event, { payload = {}, ...options } = {}) =>
      run(story, { command, event, payload, dir: checkout(tip()), commit: tip(), ref: 'refs/heads/main', ...options }),
    environment: (job) => environment({ folder, github, key }, job),
    live: () => account.read(),
    elsewhere: async (step) => {
      await account.read();
      return (await account.perform(step, new AbortController().signal)).kind;
    },
    comment: (pull) => github.state.comments.find(({ issue, isBot }) => issue === pull.number && isBot)?.body ?? '',
  };
  return story;
}

function environment({ folder, github, key }: { folder: string; github: GitHubDouble; key: string }, job: Job) {
  const temp = mkdtempSync(join(folder, 'runner-'));
  const [event, output, summary] = ['event.json', 'output', 'summary.md'].map((name) => join(temp, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(event, JSON.stringify(job.payload));
  writeFileSync(output, '');
  writeFileSync(summary, '');
  const inputs = Object.entries({ command: job.command, 'github-token': 'token-of-the-job', ...job.inputs });
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    HOME: temp,
    GITHUB_REPOSITORY: 'acme/telephony',
    GITHUB_API_URL: github.url,
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_RUN_ID: '7',
    GITHUB_ACTOR: job.actor ?? 'nina',
    GITHUB_EVENT_NAME: job.event,
    GITHUB_EVENT_PATH: event,
    GITHUB_SHA: job.commit,
    GITHUB_REF: job.ref,
    GITHUB_WORKSPACE: job.dir,
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
    RUNNER_TEMP: temp,
    RINGOVER_API_KEY: key,
    ...Object.fromEntries(inputs.map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    ...job.env,
  };
  const read = ({ code, log }: { code: number; log: string }): Done => {
    const [told, given] = [readFileSync(summary, 'utf8'), readFileSync(output, 'utf8')];
    // The runner does not show what it is told to mask.
    const shown = log.replace(/^::add-mask::.*$/gm, '');
    const texts = [shown, told, given, JSON.stringify(github.state)];
    expectNoKey([key, 'token-of-the-job'], { texts, folder: job.dir, before: new Set() });
    return { code, log, summary: told, outputs: outputsIn(given) };
  };
  return { env, read };
}

/** As the runner reads them. */
export function outputsIn(text: string): Record<string, string> {
  const lines = text.split('\n');
  const found: Record<string, string> = {};
  for (let index = 0; index < lines.length; index += 1) {
    const [, name, end] = /^([^=<]+)<<(.+)$/.exec(lines[index] ?? '') ?? [];
    if (name === undefined || end === undefined) continue;
    const last = lines.indexOf(end, index + 1);
    found[name] = lines.slice(index + 1, last).join('\n');
    index = last;
  }
  return found;
}

async function run(story: Story, job: Job): Promise<Done> {
  const { env, read } = story.environment(job);
  let log = '';
  let tokens = 0;
  const world: World = {
    env,
    cwd: job.dir,
    fetch: (request) => {
      if (!request.url.startsWith(story.github.url)) story.asked.push(`${request.method} ${request.url}`);
      return fetch(request);
    },
    now: () => story.now,
    sleep: async (ms, signal) => {
      if (signal)
        await new Promise<void>((resolve) =>
          signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true }),
        );
      else {
        story.slept.push(ms);
        await story.meanwhile?.(ms);
      }
    },
    write: (text) => {
      log += text;
    },
    token: () => `mark-${tokens++}`,
    host: 'runner',
    pid: 42,
  };
  const code = await action(world);
  return read({ code, log });
}
