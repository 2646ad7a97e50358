import type { Coverage, Identity, Live, Outcome, Step, StepState } from '../model/index.js';

/** The two ports through which ringctl sees an account. A provider may not know files, plans as a whole, or output. */
export interface AccountReader {
  readonly coverage: Coverage;
  identity(): Promise<Identity>;
  /** All of the account, or it throws: what may not be seen is `unreadable`, never empty. */
  read(onProgress?: (done: number, total: number) => void): Promise<Live>;
}

export interface AccountWriter {
  /** Carries out one step. Never throws for what the account answers: the outcome says it. */
  perform(step: Step, signal: AbortSignal): Promise<Outcome>;
  /** Reads whether a step was carried out. Changes nothing and never throws. */
  check(step: Step, signal: AbortSignal): Promise<StepState>;
}

export type Account = AccountReader & AccountWriter;

/** The account could not be reached, or not be read whole. Exit code 8. */
export class AccountUnreadable extends Error {
  override readonly name = 'AccountUnreadable';
  constructor(
    message: string,
    readonly facts: { readonly url?: string; readonly status?: number; readonly hint?: string },
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
