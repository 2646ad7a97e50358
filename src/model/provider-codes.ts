import { type CodeEntry, error, warning } from './code-entry.js';

/** What the real service does not show or is not trusted with yet. */
export const PROVIDER_CODES = {
  PERSON_GONE: error(
    'account',
    'A person of the files was in the account and is not in its list any more: archived, deleted or made external by somebody.',
    'State ensure: archived. To invite them anew, apply once without them.',
  ),
  ARCHIVED_NOT_LISTED: warning(
    'account',
    'People are to be invited whom the list of the account does not show, and archived people are in no list.',
    'Look on the dashboard whether one of them was archived; if so, bring them back there.',
  ),
  NOT_VERIFIED: warning(
    'account',
    'The plan would write to the real service, and nobody has stated yet that what is read of this team is right. apply refuses it.',
    'Compare the plan with the dashboard, then state the day as provider.verified.',
  ),
} as const satisfies Record<string, CodeEntry>;

/** Found in the files alone. */
export const PROVIDER_FILE_CODES = {
  SUPERADMIN_NOT_STATED: error(
    'files',
    'People who are not in the files would be archived, and the files do not say who the superadministrator is, which the service does not tell.',
    'State superAdmin: true for that person, or authority.users: additive.',
  ),
} as const satisfies Record<string, CodeEntry>;
