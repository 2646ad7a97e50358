import { checkName, environmentFor, KEY_NAME, type Purpose, type RepositoryAccount } from './names.js';
import type { Environment, Read, RepositorySettings, Rule } from './repository.js';

export interface Advice {
  /** Stable, for programs. */
  readonly id: string;
  /** `unknown`: whoever asks may not read it. */
  readonly state: 'good' | 'weak' | 'unknown';
  /** What is so. */
  readonly message: string;
  /** What to do about it, and where. */
  readonly remedy?: string;
}

/** What the settings of a repository should be, so that nobody changes the account without a review. In the order of harm. */
export function adviceFor(settings: RepositorySettings, accounts: readonly RepositoryAccount[]): readonly Advice[] {
  return [
    ...keyAdvice(settings),
    ...environmentAdvice(settings, accounts),
    ...branchAdvice(settings, accounts),
    ...actionsAdvice(settings),
  ];
}

const ENVIRONMENTS = 'Settings › Environments';
const RULES = 'Settings › Rules › Rulesets';
const ACTIONS = 'Settings › Actions › General';

function keyAdvice({ secrets }: RepositorySettings): readonly Advice[] {
  const open = (names: readonly string[]) => names.filter((name) => name.startsWith(KEY_NAME));
  return [
    judged('key-in-repository', secrets, {
      isGood: (names) => open(names).length === 0,
      good: 'No key of an account is a secret of the whole repository.',
      weak: (names) =>
        `${open(names).join(', ')} is a secret of the whole repository: a workflow on any branch can read it.`,
      remedy: `Move it to the environments that the workflows name (${ENVIRONMENTS}).`,
    }),
  ];
}

const PURPOSES: readonly Purpose[] = ['plan', 'apply'];

function environmentAdvice(
  { environments, defaultBranch }: RepositorySettings,
  accounts: readonly RepositoryAccount[],
): readonly Advice[] {
  const wanted = accounts.flatMap(({ account }) =>
    PURPOSES.map((purpose) => ({ purpose, name: environmentFor(purpose, accounts, account) })),
  );
  return wanted.flatMap(({ purpose, name }) => {
    const found: Read<Environment | undefined> = environments.known
      ? { known: true, value: environments.value.find((one) => one.name === name) }
      : environments.why === 'not-there'
        ? { known: true, value: undefined }
        : environments;
    const exists = judged(`environment-${name}`, found, {
      isGood: (one) => one !== undefined,
      good: `The environment ${name} exists.`,
      weak: () => `There is no environment ${name}, which keeps the key from every other branch.`,
      remedy: `Create it under ${ENVIRONMENTS}, for the branch ${defaultBranch} only, with the secret ${KEY_NAME}.`,
    });
    if (!found.known || !found.value) return [exists];
    return [exists, ...insideEnvironment(found.value, defaultBranch, purpose)];
  });
}

function insideEnvironment(
  { name, branches, secrets }: Environment,
  defaultBranch: string,
  purpose: Purpose,
): readonly Advice[] {
  return [
    judged(`environment-${name}-branches`, branches, {
      isGood: (names) => names !== undefined && names.length > 0 && names.every((one) => one === defaultBranch),
      good: `Only ${defaultBranch} may use the environment ${name}.`,
      weak: (names) =>
        names === undefined
          ? `The environment ${name} is not bound to ${defaultBranch} by name.`
          : `${names.join(', ') || 'No branch'} may use the environment ${name}, and only ${defaultBranch} should.`,
      remedy: `Under ${ENVIRONMENTS} › ${name} choose "Selected branches and tags" and ${defaultBranch} alone.`,
    }),
    judged(`environment-${name}-key`, secrets, {
      isGood: (names) => names.some((one) => one.startsWith(KEY_NAME)),
      good: `The environment ${name} has a key.`,
      weak: () => `The environment ${name} has no secret ${KEY_NAME}.`,
      remedy: `Add it under ${ENVIRONMENTS} › ${name}${purpose === 'plan' ? ', a key that only reads' : ''}.`,
    }),
  ];
}

function branchAdvice(
  { rules, bypassers, defaultBranch }: RepositorySettings,
  accounts: readonly RepositoryAccount[],
): readonly Advice[] {
  const found: Read<readonly Rule[]> = rules.known || rules.why === 'not-allowed' ? rules : { known: true, value: [] };
  const asked = [...reviewRules(defaultBranch), ...accounts.map(checkRule), historyRule(defaultBranch)].map(
    ({ id, isGood, good, weak, remedy }) =>
      judged(id, found, { isGood, good, weak: () => weak, remedy: `${RULES}: ${remedy}` }),
  );
  return [
    ...asked,
    judged('bypass', bypassers, {
      isGood: (number) => number === 0,
      good: 'Nobody may pass these rules.',
      weak: (number) => `${number === 1 ? '1 entry' : `${number} entries`} of a bypass list may pass these rules.`,
      remedy: `${RULES}: empty the bypass list.`,
    }),
  ];
}

