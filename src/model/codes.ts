interface CodeEntry {
  readonly severity: 'error' | 'warning';
  /** When it is found: reading the files alone, or comparing them with the account. */
  readonly phase: 'files' | 'account';
  readonly meaning: string;
  readonly remedy: string;
}

const error = (phase: CodeEntry['phase'], meaning: string, remedy: string): CodeEntry => ({
  severity: 'error',
  phase,
  meaning,
  remedy,
});
const warning = (phase: CodeEntry['phase'], meaning: string, remedy: string): CodeEntry => ({
  severity: 'warning',
  phase,
  meaning,
  remedy,
});

/** Codes are stable: within a version they are only added to. The docs' table is generated from this one. */
export const FILE_CODES = {
  // collecting files
  DIRECTORY_UNREADABLE: error(
    'files',
    'The directory does not exist, or it cannot be read.',
    'Correct the path, or the rights of the directory.',
  ),
  NO_SETTINGS: error(
    'files',
    'The directory has no ringctl.yaml.',
    'Write one, or let ringctl init do it; version and account are enough.',
  ),
  FILE_UNREADABLE: error(
    'files',
    'A file cannot be read, or it changed while it was opened.',
    'Correct the rights of the file, and run the command again.',
  ),
  LINK_REFUSED: error(
    'files',
    'A file or folder is a link.',
    'Put the file itself there: links may lead anywhere, so none is followed.',
  ),
  NOT_A_FILE: error(
    'files',
    'A name that ends in .yaml or .yml belongs to something that is not a regular file.',
    'Take it out of the directory.',
  ),
  CASE_CLASH: error(
    'files',
    'Two paths differ only in upper and lower case, so that some systems hold one of them.',
    'Rename one of the two.',
  ),
  FILE_TOO_LARGE: error('files', 'A file is larger than 32 MiB.', 'Divide it into several files.'),
  ACCOUNT_TOO_LARGE: error(
    'files',
    'The files of the account are larger than 256 MiB together, or more than 5,000.',
    'Divide the account, or take out what does not belong to it.',
  ),
  INCLUDE_PATH: error(
    'files',
    'A path under include is not a plain path to a file elsewhere in the repository.',
    'Write it as ../shared/templates.yaml, without a detour.',
  ),
  INCLUDE_NOT_FOUND: error('files', 'A file under include does not exist.', 'Correct the path, or delete it.'),
  INCLUDE_CONTENT: error(
    'files',
    'An included file states something other than templates.',
    'Keep in shared files only profiles with template: true.',
  ),
  // the text of a file
  INVALID_UTF8: error('files', 'The file is not UTF-8 text.', 'Save it as UTF-8.'),
  YAML_SYNTAX: error(
    'files',
    'The file is not valid YAML.',
    'Mend the place that is shown; one mistake of this kind is shown for each file.',
  ),
  DIRECTIVE: error('files', 'The file begins with a YAML directive.', 'Delete the line.'),
  SEVERAL_DOCUMENTS: error('files', 'The file holds more than one YAML document.', 'Put each into a file of its own.'),
  TAG: error('files', 'A value has a YAML tag.', 'Delete the tag.'),
  TOO_DEEP: error(
    'files',
    'Lists and mappings stand more than 32 deep in each other.',
    'Nothing that ringctl reads needs such depth: correct the file.',
  ),
  ALIAS_BOMB: error(
    'files',
    'The aliases of a file stand for more than 10,000 values.',
    'Write the values out, or use a template.',
  ),
  ALIAS_CIRCLE: error('files', 'An alias stands inside the value that it refers to.', 'Write the value out.'),
  UNKNOWN_ALIAS: error('files', 'An alias has no anchor before it.', 'Correct the name of the alias.'),
  MERGE_KEY: error('files', 'A mapping uses the merge key <<.', 'Use extends instead.'),
  FORBIDDEN_KEY: error(
    'files',
    'A key has a name that programs use for themselves, such as __proto__.',
    'Choose another name.',
  ),
  KEY_NOT_TEXT: error('files', 'A key is a list, a mapping or an alias.', 'Write the key as a word.'),
  DUPLICATE_KEY: error('files', 'A key is defined twice, in one file or in two.', 'Keep one of the two.'),
  NUMBER_TOO_LARGE: error(
    'files',
    'A whole number is too large to be kept exactly.',
    'Put it in quotes if it is text.',
  ),
  NUMBER_NOT_FINITE: error(
    'files',
    'A number is infinite, or not a number.',
    'Write a number, or put the text in quotes.',
  ),
  UNQUOTED_NUMBER: error(
    'files',
    'A phone number stands without quotes, so YAML reads it as a number.',
    'Put it in quotes.',
  ),
  CONTROL_CHARACTER: error(
    'files',
    'A text has a character that cannot be seen: control, direction, zero width, line break.',
    'Delete the character.',
  ),
  SURROUNDING_SPACE: error('files', 'A text begins or ends with a space.', 'Delete the space.'),
  SCALAR_TOO_LONG: error('files', 'A text is longer than 64 KiB.', 'Shorten it.'),
  // the shape of a file
  UNKNOWN_KEY: error('files', 'A key is not one that ringctl knows.', 'Correct the spelling, or delete the key.'),
  KEY_IN_WRONG_FILE: error(
    'files',
    'A key of ringctl.yaml stands in another file, or the other way round.',
    'Move the key.',
  ),
  MISSING_KEY: error('files', 'A key that must be there is missing.', 'Add it.'),
  NULL_VALUE: error(
    'files',
    'A key has no value.',
    'Write a value, or delete the key to leave it as it is in the account.',
  ),
  WRONG_TYPE: error(
    'files',
    'A value has the wrong form, such as a list where a word belongs.',
    'Write it in the form that is named.',
  ),
  WRONG_VALUE: error('files', 'A value is not one of those that are allowed.', 'Write one of those that are named.'),
  BAD_ID: error(
    'files',
    'An id has characters that ids do not have.',
    'Use letters, digits, dot, underscore and hyphen, at most 64.',
  ),
  RESERVED_ID: error('files', 'An id is a word that means something else where it is used.', 'Choose another id.'),
  BAD_ADDRESS: error(
    'files',
    'An address cannot be compared safely.',
    'Write an ASCII part, @ and a domain in small letters.',
  ),
  MIXED_SCRIPTS: error(
    'files',
    'The domain of an address mixes the letters of several scripts.',
    'Write the domain in one script.',
  ),
  // ringctl.yaml
  REQUIRES_RANGE: error('files', 'requires is not a range of versions.', 'Write it as ">=1.0 <2".'),
  REQUIRES_VERSION: error(
    'files',
    'The files ask for another version of ringctl.',
    'Install a version in the range, or change requires.',
  ),
  UNKNOWN_TIME_ZONE: error('files', 'The time zone is not known.', 'Use a name such as Europe/Paris.'),
  FILE_RIGHTS: error(
    'files',
    'A file states something that files in ringctl.yaml do not let it state.',
    'Move it to another file, or change files.',
  ),
  // references
  UNKNOWN_PROFILE: error(
    'files',
    'A person is linked to a profile that no file defines.',
    'Correct the id, or define the profile.',
  ),
  UNKNOWN_PARENT: error(
    'files',
    'extends names a profile that no file defines.',
    'Correct the id, or define the profile.',
  ),
  UNKNOWN_GROUP: error('files', 'A group is named that no file defines.', 'Correct the id, or define the group.'),
  UNKNOWN_LIST: error(
    'files',
    'editCallerId names a list that callerIds does not have.',
    'Correct the name, or define the list.',
  ),
  EXTENDS_CIRCLE: error('files', 'Profiles extend each other in a circle.', 'Take one extends out.'),
  LINK_TO_TEMPLATE: error(
    'files',
    'A person is linked to a template, which the account never has.',
    'Link to a profile that extends it.',
  ),
  NAME_TAKEN: error('files', 'Two profiles or two groups have one name in the account.', 'Rename one of them.'),
  NUMBER_TWICE: error('files', 'Two people are invited with one number.', 'Give one of them another number.'),
  // people
  PROFILE_AND_PERMISSIONS: error(
    'files',
    'A person is linked to a profile and has permissions of their own.',
    'Use a profile of its own, or an unlinked person that extends.',
  ),
  LOOK_ALIKE: error('files', 'Two addresses look like each other.', 'Check which one is right.'),
  PREVIOUSLY_DEFINED: error(
    'files',
    'previously names somebody or something that the files define as well.',
    'Delete one of the two.',
  ),
  PREVIOUSLY_TWICE: error('files', 'Two claim one earlier name or address.', 'Keep it at one of them.'),
  FROM_AFTER_UNTIL: error('files', 'from is later than until.', 'Exchange the days, or correct one.'),
  NO_SUCH_DAY: error('files', 'The calendar does not have this day.', 'Correct the day.'),
  EXTERNAL_USER: error('files', 'An external person has what only licensed people have.', 'Delete it, or external.'),
  SUPERADMIN_NOT_WRITTEN: error(
    'files',
    'The files state access or leaving of the superadministrator, which ringctl never writes.',
    'Delete it; superAdmin: true is only checked.',
  ),
  REQUIRED_ADMIN: error(
    'files',
    'A required administrator leaves, or is not an administrator, by the files.',
    'Correct the person, or limits.requiredAdmins.',
  ),
  INCOMPLETE: error(
    'files',
    'complete is true, and not all 35 permissions are stated.',
    'State the missing ones, or extend a profile that does.',
  ),
  PAGES_OF_LEVEL: error(
    'files',
    'Pages are given with the level none or admin, which have no list of pages.',
    'Delete the pages, or choose another level.',
  ),
  // warnings
  TAG_REQUIRED_WITHOUT_TAGS: warning(
    'files',
    'People must choose a tag, but have no field for tags.',
    'Set tagCalls to true, or tagsRequired to false.',
  ),
  TAG_REQUIRED_WITHOUT_WINDOW: warning(
    'files',
    'People must choose a tag in the After-Call window, but have no time after a call.',
    'Set afterCallWorkDuration, or tagsRequired to false.',
  ),
  NOTE_REQUIRED_WITHOUT_WINDOW: warning(
    'files',
    'People must write a note in the After-Call window, but have no time after a call.',
    'Set afterCallWorkDuration, or noteRequired to false.',
  ),
  ANSWER_WITHOUT_LIST: warning(
    'files',
    'People may answer waiting calls, but do not see the list in which they stand.',
    'Set showWaitingList to true, or pickUpWaitingListCalls to false.',
  ),
  DOWNLOAD_WITHOUT_PLAYING: warning(
    'files',
    'People may download recordings, but may play none.',
    'Set playRecordings to own or allIvr, or showDownloadButton to false.',
  ),
  CONTROL_WITHOUT_RECORDING: warning(
    'files',
    'People may start and stop a recording, but their calls are not recorded.',
    'Set allowToRecord to true, or startStopRecording to false.',
  ),
  NOTICE_WITHOUT_RECORDING: warning(
    'files',
    'Callers are told of a recording, but calls are not recorded.',
    'Set allowToRecord to true, or notifyWhenRecording to false.',
  ),
  VOLUME_WITHOUT_RECORDING: warning(
    'files',
    'A share of calls is to be recorded, but calls are not recorded.',
    'Set allowToRecord to true, or callRecordingVolume to 0%.',
  ),
  SETTING_OUT_OF_REACH: warning(
    'files',
    'People may change a setting, but may not open their settings, in which it stands.',
    'Set editSettings to true, or the permission to false.',
  ),
} as const satisfies Record<string, CodeEntry>;

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
  STILL_IN_USE: warning(
    'account',
    'A profile or group that is not in the files stays, since somebody or something refers to it.',
    'Move its people first, or state it in the files.',
  ),
} as const satisfies Record<string, CodeEntry>;

export const CODES = { ...FILE_CODES, ...ACCOUNT_CODES };
export type Code = keyof typeof CODES;
