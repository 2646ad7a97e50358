import { AccountUnreadable } from '../account/ports.js';
import { Failure } from './failure.js';
import { ledgerFailure } from './ledger-failure.js';

/** What the world did, told as a failure of the run; undefined for what can only be a fault of ours. */
export function worldFailure(error: unknown): Failure | undefined {
  if (error instanceof AccountUnreadable) return unreadable(error);
  if (!(error instanceof Error)) return undefined;
  return ledgerFailure(error) ?? fileFailure(error);
}

function unreadable(error: AccountUnreadable): Failure {
  const { url, status, hint } = error.facts;
  const facts = [
    ...(url === undefined ? [] : [`Address: ${url}.`]),
    ...(status === undefined ? [] : [`Status: ${status}.`]),
    ...(hint === undefined ? [] : [hint]),
  ];
  return new Failure(error.message, { code: 8, cause: error, ...(facts.length > 0 && { hint: facts.join(' ') }) });
}

const FILE_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be read or written by you',
  EPERM: 'may not be read or written by you',
  ENOSPC: 'does not fit on the disk any more',
  EROFS: 'is on a disk that cannot be written',
  EISDIR: 'is a directory',
  ENOTDIR: 'is not in a directory',
};

function fileFailure(error: NodeJS.ErrnoException): Failure | undefined {
  const words = error.code === undefined ? undefined : FILE_ERRORS[error.code];
  return words === undefined || error.path === undefined
    ? undefined
    : new Failure(`${error.path.replaceAll('\\', '/')} ${words}.`, { cause: error });
}
