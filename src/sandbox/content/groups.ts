import { asciiLower } from '../../model/index.js';
import { type Database, integer, type Row, text } from '../database.js';
import { may } from '../deciding.js';
import type { Group } from '../people.js';
import { type Found, personName, type Slice } from './calls.js';
import { both, type Condition, groupCondition, peopleOf, personCondition, type Sight } from './sight.js';

export interface GroupRow extends Group {
  readonly members: number;
}

/** Who is archived stays a member. Few are: they are counted at once, and taken from what the index counts without a look at a person. */
const GROUP = `SELECT g.*, (SELECT count(*) FROM group_members m WHERE m.group_id = g.id) - coalesce(gone.members, 0) AS members
FROM groups g LEFT JOIN (SELECT m.group_id, count(*) AS members FROM users u CROSS JOIN group_members m ON m.user_id = u.id
WHERE u.status = 'archived' GROUP BY m.group_id) gone ON gone.group_id = g.id`;

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

const OF_GROUP = 'u.id IN (SELECT user_id FROM group_members WHERE group_id = ?)';

/** Active people in sight, of one group where one is given. */
export function peopleInSight(database: Database, sight: Sight, filter: PeopleFilter): Found<PersonRow> {
  const { groupId, email, limit, offset } = filter;
  const only: readonly Condition[] = [
    ...(groupId === undefined ? [] : [{ sql: OF_GROUP, values: [groupId] }]),
    ...(email === undefined ? [] : [{ sql: 'u.email_key = ?', values: [asciiLower(email)] }]),
  ];
  const { sql, values } = only.reduce(both, personCondition(sight));
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
