import { type CodeEntry, error, warning } from './code-entry.js';

/** What policies and tests of the files find. They need the day, and what everybody can do once everything is worked out. */
export const POLICY_CODES = {
  POLICY_DENIED: error(
    'policies',
    'Somebody has, or would have, what a policy denies.',
    'Take it away from them, or add them under except with a reason and a last day.',
  ),
  POLICY_CONFLICT: error(
    'policies',
    'Somebody has, or would have, together what a policy keeps apart.',
    'Take one of them away, or add the person under except with a reason and a last day.',
  ),
  POLICY_WARNED: warning(
    'policies',
    'Somebody has, or would have, what a policy warns of.',
    'Take it away from them, or let it stand.',
  ),
  APPROVAL_NEEDED: warning(
    'policies',
    'A plan gives somebody what a policy lets others approve.',
    'Ask one of those who are named. On the command line nothing stops.',
  ),
  POLICY_UNCERTAIN: warning(
    'policies',
    'Whether somebody breaks a policy cannot be told, since the files or the account do not say enough.',
    'State what is named, or plan: the account may say more than the files.',
  ),
  RULE_LOOSENED: warning(
    'policies',
    'Compared with the base revision, the files loosen what judges changes: a policy, a limit, what a file may state, or who a login stands for. What cannot be shown to be no looser counts as looser.',
    'Review it as you would review privileged access: the rules of the base judge this change, and these the next one.',
  ),
  RULE_CHANGED: warning(
    'policies',
    'Compared with the base revision, the files add, tighten or reword a policy, a limit or what a file may state.',
    'Nothing must be done. A policy that is new or stricter counts at once, a limit from the next change on.',
  ),
  EXCEPTION_OVER: error(
    'policies',
    'The last day of an exception from a policy has passed.',
    'Delete the exception, or give it a new reason and a new last day.',
  ),
  EXCEPTION_ENDS_SOON: warning(
    'policies',
    'An exception from a policy ends within 14 days.',
    'Take the access away before that day, or renew the exception.',
  ),
  BAD_CONDITION: error(
    'policies',
    'The condition of a policy is not CEL, is not true or false, or cannot be worked out for somebody.',
    'Correct the place that is shown.',
  ),
  TEST_FAILED: error(
    'policies',
    'A test of the files is not true, or cannot be shown to be true.',
    'Correct the access of the people who are named, or the test.',
  ),
} as const satisfies Record<string, CodeEntry>;
