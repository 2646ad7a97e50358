import { html } from 'hono/html';
import { scopeOn } from '../../../access/scope.js';
import { EVERYWHERE, PAGES } from '../../../model/index.js';
import { integer } from '../../database.js';
import { accessOfPerson, may } from '../../deciding.js';
import type { Person } from '../../people.js';
import { personById } from '../../records.js';
import { levelOf, nameOf } from '../layout.js';
import type { Html, Page, Visit } from '../page.js';
import { alert, card, crumbs, note, stateLabel } from '../parts.js';
import { dashboardWords, listWords } from '../words.js';
import { type AppRow, factRows, type PartRow, PLACES, partRows } from './app-rows.js';
import { phoneDesk } from './desk.js';
import type { Outcome } from './outcome.js';
import { opensPhone, seenPerson } from './owner.js';

/** What a person sees in the phone application and on the dashboard, and why; below it the phone itself. */
export function seesPage(visit: Visit, outcome?: Outcome): Page {
  const person = seenPerson(visit);
  const isOwn = visit.actor.id === person.id;
  const title = isOwn ? 'Your phone' : `What ${nameOf(person)} sees`;
  const refusal =
    outcome?.kind === 'refused'
      ? alert(html`<p data-permission="${outcome.permission}">Refused. ${outcome.message} Nothing was changed.</p>`)
      : '';
  return {
    kind: 'page',
    title,
    current: isOwn ? 'phone' : 'users',
    ...(outcome?.kind === 'refused' && { status: 403 as const }),
    body: html`${wayTo(visit, person)}<h1>${title}</h1><p class="muted">Worked out from ${sourceOf(person)}, dashboard access and groups</p>
${refusal}${legend()}<div class="cols"><div><h2>In the phone application</h2>${phone(person)}</div><div>${beside(visit, person)}</div></div>
${opensPhone(visit.actor, person) ? phoneDesk(visit, person) : absent(person)}`,
  };
}

function wayTo({ actor }: Visit, person: Person): Html | string {
  if (!may(actor, 'page.users.read', { person })) return '';
  const links = [
    { href: '/users', label: 'Users' },
    { href: `/users/${person.id}`, label: nameOf(person) },
  ];
  return crumbs(links, 'What this person sees');
}

const sourceOf = ({ profile }: Person): string => (profile === null ? 'own permissions' : `profile ${profile}`);

const legend = (): Html =>
  html`<p class="small legend">${stateLabel('shown')} ${stateLabel('hidden')} not in the application ${stateLabel('clickable')} ${stateLabel('frozen')} visible, cannot be used</p>`;

function phone(person: Person): Html {
  if (person.external) return note(html`<p>Somebody external has no licence, and so no phone application.</p>`);
  const rows = partRows(person);
  return html`<div class="phone">${PLACES.map(
    (place) => html`<h3>${place}</h3>${rows.filter((row) => row.place === place).map(partOf)}`,
  )}</div>`;
}

const partOf = (row: PartRow): Html =>
  html`<div class="part is-${row.state}" data-permission="${row.permission}"><span>${capital(row.part)}<br><span class="small muted">${whyOf(row)}</span></span>${stateLabel(row.state)}</div>`;

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

const whyOf = ({ label, value, lacks }: AppRow): string =>
  `${label}: ${value}${lacks.length === 0 ? '' : `; of no use without ${listWords(lacks)}`}`;

function beside(visit: Visit, person: Person): Html {
  const facts = person.external ? [] : factRows(person);
  const permissions = card(
    { title: 'What holds besides' },
    html`<div class="pad"><dl class="facts">${facts.map((row) => html`<dt data-permission="${row.permission}">${row.label}</dt><dd>${row.value}${row.lacks.length === 0 ? '' : html` <span class="small muted">of no use without ${listWords(row.lacks)}</span>`}</dd>`)}</dl></div>`,
  );
  return html`${person.external ? '' : html`<h2>Why</h2>${permissions}`}<h2>On the dashboard</h2>${dashboardCard(person)}<h2>Other people</h2>${othersCard(visit, person)}`;
}

function dashboardCard(person: Person): Html {
  const { pages, scope, level } = accessOfPerson(person);
  const opened = (access: 'read' | 'write') =>
    level === 'admin' && access === 'write'
      ? 'every page'
      : listWords(PAGES.filter(({ id }) => pages[id] === access).map(({ label }) => label));
  return card(
    { title: capital(levelOf(person)) },
    html`<div class="pad"><dl class="facts"><dt>Read</dt><dd>${opened('read')}</dd><dt>Write</dt><dd>${opened('write')}</dd>${level === 'none' ? '' : html`<dt>Scope</dt><dd>${scopeWords(scope)}</dd>`}</dl></div>`,
  );
}

const scopeWords = (scope: Person['dashboard']['scope']): string =>
  JSON.stringify(scope) === JSON.stringify(EVERYWHERE)
    ? 'everything'
    : dashboardWords({ level: 'none', pages: {}, scope }).replace(/^none; /, '');

function othersCard(visit: Visit, person: Person): Html {
  const { scope } = accessOfPerson(person);
  const listens = may(person, 'calls.listen')
    ? `those who can be listened to, in ${scopeWords(scopeOn('activity', scope))}`
    : 'nobody';
  const plays = may(person, 'page.logs.read')
    ? `recordings of others, in ${scopeWords(scopeOn('logs', scope))}`
    : 'no recordings of others on the dashboard';
  const manages = may(person, 'users.manage') ? `people, in ${scopeWords(scopeOn('users', scope))}` : 'nobody';
  return card(
    { title: 'Reach' },
    html`<div class="pad"><dl class="facts"><dt>Can listen to</dt><dd>${listens}</dd><dt>Can play</dt><dd>${plays}</dd><dt>Can manage</dt><dd>${manages}</dd><dt>Is heard by</dt><dd>${heardBy(visit, person)}</dd></dl></div>`,
  );
}

const MOST_LISTENERS = 200;

/** Names only of those whom the reader may see. */
function heardBy({ database, actor }: Visit, person: Person): string {
  const rows = database.all(
    `SELECT id FROM users WHERE status = 'active' AND (super_admin = 1 OR instr(dashboard, '"level":"admin"') > 0 OR instr(dashboard, '"activity"') > 0)
ORDER BY last_name, first_name LIMIT ?`,
    MOST_LISTENERS,
  );
  const listeners = rows
    .flatMap((row) => personById(database, integer(row, 'id')) ?? [])
    .filter((one) => may(one, 'calls.listen', { person }));
  const named = listeners
    .filter((one) => one.id === actor.id || may(actor, 'page.users.read', { person: one }))
    .map(nameOf);
  const unnamed = listeners.length - named.length;
  const more = rows.length === MOST_LISTENERS ? ['perhaps others'] : [];
  return listeners.length === 0
    ? 'nobody'
    : [...named, ...(unnamed > 0 ? [`${unnamed} outside your scope`] : []), ...more].join(', ');
}

const absent = (person: Person): Html | string =>
  person.external
    ? ''
    : note(html`<p>The phone itself, with its calls, is there for ${nameOf(person)} and for administrators.</p>`);
