import { type Database, integer, text } from '../database.js';

/** Settings, connections and money of the whole account. */

export interface Setting {
  readonly name: string;
  readonly value: string;
}

export const otherSettings = (database: Database): readonly Setting[] =>
  database
    .all('SELECT * FROM other_settings ORDER BY name')
    .map((row) => ({ name: text(row, 'name'), value: text(row, 'value') }));

export function writeSetting(database: Database, { name, value }: Setting): void {
  database.run('UPDATE other_settings SET value = ? WHERE name = ?', value, name);
}

export interface Integration {
  readonly id: number;
  readonly name: string;
  readonly isEnabled: boolean;
  readonly settings: readonly Setting[];
}

export const integrations = (database: Database): readonly Integration[] =>
  database.all('SELECT * FROM integrations ORDER BY name, id').map((row) => ({
    id: integer(row, 'id'),
    name: text(row, 'name'),
    isEnabled: integer(row, 'enabled') === 1,
    settings: settingsOf(text(row, 'settings')),
  }));

function settingsOf(json: string): readonly Setting[] {
  const value: unknown = JSON.parse(json);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).map(([name, given]) => ({ name, value: String(given) }));
}

export function enableIntegration(database: Database, id: number, isEnabled: boolean): void {
  database.run('UPDATE integrations SET enabled = ? WHERE id = ?', isEnabled ? 1 : 0, id);
}

export function writeIntegrationSettings(database: Database, id: number, settings: readonly Setting[]): void {
  const json = JSON.stringify(Object.fromEntries(settings.map(({ name, value }) => [name, value])));
  database.run('UPDATE integrations SET settings = ? WHERE id = ?', json, id);
}

export interface Credit {
  readonly cents: number;
  readonly currency: string;
}

export function creditOf(database: Database): Credit {
  const row = database.get('SELECT * FROM billing');
  return { cents: integer(row, 'credit_cents'), currency: text(row, 'currency') };
}

export function addCredit(database: Database, cents: number): void {
  database.run('UPDATE billing SET credit_cents = credit_cents + ?', cents);
}

export interface Invoice {
  readonly id: number;
  readonly period: string;
  readonly cents: number;
}

export const invoices = (database: Database): readonly Invoice[] =>
  database.all('SELECT * FROM invoices ORDER BY period DESC, id DESC').map((row) => ({
    id: integer(row, 'id'),
    period: text(row, 'period'),
    cents: integer(row, 'amount_cents'),
  }));
