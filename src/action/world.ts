/**
 * The GitHub Action: an event of a repository becomes a use case of `run`, and what came of it a comment, a check and a summary. Nothing here
 * decides what a plan is or carries a step out, and no text of files, accounts or people leaves it but through the renderers.
 */
import type { Sleep } from '../run/locked.js';

declare const RINGCTL_VERSION: string;
export const TOOL = Object.freeze({ name: 'ringctl', version: RINGCTL_VERSION });

/** All that a run touches of the world besides files, git and the addresses that it is given; tests bring their own. */
export interface World {
  readonly env: { readonly [name: string]: string | undefined };
  readonly cwd: string;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly now: () => Date;
  readonly sleep: Sleep;
  /** Writes to the log of the job, where a line that starts with `::` is a command. */
  readonly write: (text: string) => void;
  /** Something that nobody can foresee. */
  readonly token: () => string;
  readonly host: string;
  readonly pid: number;
}

/** The numbers of the command line. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** The run cannot go on, and it is no fault of ringctl: told in a sentence, with what to do. */
export class ActionFailure extends Error {
  override readonly name = 'ActionFailure';
  readonly code: ExitCode;
  readonly hint: string | undefined;
  constructor(
    message: string,
    { code = 1, hint, cause }: { readonly code?: ExitCode; readonly hint?: string; readonly cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.code = code;
    this.hint = hint;
  }
}
