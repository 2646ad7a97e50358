import { html } from 'hono/html';
import { levelDashboard, NO_DASHBOARD } from '../../../model/index.js';
import { text } from '../../database.js';
import { createUser } from '../../operations/users.js';
import { licences } from '../../records.js';
import { refuse } from '../../refusals.js';
import { mayAddPeople } from '../../rules/authority.js';
import { askOf, createdId } from '../asking.js';
import { orAgain } from '../errors.js';
import type { Html, Page, PageRoute, Saved, Visit } from '../page.js';
import { crumbs, field, form, radio, select, submitButton } from '../parts.js';
import { PERMISSIONS } from '../words.js';
import { backTo } from './saving.js';

export const CREATION_PAGES: readonly PageRoute[] = [
  { method: 'GET', path: '/users/new', run: (visit) => licensedPage(visit) },
  { method: 'POST', path: '/users/new', run: createLicensed },
  { method: 'GET', path: '/users/new-external', run: (visit) => externalPage(visit) },
  { method: 'POST', path: '/users/new-external', run: createExternal },
];

const OFFERED = 200;

/** Whoever is new starts with the least of every permission and without dashboard access. */
function licensedPage(visit: Visit, reason?: Html): Page {
  mayAddPeople(visit.actor);
  const numbers = freeNumbers(visit);
  const plans = licences(visit.database).map(({ plan, total, used }) => ({
    value: plan,
    label: `${plan}, ${Math.max(0, total - used)} of ${total} free`,
  }));
  const fields = html`${nameFields(visit)}
<div class="fields">${select({ label: 'Number', name: 'number', options: numbers.map((number) => ({ value: number, label: number })), value: visit.field('number') ?? '' })}
${select({ label: 'Licence', name: 'plan', options: plans, value: visit.field('plan') ?? '' })}</div>
${numbers.length === 0 ? html`<p class="muted">No number is free.</p>` : ''}${submitButton('Create the user', { kind: 'main' })}`;
  return page(visit, {
    title: 'Create a user',
    lead: 'They start with the least of every permission and without dashboard access. An archived person with this address comes back.',
    reason,
    form: form({ action: '/users/new', token: visit.formToken }, fields),
  });
}

const freeNumbers = ({ database }: Visit): readonly string[] =>
  database
    .all(
      'SELECT number FROM numbers WHERE user_id IS NULL AND ivr_id IS NULL AND conference_id IS NULL AND other = 0 ORDER BY id LIMIT ?',
      OFFERED,
    )
    .map((row) => text(row, 'number'));

function externalPage(visit: Visit, reason?: Html): Page {
  mayAddPeople(visit.actor);
  const level = visit.field('level') ?? 'billing';
  const choice = (value: string, label: string) => radio({ label, name: 'level', value, checked: level === value });
  const fields = html`${nameFields(visit)}
<fieldset><legend>Dashboard access</legend><div class="choices">${choice('billing', 'Billing')}${choice('technical', 'Technical')}</div></fieldset>
<div class="actions">${submitButton('Create the external user', { kind: 'main' })}</div>`;
  return page(visit, {
    title: 'Create an external user',
    lead: 'External users are free: they have no licence and no number, and no other levels than these two. No mail is sent: an administrator passes on link and password by hand.',
    reason,
    form: form({ action: '/users/new-external', token: visit.formToken }, fields),
  });
}

const nameFields = (visit: Visit): Html =>
  html`<div class="fields">${field({ label: 'First name', name: 'firstName', value: visit.field('firstName') ?? '' })}${field({ label: 'Last name', name: 'lastName', value: visit.field('lastName') ?? '' })}${field({ label: 'Address', name: 'email', type: 'email', value: visit.field('email') ?? '', required: true })}</div>`;

interface CreationForm {
  readonly title: string;
  readonly lead: string;
  readonly reason: Html | undefined;
  readonly form: Html;
}

function page(_: Visit, { title, lead, reason, form: fields }: CreationForm): Page {
  const body = html`${crumbs([{ href: '/users', label: 'Users' }], title)}<h1>${title}</h1>${reason ?? ''}<p class="muted">${lead}</p>${fields}`;
  return { kind: 'page', title, current: 'users', body };
}

const namesFrom = (visit: Visit) => ({
  email: (visit.field('email') ?? '').trim(),
  firstName: visit.field('firstName') ?? '',
  lastName: visit.field('lastName') ?? '',
});

function createLicensed(visit: Visit): Saved {
  return orAgain(() => {
    const permissions = Object.fromEntries(PERMISSIONS.map(({ id, initial }) => [id, initial]));
    const [number, plan] = [visit.field('number'), visit.field('plan')];
    return created(visit, { external: false, dashboard: NO_DASHBOARD, number, plan, permissions });
  }, licensedPage);
}

function createExternal(visit: Visit): Saved {
  return orAgain(() => {
    const level = visit.field('level');
    if (level !== 'billing' && level !== 'technical') return refuse('EXTERNAL_LIMITED', 'the level');
    return created(visit, { external: true, dashboard: levelDashboard(level) });
  }, externalPage);
}

function created(visit: Visit, rest: Readonly<Record<string, unknown>>): Saved {
  const names = namesFrom(visit);
  const id = createdId(createUser(askOf(visit, { body: { ...names, ...rest } })));
  return backTo(visit, `${names.email} is created`, id);
}
