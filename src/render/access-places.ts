import type { AccessGroup, Place } from './access-groups.js';
import { NAMED, peopleCount } from './access-voice.js';
import type { Show } from './values.js';
import { count, digits } from './words.js';

/** `users/field.yaml:12, 20`, `users/field.yaml:12 and 8 more lines`, `11 files, profiles/base.yaml:11 and 10 more`. */
export function placeWords(places: readonly Place[], show: Show): string {
  const [first] = places;
  if (!first) return '';
  const files = filesOf(places);
  if (files > 1) return `${count(files, 'file')}, ${show(`${first.file}:${first.line}`)} and ${digits(files - 1)} more`;
  if (places.length <= NAMED) return show(`${first.file}:${places.map(({ line }) => line).join(', ')}`);
  return `${show(`${first.file}:${first.line}`)} and ${count(places.length - 1, 'more line', 'more lines')}`;
}

const filesOf = (places: readonly Place[]): number => new Set(places.map(({ file }) => file)).size;

export interface CountedPeople {
  readonly number: string;
  readonly through: string;
}

/** From four people on: `14 people` `with profile sales-agent`. */
export function countedPeopleOf({ people, profile, places }: AccessGroup, name: Show): CountedPeople {
  const number = peopleCount(people.length);
  if (profile !== undefined) return { number, through: ` with profile ${name(profile)}` };
  if (places.length === 1) return { number, through: ' by one line' };
  return { number, through: places.length === 0 ? '' : ` in ${count(filesOf(places), 'file')}` };
}

export const isCounted = ({ people }: AccessGroup): boolean => people.length > NAMED;

/** Who gains something privileged, and who leaves, is named however many they are. */
export const isAlwaysNamed = ({ isPrivileged, standing }: AccessGroup): boolean =>
  isPrivileged || standing.kind === 'leaves';
