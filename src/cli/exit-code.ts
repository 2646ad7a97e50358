import { type Diagnostic, isError } from '../model/diagnostic.js';

/** Published: scripts rely on these numbers. A row is in the docs as it stands here. */
export const EXIT_CODES = {
  fine: { code: 0, word: 'fine', meaning: 'Fine, or nothing to do. Warnings never change the code.' },
  failed: { code: 1, word: 'failed', meaning: 'Failed, or wrong usage.' },
  changes: {
    code: 2,
    word: 'changes',
    meaning: 'Changes are pending. Only from `plan --detailed-exitcode` and from `drift`.',
  },
  invalid: {
    code: 3,
    word: 'files invalid',
    meaning: 'The files are invalid, or ask for what this account cannot have. Nothing was changed.',
  },
  refused: {
    code: 4,
    word: 'refused',
    meaning: 'Refused by a limit or a policy. Nothing was changed.',
  },
  stale: { code: 5, word: 'plan is stale', meaning: 'The plan is not the one that was approved. Nothing was changed.' },
  partly: {
    code: 6,
    word: 'partly applied',
    meaning: 'Partly applied: something was written, and the end is incomplete. Interruption counts.',
  },
  locked: {
    code: 7,
    word: 'locked',
    meaning: 'Somebody else holds the lock of this account. Nothing was read or sent.',
  },
  unreadable: {
    code: 8,
    word: 'account not read whole',
    meaning: 'The account could not be read whole, or not be reached. Nothing is planned from half an account.',
  },
  byHand: {
    code: 9,
    word: 'steps by hand',
    meaning:
      'Only steps by hand are left, and what waits for them. Only from `plan` and `apply` with `--detailed-exitcode`, otherwise 0.',
  },
  interrupted: { code: 130, word: 'interrupted', meaning: 'Interrupted before anything was written.' },
} as const;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES]['code'];

/** Which code speaks for several directories: the first that occurs. */
export const WORST_FIRST: readonly ExitCode[] = [8, 7, 3, 5, 4, 6, 130, 1, 9, 2, 0];

const REFUSALS: ReadonlySet<string> = new Set([
  'LIMIT_EXCEEDED',
  'HELD_GAINS',
  'FILES_EMPTY',
  'POLICY_DENIED',
  'POLICY_CONFLICT',
  'EXCEPTION_OVER',
  'NOT_VERIFIED',
]);

/** The code for a plan that has errors: 4 where limits and policies alone stand against it. Undefined where it has none. */
export function errorExitCode(diagnostics: readonly Diagnostic[]): ExitCode | undefined {
  const errors = diagnostics.filter(isError);
  if (errors.length === 0) return undefined;
  return errors.every(({ code }) => REFUSALS.has(code)) ? 4 : 3;
}

export function worst(codes: readonly ExitCode[]): ExitCode {
  return WORST_FIRST.find((code) => codes.includes(code)) ?? 0;
}
