import { html } from 'hono/html';
import { removeUser } from '../../operations/users.js';
import { refuse } from '../../refusals.js';
import { mayRemove } from '../../rules/authority.js';
import { askOf, shownField } from '../asking.js';
import { orAgain } from '../errors.js';
import { nameOf } from '../layout.js';
import type { Html, Page, PageRoute, Saved, Visit } from '../page.js';
import { crumbs, field, form, submitButton } from '../parts.js';
import { savedWords } from '../words.js';
import { personToShow } from './edit.js';
import { backTo, orPerson } from './saving.js';

export const REMOVAL_PAGES: readonly PageRoute[] = [
  { method: 'POST', path: '/users/:id/archive', run: archive },
  { method: 'GET', path: '/users/:id/delete', run: (visit) => deletionPage(visit) },
  { method: 'POST', path: '/users/:id/delete', run: remove },
];

function archive(visit: Visit): Saved {
  return orPerson(() => {
    personToShow(visit);
    removeUser(askOf(visit, { parameters: { type: 'ARCHIVED' } }));
    return backTo(visit, 'active → archived. Number and licence stay with the person');
  });
}

/** Deleting cannot be undone, so it is not done by one click. */
function deletionPage(visit: Visit, reason?: Html): Page {
  const person = personToShow(visit);
  mayRemove(visit.actor, person);
  const fields = html`${shownField({ status: person.status })}
<div class="fields">${field({ label: `Type ${person.email} to delete this person`, name: 'typed', required: true })}${submitButton('Delete for good', { kind: 'bad' })}</div>`;
  const body = html`${crumbs(
    [
      { href: '/users', label: 'Users' },
      { href: `/users/${person.id}`, label: nameOf(person) },
    ],
    'Delete',
  )}
<h1>Delete <bdi>${nameOf(person)}</bdi></h1>${reason ?? ''}
<div class="alert"><p><strong>Deleting cannot be undone.</strong> It frees ${person.numbers.length > 0 ? person.numbers.join(', ') : 'no number'} and ${person.plan === null ? 'no licence' : `a licence of the plan ${person.plan}`}, and takes the person out of all groups. Archiving keeps everything.</p></div>
${form({ action: `/users/${person.id}/delete`, token: visit.formToken }, fields)}<p><a href="/users/${person.id}">Leave everything as it is</a></p>`;
  return { kind: 'page', title: `Delete ${nameOf(person)}`, current: 'users', body };
}

function remove(visit: Visit): Saved {
  const work = (): Saved => {
    const person = personToShow(visit);
    if (visit.field('typed')?.trim() !== person.email)
      refuse('ADDRESS_INVALID', `what was typed: it is not ${person.email}`);
    removeUser(askOf(visit, { parameters: { type: 'DELETED' } }));
    return { kind: 'saved', to: '/users', message: savedWords(visit.now, `${person.email} is deleted`) };
  };
  return orAgain(work, deletionPage);
}
