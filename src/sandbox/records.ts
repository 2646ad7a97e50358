import { asciiLower, CATALOGUE, type Dashboard, type PermissionSet } from '../model/index.js';
import { type Database, integer, integerOrNull, text, textOrNull } from './database.js';
import type { Group, Known, Person, Profile } from './people.js';

/** What the tables hold, as values for the rules. The texts of permissions and dashboards were checked when they were written. */
const isPermissions = (value: unknown): value is PermissionSet =>
  typeof value === 'object' && value !== null && CATALOGUE.some(({ id }) => Object.hasOwn(value, id));
const isDashboard = (value: unknown): value is Dashboard =>
  typeof value === 'object' && value !== null && 'level' in value && 'pages' in value && 'scope' in value;

function permissionsOf(json: string): PermissionSet {
  const value: unknown = JSON.parse(json);
  if (!isPermissions(value)) throw new TypeError('the account holds permissions that are none');
  return value;
}

function dashboardOf(json: string): Dashboard {
  const value: unknown = JSON.parse(json);
  if (!isDashboard(value)) throw new TypeError('the account holds a dashboard access that is none');
  return value;
}

const PERSON = `SELECT u.*, p.name AS profile_name, p.permissions AS profile_permissions
FROM users u LEFT JOIN profiles p ON p.id = u.profile_id`;

export function personById(database: Database, id: number): Person | undefined {
  return personWhere(database, 'u.id = ?', id);
}

export function personByEmail(database: Database, email: string): Person | undefined {
  return personWhere(database, 'u.email_key = ?', asciiLower(email));
}

function personWhere(database: Database, condition: string, value: string | number): Person | undefined {
  const row = database.get(`${PERSON} WHERE ${condition}`, value);
  if (!row) return undefined;
  const id = integer(row, 'id');
  const own = textOrNull(row, 'permissions');
  const shared = textOrNull(row, 'profile_permissions');
  const permissions = own === null ? null : permissionsOf(own);
  return {
    id,
    email: text(row, 'email'),
    firstName: text(row, 'first_name'),
    lastName: text(row, 'last_name'),
    status: text(row, 'status') === 'active' ? 'active' : 'archived',
    external: integer(row, 'external') === 1,
    superAdmin: integer(row, 'super_admin') === 1,
    profile: textOrNull(row, 'profile_name'),
    profileId: integerOrNull(row, 'profile_id'),
    permissions,
    effective: permissions ?? (shared === null ? {} : permissionsOf(shared)),
    dashboard: dashboardOf(text(row, 'dashboard')),
    groups: groupNames(database, 'group_members', 'user_id', id),
    numbers: database
      .all('SELECT number FROM numbers WHERE user_id = ? ORDER BY id', id)
      .map((number) => text(number, 'number')),
    plan: textOrNull(row, 'plan'),
  };
}

function groupNames(
  database: Database,
  table: 'group_members' | 'profile_groups',
  column: string,
  id: number,
): readonly string[] {
  const rows = database.all(
    `SELECT g.name FROM ${table} m JOIN groups g ON g.id = m.group_id WHERE m.${column} = ? ORDER BY g.name`,
    id,
  );
  return rows.map((row) => text(row, 'name'));
}

export function profileById(database: Database, id: number): Profile | undefined {
  const row = database.get(
    'SELECT p.*, (SELECT count(*) FROM users u WHERE u.profile_id = p.id) AS linked FROM profiles p WHERE p.id = ?',
    id,
  );
  if (!row) return undefined;
  return {
    id,
    name: text(row, 'name'),
    permissions: permissionsOf(text(row, 'permissions')),
    dashboard: dashboardOf(text(row, 'dashboard')),
    groups: groupNames(database, 'profile_groups', 'profile_id', id),
    linked: integer(row, 'linked'),
  };
}

export function groupById(database: Database, id: number): Group | undefined {
  const row = database.get('SELECT * FROM groups WHERE id = ?', id);
  return row && { id, name: text(row, 'name'), openAccess: integer(row, 'open_access') === 1 };
}

/** Ids of those that have this name: more than one when it is ambiguous. */
export function idsNamed(database: Database, table: 'groups' | 'profiles', name: string): readonly number[] {
  return database.all(`SELECT id FROM ${table} WHERE name = ? ORDER BY id`, name).map((row) => integer(row, 'id'));
}

export function knownIn(database: Database): Known {
  const count = (sql: string, name: string) => integer(database.get(sql, name), 'count');
  return {
    hasNumber: (number) => count('SELECT count(*) AS count FROM numbers WHERE number = ?', number) > 0,
    ivrs: (name) => count('SELECT count(*) AS count FROM ivrs WHERE name = ?', name),
    groups: (name) => count('SELECT count(*) AS count FROM groups WHERE name = ?', name),
  };
}

export interface NumberUse {
  readonly free: boolean;
  readonly userId: number | null;
}

export function numberUse(database: Database, number: string): NumberUse | undefined {
  const row = database.get(
    'SELECT user_id, ivr_id, other + (conference_id IS NOT NULL) AS other FROM numbers WHERE number = ?',
    number,
  );
  if (!row) return undefined;
  const userId = integerOrNull(row, 'user_id');
  return { userId, free: userId === null && row.ivr_id === null && row.other === 0 };
}

export interface LicenceCount {
  readonly plan: string;
  readonly total: number;
  readonly used: number;
}

export function licences(database: Database): readonly LicenceCount[] {
  const rows = database.all(
    'SELECT l.plan, l.total, (SELECT count(*) FROM users u WHERE u.plan = l.plan) AS used FROM licences l ORDER BY l.plan',
  );
  return rows.map((row) => ({ plan: text(row, 'plan'), total: integer(row, 'total'), used: integer(row, 'used') }));
}
