import { html } from 'hono/html';
import type { PermissionSet } from '../../../model/index.js';
import { pick } from '../../ask.js';
import { type Database, integer } from '../../database.js';
import { setProfilePermissions } from '../../operations/profiles.js';
import type { Profile } from '../../people.js';
import { knownIn, personById } from '../../records.js';
import { refuse } from '../../refusals.js';
import { mayConfigure } from '../../rules/authority.js';
import { parsePermissions } from '../../rules/values.js';
import { askOf, shownField } from '../asking.js';
import { consequenceList, consequencesOf, type Turn } from '../consequences.js';
import { orAgain } from '../errors.js';
import { nameOf } from '../layout.js';
import type { Html, Page, Saved, Visit } from '../page.js';
import { card, crumbs, form, hidden, submitButton } from '../parts.js';
import { entriesOf, permissionsFrom, sectionNamed } from '../permission-form.js';
import {
  changesBetween,
  changeWords,
  countWords,
  labelOf,
  peopleWords,
  savedWords,
  valueIn,
  valueWords,
} from '../words.js';
import { editPage } from './edit.js';
import { profileToShow } from './sight.js';

const LOOKED_AT = 200;

/** What the change would do to whom. Nothing is saved by it. */
export function proposePermissions(visit: Visit): Page | Saved {
  return orAgain(() => {
    const profile = profileToShow(visit);
    mayConfigure(visit.actor);
    const section = sectionNamed(visit.field('section')) ?? refuse('BODY_INVALID', 'the section');
    const entered = parsePermissions(permissionsFrom(visit, section), knownIn(visit.database));
    askOf(visit, {}).unchanged(
      pick(
        profile.permissions,
        entriesOf(section).map(({ id }) => id),
      ),
    );
    const values = changesBetween(profile.permissions, entered);
    if (Object.keys(values).length === 0)
      return { kind: 'saved', to: `/profiles/${profile.id}`, message: 'Nothing was different, so nothing was saved.' };
    return proposal(visit, profile, values);
  }, editPage);
}

function proposal(visit: Visit, profile: Profile, values: PermissionSet): Page {
  const turns = turnsOf(visit.database, profile, values);
  const rows = Object.entries(values).map(
    ([id, value]) =>
      html`<div class="row perm"><span>${labelOf(id)}</span><span class="value">${valueWords(id, valueIn(profile.permissions, id))} → ${valueWords(id, value)}</span></div>`,
  );
  const fields = html`${hidden('values', JSON.stringify(values))}${shownField(pick(profile.permissions, Object.keys(values)))}${submitButton(profile.linked === 0 ? 'Save' : `Save for ${peopleWords(profile.linked)}`, { kind: 'main' })}`;
  const body = html`${crumbs(
    [
      { href: '/profiles', label: 'User profiles' },
      { href: `/profiles/${profile.id}`, label: profile.name },
    ],
    'Before saving',
  )}
<h1>This reaches ${profile.linked === 0 ? 'nobody yet' : peopleWords(profile.linked)}</h1><p class="muted">Nothing is saved yet.</p>
${card({ title: 'What changes in the profile', aside: countWords(rows.length, 'permission') }, rows)}
${profile.linked === 0 ? '' : html`${card({ title: 'What it means' }, html`<div class="pad">${consequenceList(consequencesOf(visit.database, turns))}</div>`)}${reachedCard(profile, turns)}`}
<div class="actions">${form({ action: `/profiles/${profile.id}/save`, token: visit.formToken }, fields)}<a class="button" href="/profiles/${profile.id}">Leave it as it is</a></div>`;
  return { kind: 'page', title: `Before saving ${profile.name}`, current: 'profiles', body };
}

function reachedCard({ linked }: Profile, turns: readonly Turn[]): Html {
  const more = linked > turns.length ? html`<p class="muted">And ${linked - turns.length} more.</p>` : '';
  const names = turns.map(
    ({ before }) =>
      html`<li><bdi>${nameOf(before)}</bdi> <span class="small muted">${before.status === 'archived' ? 'archived' : ''}</span></li>`,
  );
  return card(
    { title: 'Whom it reaches', aside: peopleWords(linked) },
    html`<div class="pad"><ul class="list">${names}</ul>${more}</div>`,
  );
}

function turnsOf(database: Database, profile: Profile, values: PermissionSet): readonly Turn[] {
  const ids = database.all(
    'SELECT id FROM users WHERE profile_id = ? ORDER BY email_key LIMIT ?',
    profile.id,
    LOOKED_AT,
  );
  return ids.flatMap((row) => {
    const before = personById(database, integer(row, 'id'));
    return before ? [{ before, after: { ...before, effective: { ...before.effective, ...values } } }] : [];
  });
}

/** Confirmed. The values come back from the page that was shown, and are read like those of any request. */
export function savePermissions(visit: Visit): Saved {
  return orAgain(() => {
    const before = profileToShow(visit);
    const permissions = parsePermissions(jsonField(visit), knownIn(visit.database));
    const keys = Object.keys(permissions);
    setProfilePermissions(askOf(visit, { body: { permissions }, parameters: { keys: keys.join(',') } }));
    const action = integer(visit.database.get('SELECT max(id) AS id FROM action_log'), 'id');
    const what = `${changeWords(before.permissions, permissions)}, for ${peopleWords(before.linked)}`;
    return { kind: 'saved', to: `/profiles/${visit.id}?undo=${action}`, message: savedWords(visit.now, what) };
  }, editPage);
}

function jsonField(visit: Visit): unknown {
  try {
    return JSON.parse(visit.field('values') ?? '');
  } catch {
    return refuse('BODY_INVALID', 'the values');
  }
}
