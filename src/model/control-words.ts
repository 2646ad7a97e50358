/** What stands beside the controls of the dashboard, where it is not the word of the files: steps by hand print it, and the embedded dashboard shows it. */
export const CONTROL_WORDS = {
  playRecordings: { none: 'none', own: 'only their own', allIvr: 'all recordings of the standards (IVRs)' },
  editCallerId: {
    assignedIvr: 'numbers of the IVRs that the user is assigned to',
    allIvr: 'all standard (IVR) numbers',
  },
  lines: { all: 'all', direct: 'direct lines only', ivr: 'IVRs only' },
} as const satisfies Record<string, Readonly<Record<string, string>>>;
