import {
  type Answer,
  type Ask,
  DONE,
  type Fields,
  fieldsOf,
  ok,
  pick,
  profileOf,
  textField,
  textsField,
} from '../ask.js';
import type { Database } from '../database.js';
import { entryJson } from '../listings.js';
import { idsNamed, knownIn, personById } from '../records.js';
import { refuse } from '../refusals.js';
import { keepsSuperAdministrator, mayChangeLevel, mayConfigure, mayManage } from '../rules/authority.js';
import { isActive, isLicensed } from '../rules/people.js';
import { profileIsUnused } from '../rules/things.js';
import { groupIsKnown, nameIsValid, parseAllPermissions, parseDashboard, parsePermissions } from '../rules/values.js';
import {
  insertProfile,
  linkPerson,
  renameProfile,
  writeProfileDashboard,
  writeProfileGroups,
  writeProfilePermissions,
} from '../writes.js';
import { keysAre } from './users.js';

/** POST /profiles */
export function createProfile(ask: Ask): Answer {
  mayConfigure(ask.actor);
  const fields = fieldsOf(ask.body, ['name', 'permissions', 'dashboard', 'groups']);
  const name = textField(fields, 'name');
  nameIsValid(name);
  const known = knownIn(ask.database);
  const permissions = parseAllPermissions(fields.permissions, known);
  const dashboard = parseDashboard(fields.dashboard, known);
  mayChangeLevel(ask.actor, 'none', dashboard.level);
  const groups = groupIds(ask.database, textsField(fields, 'groups'));
  const id = insertProfile(ask.database, name, permissions, dashboard);
  writeProfileGroups(ask.database, id, groups);
  return created(ask, 'createProfile', id, name);
}

function created({ database, log }: Ask, action: string, id: number, name: string): Answer {
  const value: unknown = JSON.parse(entryJson(database, 'profiles', id) ?? 'null');
  log(action, `profile:${name}`, null, value);
  return { status: 201, value };
}

function groupIds(database: Database, names: readonly string[]): readonly number[] {
  for (const name of names) groupIsKnown(name, knownIn(database));
  return names.flatMap((name) => idsNamed(database, 'groups', name));
}

/** POST /profiles/from-user: what the person has becomes a profile, and the person is linked to it. */
export function createProfileFromUser(ask: Ask): Answer {
  mayConfigure(ask.actor);
  const fields = fieldsOf(ask.body, ['name', 'user']);
  const name = textField(fields, 'name');
  nameIsValid(name);
  const subject = typeof fields.user === 'number' ? personById(ask.database, fields.user) : undefined;
  if (!subject) return refuse('UNKNOWN_USER');
  mayManage(ask.actor, subject);
  keepsSuperAdministrator(subject);
  isLicensed(subject, 'a profile');
  isActive(subject);
  mayChangeLevel(ask.actor, 'none', subject.dashboard.level);
  const id = insertProfile(ask.database, name, subject.effective, subject.dashboard);
  writeProfileGroups(ask.database, id, groupIds(ask.database, subject.groups));
  linkPerson(ask.database, subject, {
    id,
    name,
    permissions: subject.effective,
    dashboard: subject.dashboard,
    groups: subject.groups,
    linked: 1,
  });
  return created(ask, 'createProfileFromUser', id, name);
}

/** PATCH /profiles/{id} */
export function renameProfileTo(ask: Ask): Answer {
  mayConfigure(ask.actor);
  const { id, name: before } = profileOf(ask);
  const name = textField(fieldsOf(ask.body, ['name']), 'name');
  ask.unchanged({ name: before });
  nameIsValid(name);
  renameProfile(ask.database, id, name);
  ask.log('rename', `profile:${before}`, { name: before }, { name });
  return ok({ name });
}

/** PATCH /profiles/{id}/permissions?keys=: reaches everyone who is linked. */
export function setProfilePermissions(ask: Ask): Answer {
  mayConfigure(ask.actor);
  const profile = profileOf(ask);
  const after = parsePermissions(fieldsOf(ask.body, ['permissions']).permissions, knownIn(ask.database));
  keysAre(ask, Object.keys(after));
  const before = pick(profile.permissions, Object.keys(after));
  ask.unchanged(before);
  writeProfilePermissions(ask.database, profile.id, { ...profile.permissions, ...after });
  ask.log('setPermissions', `profile:${profile.name}`, before, after);
  return ok(after);
}

/** PUT /profiles/{id}/template: dashboard and groups for those who are linked from now on. */
export function setProfileTemplate(ask: Ask): Answer {
  mayConfigure(ask.actor);
  const profile = profileOf(ask);
  const fields = fieldsOf(ask.body, [], ['dashboard', 'groups']);
  if (Object.keys(fields).length === 0) refuse('BODY_INVALID');
  const before = pick(profile, Object.keys(fields));
  ask.unchanged(before);
  writeTemplate(ask, fields, profile.dashboard.level);
  const after = pick(profileOf(ask), Object.keys(fields));
  ask.log('setProfileTemplate', `profile:${profile.name}`, before, after);
  return ok(after);
}

function writeTemplate(ask: Ask, fields: Fields, level: Parameters<typeof mayChangeLevel>[1]): void {
  if (fields.groups !== undefined)
    writeProfileGroups(ask.database, ask.id, groupIds(ask.database, textsField(fields, 'groups')));
  if (fields.dashboard === undefined) return;
  const dashboard = parseDashboard(fields.dashboard, knownIn(ask.database));
  mayChangeLevel(ask.actor, level, dashboard.level);
  writeProfileDashboard(ask.database, ask.id, dashboard);
}

/** DELETE /profiles/{id} */
export function deleteProfile(ask: Ask): Answer {
  mayConfigure(ask.actor);
  const profile = profileOf(ask);
  ask.unchanged({ name: profile.name });
  profileIsUnused(profile);
  const before: unknown = JSON.parse(entryJson(ask.database, 'profiles', profile.id) ?? 'null');
  ask.database.run('DELETE FROM profiles WHERE id = ?', profile.id);
  ask.log('delete', `profile:${profile.name}`, before, null);
  return DONE;
}
