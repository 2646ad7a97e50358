import type { AccessGroup, Side, Standing } from './access-groups.js';
import { phrasesOf } from './access-phrases.js';
import { isMany, type Lead, type Phrase, peopleWords, type Voice } from './access-voice.js';
import type { Show } from './values.js';

/** What a sentence is made of: a row, or a part of one. */
export type Subject = Pick<AccessGroup, 'side' | 'people' | 'changes' | 'standing' | 'heardBy'>;

/**
 * What a row of people can now do, or no longer, in one sentence: the same words on a terminal, on a page and in a report.
 * In a table the heading of the column and the cell of the people have said the beginning.
 */
export function accessSentence(subject: Subject, voice: Voice, frame: 'sentence' | 'cell' = 'sentence'): string {
  const phrases = [
    ...standingPhrases(subject, voice),
    ...changePhrases(subject, voice),
    ...heardPhrases(subject, voice),
  ];
  const end = ending(subject, phrases, voice);
  if (frame === 'cell') return composed(phrases, LEADS[subject.side], voice) + end;
  const start = standingWords(subject, voice);
  return (start === '' ? '' : `${start}: `) + composed(phrases, '', voice) + end;
}

const LEADS: Readonly<Record<Side, Lead>> = { gain: 'can', loss: 'can no longer', uncertain: '' };

const leadWords = (lead: Lead, { told }: Voice): string =>
  lead === 'can no longer' && told === 'drift' ? 'cannot' : lead;

function composed(phrases: readonly Phrase[], before: Lead, voice: Voice): string {
  const parts = phrases.map(({ lead, text }, index) => {
    const isShared = lead === '' || lead === (phrases[index - 1]?.lead ?? before);
    return isShared ? text : `${leadWords(lead, voice)} ${text}`;
  });
  return parts.join('; ');
}

/** `new`, `new, external`, `leaves`, `now field-engineer, was support-agent`; nothing for those who stay as they are. */
export function standingWords(subject: Pick<Subject, 'standing' | 'people'>, { name, told }: Voice): string {
  const { standing } = subject;
  switch (standing.kind) {
    case 'stays':
      return '';
    case 'joins':
      return standing.isExternal ? 'new, external' : 'new';
    case 'leaves':
      return `${isMany(subject) ? 'leave' : 'leaves'}${standing.until === undefined ? '' : ` (until ${standing.until})`}`;
    case 'moves':
      if (told === 'drift') return linkedWords(standing, { have: isMany(subject) ? 'have' : 'has', name });
      return moveWords(standing, name).join(', ');
    default:
      return standing satisfies never;
  }
}

type Move = Extract<Standing, { kind: 'moves' }>;

/** `now field-engineer`, `was support-agent`; what was is left out where nobody knows it. */
export function moveWords({ now, was }: Move, name: Show): string[] {
  const profile = (of: string | null) => (of === null ? 'without profile' : name(of));
  return [`now ${profile(now)}`, ...(was === undefined ? [] : [`was ${profile(was)}`])];
}

function linkedWords({ now, was }: Move, { have, name }: { readonly have: string; readonly name: Show }): string {
  const profile = (of: string | null) => (of === null ? 'no profile' : `profile ${name(of)}`);
  return `${was === undefined ? '' : `${have} ${profile(was)}; `}the files say ${profile(now)}`;
}

/** Signing in says it all: what a profile gives is not listed for those who join. */
function standingPhrases({ standing, changes }: Subject, { name, strong }: Voice): Phrase[] {
  if (standing.kind === 'leaves') {
    const end =
      standing.how === 'archive' ? 'archived, recordings are kept' : `deleted, ${strong('recordings are lost')}`;
    return [{ lead: 'can no longer', text: `sign in (${end})` }];
  }
  if (standing.kind !== 'joins' || (standing.isExternal && changes.some((change) => !isSignIn(change)))) return [];
  const profile =
    standing.profile === undefined
      ? standing.isExternal
        ? ''
        : ' with permissions of their own'
      : ` with profile ${name(standing.profile)}`;
  return [{ lead: 'can', text: `sign in${profile}` }];
}

const isSignIn = ({ capability }: { readonly capability: string }): boolean => capability === 'account.signIn';

function changePhrases(subject: Subject, voice: Voice): Phrase[] {
  const { standing, changes } = subject;
  const isSaid = standing.kind === 'joins' || standing.kind === 'leaves';
  return phrasesOf({ ...subject, changes: isSaid ? changes.filter((change) => !isSignIn(change)) : changes }, voice);
}

function heardPhrases(subject: Subject, voice: Voice): Phrase[] {
  if (subject.heardBy.length === 0) return [];
  return [
    { lead: '', text: `${isMany(subject) ? 'are' : 'is'} heard by ${peopleWords(subject.heardBy, voice)} from now on` },
  ];
}

/** What is not known has a reason; a difference that is told from the account's side has another side. */
function ending({ side, standing }: Subject, phrases: readonly Phrase[], { unknown, told }: Voice): string {
  if (side === 'uncertain') return ` (${unknown})`;
  if (told === 'plan' || standing.kind === 'moves') return '';
  const open = phrases.filter(({ isWhole }) => isWhole !== true);
  if (open.length === 0) return '';
  const leads = new Set(open.map(({ lead }) => lead));
  if (leads.size > 1 || leads.has('')) return '; the files say otherwise';
  return side === 'gain' ? '; the files say they cannot' : '; the files say they can';
}
