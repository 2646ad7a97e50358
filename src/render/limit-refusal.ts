import type { Diagnostic, ResourceKey, Source } from '../model/index.js';
import { peopleCount } from './access-voice.js';
import { type Face, nameFor } from './face.js';
import { cells, pad, styled, wrap } from './layout.js';
import { count, digits, shortDigest } from './words.js';

/** A limit that the plan exceeds, as the plan's checks found it. */
export interface ExceededLimit {
  readonly limit: string;
  readonly count: number;
  readonly allowed: number;
  /** People, or what is released. */
  readonly who: readonly ResourceKey[];
  /** Whether exactly this number can be allowed, once. */
  readonly isAcceptable: boolean;
}

export interface Refusal extends ExceededLimit {
  readonly source: Source | undefined;
}

/** Each limit with the line that sets it: the diagnostics stand in the order of the limits. */
export function refusalsOf(exceeded: readonly ExceededLimit[], diagnostics: readonly Diagnostic[]): Refusal[] {
  const found = diagnostics.filter(isLimit);
  return exceeded.map((limit, index) => ({ ...limit, source: found[index]?.source }));
}

export const isLimit = ({ code }: Diagnostic): boolean => code === 'LIMIT_EXCEEDED';

/** What a limit counts and what it allows, beside its name. */
export function limitWords({ limit, count: number, allowed }: ExceededLimit): string {
  switch (limit) {
    case 'minAdmins':
      return `${count(number, 'administrator')} left, ${allowed} must stay`;
    case 'requiredAdmins':
      return `${peopleCount(number)} must stay administrator`;
    case 'actingIdentity':
      return 'ringctl itself acts as this person';
    case 'handovers':
      return `${peopleCount(number)} between two steps, none may be`;
    case 'releases':
      return `${count(number, 'value')} released, none may be`;
    default:
      return `${peopleCount(number)}, the limit is ${digits(allowed)}`;
  }
}

/** `3 gains are privileged (!), the limit is 2`. */
export function limitVerdict(exceeded: ExceededLimit): string {
  const { limit, count: number, allowed } = exceeded;
  const verb = VERBS[limit];
  if (limit === 'privilegedGains')
    return `${count(number, 'gain')} ${number === 1 ? 'is' : 'are'} privileged (!), the limit is ${digits(allowed)}`;
  if (!verb) return `${limitWords(exceeded)} (\`${limit}\`)`;
  return `${peopleCount(number)} ${number === 1 ? verb[0] : verb[1]}, the limit is ${digits(allowed)}`;
}

const VERBS: Readonly<Record<string, readonly [string, string]>> = {
  removals: ['leaves', 'leave'],
  losses: ['loses access', 'lose access'],
  changes: ['is affected', 'are affected'],
  invites: ['is invited', 'are invited'],
};

export const isAllowable = (refusals: readonly Refusal[]): boolean =>
  refusals.every(({ isAcceptable }) => isAcceptable);

/** The one command that allows exactly this plan; only the reason is to be written. */
export function acceptCommand(refusals: readonly Refusal[], digest: string, command = 'ringctl apply'): string[] {
  const accepted = refusals.map(({ limit, count: number }) => `--accept ${limit}=${number}`);
  const [first = '', ...others] = accepted;
  return [
    `${command} --digest ${shortDigest(digest)} ${first} \\`,
    ...others.map((one) => `  ${one} \\`),
    '  --reason "…"',
  ];
}

export const CANNOT_BE_ALLOWED = 'This cannot be allowed: the files must be changed.';

const NAME = 21;
const WORDS = 32;

export interface RefusalView {
  readonly face: Face;
  /** How a person or another resource is shown. */
  readonly shown: (key: ResourceKey) => string;
  /** People in the order of the rows above. */
  readonly place: (key: ResourceKey) => number;
  /** What carries the plan out; `ringctl apply` when nothing is said. */
  readonly command?: string | undefined;
}

/** The end of a refused plan: limit, numbers, people, line, and what would allow it. */
export function refusalLines(refusals: readonly Refusal[], digest: string, view: RefusalView): string[] {
  const many = `${count(refusals.length, 'limit')} ${refusals.length === 1 ? 'is' : 'are'} exceeded`;
  const end = isAllowable(refusals)
    ? ['To allow exactly this plan, once:', ...acceptCommand(refusals, digest, view.command).map((line) => `  ${line}`)]
    : [CANNOT_BE_ALLOWED];
  return [
    styled('boldRed', `Refused: ${many}. Nothing was changed.`),
    ...refusals.flatMap((refusal) => limitLines(refusal, view)),
    ...end,
  ];
}

function limitLines(refusal: Refusal, { face, shown, place }: RefusalView): string[] {
  const { limit, source, isAcceptable } = refusal;
  const words = limitWords(refusal);
  const at = source ? styled('dim', `${nameFor(face)(source.file)}:${source.line}`) : '';
  const head = `  ${pad(limit, NAME)}${source ? pad(words, Math.max(WORDS, cells(words) + 2)) : words}${at}`;
  const who = [...refusal.who].sort((one, other) => place(one) - place(other));
  const isShort = limit === 'privilegedGains' || !isAcceptable || face.verbose;
  const few = isShort ? who : who.slice(0, FEW);
  const left = who.length - few.length;
  const names = `${few.map(shown).join(', ')}${left > 0 ? ` and ${digits(left)} more` : ''}`;
  return [
    ...wrap(head, { width: Math.max(face.width, PLACE_END), indent: 0, hanging: 4 }),
    ...(names === '' ? [] : wrap(names, { width: face.width, indent: 4 })),
  ];
}

/** Of many people of whom each stands above, so many are named again. */
const FEW = 4;
const PLACE_END = 80;
