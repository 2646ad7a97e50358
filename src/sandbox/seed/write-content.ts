import type { Database, SqlValue } from '../database.js';
import type { ContentSeed } from './content-seed.js';

/** The id of what a seed names; throws a TypeError for a name that the seed does not hold. */
export type IdOf = (name: string) => number;

export interface ContentOwners {
  readonly user: IdOf;
  readonly group: IdOf;
  readonly ivr: IdOf;
}

/** Tags have no date in a seed: they were all made on this day. */
const TAGS_MADE = '2026-01-05T09:00:00.000Z';

/** Within the transaction that writes the account. */
export function writeContent(database: Database, content: Partial<ContentSeed>, owners: ContentOwners): void {
  writeLists(database, content);
  const tags = namedRows(database, content.tags ?? [], ({ name, color, description }) => [
    'INSERT INTO tags (name, color, description, created_at) VALUES (?, ?, ?, ?)',
    [name, color, description, TAGS_MADE],
  ]);
  const integrations = namedRows(database, content.integrations ?? [], ({ name, enabled, settings }) => [
    'INSERT INTO integrations (name, enabled, settings) VALUES (?, ?, ?)',
    [name, enabled ? 1 : 0, JSON.stringify(settings)],
  ]);
  writeConferences(database, content);
  writeOwned(database, content, owners);
  writePeople(database, content, owners);
  for (const { firstName, lastName, company, number, owner, integration } of content.contacts ?? [])
    database.run(
      'INSERT INTO contacts (first_name, last_name, company, number, owner_id, integration_id) VALUES (?, ?, ?, ?, ?, ?)',
      firstName,
      lastName,
      company,
      number,
      orNull(owners.user, owner),
      orNull(integrations, integration),
    );
  writeCalls(database, content, { ...owners, tag: tags });
}

const orNull = (idOf: IdOf, name: string | null): number | null => (name === null ? null : idOf(name));

function namedRows<T extends { readonly name: string }>(
  database: Database,
  rows: readonly T[],
  statement: (row: T) => readonly [string, readonly SqlValue[]],
): IdOf {
  const ids = new Map<string, number>();
  for (const row of rows) {
    const [sql, values] = statement(row);
    ids.set(row.name, database.run(sql, ...values).id);
  }
  return (name) => {
    const id = ids.get(name);
    if (id === undefined) throw new TypeError(`the seed refers to "${name}", which it does not hold`);
    return id;
  };
}

function writeLists(database: Database, content: Partial<ContentSeed>): void {
  for (const name of content.snoozeReasons ?? []) database.run('INSERT INTO snooze_reasons (name) VALUES (?)', name);
  for (const name of content.brands ?? []) database.run('INSERT INTO brands (name) VALUES (?)', name);
  for (const { number, comment } of content.blockedNumbers ?? [])
    database.run('INSERT INTO blocked_numbers (number, comment) VALUES (?, ?)', number, comment);
  for (const { name, value } of content.otherSettings ?? [])
    database.run('INSERT INTO other_settings VALUES (?, ?)', name, value);
  for (const { event, url } of content.webhooks ?? [])
    database.run('INSERT INTO webhooks (event, url) VALUES (?, ?)', event, url);
  for (const { period, cents } of content.invoices ?? [])
    database.run('INSERT INTO invoices (period, amount_cents) VALUES (?, ?)', period, cents);
  const { credit } = content;
  if (credit) database.run('UPDATE billing SET credit_cents = ?, currency = ?', credit.cents, credit.currency);
}

function writeConferences(database: Database, content: Partial<ContentSeed>): void {
  for (const { name, pincode, numbers } of content.conferences ?? []) {
    const { id } = database.run('INSERT INTO conferences (name, pincode) VALUES (?, ?)', name, pincode);
    for (const number of numbers) database.run('INSERT INTO numbers (number, conference_id) VALUES (?, ?)', number, id);
  }
}

function writeOwned(database: Database, content: Partial<ContentSeed>, { user, group, ivr }: ContentOwners): void {
  for (const scenario of content.scenarios ?? [])
    database.run(
      "INSERT INTO scenarios (ivr_id, name, color, type, is_default) VALUES (?, ?, '#0b6b74', 'menu', ?)",
      ivr(scenario.ivr),
      scenario.name,
      scenario.isDefault ? 1 : 0,
    );
  for (const campaign of content.campaigns ?? [])
    database.run(
      'INSERT INTO campaigns (name, group_id, state) VALUES (?, ?, ?)',
      campaign.name,
      orNull(group, campaign.group),
      campaign.state,
    );
  for (const task of content.tasks ?? [])
    database.run(
      'INSERT INTO tasks (title, user_id, due, done) VALUES (?, ?, ?, ?)',
      task.title,
      orNull(user, task.user),
      task.due,
      task.done ? 1 : 0,
    );
}

function writePeople(database: Database, content: Partial<ContentSeed>, { user }: ContentOwners): void {
  for (const { user: email, devices, snooze, snoozeEnd } of content.presences ?? [])
    database.run('INSERT INTO presences VALUES (?, ?, ?, ?)', user(email), devices, snooze, snoozeEnd);
  for (const { user: email, timeZone, enabled, ranges } of content.plannings ?? [])
    database.run(
      'INSERT INTO plannings VALUES (?, ?, ?, ?)',
      user(email),
      timeZone,
      enabled ? 1 : 0,
      JSON.stringify(ranges),
    );
  for (const entry of content.snoozeLog ?? [])
    database.run(
      'INSERT INTO snooze_log (user_id, state, name, comment, created_at, ended_at) VALUES (?, ?, ?, ?, ?, ?)',
      user(entry.user),
      entry.state,
      entry.name,
      entry.comment,
      entry.createdAt,
      entry.endedAt,
    );
}

function writeCalls(
  database: Database,
  content: Partial<ContentSeed>,
  { user, ivr, tag }: ContentOwners & { readonly tag: IdOf },
): void {
  for (const call of content.calls ?? [])
    database.run(
      `INSERT INTO calls (direction, state, user_id, ivr_id, peer, started_at, ended_at, recording, tag_id, note)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      call.direction,
      call.state,
      orNull(user, call.user),
      orNull(ivr, call.ivr),
      call.peer,
      call.startedAt,
      call.endedAt,
      call.recording,
      orNull(tag, call.tag),
      call.note,
    );
}
