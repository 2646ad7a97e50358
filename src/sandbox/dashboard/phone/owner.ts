import { may } from '../../deciding.js';
import type { Person } from '../../people.js';
import { personById } from '../../records.js';
import { refuse } from '../../refusals.js';
import { mayManage } from '../../rules/authority.js';
import { isActive } from '../../rules/people.js';
import { needed } from '../gate.js';
import type { Visit } from '../page.js';

/** The person of the address, for whoever may see them. Everybody may see themselves. */
export function seenPerson({ database, actor, id }: Visit): Person {
  const person = personById(database, id) ?? refuse('NOT_FOUND');
  if (actor.id === id) return person;
  if (!may(actor, 'page.users.read')) refuse('NOT_ALLOWED', needed('users', 'read'));
  if (person.status === 'active' && !may(actor, 'page.users.read', { person })) refuse('OUTSIDE_SCOPE');
  isActive(person);
  return person;
}

/** Calls, contacts and recordings in a phone are there for its person, and for administrators, who see all of them anyway. */
export const opensPhone = (actor: Person, person: Person): boolean =>
  !person.external && (actor.id === person.id || may(actor, 'level.admin'));

/** The person whose phone is used. Administrators use each other's as little as they change each other. */
export function usedPhone(visit: Visit): Person {
  const person = seenPerson(visit);
  if (person.external) refuse('EXTERNAL_LIMITED');
  if (!opensPhone(visit.actor, person)) refuse('NOT_ALLOWED', 'to be the person, or the level admin');
  if (visit.actor.id !== person.id) mayManage(visit.actor, person);
  return person;
}
