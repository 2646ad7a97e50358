import { html } from 'hono/html';
import { otherSettings, type Setting, writeSetting } from '../../content/account-settings.js';
import { refuse } from '../../refusals.js';
import { opens } from '../gate.js';
import type { Page, PageRoute, Saved, Visit } from '../page.js';
import { card, emptyNote, field, form, hidden, submitButton, table } from '../parts.js';
import { savedWords } from '../words.js';
import { mayWrite, optionalTextOf, sheet } from './sheet.js';

function list(visit: Visit): Page {
  const isWritable = mayWrite(visit, 'otherSettings');
  const rows = otherSettings(visit.database).map((setting) => [
    setting.name,
    isWritable ? settingForm(visit, setting) : setting.value,
  ]);
  const shown =
    rows.length === 0
      ? emptyNote('There is nothing to set.')
      : table({ caption: 'Other settings', head: ['Setting', 'Value'], rows });
  return sheet(
    visit,
    { page: 'otherSettings', title: 'Other settings' },
    card({ title: 'Of the whole account' }, shown),
  );
}

const settingForm = (visit: Visit, { name, value }: Setting) =>
  form(
    { action: '/other-settings', token: visit.formToken },
    html`<div class="fields">${hidden('name', name)}${field({ label: `Value of ${name}`, name: 'value', value })}${submitButton(html`Save<span class="visually-hidden"> ${name}</span>`)}</div>`,
  );

function save(visit: Visit): Saved {
  opens(visit.actor, 'otherSettings', 'write');
  const before = otherSettings(visit.database).find(({ name }) => name === visit.field('name')) ?? refuse('NOT_FOUND');
  const value = optionalTextOf(visit, 'value');
  writeSetting(visit.database, { name: before.name, value });
  visit.log('change', `setting:${before.name}`, { value: before.value }, { value });
  const what = `${before.name}, ${before.value || 'empty'} → ${value || 'empty'}`;
  return { kind: 'saved', to: '/other-settings', message: savedWords(visit.now, what) };
}

export const SETTING_PAGES: readonly PageRoute[] = [
  { method: 'GET', path: '/other-settings', run: list },
  { method: 'POST', path: '/other-settings', run: save },
];
