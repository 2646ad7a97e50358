import { html } from 'hono/html';
import { integer, type Row, text, textOrNull } from '../../database.js';
import { setLink } from '../../operations/links.js';
import type { Person, Profile } from '../../people.js';
import { personById } from '../../records.js';
import { refuse } from '../../refusals.js';
import { mayConfigure } from '../../rules/authority.js';
import { askOf, shownField } from '../asking.js';
import { consequenceList, consequencesOf } from '../consequences.js';
import { orAgain } from '../errors.js';
import { nameOf } from '../layout.js';
import type { Html, Page, PageRoute, Saved, Visit } from '../page.js';
import { card, checkbox, crumbs, emptyNote, field, form, hidden, submitButton } from '../parts.js';
import { peopleMatching } from '../people-search.js';
import { linkedTo } from '../users/links.js';
import { peopleWords, savedWords } from '../words.js';
import { profileToShow } from './sight.js';

const OFFERED = 100;
const MOST = 200;

export const ASSIGNMENT_PAGES: readonly PageRoute[] = [
  { method: 'GET', path: '/profiles/:id/assign', run: (visit) => choicePage(visit) },
  { method: 'POST', path: '/profiles/:id/assign', run: assign },
];

/** Everybody who could be linked: active, not external, and not linked to it already. */
function choicePage(visit: Visit, reason?: Html): Page {
  const profile = profileToShow(visit);
  mayConfigure(visit.actor);
  const search = visit.parameter('q') ?? '';
  const rows = peopleMatching(visit.database, {
    search,
    only: "u.status = 'active' AND u.external = 0 AND u.super_admin = 0 AND u.profile_id IS NOT ?",
    values: [profile.id],
    limit: OFFERED,
    offset: 0,
  });
  const chosen = new Set(visit.fields('user'));
  const boxes = html`<div class="pad"><fieldset><legend>People</legend><ul class="plain">${rows.map((row) => choice(row, chosen))}</ul></fieldset><div class="actions">${submitButton('Show what it changes', { kind: 'main' })}</div></div>`;
  const body = html`${head(profile, 'Assign')}${reason ?? ''}
<form method="get" action="/profiles/${profile.id}/assign" class="fields">${field({ label: 'Search by name or address', name: 'q', value: search, type: 'search' })}<button type="submit">Search</button></form>
${card({ title: 'Who gets this profile', aside: rows.length === OFFERED ? `the first ${OFFERED}; search for others` : peopleWords(rows.length) }, rows.length === 0 ? emptyNote('Nobody is found who could be linked.') : form({ action: `/profiles/${profile.id}/assign`, token: visit.formToken }, boxes))}`;
  return { kind: 'page', title: `Assign ${profile.name}`, current: 'profiles', body };
}

const head = ({ id, name }: Profile, here: string): Html =>
  html`${crumbs(
    [
      { href: '/profiles', label: 'User profiles' },
      { href: `/profiles/${id}`, label: name },
    ],
    here,
  )}<h1>Assign <bdi>${name}</bdi></h1>`;

function choice(row: Row, chosen: ReadonlySet<string>): Html {
  const id = String(integer(row, 'id'));
  const name = `${text(row, 'first_name')} ${text(row, 'last_name')}`.trim();
  const label = html`<bdi>${name}</bdi> <span class="small muted">${text(row, 'email')} · ${textOrNull(row, 'profile') ?? 'own permissions'}</span>`;
  return html`<li>${checkbox({ label, name: 'user', value: id, checked: chosen.has(id) })}</li>`;
}

/** First what it would change for whom, then, confirmed, all of the links or none. */
function assign(visit: Visit): Saved | Page {
  return orAgain(() => {
    const profile = profileToShow(visit);
    mayConfigure(visit.actor);
    const people = chosenPeople(visit);
    if (visit.field('confirmed') !== 'yes') return confirmation(visit, profile, people);
    for (const { id } of people)
      setLink(askOf(visit, { id, body: { profile: profile.name }, tag: visit.field(`tag.${id}`) }));
    const message = savedWords(visit.now, `${people.map(nameOf).join(', ')}: profile → ${profile.name}`);
    return { kind: 'saved', to: `/profiles/${profile.id}`, message };
  }, choicePage);
}

function chosenPeople(visit: Visit): readonly Person[] {
  const ids = [...new Set(visit.fields('user'))];
  if (ids.length === 0 || ids.length > MOST) refuse('BODY_INVALID', `the number of people: 1 to ${MOST}`);
  return ids.map((id) => {
    const person = /^[1-9]\d{0,14}$/.test(id) ? personById(visit.database, Number(id)) : undefined;
    return person ?? refuse('UNKNOWN_USER');
  });
}

function confirmation(visit: Visit, profile: Profile, people: readonly Person[]): Page {
  const turns = people.map((person) => ({ before: person, after: linkedTo(person, profile) }));
  const fields = people.map(
    ({ id, profile: before }) => html`${hidden('user', id)}${shownField({ profile: before }, `tag.${id}`)}`,
  );
  const rows = people.map(
    (person) =>
      html`<div class="row perm"><span><bdi>${nameOf(person)}</bdi></span><span class="value">${person.profile ?? 'own permissions'} → ${profile.name}</span></div>`,
  );
  const body = html`${head(profile, 'Before saving')}<p class="muted">Nothing is saved yet. Linking replaces permissions, dashboard access and groups by those of the profile.</p>
${card({ title: 'Who is linked', aside: peopleWords(people.length) }, rows)}
${card({ title: 'What it means' }, html`<div class="pad">${consequenceList(consequencesOf(visit.database, turns))}</div>`)}
<div class="actions">${form({ action: `/profiles/${profile.id}/assign`, token: visit.formToken }, html`${fields}${hidden('confirmed', 'yes')}${submitButton(`Link ${peopleWords(people.length)}`, { kind: 'main' })}`)}<a class="button" href="/profiles/${profile.id}">Leave it as it is</a></div>`;
  return { kind: 'page', title: `Assign ${profile.name}`, current: 'profiles', body };
}
