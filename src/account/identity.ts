import { domainToASCII } from 'node:url';
import { asciiLower } from '../model/index.js';

/** Punycode already. */
const PLAIN_DOMAIN = /^[a-z0-9.]+$/;

/**
 * The form in which addresses are compared: ASCII local part, domain as punycode, lower case. Undefined when an address cannot be compared
 * safely, because two people could look like one.
 */
export function comparableAddress(email: string): string | undefined {
  const at = email.lastIndexOf('@');
  const local = email.slice(0, at);
  if (at < 1 || !/^[\x21-\x7e]+$/.test(local) || local.includes('@')) return undefined;
  const given = email.slice(at + 1);
  const domain = PLAIN_DOMAIN.test(given) ? given : domainToASCII(given);
  return domain === '' || !/^[a-z0-9.-]+$/.test(domain) ? undefined : `${asciiLower(local)}@${domain}`;
}
