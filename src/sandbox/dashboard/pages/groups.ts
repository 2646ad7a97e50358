import { html } from 'hono/html';
import { groupInSight, groupsInSight, type PersonRow, peopleInSight } from '../../content/groups.js';
import { type Sight, sightOf } from '../../content/sight.js';
import {
  addMembers,
  createGroup,
  removeGroup,
  removeMembers,
  renameGroupTo,
  setOpenAccess,
} from '../../operations/groups.js';
import { personById } from '../../records.js';
import { Refused, refuse } from '../../refusals.js';
import { mayConfigure, mayPlace } from '../../rules/authority.js';
import { askOf, shownField } from '../asking.js';
import { opens } from '../gate.js';
import type { Html, Page, PageRoute, Saved, Visit } from '../page.js';
import { card, checkbox, emptyNote, field, form, hidden, note, submitButton, table } from '../parts.js';
import { peopleWords, savedWords } from '../words.js';
import { seesLicences } from './billing.js';
import { buttonForm, idOf, mayWrite, sheet, textOf, turnedTo, turnPages } from './sheet.js';

const sight = (visit: Visit): Sight => sightOf(visit.actor, 'users');

/** Why somebody may not do it, or undefined. */
function obstacle(rule: () => void): string | undefined {
  try {
    rule();
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}

function list(visit: Visit): Page {
  opens(visit.actor, 'users');
  const turned = turnedTo(visit);
  const { total, list: groups } = groupsInSight(visit.database, sight(visit), turned);
  const rows = groups.map(({ id, name, members, openAccess }) => [
    html`<a href="/groups/${id}">${name}</a>`,
    peopleWords(members),
    openAccess ? 'people may join by themselves' : 'closed',
  ]);
  const shown =
    rows.length === 0
      ? emptyNote('There is no group in your scope.')
      : table({ caption: 'Groups', head: ['Group', 'Members', 'Open access'], rows });
  const body = html`${card({ title: `${total} ${total === 1 ? 'group' : 'groups'}` }, shown)}
${turnPages(turned, { path: '/groups', total })}${mayWrite(visit, 'users') ? createCard(visit) : ''}${seesLicences(visit) ? html`<p><a href="/licences">Licences used and free</a></p>` : ''}`;
  return sheet(visit, { page: 'users', title: 'Groups', current: 'groups' }, body);
}

function createCard(visit: Visit): Html {
  const why = obstacle(() => mayConfigure(visit.actor));
  if (why !== undefined) return note(html`<p>You cannot add, rename or delete groups. ${why}</p>`);
  const fields = html`<div class="fields">${field({ label: 'Name', name: 'name', required: true })}
${checkbox({ label: 'Open access: people may join by themselves', name: 'openAccess', checked: false })}${submitButton('Add', { kind: 'main' })}</div>`;
  return card(
    { title: 'Add a group' },
    html`<div class="pad">${form({ action: '/groups', token: visit.formToken }, fields)}</div>`,
  );
}

function create(visit: Visit): Saved {
  opens(visit.actor, 'users', 'write');
  const name = textOf(visit, 'name');
  createGroup(askOf(visit, { body: { name, openAccess: visit.field('openAccess') !== undefined } }));
  return { kind: 'saved', to: '/groups', message: savedWords(visit.now, `group ${name} added`) };
}

function groupOf(visit: Visit) {
  opens(visit.actor, 'users');
  return groupInSight(visit.database, sight(visit), visit.id) ?? refuse('NOT_FOUND');
}

function show(visit: Visit): Page {
  const group = groupOf(visit);
  const turned = turnedTo(visit);
  const members = peopleInSight(visit.database, sight(visit), { ...turned, groupId: group.id });
  const isWritable = mayWrite(visit, 'users');
  const rows = members.list.map((member) => [
    html`<a href="/users/${member.id}">${member.name}</a>`,
    member.email,
    ...(isWritable ? [removal(visit, group, member)] : []),
  ]);
  const shown =
    rows.length === 0
      ? emptyNote('Nobody is in this group.')
      : table({ caption: 'Members', head: ['Name', 'Address', ...(isWritable ? [''] : [])], rows });
  const body = html`${card({ title: peopleWords(members.total), aside: group.openAccess ? 'open access' : 'closed' }, shown)}
${turnPages(turned, { path: `/groups/${group.id}`, total: members.total })}${isWritable ? html`${addCard(visit, group)}${groupCard(visit, group)}` : ''}`;
  const above = [{ href: '/groups', label: 'Groups' }];
  return sheet(visit, { page: 'users', title: group.name, current: 'groups', above }, body);
}

type Shown = ReturnType<typeof groupOf>;

function removal(visit: Visit, group: Shown, { id, name }: PersonRow): Html | string {
  const person = personById(visit.database, id);
  const why = person && obstacle(() => mayPlace(visit.actor, group, person));
  if (why !== undefined) return html`<span class="small muted">${why}</span>`;
  const label = html`Remove<span class="visually-hidden"> ${name}</span>`;
  return buttonForm(visit, `/groups/${group.id}/remove`, label, hidden('user', id));
}

function addCard(visit: Visit, group: Shown): Html {
  const fields = html`<div class="fields">${field({ label: 'Address of the person', name: 'email', type: 'email', required: true })}${submitButton('Add', { kind: 'main' })}</div>`;
  return card(
    { title: 'Add a member' },
    html`<div class="pad">${form({ action: `/groups/${group.id}/add`, token: visit.formToken }, fields)}</div>`,
  );
}

function groupCard(visit: Visit, { id, name, openAccess }: Shown): Html | string {
  const why = obstacle(() => mayConfigure(visit.actor));
  if (why !== undefined) return note(html`<p>You cannot rename or delete this group, or open it. ${why}</p>`);
  const { formToken: token } = visit;
  const rename = form(
    { action: `/groups/${id}/rename`, token },
    html`<div class="fields">${shownField({ name })}${field({ label: 'Name', name: 'name', value: name, required: true })}${submitButton('Rename')}</div>`,
  );
  const open = buttonForm(
    visit,
    `/groups/${id}/open-access`,
    openAccess ? 'Close the group' : 'Give open access',
    html`${shownField({ openAccess })}${openAccess ? '' : hidden('openAccess', 'on')}`,
  );
  const remove = buttonForm(visit, `/groups/${id}/delete`, 'Delete the group', shownField({ name }));
  return card(
    { title: 'The group itself' },
    html`<div class="pad">${rename}<div class="actions">${open}${remove}</div></div>`,
  );
}

function place(visit: Visit, isMember: boolean): Saved {
  opens(visit.actor, 'users', 'write');
  const group = groupOf(visit);
  const user = isMember ? memberByEmail(visit) : idOf(visit, 'user');
  const ask = askOf(visit, { body: { users: [user] } });
  if (isMember) addMembers(ask);
  else removeMembers(ask);
  const name = personById(visit.database, user)?.email ?? '';
  const what = `${name}, ${isMember ? `not in ${group.name} → in ${group.name}` : `in ${group.name} → not in ${group.name}`}`;
  return { kind: 'saved', to: `/groups/${group.id}`, message: savedWords(visit.now, what) };
}

function memberByEmail(visit: Visit): number {
  const { list: people } = peopleInSight(visit.database, sight(visit), {
    limit: 1,
    offset: 0,
    email: (visit.field('email') ?? '').trim(),
  });
  return people[0]?.id ?? refuse('UNKNOWN_USER', `"${visit.field('email') ?? ''}"`);
}

function rename(visit: Visit): Saved {
  opens(visit.actor, 'users', 'write');
  const before = groupOf(visit).name;
  const name = textOf(visit, 'name');
  renameGroupTo(askOf(visit, { body: { name } }));
  return { kind: 'saved', to: `/groups/${visit.id}`, message: savedWords(visit.now, `name, ${before} → ${name}`) };
}

function open(visit: Visit): Saved {
  opens(visit.actor, 'users', 'write');
  groupOf(visit);
  const openAccess = visit.field('openAccess') !== undefined;
  setOpenAccess(askOf(visit, { body: { openAccess } }));
  const words = openAccess ? 'off → on' : 'on → off';
  return { kind: 'saved', to: `/groups/${visit.id}`, message: savedWords(visit.now, `open access, ${words}`) };
}

function remove(visit: Visit): Saved {
  opens(visit.actor, 'users', 'write');
  const { name } = groupOf(visit);
  removeGroup(askOf(visit, {}));
  return { kind: 'saved', to: '/groups', message: savedWords(visit.now, `group ${name} deleted`) };
}

/** Groups stand under Users, and are changed by the account's own operations. */
export const GROUP_PAGES: readonly PageRoute[] = [
  { method: 'GET', path: '/groups', run: list },
  { method: 'POST', path: '/groups', run: create },
  { method: 'GET', path: '/groups/:id', run: show },
  { method: 'POST', path: '/groups/:id/add', run: (visit) => place(visit, true) },
  { method: 'POST', path: '/groups/:id/remove', run: (visit) => place(visit, false) },
  { method: 'POST', path: '/groups/:id/rename', run: rename },
  { method: 'POST', path: '/groups/:id/open-access', run: open },
  { method: 'POST', path: '/groups/:id/delete', run: remove },
];
