/** Tables of what an account has besides people, profiles and groups: it is neither planned nor compared, and it is there to be seen, played and refused. */

/** Before `numbers`, which refer to them. */
export const CONFERENCES = `
CREATE TABLE conferences (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, pincode TEXT NOT NULL DEFAULT ''
) STRICT;
`;

export const CONTENT = `
CREATE TABLE scenarios (
  id INTEGER PRIMARY KEY AUTOINCREMENT, ivr_id INTEGER NOT NULL REFERENCES ivrs, name TEXT NOT NULL, color TEXT NOT NULL,
  type TEXT NOT NULL, is_default INTEGER NOT NULL CHECK (is_default IN (0, 1))
) STRICT;
CREATE TABLE tags (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, color TEXT NOT NULL, description TEXT NOT NULL, created_at TEXT NOT NULL
) STRICT;
CREATE TABLE snooze_reasons (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL) STRICT;
CREATE TABLE blocked_numbers (
  id INTEGER PRIMARY KEY AUTOINCREMENT, number TEXT NOT NULL UNIQUE, comment TEXT NOT NULL
) STRICT;
CREATE TABLE user_blocked_numbers (
  user_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE, number TEXT NOT NULL, comment TEXT NOT NULL,
  PRIMARY KEY (user_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE integrations (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)), settings TEXT NOT NULL
) STRICT;
-- Of the directory, or of one person. Those of an integration come from the business tool.
CREATE TABLE contacts (
  id INTEGER PRIMARY KEY AUTOINCREMENT, first_name TEXT NOT NULL, last_name TEXT NOT NULL, company TEXT NOT NULL, number TEXT NOT NULL,
  owner_id INTEGER REFERENCES users ON DELETE CASCADE, integration_id INTEGER REFERENCES integrations
) STRICT;
CREATE TABLE brands (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL) STRICT;
CREATE TABLE other_settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE webhooks (id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL, url TEXT NOT NULL) STRICT;
CREATE TABLE campaigns (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, group_id INTEGER REFERENCES groups ON DELETE SET NULL, state TEXT NOT NULL
) STRICT;
CREATE TABLE tasks (
  id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL, user_id INTEGER REFERENCES users ON DELETE CASCADE, due TEXT NOT NULL,
  done INTEGER NOT NULL CHECK (done IN (0, 1))
) STRICT;
CREATE TABLE billing (id INTEGER PRIMARY KEY CHECK (id = 1), credit_cents INTEGER NOT NULL, currency TEXT NOT NULL) STRICT;
INSERT INTO billing VALUES (1, 0, 'EUR');
CREATE TABLE invoices (id INTEGER PRIMARY KEY AUTOINCREMENT, period TEXT NOT NULL, amount_cents INTEGER NOT NULL) STRICT;
-- A call of nobody yet waits in an IVR. The group is that of the IVR's people, or none.
CREATE TABLE calls (
  id INTEGER PRIMARY KEY AUTOINCREMENT, direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'live', 'ended', 'missed')),
  user_id INTEGER REFERENCES users ON DELETE SET NULL, ivr_id INTEGER REFERENCES ivrs, peer TEXT NOT NULL,
  started_at TEXT NOT NULL, ended_at TEXT,
  recording TEXT NOT NULL CHECK (recording IN ('none', 'recorded', 'objected')),
  tag_id INTEGER REFERENCES tags ON DELETE SET NULL, note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX calls_user ON calls (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX calls_state ON calls (state);
CREATE TABLE presences (
  user_id INTEGER PRIMARY KEY REFERENCES users ON DELETE CASCADE, devices INTEGER NOT NULL, snooze TEXT, snooze_end TEXT
) STRICT;
CREATE TABLE plannings (
  user_id INTEGER PRIMARY KEY REFERENCES users ON DELETE CASCADE, time_zone TEXT NOT NULL,
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)), ranges TEXT NOT NULL
) STRICT;
CREATE TABLE snooze_log (
  id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE, state TEXT NOT NULL, name TEXT NOT NULL,
  comment TEXT NOT NULL, created_at TEXT NOT NULL, ended_at TEXT
) STRICT;
CREATE INDEX snooze_log_user ON snooze_log (user_id);
`;
