/** What no source says of the public API and the embedded account does all the same. Where sources disagree, see the modes. */
export const PUBLIC_ASSUMPTIONS = {
  ownerBoundsTheKey:
    'What the owner of a key may not do on the dashboard, their key may not do either: the same rules as everywhere decide, and what they refuse as not allowed is 401. Reading is decided by the key alone.',
  refusedIsBadRequest:
    'Whatever else the rules refuse is 400, such as a number in use or an unknown plan: the sources know neither 403 nor 409. So is a body that is too large or no JSON.',
  textsOfErrors: 'The texts of errors are ours, except those of a missing and of a wrong key.',
  rightsWhereNoneIsNamed:
    'Profiles, numbers blocked by a person, and the deprecated way to add people need the right for users: the sources name none, and do not say that none is needed.',
  teamLevel:
    'Team, plans, profiles, presences of everybody, tags, conferences and changes of groups are at the level of the team, hence 401 without Monitoring.',
  onlyActiveLicensedPeople:
    'Archived and external people are in no list and at no address. Only deleting reaches somebody archived.',
  removalIsNamed: 'Without a type, nobody is removed: 400.',
  deletedTypeIsNamedExactly: 'The type is DELETED or ARCHIVED in capital letters.',
  invitedStartWithLeast:
    'An invited person has the least-granting value of each permission, no dashboard access and no groups, and waits until they answer.',
  inviterIsKnown:
    'Whoever is named as the inviter is somebody that the key sees; the action log names the owner of the key.',
  addedGetFirstPlan:
    'The deprecated way to add people names no plan: it takes the first one with a free licence. Names are empty, and the answer is the person.',
  allOrNone: 'A list of people to invite or to put into a group is carried out whole or not at all.',
  pageLimits: 'A limit above the largest is the largest; a limit or offset that is no number is as if it were missing.',
  filtersHaveDefaults:
    'Each filter of numbers has its own default, so that asking for the numbers of people gives the available ones too, unless those are declined.',
  faxIsAType: 'The number of a fax has the type FAX. Only PHONE has a source.',
  numbersMove:
    'A number that somebody or something has goes to whoever is named, except that of a fax. It takes the page Numbers, with both sides in sight there.',
  ringDurationTakesMonitoringOnly:
    'Ring durations and open access need Monitoring and none of the rights, to the letter of the source.',
  commentChangesByPatch:
    'The comment on a number that a person blocked is changed by PATCH at the address of the number.',
  callbackNeedsPlan: 'A callback needs a licence of one of the two named plans, held by the owner of the key.',
  weekStartsOnMonday: 'Days are counted from Monday, 1; 0 and 7 are both Sunday.',
  whoeverHasNoPlanning:
    'Whoever has no planning has one of UTC that is switched off; whoever has no presence has one device.',
  namesOfLogo: 'People have no picture, all the same colour, and the name of the team as their company.',
} as const;

/** Plans whose licence includes the callback. */
export const CALLBACK_PLANS: readonly string[] = ['Business', 'Advanced'];
export const LONGEST_COMMENT = 500;
export const PERSON_COLOR = '#0b6b74';
/** Seconds that a person's telephone rings in a group. */
export const LONGEST_RING = 295;
export const RING_STEP = 5;
/** A PIN of a conference: this many digits. */
export const PIN = /^\d{1,10}$/;
