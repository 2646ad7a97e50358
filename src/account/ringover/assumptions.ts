/** What no source says of the real service and this folder relies on all the same. The service is known second-hand: correct it here. */
export const RINGOVER_ASSUMPTIONS = {
  totalsCountTheLists:
    'The totals of GET /teams count the same people, groups, numbers and IVRs as their lists, and the total of a group counts its members. A list of another length is taken for cut off.',
  listsTakePages:
    'Lists for which no page is documented take limit_count and limit_offset as well, or leave them alone and come whole. A page of exactly 100 or 1,000 may not be the last.',
  orderIsStable:
    'Between two pages the order of a list stays the same, as groups have it by their id. The last row of a page is asked for again, and something changed if it is not there.',
  emptyIsEmpty: 'A list that is null, a 204 and a 200 without a body are each an empty list.',
  teamLevelNeedsMonitoring:
    'GET /teams is refused while Monitoring is off, as is whatever concerns the whole team: the view of one person never looks like an account.',
  listedIsActive:
    'Whoever is in the list of people is active and has a licence; archived and external people are in no list.',
  nobodyIsNullOrZero: 'A number that nobody has says null, 0 or nothing where the id would stand.',
  onlyPhonesAreFree: 'A number can be given to a person when nobody has it and its type is PHONE or not said.',
  invitedHaveLeast:
    'An invited person has none of the accesses that an invitation cannot carry until a link or a person gives them.',
  inviterOwnsTheKey: 'Whoever owns the key may be named as the one who invites.',
  assignedByPatch:
    'A profile is assigned by PATCH, as its neighbours are. The one source that names a method says POST.',
  changesAreSmall: 'At most 500 people are put into a group or taken out of it by one request.',
  keysAreOnTheDeveloperPage:
    'The rights of a key and its Monitoring are switched on the page Developer of the dashboard.',
  clientErrorsAreRefusals:
    'A 4xx in the form of the service means that nothing was carried out; in any other form nobody knows.',
} as const;

/** Requests a second that the service takes of one key, as several clients say. */
export const REQUESTS_PER_SECOND = 2;
/** Asked for in each page, and the largest that is given where one is stated. */
export const PAGE_SIZE = 1000;
/** Pages of such a length may be followed by another: the largest, and the one that is given when no length is asked for. */
export const FULL_PAGES: readonly number[] = [PAGE_SIZE, 100];
/** People in one request that changes a group. */
export const MEMBERS_AT_ONCE = 500;
/** An answer with more bytes than this, unpacked, is none of the service. */
export const LARGEST_ANSWER_BYTES = 32 * 1024 * 1024;
/** A request takes no longer when it will still be answered. */
export const TIMEOUT_MS = 20_000;
export const MONITORING_HINT =
  'Switch on Monitoring among the rights of this key, where the dashboard has its page for developers: without it the key shows only what its owner has.';
