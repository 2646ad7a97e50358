import { environmentFor, KEY_NAME, type Purpose, type RepositoryAccount } from './names.js';

export interface WorkflowOptions {
  readonly accounts: readonly RepositoryAccount[];
  readonly defaultBranch: string;
  /** `OWNER/NAME/PATH@COMMIT`, or undefined for the copy of the Action that the repository holds. */
  readonly action: string | undefined;
}

/** Commits of actions of others, with the versions that they are. Checked against the host before a release. */
export const PINNED = Object.freeze({
  checkout: 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1',
  upload: 'actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1',
});

/** Where the copy of the Action stands in a repository that holds it. */
export const OWN_ACTION = '.github/actions/ringctl';

/**
 * The workflows of a repository, by path. What comes from a pull request is data: it is never run, and no job that a pull request can start
 * sees a key. The Action itself is taken from the default branch, or from a commit that is named whole.
 */
export function workflowFiles(options: WorkflowOptions): ReadonlyMap<string, string> {
  return new Map([
    ['.github/workflows/pull-request.yml', pullRequest(options)],
    ['.github/workflows/plan.yml', plan(options)],
    ['.github/workflows/apply.yml', apply(options)],
    ['.github/workflows/revoke.yml', revoke(options)],
  ]);
}

const CHECK_WORKFLOW = 'ringctl pull request';

/** An expression of the workflow language. */
const value = (text: string): string => `\${{ ${text} }}`;

const DEFAULT_BRANCH = value('github.event.repository.default_branch');

const pullRequest = (
  options: WorkflowOptions,
): string => `# Checks a pull request, those of forks too: no key, no secrets, and nothing of the change is run.
name: ${CHECK_WORKFLOW}
on:
  pull_request: {}
  pull_request_review: { types: [submitted, dismissed] }
  merge_group: {}
permissions: {}
concurrency:
  group: ringctl-check-${value('github.event.pull_request.number || github.sha')}
  cancel-in-progress: true
jobs:
  check:
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions: { contents: read, pull-requests: read }
    steps:
      - uses: ${PINNED.checkout}
        with: { ref: '${DEFAULT_BRANCH}', persist-credentials: false }
      - uses: ${PINNED.checkout}
        with: { path: tree, fetch-depth: 0, persist-credentials: false }
      - uses: ${actionOf(options)}
        with:
          command: plan
          path: tree
          directories: |
${options.accounts.map(({ directory }) => `            ${directory}\n`).join('')}`;

const plan = (
  options: WorkflowOptions,
): string => `# Plans what a checked pull request would change, and says so on it. Runs code of the default branch only; the change is data.
name: ringctl plan
on:
  workflow_run: { workflows: [${CHECK_WORKFLOW}], types: [completed] }
permissions: {}
jobs:
${matrixJob(options, '    if: github.event.workflow_run.head_repository.full_name == github.repository\n')}  plan:
${needs(options)}    # Branches of this repository. Of forks the check has told what the files say; they see no key.
    if: >-
      github.event.workflow_run.event != 'merge_group' &&
      github.event.workflow_run.head_repository.full_name == github.repository
    runs-on: ubuntu-24.04
    timeout-minutes: 20
    environment: ${environment('plan', options)}
    permissions: { contents: read, pull-requests: write, checks: write, issues: write }
    concurrency:
      group: ringctl-plan-${value('github.event.workflow_run.head_branch')}${perAccount(options)}
      cancel-in-progress: true
    steps:
      - uses: ${PINNED.checkout}
        with: { ref: '${DEFAULT_BRANCH}', persist-credentials: false }
      - uses: ${PINNED.checkout}
        with: { ref: '${value('github.event.workflow_run.head_sha')}', path: tree, fetch-depth: 0, persist-credentials: false }
      - uses: ${actionOf(options)}
        id: plan
        env: ${KEY}
        with:
          command: plan
          path: tree
${directory(options)}      - uses: ${PINNED.upload}
        if: always() && steps.plan.outputs.plan-file != ''
        with: { name: 'ringctl-plan${perAccount(options)}', path: '${value('steps.plan.outputs.plan-file')}', if-no-files-found: ignore, retention-days: 14 }
`;

