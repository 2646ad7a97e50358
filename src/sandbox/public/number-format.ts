import type { Fields } from '../ask.js';
import { decline } from './declined.js';
import type { Mode } from './mode.js';

/** Numbers are whole numbers on the wire: digits of E.164 without plus. Inside they have it. */
export const digitsOf = (number: string): number => Number(number.replace(/^\+/, ''));

export function numberField(fields: Fields, name: string): string {
  const value = fields[name];
  return numberOf(typeof value === 'number' ? String(value) : '') ?? decline(400, `The field ${name} is no number`);
}

/** Undefined for digits that are no number of E.164. */
export const numberOf = (digits: string): string | undefined =>
  /^[1-9]\d{4,14}$/.test(digits) ? `+${digits}` : undefined;

/** Spellings of a number. Those of other countries than France are not known here: they stay as E.164. */
export function formatOf(number: string, names: Mode['names']): Fields {
  const digits = number.replace(/^\+/, '');
  const french = /^33([1-9])(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(digits);
  const [first = '', ...pairs] = french?.slice(1) ?? [];
  const spelt = (start: string, otherwise: string, by = ' ') =>
    french ? [`${start}${first}`, ...pairs].join(by) : otherwise;
  return {
    raw: digits,
    country_code: french ? 33 : 0,
    country: french ? 'FR' : '',
    e164: `+${digits}`,
    international: spelt('+33 ', `+${digits}`),
    international_alt: spelt('+33 (0)', `+${digits}`),
    national: spelt('0', digits),
    national_alt: spelt('0', digits, ''),
    rfc3966: `tel:${spelt('+33-', `+${digits}`, '-')}`,
    is_short_code: false,
    ...(names === 'before' ? { international_prefix: '+', is_wrong_format: false } : {}),
  };
}
