import type { Fields } from '../ask.js';
import { integer, integerOrNull, type Row, type SqlValue, text } from '../database.js';
import { refreshListings } from '../listings.js';
import { personById } from '../records.js';
import { refuse } from '../refusals.js';
import { mayReachNumbers, type NumberHolder } from '../rules/authority.js';
import { decline } from './declined.js';
import { digitsOf, formatOf, numberOf } from './number-format.js';
import { bodyOf, DONE, found, idField, listed, type PublicAsk, personSeen, type Reply } from './public-ask.js';

const USES = ['user_id', 'ivr_id', 'conference_id'] as const;
type Use = (typeof USES)[number];

/** Numbers that a condition (on numbers as n) selects. */
export function numbersWhere(
  { database, mode }: PublicAsk,
  condition: string,
  ...values: readonly SqlValue[]
): readonly Fields[] {
  const rows = database.all(`SELECT n.* FROM numbers n WHERE ${condition} ORDER BY n.id`, ...values);
  return rows.map((row) => numberObject(row, mode.names));
}

function numberObject(row: Row, names: PublicAsk['mode']['names']): Fields {
  const number = text(row, 'number');
  const isFax = integer(row, 'other') === 1;
  return {
    number: digitsOf(number),
    label: text(row, 'label'),
    type: isFax ? 'FAX' : 'PHONE',
    user_id: integerOrNull(row, 'user_id'),
    ivr_id: integerOrNull(row, 'ivr_id'),
    conference_id: integerOrNull(row, 'conference_id'),
    is_sms: false,
    is_sms_write: false,
    is_callable: !isFax,
    format: formatOf(number, names),
  };
}

/** Numbers by the id of whoever, or whatever, has them. */
export function numbersBy(
  ask: PublicAsk,
  use: Use,
  condition: string,
  ...values: readonly SqlValue[]
): ReadonlyMap<unknown, readonly Fields[]> {
  const groups = new Map<unknown, Fields[]>();
  for (const number of numbersWhere(ask, condition, ...values)) {
    const group = groups.get(number[use]);
    if (group) group.push(number);
    else groups.set(number[use], [number]);
  }
  return groups;
}

const AVAILABLE = 'n.user_id IS NULL AND n.ivr_id IS NULL AND n.conference_id IS NULL AND n.other = 0';
const FILTERS: Readonly<Record<string, string>> = {
  is_user: 'n.user_id IS NOT NULL',
  is_ivr: 'n.ivr_id IS NOT NULL',
  is_fax: 'n.other = 1',
  is_conference: 'n.conference_id IS NOT NULL',
  is_available: `(${AVAILABLE})`,
};

/** GET /numbers: without Monitoring the filters mean nothing. */
export function listNumbers(ask: PublicAsk): Reply {
  return listed(ask, numbersSeen(ask, ask.only === undefined ? filterOf(ask) : 'true'));
}

export function numbersSeen(ask: PublicAsk, condition = 'true'): readonly Fields[] {
  const [own, ...values] = ask.only === undefined ? ['true'] : ['n.user_id = ?', ask.only];
  return numbersWhere(ask, `${own} AND ${condition}`, ...values);
}

function filterOf(ask: PublicAsk): string {
  const given = Object.keys(FILTERS).map((name) => [name, flagOf(ask, name)] as const);
  if (ask.mode.numbersDefault === 'team' && given.every(([, flag]) => flag === undefined)) return 'true';
  const wanted = given.filter(([name, flag]) => flag ?? (name === 'is_available' && isDefault(ask)));
  if (wanted.length === 0) decline(400, 'At least one filter must be true');
  return `(${wanted.map(([name]) => FILTERS[name]).join(' OR ')})`;
}

const isDefault = ({ mode }: PublicAsk): boolean => mode.numbersDefault === 'available';

function flagOf({ parameter }: PublicAsk, name: string): boolean | undefined {
  const given = parameter(name);
  if (given === undefined || given === 'true' || given === 'false') return given && given === 'true';
  return decline(400, `${name} is neither true nor false`);
}

/** GET /numbers/{n} */
export const readNumber = (ask: PublicAsk): Reply => found(numberSeen(ask));

function numberSeen(ask: PublicAsk): Fields {
  const number = numberOf(ask.part('number')) ?? decline(400, 'This is no number');
  const [one] = numbersWhere(ask, 'n.number = ?', number);
  const isSeen = one && (ask.only === undefined || ask.only === one.user_id);
  return isSeen ? one : decline(404, 'Number not found');
}

/** PATCH /numbers/{n}: whoever had it has it no more. */
export function assignNumber(ask: PublicAsk): Reply {
  const before = numberSeen(ask);
  const number = `+${String(before.number)}`;
  const fields = bodyOf(ask);
  const [use, ...others] = USES.filter((name) => fields[name] !== undefined);
  if (use === undefined || others.length > 0) return decline(400, 'Exactly one use must be named');
  const id = idField(fields, use);
  mayUse(ask, use, id);
  mayAssign(ask, before, { [use]: id });
  const sql = 'UPDATE numbers SET user_id = NULL, ivr_id = NULL, conference_id = NULL WHERE number = ?';
  ask.database.run(sql, number);
  ask.database.run(`UPDATE numbers SET ${use} = ? WHERE number = ?`, id, number);
  refreshListings(ask.database, 'u.id IN (?, ?)', idOrNone(before.user_id), use === 'user_id' ? id : null);
  const uses = Object.fromEntries(USES.map((name) => [name, before[name]]));
  ask.log('assignNumber', `number:${number}`, uses, { [use]: id });
  return DONE;
}

const idOrNone = (value: unknown): number | null => (typeof value === 'number' ? value : null);

function mayUse(ask: PublicAsk, use: Use, id: number): void {
  if (use === 'user_id') personSeen(ask, id);
  else if (ask.only !== undefined) decline(404, 'Not found');
  else if (!ask.database.get(`SELECT 1 AS one FROM ${use === 'ivr_id' ? 'ivrs' : 'conferences'} WHERE id = ?`, id))
    decline(404, 'Not found');
}

/** Whoever loses the number and whoever gets it have to be in sight. */
function mayAssign(ask: PublicAsk, before: Fields, after: Fields): void {
  mayReachNumbers(ask.actor, 'write', holderOf(ask, before), holderOf(ask, after));
  if (before.type === 'FAX') refuse('NUMBER_NOT_FREE');
}

function holderOf({ database }: PublicAsk, { user_id, ivr_id }: Fields): NumberHolder {
  const [user, ivr] = [idOrNone(user_id), idOrNone(ivr_id)];
  const row = ivr === null ? undefined : database.get('SELECT name FROM ivrs WHERE id = ?', ivr);
  return { user: user === null ? undefined : personById(database, user), ivr: row && text(row, 'name') };
}
