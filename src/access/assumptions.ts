/**
 * What no source of the vendor says and the analysis of access needs all the same. Each stands here once, so that it is easy to find and to correct.
 * The embedded account decides by the same values.
 */
export const ASSUMPTIONS = {
  /** Who may change these pages can give rights: people are edited on `users`; keys and connections made on the other two act with rights of their own. */
  pagesThatGiveRights: ['users', 'developer', 'integrations'],
  /** The page where a supervisor sees calls in progress and may listen. The seed names it. */
  listeningPage: 'activity',
  /** The page where recordings of the people in scope can be played. The seed says only that the dashboard gives access to recorded conversations. */
  recordingsPage: 'logs',
  /** Recordings of others are downloaded by the same switch as own ones. */
  downloadSwitch: 'showDownloadButton',
  /** Levels that may order licences. The seed says only that technical users may not; billing adds credits and downloads invoices. */
  levelsThatOrderLicences: ['admin'],
  /**
   * A person who may change the page `users` within some groups changes nobody outside them and gives nothing that they do not hold.
   * They are privileged all the same.
   */
  managersStayInScope: true,
  /** A scope of direct lines or of IVRs narrows what is heard and played of the people in the groups, never who may be managed. */
  linesNarrowCallsOnly: true,
  /**
   * Whoever manages people manages the administrators among them too. That an account protects administrators from everybody but the
   * superadministrator takes away only: it is a guard of the account, and not counted.
   */
  administratorsAreManagedToo: true,
  /** Money is the account's: a scope does not narrow what is seen of it. */
  pagesWithoutScope: ['billing'],
  /** Somebody external has no app and no line: nothing of theirs can be heard or played. The sources say that they have no licence. */
  externalPeopleHaveNoCalls: true,
  /** What is kept of an archived person is not counted as reached by anybody. */
  archivedPeopleAreNotReached: true,
  /** A scope of direct lines leaves no IVR in sight; a scope of IVRs leaves the calls that come through those it names. */
  ivrsCountOnIvrLinesOnly: true,
} as const;
