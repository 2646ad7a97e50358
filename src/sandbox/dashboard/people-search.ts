import type { Database, Row, SqlValue } from '../database.js';

export interface PeopleQuery {
  /** A part of a name or of an address; empty finds everybody. */
  readonly search: string;
  /** SQL on `users u`, of our own making; values for it in `values`. */
  readonly only: string;
  readonly values?: readonly SqlValue[];
  readonly limit: number;
  readonly offset: number;
}

const COLUMNS = `u.id, u.email, u.first_name, u.last_name, u.status, u.external, u.super_admin, u.plan,
json_extract(u.dashboard, '$.level') AS level, (SELECT p.name FROM profiles p WHERE p.id = u.profile_id) AS profile`;

/** People in the order of their addresses. */
export function peopleMatching(database: Database, query: PeopleQuery): readonly Row[] {
  const { sql, values } = whereOf(query);
  const page = `SELECT u.id FROM users u WHERE ${sql} ORDER BY u.email_key LIMIT ? OFFSET ?`;
  return database.all(
    `SELECT ${COLUMNS} FROM users u WHERE u.id IN (${page}) ORDER BY u.email_key`,
    ...values,
    query.limit,
    query.offset,
  );
}

export function countMatching(database: Database, query: PeopleQuery): number {
  const { sql, values } = whereOf(query);
  const row = database.get(`SELECT count(*) AS count FROM users u WHERE ${sql}`, ...values);
  return typeof row?.count === 'number' ? row.count : 0;
}

/** Each word has to be in the name or the address. What LIKE takes for a pattern is taken by its letter. */
function whereOf({ search, only, values = [] }: PeopleQuery): {
  readonly sql: string;
  readonly values: readonly SqlValue[];
} {
  const words = search
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 8);
  const like = "(u.email LIKE ? ESCAPE '!' OR u.first_name LIKE ? ESCAPE '!' OR u.last_name LIKE ? ESCAPE '!')";
  const patterns = words.flatMap((word) => {
    const pattern = `%${word.slice(0, 100).replace(/[!%_]/g, '!$&')}%`;
    return [pattern, pattern, pattern];
  });
  return { sql: [only, ...words.map(() => like)].join(' AND '), values: [...values, ...patterns] };
}
