import type { Finding } from './finding.js';

/** Characters that no name, value or comment may hold: control, format (bidi, zero width), surrogates, private use, line separators. */
const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;
const FORBIDDEN_IN_FILE = /(?![\t\n\r])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;
const ORDINARY = /^[\t\n\r\x20-\x7e]*$/;
const ORDINARY_LINE = /^[\x20-\x7e]*$/;
const MAX_FINDINGS = 100;

export interface Text {
  readonly text: string;
  readonly findings: readonly Finding[];
}

/** Text without its byte order mark. What is not UTF-8 is found at its first wrong byte. */
export function decodeText(bytes: Uint8Array): Text {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), findings: [] };
  } catch {
    const text = new TextDecoder('utf-8').decode(bytes);
    return { text, findings: [invalidByte(bytes)] };
  }
}

function invalidByte(bytes: Uint8Array): Finding {
  const lossy = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const again = new TextEncoder().encode(lossy);
  const index = bytes.findIndex((byte, at) => byte !== again[at]);
  const before = new TextDecoder('utf-8').decode(bytes.subarray(0, index));
  const isWide = bytes[0] === 0xff || bytes[0] === 0xfe;
  return {
    code: 'INVALID_UTF8',
    offset: before.length,
    length: 1,
    message: `The byte 0x${(bytes[index] ?? 0).toString(16).padStart(2, '0')} is not UTF-8.`,
    hint: isWide ? 'The file is in UTF-16. Save it as UTF-8.' : 'Save the file as UTF-8.',
  };
}

/** Forbidden characters as they stand in the file, comments included. */
export function forbiddenCharacters(text: string): readonly Finding[] {
  if (ORDINARY.test(text)) return [];
  const findings: Finding[] = [];
  for (const match of text.matchAll(FORBIDDEN_IN_FILE)) {
    findings.push(forbidden(match[0], match.index, match[0].length));
    if (findings.length === MAX_FINDINGS) break;
  }
  return findings;
}

export const hasForbidden = (text: string): boolean => !ORDINARY_LINE.test(text) && FORBIDDEN.test(text);

/** A forbidden character that an escape or a line break put into a value. */
export function forbiddenValue(value: string, offset: number, length: number): Finding {
  return forbidden(FORBIDDEN.exec(value)?.[0] ?? '', offset, length);
}

function forbidden(character: string, offset: number, length: number): Finding {
  const point = character.codePointAt(0) ?? 0;
  const name = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
  const what = point === 10 || point === 13 ? `a line break (${name})` : `the character ${name}, which cannot be seen`;
  return {
    code: 'CONTROL_CHARACTER',
    offset,
    length,
    message: `This text has ${what}.`,
    hint: point === 10 || point === 13 ? 'Write it on one line.' : 'Delete the character.',
  };
}

/** One spelling for one text: NFC. */
export const normalised = (text: string): string => (ORDINARY_LINE.test(text) ? text : text.normalize('NFC'));
