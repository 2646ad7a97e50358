import { readDocument } from '../../config/document.js';
import type { Advice } from './advice.js';

export interface TextFile {
  /** From the top of the repository, with slashes. */
  readonly path: string;
  readonly text: string;
}

interface Workflow {
  readonly path: string;
  readonly content: Tree;
  readonly jobs: readonly (readonly [string, Tree])[];
}
type Tree = Readonly<Record<string, unknown>>;

/** What must hold for every workflow of a repository from which an account is changed: each can run with what the repository has. */
export function workflowAdvice(files: readonly TextFile[]): readonly Advice[] {
  return files.flatMap(({ path, text }) => {
    const { value } = readDocument({ path, bytes: Buffer.from(text) });
    const content = tree(value);
    if (Object.keys(content).length === 0)
      return [weak(path, 'unreadable', 'is no workflow that can be read', 'Mend it, or take it out.')];
    const workflow = {
      path,
      content,
      jobs: Object.entries(tree(content.jobs)).map(([id, job]) => [id, tree(job)] as const),
    };
    const faults = RULES.flatMap((rule) => rule(workflow));
    return faults.length > 0
      ? faults
      : [{ id: 'workflow', state: 'good' as const, message: `${path} runs nothing of a stranger with a secret.` }];
  });
}

const RULES: readonly ((workflow: Workflow) => readonly Advice[])[] = [
  runsNoStrangers,
  asksForLittle,
  pinsActions,
  evaluatesNoText,
  keepsNoCredentials,
  givesNoSecretsToChanges,
];

function runsNoStrangers({ path, content }: Workflow): readonly Advice[] {
  if (!eventsOf(content).includes('pull_request_target')) return [];
  return [
    weak(
      path,
      'pull-request-target',
      'runs with secrets on pull requests of strangers',
      'Use pull_request instead of pull_request_target.',
    ),
  ];
}

function asksForLittle({ path, content, jobs }: Workflow): readonly Advice[] {
  const isLittle = (permissions: unknown) => permissions !== undefined && permissions !== 'write-all';
  if (isLittle(content.permissions) || (jobs.length > 0 && jobs.every(([, job]) => isLittle(job.permissions))))
    return [];
  return [
    weak(
      path,
      'permissions',
      'does not say what its token may do',
      'Write "permissions: {}" at its top, and what a job needs in the job.',
    ),
  ];
}

function pinsActions({ path, jobs }: Workflow): readonly Advice[] {
  const used = jobs.flatMap(([, job]) => [job.uses, ...stepsOf(job).map((step) => step.uses)]);
  const loose = used.filter((name): name is string => typeof name === 'string' && !isPinned(name));
  return loose.map((name) =>
    weak(path, 'unpinned', `uses ${name}, whose code can be replaced`, 'Name the commit with all its 40 digits.'),
  );
}

export const isPinned = (name: string): boolean =>
  name.startsWith('./') || /@[0-9a-f]{40}$/.test(name) || /^docker:\/\/.+@sha256:[0-9a-f]{64}$/.test(name);

/** What an expression leaves in a script is run as a part of it. */
function evaluatesNoText({ path, jobs }: Workflow): readonly Advice[] {
  return jobs.flatMap(([id, job]) => {
    const scripts = stepsOf(job).flatMap((step) => [step.run, tree(step.with).script]);
    if (!scripts.some((script) => typeof script === 'string' && script.includes('${{'))) return [];
    return [
      weak(
        path,
        'expression-in-script',
        `puts an expression into a script of job ${id}`,
        'Pass it through env and use the variable.',
      ),
    ];
  });
}

function keepsNoCredentials({ path, jobs }: Workflow): readonly Advice[] {
  const kept = jobs.filter(([, job]) =>
    stepsOf(job).some(
      (step) =>
        typeof step.uses === 'string' &&
        step.uses.startsWith('actions/checkout@') &&
        tree(step.with)['persist-credentials'] !== false,
    ),
  );
  return kept.map(([id]) =>
    weak(
      path,
      'kept-credentials',
      `leaves its token on the disk in job ${id}`,
      'Give actions/checkout persist-credentials: false.',
    ),
  );
}

function givesNoSecretsToChanges({ path, content, jobs }: Workflow): readonly Advice[] {
  const isOpen = eventsOf(content).some((event) => event === 'pull_request' || event === 'pull_request_target');
  return jobs.flatMap(([id, job]) => {
    const inherits = job.secrets === 'inherit';
    const uses = isOpen && /\bsecrets\s*[.[]/.test(JSON.stringify(job).replaceAll('secrets.GITHUB_TOKEN', ''));
    if (!inherits && !uses) return [];
    return [
      weak(
        path,
        'secrets',
        `gives secrets to job ${id}, which a change can rewrite`,
        'Keep secrets for jobs of the default branch, in an environment bound to it.',
      ),
    ];
  });
}

function eventsOf({ on }: Tree): readonly string[] {
  if (typeof on === 'string') return [on];
  return Array.isArray(on) ? on.map(String) : Object.keys(tree(on));
}

const stepsOf = ({ steps }: Tree): readonly Tree[] => (Array.isArray(steps) ? steps.map(tree) : []);

const weak = (path: string, id: string, what: string, remedy: string): Advice => ({
  id: `workflow-${id}`,
  state: 'weak',
  message: `${path} ${what}.`,
  remedy,
});

const tree = (value: unknown): Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {};
