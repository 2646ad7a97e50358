import type { Step } from './plan.js';

/** What became of one step that was sent, or could not be. */
export type Outcome =
  /** `isFound`: nobody knew, and reading told. */
  | { readonly kind: 'done'; readonly isFound?: true }
  /** The account said no, with a reason of its own. `isKeyRefused`: it would say so to every other step too. */
  | { readonly kind: 'refused'; readonly reason: string; readonly message: string; readonly isKeyRefused?: true }
  /** Somebody changed the value since it was read: nothing was written. */
  | { readonly kind: 'stale'; readonly message: string }
  /** Surely not carried out. `retryInMs`: the account has too many requests now, and takes none before. */
  | { readonly kind: 'not-sent'; readonly message: string; readonly retryInMs?: number }
  /** Nobody knows whether it was carried out: only reading tells. */
  | { readonly kind: 'ambiguous'; readonly message: string };

/** What reading tells of a step of which nobody knows whether it was carried out. */
export type StepState =
  | { readonly kind: 'done' }
  /** The account is as it was before the step. */
  | { readonly kind: 'open' }
  /** Neither: somebody else has been there. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'unknown'; readonly message: string };

export type StepResult =
  | { readonly step: Step; readonly outcome: Outcome }
  | {
      readonly step: Step;
      readonly skipped: {
        readonly because: 'failed-before' | 'by-hand' | 'waiting' | 'interrupted' | 'stopped';
        readonly of?: string;
      };
    };

export interface Report {
  readonly results: readonly StepResult[];
  readonly interrupted: boolean;
  /** Why nothing more was sent, where it was not the person who asked for it. */
  readonly halted?: Halt;
}

export interface Halt {
  readonly because: 'lock-lost' | 'ledger-unavailable' | 'key-refused' | 'outcome-unknown' | 'failures';
  readonly message: string;
}
