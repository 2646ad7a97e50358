import { type Api, orNothing } from './api.js';
import { bodyOf, titleOf } from './lengths.js';
import { loginOf, type Pull, pullOf, type Review } from './values.js';

const MOST_COMMITS = 30;

export interface NewPull {
  readonly title: string;
  readonly body: string;
  /** Branches. */
  readonly head: string;
  readonly base: string;
}

export function pulls({ rest, paginate, here }: Api) {
  return {
    repository: async () => {
      const { data } = await rest.repos.get(here);
      return { isPrivate: data.private, defaultBranch: data.default_branch };
    },
    pull: async (number: number): Promise<Pull> =>
      pullOf((await rest.pulls.get({ ...here, pull_number: number })).data),
    /** The number of the open one that comes from this branch. */
    openPullFrom: async (branch: string): Promise<number | undefined> => {
      const { data } = await rest.pulls.list({ ...here, head: `${here.owner}:${branch}`, state: 'open' });
      return data.find(({ head }) => head.ref === branch)?.number;
    },
    openPull: async ({ title, body, head, base }: NewPull): Promise<number> =>
      (await rest.pulls.create({ ...here, title: titleOf(title), body: bodyOf(body), head, base })).data.number,
    /** Those that a commit belongs to. */
    pullsOf: async (commit: string): Promise<readonly Pull[]> => {
      const { data } = await rest.repos.listPullRequestsAssociatedWithCommit({ ...here, commit_sha: commit });
      return data.map(pullOf);
    },
    reviews: async (number: number): Promise<readonly Review[]> => {
      const all = await paginate(rest.pulls.listReviews, { ...here, pull_number: number });
      return all.map(({ user, state, commit_id, body }) => ({
        login: user?.login ?? '',
        isPerson: user?.type === 'User',
        state,
        commit: commit_id ?? '',
        body,
      }));
    },
    /** Everybody who wrote a commit of it. */
    committers: async (number: number): Promise<readonly string[]> => {
      const all = await paginate(rest.pulls.listCommits, { ...here, pull_number: number });
      return all.flatMap(({ author, committer }) => [author, committer].flatMap((one) => loginOf(one) ?? []));
    },
  };
}

export function commits({ rest, here }: Api) {
  return {
    /** The newest commit of a branch. */
    tip: async (branch: string): Promise<string> =>
      (await rest.git.getRef({ ...here, ref: `heads/${branch}` })).data.object.sha,
    /** From this one back, as many as are worth looking at. */
    commitsFrom: async (commit: string): Promise<readonly string[]> => {
      const { data } = await rest.repos.listCommits({ ...here, sha: commit, per_page: MOST_COMMITS });
      return data.map(({ sha }) => sha);
    },
  };
}

export function people({ rest, here }: Api) {
  return {
    mayWrite: async (login: string): Promise<boolean> => {
      const found = await orNothing(rest.repos.getCollaboratorPermissionLevel({ ...here, username: login }));
      return ['admin', 'maintain', 'write'].includes(found?.data.permission ?? '');
    },
    isMember: async (organisation: string, team: string, login: string): Promise<boolean> => {
      const names = { org: organisation, team_slug: team, username: login };
      return (await orNothing(rest.teams.getMembershipForUserInOrg(names)))?.data.state === 'active';
    },
  };
}
