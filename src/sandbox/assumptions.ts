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
    'Whoever may write the page Users without being technical changes members of the groups in their scope only, and gives nothing that they do not hold themselves.',
  administratorsGuardEachOther:
    'What an administrator may not do to another one, nobody else but the superadministrator may do either.',
  membershipIsNoAccess:
    'Administrators may put each other, and the superadministrator, into groups: the sources protect their access only.',
  profileReachesAdministrators:
    'Whoever may change a profile changes the permissions of the administrators who are linked to it too.',
  superAdministratorOwnValues:
    'Nobody changes dashboard access, link or existence of the superadministrator; other values only they themselves.',
  onlySuperAdministratorTemplatesAdmin:
    'A profile whose dashboard is admin can be made and linked by the superadministrator only, since linking grants admin.',
  wholeAccountReadByUsersPage:
    'The lists are given whole, to administrators and to those who may read the page Users everywhere, or not at all.',
  anyWholeSeconds: 'After-call work may last any whole number of seconds: no source lists the durations.',
  callerIdsCombine: 'The ways of choosing a caller ID may be combined: the source leaves it open.',
  addressesIgnoreCase: 'Two addresses that differ only in the case of ASCII letters are the same.',
} as const;

/** Longest name of a person, profile or group. No source states one. */
export const LONGEST_NAME = 200;
/** Largest number of entries in one page of a list. The sources state 1,000 where they state one. */
export const LARGEST_PAGE = 1000;
/** People in one request that changes the members of a group. */
export const LARGEST_BATCH = 1000;
export const LARGEST_BODY_BYTES = 1024 * 1024;
