import { type CodeEntry, error, warning } from './code-entry.js';
import { TEXT_CODES } from './file-codes.js';
import { POLICY_CODES } from './policy-codes.js';
import { PROVIDER_CODES, PROVIDER_FILE_CODES } from './provider-codes.js';
import { PULL_CODES } from './pull-codes.js';
import { RECORD_CODES } from './record-codes.js';
import { RULE_CODES } from './rule-codes.js';

export { POLICY_CODES } from './policy-codes.js';

/** Codes are stable: within a version they are only added to. The docs' table is generated from this one. */
export const FILE_CODES = { ...TEXT_CODES, ...RULE_CODES, ...PROVIDER_FILE_CODES };

export const ACCOUNT_CODES = {
  AMBIGUOUS_NAME: error(
    'account',
    'Two profiles or two groups of the account have the same name.',
    'Rename one of them in the account; ringctl writes neither until then.',
  ),
  UNMANAGEABLE_ADDRESS: warning(
    'account',
    'A person in the account has an address that cannot be compared safely.',
    'Give the person an ASCII address in the account; until then ringctl leaves them alone.',
  ),
  NO_INVITE: error(
    'account',
    'A person does not exist in the account and the files do not say with which number and plan to invite them.',
    'State invite with number and plan, or external: true.',
  ),
  UNKNOWN_NUMBER: error('account', 'A number is not one of the account.', 'Use a number of the account.'),
  NUMBER_NOT_FREE: error('account', 'The number of an invitation is in use.', 'Choose a free number.'),
  UNKNOWN_PLAN: error(
    'account',
    'The account has no licences of this plan.',
    'Use the name of a plan that the account has.',
  ),
  NO_FREE_LICENCE: error(
    'account',
    'There are fewer free licences of a plan than people to invite with it.',
    'Order licences, or free one.',
  ),
  UNKNOWN_IVR: error(
    'account',
    'A scope names an IVR that the account does not have.',
    'Correct the name, or create the IVR.',
  ),
  EXTERNAL_MISMATCH: error(
    'account',
    'The files say that a person is external and the account says they are not, or the other way round.',
    'Correct the files: an external user cannot become a licensed one, nor the other way round.',
  ),
  SUPERADMIN_MISMATCH: error(
    'account',
    'The files name a superadministrator whom the account does not have as such.',
    'Correct superAdmin in the files; ringctl never writes it.',
  ),
  OWN_ACCESS_FIRST: error(
    'account',
    'A step must wait until the one who carries out the plan has changed their own access, which comes last.',
    'Carry out the plan as somebody else, or change that access in a plan of its own.',
  ),
  SUPERADMIN_PROTECTED: error(
    'account',
    'The files would change the dashboard access, or the existence, of the superadministrator.',
    'Take it out of the files, or state superAdmin: true.',
  ),
  PREVIOUS_STILL_THERE: error(
    'account',
    'Both the earlier and the new name or address exist in the account.',
    'Take out previously, or settle by hand which of the two stays.',
  ),
  UNKNOWN_TARGET: error(
    'account',
    'A --target or --exclude names nothing that the files or the account have.',
    'Use a key as the plan prints it, such as user:ada@acme.example.',
  ),
  EXCLUDED_NEEDED: error(
    'account',
    'A resource is excluded from the plan, does not exist yet, and is needed by what stays in the plan.',
    'Exclude what needs it as well, or take the exclusion back.',
  ),
  DELETE_NOT_ALLOWED: warning(
    'account',
    'A person with ensure: absent is archived instead of deleted.',
    'Add --allow-delete to plan and apply if the recordings may be lost.',
  ),
  LIMIT_EXCEEDED: error(
    'account',
    'The plan touches more people than a limit of ringctl.yaml allows, or takes away what must stay.',
    'Split the change, or accept exactly this plan once: the refusal prints the command.',
  ),
  HELD: warning(
    'account',
    'A person was cut off and is held: the plan leaves out what the files say of them.',
    'Release the hold when it is over, with a reason.',
  ),
  HELD_GAINS: error(
    'account',
    'A person who is held would gain access through a profile or a group that the plan changes.',
    'Take them out of the profile and the group first, or release the hold.',
  ),
  FILES_EMPTY: error(
    'account',
    'The files name nobody and no profile any more, and they did when they were last applied.',
    'Look for files that were not found; an account is emptied in steps, or by ensure: archived.',
  ),
  STILL_IN_USE: warning(
    'account',
    'A profile or group that is not in the files stays, since somebody or something refers to it.',
    'Move its people first, or state it in the files.',
  ),
  ...PROVIDER_CODES,
  ...RECORD_CODES,
} as const satisfies Record<string, CodeEntry>;

export const CODES = { ...FILE_CODES, ...ACCOUNT_CODES, ...POLICY_CODES, ...PULL_CODES };
export type Code = keyof typeof CODES;
