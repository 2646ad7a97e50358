import type { Fields } from '../ask.js';
import { LARGEST_BATCH } from '../assumptions.js';
import { integer, type SqlValue, text } from '../database.js';
import { addMembers, removeMembers, setOpenAccess } from '../operations/groups.js';
import { mayPlace } from '../rules/authority.js';
import { LONGEST_RING, RING_STEP } from './assumptions.js';
import { decline } from './declined.js';
import {
  DONE,
  found,
  groupSeen,
  idIn,
  isId,
  listed,
  type PageAsked,
  type PublicAsk,
  pageAsked,
  personSeen,
  type Reply,
} from './public-ask.js';
import { IS_USER, memberOf, teamOf } from './users.js';

/** GET /groups, in the order of their ids. */
export const listGroups = (ask: PublicAsk): Reply => listed(ask, groupsSeen(ask, pageAsked(ask)));

export function groupsSeen(ask: PublicAsk, { limit, offset }: PageAsked = { limit: -1, offset: 0 }): readonly Fields[] {
  const own = 'g.id IN (SELECT group_id FROM group_members WHERE user_id = ?)';
  const [condition, ...values] = ask.only === undefined ? ['true'] : [own, ask.only];
  return groupsWhere(ask, `${condition} ORDER BY g.id LIMIT ? OFFSET ?`, ...values, limit, offset);
}

function groupsWhere({ database }: PublicAsk, condition: string, ...values: readonly SqlValue[]): readonly Fields[] {
  const total = `(SELECT count(*) FROM group_members m JOIN users u ON u.id = m.user_id WHERE m.group_id = g.id AND ${IS_USER})`;
  const rows = database.all(`SELECT g.*, ${total} AS total FROM groups g WHERE ${condition}`, ...values);
  return rows.map((row) => ({
    group_id: integer(row, 'id'),
    name: text(row, 'name'),
    color: text(row, 'color'),
    is_jumper: integer(row, 'open_access') === 1,
    total_users_count: integer(row, 'total'),
  }));
}

/** GET /groups/{id}: the page is one of its members. */
export function readGroup(ask: PublicAsk): Reply {
  const [group = {}] = groupsWhere(ask, 'g.id = ?', groupSeen(ask).id);
  const { total_users_count, ...named } = group;
  const users = membersOf(ask, pageAsked(ask));
  return found({ ...named, ...(ask.mode.groupTotal ? { total_users_count } : {}), users });
}

function membersOf(ask: PublicAsk, { limit, offset }: PageAsked): readonly Fields[] {
  const rows = ask.database.all(
    `SELECT u.*, m.ring_duration, m.position FROM group_members m JOIN users u ON u.id = m.user_id
WHERE m.group_id = ? AND ${IS_USER} ORDER BY m.position, u.id LIMIT ? OFFSET ?`,
    ask.id,
    limit,
    offset,
  );
  const team = teamOf(ask);
  return rows.map((row) => ({
    ...memberOf(row, team, ask.mode.names === 'before' ? 'contact_name' : 'concat_name'),
    ring_duration: integer(row, 'ring_duration'),
    order: integer(row, 'position'),
  }));
}

/** POST /groups/{id}/users: the body is a bare array of ids. */
export function addToGroup(ask: PublicAsk): Reply {
  groupSeen(ask);
  const users = idsOf(ask);
  for (const id of users) if (!isPerson(ask, id)) decline(400, `Nobody has the id ${id}`);
  addMembers({ ...ask, body: { users } });
  return DONE;
}

/** DELETE /groups/{id}/users, with a body: who is no member stays none. */
export function removeFromGroup(ask: PublicAsk): Reply {
  groupSeen(ask);
  const sql = 'SELECT 1 AS one FROM group_members WHERE group_id = ? AND user_id = ?';
  const isMember = (id: number) => ask.database.get(sql, ask.id, id) !== undefined;
  const users = idsOf(ask).filter((id) => isPerson(ask, id) && isMember(id));
  if (users.length > 0) removeMembers({ ...ask, body: { users } });
  return DONE;
}

function isPerson({ database }: PublicAsk, id: number): boolean {
  return database.get(`SELECT 1 AS one FROM users u WHERE u.id = ? AND ${IS_USER}`, id) !== undefined;
}

function idsOf({ body }: PublicAsk): readonly number[] {
  if (!Array.isArray(body) || body.length > LARGEST_BATCH) return decline(400, 'The body is no list of ids');
  return [...new Set(body.map((id: unknown) => (isId(id) ? id : decline(400, 'The list holds what is no id'))))];
}

/** PATCH /groups/{id}/users/{user}/ring_duration/{seconds} */
export function setRingDuration(ask: PublicAsk): Reply {
  const group = groupSeen(ask);
  const person = personSeen(ask, idIn(ask, 'user'));
  const where = 'group_id = ? AND user_id = ?';
  const member = ask.database.get(`SELECT ring_duration FROM group_members WHERE ${where}`, group.id, person.id);
  if (!member) decline(404, 'The user is no member of the group');
  const seconds = /^\d{1,3}$/.test(ask.part('seconds')) ? Number(ask.part('seconds')) : LONGEST_RING + 1;
  if (seconds > LONGEST_RING || seconds % RING_STEP !== 0) decline(400, 'Not a multiple of 5 between 0 and 295');
  mayPlace(ask.actor, group, person);
  ask.database.run(`UPDATE group_members SET ring_duration = ? WHERE ${where}`, seconds, group.id, person.id);
  const before = { user: person.email, seconds: integer(member, 'ring_duration') };
  ask.log('setRingDuration', `group:${group.name}`, before, { user: person.email, seconds });
  return DONE;
}

/** PATCH /groups/{id}/isjumper/toggle: sent twice, it changes nothing. */
export function toggleOpenAccess(ask: PublicAsk): Reply {
  setOpenAccess({ ...ask, body: { openAccess: !groupSeen(ask).openAccess } });
  return DONE;
}
