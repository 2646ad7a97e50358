import type { AccountState, UserState } from '../model/index.js';
import type { Answer } from './answer.js';
import type { Access } from './effective.js';

/** One person of a state, as a policy looks at them. */
export interface Judged {
  readonly state: AccountState;
  readonly user: UserState;
  readonly access: Access;
}

/** `failed`: the condition cannot be worked out for this person, whatever is known of them. */
export type ConditionAnswer = Answer | 'failed';

/** Answers the `when` of policies. What does so needs an interpreter, and is loaded only where some policy has one. */
export interface Conditions {
  readonly answer: (when: string, person: Judged) => ConditionAnswer;
}

/** For files without conditions. */
export const NO_CONDITIONS: Conditions = Object.freeze({ answer: () => 'failed' });
