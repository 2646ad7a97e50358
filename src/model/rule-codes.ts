import { type CodeEntry, error, warning } from './code-entry.js';

/** What can be wrong with the files of an account together. */
export const RULE_CODES = {
  // ringctl.yaml
  REQUIRES_RANGE: error('files', 'requires is not a range of versions.', 'Write it as ">=1.0 <2".'),
  REQUIRES_VERSION: error(
    'files',
    'The files ask for another version of ringctl.',
    'Install a version in the range, or change requires.',
  ),
  UNKNOWN_TIME_ZONE: error('files', 'The time zone is not known.', 'Use a name such as Europe/Paris.'),
  FILE_MAY_NOT: error(
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
  // policies and tests
  UNKNOWN_CAPABILITY: error(
    'files',
    'A capability is not one that ringctl knows, or what stands in its brackets is not what it takes.',
    'Correct the name; an editor completes it.',
  ),
  UNKNOWN_USER: error(
    'files',
    'A policy or a test names somebody whom no file defines.',
    'Correct the address, or define the person.',
  ),
  POLICY_FORM: error(
    'files',
    'A policy has none or several of deny, warn, require-approval and conflict, or from without require-approval.',
    'Keep one of them; from belongs to require-approval.',
  ),
  TEST_FORM: error(
    'files',
    'A test does not say of whom it speaks, speaks of several, or says nothing of them.',
    'Write one of nobody, everybody, user, group and profile, and for the last three can or cannot.',
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
