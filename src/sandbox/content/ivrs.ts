import { byText, canonicalDashboard, canonicalJson, type Dashboard } from '../../model/index.js';
import { type Database, integer, text } from '../database.js';
import { may } from '../deciding.js';
import { refreshListings } from '../listings.js';
import type { Found, Slice } from './calls.js';
import { ivrCondition, type Sight } from './sight.js';

export interface IvrRow {
  readonly id: number;
  readonly name: string;
  readonly isOpen: boolean;
  readonly numbers: readonly string[];
  readonly people: number;
  readonly scenarios: readonly string[];
}

export function ivrsInSight(database: Database, sight: Sight, { limit, offset }: Slice): Found<IvrRow> {
  const { sql, values } = ivrCondition(sight);
  const rows = database.all(
    `SELECT i.id FROM ivrs i WHERE ${sql} ORDER BY i.name, i.id LIMIT ? OFFSET ?`,
    ...values,
    limit,
    offset,
  );
  return {
    total: integer(database.get(`SELECT count(*) AS count FROM ivrs i WHERE ${sql}`, ...values), 'count'),
    list: rows.flatMap((row) => ivrInSight(database, sight, integer(row, 'id')) ?? []),
  };
}

export function ivrInSight(database: Database, { actor, page }: Sight, id: number): IvrRow | undefined {
  const row = database.get('SELECT * FROM ivrs WHERE id = ?', id);
  if (!row || !may(actor, `page.${page}.read`, { ivr: text(row, 'name') })) return undefined;
  const texts = (sql: string, column: string) => database.all(sql, id).map((one) => text(one, column));
  return {
    id,
    name: text(row, 'name'),
    isOpen: integer(row, 'is_open') === 1,
    numbers: texts('SELECT number FROM numbers WHERE ivr_id = ? ORDER BY number', 'number'),
    people: integer(database.get('SELECT count(*) AS count FROM ivr_users WHERE ivr_id = ?', id), 'count'),
    scenarios: texts('SELECT name FROM scenarios WHERE ivr_id = ? ORDER BY is_default DESC, name', 'name'),
  };
}

export const hasIvr = (database: Database, name: string): boolean =>
  database.get('SELECT id FROM ivrs WHERE name = ?', name) !== undefined;

export const insertIvr = (database: Database, name: string): number =>
  database.run('INSERT INTO ivrs (name) VALUES (?)', name).id;

export function openIvr(database: Database, id: number, isOpen: boolean): void {
  database.run('UPDATE ivrs SET is_open = ? WHERE id = ?', isOpen ? 1 : 0, id);
}

/** Scopes keep naming the IVR, so that nobody sees more or fewer calls than before. The name must be that of one IVR only. */
export function renameIvr(database: Database, id: number, before: string, after: string): void {
  database.run('UPDATE ivrs SET name = ? WHERE id = ?', after, id);
  for (const table of ['users', 'profiles'] as const) renameInScopes(database, table, before, after);
}

function renameInScopes(database: Database, table: 'users' | 'profiles', before: string, after: string): void {
  const naming = `SELECT id, dashboard FROM ${table} WHERE json_type(dashboard, '$.scope.ivrs') = 'array' AND instr(dashboard, ?) > 0`;
  for (const row of database.all(naming, JSON.stringify(before))) {
    const dashboard: Dashboard = JSON.parse(text(row, 'dashboard'));
    const { ivrs } = dashboard.scope;
    if (ivrs === 'all' || !ivrs.includes(before)) continue;
    const renamed = ivrs.map((name) => (name === before ? after : name)).sort(byText);
    const json = canonicalJson(canonicalDashboard({ ...dashboard, scope: { ...dashboard.scope, ivrs: renamed } }));
    database.run(`UPDATE ${table} SET dashboard = ? WHERE id = ?`, json, integer(row, 'id'));
    if (table === 'users') refreshListings(database, 'u.id = ?', integer(row, 'id'));
  }
}
