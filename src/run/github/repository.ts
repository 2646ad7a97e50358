/** What the code host says of a repository's settings. Nothing here is changed: every request reads. */

/** One request; answers the status and what came with it, parsed. Throws where the host cannot be reached. */
export type ReadGitHub = (path: string) => Promise<{ readonly status: number; readonly body: unknown }>;

/** What was read, or why not: a setting that may not be read is never taken for a good one, nor for a bad one. */
export type Read<T> =
  | { readonly known: true; readonly value: T }
  | { readonly known: false; readonly why: 'not-allowed' | 'not-there' };

export interface Environment {
  readonly name: string;
  /** Names of branches that may use it; undefined: all of them. */
  readonly branches: Read<readonly string[] | undefined>;
  readonly secrets: Read<readonly string[]>;
}

export interface Rule {
  readonly type: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface RepositorySettings {
  readonly name: string;
  readonly defaultBranch: string;
  readonly isPublic: boolean;
  /** Rules that hold for the default branch, those of rulesets and of branch protection alike. */
  readonly rules: Read<readonly Rule[]>;
  /** Who may pass the rules. */
  readonly bypassers: Read<number>;
  readonly actions: Read<{ readonly allowed: string; readonly mustBePinned: boolean }>;
  readonly token: Read<{ readonly writes: boolean; readonly approves: boolean }>;
  /** Whose pull requests from forks wait for an approval before they run. */
  readonly forks: Read<string>;
  readonly pushProtection: Read<boolean>;
  readonly secrets: Read<readonly string[]>;
  readonly environments: Read<readonly Environment[]>;
}

/** The repository does not exist for whoever asks, or the host does not answer as it should. */
export class RepositoryUnreadable extends Error {
  override readonly name = 'RepositoryUnreadable';
}

/** Reads everything that has a say in who can change the account through this repository. */
export async function readRepository(name: string, read: ReadGitHub): Promise<RepositorySettings> {
  const base = `/repos/${name}`;
  const { status, body } = await read(base);
  if (status !== 200)
    throw new RepositoryUnreadable(
      status === 404 || status === 403
        ? `The repository ${name} does not exist, or the token may not see it.`
        : `The code host answered ${status} for the repository ${name}.`,
    );
  const repository = record(body);
  const defaultBranch = text(repository.default_branch);
  const at = <T>(path: string, parse: (body: unknown) => T) => readAt(read, `${base}${path}`, parse);
  const [rules, actions, token, forks, secrets, environments] = await Promise.all([
    rulesOf(read, base, defaultBranch),
    at('/actions/permissions', actionsOf),
    at('/actions/permissions/workflow', tokenOf),
    at('/actions/permissions/fork-pr-contributor-approval', (answer) => text(record(answer).approval_policy)),
    at('/actions/secrets?per_page=100', namesOf('secrets')),
    environmentsOf(read, base),
  ]);
  return {
    name,
    defaultBranch,
    isPublic: repository.private === false,
    ...rules,
    actions,
    token,
    forks,
    pushProtection: pushProtectionOf(repository.security_and_analysis),
    secrets,
    environments,
  };
}

async function readAt<T>(read: ReadGitHub, path: string, parse: (body: unknown) => T): Promise<Read<T>> {
  const { status, body } = await read(path);
  if (status === 200) return { known: true, value: parse(body) };
  if (status === 404) return { known: false, why: 'not-there' };
  if (status === 401 || status === 403) return { known: false, why: 'not-allowed' };
  throw new RepositoryUnreadable(`The code host answered ${status} for ${path}.`);
}

async function rulesOf(
  read: ReadGitHub,
  base: string,
  branch: string,
): Promise<Pick<RepositorySettings, 'rules' | 'bypassers'>> {
  const name = encodeURIComponent(branch);
  const [active, classic, rulesets] = await Promise.all([
    readAt(read, `${base}/rules/branches/${name}?per_page=100`, (body) => list(body).map(ruleOf)),
    readAt(read, `${base}/branches/${name}/protection`, (body) => record(body)),
    readAt(read, `${base}/rulesets?per_page=100`, (body) => list(body).map((one) => Number(record(one).id))),
  ]);
  const protection = classic.known ? classicRules(classic.value) : [];
  const rules: Read<readonly Rule[]> =
    active.known || classic.known
      ? { known: true, value: [...(active.known ? active.value : []), ...protection] }
      : active;
  return { rules, bypassers: await bypassersOf(read, { base, rulesets, classic }) };
}

interface Bypass {
  readonly base: string;
  readonly rulesets: Read<readonly number[]>;
  readonly classic: Read<Readonly<Record<string, unknown>>>;
}

/** Only who may change a ruleset is told who may pass it. */
async function bypassersOf(read: ReadGitHub, { base, rulesets, classic }: Bypass): Promise<Read<number>> {
  const administrators = classic.known && record(classic.value.enforce_admins).enabled === false ? 1 : 0;
  if (!rulesets.known) return classic.known ? { known: true, value: administrators } : rulesets;
  let actors = administrators;
  for (const id of rulesets.value) {
    const ruleset = await readAt(read, `${base}/rulesets/${id}`, (body) => record(body).bypass_actors);
    if (!ruleset.known || ruleset.value === undefined) return { known: false, why: 'not-allowed' };
    actors += list(ruleset.value).length;
  }
  return { known: true, value: actors };
}

const ruleOf = (body: unknown): Rule => ({
  type: text(record(body).type),
  parameters: record(record(body).parameters),
});

/** Branch protection in the words of rulesets. */
function classicRules(protection: Readonly<Record<string, unknown>>): readonly Rule[] {
  const reviews = record(protection.required_pull_request_reviews);
  const checks = record(protection.required_status_checks);
  const isOff = (key: string) => record(protection[key]).enabled === false;
  const contexts = list(checks.contexts).map((context) => ({ context }));
  return [
    ...(protection.required_pull_request_reviews === undefined
      ? []
      : [
          {
            type: 'pull_request',
            parameters: {
              ...reviews,
              dismiss_stale_reviews_on_push: reviews.dismiss_stale_reviews,
              require_code_owner_review: reviews.require_code_owner_reviews,
            },
          },
        ]),
    ...(contexts.length > 0
      ? [{ type: 'required_status_checks', parameters: { required_status_checks: contexts } }]
      : []),
    ...(isOff('allow_force_pushes') ? [{ type: 'non_fast_forward', parameters: {} }] : []),
    ...(isOff('allow_deletions') ? [{ type: 'deletion', parameters: {} }] : []),
  ];
}

const actionsOf = (body: unknown) => ({
  allowed: text(record(body).allowed_actions) || 'all',
  mustBePinned: record(body).sha_pinning_required === true,
});

const tokenOf = (body: unknown) => ({
  writes: record(body).default_workflow_permissions === 'write',
  approves: record(body).can_approve_pull_request_reviews === true,
});

/** Only administrators are told. */
function pushProtectionOf(analysis: unknown): Read<boolean> {
  const { status } = record(record(analysis).secret_scanning_push_protection);
  if (typeof status !== 'string') return { known: false, why: 'not-allowed' };
  return { known: true, value: status === 'enabled' };
}

async function environmentsOf(read: ReadGitHub, base: string): Promise<Read<readonly Environment[]>> {
  const found = await readAt(read, `${base}/environments?per_page=100`, (body) =>
    list(record(body).environments).map(record),
  );
  if (!found.known) return found;
  return { known: true, value: await Promise.all(found.value.map((one) => environmentOf(read, base, one))) };
}

async function environmentOf(
  read: ReadGitHub,
  base: string,
  environment: Readonly<Record<string, unknown>>,
): Promise<Environment> {
  const name = text(environment.name);
  const path = `${base}/environments/${encodeURIComponent(name)}`;
  const policy = record(environment.deployment_branch_policy);
  const branches: Environment['branches'] =
    policy.custom_branch_policies === true
      ? await readAt(read, `${path}/deployment-branch-policies?per_page=100`, namesOf('branch_policies'))
      : { known: true, value: undefined };
  return { name, branches, secrets: await readAt(read, `${path}/secrets?per_page=100`, namesOf('secrets')) };
}

const namesOf =
  (key: string) =>
  (body: unknown): readonly string[] =>
    list(record(body)[key]).map((one) => text(record(one).name));

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (Object.fromEntries(Object.entries(value)) as Readonly<Record<string, unknown>>)
    : {};
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
