import type { ExitCode } from './exit-code.js';

/** The run cannot go on, and it is no fault of ringctl: told in a sentence, with what to do. */
export class Failure extends Error {
  override readonly name = 'Failure';
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
