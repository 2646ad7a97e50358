import { asciiLower } from '../../model/index.js';
import { type Database, integer, type Row, text } from '../database.js';
import { may } from '../deciding.js';
import type { Group } from '../people.js';
import { type Found, personName, type Slice } from './calls.js';
import { both, groupCondition, peopleOf, personCondition, type Sight } from './sight.js';

export interface GroupRow extends Group {
  readonly members: number;
}

const GROUP = `SELECT g.*, (SELECT count(*) FROM group_members m JOIN users u ON u.id = m.user_id
WHERE m.group_id = g.id AND u.status = 'active') AS members FROM groups g`;

export function groupsInSight(database: Database, sight: Sight, { limit, offset }: Slice): Found<GroupRow> {
  const { sql, values } = groupCondition(sight);
  return {
    total: integer(database.get(`SELECT count(*) AS count FROM groups g WHERE ${sql}`, ...values), 'count'),
    list: database
      .all(`${GROUP} WHERE ${sql} ORDER BY g.name, g.id LIMIT ? OFFSET ?`, ...values, limit, offset)
      .map(groupOf)
      .filter((group) => seesGroup(sight, group)),
  };
}

export function groupInSight(database: Database, sight: Sight, id: number): GroupRow | undefined {
  const row = database.get(`${GROUP} WHERE g.id = ?`, id);
  const group = row && groupOf(row);
  return group && seesGroup(sight, group) ? group : undefined;
}

const seesGroup = ({ actor, page }: Sight, { name }: Group): boolean =>
  may(actor, `page.${page}.read`, { group: name });

const groupOf = (row: Row): GroupRow => ({
  id: integer(row, 'id'),
  name: text(row, 'name'),
  openAccess: integer(row, 'open_access') === 1,
  members: integer(row, 'members'),
});

export interface PersonRow {
  readonly id: number;
  readonly name: string;
  readonly email: string;
}

export interface PeopleFilter extends Slice {
  readonly groupId?: number;
  /** Exactly this address. */
  readonly email?: string;
}

/** Active people in sight, of one group where one is given. */
export function peopleInSight(database: Database, sight: Sight, filter: PeopleFilter): Found<PersonRow> {
  const { groupId, email, limit, offset } = filter;
  const { sql, values } = both(personCondition(sight), {
    sql: `(? IS NULL OR u.id IN (SELECT user_id FROM group_members WHERE group_id = ?)) AND (? IS NULL OR u.email_key = ?)`,
    values: [
      groupId ?? null,
      groupId ?? null,
      ...Array.from({ length: 2 }, () => (email === undefined ? null : asciiLower(email))),
    ],
  });
  const page = `SELECT u.* FROM users u WHERE ${sql} ORDER BY u.last_name, u.first_name, u.id LIMIT ? OFFSET ?`;
  const personOf = peopleOf(database);
  return {
    total: integer(database.get(`SELECT count(*) AS count FROM users u WHERE ${sql}`, ...values), 'count'),
    list: database
      .all(page, ...values, limit, offset)
      .map((row) => ({ id: integer(row, 'id'), name: personName(row), email: text(row, 'email') }))
      .filter(({ id }) => {
        const person = personOf(id);
        return person !== undefined && may(sight.actor, `page.${sight.page}.read`, { person });
      }),
  };
}
