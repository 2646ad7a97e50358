import { LEDGER_VARIABLE } from './environment.js';
import { Failure } from './failure.js';

const HINTS: Readonly<Record<string, string>> = {
  LedgerSpecInvalid: `Set ${LEDGER_VARIABLE} to one of them, or leave it out: the ledger is then a file of this machine.`,
  LedgerUnavailable: 'Nothing is sent without it. Try again when it can be reached.',
  READONLY: 'Nothing is sent without it. Run it as somebody who may write to that file and its folder.',
  FULL: 'Nothing is sent without it. Make room on that disk; what was written down before is kept.',
  IOERR: 'Nothing is sent without it. That disk does not keep what it is given: look at it before anything else.',
  LedgerUnusable: `Correct ${LEDGER_VARIABLE}, or move the file away after looking at what is wrong with it: lock, history and holds go with it.`,
};

/** What is wrong with a ledger, told as a failure of the run; undefined for anything else. */
export function ledgerFailure(error: unknown): Failure | undefined {
  if (!(error instanceof Error)) return undefined;
  const hint = HINTS[causeIn(error) ?? error.name];
  return hint === undefined ? undefined : new Failure(error.message, { hint, cause: error });
}

const CAUSES: readonly (readonly [RegExp, string])[] = [
  [/^(SQLITE_(READONLY|CANTOPEN|PERM)|E(ACCES|PERM|ROFS))/, 'READONLY'],
  [/^(SQLITE_FULL|E(NOSPC|DQUOT))/, 'FULL'],
  [/^(SQLITE_IOERR|EIO)/, 'IOERR'],
];

function causeIn(error: Error): string | undefined {
  if (error.name !== 'LedgerUnavailable' || !('code' in error)) return undefined;
  const code = String(error.code);
  return CAUSES.find(([pattern]) => pattern.test(code))?.[1];
}
