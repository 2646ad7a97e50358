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
} as const;
