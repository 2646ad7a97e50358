import { asciiLower, type Plan, userKey } from '../model/index.js';
import { type AccessGroup, accessGroups } from './access-groups.js';
import type { People } from './access-people.js';
import { accessSentence } from './access-sentence.js';
import { peopleCount, type Voice } from './access-voice.js';
import type { Mask } from './mask.js';

/** Who wrote the change: a login, the person of the account whom it stands for, or both. */
export interface Author {
  readonly login?: string;
  /** Undefined where nobody knows who the login is in the account. */
  readonly email?: string;
}

export interface AuthorLine {
  /** Said first, and so that it cannot be missed. */
  readonly isGain: boolean;
  /** The verdict, in our own words. */
  readonly verdict: string;
  readonly text: string;
}

/** This line is always there when the author is known: a gain of one's own is what a reviewer must see first. */
export function authorLine(
  plan: Plan,
  author: Author | undefined,
  { people, voice }: { readonly people: People; readonly voice: Voice },
): AuthorLine | undefined {
  const { login, email } = author ?? {};
  const shown = login ?? email;
  if (shown === undefined) return undefined;
  const name = voice.name(shown);
  if (email === undefined) return unknownAuthor(name, plan);
  const groups = ownGroups(plan, email, people);
  if (groups.length === 0) return { isGain: false, verdict: '', text: `Author ${name} gains nothing.` };
  const sentences = groups.map((group) => accessSentence(group, voice)).join('; ');
  return { isGain: true, verdict: 'The author is among those who gain:', text: `${name} ${sentences}.` };
}

/** Whoever it is may be one of those who gain, so nothing better is assumed. */
function unknownAuthor(name: string, { summary }: Plan): AuthorLine {
  const unknown = `nobody knows who ${name} is in the account`;
  const privileged = summary.people?.privileged ?? 0;
  if (privileged === 0)
    return { isGain: false, verdict: '', text: `Author ${name}: ${unknown}, and no gain is privileged.` };
  return {
    isGain: true,
    verdict: 'The author counts as one of those who gain:',
    text: `${unknown}, and ${peopleCount(privileged)} ${privileged === 1 ? 'gains' : 'gain'} something privileged.`,
  };
}

function ownGroups(plan: Plan, email: string, people: People): AccessGroup[] {
  const key = userKey(asciiLower(email));
  const access = (plan.access ?? []).filter(({ user }) => user === key);
  return accessGroups({ ...plan, access }, people.name).filter(({ side }) => side === 'gain');
}

/** Somebody whom the account knows is one word there; a login may be a name. */
export function maskAuthor({ login, email }: Author, mask: Mask): Author {
  if (email !== undefined) return { email: mask.person(email) };
  return login === undefined ? {} : { login: mask.text(login) };
}
