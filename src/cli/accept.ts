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
  return Object.fromEntries(words.map(acceptedLimit));
}

function acceptedLimit(word: string): [AcceptableLimit, number] {
  const [name = '', number = ''] = word.split('=');
  const limit = ACCEPTABLE_LIMITS.find((candidate) => candidate === name);
  if (limit === undefined)
    throw new Failure(`--accept "${word}" names no limit that can be accepted.`, {
      hint: `These can: ${ACCEPTABLE_LIMITS.join(', ')}.`,
    });
  if (!/^[1-9]\d{0,8}$/.test(number))
    throw new Failure(`--accept "${word}" has no number.`, { hint: `Write it like ${limit}=3.` });
  return [limit, Number(number)];
}
