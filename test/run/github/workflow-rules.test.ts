import { describe, expect, test } from 'vitest';
import { workflowAdvice } from '../../../src/run/github/workflow-rules.js';

/** What the runner replaces before it runs anything. */
const expression = (text: string): string => `$\{{ ${text} }}`;
const SHA = '3d3c42e5aac5ba805825da76410c181273ba90b1';
const GOOD = `name: check
on: { pull_request: {} }
permissions: {}
jobs:
  check:
    runs-on: ubuntu-24.04
    permissions: { contents: read }
    steps:
      - uses: actions/checkout@${SHA} # v7.0.1
        with: { persist-credentials: false }
      - uses: ./.github/actions/ringctl
      - env: { TITLE: '\${{ github.event.pull_request.title }}' }
        run: echo "$TITLE"
`;

const weakIn = (text: string) =>
  workflowAdvice([{ path: '.github/workflows/x.yml', text }])
    .filter(({ state }) => state === 'weak')
    .map(({ id }) => id.replace('workflow-', ''));

describe('rules for workflows', () => {
  test('one that keeps them all is good', () => {
    expect(workflowAdvice([{ path: 'x.yml', text: GOOD }])).toEqual([expect.objectContaining({ state: 'good' })]);
  });

  test.each([
    ['pull-request-target', GOOD.replace('{ pull_request: {} }', 'pull_request_target')],
    ['pull-request-target', GOOD.replace('{ pull_request: {} }', '[push, pull_request_target]')],
    ['permissions', GOOD.replace('permissions: {}\n', '').replace('    permissions: { contents: read }\n', '')],
    [
      'permissions',
      GOOD.replace('permissions: {}', 'permissions: write-all').replace('    permissions: { contents: read }\n', ''),
    ],
    ['unpinned', GOOD.replace(SHA, 'v7')],
    ['unpinned', GOOD.replace(SHA, SHA.slice(0, 12))],
    ['expression-in-script', GOOD.replace('echo "$TITLE"', `echo "${expression('github.event.pull_request.title')}"`)],
    [
      'expression-in-script',
      GOOD.replace('run: echo "$TITLE"', `with: { script: "${expression('steps.a.outputs.b')}" }`),
    ],
    ['kept-credentials', GOOD.replace('        with: { persist-credentials: false }\n', '')],
    ['secrets', GOOD.replace('github.event.pull_request.title', 'secrets.RINGOVER_API_KEY')],
    ['secrets', GOOD.replace('    runs-on: ubuntu-24.04\n', '    secrets: inherit\n')],
    ['unreadable', 'a: [b'],
    ['unreadable', ''],
  ])('%s is found', (id, text) => {
    expect(text).not.toBe(GOOD);
    expect(weakIn(text)).toContain(id);
  });

  test('the token of the workflow itself is no secret of the repository', () => {
    expect(weakIn(GOOD.replace('github.event.pull_request.title', 'secrets.GITHUB_TOKEN'))).toEqual([]);
  });
});
