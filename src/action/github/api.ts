import { type Octokit, RequestError } from 'octokit';
import { GitHubUnavailable } from './patient-fetch.js';

/** One repository. */
export interface Api extends Pick<Octokit, 'rest' | 'paginate'> {
  readonly here: { readonly owner: string; readonly repo: string; readonly per_page: 100 };
}

/** Undefined for what is not there, or may not be seen. */
export async function orNothing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    const status = statusOf(error);
    if (status === 404 || status === 403) return undefined;
    throw error;
  }
}

/** What GitHub answered; undefined for anything else that went wrong. */
export const statusOf = (error: unknown): number | undefined =>
  error instanceof RequestError ? error.status : undefined;

/** GitHub failed, or refused, and no fault of ours. */
export const isGitHubTrouble = (error: unknown): boolean =>
  error instanceof GitHubUnavailable || error instanceof RequestError || (error instanceof Error && isWrapped(error));

/** Octokit wraps what a fetch throws. */
const isWrapped = ({ cause }: Error): boolean => cause instanceof GitHubUnavailable;
