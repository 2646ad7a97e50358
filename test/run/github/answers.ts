import type { ReadGitHub } from '../../../src/run/github/repository.js';

export const REPOSITORY = 'acme/telephony';

const bound = { protected_branches: false, custom_branch_policies: true };
const branches = { branch_policies: [{ name: 'main' }] };
const key = { secrets: [{ name: 'RINGOVER_API_KEY' }] };

/** What the code host answers for a repository whose settings are as recommended. */
export const GOOD: Readonly<Record<string, unknown>> = {
  '': {
    default_branch: 'main',
    private: false,
    security_and_analysis: { secret_scanning_push_protection: { status: 'enabled' } },
  },
  '/rules/branches/main?per_page=100': [
    {
      type: 'pull_request',
      parameters: {
        required_approving_review_count: 1,
        dismiss_stale_reviews_on_push: true,
        require_code_owner_review: true,
        require_last_push_approval: true,
      },
    },
    { type: 'required_status_checks', parameters: { required_status_checks: [{ context: 'ringctl plan acme' }] } },
    { type: 'non_fast_forward' },
    { type: 'deletion' },
  ],
  '/rulesets?per_page=100': [{ id: 7 }],
  '/rulesets/7': { bypass_actors: [] },
  '/actions/permissions': { allowed_actions: 'selected', sha_pinning_required: true },
  '/actions/permissions/workflow': { default_workflow_permissions: 'read', can_approve_pull_request_reviews: false },
  '/actions/permissions/fork-pr-contributor-approval': { approval_policy: 'all_external_contributors' },
  '/actions/secrets?per_page=100': { secrets: [{ name: 'OTHER' }] },
  '/environments?per_page=100': {
    environments: ['ringctl-plan', 'ringctl-apply'].map((name) => ({ name, deployment_branch_policy: bound })),
  },
  '/environments/ringctl-plan/deployment-branch-policies?per_page=100': branches,
  '/environments/ringctl-apply/deployment-branch-policies?per_page=100': branches,
  '/environments/ringctl-plan/secrets?per_page=100': key,
  '/environments/ringctl-apply/secrets?per_page=100': key,
};

/** Answers as the code host does, with some answers of one's own; a number is a status. What it does not know is 404. */
export function answers(changed: Readonly<Record<string, unknown>> = {}): ReadGitHub {
  const all = { ...GOOD, ...changed };
  return async (path) => {
    const rest = path.slice(`/repos/${REPOSITORY}`.length);
    const answer = all[rest];
    if (answer === undefined) return { status: 404, body: { message: 'Not Found' } };
    return typeof answer === 'number' ? { status: answer, body: {} } : { status: 200, body: answer };
  };
}
