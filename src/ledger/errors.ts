/** Somebody else has the lock, or took it away: nothing more may be sent. */
export class LockLost extends Error {
  override readonly name = 'LockLost';
  constructor(readonly id: string) {
    super('The lock of the account is lost: somebody else took it over or removed it.');
  }
}

/** The ledger cannot be reached, or does not keep what it is given. What was under way may or may not be kept. */
export class LedgerUnavailable extends Error {
  override readonly name = 'LedgerUnavailable';
  constructor(
    readonly place: string,
    /** In the words of the store: `SQLITE_FULL`, `ECONNREFUSED`, `57P01`. */
    readonly code: string,
    options?: ErrorOptions,
  ) {
    super(`The ledger ${place} cannot be used now (${code}).`, options);
  }
}

/** Something in the ledger is not as we write it. Its store says where: LedgerUnusable. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/** Names the place of what cannot be read. */
export async function readableAt<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Unreadable ? new LedgerUnusable(place, 'damaged', error.message, { cause: error }) : error;
  }
}

export type UnusableBecause = 'newer' | 'foreign' | 'damaged' | 'otherAccount';

/** There is something where the ledger should be, and it must not be written to. */
export class LedgerUnusable extends Error {
  override readonly name = 'LedgerUnusable';
  constructor(
    readonly place: string,
    readonly why: UnusableBecause,
    /** What is damaged, which version, or whose account it is. */
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super(`${place} ${SENTENCES[why]} (${detail}).`, options);
  }
}

const SENTENCES: Readonly<Record<UnusableBecause, string>> = {
  newer: 'was written by a newer version of ringctl',
  foreign: 'is not a ledger',
  damaged: 'is damaged',
  otherAccount: 'is the ledger of another account',
};

/** What was given as the ledger is none of `file:PATH`, `postgres://…` and `git:BRANCH`. Never repeats it: it may hold a password. */
export class LedgerSpecInvalid extends Error {
  override readonly name = 'LedgerSpecInvalid';
  constructor(readonly why: 'scheme' | 'path' | 'url' | 'branch') {
    super('A ledger is file:PATH, postgres://… or git:BRANCH.');
  }
}