interface AskedRule {
  readonly id: string;
  readonly isGood: (rules: readonly Rule[]) => boolean;
  readonly good: string;
  readonly weak: string;
  readonly remedy: string;
}

const reviewRules = (branch: string): readonly AskedRule[] => [
  {
    id: 'review',
    isGood: (all) => all.some(needsReview),
    good: `A change reaches ${branch} only through a pull request that somebody approved.`,
    weak: `A change reaches ${branch} without anybody's approval.`,
    remedy: 'require a pull request with at least 1 approval.',
  },
  {
    id: 'stale-review',
    isGood: (all) => all.some(demands('dismiss_stale_reviews_on_push')),
    good: 'A push takes earlier approvals back.',
    weak: 'An approval stays when something else is pushed after it.',
    remedy: 'dismiss stale approvals when new commits are pushed.',
  },
  {
    id: 'last-push',
    isGood: (all) => all.some(demands('require_last_push_approval')),
    good: 'Whoever pushed last does not approve it.',
    weak: 'Somebody can push to the pull request of another person and approve that.',
    remedy: 'require approval of the most recent reviewable push.',
  },
  {
    id: 'code-owners',
    isGood: (all) => all.some(demands('require_code_owner_review')),
    good: 'Owners of files approve what touches them.',
    weak: 'CODEOWNERS is not binding.',
    remedy: 'require review from code owners.',
  },
];

const checkRule = ({ account }: RepositoryAccount): AskedRule => ({
  id: 'required-check',
  isGood: (all) => all.some((rule) => asksFor(rule, checkName(account))),
  good: `The check "${checkName(account)}" has to pass before a merge.`,
  weak: `A pull request can be merged while the check "${checkName(account)}" fails or is missing.`,
  remedy: `require the status check "${checkName(account)}".`,
});

const historyRule = (branch: string): AskedRule => ({
  id: 'force-push',
  isGood: (all) => ['non_fast_forward', 'deletion'].every((type) => all.some((rule) => rule.type === type)),
  good: `${branch} can be neither rewritten nor deleted.`,
  weak: `${branch} can be rewritten or deleted, and with it what was reviewed.`,
  remedy: 'block force pushes and restrict deletions.',
});

const demands =
  (key: string) =>
  ({ type, parameters }: Rule): boolean =>
    type === 'pull_request' && parameters[key] === true;

const needsReview = ({ type, parameters }: Rule): boolean =>
  type === 'pull_request' && Number(parameters.required_approving_review_count ?? 0) >= 1;

function asksFor({ type, parameters }: Rule, check: string): boolean {
  const checks = parameters.required_status_checks;
  return type === 'required_status_checks' && Array.isArray(checks) && checks.some((one) => one?.context === check);
}

function actionsAdvice({ actions, token, forks, pushProtection, isPublic }: RepositorySettings): readonly Advice[] {
  return [
    judged('pinned-actions', actions, {
      isGood: ({ allowed, mustBePinned }) => mustBePinned || allowed === 'local_only',
      good: 'Actions of others run only at a full commit.',
      weak: () => 'An action of others may be named by a tag, which its owner can move.',
      remedy: `${ACTIONS}: require actions to be pinned to a full-length commit SHA.`,
    }),
    judged('allowed-actions', actions, {
      isGood: ({ allowed }) => allowed !== 'all',
      good: 'Not every action may run here.',
      weak: () => 'Every action of anybody may run here.',
      remedy: `${ACTIONS}: allow your own and a list of others: actions/checkout, actions/upload-artifact.`,
    }),
    judged('token', token, {
      isGood: ({ writes, approves }) => !writes && !approves,
      good: 'The token of a workflow reads, unless the workflow asks for more.',
      weak: ({ writes }) =>
        writes ? 'The token of every workflow may write.' : 'A workflow may approve pull requests.',
      remedy: `${ACTIONS}: read repository contents, and no creating or approving of pull requests.`,
    }),
    ...(isPublic
      ? [
          judged('forks', forks, {
            isGood: (policy) => policy === 'all_external_contributors',
            good: 'Workflows of forks wait until somebody lets them run.',
            weak: () => 'Workflows of some forks run without anybody having looked.',
            remedy: `${ACTIONS}: require approval for all external contributors.`,
          }),
        ]
      : []),
    judged('push-protection', pushProtection, {
      isGood: (isOn) => isOn,
      good: 'A key that somebody pushes by mistake is held back.',
      weak: () => 'A key that somebody pushes by mistake stays in the history.',
      remedy: 'Settings › Advanced Security: switch on push protection of secret scanning.',
    }),
  ];
}

interface Judging<T> {
  readonly isGood: (value: T) => boolean;
  readonly good: string;
  readonly weak: (value: T) => string;
  readonly remedy: string;
}

function judged<T>(id: string, found: Read<T>, { isGood, good, weak, remedy }: Judging<T>): Advice {
  if (!found.known) return { id, state: 'unknown', message: `Not known whether this holds: ${good}`, remedy };
  return isGood(found.value)
    ? { id, state: 'good', message: good }
    : { id, state: 'weak', message: weak(found.value), remedy };
}
