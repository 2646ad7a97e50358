/**
 * Values to text. This folder may not know files, networks, clocks or the console. Text of others (names, addresses, values, lines of files)
 * enters it through the functions of this file only, so that it can never act: not on a terminal, not on a page, not in a log.
 */

/** Controls, formats, surrogates, private and unassigned characters, separators, and whatever else is drawn as nothing. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\u{16FE4}\u{1D159}]|(?! )\p{Zs}/gu;
/** From the fifth on, marks on one letter reach into the lines above and below, where our own words stand. */
const PILED = /(?<=[\p{Mn}\p{Me}]{4})[\p{Mn}\p{Me}]/gu;
/** A mark without a letter below it would sit on our own text; a space at an end cannot be seen. */
const ENDS = /^\p{M}|^ +| +$/gu;
/** What a runner of workflows takes for a command: "::" at the start of a line, after white space too, and "##[" anywhere. */
const COMMANDS = /(?<=^|\s):(?=:)|#(?=#\[)/g;

const escaped = (text: string): string => Array.from(text, (character) => `\\u{${hex(character)}}`).join('');
const hex = (character: string): string => (character.codePointAt(0) ?? 0).toString(16).toUpperCase();

/** Letters of Latin that are one character each, and nothing that is not seen: most names, told apart quickly. */
const PLAIN_LATIN = /^[!-~\u00c0-\u024f](?:[ -~\u00c0-\u024f]*[!-~\u00c0-\u024f])?$/;

/** A name, an address or a value of the account or the files, for terminals and logs. Nothing is dropped: what cannot be seen is spelled out. */
export function inert(text: string): string {
  if (PLAIN_LATIN.test(text) && !/\\|::|##\[/.test(text)) return text;
  if (text === '') return '(no name)';
  return text
    .normalize('NFC')
    .replaceAll('\\', escaped)
    .replace(UNSEEN, escaped)
    .replace(PILED, escaped)
    .replace(ENDS, escaped)
    .replace(COMMANDS, escaped);
}

/** A sentence of ours or a line of a file, in which such names may stand: as `inert`, but a backslash may be what the line says. */
export function inertSentence(text: string): string {
  return text.normalize('NFC').replace(UNSEEN, escaped).replace(PILED, escaped).replace(COMMANDS, escaped);
}

/** For pages and comments. Data stands in code spans only, where no mention, link, picture or issue number can arise. */
export function codeSpan(text: string): string {
  return text === '' ? '(no name)' : `\`${fenced(text)}\``;
}

/** For the inside of a fence; the caller never puts it at the start of a line. */
export function fenced(text: string): string {
  return inert(text).replace(/[`|]/g, escaped);
}

/** The message of a workflow command. */
export function workflowData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** A property of a workflow command, such as `file`. */
export function workflowProperty(text: string): string {
  return workflowData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** For terminals and logs that show ASCII only. */
export function asciiOnly(text: string): string {
  return text.replace(/[^\n -~]/gu, escaped);
}
