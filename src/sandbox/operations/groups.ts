import { type Answer, type Ask, DONE, fieldsOf, flagField, groupOf, ok, textField } from '../ask.js';
import { LARGEST_BATCH } from '../assumptions.js';
import { entryJson } from '../listings.js';
import type { Group, Person } from '../people.js';
import { idsNamed, personById } from '../records.js';
import { refuse } from '../refusals.js';
import { managesPeople, mayConfigure, mayPlace } from '../rules/authority.js';
import { isLicensed } from '../rules/people.js';
import { groupIsUnused, joinsFreely, mayJoin } from '../rules/things.js';
import { nameIsValid } from '../rules/values.js';
import { deleteGroup, groupUse, renameGroup, writeMembership } from '../writes.js';

/** POST /groups */
export function createGroup(ask: Ask): Answer {
  mayConfigure(ask.actor);
  const fields = fieldsOf(ask.body, ['name', 'openAccess']);
  const name = textField(fields, 'name');
  nameIsValid(name);
  const openAccess = flagField(fields, 'openAccess') ? 1 : 0;
  const { id } = ask.database.run('INSERT INTO groups (name, open_access) VALUES (?, ?)', name, openAccess);
  const value: unknown = JSON.parse(entryJson(ask.database, 'groups', id) ?? 'null');
  ask.log('createGroup', `group:${name}`, null, value);
  return { status: 201, value };
}

const isOnly = (ask: Ask, { name }: Group): boolean => idsNamed(ask.database, 'groups', name).length === 1;

/** PATCH /groups/{id} */
export function renameGroupTo(ask: Ask): Answer {
  mayConfigure(ask.actor);
  const group = groupOf(ask);
  const name = textField(fieldsOf(ask.body, ['name']), 'name');
  ask.unchanged({ name: group.name });
  nameIsValid(name);
  renameGroup(ask.database, group, name, isOnly(ask, group));
  ask.log('rename', `group:${group.name}`, { name: group.name }, { name });
  return ok({ name });
}

/** PUT /groups/{id}/open-access */
export function setOpenAccess(ask: Ask): Answer {
  mayConfigure(ask.actor);
  const { id, name, openAccess: before } = groupOf(ask);
  const openAccess = flagField(fieldsOf(ask.body, ['openAccess']), 'openAccess');
  ask.unchanged({ openAccess: before });
  ask.database.run('UPDATE groups SET open_access = ? WHERE id = ?', openAccess ? 1 : 0, id);
  ask.log('setOpenAccess', `group:${name}`, { openAccess: before }, { openAccess });
  return ok({ openAccess });
}

/** DELETE /groups/{id} */
export function removeGroup(ask: Ask): Answer {
  mayConfigure(ask.actor);
  const group = groupOf(ask);
  ask.unchanged({ name: group.name });
  groupIsUnused(groupUse(ask.database, group, isOnly(ask, group)));
  deleteGroup(ask.database, group.id);
  ask.log('delete', `group:${group.name}`, { name: group.name, openAccess: group.openAccess }, null);
  return DONE;
}

export const addMembers = (ask: Ask): Answer => changeMembers(ask, true);
export const removeMembers = (ask: Ask): Answer => changeMembers(ask, false);

/** PUT and DELETE /groups/{id}/members: who is, or is not, a member already stays so. */
function changeMembers(ask: Ask, isMember: boolean): Answer {
  const group = groupOf(ask);
  const people = peopleOf(ask);
  for (const person of people) mayChangeMembership(ask.actor, group, person);
  for (const { id, status } of people) if (status === 'archived') refuse('UNKNOWN_USER', `the id ${id}`);
  if (isMember) for (const person of people) isLicensed(person, 'groups');
  const had = people.filter(({ groups }) => groups.includes(group.name)).map(({ email }) => email);
  for (const { id } of people) writeMembership(ask.database, group.id, id, isMember);
  const has = isMember ? people.map(({ email }) => email) : [];
  ask.log(isMember ? 'addMember' : 'removeMember', `group:${group.name}`, { members: had }, { members: has });
  return DONE;
}

function mayChangeMembership(actor: Person, group: Group, person: Person): void {
  const isOwn = actor.id === person.id;
  if (isOwn && (joinsFreely(actor, group) || !managesPeople(actor))) mayJoin(actor, group);
  else mayPlace(actor, group, person);
}

function peopleOf(ask: Ask): readonly Person[] {
  const ids = fieldsOf(ask.body, ['users']).users;
  if (!Array.isArray(ids) || ids.length > LARGEST_BATCH) return refuse('BODY_INVALID', 'the field "users"');
  return ids.map((id: unknown) => {
    const person = typeof id === 'number' && Number.isSafeInteger(id) ? personById(ask.database, id) : undefined;
    return person ?? refuse('UNKNOWN_USER', `the id ${JSON.stringify(id)}`);
  });
}
