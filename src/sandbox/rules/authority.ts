/** Who may do what. The rules are functions of plain values: they know neither tables nor requests. Each throws Refused, or returns. */
import type { Dashboard, Level } from '../../model/index.js';
import type { Group, Person } from '../people.js';
import { refuse } from '../refusals.js';

export const isAdministrator = (person: Person): boolean => person.superAdmin || person.dashboard.level === 'admin';
const writesUsers = ({ dashboard }: Person): boolean => dashboard.pages.users === 'write';

export const managesPeople = (person: Person): boolean => isAdministrator(person) || writesUsers(person);

/** Manages people without being technical or an administrator: limited to their groups and to what they hold. */
export const isDelegate = (person: Person): boolean =>
  !isAdministrator(person) && person.dashboard.level !== 'technical';

const reaches = (scope: Dashboard['scope'], groups: readonly string[]): boolean =>
  scope.groups === 'all' || groups.some((group) => scope.groups.includes(group));

/** The lists: all of the account, or nothing. */
export function mayReadAll(actor: Person): void {
  if (isAdministrator(actor)) return;
  if (!actor.dashboard.pages.users) refuse('NOT_ALLOWED');
  if (actor.dashboard.scope.groups !== 'all') refuse('OUTSIDE_SCOPE');
}

export function mayReadActions(actor: Person): void {
  if (!isAdministrator(actor) && !actor.dashboard.pages.actionLogs) refuse('NOT_ALLOWED');
}

export function mayReadPerson(actor: Person, subject: Person): void {
  if (isAdministrator(actor) || actor.id === subject.id) return;
  if (!actor.dashboard.pages.users) refuse('NOT_ALLOWED');
  if (!reaches(actor.dashboard.scope, subject.groups)) refuse('OUTSIDE_SCOPE');
}

/** Adding people. Somebody new is in no group yet, so the scope has to be everything. */
export function mayAddPeople(actor: Person): void {
  if (isAdministrator(actor)) return;
  if (!writesUsers(actor)) refuse('NOT_ALLOWED');
  if (actor.dashboard.scope.groups !== 'all') refuse('OUTSIDE_SCOPE');
}

/** Changing anything of somebody. */
export function mayManage(actor: Person, subject: Person): void {
  if (subject.superAdmin && actor.id !== subject.id) refuse('SUPERADMIN_PROTECTED');
  if (actor.superAdmin) return;
  if (isAdministrator(subject) && actor.id !== subject.id) refuse('ADMINISTRATOR_PROTECTED');
  if (isAdministrator(actor)) return;
  if (!writesUsers(actor)) refuse('NOT_ALLOWED');
  if (!reaches(actor.dashboard.scope, subject.groups)) refuse('OUTSIDE_SCOPE');
}

/** Membership is no access of the person, so administrators and the superadministrator are not protected from administrators here. */
export function mayPlace(actor: Person, group: Group, subject: Person): void {
  if (isAdministrator(actor)) return;
  if (!writesUsers(actor)) refuse('NOT_ALLOWED');
  if (isAdministrator(subject)) refuse('ADMINISTRATOR_PROTECTED');
  if (!reaches(actor.dashboard.scope, subject.groups) || !reaches(actor.dashboard.scope, [group.name]))
    refuse('OUTSIDE_SCOPE');
}

/** Archiving and deleting. */
export function mayRemove(actor: Person, subject: Person): void {
  if (subject.superAdmin) refuse('SUPERADMIN_PROTECTED');
  if (actor.id === subject.id) refuse('NOT_YOURSELF');
  mayManage(actor, subject);
}

/** Profiles and groups as such. */
export function mayConfigure(actor: Person): void {
  if (isAdministrator(actor)) return;
  if (!writesUsers(actor) || actor.dashboard.level !== 'technical') refuse('NOT_ALLOWED');
  if (actor.dashboard.scope.groups !== 'all') refuse('OUTSIDE_SCOPE');
}

export function mayOrderLicences(actor: Person): void {
  if (!isAdministrator(actor)) refuse('LICENCES_NOT_TECHNICAL');
}

export function mayChangeLevel(actor: Person, before: Level, after: Level): void {
  if ((before === 'admin') !== (after === 'admin') && !actor.superAdmin) refuse('ONLY_SUPERADMIN_GRANTS_ADMIN');
}

/** The superadministrator's own dashboard access and link stay as they are. */
export function keepsSuperAdministrator(subject: Person): void {
  if (subject.superAdmin) refuse('SUPERADMIN_PROTECTED');
}
