import { type Database, integer, integerOrNull, type Row, text, textOrNull } from '../database.js';
import { may } from '../deciding.js';
import { type Found, personName, type Slice } from './calls.js';
import { both, peopleOf, personCondition, type Sight } from './sight.js';

export interface Contact {
  readonly id: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly company: string;
  readonly number: string;
  /** Whose own contact it is; null for the directory. */
  readonly ownerId: number | null;
  readonly owner: string;
  readonly integration: string | null;
}

const CONTACTS =
  'contacts c LEFT JOIN users u ON u.id = c.owner_id LEFT JOIN integrations n ON n.id = c.integration_id';
const COLUMNS =
  'c.id, c.first_name AS contact_first, c.last_name AS contact_last, c.company, c.number, c.owner_id, u.first_name, u.last_name, u.email, n.name AS integration';

/** The directory, and the own contacts of people in sight. */
export function contactsInSight(
  database: Database,
  sight: Sight,
  { search, limit, offset }: Slice & { readonly search: string },
): Found<Contact> {
  const owner = personCondition(sight);
  const like = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  const { sql, values } = both(
    { sql: `c.owner_id IS NULL OR (${owner.sql})`, values: owner.values },
    {
      sql: `c.first_name || ' ' || c.last_name LIKE ? ESCAPE '\\' OR c.company LIKE ? ESCAPE '\\' OR c.number LIKE ? ESCAPE '\\'`,
      values: [like, like, like],
    },
  );
  const page = `SELECT ${COLUMNS} FROM ${CONTACTS} WHERE ${sql} ORDER BY c.last_name, c.first_name, c.id LIMIT ? OFFSET ?`;
  const personOf = peopleOf(database);
  return {
    total: integer(database.get(`SELECT count(*) AS count FROM ${CONTACTS} WHERE ${sql}`, ...values), 'count'),
    list: database
      .all(page, ...values, limit, offset)
      .map(contactOf)
      .filter((contact) => seesContact(sight, contact, personOf)),
  };
}

function seesContact({ actor, page }: Sight, { ownerId }: Contact, personOf: ReturnType<typeof peopleOf>): boolean {
  const person = ownerId === null ? undefined : personOf(ownerId);
  return may(actor, `page.${page}.read`, person && { person });
}

/** Those that somebody has in their own phone: the directory and their own. */
export const contactsOf = (database: Database, userId: number): readonly Contact[] =>
  database
    .all(
      `SELECT ${COLUMNS} FROM ${CONTACTS} WHERE c.owner_id IS NULL OR c.owner_id = ? ORDER BY c.last_name, c.id LIMIT 20`,
      userId,
    )
    .map(contactOf);

export function contactInSight(database: Database, sight: Sight, id: number): Contact | undefined {
  const row = database.get(`SELECT ${COLUMNS} FROM ${CONTACTS} WHERE c.id = ?`, id);
  const contact = row && contactOf(row);
  return contact && seesContact(sight, contact, peopleOf(database)) ? contact : undefined;
}

const contactOf = (row: Row): Contact => ({
  id: integer(row, 'id'),
  firstName: text(row, 'contact_first'),
  lastName: text(row, 'contact_last'),
  company: text(row, 'company'),
  number: text(row, 'number'),
  ownerId: integerOrNull(row, 'owner_id'),
  owner: personName(row),
  integration: textOrNull(row, 'integration'),
});

export type ContactValues = Pick<Contact, 'firstName' | 'lastName' | 'company' | 'number'>;

/** Of the directory. */
export function insertContact(database: Database, { firstName, lastName, company, number }: ContactValues): number {
  const sql = 'INSERT INTO contacts (first_name, last_name, company, number) VALUES (?, ?, ?, ?)';
  return database.run(sql, firstName, lastName, company, number).id;
}

export function deleteContact(database: Database, id: number): void {
  database.run('DELETE FROM contacts WHERE id = ?', id);
}
