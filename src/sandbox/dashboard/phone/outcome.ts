import type { PermissionId } from '../../../model/index.js';
import type { Person } from '../../people.js';
import { labelOf, valueIn, valueWords } from '../words.js';

/** What comes of something that is done in a phone. What is not allowed names the permission that decides. */
export type Outcome =
  | { readonly kind: 'done'; readonly message: string }
  | { readonly kind: 'refused'; readonly permission: PermissionId; readonly message: string };

export const done = (message: string): Outcome => ({ kind: 'done', message });

export function refused(person: Person, permission: PermissionId, message: string): Outcome {
  const value = valueWords(permission, valueIn(person.effective, permission));
  return { kind: 'refused', permission, message: `${message} Decided by ${labelOf(permission)}: ${value}.` };
}

/** A number as this person sees it. */
export const shownNumber = ({ effective }: Person, number: string): string =>
  effective.anonymisePhoneNumbers === false ? number : `${number.slice(0, 3)} •••••••`;
