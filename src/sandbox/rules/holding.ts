import type { AccessRow } from '../../access/access-row.js';
import { compareValues } from '../../access/capability.js';
import { PERMISSIONS } from '../../access/effective.js';
import { holdsReach, PAGE_OF, REACHES, type Reach } from '../../access/reach.js';
import { isWider, scopeOn } from '../../access/scope.js';
import { groupKey, type PermissionValue } from '../../model/index.js';
import { accessOfPerson, gainsOf, may } from '../deciding.js';
import type { Person } from '../people.js';
import { refuse } from '../refusals.js';
import { isDelegate } from './authority.js';

/**
 * A delegate gives nothing that they do not hold themselves; what the person already had is no gift. It is the access that counts, and not only
 * the values written: a switch gives more to somebody with more recordings, or with a wider scope. Whoever is no delegate gives anything but admin.
 */
export function givesOnlyWhatIsHeld(actor: Person, before: Person, after: Person): void {
  if (!isDelegate(actor)) return;
  if (isDelegate(before) && !isDelegate(after)) refuse('GIVES_MORE_THAN_HELD', `the level ${after.dashboard.level}`);
  const [held, had, has] = [whole(actor), whole(before), whole(after)];
  for (const { id } of PERMISSIONS)
    if (gainsValue(id, had, has) && gainsValue(id, held, has)) refuse('GIVES_MORE_THAN_HELD', `the permission ${id}`);
  for (const reach of REACHES)
    if (gainsReach(reach, had, has) && gainsReach(reach, held, has)) refuse('GIVES_MORE_THAN_HELD', reach);
  const beyond = new Set(gainsOf({ ...has, effective: held.effective, dashboard: held.dashboard }, has).map(nameOf));
  for (const row of gainsOf(had, has)) {
    const isHeld = row.capability === 'groups.member' ? placesInto(actor, has, row) : !beyond.has(nameOf(row));
    if (!isHeld) refuse('GIVES_MORE_THAN_HELD', row.capability);
  }
}

const nameOf = ({ capability }: AccessRow): string => capability;

/** With a value for each permission: one that is missing would be unknown, and nothing is unknown here. */
function whole(person: Person): Person {
  const initial = Object.fromEntries(PERMISSIONS.map((entry) => [entry.id, entry.initial]));
  return { ...person, effective: { ...initial, ...accessOfPerson(person).permissions } };
}

/** A switch that does nothing yet is given all the same. */
function gainsValue(id: string, before: Person, after: Person): boolean {
  const valueIn = ({ effective }: Person): PermissionValue | undefined => Reflect.get(effective, id);
  const value = valueIn(after);
  return value !== undefined && exceeds(id, value, valueIn(before));
}

/** Whether a value gives a person more than another one does. A value that is missing gives what the least-granting one gives. */
export function exceeds(id: string, value: PermissionValue, bound: PermissionValue | undefined): boolean {
  const entry = PERMISSIONS.find((candidate) => candidate.id === id);
  return entry !== undefined && compareValues(entry, bound ?? entry.initial, value).isMore;
}

/** Whether somebody with the second access reaches people or recordings that nobody with the first one does. */
function gainsReach(reach: Reach, before: Person, after: Person): boolean {
  const isOf = (value: string) => (person: Person) => may(person, reach, { value });
  if (reach.startsWith('recordings.') && ['own', 'ivr'].map(isOf).some((has) => has(after) && !has(before)))
    return true;
  const [had, has] = [accessOfPerson(before), accessOfPerson(after)];
  if (holdsReach(has, reach) !== 'yes') return false;
  const page = PAGE_OF[reach];
  return holdsReach(had, reach) !== 'yes' || isWider(scopeOn(page, had.scope), scopeOn(page, has.scope));
}

/** Whoever places somebody into a group has to reach it: that is what holding a group is. */
const placesInto = (actor: Person, person: Person, { targets = [] }: AccessRow): boolean =>
  person.groups.every((name) => !targets.includes(groupKey(name)) || may(actor, 'users.manage', { group: name }));
