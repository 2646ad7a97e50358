import { clipped } from '../../render/comment-fit.js';

/**
 * The last belt: what is written for GitHub is made to fit where it is written, by whole rows. What is longer all the same would be refused, and
 * with it all that the job has to say; cut in the middle it could say something else.
 */
const LONGEST_BODY = 65_535;
const LONGEST_TITLE = 255;
/** GitHub does not say how long the name of a check may be. */
const LONGEST_NAME = 200;
const LONGEST_LABEL = 50;

/** The text of a comment, an issue, a pull request or a check. Its first line, by which it is found again, stays. */
export function bodyOf(text: string): string {
  if (text.length <= LONGEST_BODY) return text;
  const [first = ''] = text.split(/\r?\n/, 1);
  return `${clipped(first, LONGEST_NAME)}\n\n**This text is too long for GitHub.** The log and the files of the run have it.`;
}

export const titleOf = (text: string): string => clipped(text, LONGEST_TITLE);

export const checkNameOf = (text: string): string => clipped(text, LONGEST_NAME);

/** `acme: refused`. Accounts stay apart when their names are cut: `mark` is of the whole name. */
export function labelOf(account: string, word: string, mark: (text: string) => string): string {
  const whole = `${account}: ${word}`;
  if (whole.length <= LONGEST_LABEL) return whole;
  const short = mark(account).slice(0, 8);
  return `${account.slice(0, LONGEST_LABEL - word.length - short.length - 3)}-${short}: ${word}`;
}
