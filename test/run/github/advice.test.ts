import { describe, expect, test } from 'vitest';
import { type Advice, adviceFor } from '../../../src/run/github/advice.js';
import { type ReadGitHub, RepositoryUnreadable, readRepository } from '../../../src/run/github/repository.js';
import { answers, GOOD, REPOSITORY } from './answers.js';

const ACCOUNTS = [{ account: 'acme', directory: '.' }];
const adviceOn = async (read: ReadGitHub) => adviceFor(await readRepository(REPOSITORY, read), ACCOUNTS);
const ids = (advice: readonly Advice[], state: Advice['state']) =>
  advice.filter((one) => one.state === state).map(({ id }) => id);

/** Each changes one setting; only what watches it may speak. */
const LOOSENED: readonly (readonly [string, string, unknown])[] = [
  ['key-in-repository', '/actions/secrets?per_page=100', { secrets: [{ name: 'RINGOVER_API_KEY_ACME' }] }],
  ['review', '/rules/branches/main?per_page=100', withReview({ required_approving_review_count: 0 })],
  ['stale-review', '/rules/branches/main?per_page=100', withReview({ dismiss_stale_reviews_on_push: false })],
  ['last-push', '/rules/branches/main?per_page=100', withReview({ require_last_push_approval: false })],
  ['code-owners', '/rules/branches/main?per_page=100', withReview({ require_code_owner_review: false })],
  ['required-check', '/rules/branches/main?per_page=100', without('required_status_checks')],
  ['force-push', '/rules/branches/main?per_page=100', without('non_fast_forward')],
  ['force-push', '/rules/branches/main?per_page=100', without('deletion')],
  ['bypass', '/rulesets/7', { bypass_actors: [{ actor_id: 1 }] }],
  ['pinned-actions', '/actions/permissions', { allowed_actions: 'selected', sha_pinning_required: false }],
  ['allowed-actions', '/actions/permissions', { allowed_actions: 'all', sha_pinning_required: true }],
  ['token', '/actions/permissions/workflow', { default_workflow_permissions: 'write' }],
  [
    'token',
    '/actions/permissions/workflow',
    { default_workflow_permissions: 'read', can_approve_pull_request_reviews: true },
  ],
  ['forks', '/actions/permissions/fork-pr-contributor-approval', { approval_policy: 'first_time_contributors' }],
  ['environment-ringctl-plan', '/environments?per_page=100', { environments: environments().slice(1) }],
  [
    'environment-ringctl-apply-branches',
    '/environments?per_page=100',
    { environments: [environments()[0], { name: 'ringctl-apply', deployment_branch_policy: null }] },
  ],
  [
    'environment-ringctl-apply-branches',
    '/environments/ringctl-apply/deployment-branch-policies?per_page=100',
    { branch_policies: [{ name: 'main' }, { name: 'release/*' }] },
  ],
  ['environment-ringctl-plan-key', '/environments/ringctl-plan/secrets?per_page=100', { secrets: [] }],
];

describe('advice on the settings of a repository', () => {
  test('finds nothing weak where everything is as recommended', async () => {
    const advice = await adviceOn(answers());
    expect(ids(advice, 'weak')).toEqual([]);
    expect(ids(advice, 'unknown')).toEqual([]);
    expect(ids(advice, 'good').length).toBeGreaterThanOrEqual(17);
  });

  test.each(LOOSENED)('%s is named when %s says otherwise', async (id, path, answer) => {
    const advice = await adviceOn(answers({ [path]: answer }));
    expect(ids(advice, 'weak')).toEqual([id]);
    expect(advice.find((one) => one.id === id)?.remedy).toBeTruthy();
  });

  test('what may not be read is not known, and neither good nor weak', async () => {
    const advice = await adviceOn(async (path) =>
      path === `/repos/${REPOSITORY}` ? answers()(path) : { status: 403, body: {} },
    );
    expect(ids(advice, 'weak')).toEqual([]);
    expect(ids(advice, 'good')).toEqual(['push-protection']);
  });

  test('a repository without rules and environments is told all of it', async () => {
    const advice = await adviceOn(async (path) =>
      path === `/repos/${REPOSITORY}` ? answers()(path) : { status: 404, body: {} },
    );
    expect(ids(advice, 'weak')).toEqual(
      expect.arrayContaining(['environment-ringctl-plan', 'environment-ringctl-apply', 'review', 'force-push']),
    );
  });

  test('branch protection counts as rules do', async () => {
    const advice = await adviceOn(
      answers({
        '/rules/branches/main?per_page=100': [],
        '/rulesets?per_page=100': [],
        '/branches/main/protection': {
          required_pull_request_reviews: {
            required_approving_review_count: 1,
            dismiss_stale_reviews: true,
            require_code_owner_reviews: true,
            require_last_push_approval: true,
          },
          required_status_checks: { contexts: ['ringctl plan acme'] },
          allow_force_pushes: { enabled: false },
          allow_deletions: { enabled: false },
          enforce_admins: { enabled: false },
        },
      }),
    );
    expect(ids(advice, 'weak')).toEqual(['bypass']);
  });

  test('a repository that is not there, or a host that fails, is an error and no advice', async () => {
    await expect(adviceOn(async () => ({ status: 404, body: {} }))).rejects.toThrow(RepositoryUnreadable);
    await expect(adviceOn(answers({ '/actions/permissions': 500 }))).rejects.toThrow(RepositoryUnreadable);
  });
});

function withReview(changed: object): unknown {
  return rules().map((rule) =>
    rule.type === 'pull_request' ? { ...rule, parameters: { ...rule.parameters, ...changed } } : rule,
  );
}

function without(type: string): unknown {
  return rules().filter((rule) => rule.type !== type);
}

function rules(): readonly { readonly type: string; readonly parameters?: object }[] {
  return GOOD['/rules/branches/main?per_page=100'] as readonly {
    readonly type: string;
    readonly parameters?: object;
  }[];
}

function environments(): readonly unknown[] {
  return (GOOD['/environments?per_page=100'] as { readonly environments: readonly unknown[] }).environments;
}
