import {
  asciiLower,
  byText,
  canonicalDashboard,
  canonicalJson,
  type Dashboard,
  type PermissionSet,
} from '../model/index.js';
import { type Database, integer, type SqlValue, text } from './database.js';
import { refreshListings } from './listings.js';
import type { Group, Person, Profile } from './people.js';
import type { Draft } from './rules/people.js';
import type { GroupUse } from './rules/things.js';

/** Statements that write, each within the transaction of its request. What a list says of people is written anew with them. */
const refreshPerson = (database: Database, id: number) => refreshListings(database, 'u.id = ?', id);

/** A new person, or an archived one who comes back with exactly this access. */
export function writePerson(database: Database, draft: Draft, holder: Person | undefined): number {
  const values: readonly SqlValue[] = [
    draft.email,
    asciiLower(draft.email),
    draft.firstName,
    draft.lastName,
    draft.external ? 1 : 0,
    draft.plan ?? holder?.plan ?? null,
    draft.permissions ? canonicalJson(draft.permissions) : null,
    canonicalJson(draft.dashboard),
  ];
  const insert = `INSERT INTO users (email, email_key, first_name, last_name, external, plan, permissions, dashboard, status, super_admin)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'active', 0)`;
  const update = `UPDATE users SET email = ?, email_key = ?, first_name = ?, last_name = ?, external = ?, plan = ?, permissions = ?, dashboard = ?,
status = 'active', profile_id = NULL WHERE id = ?`;
  const id = holder?.id ?? database.run(insert, ...values).id;
  if (holder) database.run(update, ...values, holder.id);
  if (holder) database.run('DELETE FROM group_members WHERE user_id = ?', holder.id);
  if (draft.number !== undefined) database.run('UPDATE numbers SET user_id = ? WHERE number = ?', id, draft.number);
  refreshPerson(database, id);
  return id;
}

export function renamePerson(
  database: Database,
  { id, ...person }: Pick<Person, 'id' | 'email' | 'firstName' | 'lastName'>,
): void {
  const sql = 'UPDATE users SET email = ?, email_key = ?, first_name = ?, last_name = ? WHERE id = ?';
  database.run(sql, person.email, asciiLower(person.email), person.firstName, person.lastName, id);
  refreshPerson(database, id);
}

/** Dashboard and groups come from the profile at this moment, and not afterwards. */
export function linkPerson(database: Database, person: Person, profile: Profile): void {
  const sql = 'UPDATE users SET profile_id = ?, permissions = NULL, dashboard = ? WHERE id = ?';
  database.run(sql, profile.id, canonicalJson(profile.dashboard), person.id);
  database.run('DELETE FROM group_members WHERE user_id = ?', person.id);
  database.run(
    'INSERT INTO group_members (user_id, group_id) SELECT ?, group_id FROM profile_groups WHERE profile_id = ?',
    person.id,
    profile.id,
  );
  refreshPerson(database, person.id);
}

/** Own permissions; a link ends. */
export function writeOwnPermissions(database: Database, id: number, permissions: PermissionSet): void {
  database.run('UPDATE users SET profile_id = NULL, permissions = ? WHERE id = ?', canonicalJson(permissions), id);
  refreshPerson(database, id);
}

export function writeDashboard(database: Database, id: number, dashboard: Dashboard): void {
  database.run('UPDATE users SET dashboard = ? WHERE id = ?', canonicalJson(dashboard), id);
  refreshPerson(database, id);
}

/** The key goes too: who comes back gets a new one. */
export function archivePerson(database: Database, id: number): void {
  database.run("UPDATE users SET status = 'archived', generation = generation + 1 WHERE id = ?", id);
  database.run('DELETE FROM api_keys WHERE user_id = ?', id);
  refreshPerson(database, id);
}

/** Number and licence are free afterwards; memberships and key go with the person. */
export function deletePerson(database: Database, id: number): void {
  database.run('DELETE FROM users WHERE id = ?', id);
}

/** Sessions of an earlier generation are at an end. */
export function endSessions(database: Database, id: number): void {
  database.run('UPDATE users SET generation = generation + 1 WHERE id = ?', id);
}

