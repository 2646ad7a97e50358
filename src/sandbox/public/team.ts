import type { Fields } from '../ask.js';
import { integer, type Row, type SqlValue, text } from '../database.js';
import { may } from '../deciding.js';
import { licences } from '../records.js';
import { refuse } from '../refusals.js';
import { nameIsValid } from '../rules/values.js';
import { LONGEST_COMMENT, PIN } from './assumptions.js';
import { decline } from './declined.js';
import { groupsSeen } from './groups.js';
import { plansOf } from './invites.js';
import { ivrsSeen } from './ivrs.js';
import { numbersBy, numbersSeen } from './numbers.js';
import { bodyOf, DONE, found, listed, type PublicAsk, type Reply, textOf } from './public-ask.js';
import { teamOf, usersSeen } from './users.js';

/** GET /teams: one object, with everything in it. */
export function readTeam(ask: PublicAsk): Reply {
  const { id, name } = teamOf(ask);
  const parts = {
    numbers: numbersSeen(ask),
    users: usersSeen(ask),
    ivrs: ivrsSeen(ask),
    conferences: conferences(ask),
    tags: tags(ask),
    groups: groupsSeen(ask),
  };
  const counts = Object.entries(parts).map(([part, list]) => [`total_${part}_count`, list.length]);
  return found({ [ask.mode.names === 'before' ? 'id' : 'team_id']: id, name, ...Object.fromEntries(counts), ...parts });
}

/** GET /teams/plans_data: a bare array. */
export function readPlans({ database }: PublicAsk): Reply {
  const counts = licences(database);
  const plans = plansOf(database).map(({ id, name }) => {
    const { used = 0, total = 0 } = counts.find(({ plan }) => plan === name) ?? {};
    return { plan_id: id, plan_name: name, nb_licences_used: used, nb_licences: total };
  });
  return found(plans);
}

/** GET /tags */
export const listTags = (ask: PublicAsk): Reply => listed(ask, tags(ask));

/** GET /tags/{id} */
export const readTag = (ask: PublicAsk): Reply => found(tagWith(ask, ask.id));

const tagWith = (ask: PublicAsk, id: number): Fields => tags(ask, 't.id = ?', id)[0] ?? decline(404, 'Tag not found');

function tags({ database }: PublicAsk, condition = 'true', ...values: readonly SqlValue[]): readonly Fields[] {
  return database.all(`SELECT t.* FROM tags t WHERE ${condition} ORDER BY t.id`, ...values).map((row) => ({
    tag_id: integer(row, 'id'),
    name: text(row, 'name'),
    color: text(row, 'color'),
    description: text(row, 'description'),
    creation_date: text(row, 'created_at'),
  }));
}

/** POST /tags */
export function createTag(ask: PublicAsk): Reply {
  if (!may(ask.actor, 'page.callTags.write')) refuse('NOT_ALLOWED');
  const fields = bodyOf(ask);
  const [name, color, description] = [textOf(fields, 'name'), textOf(fields, 'color'), textOf(fields, 'description')];
  nameIsValid(name);
  if (!/^#[0-9a-f]{6}$/i.test(color)) decline(400, 'The color is none');
  if (description.length > LONGEST_COMMENT) decline(400, 'The description is too long');
  const sql = 'INSERT INTO tags (name, color, description, created_at) VALUES (?, ?, ?, ?)';
  const { id } = ask.database.run(sql, name, color, description, ask.now.toISOString());
  ask.log('createTag', `tag:${name}`, null, { name, color, description });
  return found(tagWith(ask, id));
}

/** GET /conferences: without any it is 204 in every mode, as the portal says and the service did. */
export function listConferences(ask: PublicAsk): Reply {
  const list = conferences(ask);
  return list.length === 0 ? { status: 204 } : listed(ask, list);
}

/** GET /conferences/{id} */
export const readConference = (ask: PublicAsk): Reply =>
  found(conferences(ask, 'c.id = ?', ask.id)[0] ?? decline(404, 'Conference not found'));

function conferences(ask: PublicAsk, condition = 'true', ...values: readonly SqlValue[]): readonly Fields[] {
  const rows = ask.database.all(`SELECT c.* FROM conferences c WHERE ${condition} ORDER BY c.id`, ...values);
  const numbers = numbersBy(ask, 'conference_id', 'n.conference_id IS NOT NULL');
  return rows.map((row) => ({
    [ask.mode.names === 'before' ? 'id' : 'conference_id']: integer(row, 'id'),
    name: text(row, 'name'),
    numbers: numbers.get(integer(row, 'id')) ?? [],
  }));
}

/** PATCH /conferences/{id}/pincode/{pin}: 304 when it was so already. The log does not say the PIN. */
export function setPincode(ask: PublicAsk): Reply {
  const row: Row =
    ask.database.get('SELECT * FROM conferences WHERE id = ?', ask.id) ?? decline(404, 'Conference not found');
  if (!may(ask.actor, 'page.audioConferences.write')) refuse('NOT_ALLOWED');
  const pin = ask.part('pin');
  if (!PIN.test(pin)) decline(400, 'The PIN is none');
  if (text(row, 'pincode') === pin) return { status: 304 };
  ask.database.run('UPDATE conferences SET pincode = ? WHERE id = ?', pin, ask.id);
  ask.log('setPincode', `conference:${text(row, 'name')}`, null, null);
  return DONE;
}
