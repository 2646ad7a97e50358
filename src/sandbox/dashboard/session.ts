import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Database, integer } from '../database.js';
import type { Person } from '../people.js';
import { personById } from '../records.js';
import type { Saved } from './page.js';

export const COOKIE = 'ringctl_dashboard';
const LASTS_MS = 12 * 60 * 60 * 1000;
const MOST = 1000;

/** Somebody who signed in. It lives in memory only: with the program it is gone. */
export interface Session {
  readonly user: number;
  /** Of the person at that moment: a forced sign-out and archiving raise it. */
  readonly generation: number;
  readonly formToken: string;
  readonly endsAt: number;
  /** What was saved, until a page has said it. */
  saved: Pick<Saved, 'to' | 'message'> | undefined;
}

export interface Sessions {
  /** The session that the cookie header names, if it has not run out. */
  find(cookies: string | undefined, now: Date): Session | undefined;
  /** The token for the cookie of a new session. */
  start(user: number, generation: number, now: Date): string;
  end(cookies: string | undefined): void;
}

/** Sessions are found by the hash of their token, so that how long it takes tells nothing about tokens. */
export function createSessions(): Sessions {
  const sessions = new Map<string, Session>();
  return {
    find: (cookies, now) => {
      const session = sessions.get(keyOf(cookies));
      return session && session.endsAt > now.getTime() ? session : undefined;
    },
    start: (user, generation, now) => {
      const oldest = sessions.size >= MOST ? sessions.keys().next().value : undefined;
      if (oldest !== undefined) sessions.delete(oldest);
      const token = randomToken();
      const endsAt = now.getTime() + LASTS_MS;
      sessions.set(hashOf(token), { user, generation, formToken: randomToken(), endsAt, saved: undefined });
      return token;
    },
    end: (cookies) => {
      sessions.delete(keyOf(cookies));
    },
  };
}

const randomToken = (): string => randomBytes(32).toString('base64url');
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

function keyOf(cookies: string | undefined): string {
  const found = (cookies ?? '').split(';').map((one) => one.trim().split('='));
  const token = found.find(([name]) => name === COOKIE)?.[1];
  return token === undefined ? '' : hashOf(token);
}

/** The value of the header that sets the cookie, or ends it for the empty token. */
export const cookieFor = (token: string): string =>
  `${COOKIE}=${token}; Path=/; HttpOnly; SameSite=Strict${token === '' ? '; Max-Age=0' : ''}`;

/** Both sides are hashed first: texts of any length are compared in the same time. */
export function isSameToken(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

export const generationOf = (database: Database, id: number): number | undefined => {
  const row = database.get("SELECT generation FROM users WHERE id = ? AND status = 'active'", id);
  return row && integer(row, 'generation');
};

/** The person as the account has them now; undefined when the session is over for them. */
export function actorOf(database: Database, session: Session | undefined): Person | undefined {
  if (!session || generationOf(database, session.user) !== session.generation) return undefined;
  return personById(database, session.user);
}
