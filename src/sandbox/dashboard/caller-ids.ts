import { html } from 'hono/html';
import { byText, type CatalogueEntry } from '../../model/index.js';
import { text } from '../database.js';
import type { Html, Visit } from './page.js';
import { checkbox } from './parts.js';
import { CALLER_ID_WORDS } from './words.js';

const OFFERED = 200;

/** With whose number somebody may call: ways that may be combined, and numbers one by one. None of them is off. */
export function callerIdFields(visit: Visit, { id, label, effect }: CatalogueEntry, value: readonly string[]): Html {
  const name = `p.${id}`;
  const numbers = value.filter((item) => CALLER_ID_WORDS[item] === undefined);
  const ways = Object.entries(CALLER_ID_WORDS).map(([way, words]) =>
    checkbox({ label: words, name, value: way, checked: value.includes(way) }),
  );
  const chosen = numbers.map((number) => checkbox({ label: number, name, value: number, checked: true }));
  return html`<fieldset><legend title="${effect}">${label}</legend><div class="choices">${ways}${chosen}</div>
<label class="field"><span class="small">Add a number from the list</span><input type="tel" name="${name}.add" list="numbers" autocomplete="off" placeholder="+33…"></label>
<datalist id="numbers">${offered(visit).map((number) => html`<option value="${number}"></option>`)}</datalist>
<p class="small muted">${value.length === 0 ? 'Off: nothing is chosen.' : 'Nothing chosen means off.'}</p></fieldset>`;
}

const offered = ({ database }: Visit): readonly string[] =>
  database
    .all('SELECT number FROM numbers ORDER BY ivr_id IS NULL, id LIMIT ?', OFFERED)
    .map((row) => text(row, 'number'));

export function callerIdsOf(visit: Visit, name: string): readonly string[] {
  const added = (visit.field(`${name}.add`) ?? '').replace(/[\s.()-]/g, '');
  return [...new Set([...visit.fields(name), ...(added === '' ? [] : [added])])].sort(byText);
}