export function insertProfile(
  database: Database,
  name: string,
  permissions: PermissionSet,
  dashboard: Dashboard,
): number {
  const sql = 'INSERT INTO profiles (name, permissions, dashboard) VALUES (?, ?, ?)';
  return database.run(sql, name, canonicalJson(permissions), canonicalJson(dashboard)).id;
}

export function writeProfileGroups(database: Database, id: number, groups: readonly number[]): void {
  database.run('DELETE FROM profile_groups WHERE profile_id = ?', id);
  for (const group of new Set(groups)) database.run('INSERT INTO profile_groups VALUES (?, ?)', id, group);
}

export function renameProfile(database: Database, id: number, name: string): void {
  database.run('UPDATE profiles SET name = ? WHERE id = ?', name, id);
  refreshListings(database, 'u.profile_id = ?', id);
}

/** Reaches everyone who is linked in the same moment, since they hold no permissions of their own. */
export function writeProfilePermissions(database: Database, id: number, permissions: PermissionSet): void {
  database.run('UPDATE profiles SET permissions = ? WHERE id = ?', canonicalJson(permissions), id);
}

export function writeProfileDashboard(database: Database, id: number, dashboard: Dashboard): void {
  database.run('UPDATE profiles SET dashboard = ? WHERE id = ?', canonicalJson(dashboard), id);
}

/** Scopes keep naming the group, unless another one has its name and nobody can tell which is meant. */
export function renameGroup(database: Database, { id, name: before }: Group, after: string, isOnly: boolean): void {
  database.run('UPDATE groups SET name = ? WHERE id = ?', after, id);
  if (isOnly) for (const table of ['users', 'profiles'] as const) renameInScopes(database, table, before, after);
  refreshListings(database, 'u.id IN (SELECT user_id FROM group_members WHERE group_id = ?)', id);
}

const NAMES_GROUP = `json_type(dashboard, '$.scope.groups') = 'array' AND instr(dashboard, ?) > 0
AND EXISTS (SELECT 1 FROM json_each(dashboard, '$.scope.groups') WHERE value = ?)`;

function renameInScopes(database: Database, table: 'users' | 'profiles', before: string, after: string): void {
  for (const row of database.all(
    `SELECT id, dashboard FROM ${table} WHERE ${NAMES_GROUP}`,
    JSON.stringify(before),
    before,
  )) {
    const id = integer(row, 'id');
    const dashboard: Dashboard = JSON.parse(text(row, 'dashboard'));
    const { groups } = dashboard.scope;
    const renamed = groups === 'all' ? groups : groups.map((name) => (name === before ? after : name)).sort(byText);
    const json = canonicalJson(canonicalDashboard({ ...dashboard, scope: { ...dashboard.scope, groups: renamed } }));
    database.run(`UPDATE ${table} SET dashboard = ? WHERE id = ?`, json, id);
    if (table === 'users') refreshPerson(database, id);
  }
}

export function groupUse(database: Database, { id, name }: Group, isOnly: boolean): GroupUse {
  const count = (sql: string, ...values: readonly SqlValue[]) =>
    integer(database.get(`SELECT count(*) AS count FROM ${sql}`, ...values), 'count');
  const named = [JSON.stringify(name), name];
  return {
    activeMembers: count(
      "group_members m JOIN users u ON u.id = m.user_id WHERE m.group_id = ? AND u.status = 'active'",
      id,
    ),
    profiles:
      count('profile_groups WHERE group_id = ?', id) + (isOnly ? count(`profiles WHERE ${NAMES_GROUP}`, ...named) : 0),
    dashboards: isOnly ? count(`users WHERE status = 'active' AND ${NAMES_GROUP}`, ...named) : 0,
  };
}

export function deleteGroup(database: Database, id: number): void {
  const archived = database
    .all('SELECT user_id FROM group_members WHERE group_id = ?', id)
    .map((row) => integer(row, 'user_id'));
  database.run('DELETE FROM groups WHERE id = ?', id);
  for (const user of archived) refreshPerson(database, user);
}

export function writeMembership(database: Database, group: number, user: number, isMember: boolean): void {
  const sql = isMember
    ? 'INSERT OR IGNORE INTO group_members (group_id, user_id) VALUES (?, ?)'
    : 'DELETE FROM group_members WHERE group_id = ? AND user_id = ?';
  if (database.run(sql, group, user).changes > 0) refreshPerson(database, user);
}
