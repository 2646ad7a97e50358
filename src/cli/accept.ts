import { ACCEPTABLE_LIMITS, type AcceptableLimit } from '../plan/limits.js';
import { Failure } from './failure.js';
import type { Flags } from './flags.js';

export type Accepted = { readonly [limit in AcceptableLimit]?: number };

/** `--accept privilegedGains=3`, together with the plan for which it counts and the reason that is recorded. */
export function acceptedLimits(flags: Flags): Accepted {
  const words = flags.list('accept');
  if (words.length === 0) {
    if (flags.has('reason')) throw new Failure('--reason says why a limit is accepted, and no --accept was given.');
    return {};
  }
  if (!flags.has('digest'))
    throw new Failure('--accept allows one plan, and --digest does not say which.', {
      hint: 'The refused plan prints the whole command.',
    });
  if (!flags.text('reason')?.trim()) throw new Failure('--accept needs a --reason.', { hint: 'Add --reason "…".' });
  return Object.fromEntries(words.filter((word) => !isShrink(word)).map(acceptedLimit));
}

const isShrink = (word: string): boolean => word.startsWith('shrink=');

/** `--accept shrink=12`: so many people are all that the account has, although it had many more. */
export function acceptedShrink(flags: Flags): number | undefined {
  const word = flags.list('accept').find(isShrink);
  return word === undefined ? undefined : numberIn(word, 'shrink');
}

/** plan changes nothing, so it needs neither digest nor reason, and knows nothing else to accept. */
export function onlyShrink(flags: Flags): void {
  const other = flags.list('accept').find((word) => !isShrink(word));
  if (other !== undefined)
    throw new Failure(`plan has no use for --accept "${other}".`, {
      hint: 'It prints the command that accepts a limit; only shrink=NUMBER is accepted here.',
    });
}

function acceptedLimit(word: string): [AcceptableLimit, number] {
  const [name = ''] = word.split('=');
  const limit = ACCEPTABLE_LIMITS.find((candidate) => candidate === name);
  if (limit === undefined)
    throw new Failure(`--accept "${word}" names no limit that can be accepted.`, {
      hint: `These can: ${[...ACCEPTABLE_LIMITS, 'shrink'].join(', ')}.`,
    });
  return [limit, numberIn(word, limit)];
}

function numberIn(word: string, limit: string): number {
  const [, number = ''] = word.split('=');
  if (/^[1-9]\d{0,8}$/.test(number)) return Number(number);
  throw new Failure(`--accept "${word}" has no number.`, { hint: `Write it like ${limit}=3.` });
}
