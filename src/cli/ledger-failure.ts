import { LEDGER_VARIABLE } from './environment.js';
import { Failure } from './failure.js';

const HINTS: Readonly<Record<string, string>> = {
  LedgerSpecInvalid: `Set ${LEDGER_VARIABLE} to one of them, or leave it out: the ledger is then a file of this machine.`,
  LedgerUnavailable: 'Nothing is sent without it. Try again when it can be reached.',
  LedgerUnusable: `Correct ${LEDGER_VARIABLE}, or move the file away after looking at what is wrong with it: lock, history and holds go with it.`,
};

/** What is wrong with a ledger, told as a failure of the run; undefined for anything else. */
export function ledgerFailure(error: unknown): Failure | undefined {
  const hint = error instanceof Error ? HINTS[error.name] : undefined;
  return error instanceof Error && hint !== undefined ? new Failure(error.message, { hint, cause: error }) : undefined;
}
