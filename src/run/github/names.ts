/** Names that the workflows, the Action and the advice on a repository share. */

/** One account of a repository. */
export interface RepositoryAccount {
  readonly account: string;
  /** From the top of the repository; `.` is the top. */
  readonly directory: string;
}

/** Holds a key that only reads; workflows of the default branch may use it. */
const PLAN_ENVIRONMENT = 'ringctl-plan';
/** Holds a key that writes. */
const APPLY_ENVIRONMENT = 'ringctl-apply';
/** As a secret of these environments. */
export const KEY_NAME = 'RINGOVER_API_KEY';

export type Purpose = 'plan' | 'apply';

/** Each account has environments of its own, so that no job sees the key of another one. `suffix` is the account or what stands for it. */
export function environmentFor(purpose: Purpose, accounts: readonly RepositoryAccount[], suffix: string): string {
  const name = purpose === 'plan' ? PLAN_ENVIRONMENT : APPLY_ENVIRONMENT;
  return accounts.length > 1 ? `${name}-${suffix}` : name;
}

/** The check of an account on a commit, which a pull request has to pass. */
export const checkName = (account: string): string => `ringctl plan ${account}`;
