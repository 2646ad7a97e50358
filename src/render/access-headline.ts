import type { PeopleCount, Plan } from '../model/index.js';
import { releasedGrants } from './access-released.js';
import { peopleCount } from './access-voice.js';
import { count, digits } from './words.js';

export interface Counted {
  readonly sign: '▲' | '▼' | '!' | '?' | '◇';
  readonly text: string;
}

/** `▲ 21 people gain access`, `▼ 3 people lose access`, `! 3 gains are privileged`: what there is none of is left out. */
export function countedPeople(
  { gain, lose, privileged, uncertain }: PeopleCount,
  tense: 'present' | 'past' = 'present',
): Counted[] {
  const verb = (number: number, one: string, many: string, past: string) =>
    tense === 'past' ? past : number === 1 ? one : many;
  const all: readonly (Counted & { readonly number: number })[] = [
    { sign: '▲', number: gain, text: `${peopleCount(gain)} ${verb(gain, 'gains', 'gain', 'gained')} access` },
    { sign: '▼', number: lose, text: `${peopleCount(lose)} ${verb(lose, 'loses', 'lose', 'lost')} access` },
    {
      sign: '!',
      number: privileged,
      text: `${count(privileged, 'gain')} ${privileged === 1 ? 'is' : 'are'} privileged`,
    },
    { sign: '?', number: uncertain, text: `for ${peopleCount(uncertain)} it is uncertain` },
  ];
  return all.filter(({ number }) => number > 0);
}

/** `▲ 5 of 21 people gained access`: what a new plan still names is not in force. */
export function countedInForce(people: PeopleCount, left: PeopleCount): Counted[] {
  const of = (part: 'gain' | 'lose' | 'privileged', words: string) =>
    `${digits(Math.max(0, people[part] - left[part]))} of ${words}`;
  const all: readonly (Counted & { readonly number: number })[] = [
    { sign: '▲', number: people.gain, text: `${of('gain', peopleCount(people.gain))} gained access` },
    { sign: '▼', number: people.lose, text: `${of('lose', peopleCount(people.lose))} lost access` },
    { sign: '!', number: people.privileged, text: of('privileged', count(people.privileged, 'privileged gain')) },
  ];
  return all.filter(({ number }) => number > 0);
}

/** `◇ 2 grants are released and stay`. */
export function countedReleases(plan: Plan): Counted[] {
  const number = releasedGrants(plan).length;
  return number === 0
    ? []
    : [
        {
          sign: '◇',
          text: `${count(number, 'grant')} ${number === 1 ? 'is released and stays' : 'are released and stay'}`,
        },
      ];
}
