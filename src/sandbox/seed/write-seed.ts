import {
  asciiLower,
  canonicalDashboard,
  canonicalJson,
  type Dashboard,
  type PermissionSet,
} from '../../model/index.js';
import type { Database } from '../database.js';
import { refreshListings, totalOf } from '../listings.js';
import { recreateTables } from '../schema.js';
import type { AccountSeed, SeedSummary, SeedUser } from './account-seed.js';
import { writeContent } from './write-content.js';

/** Puts the account in the place of whatever the database held, in one transaction: when it is cut off, everything is as before. */
export function writeSeed(database: Database, name: string, seed: AccountSeed): SeedSummary {
  return database.transaction(() => {
    recreateTables(database);
    writeTeam(database, name, seed);
    const groups = writeGroups(database, seed);
    const profiles = writeProfiles(database, seed, groups);
    const users = writeUsers(database, seed, groups, profiles);
    const ivrs = writeIvrs(database, seed, users);
    writeContent(database, seed.content ?? {}, {
      user: (email) => idOf(users, asciiLower(email)),
      group: (group) => idOf(groups, group),
      ivr: (ivr) => idOf(ivrs, ivr),
    });
    writeOtherNumbers(database, seed);
    refreshListings(database, 'true');
    return summary(name, seed, totalOf(database, 'numbers'));
  });
}

/** Ids by name or address; the first of two with one name. */
type Ids = ReadonlyMap<string, number>;

function idOf(ids: Ids, name: string): number {
  const id = ids.get(name);
  if (id === undefined) throw new TypeError(`the seed refers to "${name}", which it does not hold`);
  return id;
}

function writeTeam(database: Database, name: string, { team, licences }: AccountSeed): void {
  database.run('INSERT INTO team (id, team_id, name, seed) VALUES (1, ?, ?, ?)', team.id, team.name, name);
  for (const { plan, total } of licences) database.run('INSERT INTO licences (plan, total) VALUES (?, ?)', plan, total);
}

function writeGroups(database: Database, { groups }: AccountSeed): Ids {
  const ids = new Map<string, number>();
  for (const { name, openAccess } of groups) {
    const { id } = database.run('INSERT INTO groups (name, open_access) VALUES (?, ?)', name, openAccess ? 1 : 0);
    if (!ids.has(name)) ids.set(name, id);
  }
  return ids;
}

function writeProfiles(database: Database, { profiles }: AccountSeed, groups: Ids): Ids {
  const ids = new Map<string, number>();
  for (const profile of profiles) {
    const { id } = database.run(
      'INSERT INTO profiles (name, permissions, dashboard) VALUES (?, ?, ?)',
      profile.name,
      canonicalJson(profile.permissions),
      canonicalJson(canonicalDashboard(profile.dashboard)),
    );
    for (const group of new Set(profile.groups))
      database.run('INSERT INTO profile_groups VALUES (?, ?)', id, idOf(groups, group));
    if (!ids.has(profile.name)) ids.set(profile.name, id);
  }
  return ids;
}

function writeUsers(database: Database, { users }: AccountSeed, groups: Ids, profiles: Ids): Ids {
  const texts = textCache();
  const ids = new Map<string, number>();
  for (const user of users) {
    const id = writeUser(database, user, user.profile === null ? null : idOf(profiles, user.profile), texts);
    for (const group of new Set(user.groups))
      database.run('INSERT INTO group_members (user_id, group_id) VALUES (?, ?)', id, idOf(groups, group));
    ids.set(asciiLower(user.email), id);
  }
  return ids;
}

/** Large accounts repeat few values: each is made into text once. */
function textCache(): (value: PermissionSet | Dashboard) => string {
  const known = new Map<object, string>();
  return (value) => {
    const text = known.get(value) ?? canonicalJson('level' in value ? canonicalDashboard(value) : value);
    known.set(value, text);
    return text;
  };
}

const USER = `INSERT INTO users (email, email_key, first_name, last_name, status, external, super_admin, plan, profile_id, permissions, dashboard)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

function writeUser(
  database: Database,
  user: SeedUser,
  profileId: number | null,
  textOf: ReturnType<typeof textCache>,
): number {
  const { id } = database.run(
    USER,
    user.email,
    asciiLower(user.email),
    user.firstName,
    user.lastName,
    user.status,
    user.external ? 1 : 0,
    user.superAdmin ? 1 : 0,
    user.plan,
    profileId,
    user.permissions && textOf(user.permissions),
    textOf(user.dashboard),
  );
  return id;
}

const NUMBER = 'INSERT INTO numbers (number, user_id, ivr_id, other) VALUES (?, ?, ?, ?)';

function writeIvrs(database: Database, seed: AccountSeed, users: Ids): Ids {
  const ids = new Map<string, number>();
  for (const user of seed.users)
    for (const number of user.numbers) database.run(NUMBER, number, idOf(users, asciiLower(user.email)), null, 0);
  for (const ivr of seed.ivrs) {
    const { id } = database.run('INSERT INTO ivrs (name) VALUES (?)', ivr.name);
    if (!ids.has(ivr.name)) ids.set(ivr.name, id);
    for (const number of ivr.numbers) database.run(NUMBER, number, null, id, 0);
    for (const email of new Set(ivr.users))
      database.run('INSERT INTO ivr_users VALUES (?, ?)', id, idOf(users, asciiLower(email)));
  }
  return ids;
}

function writeOtherNumbers(database: Database, seed: AccountSeed): void {
  for (const number of seed.otherNumbers) database.run(NUMBER, number, null, null, 1);
  for (const number of seed.freeNumbers) database.run(NUMBER, number, null, null, 0);
}

function summary(name: string, seed: AccountSeed, numbers: number): SeedSummary {
  const archived = seed.users.filter(({ status }) => status === 'archived').length;
  return {
    name,
    users: seed.users.length - archived,
    archived,
    profiles: seed.profiles.length,
    groups: seed.groups.length,
    numbers,
    freeNumbers: seed.freeNumbers.length,
    ivrs: seed.ivrs.length,
  };
}
