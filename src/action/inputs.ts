import { ActionFailure, type World } from './world.js';

export const COMMANDS = ['validate', 'plan', 'apply', 'drift', 'revoke', 'steps', 'matrix'] as const;
export type Command = (typeof COMMANDS)[number];

export interface Inputs {
  readonly command: Command;
  /** Paths from the top of the repository; empty is wherever a ringctl.yaml stands. */
  readonly directories: readonly string[];
  /** Where the files of the change are checked out, from the workspace; empty is the workspace itself. */
  readonly path: string;
  readonly token: string;
  /** Reads who belongs to a team, which the token of a job may not. */
  readonly teamToken: string;
  /** Teams as `@acme/security`, or addresses, who approve privileged gains and accept limits. */
  readonly approvals: readonly string[];
  readonly mask: 'auto' | 'always' | 'never';
  readonly emails: readonly string[];
  readonly reason: string;
  /** Of a plan that a person starts by hand: 16 digits or more. */
  readonly digest: string | undefined;
  /** Signs what was reviewed, so that no other workflow of the repository can write it. */
  readonly recordKey: string | undefined;
}

/** What the workflow says under `with`. Throws ActionFailure. */
export function inputsOf(env: World['env']): Inputs {
  const text = (name: string) => (env[`INPUT_${name.toUpperCase()}`] ?? '').trim();
  const list = (name: string) =>
    text(name)
      .split(/[\n,]/)
      .map((part) => part.trim())
      .filter((part) => part !== '');
  const token = text('github-token');
  if (token === '')
    throw new ActionFailure('There is no github-token.', {
      hint: 'Leave the input out: the token of the job is taken.',
    });
  const digest = text('digest');
  if (digest !== '' && !/^(sha256:)?[0-9a-f]{16,64}$/.test(digest))
    throw new ActionFailure('The input digest is no digest.', { hint: 'A plan prints it: 16 digits.' });
  return {
    command: oneOf('command', text('command') || 'plan', COMMANDS),
    directories: list('directories'),
    path: pathIn(text('path')),
    token,
    teamToken: text('team-token') || token,
    approvals: list('approvals').map(approverIn),
    mask: oneOf('mask-personal-data', text('mask-personal-data') || 'auto', ['auto', 'always', 'never']),
    emails: list('emails'),
    reason: text('reason'),
    digest: digest === '' ? undefined : digest,
    recordKey: text('record-key') || undefined,
  };
}

function oneOf<T extends string>(name: string, value: string, known: readonly T[]): T {
  const found = known.find((one) => one === value);
  if (found !== undefined) return found;
  throw new ActionFailure(`The input ${name} knows ${known.join(', ')}, and was given something else.`);
}

/** Inside of the workspace by its words alone; whether a link leads out is seen where it is looked at. */
function pathIn(text: string): string {
  const isPlain = !/^\/|[\\\0]|^[A-Za-z]:/.test(text) && !text.split('/').includes('..');
  if (isPlain) return text;
  throw new ActionFailure('The input path is a folder inside of the workspace, and was given something else.');
}

function approverIn(text: string): string {
  if (/^@[A-Za-z0-9-]+\/[A-Za-z0-9._-]+$/.test(text) || /^[^\s@/]+@[^\s@/]+$/.test(text)) return text;
  throw new ActionFailure(
    'The input approvals names teams like @acme/security, or addresses, and was given something else.',
  );
}
