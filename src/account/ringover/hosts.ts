import { AccountUnreadable } from '../ports.js';

const EUROPE = 'https://public-api.ringover.com/v2';
const UNITED_STATES = 'https://public-api-us.ringover.com/v2';
const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

export type Region = 'eu' | 'us';

/** Keys of the United States start with US_, as several clients say; all others are of Europe. */
export const regionOf = (key: string): Region => (key.startsWith('US_') ? 'us' : 'eu');

/**
 * Where the team of this key is answered, without a slash at the end. Only the two hosts of the service, the one of the key's region, and this
 * machine, for tests: a key is sent nowhere else. Throws AccountUnreadable, which names neither the key nor an address that holds a password.
 */
export function baseFor(key: string, given: string | undefined): string {
  if (!/^[!-~]+$/.test(key)) throw new AccountUnreadable('The key has characters that no key has.', {});
  const own = regionOf(key) === 'us' ? UNITED_STATES : EUROPE;
  if (given === undefined || isSame(given, own)) return own;
  if (isSame(given, EUROPE) || isSame(given, UNITED_STATES))
    throw new AccountUnreadable('The key belongs to a team of the other region.', {
      hint: 'Keys that start with US_ are of the United States, all others of Europe.',
    });
  if (isOnThisMachine(given)) return given;
  throw new AccountUnreadable(
    'The key is sent to the hosts of the service only, and this address is none of them.',
    {},
  );
}

/** The address as it was written, so that no other spelling of a host is taken for it. */
const isSame = (given: string, allowed: string): boolean => given === allowed;

function isOnThisMachine(given: string): boolean {
  if (!URL.canParse(given)) return false;
  const { protocol, hostname, port, username, password } = new URL(given);
  const authority = port === '' ? hostname : `${hostname}:${port}`;
  const isPlain = protocol === 'http:' && username === '' && password === '';
  return isPlain && LOOPBACK.includes(hostname) && given === `http://${authority}/v2`;
}
