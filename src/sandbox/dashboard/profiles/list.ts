import { html } from 'hono/html';
import { integer, text } from '../../database.js';
import { mayConfigure } from '../../rules/authority.js';
import type { Page, Visit } from '../page.js';
import { card, emptyNote, pager, table } from '../parts.js';
import { whyNot } from '../reasons.js';
import { peopleWords } from '../words.js';
import { seesAll } from './sight.js';

const PAGE = 50;

export function listPage(visit: Visit): Page {
  seesAll(visit);
  const { database, actor } = visit;
  const total = integer(database.get('SELECT count(*) AS count FROM profiles'), 'count');
  const pages = Math.max(1, Math.ceil(total / PAGE));
  const given = visit.parameter('page') ?? '1';
  const page = /^[1-9]\d{0,6}$/.test(given) ? Math.min(pages, Number(given)) : 1;
  const rows = database.all(
    `SELECT p.id, p.name, json_extract(p.dashboard, '$.level') AS level,
(SELECT count(*) FROM users u WHERE u.profile_id = p.id) AS linked FROM profiles p ORDER BY p.name, p.id LIMIT ? OFFSET ?`,
    PAGE,
    (page - 1) * PAGE,
  );
  const list = table({
    caption: 'User profiles',
    head: ['Name', 'People linked', 'Dashboard access it gives'],
    rows: rows.map((row) => [
      html`<a href="/profiles/${integer(row, 'id')}"><bdi>${text(row, 'name')}</bdi></a>`,
      peopleWords(integer(row, 'linked')),
      text(row, 'level'),
    ]),
  });
  const cannot = whyNot(() => mayConfigure(actor));
  const body = html`<h1>User profiles</h1>
<p class="muted">A profile gives its permissions to everybody who is linked to it, and its dashboard access and groups at the moment of linking.</p>
<div class="actions">${cannot === undefined ? html`<a class="button main" href="/profiles/new">Create a profile</a>` : html`<span class="muted small">You cannot create profiles: ${cannot}</span>`}</div>
${card({ title: 'Profiles', aside: `${total} in all` }, rows.length === 0 ? emptyNote('There is no profile yet.') : list)}
${pager({ path: '/profiles', query: {}, page, pages })}`;
  return { kind: 'page', title: 'User profiles', current: 'profiles', body };
}
