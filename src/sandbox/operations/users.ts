import type { Dashboard } from '../../model/index.js';
import {
  type Answer,
  type Ask,
  DONE,
  fieldsOf,
  flagField,
  ok,
  optionalText,
  personOf,
  pick,
  textField,
} from '../ask.js';
import { NEWCOMER } from '../deciding.js';
import { entryJson } from '../listings.js';
import { knownIn, licences, numberUse, personByEmail } from '../records.js';
import { refuse } from '../refusals.js';
import { keepsSuperAdministrator, mayAddPeople, mayChangeLevel, mayManage, mayRemove } from '../rules/authority.js';
import { givesOnlyWhatIsHeld } from '../rules/holding.js';
import {
  addressIsFree,
  type Draft,
  externalLevel,
  hasOwnPermissions,
  isActive,
  isLicensed,
  licenceIsFree,
  mayExist,
  numberIsFree,
} from '../rules/people.js';
import {
  addressIsValid,
  parseAllPermissions,
  parseDashboard,
  parsePermissions,
  personNameIsValid,
} from '../rules/values.js';
import {
  archivePerson,
  deletePerson,
  endSessions,
  renamePerson,
  writeDashboard,
  writeOwnPermissions,
  writePerson,
} from '../writes.js';

/** POST /users: a new person, or an archived one who comes back. */
export function createUser(ask: Ask): Answer {
  const { database, actor } = ask;
  mayAddPeople(actor);
  const draft = draftOf(ask);
  const holder = personByEmail(database, draft.email);
  if (holder) mayManage(actor, holder);
  mayExist(draft, holder);
  mayChangeLevel(actor, 'none', draft.dashboard.level);
  const { permissions: effective = {}, dashboard, external, number, plan } = draft;
  givesOnlyWhatIsHeld(actor, { ...NEWCOMER, external }, { ...NEWCOMER, external, effective, dashboard });
  if (number !== undefined) numberIsFree(numberUse(database, number), holder);
  if (plan !== undefined)
    licenceIsFree(
      licences(database).find((licence) => licence.plan === plan),
      holder,
    );
  const id = writePerson(database, draft, holder);
  const value: unknown = JSON.parse(entryJson(database, 'users', id) ?? 'null');
  ask.log('createUser', `user:${draft.email}`, holder ? { status: holder.status } : null, value);
  return { status: 201, value };
}

function draftOf({ body, database }: Ask): Draft {
  const fields = fieldsOf(
    body,
    ['email', 'firstName', 'lastName', 'external', 'dashboard'],
    ['number', 'plan', 'permissions'],
  );
  const [email, firstName, lastName] = [
    textField(fields, 'email'),
    textField(fields, 'firstName'),
    textField(fields, 'lastName'),
  ];
  addressIsValid(email);
  for (const name of [firstName, lastName]) personNameIsValid(name);
  const known = knownIn(database);
  return {
    email,
    firstName,
    lastName,
    external: flagField(fields, 'external'),
    number: optionalText(fields, 'number'),
    plan: optionalText(fields, 'plan'),
    permissions: fields.permissions == null ? undefined : parseAllPermissions(fields.permissions, known),
    dashboard: parseDashboard(fields.dashboard, known),
  };
}

/** PATCH /users/{id}: address and names. */
export function renameUser(ask: Ask): Answer {
  const subject = personOf(ask);
  mayManage(ask.actor, subject);
  const fields = fieldsOf(ask.body, [], ['email', 'firstName', 'lastName']);
  const names = Object.keys(fields);
  if (names.length === 0) refuse('BODY_INVALID');
  const before = pick(subject, names);
  ask.unchanged(before);
  isActive(subject);
  const {
    email = subject.email,
    firstName = subject.firstName,
    lastName = subject.lastName,
  } = Object.fromEntries(names.map((name) => [name, textField(fields, name)]));
  addressIsValid(email);
  for (const name of [firstName, lastName]) personNameIsValid(name);
  addressIsFree(personByEmail(ask.database, email), subject);
  renamePerson(ask.database, { id: subject.id, email, firstName, lastName });
  const after = pick({ email, firstName, lastName }, names);
  ask.log('rename', `user:${subject.email}`, before, after);
  return ok(after);
}

/** PATCH /users/{id}/permissions?keys=: some own permissions. */
export function setUserPermissions(ask: Ask): Answer {
  const subject = personOf(ask);
  mayManage(ask.actor, subject);
  const after = parsePermissions(fieldsOf(ask.body, ['permissions']).permissions, knownIn(ask.database));
  keysAre(ask, Object.keys(after));
  const before = pick(subject.effective, Object.keys(after));
  isLicensed(subject, 'permissions');
  ask.unchanged(before);
  isActive(subject);
  hasOwnPermissions(subject);
  const effective = { ...subject.effective, ...after };
  givesOnlyWhatIsHeld(ask.actor, subject, { ...subject, effective });
  writeOwnPermissions(ask.database, subject.id, effective);
  ask.log('setPermissions', `user:${subject.email}`, before, after);
  return ok(after);
}

/** The address names the keys that the body changes, so that the tag speaks of the same ones. */
export function keysAre(ask: Ask, keys: readonly string[]): void {
  const named = new Set((ask.parameter('keys') ?? '').split(','));
  if (keys.length === 0 || named.size !== keys.length || !keys.every((key) => named.has(key)))
    refuse('QUERY_INVALID', 'keys');
}

/** PUT /users/{id}/dashboard */
export function setUserDashboard(ask: Ask): Answer {
  const subject = personOf(ask);
  mayManage(ask.actor, subject);
  keepsSuperAdministrator(subject);
  const after: Dashboard = parseDashboard(fieldsOf(ask.body, ['dashboard']).dashboard, knownIn(ask.database));
  const before = subject.dashboard;
  ask.unchanged({ dashboard: before });
  isActive(subject);
  if (subject.external) externalLevel(after);
  mayChangeLevel(ask.actor, before.level, after.level);
  givesOnlyWhatIsHeld(ask.actor, subject, { ...subject, dashboard: after });
  writeDashboard(ask.database, subject.id, after);
  ask.log('setDashboard', `user:${subject.email}`, { dashboard: before }, { dashboard: after });
  return ok({ dashboard: after });
}

/** DELETE /users/{id}?type=ARCHIVED or DELETED */
export function removeUser(ask: Ask): Answer {
  const subject = personOf(ask);
  const type = ask.parameter('type');
  if (type !== 'ARCHIVED' && type !== 'DELETED') refuse('QUERY_INVALID', 'type');
  mayRemove(ask.actor, subject);
  ask.unchanged({ status: subject.status });
  if (type === 'ARCHIVED') {
    isActive(subject);
    archivePerson(ask.database, subject.id);
    ask.log('archive', `user:${subject.email}`, { status: 'active' }, { status: 'archived' });
  } else {
    const before: unknown = JSON.parse(entryJson(ask.database, 'users', subject.id) ?? 'null');
    deletePerson(ask.database, subject.id);
    ask.log('delete', `user:${subject.email}`, before, null);
  }
  return DONE;
}

/** POST /users/{id}/sign-out: everybody may end their own sessions. */
export function signOutUser(ask: Ask): Answer {
  const subject = personOf(ask);
  if (subject.id !== ask.actor.id) mayManage(ask.actor, subject);
  isActive(subject);
  endSessions(ask.database, subject.id);
  ask.log('signOut', `user:${subject.email}`, null, null);
  return DONE;
}
