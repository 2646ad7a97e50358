import { html } from 'hono/html';
import {
  enableIntegration,
  type Integration,
  integrations,
  writeIntegrationSettings,
} from '../../content/account-settings.js';
import { refuse } from '../../refusals.js';
import { personNameIsValid } from '../../rules/values.js';
import { opens } from '../gate.js';
import type { Html, Page, PageRoute, Saved, Visit } from '../page.js';
import { card, emptyNote, field, form, hidden, submitButton } from '../parts.js';
import { savedWords } from '../words.js';
import { buttonForm, mayWrite, sheet } from './sheet.js';

function list(visit: Visit): Page {
  const all = integrations(visit.database);
  const body =
    all.length === 0 ? emptyNote('Nothing is connected.') : html`${all.map((one) => integrationCard(visit, one))}`;
  return sheet(visit, { page: 'integrations', title: 'Integrations' }, body);
}

const fieldName = (name: string): string => `setting:${name}`;

function integrationCard(visit: Visit, { id, name, isEnabled, settings }: Integration): Html {
  const title = { title: name, aside: isEnabled ? 'connected' : 'not connected' };
  if (!mayWrite(visit, 'integrations')) {
    const facts = settings.map((setting) => html`<dt>${setting.name}</dt><dd>${setting.value}</dd>`);
    return card(title, html`<div class="pad"><dl class="facts">${facts}</dl></div>`);
  }
  const { formToken: token } = visit;
  const enable = buttonForm(
    visit,
    `/integrations/${id}/enable`,
    html`${isEnabled ? 'Disconnect' : 'Connect'}<span class="visually-hidden"> ${name}</span>`,
    isEnabled ? '' : hidden('enabled', 'on'),
  );
  const fields = settings.map((setting) =>
    field({ label: setting.name, name: fieldName(setting.name), value: setting.value }),
  );
  const save =
    settings.length === 0
      ? ''
      : form(
          { action: `/integrations/${id}`, token },
          html`<div class="fields">${fields}${submitButton('Save')}</div>`,
        );
  return card(title, html`<div class="pad">${save}<div class="actions">${enable}</div></div>`);
}

function integrationOf(visit: Visit): Integration {
  opens(visit.actor, 'integrations', 'write');
  return integrations(visit.database).find(({ id }) => id === visit.id) ?? refuse('NOT_FOUND');
}

function save(visit: Visit): Saved {
  const { id, name, settings: before } = integrationOf(visit);
  const after = before.map((setting) => ({
    name: setting.name,
    value: (visit.field(fieldName(setting.name)) ?? setting.value).trim(),
  }));
  for (const { value } of after) personNameIsValid(value);
  writeIntegrationSettings(visit.database, id, after);
  visit.log('change', `integration:${name}`, before, after);
  const changed = after.flatMap((setting, index) => {
    const had = before[index]?.value;
    return had === setting.value ? [] : [`${setting.name}, ${had || 'empty'} → ${setting.value || 'empty'}`];
  });
  return saved(visit, changed.length === 0 ? 'nothing was changed' : `${name}: ${changed.join('; ')}`);
}

function enable(visit: Visit): Saved {
  const { id, name, isEnabled } = integrationOf(visit);
  const after = visit.field('enabled') !== undefined;
  enableIntegration(visit.database, id, after);
  visit.log('change', `integration:${name}`, { enabled: isEnabled }, { enabled: after });
  const words = (isOn: boolean) => (isOn ? 'connected' : 'not connected');
  return saved(visit, `${name}, ${words(isEnabled)} → ${words(after)}`);
}

const saved = (visit: Visit, what: string): Saved => ({
  kind: 'saved',
  to: '/integrations',
  message: savedWords(visit.now, what),
});

export const INTEGRATION_PAGES: readonly PageRoute[] = [
  { method: 'GET', path: '/integrations', run: list },
  { method: 'POST', path: '/integrations/:id', run: save },
  { method: 'POST', path: '/integrations/:id/enable', run: enable },
];
