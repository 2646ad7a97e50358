import { asciiLower, canonicalJson } from '../../model/index.js';
import { type Database, integer, type Row, text } from '../database.js';
import { may } from '../deciding.js';
import { personByEmail } from '../records.js';
import type { Found, Slice } from './calls.js';
import { both, groupCondition, personCondition, type Sight, seesEveryGroup } from './sight.js';

export interface Action {
  readonly id: number;
  readonly at: string;
  readonly by: string;
  readonly action: string;
  readonly target: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** One row for each write. */
export function insertAction(
  database: Database,
  { at, by, action, target, before, after }: Omit<Action, 'id' | 'at'> & { readonly at: Date },
): void {
  const sql = 'INSERT INTO action_log (at, by, action, target, before, after) VALUES (?, ?, ?, ?, ?, ?)';
  database.run(sql, at.toISOString(), by, action, target, canonicalJson(before), canonicalJson(after));
}

export interface ActionFilter {
  readonly by: string;
  readonly action: string;
  readonly target: string;
}

/** What was done in the account, the latest first. Whose page is narrowed to groups sees what was done to these and to their people. */
export function actionsInSight(
  database: Database,
  sight: Sight,
  { filter, limit, offset }: Slice & { readonly filter: ActionFilter },
): Found<Action> {
  const { sql, values } = both(inSight(sight), {
    sql: `a.by LIKE ? ESCAPE '\\' AND a.action LIKE ? ESCAPE '\\' AND a.target LIKE ? ESCAPE '\\'`,
    values: [filter.by, filter.action, filter.target].map((part) => `%${part.replace(/[\\%_]/g, '\\$&')}%`),
  });
  const page = `SELECT a.* FROM action_log a WHERE ${sql} ORDER BY a.id DESC LIMIT ? OFFSET ?`;
  return {
    total: integer(database.get(`SELECT count(*) AS count FROM action_log a WHERE ${sql}`, ...values), 'count'),
    list: database
      .all(page, ...values, limit, offset)
      .map(actionOf)
      .filter(({ target }) => seesTarget(database, sight, target)),
  };
}

function inSight(sight: Sight) {
  if (seesEveryGroup(sight)) return { sql: 'true', values: [] };
  const person = personCondition(sight);
  const group = groupCondition(sight);
  return {
    sql: `EXISTS (SELECT 1 FROM users u WHERE a.target LIKE 'user:%' AND u.email_key = lower(substr(a.target, 6)) AND ${person.sql})
OR EXISTS (SELECT 1 FROM groups g WHERE a.target = 'group:' || g.name AND ${group.sql})`,
    values: [...person.values, ...group.values],
  };
}

function seesTarget(database: Database, sight: Sight, target: string): boolean {
  if (seesEveryGroup(sight)) return true;
  const [kind, name] = [target.slice(0, target.indexOf(':')), target.slice(target.indexOf(':') + 1)];
  const question = `page.${sight.page}.read`;
  if (kind === 'group') return may(sight.actor, question, { group: name });
  const person = kind === 'user' ? personByEmail(database, asciiLower(name)) : undefined;
  return person !== undefined && may(sight.actor, question, { person });
}

const actionOf = (row: Row): Action => ({
  id: integer(row, 'id'),
  at: text(row, 'at'),
  by: text(row, 'by'),
  action: text(row, 'action'),
  target: text(row, 'target'),
  before: JSON.parse(text(row, 'before')),
  after: JSON.parse(text(row, 'after')),
});
