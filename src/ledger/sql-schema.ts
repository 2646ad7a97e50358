/** The tables are the same in both databases; `sqlite` and `postgres` are what only one of them understands. Each entry leads to one version more, and is never changed. */
export interface Migration {
  readonly common: string;
  readonly sqlite: string;
  readonly postgres: string;
}

export const MIGRATIONS: readonly Migration[] = [
  {
    common: `
CREATE TABLE accounts (account TEXT PRIMARY KEY, turn INTEGER NOT NULL);
CREATE TABLE documents (
  account TEXT NOT NULL REFERENCES accounts, kind TEXT NOT NULL CHECK (kind IN ('state', 'counts', 'fact', 'hold', 'managed')),
  key TEXT NOT NULL CHECK (kind <> 'state' OR key IN ('lock', 'head', 'runs')), value TEXT NOT NULL, sum TEXT NOT NULL,
  PRIMARY KEY (account, kind, key)
);
CREATE TABLE audit (
  account TEXT NOT NULL REFERENCES accounts, seq INTEGER NOT NULL, topic TEXT NOT NULL, run TEXT NOT NULL, body TEXT NOT NULL,
  hash TEXT NOT NULL, PRIMARY KEY (account, seq)
);
CREATE INDEX audit_run ON audit (account, run, seq) WHERE run <> '';
CREATE INDEX audit_topic ON audit (account, topic, seq) WHERE topic <> 'entry';
CREATE TABLE subjects (
  account TEXT NOT NULL, seq INTEGER NOT NULL, token TEXT NOT NULL, salt TEXT NOT NULL, people TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (account, seq, token), FOREIGN KEY (account, seq) REFERENCES audit
);`,
    sqlite: `
CREATE TRIGGER audit_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;
CREATE TRIGGER audit_as_written BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;`,
    postgres: `
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the audit is only added to'; END $$;
CREATE TRIGGER audit_kept BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_not_emptied BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();`,
  },
];
