import { html } from 'hono/html';
import { hasIvr, type IvrRow, insertIvr, ivrInSight, ivrsInSight, openIvr, renameIvr } from '../../content/ivrs.js';
import { type Sight, sightOf } from '../../content/sight.js';
import { may } from '../../deciding.js';
import { knownIn } from '../../records.js';
import { refuse } from '../../refusals.js';
import { namesOne } from '../../rules/values.js';
import { opens } from '../gate.js';
import type { Page, PageRoute, Saved, Visit } from '../page.js';
import { card, emptyNote, field, form, hidden, note, submitButton, table } from '../parts.js';
import { listWords, peopleWords, savedWords } from '../words.js';
import { buttonForm, mayWrite, sheet, textOf, turnedTo, turnPages } from './sheet.js';

const sight = (visit: Visit): Sight => sightOf(visit.actor, 'ivrs');

/** A name decides who sees an IVR, so only those give names who see all of them. */
const givesNames = (visit: Visit): boolean => mayWrite(visit, 'ivrs') && sight(visit).ivrs === 'all';

function list(visit: Visit): Page {
  const turned = turnedTo(visit);
  const { total, list: ivrs } = ivrsInSight(visit.database, sight(visit), turned);
  const rows = ivrs.map(({ id, name, numbers, people, isOpen }) => [
    html`<a href="/ivrs/${id}">${name}</a>`,
    listWords(numbers),
    peopleWords(people),
    isOpen ? 'open' : 'closed',
  ]);
  const shown =
    rows.length === 0
      ? emptyNote('There is no IVR in your scope.')
      : table({ caption: 'IVRs', head: ['IVR', 'Numbers', 'People', 'State'], rows });
  const fields = html`<div class="fields">${field({ label: 'Name', name: 'name', required: true })}${submitButton('Add', { kind: 'main' })}</div>`;
  const add = card(
    { title: 'Add an IVR' },
    html`<div class="pad">${form({ action: '/ivrs', token: visit.formToken }, fields)}</div>`,
  );
  const body = html`${card({ title: `${total} ${total === 1 ? 'IVR' : 'IVRs'}` }, shown)}${turnPages(turned, { path: '/ivrs', total })}${givesNames(visit) ? add : ''}`;
  return sheet(visit, { page: 'ivrs', title: 'IVRs' }, body);
}

function newName(visit: Visit): string {
  opens(visit.actor, 'ivrs', 'write');
  const name = textOf(visit, 'name');
  if (!givesNames(visit)) refuse('OUTSIDE_SCOPE', `IVR "${name}"`);
  if (hasIvr(visit.database, name)) refuse('NAME_AMBIGUOUS', `IVR "${name}"`);
  return name;
}

function create(visit: Visit): Saved {
  const name = newName(visit);
  const id = insertIvr(visit.database, name);
  visit.log('create', `ivr:${name}`, null, { name });
  return { kind: 'saved', to: `/ivrs/${id}`, message: savedWords(visit.now, `IVR ${name} added`) };
}

function ivrOf(visit: Visit): IvrRow {
  opens(visit.actor, 'ivrs');
  return ivrInSight(visit.database, sight(visit), visit.id) ?? refuse('NOT_FOUND');
}

function show(visit: Visit): Page {
  const ivr = ivrOf(visit);
  const facts = html`<dl class="facts"><dt>Numbers</dt><dd>${listWords(ivr.numbers)}</dd><dt>People</dt><dd>${peopleWords(ivr.people)}</dd>
<dt>Scenarios</dt><dd>${listWords(ivr.scenarios)}</dd><dt>State</dt><dd>${ivr.isOpen ? 'open' : 'closed'}</dd></dl>`;
  const controls = may(visit.actor, 'page.ivrs.write', { ivr: ivr.name }) ? controlsOf(visit, ivr) : '';
  const above = [{ href: '/ivrs', label: 'IVRs' }];
  return sheet(
    visit,
    { page: 'ivrs', title: ivr.name, above },
    html`${card({ title: 'IVR' }, html`<div class="pad">${facts}</div>`)}${controls}`,
  );
}

function controlsOf(visit: Visit, { id, name, isOpen }: IvrRow) {
  const rename = form(
    { action: `/ivrs/${id}/rename`, token: visit.formToken },
    html`<div class="fields">${field({ label: 'Name', name: 'name', value: name, required: true })}${submitButton('Rename')}</div>`,
  );
  const open = buttonForm(
    visit,
    `/ivrs/${id}/open`,
    isOpen ? 'Close the IVR' : 'Open the IVR',
    isOpen ? '' : hidden('open', 'on'),
  );
  const naming = givesNames(visit)
    ? rename
    : note(html`<p>You cannot rename it: a name decides who sees an IVR, so it takes a scope of all IVRs.</p>`);
  return card({ title: 'Change' }, html`<div class="pad">${naming}<div class="actions">${open}</div></div>`);
}

function rename(visit: Visit): Saved {
  const before = ivrOf(visit).name;
  const name = newName(visit);
  namesOne(knownIn(visit.database).ivrs(before), 'UNKNOWN_IVR', before);
  renameIvr(visit.database, visit.id, before, name);
  visit.log('rename', `ivr:${before}`, { name: before }, { name });
  return saved(visit, `name, ${before} → ${name}`);
}

const saved = (visit: Visit, what: string): Saved => ({
  kind: 'saved',
  to: `/ivrs/${visit.id}`,
  message: savedWords(visit.now, what),
});

function open(visit: Visit): Saved {
  opens(visit.actor, 'ivrs', 'write');
  const { id, name, isOpen } = ivrOf(visit);
  const after = visit.field('open') !== undefined;
  openIvr(visit.database, id, after);
  visit.log('change', `ivr:${name}`, { isOpen }, { isOpen: after });
  return saved(visit, `state, ${isOpen ? 'open' : 'closed'} → ${after ? 'open' : 'closed'}`);
}

export const IVR_PAGES: readonly PageRoute[] = [
  { method: 'GET', path: '/ivrs', run: list },
  { method: 'POST', path: '/ivrs', run: create },
  { method: 'GET', path: '/ivrs/:id', run: show },
  { method: 'POST', path: '/ivrs/:id/rename', run: rename },
  { method: 'POST', path: '/ivrs/:id/open', run: open },
];
