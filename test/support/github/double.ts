// A GitHub of this machine that keeps what it is told, and takes and gives nothing that GitHub's own description does not allow.
import { serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { faults, operations, sample } from './description.js';

export interface PullState {
  readonly number: number;
  author: string;
  branch: string;
  head: string;
  base: string;
  isFork: boolean;
  state: 'open' | 'closed';
  mergedAt: string | null;
  title?: string;
  body?: string;
  /** Of the default branch, once it is merged. */
  mergeCommit: string | undefined;
  readonly committers: string[];
  readonly reviews: { user: string; state: string; commit: string; body: string }[];
}

export interface CommentState {
  readonly id: number;
  readonly issue: number;
  user: string;
  isBot: boolean;
  body: string;
  edits: number;
}

export interface IssueState {
  readonly number: number;
  user: string;
  title: string;
  body: string;
  state: 'open' | 'closed';
  labels: string[];
}

export interface CheckState {
  readonly id: number;
  readonly name: string;
  readonly head: string;
  readonly externalId: string;
  readonly conclusion: string;
  readonly title: string;
  readonly text: string;
  readonly annotations: Record<string, unknown>[];
}

export interface GitHubState {
  isPrivate: boolean;
  /** Commits of the default branch, the newest first. */
  commits: string[];
  readonly pulls: PullState[];
  comments: CommentState[];
  readonly issues: IssueState[];
  readonly checks: CheckState[];
  readonly labels: Map<number, string[]>;
  /** `acme/security`. */
  readonly teams: Map<string, readonly string[]>;
  readonly writers: string[];
  /** The commit of a branch that somebody pushed. */
  tipOf: ((branch: string) => string) | undefined;
  /** Answers before anything else, where a test wants trouble. */
  trouble: ((request: { method: string; path: string; token: string }) => Response | undefined) | undefined;
  /** What was asked, and what the description did not allow. */
  readonly asked: string[];
  readonly faults: string[];
  next: number;
}

export interface GitHubDouble {
  readonly url: string;
  readonly state: GitHubState;
  close(): Promise<void>;
}

export const BOT = 'github-actions[bot]';
/** May read and nothing else, as in a change from another repository. */
export const READ_TOKEN = 'token-that-reads';

const R = '/repos/:owner/:repo';

export async function gitHubDouble(): Promise<GitHubDouble> {
  const state: GitHubState = {
    isPrivate: true,
    commits: [],
    pulls: [],
    comments: [],
    issues: [],
    checks: [],
    labels: new Map(),
    teams: new Map(),
    writers: [],
    tipOf: undefined,
    trouble: undefined,
    asked: [],
    faults: [],
    next: 1,
  };
  const app = new Hono();
  routes(app, state);
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const started = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1', overrideGlobalObjects: false }, () =>
      resolve(started),
    );
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    state,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

type Answer = { readonly status?: 200 | 201 | 204 | 404; readonly body?: unknown };
type Handler = (context: Context, body: Record<string, unknown>) => Answer;

const GONE: Answer = { status: 404, body: { message: 'Not Found' } };

function routes(app: Hono, state: GitHubState): void {
  for (const operation of operations) {
    const path = operation.path.replaceAll(/\{(\w+)\}/g, ':$1');
    const handler = HANDLERS(state)[`${operation.method} ${path}`];
    if (!handler) throw new Error(`Nobody answers ${operation.method} ${path}`);
    const pattern = path.endsWith('/git/ref/:ref') ? path.replace(':ref', ':ref{.+}') : path;
    app.on(operation.method.toUpperCase(), pattern, async (context) => {
      const { method } = context.req;
      const token = (context.req.header('authorization') ?? '').replace(/^token /, '');
      state.asked.push(`${method} ${context.req.path}`);
      const trouble = state.trouble?.({ method, path: context.req.path, token });
      if (trouble) return trouble;
      if (token === READ_TOKEN && method !== 'GET')
        return context.json({ message: 'Resource not accessible by integration' }, 403);
      const body = method === 'GET' || method === 'DELETE' ? {} : await context.req.json();
      const wrong = operation.body === undefined ? [] : faults(operation.body, body);
      state.faults.push(...wrong.map((fault) => `request ${method} ${path}: ${fault}`));
      if (wrong.length > 0) return context.json({ message: 'Validation Failed', errors: wrong }, 422);
      const answer = handler(context, body);
      if (answer.status === 404) return context.json(answer.body as object, 404);
      const status = Object.keys(operation.responses)[0] ?? '200';
      const schema = operation.responses[status];
      if (schema === null || schema === undefined) return context.body(null, 204);
      const whole = sample(schema, answer.body);
      state.faults.push(...faults(schema, whole).map((fault) => `answer ${method} ${path}: ${fault}`));
      return context.json(whole as object, Number(status) as 200);
    });
  }
  app.notFound((context) => {
    state.faults.push(`nobody answers ${context.req.method} ${context.req.path}`);
    return context.json({ message: 'Not Found' }, 404);
  });
}

const user = (login: string, isBot = false) => ({ login, type: isBot ? 'Bot' : 'User', id: 1 });
const numbered = (context: Context, name: string): number => Number(context.req.param(name));

function HANDLERS(state: GitHubState): Readonly<Record<string, Handler>> {
  const paged = <T>(context: Context, all: readonly T[]): readonly T[] => {
    const size = Number(context.req.query('per_page') ?? 30);
    const page = Number(context.req.query('page') ?? 1);
    if (all.length > page * size)
      context.header('link', `<${context.req.url.split('?')[0]}?per_page=${size}&page=${page + 1}>; rel="next"`);
    return all.slice((page - 1) * size, page * size);
  };
  const pull = (context: Context) => state.pulls.find(({ number }) => number === numbered(context, 'pull_number'));
  const issue = (context: Context): IssueState | undefined =>
    state.issues.find(({ number }) => number === numbered(context, 'issue_number'));
  const labelsOf = (context: Context) => {
    const number = numbered(context, 'issue_number');
    const labels = state.labels.get(number) ?? [];
    state.labels.set(number, labels);
    return labels;
  };
  return {
    [`get ${R}`]: () => ({ body: { private: state.isPrivate, default_branch: 'main' } }),
    [`get ${R}/pulls`]: (context) => {
      const [, branch] = (context.req.query('head') ?? '').split(':');
      const isMeant = (one: PullState) => one.state === context.req.query('state') && one.branch === branch;
      return { body: paged(context, state.pulls.filter(isMeant)).map(pullBody) };
    },
    [`post ${R}/pulls`]: (_context, body) => {
      const made: PullState = {
        number: state.next++,
        author: BOT,
        branch: String(body.head),
        title: String(body.title),
        body: String(body.body),
        head: state.tipOf?.(String(body.head)) ?? '',
        base: state.commits[0] ?? '',
        isFork: false,
        state: 'open',
        mergedAt: null,
        mergeCommit: undefined,
        committers: [],
        reviews: [],
      };
      state.pulls.push(made);
      return { body: pullBody(made) };
    },
    [`get ${R}/pulls/:pull_number`]: (context) => {
      const found = pull(context);
      return found ? { body: pullBody(found) } : GONE;
    },
    [`get ${R}/pulls/:pull_number/reviews`]: (context) => ({
      body: paged(context, pull(context)?.reviews ?? []).map((one) => ({
        user: user(one.user),
        state: one.state,
        commit_id: one.commit,
        body: one.body,
      })),
    }),
    [`get ${R}/pulls/:pull_number/commits`]: (context) => ({
      body: paged(context, pull(context)?.committers ?? []).map((login) => ({
        author: user(login),
        committer: user('web-flow'),
      })),
    }),
    [`get ${R}/commits`]: (context) => {
      const start = state.commits.indexOf(context.req.query('sha') ?? '');
      return { body: paged(context, start < 0 ? [] : state.commits.slice(start)).map((sha) => ({ sha })) };
    },
    [`get ${R}/commits/:commit_sha/pulls`]: (context) => {
      const sha = context.req.param('commit_sha');
      return { body: state.pulls.filter(({ head, mergeCommit }) => head === sha || mergeCommit === sha).map(pullBody) };
    },
    [`get ${R}/commits/:ref/check-runs`]: (context) => {
      const found = state.checks.filter(
        ({ head, name }) => head === context.req.param('ref') && name === context.req.query('check_name'),
      );
      return { body: { total_count: found.length, check_runs: found.map(checkBody) } };
    },
    [`post ${R}/check-runs`]: (_context, body) => {
      const output = body.output as Record<string, unknown>;
      const annotations = (output.annotations ?? []) as Record<string, unknown>[];
      const made: CheckState = {
        id: state.next++,
        name: String(body.name),
        head: String(body.head_sha),
        externalId: String(body.external_id),
        conclusion: String(body.conclusion),
        title: String(output.title),
        text: String(output.text),
        annotations: [...annotations],
      };
      state.checks.push(made);
      return { body: checkBody(made) };
    },
    [`patch ${R}/check-runs/:check_run_id`]: (context, body) => {
      const found = state.checks.find(({ id }) => id === numbered(context, 'check_run_id'));
      const output = body.output as { annotations?: Record<string, unknown>[] };
      found?.annotations.push(...(output.annotations ?? []));
      return found ? { body: checkBody(found) } : GONE;
    },
    [`get ${R}/issues/:issue_number/comments`]: (context) => ({
      body: paged(
        context,
        state.comments.filter((one) => one.issue === numbered(context, 'issue_number')),
      ).map(commentBody),
    }),
    [`post ${R}/issues/:issue_number/comments`]: (context, body) => {
      const made = {
        id: state.next++,
        issue: numbered(context, 'issue_number'),
        user: BOT,
        isBot: true,
        body: String(body.body),
        edits: 0,
      };
      state.comments.push(made);
      return { body: commentBody(made) };
    },
    [`patch ${R}/issues/comments/:comment_id`]: (context, body) => {
      const found = state.comments.find(({ id }) => id === numbered(context, 'comment_id'));
      if (!found) return GONE;
      found.body = String(body.body);
      found.edits += 1;
      return { body: commentBody(found) };
    },
    [`get ${R}/issues`]: (context) => {
      const label = context.req.query('labels') ?? '';
      return {
        body: paged(
          context,
          state.issues.filter((one) => one.state === 'open' && one.labels.includes(label)),
        ).map(issueBody),
      };
    },
    [`post ${R}/issues`]: (_context, body) => {
      const labels = ((body.labels ?? []) as unknown[]).map(String);
      const made: IssueState = {
        number: state.next++,
        user: BOT,
        title: String(body.title),
        body: String(body.body),
        state: 'open',
        labels,
      };
      state.issues.push(made);
      return { body: issueBody(made) };
    },
    [`get ${R}/issues/:issue_number`]: (context) => {
      const found = issue(context);
      return found ? { body: issueBody(found) } : GONE;
    },
    [`patch ${R}/issues/:issue_number`]: (context, body) => {
      const found = issue(context);
      const change = state.pulls.find(({ number }) => number === numbered(context, 'issue_number'));
      if (change) Object.assign(change, body);
      else if (found) Object.assign(found, body);
      else return GONE;
      return { body: found ? issueBody(found) : pullIssueBody(change) };
    },
    [`get ${R}/issues/:issue_number/labels`]: (context) => ({ body: labelsOf(context).map((name) => ({ name })) }),
    [`post ${R}/issues/:issue_number/labels`]: (context, body) => {
      labelsOf(context).push(...((body.labels ?? []) as unknown[]).map(String));
      return { body: labelsOf(context).map((name) => ({ name })) };
    },
    [`delete ${R}/issues/:issue_number/labels/:name`]: (context) => {
      const labels = labelsOf(context);
      labels.splice(labels.indexOf(context.req.param('name') ?? ''), 1);
      return { body: labels.map((name) => ({ name })) };
    },
    [`get ${R}/git/ref/:ref`]: () => ({ body: { ref: 'refs/heads/main', object: { sha: state.commits[0] ?? '' } } }),
    [`get ${R}/collaborators/:username/permission`]: (context) => {
      const login = context.req.param('username') ?? '';
      return { body: { permission: state.writers.includes(login) ? 'write' : 'read', role_name: '', user: null } };
    },
    'get /orgs/:org/teams/:team_slug/memberships/:username': (context) => {
      const { org, team_slug, username } = context.req.param() as Record<string, string>;
      const isIn = (state.teams.get(`${org}/${team_slug}`) ?? []).includes(username ?? '');
      return isIn ? { body: { state: 'active', role: 'member' } } : GONE;
    },
  };
}

const pullBody = (one: PullState) => ({
  number: one.number,
  state: one.state,
  merged_at: one.mergedAt,
  user: user(one.author),
  head: { sha: one.head, ref: one.branch, repo: { full_name: one.isFork ? 'stranger/telephony' : 'acme/telephony' } },
  base: { sha: one.base, ref: 'main', repo: { full_name: 'acme/telephony' } },
});

const pullIssueBody = (one: PullState | undefined) => ({
  number: one?.number ?? 0,
  title: one?.title ?? '',
  body: one?.body ?? '',
  state: one?.state ?? '',
  user: user(BOT, true),
  labels: [],
});

const checkBody = (one: CheckState) => ({
  id: one.id,
  name: one.name,
  head_sha: one.head,
  external_id: one.externalId,
  status: 'completed',
  conclusion: one.conclusion,
  output: {
    title: one.title,
    summary: '',
    text: one.text,
    annotations_count: one.annotations.length,
    annotations_url: 'https://github.example/',
  },
  app: { id: 15368, slug: 'github-actions', name: 'GitHub Actions' },
});

const commentBody = (one: CommentState) => ({ id: one.id, body: one.body, user: user(one.user, one.isBot) });
const issueBody = (one: IssueState) => ({
  number: one.number,
  title: one.title,
  body: one.body,
  state: one.state,
  user: user(one.user, one.user === BOT),
  labels: one.labels.map((name) => ({ name })),
});
