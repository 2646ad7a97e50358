/** Letters, digits and the signs that mean nothing in YAML wherever they stand inside a text, in brackets as well. */
const PLAIN = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} ._%@/()&'+-]*[\p{L}\p{M}\p{N}._%@/()&'+-])?$/u;
/** What some version of YAML reads as something else than text. */
const WORD = /^(?:null|true|false|yes|no|on|off|y|n)$/i;
const NUMBER = /^[0-9][0-9_]*(?:[.eExXob+-][0-9a-fA-F_.eE+-]*)?$/;
const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
/** What JSON leaves as it is and YAML wants escaped. */
const UNPRINTABLE =
  /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A value that is no collection, as it may stand anywhere in a file: text in quotes exactly where it would be read as something else. */
export function scalarText(value: null | boolean | number | string): string {
  if (typeof value !== 'string') return String(value);
  return isPlainText(value) ? value : quotedText(value);
}

export const keyText = (key: string): string => scalarText(key);

export const quotedText = (text: string): string =>
  JSON.stringify(text).replace(UNPRINTABLE, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Days stay without quotes: YAML 1.2 knows them as text. */
const isPlainText = (text: string): boolean =>
  PLAIN.test(text) && !WORD.test(text) && (DAY.test(text) || !NUMBER.test(text));
