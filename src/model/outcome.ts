import type { Step } from './plan.js';

/** What became of one step that was sent, or could not be. */
export type Outcome =
  | { readonly kind: 'done' }
  /** The account said no, with a reason of its own. */
  | { readonly kind: 'refused'; readonly reason: string; readonly message: string }
  /** Somebody changed the value since it was read: nothing was written. */
  | { readonly kind: 'stale'; readonly message: string }
  /** The request never reached the account. */
  | { readonly kind: 'not-sent'; readonly message: string }
  /** Nobody knows whether it was carried out: only reading tells. */
  | { readonly kind: 'ambiguous'; readonly message: string };

export type StepResult =
  | { readonly step: Step; readonly outcome: Outcome }
  | {
      readonly step: Step;
      readonly skipped: {
        readonly because: 'failed-before' | 'by-hand' | 'interrupted' | 'stopped';
        readonly of?: string;
      };
    };

export interface Report {
  readonly results: readonly StepResult[];
  readonly interrupted: boolean;
}
