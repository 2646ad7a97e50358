import { type CodeEntry, error, warning } from './code-entry.js';

/** What can be wrong with the table of people that pull takes. */
export const PULL_CODES = {
  PEOPLE_TABLE: error(
    'account',
    'The table of people cannot be read as a table.',
    'Save it as CSV in UTF-8, with a header of address, profile and level.',
  ),
  PEOPLE_ROW: error(
    'account',
    'A row of the table of people says what cannot be so, or what the account says otherwise.',
    'Correct the row.',
  ),
  PEOPLE_UNSEEN: warning(
    'account',
    'A row of the table of people is about somebody whom the account does not show.',
    'Write external people into the files yourself; leave out who was archived.',
  ),
} as const satisfies Record<string, CodeEntry>;
