import type { Coverage, Identity, Instant, Json, Live, Outcome, ResourceKey, Step, StepState } from '../model/index.js';

/** The two ports through which ringctl sees an account. A provider may not know files, plans as a whole, or output. */
export interface AccountReader {
  readonly coverage: Coverage;
  identity(): Promise<Identity>;
  /** All of the account, or it throws: what may not be seen is `unreadable`, never empty. */
  read(onProgress?: (done: number, total: number) => void): Promise<Live>;
  /**
   * What was done lately to a person, a profile or a group, the latest first, in one request. Absent where the provider keeps no such record.
   * Throws AccountUnreadable where it may not be read.
   */
  history?(key: ResourceKey): Promise<readonly PastAction[]>;
}

/** An action that the account has recorded. */
export interface PastAction {
  readonly at: Instant;
  /** Address of the person who did it; what the account says, in any form. */
  readonly by: string;
  /** The account's own word for it. */
  readonly action: string;
  /** Whether there was nothing of this name before, or is nothing after it. */
  readonly effect: 'made' | 'gone' | 'changed';
  /** What was written, by path as a plan has it: `permissions.snooze`, `dashboard`, `profile`. */
  readonly fields: ReadonlyMap<string, Json>;
  /** Memberships that began or ended with it. */
  readonly memberships: readonly ResourceKey[];
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
