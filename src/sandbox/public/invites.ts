import { type Dashboard, NO_DASHBOARD } from '../../model/index.js';
import type { Fields } from '../ask.js';
import { LARGEST_BATCH } from '../assumptions.js';
import { type Database, integer, text } from '../database.js';
import { createUser } from '../operations/users.js';
import type { Person } from '../people.js';
import { licences, personByEmail } from '../records.js';
import { refuse } from '../refusals.js';
import { isObject } from '../rules/values.js';
import { permissionsWith } from '../seed/values.js';
import { decline } from './declined.js';
import { numberField } from './number-format.js';
import { bodyOf, found, idField, type PublicAsk, type Reply, textOf } from './public-ask.js';
import { userObject } from './users.js';

/** POST /users/invite: the answer is a bare array. */
export function inviteUsers(ask: PublicAsk): Reply {
  const body = bodyOf(ask);
  inviterIsKnown(ask, idField(body, 'invited_by'));
  const { users } = body;
  if (!Array.isArray(users) || users.length === 0 || users.length > LARGEST_BATCH)
    return decline(400, 'The field users is no list of people');
  return found(users.map((entry: unknown) => invited(ask, isObject(entry) ? entry : decline(400, 'No person'))));
}

function inviterIsKnown(ask: PublicAsk, id: number): void {
  const isSeen = ask.only === undefined || ask.only === id;
  const sql = "SELECT 1 AS one FROM users WHERE id = ? AND status = 'active'";
  if (!isSeen || !ask.database.get(sql, id)) decline(400, 'Nobody has the id of the field invited_by');
}

function invited(ask: PublicAsk, entry: Fields): Fields {
  const planId = idField(entry, 'plan_id');
  const plan = plansOf(ask.database).find(({ id }) => id === planId) ?? refuse('UNKNOWN_PLAN', String(planId));
  const person = added(ask, entry, plan.name);
  return {
    id: person.id,
    email: person.email,
    firstname: person.firstName,
    lastname: person.lastName,
    ...flagsOf(person.dashboard),
    plan_id: plan.id,
    plan_name: plan.name,
    superadmin: person.superAdmin,
    user_status: 'ACTIVE',
    avatar: '',
    admin: person.dashboard.level,
    waiting: true,
  };
}

export interface Plan {
  readonly id: number;
  readonly name: string;
}

export const plansOf = (database: Database): readonly Plan[] =>
  database
    .all('SELECT rowid AS id, plan FROM licences ORDER BY rowid')
    .map((row) => ({ id: integer(row, 'id'), name: text(row, 'plan') }));

/** By the same operation as everywhere: with nothing but what it takes to be a person. */
function added(ask: PublicAsk, entry: Fields, plan: string): Person {
  const email = textOf(entry, 'email');
  createUser({
    ...ask,
    body: {
      email,
      firstName: textOf(entry, 'firstname'),
      lastName: textOf(entry, 'lastname'),
      external: false,
      number: numberField(entry, 'number'),
      plan,
      permissions: permissionsWith({}),
      dashboard: NO_DASHBOARD,
    },
  });
  return personByEmail(ask.database, email) ?? decline(400, 'Nobody was added');
}

/** The only place where the public API shows dashboard access. */
export function flagsOf({ level, pages }: Dashboard): Fields {
  const opens = (page: keyof Dashboard['pages']) => level === 'admin' || pages[page] !== undefined;
  return {
    is_admin: level === 'admin',
    is_billing: opens('billing'),
    is_supervisor_currentscalls: opens('activity'),
    is_supervisor_logs: opens('logs'),
    is_supervisor_stats: opens('analytics'),
    is_supervisor_campaign: opens('campaigns'),
    is_technical: level === 'technical',
  };
}

/** POST /users, deprecated: without a plan in the request. The field is spelled so. */
export function addUser(ask: PublicAsk): Reply {
  const { email, number, commitement } = bodyOf(ask);
  if (commitement !== undefined && typeof commitement !== 'boolean') decline(400, 'commitement is no flag');
  const counts = licences(ask.database);
  const isFree = ({ name }: Plan) => counts.some(({ plan, total, used }) => plan === name && used < total);
  const plan = plansOf(ask.database).find(isFree) ?? refuse('NO_FREE_LICENCE');
  return found(userObject(ask, added(ask, { email, number }, plan.name).id));
}
