/**
 * Who may do what. The rules are functions of plain values: they know neither tables nor requests. Each throws Refused, or returns.
 *
 * What somebody can do at all, and to whom, is asked of `may`: the definition of access is not repeated here. On top of it stand guards, which
 * only take away, and which access leaves out, since there more for one person is never less for another: the superadministrator and
 * administrators are protected, nobody removes themselves, the superadministrator alone gives and takes the level admin, delegates configure
 * nothing and give what they hold. Where the access is there, a guard refuses with a code of its own.
 */
import type { Level, PageAccess } from '../../model/index.js';
import { accessOfPerson, asKept, may, NEW_IVR, NEWCOMER } from '../deciding.js';
import type { Group, Person } from '../people.js';
import { refuse } from '../refusals.js';

/** Archived administrators stay protected. */
export const isAdministrator = (person: Person): boolean => may(asKept(person), 'level.admin');

export const managesPeople = (person: Person): boolean => may(person, 'users.manage');

/** Manages people without being technical or an administrator, or within some groups only: limited to what they hold. */
export const isDelegate = (person: Person): boolean =>
  !isTechnical(person) || !may(person, 'users.manage', { person: NEWCOMER });

function isTechnical(person: Person): boolean {
  const { level } = accessOfPerson(person);
  return level === 'admin' || level === 'technical';
}

const readsAll = (actor: Person): boolean => may(actor, 'page.users.read', { person: NEWCOMER });

/** The lists: all of the account, or nothing. */
export function mayReadAll(actor: Person): void {
  reachesPerson(actor, 'page.users.read', NEWCOMER);
}

/** What was done to this person, or to anything. */
export function mayReadActions(actor: Person, subject: Person = NEWCOMER): void {
  reachesPerson(actor, 'page.actionLogs.read', subject);
}

/** Everybody may read themselves. */
export function mayReadPerson(actor: Person, subject: Person): void {
  if (actor.id !== subject.id) reachesPerson(actor, 'page.users.read', subject);
}

/** Adding people. Somebody new is in no group yet, so the scope has to be everything. */
export function mayAddPeople(actor: Person): void {
  reachesPerson(actor, 'users.manage', NEWCOMER);
}

/** Changing anything of somebody. */
export function mayManage(actor: Person, subject: Person): void {
  reachesPerson(actor, 'users.manage', subject);
  if (actor.superAdmin || actor.id === subject.id) return;
  if (subject.superAdmin) refuse('SUPERADMIN_PROTECTED');
  if (isAdministrator(subject)) refuse('ADMINISTRATOR_PROTECTED');
}

function reachesPerson(actor: Person, capability: string, subject: Person): void {
  if (!may(actor, capability)) refuse('NOT_ALLOWED');
  if (!may(actor, capability, { person: asKept(subject) })) refuse('OUTSIDE_SCOPE');
}

/** Membership is no access of the person, so administrators and the superadministrator are not protected from administrators here. */
export function mayPlace(actor: Person, group: Group, subject: Person): void {
  reachesPerson(actor, 'users.manage', subject);
  if (!may(actor, 'users.manage', { group: group.name })) refuse('OUTSIDE_SCOPE');
  if (isAdministrator(subject) && !isAdministrator(actor)) refuse('ADMINISTRATOR_PROTECTED');
}

/** Archiving and deleting. */
export function mayRemove(actor: Person, subject: Person): void {
  mayManage(actor, subject);
  keepsSuperAdministrator(subject);
  if (actor.id === subject.id) refuse('NOT_YOURSELF');
}

/** Profiles and groups as such. */
export function mayConfigure(actor: Person): void {
  if (!managesPeople(actor) || !isTechnical(actor)) refuse('NOT_ALLOWED');
  reachesPerson(actor, 'users.manage', NEWCOMER);
}

export function mayOrderLicences(actor: Person): void {
  if (!may(actor, 'licences.order')) refuse('LICENCES_NOT_TECHNICAL');
}

export function mayChangeLevel(actor: Person, before: Level, after: Level): void {
  if ((before === 'admin') !== (after === 'admin') && !actor.superAdmin) refuse('ONLY_SUPERADMIN_GRANTS_ADMIN');
}

/** The superadministrator's own dashboard access and link stay as they are. */
export function keepsSuperAdministrator(subject: Person): void {
  if (subject.superAdmin) refuse('SUPERADMIN_PROTECTED');
}

export interface NumberHolder {
  readonly user: Person | undefined;
  /** Name of the IVR. */
  readonly ivr: string | undefined;
}

/** Numbers as such, and those of these holders, each of whom has to be in sight. Whoever reads all lists reads these too. */
export function mayReachNumbers(actor: Person, access: PageAccess, ...holders: readonly NumberHolder[]): void {
  if (access === 'read' && readsAll(actor)) return;
  const capability = `page.numbers.${access}`;
  if (!may(actor, capability)) refuse('NOT_ALLOWED');
  for (const { user, ivr } of holders) {
    if (user && !may(actor, capability, { person: asKept(user) })) refuse('OUTSIDE_SCOPE');
    if (ivr !== undefined && !may(actor, capability, { ivr })) refuse('OUTSIDE_SCOPE');
  }
}

/** All of them. */
export const mayReadNumbers = (actor: Person): void => mayReachNumbers(actor, 'read', { user: NEWCOMER, ivr: NEW_IVR });

/** The IVR of this name; by default all of them, and those that nobody has made yet. */
export function mayReachIvr(actor: Person, access: PageAccess, name: string = NEW_IVR): void {
  if (access === 'read' && readsAll(actor)) return;
  const capability = `page.ivrs.${access}`;
  if (!may(actor, capability)) refuse('NOT_ALLOWED');
  if (!may(actor, capability, { ivr: name })) refuse('OUTSIDE_SCOPE');
}
