import { knownValue, profileKey, type Selector } from '../model/index.js';
import { type Answer, answerOf, anyOf } from './answer.js';
import type { Judged } from './condition.js';

/** Whether a selector names the person; undefined names everybody. */
export function isNamed(selector: Selector | undefined, { user, access }: Judged): Answer {
  if (!selector) return 'yes';
  const { groups, profiles, users, external } = selector;
  return anyOf(
    answerOf(users.includes(access.key) || (external && access.isExternal)),
    groups.length === 0 ? 'no' : answerOf(access.groups?.some((name) => groups.includes(name))),
    profiles.length === 0 ? 'no' : isLinkedTo(profiles, user),
  );
}

function isLinkedTo(profiles: Selector['profiles'], { profile }: Judged['user']): Answer {
  if (!profile.known) return 'unknown';
  const name = knownValue(profile);
  return answerOf(typeof name === 'string' && profiles.includes(profileKey(name)));
}

/** Whether a selector leaves the person out; undefined leaves out nobody. */
export const isOutside = (selector: Selector | undefined, person: Judged): Answer =>
  selector ? opposite(isNamed(selector, person)) : 'yes';

export function opposite(answer: Answer): Answer {
  if (answer === 'unknown') return 'unknown';
  return answer === 'yes' ? 'no' : 'yes';
}
