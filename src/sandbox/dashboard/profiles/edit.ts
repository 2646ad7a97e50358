import { html } from 'hono/html';
import { integer, type Row, text } from '../../database.js';
import type { Profile } from '../../people.js';
import { mayConfigure } from '../../rules/authority.js';
import { profileIsUnused } from '../../rules/things.js';
import { shownField } from '../asking.js';
import { dashboardFields } from '../dashboard-form.js';
import type { Html, Page, Visit } from '../page.js';
import { card, checkbox, crumbs, field, form, hidden, submitButton } from '../parts.js';
import { permissionSections } from '../permission-form.js';
import { whyNot } from '../reasons.js';
import { dashboardWords, listWords, peopleWords } from '../words.js';
import { profileToShow } from './sight.js';
import { undoForm } from './undo.js';

const LISTED = 200;

/** One profile: whom it reaches, what it gives, and what those get who are linked from now on. */
export function editPage(visit: Visit, reason?: Html): Page {
  const profile = profileToShow(visit);
  const locked = whyNot(() => mayConfigure(visit.actor));
  const action = locked === undefined ? `/profiles/${profile.id}/permissions` : undefined;
  const body = html`${crumbs([{ href: '/profiles', label: 'User profiles' }], profile.name)}
<h1><bdi>${profile.name}</bdi></h1><p class="muted">${linkedWords(profile.linked)}</p>
${reason ?? ''}${undoForm(visit, profile)}
${locked === undefined ? actions(visit, profile) : html`<div class="note"><p><strong>You can look at this, and not change it.</strong> ${locked}</p></div>`}
<div class="note"><p><strong>A permission changed here reaches ${profile.linked === 0 ? 'everybody who is linked' : `all ${peopleWords(profile.linked)}`} at once.</strong> Dashboard access and groups reach only people linked from now on.</p></div>
${peopleCard(visit, profile, locked)}
<h2>Permissions</h2>${permissionSections(visit, { permissions: profile.permissions, action, aside: '' })}
<h2>For people linked from now on</h2>${templateCards(visit, profile, locked)}
${locked === undefined ? nameCards(visit, profile) : ''}`;
  return { kind: 'page', title: profile.name, current: 'profiles', body };
}

const linkedWords = (linked: number): string =>
  linked === 0 ? 'Nobody is linked' : linked === 1 ? '1 person is linked' : `${linked} people are linked`;

function actions({ formToken }: Visit, profile: Profile): Html {
  const inUse = whyNot(() => profileIsUnused(profile));
  return html`<div class="actions"><a class="button main" href="/profiles/${profile.id}/assign">Assign to people</a>
<a class="button" href="/profiles/${profile.id}/duplicate">Duplicate</a>
${form({ action: `/profiles/${profile.id}/delete`, token: formToken }, html`${shownField({ name: profile.name })}${submitButton('Delete', { why: inUse === undefined ? undefined : `${linkedWords(profile.linked)}, so it stays` })}`)}</div>`;
}

function peopleCard(visit: Visit, profile: Profile, locked: string | undefined): Html {
  if (profile.linked === 0) return html``;
  const rows = visit.database.all(
    'SELECT id, first_name, last_name, email FROM users WHERE profile_id = ? ORDER BY email_key LIMIT ?',
    profile.id,
    LISTED,
  );
  const more = profile.linked > rows.length ? html`<p class="muted">And ${profile.linked - rows.length} more.</p>` : '';
  return html`<section class="card"><details><summary>${profile.linked === 1 ? 'The person' : `The ${profile.linked} people`}</summary><div class="pad"><ul class="list">${rows.map((row) => personItem(visit, profile, { row, locked }))}</ul>${more}</div></details></section>`;
}

function personItem(
  { formToken }: Visit,
  profile: Profile,
  { row, locked }: { readonly row: Row; readonly locked: string | undefined },
): Html {
  const id = integer(row, 'id');
  const name = `${text(row, 'first_name')} ${text(row, 'last_name')}`.trim() || text(row, 'email');
  const label = html`unlink<span class="visually-hidden"> <bdi>${name}</bdi></span>`;
  const unlink = form(
    { action: `/profiles/${profile.id}/unlink`, token: formToken },
    html`${shownField({ profile: profile.name })}${hidden('user', id)}${submitButton(label, { kind: 'link' })}`,
  );
  return html`<li class="small"><a href="/users/${id}"><bdi>${name}</bdi></a>${locked === undefined ? unlink : ''}</li>`;
}

function templateCards(visit: Visit, profile: Profile, locked: string | undefined): Html {
  const { dashboard, groups, id } = profile;
  if (locked !== undefined)
    return card(
      { title: 'Dashboard access and groups' },
      html`<div class="pad"><p>${dashboardWords(dashboard)}</p><p>Groups: ${listWords(groups)}</p></div>`,
    );
  const to = { action: `/profiles/${id}/template`, token: visit.formToken };
  const access = html`${hidden('part', 'dashboard')}${shownField({ dashboard })}${dashboardFields(visit, { dashboard, external: false })}
<div class="row"><span>${submitButton('Save dashboard access', { kind: 'main' })}</span></div>`;
  const names = visit.database.all('SELECT DISTINCT name FROM groups ORDER BY name').map((row) => text(row, 'name'));
  const boxes = names.map((name) =>
    checkbox({ label: name, name: 'group', value: name, checked: groups.includes(name) }),
  );
  const members = html`<div class="pad">${hidden('part', 'groups')}${shownField({ groups })}<fieldset><legend class="visually-hidden">Groups</legend><div class="choices">${boxes}</div></fieldset>
<div class="actions">${submitButton('Save groups', { kind: 'main' })}</div></div>`;
  return html`${card({ title: 'Dashboard access' }, form(to, access))}${card({ title: 'Groups' }, form(to, members))}`;
}

function nameCards({ formToken }: Visit, { id, name }: Profile): Html {
  const fields = html`${shownField({ name })}<div class="fields">${field({ label: 'Name', name: 'name', value: name, required: true })}${submitButton('Rename', { kind: 'main' })}</div>`;
  return card(
    { title: 'Name' },
    html`<div class="pad">${form({ action: `/profiles/${id}/name`, token: formToken }, fields)}</div>`,
  );
}
