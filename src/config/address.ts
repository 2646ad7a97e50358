import { domainToASCII, domainToUnicode } from 'node:url';
import { asciiLower } from '../model/index.js';

export type Address =
  | { readonly ok: true; readonly email: string }
  | {
      readonly ok: false;
      readonly code: 'BAD_ADDRESS' | 'MIXED_SCRIPTS';
      readonly why: string;
      readonly hint?: string;
    };

const ORDINARY =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
const PUNYCODE = /[@.]xn--|^xn--/i;
const MAX_LOCAL = 64;
const MAX_ADDRESS = 254;

/**
 * The rule of identity: an ASCII local part, and a domain that is compared as punycode. Nothing is folded into another letter on
 * the way: what would change by itself is refused.
 */
export function readAddress(text: string): Address {
  if (isOrdinary(text)) return { ok: true, email: text };
  if (text.length > MAX_ADDRESS) return bad('it is longer than 254 characters');
  const at = text.lastIndexOf('@');
  if (at < 1 || at > MAX_LOCAL) return bad('it has no part of 1 to 64 characters before the @');
  const local = text.slice(0, at);
  if (/[^\x21-\x7e]/.test(local)) return bad('the part before the @ is not ASCII');
  const domain = text.slice(at + 1);
  const ascii = /[^\x21-\x7e]/.test(domain) || PUNYCODE.test(domain) ? asciiDomain(domain) : domain;
  if (typeof ascii !== 'string') return ascii;
  const email = `${local}@${ascii}`;
  return ORDINARY.test(email) ? { ok: true, email } : bad('it is not of the form name@domain');
}

/** Nearly all are, and then there is nothing to look at. */
const isOrdinary = (text: string): boolean => text.length <= MAX_LOCAL && ORDINARY.test(text) && !PUNYCODE.test(text);

/** The address in the form in which it is compared, or the text itself where it has none. */
export function comparable(text: string): string {
  if (isOrdinary(text)) return text;
  const address = readAddress(text);
  return address.ok ? address.email : text;
}

const bad = (why: string, hint?: string): Address => ({
  ok: false,
  code: 'BAD_ADDRESS',
  why,
  ...(hint ? { hint } : {}),
});

function asciiDomain(domain: string): string | Address {
  const ascii = domainToASCII(domain);
  if (ascii === '') return bad('its domain is not a domain');
  const shown = domainToUnicode(ascii);
  const written = asciiLower(domain);
  if (written !== shown && written !== ascii)
    return bad('its domain has letters that stand for others', `Write ${ascii}.`);
  const mixed = shown.split('.').find((label) => !hasOneScript(label));
  if (mixed === undefined) return ascii;
  return {
    ok: false,
    code: 'MIXED_SCRIPTS',
    why: `the part "${mixed}" of its domain mixes the letters of several scripts`,
  };
}

const NEUTRAL = '\\p{Script=Common}\\p{Script=Inherited}';
const SCRIPTS = [
  ...[
    'Latin',
    'Cyrillic',
    'Greek',
    'Arabic',
    'Hebrew',
    'Armenian',
    'Georgian',
    'Thai',
    'Devanagari',
    'Bengali',
    'Tamil',
  ],
  ...['Telugu', 'Gujarati', 'Gurmukhi', 'Kannada', 'Malayalam', 'Sinhala', 'Khmer', 'Lao', 'Myanmar', 'Ethiopic'],
].map((script) => `\\p{Script=${script}}`);
/** Scripts that are written together. */
const TOGETHER = [
  '\\p{Script=Latin}\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}',
  '\\p{Script=Latin}\\p{Script=Han}\\p{Script=Hangul}',
  '\\p{Script=Latin}\\p{Script=Han}\\p{Script=Bopomofo}',
];

function hasOneScript(label: string): boolean {
  if (/^[\x21-\x7e]*$/.test(label)) return true;
  return [...SCRIPTS, ...TOGETHER].some((scripts) => new RegExp(`^[${scripts}${NEUTRAL}]*$`, 'u').test(label));
}
