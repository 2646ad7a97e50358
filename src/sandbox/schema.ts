import { CONFERENCES, CONTENT } from './content-schema.js';
import { type Database, integer, text } from './database.js';

/** Raised with every change of the tables. A file of a newer one is refused; one of an older one has to be filled again. */
export const SCHEMA_VERSION = 2;
/** "rctl": tells our files from other databases. */
const APPLICATION_ID = 0x7263746c;

const TABLES = `
CREATE TABLE team (
  id INTEGER PRIMARY KEY CHECK (id = 1), team_id TEXT NOT NULL, name TEXT NOT NULL, seed TEXT NOT NULL
) STRICT;
CREATE TABLE licences (plan TEXT PRIMARY KEY, total INTEGER NOT NULL CHECK (total >= 0)) STRICT;
CREATE TABLE profiles (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, permissions TEXT NOT NULL, dashboard TEXT NOT NULL
) STRICT;
CREATE TABLE groups (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, open_access INTEGER NOT NULL CHECK (open_access IN (0, 1)),
  color TEXT NOT NULL DEFAULT '#0b6b74'
) STRICT;
CREATE TABLE profile_groups (
  profile_id INTEGER NOT NULL REFERENCES profiles ON DELETE CASCADE, group_id INTEGER NOT NULL REFERENCES groups,
  PRIMARY KEY (profile_id, group_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE users (
  id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT NOT NULL, email_key TEXT NOT NULL UNIQUE,
  first_name TEXT NOT NULL, last_name TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('active', 'archived')),
  external INTEGER NOT NULL CHECK (external IN (0, 1)), super_admin INTEGER NOT NULL CHECK (super_admin IN (0, 1)),
  plan TEXT REFERENCES licences, profile_id INTEGER REFERENCES profiles,
  permissions TEXT, dashboard TEXT NOT NULL, generation INTEGER NOT NULL DEFAULT 0,
  CHECK (permissions IS NULL OR profile_id IS NULL)
) STRICT;
CREATE UNIQUE INDEX users_super_admin ON users (super_admin) WHERE super_admin = 1;
CREATE INDEX users_profile ON users (profile_id) WHERE profile_id IS NOT NULL;
CREATE INDEX users_plan ON users (plan) WHERE plan IS NOT NULL;
CREATE TABLE group_members (
  user_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE, group_id INTEGER NOT NULL REFERENCES groups ON DELETE CASCADE,
  ring_duration INTEGER NOT NULL DEFAULT 30, position INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (user_id, group_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_members_group ON group_members (group_id);
CREATE TABLE ivrs (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, color TEXT NOT NULL DEFAULT '#0b6b74',
  is_open INTEGER NOT NULL DEFAULT 1 CHECK (is_open IN (0, 1))
) STRICT;
CREATE TABLE ivr_users (
  ivr_id INTEGER NOT NULL REFERENCES ivrs, user_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
  PRIMARY KEY (ivr_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ivr_users_user ON ivr_users (user_id);
${CONFERENCES}
-- "other" is a fax and the like.
CREATE TABLE numbers (
  id INTEGER PRIMARY KEY AUTOINCREMENT, number TEXT NOT NULL UNIQUE, label TEXT NOT NULL DEFAULT '',
  user_id INTEGER REFERENCES users ON DELETE SET NULL, ivr_id INTEGER REFERENCES ivrs, conference_id INTEGER REFERENCES conferences,
  other INTEGER NOT NULL DEFAULT 0 CHECK (other IN (0, 1)),
  CHECK ((user_id IS NOT NULL) + (ivr_id IS NOT NULL) + (conference_id IS NOT NULL) + other <= 1)
) STRICT;
CREATE INDEX numbers_user ON numbers (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX numbers_ivr ON numbers (ivr_id) WHERE ivr_id IS NOT NULL;
CREATE TABLE action_log (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, by TEXT NOT NULL, action TEXT NOT NULL, target TEXT NOT NULL,
  before TEXT NOT NULL, after TEXT NOT NULL
) STRICT;
CREATE INDEX action_log_target ON action_log (iif(substr(target, 1, 5) = 'user:', lower(target), target));
-- One key of a name for each person. Its rights are JSON: what the key may do in each category of the public API.
CREATE TABLE api_keys (
  key TEXT PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE, name TEXT NOT NULL, rights TEXT NOT NULL,
  monitoring INTEGER NOT NULL CHECK (monitoring IN (0, 1)), UNIQUE (user_id, name)
) STRICT, WITHOUT ROWID;
-- How many there are of what comes in thousands: counting them for each page would cost more than the page.
CREATE TABLE totals (list TEXT PRIMARY KEY, total INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO totals VALUES ('users', 0), ('numbers', 0);
CREATE TRIGGER users_added AFTER INSERT ON users BEGIN UPDATE totals SET total = total + 1 WHERE list = 'users'; END;
CREATE TRIGGER users_removed AFTER DELETE ON users BEGIN UPDATE totals SET total = total - 1 WHERE list = 'users'; END;
CREATE TRIGGER numbers_added AFTER INSERT ON numbers BEGIN UPDATE totals SET total = total + 1 WHERE list = 'numbers'; END;
-- The text of each person as the list gives it: pages are put together from these, without a join for each person.
CREATE TABLE user_listings (user_id INTEGER PRIMARY KEY REFERENCES users ON DELETE CASCADE, json TEXT NOT NULL) STRICT;
${CONTENT}`;

export type SchemaState = 'empty' | 'older' | 'current' | 'newer' | 'foreign';

export function schemaState(database: Database): SchemaState {
  const version = integer(database.get('PRAGMA user_version'), 'user_version');
  const application = integer(database.get('PRAGMA application_id'), 'application_id');
  const tables = integer(database.get('SELECT count(*) AS count FROM sqlite_schema'), 'count');
  if (application === 0 && version === 0 && tables === 0) return 'empty';
  if (application !== APPLICATION_ID) return 'foreign';
  if (version < SCHEMA_VERSION) return 'older';
  return version > SCHEMA_VERSION ? 'newer' : 'current';
}

/** Within a transaction of the caller: what was there goes in the same moment. */
export function recreateTables(database: Database): void {
  // The last first: a table goes before those that it refers to.
  const names = database.all(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid DESC",
  );
  for (const row of names) database.exec(`DROP TABLE "${text(row, 'name')}"`);
  database.exec(TABLES);
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}`);
}
