import type { Fields } from '../ask.js';
import { integer, integerOrNull, type Row, type SqlValue, text, textOrNull } from '../database.js';
import { removeUser } from '../operations/users.js';
import { personById } from '../records.js';
import { PERSON_COLOR } from './assumptions.js';
import { decline } from './declined.js';
import { numbersBy } from './numbers.js';
import { found, listed, type PublicAsk, pageAsked, personSeen, type Reply, teamIdOf } from './public-ask.js';

/** GET /users */
export function listUsers(ask: PublicAsk): Reply {
  return listed(ask, usersSeen(ask, ask.mode.userPages === 'asked' ? pageAsked(ask) : undefined));
}

/** The people of the team, or of this page of it, as far as the key sees them. */
export function usersSeen(ask: PublicAsk, page = { limit: -1, offset: 0 }): readonly Fields[] {
  const [own, ...values] = ask.only === undefined ? ['true'] : ['u.id = ?', ask.only];
  return usersWhere(ask, `${own} ORDER BY u.id LIMIT ? OFFSET ?`, ...values, page.limit, page.offset);
}

/** GET /users/{id} */
export const readUser = (ask: PublicAsk): Reply => found(userObject(ask, personSeen(ask).id));

export function userObject(ask: PublicAsk, id: number): Fields {
  const [user] = usersWhere(ask, 'u.id = ?', id);
  return user ?? decline(404, 'User not found');
}

/** People that are active and have a licence: nobody else is there for the public API. */
export const IS_USER = "u.status = 'active' AND u.external = 0";

function usersWhere(ask: PublicAsk, condition: string, ...values: readonly SqlValue[]): readonly Fields[] {
  const ids = `(SELECT u.id FROM users u WHERE ${IS_USER} AND ${condition})`;
  const rows = ask.database.all(
    `SELECT u.*, l.rowid AS plan_id FROM users u LEFT JOIN licences l ON l.plan = u.plan WHERE u.id IN ${ids} ORDER BY u.id`,
    ...values,
  );
  const team = teamOf(ask);
  const numbers = numbersBy(ask, 'user_id', `n.user_id IN ${ids}`, ...values);
  return rows.map((row) => ({
    ...identityOf(ask, row, team),
    numbers: numbers.get(integer(row, 'id')) ?? [],
    ...(ask.mode.names === 'before' ? {} : { plan: planOf(row) }),
  }));
}

interface Team {
  readonly id: number;
  readonly name: string;
}

export const teamOf = ({ database }: PublicAsk): Team => ({
  id: teamIdOf(database),
  name: text(database.get('SELECT name FROM team'), 'name'),
});

/** What identifies somebody. Before they were renamed there were fewer fields. */
function identityOf({ mode }: PublicAsk, row: Row, team: Team): Fields {
  if (mode.names === 'after') return memberOf(row, team, 'concat_name');
  const { user_id, firstname, lastname, email, picture } = memberOf(row, team, 'concat_name');
  return { user_id, firstname, lastname, email, photo: picture };
}

/** The fields that people have in groups too. */
export function memberOf(row: Row, team: Team, fullName: 'concat_name' | 'contact_name'): Fields {
  const [firstname, lastname] = [text(row, 'first_name'), text(row, 'last_name')];
  return {
    user_id: integer(row, 'id'),
    team_id: team.id,
    initial: `${[...firstname][0] ?? ''}${[...lastname][0] ?? ''}`.toUpperCase(),
    color: PERSON_COLOR,
    firstname,
    lastname,
    company: team.name,
    email: text(row, 'email'),
    picture: '',
    [fullName]: `${firstname} ${lastname}`.trim(),
  };
}

function planOf(row: Row): Fields | null {
  const name = textOrNull(row, 'plan');
  return name === null ? null : { id: integerOrNull(row, 'plan_id'), name, type: name.toUpperCase() };
}

/** DELETE /users/{id}?type=: who is archived can still be deleted. */
export function deleteUser(ask: PublicAsk): Reply {
  const subject = ask.only === undefined || ask.only === ask.id ? personById(ask.database, ask.id) : undefined;
  if (!subject || subject.external) decline(404, 'User not found');
  removeUser(ask);
  return { status: ask.mode.deleteStatus };
}
