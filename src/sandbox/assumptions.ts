/**
 * The embedded account: what the sources say of an account, as a program. It may not know files of desired state, plans or the command line.
 *
 * Where no source says what an account does, the embedded account does what stands here, and nowhere else.
 */
export const ASSUMPTIONS = {
  archivedKeepsNumberAndLicence:
    'Archiving blocks access and keeps number, licence, groups and values as data; only deleting frees number and licence. No source says what archiving frees.',
  restoredStartsAnew:
    'Inviting an archived address brings the same person back with number and licence, and with exactly the access of the request: no profile and no groups. No source describes it.',
  unlinkedKeepsValues:
    "A person who is unlinked keeps the profile's permissions as their own, and dashboard and groups as they are.",
  linkedStartsWithTemplate:
    "Linking replaces dashboard and groups by the profile's. The sources say that both come from the profile, not that the earlier ones go.",
  namesMayRepeat:
    'Two profiles, or two groups, may have the same name: no source forbids it. A name that two share cannot be referred to.',
  profileInUseStays: 'A profile with linked people cannot be deleted. No source describes deleting one.',
  groupInUseStays:
    'A group with active members, or that a profile or a dashboard names, cannot be deleted. No source describes deleting one.',
  groupsAndProfilesNeedUsersPage:
    'Groups and profiles are configured by administrators and by people of the level technical who may write the page Users everywhere: there is no page of their own.',
  delegatesAreLimited:
    'Whoever may write the page Users without being technical, or within some groups only, changes members of these groups only, and gives nothing that they do not hold themselves, nor the level technical with the page Users.',
  administratorsGuardEachOther:
    'Whoever manages people manages the administrators among them too, as the analysis of access says; what an administrator may not do to another one (anything but membership), nobody else but the superadministrator may do either. That is a guard on top of access.',
  archivedAreReachedAsKept:
    'Who may see an archived person, bring them back and delete them follows from the groups that are kept of them, as if they were there. What they have left behind is reached by nobody.',
  ownIsNoReach:
    'Everybody reads their own entry, ends their own sessions, and joins open groups as their permission says: none of it needs the page Users.',
  membershipIsNoAccess:
    'Administrators may put each other, and the superadministrator, into groups: the sources protect their access only.',
  profileReachesAdministrators:
    'Whoever may change a profile changes the permissions of the administrators who are linked to it too.',
  superAdministratorOwnValues:
    'Nobody changes dashboard access, link or existence of the superadministrator; other values only they themselves.',
  onlySuperAdministratorTemplatesAdmin:
    'A profile whose dashboard is admin can be made and linked by the superadministrator only, since linking grants admin.',
  wholeAccountReadByUsersPage:
    'The lists are given whole, to administrators and to those who may read the page Users everywhere, or not at all; numbers, IVRs and the action log also to those who may read that page everywhere. One number, one IVR, and what was done to one person are shown to whoever reaches them there.',
  numbersAreNoAccess:
    'Whoever may write the page Numbers gives numbers to everybody in sight there, administrators included, and may leave somebody without. A number that nobody has is in sight of all of them.',
  ivrNamesDiffer:
    'An IVR is not given the name of another one: scopes name IVRs, so that whoever is limited to the one would reach the other.',
  anyWholeSeconds: 'After-call work may last any whole number of seconds: no source lists the durations.',
  callerIdsCombine: 'The ways of choosing a caller ID may be combined: the source leaves it open.',
  addressesIgnoreCase: 'Two addresses that differ only in the case of ASCII letters are the same.',
  callsNeedPersonAndIvr:
    'A call through an IVR is in sight when the IVR is and its person is; a call of nobody belongs to the people of its IVR.',
  ownerlessIsOfTheAccount:
    'What has no person, group or IVR is not narrowed by a scope; campaigns and tasks of nobody need a scope of all groups.',
  ivrNamesNeedEveryIvr: 'An IVR is added and renamed by whoever sees all IVRs, and scopes follow the new name.',
  keysAreOwn: 'People make API keys for themselves only: a key acts as its owner.',
  stoppedRecordingIsGone: 'A recording that is stopped is not kept: a call has one value.',
  destinationIsSaid:
    'Whether a number is outside the plan or a French special one is said in the form: no source has a list.',
} as const;

/** Longest name of a person, profile or group. No source states one. */
export const LONGEST_NAME = 200;
/** Largest number of entries in one page of a list. The sources state 1,000 where they state one. */
export const LARGEST_PAGE = 1000;
/** People in one request that changes the members of a group. */
export const LARGEST_BATCH = 1000;
export const LARGEST_BODY_BYTES = 1024 * 1024;
