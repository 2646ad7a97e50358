import { readFile } from 'node:fs/promises';
import { ActionFailure, type World } from './world.js';

/** What made GitHub start the job. */
export type Event =
  | {
      readonly kind: 'pull-request';
      readonly number: number;
      readonly head: string;
      readonly before: string | undefined;
    }
  /** A run for a pull request has ended; which one is looked up by its commit. */
  | { readonly kind: 'after-check'; readonly head: string }
  | { readonly kind: 'merge-group'; readonly head: string; readonly base: string }
  | { readonly kind: 'push'; readonly branch: string; readonly before: string; readonly after: string }
  | { readonly kind: 'schedule' }
  | { readonly kind: 'by-hand' }
  | {
      readonly kind: 'issue';
      readonly number: number;
      /** The text as it was before the edit that started the job, where that changed it, and as this edit left it. */
      readonly before: string | undefined;
      readonly after: string;
    };

/** Where the job runs. */
export interface Place {
  readonly owner: string;
  readonly repository: string;
  readonly apiUrl: string;
  /** Who started it. */
  readonly actor: string;
  /** Of the repository, for people; undefined where GitHub does not say. */
  readonly url: string | undefined;
  /** Undefined where GitHub does not say. */
  readonly runUrl: string | undefined;
  readonly commit: string;
  readonly ref: string;
  /** The checkout of the files; git has its top there. */
  readonly workspace: string;
}

export function placeOf({ env, cwd }: Pick<World, 'env' | 'cwd'>): Place {
  const [owner = '', repository = ''] = (env.GITHUB_REPOSITORY ?? '').split('/');
  if (!isName(owner) || !isName(repository))
    throw new ActionFailure('GITHUB_REPOSITORY names no repository: this runs in a job of GitHub only.');
  const server = env.GITHUB_SERVER_URL ?? 'https://github.com';
  const url = /^https?:\/\/[\w.:-]+$/.test(server) ? `${server}/${owner}/${repository}` : undefined;
  const run = env.GITHUB_RUN_ID ?? '';
  return {
    owner,
    repository,
    apiUrl: env.GITHUB_API_URL ?? 'https://api.github.com',
    actor: env.GITHUB_ACTOR ?? '',
    url,
    runUrl: url !== undefined && /^\d+$/.test(run) ? `${url}/actions/runs/${run}` : undefined,
    commit: shaIn(env.GITHUB_SHA),
    ref: env.GITHUB_REF ?? '',
    workspace: env.GITHUB_WORKSPACE ?? cwd,
  };
}

const isName = (text: string): boolean => /^[A-Za-z0-9._-]+$/.test(text);

/** The event of the job. Throws ActionFailure for one that the Action has no use for, or must not be used with. */
export async function eventOf({ env }: Pick<World, 'env'>): Promise<Event> {
  const name = env.GITHUB_EVENT_NAME ?? '';
  const payload = await payloadOf(env.GITHUB_EVENT_PATH);
  const event = parsed(name, payload);
  if (event) return event;
  if (name === 'pull_request_target')
    throw new ActionFailure('pull_request_target gives the files of strangers a token that may write: it is refused.', {
      hint: 'Use pull_request, and workflow_run for what needs a key.',
    });
  throw new ActionFailure('The Action has no use for the event that started this job.', {
    hint: 'It knows pull_request, pull_request_review, workflow_run, merge_group, push, schedule, workflow_dispatch and issues.',
  });
}

async function payloadOf(path: string | undefined): Promise<unknown> {
  if (path === undefined) return undefined;
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new ActionFailure('The event of the job cannot be read.', { cause });
  }
}

function parsed(name: string, payload: unknown): Event | undefined {
  switch (name) {
    case 'pull_request':
    case 'pull_request_review': {
      const before = at(payload, 'before');
      const head = shaIn(at(payload, 'pull_request', 'head', 'sha'));
      const number = numberIn(at(payload, 'pull_request', 'number'));
      return { kind: 'pull-request', number, head, before: isSha(before) ? before : undefined };
    }
    case 'workflow_run':
      return { kind: 'after-check', head: shaIn(at(payload, 'workflow_run', 'head_sha')) };
    case 'merge_group':
      return {
        kind: 'merge-group',
        head: shaIn(at(payload, 'merge_group', 'head_sha')),
        base: shaIn(at(payload, 'merge_group', 'base_sha')),
      };
    case 'push': {
      const ref = String(at(payload, 'ref') ?? '');
      const branch = ref.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : '';
      return { kind: 'push', branch, before: shaIn(at(payload, 'before')), after: shaIn(at(payload, 'after')) };
    }
    case 'schedule':
      return { kind: 'schedule' };
    case 'workflow_dispatch':
      return { kind: 'by-hand' };
    case 'issues': {
      const before = at(payload, 'changes', 'body', 'from');
      return {
        kind: 'issue',
        number: numberIn(at(payload, 'issue', 'number')),
        before: typeof before === 'string' ? before : undefined,
        after: String(at(payload, 'issue', 'body') ?? ''),
      };
    }
    default:
      return undefined;
  }
}

function at(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = Reflect.get(found, key);
  }
  return found;
}

const isSha = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{40,64}$/.test(value);

function shaIn(value: unknown): string {
  if (isSha(value)) return value;
  throw new ActionFailure('The event names no commit where it should.');
}

function numberIn(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  throw new ActionFailure('The event names no number where it should.');
}
