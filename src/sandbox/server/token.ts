import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits. */
export const makeToken = (): string => randomBytes(32).toString('base64url');

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Takes the same time whatever was given, of whatever length. */
export const isAllowedToken = (given: string, expected: string): boolean =>
  timingSafeEqual(digest(given), digest(expected));
