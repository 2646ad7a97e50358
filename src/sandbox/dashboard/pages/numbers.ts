import { html } from 'hono/html';
import { peopleInSight } from '../../content/groups.js';
import {
  hasNumber,
  insertNumber,
  labelNumber,
  type NumberOwner,
  type NumberRow,
  type NumberUse,
  numberInSight,
  numbersInSight,
  useNumber,
} from '../../content/numbers.js';
import { type Sight, seesPersonOn, sightOf } from '../../content/sight.js';
import { integer, text } from '../../database.js';
import { may } from '../../deciding.js';
import type { Person } from '../../people.js';
import { personById } from '../../records.js';
import { refuse } from '../../refusals.js';
import { isLicensed } from '../../rules/people.js';
import { opens } from '../gate.js';
import type { Html, Page, PageRoute, Saved, Visit } from '../page.js';
import { card, emptyNote, field, form, select, submitButton, table } from '../parts.js';
import { savedWords } from '../words.js';
import { buttonForm, mayWrite, optionalTextOf, phoneNumberOf, sheet, turnedTo, turnPages } from './sheet.js';

const sight = (visit: Visit): Sight => sightOf(visit.actor, 'numbers');

export function useWords(use: NumberUse): string {
  switch (use.kind) {
    case 'user':
      return `${use.name} (direct line)`;
    case 'ivr':
      return `IVR ${use.name}`;
    case 'conference':
      return `audio conference ${use.name}`;
    case 'other':
      return 'fax or another use';
    case 'free':
      return 'free';
    default:
      return use satisfies never;
  }
}

function list(visit: Visit): Page {
  const turned = turnedTo(visit);
  const { total, list: numbers } = numbersInSight(visit.database, sight(visit), turned);
  const isWritable = mayWrite(visit, 'numbers');
  const rows = numbers.map(({ id, number, label, use }) => [
    html`<a href="/numbers/${id}">${number}</a>`,
    useWords(use),
    label,
  ]);
  const shown =
    rows.length === 0
      ? emptyNote('There is no number in your scope.')
      : table({ caption: 'Numbers', head: ['Number', 'Use', 'Label'], rows });
  const fields = html`<div class="fields">${field({ label: 'Number', name: 'number', type: 'tel', required: true, hint: 'with + and the country' })}
${field({ label: 'Label', name: 'label' })}${submitButton('Add', { kind: 'main' })}</div>`;
  const add = card(
    { title: 'Add a number' },
    html`<div class="pad">${form({ action: '/numbers', token: visit.formToken }, fields)}</div>`,
  );
  const body = html`${card({ title: `${total} ${total === 1 ? 'number' : 'numbers'}` }, shown)}${turnPages(turned, { path: '/numbers', total })}${isWritable ? add : ''}`;
  return sheet(visit, { page: 'numbers', title: 'Numbers' }, body);
}

function create(visit: Visit): Saved {
  opens(visit.actor, 'numbers', 'write');
  const number = phoneNumberOf(visit, 'number');
  const label = optionalTextOf(visit, 'label');
  if (hasNumber(visit.database, number)) refuse('NUMBER_NOT_FREE', number);
  insertNumber(visit.database, number, label);
  visit.log('create', `number:${number}`, null, { number, label });
  return { kind: 'saved', to: '/numbers', message: savedWords(visit.now, `number ${number} added`) };
}

function numberOf(visit: Visit): NumberRow {
  opens(visit.actor, 'numbers');
  return numberInSight(visit.database, sight(visit), visit.id) ?? refuse('NOT_FOUND');
}

function show(visit: Visit): Page {
  const number = numberOf(visit);
  const facts = html`<dl class="facts"><dt>Use</dt><dd>${useWords(number.use)}</dd><dt>Label</dt><dd>${number.label || 'none'}</dd></dl>`;
  const controls = mayWrite(visit, 'numbers') ? controlsOf(visit, number) : '';
  const above = [{ href: '/numbers', label: 'Numbers' }];
  return sheet(
    visit,
    { page: 'numbers', title: number.number, above },
    html`${card({ title: 'Number' }, html`<div class="pad">${facts}</div>`)}${controls}`,
  );
}

function controlsOf(visit: Visit, { id, label, use }: NumberRow): Html {
  const { formToken: token } = visit;
  const labels = form(
    { action: `/numbers/${id}/label`, token },
    html`<div class="fields">${field({ label: 'Label', name: 'label', value: label })}${submitButton('Save')}</div>`,
  );
  if (use.kind === 'other') return card({ title: 'Change' }, html`<div class="pad">${labels}</div>`);
  const change =
    use.kind === 'free'
      ? assignForms(visit, id)
      : html`<div class="actions">${buttonForm(visit, `/numbers/${id}/free`, 'Free this number')}</div>`;
  return card({ title: 'Change' }, html`<div class="pad">${labels}${change}</div>`);
}

