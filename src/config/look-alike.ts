import { domainToUnicode } from 'node:url';

/** Letters of other scripts that look like Latin ones, for domains; our own selection. */
const LATIN: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{
      а: 'a',
      е: 'e',
      о: 'o',
      р: 'p',
      с: 'c',
      у: 'y',
      х: 'x',
      і: 'i',
      ј: 'j',
      ѕ: 's',
      ԁ: 'd',
      һ: 'h',
      ѵ: 'v',
      ԝ: 'w',
      ӏ: 'l',
      к: 'k',
      м: 'm',
      т: 't',
      в: 'b',
      н: 'h',
      г: 'r',
    },
    ...{ α: 'a', ο: 'o', ν: 'v', ρ: 'p', τ: 't', υ: 'u', ι: 'i', κ: 'k', ε: 'e', η: 'n', χ: 'x', γ: 'y', ω: 'w' },
    ...{ ı: 'i', ɡ: 'g', ɑ: 'a', ſ: 'f', ł: 'l', ø: 'o', đ: 'd', ħ: 'h' },
  }),
);

/**
 * The same text for addresses that a reader would take for one another: 0 and o, 1, l and i, rn and m, and letters of other scripts
 * in the domain. Takes addresses in small letters, as keys have them.
 */
export const skeleton = (email: string): string =>
  plainLetters(email).replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('rn', 'm').replaceAll('vv', 'w');

/** Two addresses of one skeleton that differ only by l and i are two names, Ian and Lan: a reader can tell them apart in small letters. */
export const areTwoNames = (before: string, after: string): boolean => plainLetters(before) === plainLetters(after);

function plainLetters(email: string): string {
  const isPunycode = email.includes('@xn--') || email.includes('.xn--');
  return (isPunycode ? shownAddress(email) : email).replaceAll('i', 'l');
}

function shownAddress(email: string): string {
  const at = email.lastIndexOf('@');
  const letters = [...domainToUnicode(email.slice(at + 1)).normalize('NFD')];
  const shown = letters.map((letter) => (/\p{Mn}/u.test(letter) ? '' : (LATIN.get(letter) ?? letter))).join('');
  return `${email.slice(0, at)}@${shown}`;
}