const apply = (
  options: WorkflowOptions,
): string => `# Carries out what was approved; each day what the files say begins or ends, and what was changed in the account by somebody else; steps by hand as they are ticked.
name: ringctl apply
on:
  push: { branches: [${options.defaultBranch}] }
  schedule:
    - cron: '17 4 * * *'
  issues: { types: [edited] }
permissions: {}
jobs:
${matrixJob(options, OF_OURS)}  apply:
${needs(options)}${OF_OURS}    runs-on: ubuntu-24.04
    timeout-minutes: 60
    environment: ${environment('apply', options)}
    # contents: the ledger is a branch of this repository.
    permissions: { contents: write, pull-requests: write, checks: write, issues: write }
    concurrency:
      group: ringctl-apply${perAccount(options)}
      cancel-in-progress: false
    steps:
      - uses: ${PINNED.checkout}
        with: { ref: '${DEFAULT_BRANCH}', fetch-depth: 0, persist-credentials: false }
${step(options, 'apply', "github.event_name != 'issues'")}${step(options, 'drift', "always() && github.event_name == 'schedule'")}${step(options, 'steps', "github.event_name == 'issues'")}`;

/** Of all issues only those that the Action keeps. */
const OF_OURS = "    if: github.event_name != 'issues' || contains(github.event.issue.labels.*.name, 'ringctl')\n";

const revoke = (
  options: WorkflowOptions,
): string => `# For whoever is on call: cuts people off now and holds them, whatever the files say.
name: ringctl revoke
on:
  workflow_dispatch:
    inputs:
      emails: { description: 'Addresses, with commas between them', required: true, type: string }
      reason: { description: 'Why; it is kept', required: true, type: string }
permissions: {}
jobs:
${matrixJob(options, '')}  revoke:
${needs(options)}    runs-on: ubuntu-24.04
    timeout-minutes: 20
    environment: ${environment('apply', options)}
    permissions: { contents: write, issues: write }
    concurrency:
      group: ringctl-apply${perAccount(options)}
      cancel-in-progress: false
    steps:
      - uses: ${PINNED.checkout}
        with: { ref: '${DEFAULT_BRANCH}', fetch-depth: 0, persist-credentials: false }
${step(options, 'revoke', '')}          emails: ${value('inputs.emails')}
          reason: ${value('inputs.reason')}
`;

const KEY = `{ ${KEY_NAME}: '${value(`secrets.${KEY_NAME}`)}' }`;

const step = (options: WorkflowOptions, command: string, when: string): string =>
  `      - uses: ${actionOf(options)}
${when === '' ? '' : `        if: ${when}\n`}        env: ${KEY}
        with:
          command: ${command}
${directory(options)}`;

const actionOf = ({ action }: WorkflowOptions): string => action ?? `./${OWN_ACTION}`;

const isOne = ({ accounts }: WorkflowOptions): boolean => accounts.length === 1;

/** A job for each account: the Action says which there are. */
const matrixJob = (options: WorkflowOptions, condition: string): string =>
  isOne(options)
    ? ''
    : `  accounts:
${condition}    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions: { contents: read }
    outputs: { matrix: '${value('steps.accounts.outputs.matrix')}' }
    steps:
      - uses: ${PINNED.checkout}
        with: { ref: '${DEFAULT_BRANCH}', persist-credentials: false }
      - uses: ${actionOf(options)}
        id: accounts
        with: { command: matrix }
`;

const needs = (options: WorkflowOptions): string =>
  isOne(options)
    ? ''
    : `    needs: accounts
    strategy:
      fail-fast: false
      matrix: ${value('fromJSON(needs.accounts.outputs.matrix)')}
`;

const perAccount = (options: WorkflowOptions): string => (isOne(options) ? '' : `-${value('matrix.account')}`);

const environment = (purpose: Purpose, { accounts }: WorkflowOptions): string =>
  environmentFor(purpose, accounts, value('matrix.account'));

const directory = (options: WorkflowOptions): string =>
  `          directories: ${isOne(options) ? options.accounts[0]?.directory : value('matrix.directory')}\n`;
