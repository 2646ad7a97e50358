import { html } from 'hono/html';
import { type Database, integer, type Row, text } from '../database.js';
import { bare } from './layout.js';
import type { Html } from './page.js';
import { card, emptyNote, field, hidden, submitButton } from './parts.js';
import { peopleMatching } from './people-search.js';

const SHOWN = 50;

/** Everybody active, to be chosen: the embedded account is for trying out, and knows no passwords. */
export function signInPage(database: Database, search: string): Html {
  const people = peopleMatching(database, { search, only: "u.status = 'active'", limit: SHOWN + 1, offset: 0 });
  const body = html`<h1>Sign in</h1>
<p class="muted">This is the embedded account on this machine. Choose whom you are; no password is asked.</p>
<form method="get" action="/sign-in" class="fields">${field({ label: 'Search by name or address', name: 'q', value: search, type: 'search' })}${submitButton('Search')}</form>
${card({ title: 'People', aside: `${Math.min(people.length, SHOWN)} shown` }, people.length === 0 ? emptyNote('Nobody has such a name or address.') : people.slice(0, SHOWN).map(personRow))}
${people.length > SHOWN ? html`<p class="muted">There are more: search for them.</p>` : ''}`;
  return bare('Sign in', { body });
}

function personRow(row: Row): Html {
  const name = `${text(row, 'first_name')} ${text(row, 'last_name')}`.trim() || text(row, 'email');
  return html`<form method="post" action="/sign-in" class="row perm">${hidden('user', integer(row, 'id'))}<span><bdi>${name}</bdi> <span class="small muted">${text(row, 'email')} · ${levelWords(row)}</span></span>${submitButton(html`Sign in<span class="visually-hidden"> as <bdi>${name}</bdi></span>`)}</form>`;
}

function levelWords(row: Row): string {
  const outside = integer(row, 'external') === 1 ? ', external' : '';
  return `${integer(row, 'super_admin') === 1 ? 'superadministrator' : text(row, 'level')}${outside}`;
}
