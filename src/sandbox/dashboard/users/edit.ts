import { html } from 'hono/html';
import type { PermissionSet } from '../../../model/index.js';
import { personOf, pick } from '../../ask.js';
import { integer, text } from '../../database.js';
import type { Person } from '../../people.js';
import { profileById } from '../../records.js';
import { keepsSuperAdministrator, mayConfigure, mayManage, mayReadPerson, mayRemove } from '../../rules/authority.js';
import { isActive } from '../../rules/people.js';
import { askOf, shownField } from '../asking.js';
import { dashboardFields } from '../dashboard-form.js';
import { opens } from '../gate.js';
import { nameOf } from '../layout.js';
import { seesProfiles } from '../navigation.js';
import type { Html, Page, Visit } from '../page.js';
import { card, checkbox, crumbs, field, form, select, submitButton } from '../parts.js';
import { permissionSections } from '../permission-form.js';
import { whyNot } from '../reasons.js';
import { dashboardWords, listWords } from '../words.js';

export interface Retry {
  readonly reason: Html;
  /** What was entered and refused, kept in the form. */
  readonly draft?: PermissionSet | undefined;
}

/** One person: what they are, what holds for them, and what may be changed of it. */
export function editPage(visit: Visit, retry?: Retry): Page {
  const person = personToShow(visit);
  const locked = whyLocked(visit, person);
  const body = html`${crumbs([{ href: '/users', label: 'Users' }], nameOf(person))}
<h1><bdi>${nameOf(person)}</bdi></h1>
<p class="muted">${factsOf(person)}</p>
${retry?.reason ?? ''}${actions(visit, person, locked)}
${locked === undefined ? '' : html`<div class="note"><p><strong>You can look at this, and not change it.</strong> ${locked}</p></div>`}
${person.external ? html`<div class="note"><p>An external user has neither number nor licence, and so no permissions, profile or groups. They get their address and password from an administrator: no mail is sent.</p></div>` : permissionsPart(visit, person, { locked, draft: retry?.draft })}
<h2>Set for this person alone</h2><p class="muted small">Each change is saved at once and stands in the action log.</p>
${namesCard(visit, person, locked)}${dashboardCard(visit, person, locked)}
${person.external ? '' : groupsCard(visit, person, locked)}`;
  return { kind: 'page', title: nameOf(person), current: 'users', body };
}

export function personToShow(visit: Visit): Person {
  opens(visit.actor, 'users');
  const person = personOf(askOf(visit, {}));
  mayReadPerson(visit.actor, person);
  return person;
}

const whyLocked = ({ actor }: Visit, person: Person): string | undefined =>
  whyNot(() => {
    mayManage(actor, person);
    isActive(person);
  });

