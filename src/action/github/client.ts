import { Octokit } from 'octokit';
import type { Place } from '../event.js';
import { TOOL, type World } from '../world.js';
import { checkRuns, checks } from './check-runs.js';
import { comments, issues, labels } from './conversations.js';
import { patientFetch } from './patient-fetch.js';
import { commits, people, pulls } from './pulls.js';

export { isGitHubTrouble, statusOf } from './api.js';
export type * from './values.js';

/** What the Action asks of GitHub, in small values. All of it throws GitHubUnavailable, or RequestError with the status that GitHub answered. */
export type GitHub = ReturnType<typeof gitHub>;

export function gitHub(place: Pick<Place, 'owner' | 'repository' | 'apiUrl'>, token: string, world: World) {
  const { owner, repository: repo } = place;
  const send = patientFetch(world);
  const octokit = new Octokit({
    auth: token,
    baseUrl: place.apiUrl,
    userAgent: `${TOOL.name}/${TOOL.version}`,
    request: { fetch: (url: string, options: RequestInit) => send(new Request(url, options)) },
    // One place waits, and it waits by the clock that it is given.
    retry: { enabled: false },
    throttle: { enabled: false },
    log: SILENT,
  });
  const { rest, paginate } = octokit;
  const api = { rest, paginate, here: { owner, repo, per_page: 100 } } as const;
  return {
    ...pulls(api),
    ...commits(api),
    ...people(api),
    ...comments(api),
    ...issues(api),
    ...labels(api),
    ...checkRuns(api),
    ...checks(api),
  };
}

const SILENT = Object.freeze({ debug: () => {}, info: () => {}, warn: () => {}, error: () => {} });
