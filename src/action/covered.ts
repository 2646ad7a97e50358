import { type Approver, approversOf } from './approvals.js';
import type { Pull } from './github/client.js';
import { reviewedAt } from './pull-request.js';
import { GOOD_FOR_MS, type Reviewed } from './record.js';
import type { Session } from './session.js';

/** A merged pull request that no apply has covered yet. */
export interface CoveredPull {
  readonly pull: Pull;
  /** What was shown of it; undefined where nothing was, or too long before the merge. */
  readonly reviewed: Reviewed | undefined;
  readonly approvers: readonly Approver[];
  /** Whoever wrote a part of it. */
  readonly authors: readonly string[];
}

export interface Covered {
  readonly pulls: readonly CoveredPull[];
  /** The last commit whose apply came to its end; undefined where none is known. */
  readonly applied: string | undefined;
}

export const applyCheckName = (account: string): string => `ringctl apply ${account}`;

/** All that was merged up to a commit since an apply came to its end: one apply carries it out together. */
export async function coveredBy(session: Session, account: string, commit: string): Promise<Covered> {
  const { github } = session;
  const pulls = new Map<number, CoveredPull>();
  for (const sha of await github.commitsFrom(commit)) {
    const [last] = await github.checkRuns(sha, applyCheckName(account));
    if (last?.conclusion === 'success') return { pulls: [...pulls.values()], applied: sha };
    for (const pull of await github.pullsOf(sha))
      if (pull.mergedAt !== undefined && pull.base.branch === session.defaultBranch && !pulls.has(pull.number))
        pulls.set(pull.number, await coveredPull(session, account, pull));
  }
  return { pulls: [...pulls.values()], applied: undefined };
}

async function coveredPull(session: Session, account: string, pull: Pull): Promise<CoveredPull> {
  const reviewed = await reviewedAt(session, pull.head, account);
  const age = Date.parse(pull.mergedAt ?? '') - Date.parse(reviewed?.at ?? '');
  return {
    pull,
    reviewed: age <= GOOD_FOR_MS ? reviewed : undefined,
    approvers: approversOf(await session.github.reviews(pull.number), pull.head),
    authors: [pull.author, ...(await session.github.committers(pull.number))],
  };
}
