import { REFUSALS, type Refused } from '../refusals.js';

/** A request that the public API does not answer. Nothing was written. */
export class Declined extends Error {
  override readonly name = 'Declined';
  constructor(
    readonly status: 400 | 401 | 404 | 429,
    text: string,
  ) {
    super(text);
  }
}

export function decline(status: Declined['status'], text: string): never {
  throw new Declined(status, text);
}

/** What the rules refuse, in the few statuses that the public API has. */
export function declinedOf({ code, message }: Refused): Declined {
  const { status } = REFUSALS[code];
  if (status === 401 || status === 403) return new Declined(401, message);
  return new Declined(status === 404 ? 404 : 400, message);
}
