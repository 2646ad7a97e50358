import type { AccessChange, ResourceKey } from '../model/index.js';
import type { Side } from './access-groups.js';
import type { Show } from './values.js';
import { count } from './words.js';

/** How names are shown, and from which side differences are told. */
export interface Voice {
  readonly person: (key: ResourceKey) => string;
  /** Of a group, a profile or an IVR. */
  readonly name: Show;
  /** Our own words that must not be missed. */
  readonly strong: Show;
  /** Why something is not known. */
  readonly unknown: string;
  /** `plan`: what comes to be. `drift`: what is, against what the files say. */
  readonly told: 'plan' | 'drift';
}

/** A part of a sentence. Parts with the same lead share it; a part without lead is a clause of its own. */
export interface Phrase {
  readonly lead: Lead;
  readonly text: string;
  /** Says by itself what the files say. */
  readonly isWhole?: boolean;
}
export type Lead = '' | 'can' | 'can no longer' | 'may be able to' | 'may already be able to' | 'may still be able to';

/** What one row says of the people in it. */
export interface Told {
  readonly side: Side;
  readonly people: readonly ResourceKey[];
  readonly changes: readonly AccessChange[];
}

export const isMany = ({ people }: Pick<Told, 'people'>): boolean => people.length > 1;

/** The lead of a difference that is a matter of yes or no. */
export function leadOf(side: Side, isKnownAfter: boolean): Lead {
  if (side === 'gain') return 'can';
  if (side === 'loss') return 'can no longer';
  return isKnownAfter ? 'may already be able to' : 'may still be able to';
}

export const NAMED = 3;

export const peopleCount = (number: number): string => count(number, 'person', 'people');

/** Up to three by name; more are counted as well. */
export function peopleWords(people: readonly ResourceKey[], { person }: Voice): string {
  const names = people.slice(0, NAMED).map(person).join(', ');
  return people.length <= NAMED ? names : `${names} and more (${peopleCount(people.length)})`;
}

/** `group sales`, `groups field, sales`, `groups a, b, c and 2 more`. */
export function namedWords(word: string, names: readonly string[], { name }: Voice): string {
  if (names.length === 0) return `no ${word}`;
  const left = names.length - NAMED;
  return `${word}${names.length === 1 ? '' : 's'} ${names.slice(0, NAMED).map(name).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}
