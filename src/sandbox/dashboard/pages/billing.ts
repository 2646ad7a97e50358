import { html } from 'hono/html';
import { addCredit, type Credit, creditOf, type Invoice, invoices } from '../../content/account-settings.js';
import { text } from '../../database.js';
import { may } from '../../deciding.js';
import { orderLicences } from '../../operations/licences.js';
import { licences } from '../../records.js';
import { REFUSALS, refuse } from '../../refusals.js';
import { askOf } from '../asking.js';
import { needed, opens } from '../gate.js';
import type { File, Html, Page, PageRoute, Saved, Visit } from '../page.js';
import { card, crumbs, emptyNote, field, form, select, submitButton, table } from '../parts.js';
import { savedWords } from '../words.js';
import { mayWrite, sheet } from './sheet.js';

const MOST_CENTS = 1_000_000;

const money = (cents: number, { currency }: Credit): string => `${(cents / 100).toFixed(2)} ${currency}`;

function billing(visit: Visit): Page {
  opens(visit.actor, 'billing');
  const credit = creditOf(visit.database);
  const rows = invoices(visit.database).map(({ id, period, cents }) => [
    period,
    money(cents, credit),
    html`<a href="/billing/invoices/${id}">Download<span class="visually-hidden"> the invoice of ${period}</span></a>`,
  ]);
  const shown =
    rows.length === 0
      ? emptyNote('There is no invoice yet.')
      : table({ caption: 'Invoices', head: ['Period', 'Amount', ''], rows });
  const body = html`${card({ title: 'Credit' }, html`<div class="pad"><p><strong>${money(credit.cents, credit)}</strong></p>${creditForm(visit)}</div>`)}
${card({ title: 'Invoices' }, shown)}${licenceCard(visit)}`;
  return sheet(visit, { page: 'billing', title: 'Credits and billing' }, body);
}

function creditForm(visit: Visit): Html | string {
  if (!mayWrite(visit, 'billing')) return '';
  const fields = html`<div class="fields">${field({ label: 'Amount', name: 'amount', type: 'number', minimum: 1, maximum: MOST_CENTS / 100, required: true })}${submitButton('Add credit', { kind: 'main' })}</div>`;
  return form({ action: '/billing/credit', token: visit.formToken }, fields);
}

function credit(visit: Visit): Saved {
  opens(visit.actor, 'billing', 'write');
  const amount = visit.field('amount') ?? '';
  const cents = Math.round(Number(amount) * 100);
  if (!/^\d{1,5}(\.\d{1,2})?$/.test(amount) || cents < 1 || cents > MOST_CENTS) refuse('BODY_INVALID', 'the amount');
  const before = creditOf(visit.database);
  addCredit(visit.database, cents);
  const after = creditOf(visit.database);
  visit.log('addCredit', 'billing:credit', before, after);
  const what = `credit, ${money(before.cents, before)} → ${money(after.cents, after)}`;
  return { kind: 'saved', to: '/billing', message: savedWords(visit.now, what) };
}

function download(visit: Visit): File {
  opens(visit.actor, 'billing');
  const invoice = invoices(visit.database).find(({ id }) => id === visit.id) ?? refuse('NOT_FOUND');
  return {
    kind: 'file',
    type: 'text/plain; charset=utf-8',
    name: `invoice-${invoice.period.replace(/[^\dA-Za-z-]/g, '-')}.txt`,
    content: new TextEncoder().encode(invoiceText(visit, invoice)),
  };
}

function invoiceText({ database }: Visit, { id, period, cents }: Invoice): string {
  const team = text(database.get('SELECT name FROM team'), 'name');
  const lines = [
    `Invoice ${id}`,
    `Account: ${team}`,
    `Period: ${period}`,
    `Amount: ${money(cents, creditOf(database))}`,
  ];
  return `${lines.join('\n')}\n\nAn invoice of the embedded account: nothing is owed.\n`;
}

/** Whoever sees the money or all people sees how many licences there are. */
export const seesLicences = ({ actor }: Visit): boolean =>
  may(actor, 'page.billing.read') ||
  (may(actor, 'page.users.read') && (may(actor, 'level.admin') || actor.dashboard.scope.groups === 'all'));

function licencePage(visit: Visit): Page {
  if (!seesLicences(visit)) refuse('NOT_ALLOWED', needed('billing', 'read'));
  const isOfBilling = may(visit.actor, 'page.billing.read');
  const above = isOfBilling ? crumbs([{ href: '/billing', label: 'Credits and billing' }], 'Licences') : '';
  return {
    kind: 'page',
    title: 'Licences',
    current: isOfBilling ? 'billing' : 'users',
    body: html`${above}<h1>Licences</h1>${licenceCard(visit)}`,
  };
}

function licenceCard(visit: Visit): Html {
  const all = licences(visit.database);
  const rows = all.map(({ plan, used, total }) => [plan, used, total, total - used]);
  const shown = table({ caption: 'Licences', head: ['Plan', 'Used', 'Total', 'Free'], rows });
  const why = may(visit.actor, 'licences.order') ? undefined : REFUSALS.LICENCES_NOT_TECHNICAL.sentence;
  const options = all.map(({ plan }) => ({ value: plan, label: plan }));
  const isOff = why !== undefined;
  const fields = html`<div class="fields">${select({ label: 'Plan', name: 'plan', options, disabled: isOff })}
${field({ label: 'How many', name: 'count', type: 'number', minimum: 1, maximum: 1000, value: 1, disabled: isOff })}${submitButton('Order licences', { why })}</div>`;
  return card(
    { title: 'Licences' },
    html`${shown}<div class="pad">${form({ action: '/licences', token: visit.formToken }, fields)}</div>`,
  );
}

function order(visit: Visit): Saved {
  const given = visit.field('count') ?? '';
  const count = /^\d{1,4}$/.test(given) ? Number(given) : 0;
  const plan = visit.field('plan') ?? '';
  orderLicences(askOf(visit, { body: { plan, count } }));
  const { total } = licences(visit.database).find((one) => one.plan === plan) ?? { total: count };
  return {
    kind: 'saved',
    to: '/licences',
    message: savedWords(visit.now, `licences ${plan}, ${total - count} → ${total}`),
  };
}

export const BILLING_PAGES: readonly PageRoute[] = [
  { method: 'GET', path: '/billing', run: billing },
  { method: 'POST', path: '/billing/credit', run: credit },
  { method: 'GET', path: '/billing/invoices/:id', run: download },
  { method: 'GET', path: '/licences', run: licencePage },
  { method: 'POST', path: '/licences', run: order },
];
