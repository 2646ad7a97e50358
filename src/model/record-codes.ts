import { type CodeEntry, warning } from './code-entry.js';

/** What is known of an account only because somebody said so. */
export const RECORD_CODES = {
  NEVER_CONFIRMED: warning(
    'account',
    'The service does not show some of what the files state, and nobody has recorded how it is.',
    'Look at it on the dashboard and record it: ringctl baseline.',
  ),
  RECORDED_LONG_AGO: warning(
    'account',
    'Some of what the plan relies on was recorded longer ago than limits.recordedMaxAge.',
    'Look at it on the dashboard again and record it anew: ringctl baseline.',
  ),
} as const satisfies Record<string, CodeEntry>;
