import { profileOf } from '../../ask.js';
import type { Profile } from '../../people.js';
import { refuse } from '../../refusals.js';
import { askOf } from '../asking.js';
import { opens } from '../gate.js';
import { seesProfiles } from '../navigation.js';
import type { Visit } from '../page.js';

/** Profiles reach the whole account: they are there for those who see all of its people. */
export function seesAll({ actor }: Visit): void {
  opens(actor, 'users');
  if (!seesProfiles(actor)) refuse('OUTSIDE_SCOPE', 'the profiles, which belong to the whole account');
}

export function profileToShow(visit: Visit): Profile {
  seesAll(visit);
  return profileOf(askOf(visit, {}));
}