const factsOf = ({ email, numbers, groups, plan, external, status }: Person): string =>
  [
    email,
    numbers.join(', '),
    groups.length > 0 ? `groups ${groups.join(', ')}` : '',
    plan === null ? '' : `plan ${plan}`,
    external ? 'external' : '',
    status === 'archived' ? 'archived' : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');

function actions(visit: Visit, person: Person, locked: string | undefined): Html {
  const { actor, formToken } = visit;
  const cannotRemove = whyNot(() => mayRemove(actor, person));
  const cannotProfile = whyNot(() => {
    mayConfigure(actor);
    keepsSuperAdministrator(person);
  });
  const link = (href: string, label: string) => html`<a class="button" href="${href}">${label}</a>`;
  return html`<div class="actions">${person.external || person.status === 'archived' ? '' : link(`/users/${person.id}/sees`, 'What this person sees')}
${locked === undefined && !person.external && cannotProfile === undefined ? link(`/users/${person.id}/profile`, 'Create a profile from this user') : ''}
${locked === undefined ? form({ action: `/users/${person.id}/sign-out`, token: formToken }, submitButton('Force sign-out')) : ''}
${cannotRemove === undefined && person.status === 'active' ? form({ action: `/users/${person.id}/archive`, token: formToken }, html`${shownField({ status: person.status })}${submitButton('Archive')}`) : ''}
${cannotRemove === undefined ? link(`/users/${person.id}/delete`, 'Delete') : ''}</div>`;
}

function permissionsPart(
  visit: Visit,
  person: Person,
  { locked, draft }: { readonly locked: string | undefined; readonly draft: PermissionSet | undefined },
): Html {
  const isOwn = person.profile === null;
  const action = isOwn && locked === undefined ? `/users/${person.id}/permissions` : undefined;
  const aside = isOwn ? '' : `, from profile ${person.profile}`;
  return html`${isOwn ? '' : linkedNote(visit, person, locked)}
<h2>Permissions</h2>${permissionSections(visit, { permissions: person.effective, draft, action, aside })}
${locked === undefined ? linkCard(visit, person) : ''}`;
}

function linkedNote({ database, actor, formToken }: Visit, person: Person, locked: string | undefined): Html {
  const others = profileById(database, person.profileId ?? 0)?.linked ?? 0;
  const edit = seesProfiles(actor)
    ? html`<a class="button main" href="/profiles/${person.profileId ?? 0}">Edit the profile</a>`
    : html`<span class="small muted">The profile belongs to the whole account, and your access covers a part of it.</span>`;
  const unlink =
    locked === undefined
      ? form(
          { action: `/users/${person.id}/unlink`, token: formToken },
          html`${shownField({ profile: person.profile })}${submitButton('Unlink from the profile')}`,
        )
      : '';
  return html`<div class="note"><p><strong>Permissions come from profile <bdi>${person.profile ?? ''}</bdi>.</strong> ${others === 1 ? 'Nobody else shares it' : `${others} people share it; a change there reaches all of them`}. They cannot be changed here.</p><div class="actions">${edit}${unlink}</div></div>`;
}

const LISTED = 500;

function linkCard({ database, formToken }: Visit, person: Person): Html {
  const profiles = database
    .all('SELECT id, name FROM profiles ORDER BY name, id LIMIT ?', LISTED)
    .filter((row) => integer(row, 'id') !== person.profileId)
    .map((row) => ({ value: String(integer(row, 'id')), label: text(row, 'name') }));
  if (profiles.length === 0) return html``;
  const choice = html`<div class="fields">${select({ label: 'Profile', name: 'profile', options: profiles })}${submitButton('Show what it changes')}</div>`;
  return card(
    { title: person.profile === null ? 'Link to a profile' : 'Link to another profile' },
    html`<div class="pad"><p class="muted">Linking replaces permissions, dashboard access and groups by those of the profile.</p>${form({ action: `/users/${person.id}/link`, token: formToken }, choice)}</div>`,
  );
}

function namesCard({ formToken }: Visit, person: Person, locked: string | undefined): Html {
  const shown = pick(person, ['email', 'firstName', 'lastName']);
  if (locked !== undefined) return html``;
  const fields = html`${shownField(shown)}<div class="fields">${field({ label: 'First name', name: 'firstName', value: person.firstName })}${field({ label: 'Last name', name: 'lastName', value: person.lastName })}${field({ label: 'Address', name: 'email', value: person.email, type: 'email', required: true })}${submitButton('Save names', { kind: 'main' })}</div>`;
  return card(
    { title: 'Names and address' },
    html`<div class="pad">${form({ action: `/users/${person.id}/names`, token: formToken }, fields)}</div>`,
  );
}

function dashboardCard(visit: Visit, person: Person, locked: string | undefined): Html {
  const { dashboard, external } = person;
  const kept = locked ?? whyNot(() => keepsSuperAdministrator(person));
  if (kept !== undefined)
    return card(
      { title: 'Dashboard access' },
      html`<div class="pad"><p>${person.superAdmin ? 'superadministrator' : dashboardWords(dashboard)}</p>${locked === undefined ? html`<p class="muted small">${kept}</p>` : ''}</div>`,
    );
  const fields = html`${shownField({ dashboard })}${dashboardFields(visit, { dashboard, external })}
<div class="row"><span>${submitButton('Save dashboard access', { kind: 'main' })}</span></div>`;
  return card(
    { title: 'Dashboard access' },
    form({ action: `/users/${person.id}/dashboard`, token: visit.formToken }, fields),
  );
}

function groupsCard({ database, formToken }: Visit, person: Person, locked: string | undefined): Html {
  const title = { title: 'Groups', aside: 'whose calls this person takes' };
  if (locked !== undefined) return card(title, html`<div class="pad"><p>${listWords(person.groups)}</p></div>`);
  const mine = new Set(
    database
      .all('SELECT group_id FROM group_members WHERE user_id = ?', person.id)
      .map((row) => integer(row, 'group_id')),
  );
  const boxes = database.all('SELECT id, name FROM groups ORDER BY name, id').map((row) => {
    const id = integer(row, 'id');
    return checkbox({ label: text(row, 'name'), name: 'group', value: String(id), checked: mine.has(id) });
  });
  const fields = html`${shownField({ groups: person.groups })}<fieldset><legend class="visually-hidden">Groups</legend><div class="choices">${boxes}</div></fieldset>
<div class="actions">${submitButton('Save groups', { kind: 'main' })}</div>`;
  return card(
    title,
    html`<div class="pad">${form({ action: `/users/${person.id}/groups`, token: formToken }, fields)}</div>`,
  );
}
