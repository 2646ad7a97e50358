import { integer, text } from '../database.js';
import { linkTo } from '../operations/links.js';
import { profileById } from '../records.js';
import { keepsSuperAdministrator, mayManage } from '../rules/authority.js';
import { decline } from './declined.js';
import { DONE, empty, found, idIn, listed, type PublicAsk, personSeen, type Reply } from './public-ask.js';

/** GET /profiles: a profile is an id and a name, and nothing that it holds. */
export function listProfiles(ask: PublicAsk): Reply {
  const rows = ask.database.all('SELECT id, name FROM profiles ORDER BY id');
  const profiles = rows.map((row) => ({ id: integer(row, 'id'), name: text(row, 'name') }));
  if (ask.mode.profiles === 'listed') return listed(ask, profiles);
  return profiles.length === 0 ? empty(ask) : found(profiles.map(({ id, name }) => ({ profile_id: id, name })));
}

/** GET /profiles/{id} */
export function readProfile(ask: PublicAsk): Reply {
  const { id, name } = profileById(ask.database, ask.id) ?? decline(404, 'Profile not found');
  return found({ id, name });
}

/** PATCH or POST /users/{id}/profile/{profile}: dashboard and groups become the profile's too. */
export function assignProfile(ask: PublicAsk): Reply {
  const subject = personSeen(ask);
  const profile = profileById(ask.database, idIn(ask, 'profile')) ?? decline(404, 'Profile not found');
  mayManage(ask.actor, subject);
  keepsSuperAdministrator(subject);
  linkTo(ask, subject, profile);
  return DONE;
}
