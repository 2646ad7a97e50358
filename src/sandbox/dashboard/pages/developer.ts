import { randomBytes } from 'node:crypto';
import { html } from 'hono/html';
import { deleteKey, hasKey, insertKey, type KeyRow, keysInSight } from '../../content/keys.js';
import { sightOf } from '../../content/sight.js';
import { may } from '../../deciding.js';
import { KEY_CATEGORIES, type KeyGrant, type KeyRight, type KeyRights } from '../../key-rights.js';
import { personById } from '../../records.js';
import { refuse } from '../../refusals.js';
import { opens } from '../gate.js';
import type { Html, Page, PageRoute, Saved, Visit } from '../page.js';
import { card, checkbox, emptyNote, field, form, hidden, note, select, submitButton, table } from '../parts.js';
import { savedWords } from '../words.js';
import { plainList } from './plain-list.js';
import { WEBHOOKS } from './plain-pages.js';
import { buttonForm, idOf, mayWrite, sheet, textOf, turnedTo, turnPages } from './sheet.js';

const RIGHTS: readonly KeyRight[] = ['none', 'read', 'write', 'both'];

const grantWords = ({ rights }: KeyGrant): string =>
  KEY_CATEGORIES.map((category) => `${category} ${rights[category]}`).join(', ');

function list(visit: Visit): Page {
  return sheet(visit, { page: 'developer', title: 'Developer options' }, contents(visit));
}

function contents(visit: Visit): Html {
  const turned = turnedTo(visit);
  const { total, list: keys } = keysInSight(visit.database, sightOf(visit.actor, 'developer'), turned);
  const isWritable = mayWrite(visit, 'developer');
  const rows = keys.map((key) => [
    key.name,
    key.person,
    grantWords(key.grant),
    key.grant.monitoring ? 'on' : 'off: only own data',
    ...(isWritable ? [revocation(visit, key)] : []),
  ]);
  const head = ['Key', 'Belongs to', 'Rights', 'Monitoring', ...(isWritable ? [''] : [])];
  const shown = rows.length === 0 ? emptyNote('There is no key yet.') : table({ caption: 'API keys', head, rows });
  const title = `${total} API ${total === 1 ? 'key' : 'keys'}`;
  return html`${card({ title, aside: 'the text of a key is shown once, when it is made' }, shown)}${turnPages(turned, { path: '/developer', total })}
${isWritable ? creation(visit) : ''}<h2>Webhooks</h2>${plainList(visit, WEBHOOKS)}`;
}

const revocation = (visit: Visit, { userId, name }: KeyRow) =>
  buttonForm(
    visit,
    '/developer/keys/revoke',
    html`Revoke<span class="visually-hidden"> ${name}</span>`,
    html`${hidden('user', userId)}${hidden('name', name)}`,
  );

/** A key acts as its owner, so nobody makes one for somebody else. */
function creation(visit: Visit): Html {
  const options = RIGHTS.map((right) => ({ value: right, label: right }));
  const rights = KEY_CATEGORIES.map((category) =>
    select({
      label: category === 'ivrs' ? 'IVRs' : `${category[0]?.toUpperCase()}${category.slice(1)}`,
      name: category,
      options,
      value: 'read',
    }),
  );
  const fields = html`<div class="fields">${field({ label: 'Name of the key', name: 'name', required: true })}${rights}</div>
<div class="fields">${checkbox({ label: 'Monitoring: sees data of everybody', name: 'monitoring', checked: false })}${submitButton('Make the key', { kind: 'main' })}</div>`;
  const token = visit.formToken;
  return card(
    { title: 'Make an API key', aside: 'it acts as you, with these rights at most' },
    html`<div class="pad">${form({ action: '/developer/keys', token }, fields)}</div>`,
  );
}

/** The only time that the text of a key is seen: it is on the answer to the form, and nowhere else. */
function create(visit: Visit): Page {
  opens(visit.actor, 'developer', 'write');
  const name = textOf(visit, 'name');
  if (hasKey(visit.database, visit.actor.id, name))
    refuse('BODY_INVALID', `"${name}", which is the name of another key of yours`);
  const grant: KeyGrant = { rights: rightsOf(visit), monitoring: visit.field('monitoring') !== undefined };
  const key = randomBytes(24).toString('base64url');
  insertKey(visit.database, { key, userId: visit.actor.id, name, grant });
  visit.log('createKey', `user:${visit.actor.email}`, null, { key: name, ...grant });
  const shown = note(
    html`<p><strong>The key ${name} is made.</strong> Keep it now: it is not shown again.</p><p><code>${key}</code></p>`,
  );
  return sheet(visit, { page: 'developer', title: 'Developer options' }, html`${shown}${contents(visit)}`);
}

function rightsOf(visit: Visit): KeyRights {
  const right = (category: string): KeyRight =>
    RIGHTS.find((known) => known === visit.field(category)) ?? refuse('BODY_INVALID', `the right "${category}"`);
  const [calls, contacts, users] = [right('calls'), right('contacts'), right('users')];
  const [numbers, ivrs] = [right('numbers'), right('ivrs')];
  return { calls, contacts, users, numbers, ivrs, conversations: right('conversations'), empower: right('empower') };
}

function revoke(visit: Visit): Saved {
  opens(visit.actor, 'developer', 'write');
  const owner = personById(visit.database, idOf(visit, 'user'));
  const name = visit.field('name') ?? '';
  if (!owner || !hasKey(visit.database, owner.id, name)) return refuse('NOT_FOUND');
  if (!may(visit.actor, 'page.developer.write', { person: owner })) refuse('OUTSIDE_SCOPE', `user ${owner.email}`);
  deleteKey(visit.database, owner.id, name);
  visit.log('revokeKey', `user:${owner.email}`, { key: name }, null);
  return { kind: 'saved', to: '/developer', message: savedWords(visit.now, `key ${name} revoked`) };
}

export const DEVELOPER_PAGES: readonly PageRoute[] = [
  { method: 'GET', path: '/developer', run: list },
  { method: 'POST', path: '/developer/keys', run: create },
  { method: 'POST', path: '/developer/keys/revoke', run: revoke },
];
