export interface CodeEntry {
  readonly severity: 'error' | 'warning';
  /** When it is found: reading the files alone, comparing them with the account, or judging what people can do in the end. */
  readonly phase: 'files' | 'account' | 'policies';
  readonly meaning: string;
  readonly remedy: string;
}

export const error = (phase: CodeEntry['phase'], meaning: string, remedy: string): CodeEntry => ({
  severity: 'error',
  phase,
  meaning,
  remedy,
});
export const warning = (phase: CodeEntry['phase'], meaning: string, remedy: string): CodeEntry => ({
  severity: 'warning',
  phase,
  meaning,
  remedy,
});
