import { html } from 'hono/html';
import { setLink } from '../../operations/links.js';
import { createProfileFromUser } from '../../operations/profiles.js';
import type { Person, Profile } from '../../people.js';
import { profileById } from '../../records.js';
import { refuse } from '../../refusals.js';
import { mayConfigure } from '../../rules/authority.js';
import { askOf, createdId, shownField } from '../asking.js';
import { consequenceList, consequencesOf } from '../consequences.js';
import { orAgain } from '../errors.js';
import { nameOf } from '../layout.js';
import type { Html, Page, PageRoute, Saved, Visit } from '../page.js';
import { card, crumbs, field, form, hidden, submitButton } from '../parts.js';
import {
  changesBetween,
  countWords,
  dashboardWords,
  labelOf,
  listWords,
  savedWords,
  valueIn,
  valueWords,
} from '../words.js';
import { personToShow } from './edit.js';
import { backTo, orPerson } from './saving.js';

export const LINK_PAGES: readonly PageRoute[] = [
  { method: 'POST', path: '/users/:id/link', run: link },
  { method: 'POST', path: '/users/:id/unlink', run: unlink },
  { method: 'GET', path: '/users/:id/profile', run: (visit) => fromUserPage(visit) },
  { method: 'POST', path: '/users/:id/profile', run: fromUser },
];

const profileChosen = (visit: Visit): Profile => {
  const given = visit.field('profile') ?? '';
  const profile = /^[1-9]\d{0,14}$/.test(given) ? profileById(visit.database, Number(given)) : undefined;
  return profile ?? refuse('UNKNOWN_PROFILE');
};

/** What somebody has from the moment at which they are linked. */
export const linkedTo = (person: Person, { id, name, permissions, dashboard, groups }: Profile): Person => ({
  ...person,
  profile: name,
  profileId: id,
  permissions: null,
  effective: permissions,
  dashboard,
  groups,
});

/** First what it would change, then, confirmed, the link itself. */
function link(visit: Visit): Saved | Page {
  const person = personToShow(visit);
  const profile = profileChosen(visit);
  if (visit.field('confirmed') !== 'yes') return confirmation(visit, person, profile);
  return orPerson(() => {
    setLink(askOf(visit, { body: { profile: profile.name } }));
    return backTo(visit, `Profile, ${person.profile ?? 'none'} → ${profile.name}`);
  });
}

function confirmation(visit: Visit, person: Person, profile: Profile): Page {
  const body = html`${crumbs(
    [
      { href: '/users', label: 'Users' },
      { href: `/users/${person.id}`, label: nameOf(person) },
    ],
    'Link to a profile',
  )}
<h1>Link <bdi>${nameOf(person)}</bdi> to <bdi>${profile.name}</bdi></h1>
<p class="muted">Nothing is saved yet.</p>
${linkChanges(person, profile)}
${card({ title: 'What it means' }, html`<div class="pad">${consequenceList(consequencesOf(visit.database, [{ before: person, after: linkedTo(person, profile) }]))}</div>`)}
<div class="actions">${form({ action: `/users/${person.id}/link`, token: visit.formToken }, html`${shownField({ profile: person.profile })}${hidden('profile', profile.id)}${hidden('confirmed', 'yes')}${submitButton('Link', { kind: 'main' })}`)}<a class="button" href="/users/${person.id}">Leave it as it is</a></div>`;
  return { kind: 'page', title: 'Link to a profile', current: 'users', body };
}

/** What linking replaces, before → after. */
function linkChanges(person: Person, profile: Profile): Html {
  const changed = Object.keys(changesBetween(person.effective, profile.permissions)).map((id) => ({
    label: labelOf(id),
    before: valueWords(id, valueIn(person.effective, id)),
    after: valueWords(id, valueIn(profile.permissions, id)),
  }));
  const rest = [
    { label: 'Dashboard access', before: dashboardWords(person.dashboard), after: dashboardWords(profile.dashboard) },
    { label: 'Groups', before: listWords(person.groups), after: listWords(profile.groups) },
  ].filter(({ before, after }) => before !== after);
  const rows = [...changed, ...rest].map(
    ({ label, before, after }) =>
      html`<div class="row perm"><span>${label}</span><span class="value">${before} → ${after}</span></div>`,
  );
  return card(
    { title: 'What changes', aside: countWords(rows.length, 'value') },
    rows.length === 0 ? html`<p class="pad muted">No value is different.</p>` : rows,
  );
}

function unlink(visit: Visit): Saved {
  return orPerson(() => {
    const person = personToShow(visit);
    setLink(askOf(visit, { body: { profile: null } }));
    return backTo(visit, `Profile, ${person.profile ?? 'none'} → none; the permissions stay, as the person's own`);
  });
}

function fromUserPage(visit: Visit, reason?: Html): Page {
  const person = personToShow(visit);
  mayConfigure(visit.actor);
  const body = html`${crumbs(
    [
      { href: '/users', label: 'Users' },
      { href: `/users/${person.id}`, label: nameOf(person) },
    ],
    'Create a profile',
  )}
<h1>Create a profile from <bdi>${nameOf(person)}</bdi></h1>${reason ?? ''}
<p class="muted">The profile gets the permissions, the dashboard access and the groups of this person, and the person is linked to it.</p>
${form({ action: `/users/${person.id}/profile`, token: visit.formToken }, html`<div class="fields">${field({ label: 'Name of the profile', name: 'name', value: visit.field('name') ?? '', required: true })}${submitButton('Create the profile', { kind: 'main' })}</div>`)}`;
  return { kind: 'page', title: 'Create a profile', current: 'users', body };
}

function fromUser(visit: Visit): Saved {
  const work = (): Saved => {
    const person = personToShow(visit);
    const name = visit.field('name') ?? '';
    const id = createdId(createProfileFromUser(askOf(visit, { body: { name, user: person.id } })));
    const message = savedWords(visit.now, `profile ${name} is created, and ${nameOf(person)} is linked to it`);
    return { kind: 'saved', to: `/profiles/${id}`, message };
  };
  return orAgain(work, fromUserPage);
}