function assignForms(visit: Visit, id: number): Html {
  const { formToken: token, database } = visit;
  const action = `/numbers/${id}/assign`;
  const ivrs = named(visit, 'SELECT id, name FROM ivrs ORDER BY name').filter(({ label }) =>
    may(visit.actor, 'page.numbers.write', { ivr: label }),
  );
  const conferences = database
    .all('SELECT id, name FROM conferences ORDER BY name')
    .map((row) => ({ value: String(integer(row, 'id')), label: text(row, 'name') }));
  const toPerson = html`<div class="fields">${field({ label: 'Address of the person', name: 'email', type: 'email', required: true })}${submitButton('Give to the person')}</div>`;
  const toIvr = html`<div class="fields">${select({ label: 'IVR', name: 'ivr', options: ivrs })}${submitButton('Give to the IVR')}</div>`;
  const toConference = html`<div class="fields">${select({ label: 'Audio conference', name: 'conference', options: conferences })}${submitButton('Give to the conference')}</div>`;
  return html`${form({ action, token }, toPerson)}${ivrs.length > 0 ? form({ action, token }, toIvr) : ''}${conferences.length > 0 ? form({ action, token }, toConference) : ''}`;
}

const named = ({ database }: Visit, sql: string) =>
  database.all(sql).map((row) => ({ value: String(integer(row, 'id')), label: text(row, 'name') }));

function label(visit: Visit): Saved {
  opens(visit.actor, 'numbers', 'write');
  const number = numberOf(visit);
  const after = optionalTextOf(visit, 'label');
  labelNumber(visit.database, number.id, after);
  visit.log('change', `number:${number.number}`, { label: number.label }, { label: after });
  return saved(visit, `label, ${number.label || 'none'} → ${after || 'none'}`);
}

const saved = (visit: Visit, what: string): Saved => ({
  kind: 'saved',
  to: `/numbers/${visit.id}`,
  message: savedWords(visit.now, what),
});

function free(visit: Visit): Saved {
  opens(visit.actor, 'numbers', 'write');
  const number = numberOf(visit);
  if (number.use.kind === 'other') refuse('NUMBER_NOT_FREE', number.number);
  useNumber(visit.database, number, undefined);
  visit.log('free', `number:${number.number}`, { use: useWords(number.use) }, { use: 'free' });
  return saved(visit, `use, ${useWords(number.use)} → free`);
}

function assign(visit: Visit): Saved {
  opens(visit.actor, 'numbers', 'write');
  const number = numberOf(visit);
  if (number.use.kind !== 'free') refuse('NUMBER_NOT_FREE', number.number);
  const use = userOf(visit);
  useNumber(visit.database, number, use);
  visit.log('assign', `number:${number.number}`, { use: 'free' }, { use: useWords(use) });
  return saved(visit, `use, free → ${useWords(use)}`);
}

/** Whoever a number is given to has to be in sight too. */
function userOf(visit: Visit): NumberOwner & NumberUse {
  const email = (visit.field('email') ?? '').trim();
  if (email !== '') return personUse(visit, email);
  const ivr = named(visit, 'SELECT id, name FROM ivrs').find(({ value }) => value === visit.field('ivr'));
  if (ivr && may(visit.actor, 'page.numbers.write', { ivr: ivr.label }))
    return { kind: 'ivr', id: Number(ivr.value), name: ivr.label };
  if (ivr) return refuse('OUTSIDE_SCOPE', `IVR "${ivr.label}"`);
  const conference = named(visit, 'SELECT id, name FROM conferences').find(
    ({ value }) => value === visit.field('conference'),
  );
  return conference
    ? { kind: 'conference', id: Number(conference.value), name: conference.label }
    : refuse('BODY_INVALID', 'the new use');
}

function personUse(visit: Visit, email: string): NumberOwner & NumberUse {
  const found = peopleInSight(visit.database, sight(visit), { email, limit: 1, offset: 0 }).list[0];
  const person: Person | undefined = found && personById(visit.database, found.id);
  if (!found || !person || !seesPersonOn(sight(visit), person, 'direct')) return refuse('UNKNOWN_USER', `"${email}"`);
  isLicensed(person, 'numbers');
  return { kind: 'user', id: found.id, name: found.name };
}

export const NUMBER_PAGES: readonly PageRoute[] = [
  { method: 'GET', path: '/numbers', run: list },
  { method: 'POST', path: '/numbers', run: create },
  { method: 'GET', path: '/numbers/:id', run: show },
  { method: 'POST', path: '/numbers/:id/label', run: label },
  { method: 'POST', path: '/numbers/:id/free', run: free },
  { method: 'POST', path: '/numbers/:id/assign', run: assign },
];
