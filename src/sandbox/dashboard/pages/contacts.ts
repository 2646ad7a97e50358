import { html } from 'hono/html';
import { type Contact, contactInSight, contactsInSight, deleteContact, insertContact } from '../../content/contacts.js';
import { type Sight, sightOf } from '../../content/sight.js';
import { refuse } from '../../refusals.js';
import { opens } from '../gate.js';
import type { Page, PageRoute, Saved, Visit } from '../page.js';
import { card, emptyNote, field, form, submitButton, table } from '../parts.js';
import { savedWords } from '../words.js';
import { buttonForm, mayWrite, optionalTextOf, phoneNumberOf, sheet, turnedTo, turnPages } from './sheet.js';

const sight = (visit: Visit): Sight => sightOf(visit.actor, 'contacts');

const nameOf = ({ firstName, lastName, number }: Contact): string => `${firstName} ${lastName}`.trim() || number;

function kindOf({ owner, ownerId, integration }: Contact): string {
  if (integration !== null) return `from ${integration}${ownerId === null ? '' : `, ${owner}`}`;
  return ownerId === null ? 'directory' : `own contact of ${owner}`;
}

function list(visit: Visit): Page {
  const turned = turnedTo(visit);
  const search = (visit.parameter('q') ?? '').slice(0, 200);
  const { total, list: contacts } = contactsInSight(visit.database, sight(visit), { ...turned, search });
  const isWritable = mayWrite(visit, 'contacts');
  const rows = contacts.map((contact) => [
    nameOf(contact),
    contact.company,
    contact.number,
    kindOf(contact),
    ...(isWritable ? [removal(visit, contact)] : []),
  ]);
  const head = ['Name', 'Company', 'Number', 'Where from', ...(isWritable ? [''] : [])];
  const shown = rows.length === 0 ? emptyNote('No contact is found.') : table({ caption: 'Contacts', head, rows });
  const body = html`<form method="get" action="/contacts"><div class="fields">${field({ label: 'Find a contact', name: 'q', type: 'search', value: search })}${submitButton('Find')}</div></form>
${card({ title: `${total} ${total === 1 ? 'contact' : 'contacts'}` }, shown)}${turnPages(turned, { path: '/contacts', query: { q: search }, total })}${isWritable ? adding(visit) : ''}`;
  return sheet(visit, { page: 'contacts', title: 'Contacts' }, body);
}

/** Those of an integration are changed in the business tool. */
const removal = (visit: Visit, contact: Contact) =>
  contact.integration === null
    ? buttonForm(
        visit,
        `/contacts/${contact.id}/delete`,
        html`Delete<span class="visually-hidden"> ${nameOf(contact)}</span>`,
      )
    : html`<span class="small muted">changed in ${contact.integration}</span>`;

function adding(visit: Visit) {
  const fields = html`<div class="fields">${field({ label: 'First name', name: 'firstName' })}${field({ label: 'Last name', name: 'lastName' })}
${field({ label: 'Company', name: 'company' })}${field({ label: 'Number', name: 'number', type: 'tel', required: true })}${submitButton('Add', { kind: 'main' })}</div>`;
  return card(
    { title: 'Add a contact to the directory' },
    html`<div class="pad">${form({ action: '/contacts', token: visit.formToken }, fields)}</div>`,
  );
}

function create(visit: Visit): Saved {
  opens(visit.actor, 'contacts', 'write');
  const values = {
    firstName: optionalTextOf(visit, 'firstName'),
    lastName: optionalTextOf(visit, 'lastName'),
    company: optionalTextOf(visit, 'company'),
    number: phoneNumberOf(visit, 'number'),
  };
  insertContact(visit.database, values);
  visit.log('create', `contact:${values.number}`, null, values);
  return { kind: 'saved', to: '/contacts', message: savedWords(visit.now, `contact ${values.number} added`) };
}

function remove(visit: Visit): Saved {
  opens(visit.actor, 'contacts', 'write');
  const contact = contactInSight(visit.database, sight(visit), visit.id) ?? refuse('NOT_FOUND');
  if (contact.integration !== null)
    refuse('NOT_ALLOWED', `a change in ${contact.integration}, where the contact comes from`);
  deleteContact(visit.database, contact.id);
  visit.log('delete', `contact:${contact.number}`, contact, null);
  return { kind: 'saved', to: '/contacts', message: savedWords(visit.now, `contact ${nameOf(contact)} deleted`) };
}

export const CONTACT_PAGES: readonly PageRoute[] = [
  { method: 'GET', path: '/contacts', run: list },
  { method: 'POST', path: '/contacts', run: create },
  { method: 'POST', path: '/contacts/:id/delete', run: remove },
];
