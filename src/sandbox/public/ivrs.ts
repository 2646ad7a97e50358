import type { Fields } from '../ask.js';
import { integer, type Row, type SqlValue, text } from '../database.js';
import { knownIn } from '../records.js';
import { refuse } from '../refusals.js';
import { CALLBACK_PLANS } from './assumptions.js';
import { decline } from './declined.js';
import { digitsOf, numberField } from './number-format.js';
import { numbersBy } from './numbers.js';
import { bodyOf, found, idIn, listed, type PublicAsk, type Reply } from './public-ask.js';

/** GET /ivrs */
export const listIvrs = (ask: PublicAsk): Reply => listed(ask, ivrsSeen(ask));

/** GET /ivrs/{id} */
export const readIvr = (ask: PublicAsk): Reply => found(ivrSeen(ask));

/** Without Monitoring: those that ring with the owner of the key. */
export function ivrsSeen(ask: PublicAsk, condition = 'true', ...values: readonly SqlValue[]): readonly Fields[] {
  const [own, ...owner] = ownIvrs(ask);
  const rows = ask.database.all(
    `SELECT i.* FROM ivrs i WHERE ${own} AND ${condition} ORDER BY i.id`,
    ...owner,
    ...values,
  );
  const numbers = numbersBy(ask, 'ivr_id', 'n.ivr_id IS NOT NULL');
  const scenarios = scenariosSeen(ask);
  return rows.map((row) => ({
    ivr_id: integer(row, 'id'),
    name: text(row, 'name'),
    color: text(row, 'color'),
    numbers: numbers.get(integer(row, 'id')) ?? [],
    [ask.mode.names === 'before' ? 'scenario' : 'scenarios']: scenarios.filter((one) => one.ivr_id === row.id),
    is_open: integer(row, 'is_open') === 1,
  }));
}

function ownIvrs({ only }: PublicAsk): readonly [string, ...SqlValue[]] {
  return only === undefined ? ['true'] : ['i.id IN (SELECT ivr_id FROM ivr_users WHERE user_id = ?)', only];
}

function ivrSeen(ask: PublicAsk, id = ask.id): Fields {
  const [ivr] = ivrsSeen(ask, 'i.id = ?', id);
  return ivr ?? decline(404, 'IVR not found');
}

function scenariosSeen(ask: PublicAsk, condition = 'true', ...values: readonly SqlValue[]): readonly Fields[] {
  const [own, ...owner] = ownIvrs(ask);
  const sql = `SELECT s.* FROM scenarios s JOIN ivrs i ON i.id = s.ivr_id WHERE ${own} AND ${condition} ORDER BY s.id`;
  return ask.database.all(sql, ...owner, ...values).map(scenarioObject);
}

const scenarioObject = (row: Row): Fields => ({
  scenario_id: integer(row, 'id'),
  ivr_id: integer(row, 'ivr_id'),
  name: text(row, 'name'),
  color: text(row, 'color'),
  scenario_type: text(row, 'type'),
  is_default: integer(row, 'is_default') === 1,
});

/** GET /scenarios */
export const listScenarios = (ask: PublicAsk): Reply => listed(ask, scenariosSeen(ask));

/** GET /ivrs/{id}/scenarios */
export function listScenariosOfIvr(ask: PublicAsk): Reply {
  ivrSeen(ask);
  return listed(ask, scenariosSeen(ask, 's.ivr_id = ?', ask.id));
}

/** GET /scenarios/{id} */
export const readScenario = (ask: PublicAsk): Reply => scenario(scenariosSeen(ask, 's.id = ?', ask.id));

/** GET /ivrs/{id}/scenarios/{scenario} */
export const readScenarioOfIvr = (ask: PublicAsk): Reply =>
  scenario(scenariosSeen(ask, 's.ivr_id = ? AND s.id = ?', ask.id, idIn(ask, 'scenario')));

const scenario = ([one]: readonly Fields[]): Reply => found(one ?? decline(404, 'Scenario not found'));

/** POST /ivrs/{id}/callback: the call waits in the IVR. */
export function callBack(ask: PublicAsk): Reply {
  const { name } = ivrSeen(ask);
  if (!CALLBACK_PLANS.includes(ask.actor.plan ?? '')) refuse('NOT_ALLOWED', 'the licence');
  const fields = bodyOf(ask);
  const [from, to] = [numberField(fields, 'from_number'), numberField(fields, 'to_number')];
  if (!knownIn(ask.database).hasNumber(from)) refuse('UNKNOWN_NUMBER', String(digitsOf(from)));
  isFlag(fields, 'clir');
  isSeconds(fields, 'timeout');
  const sql = `INSERT INTO calls (direction, state, ivr_id, peer, started_at, recording) VALUES ('out', 'waiting', ?, ?, ?, 'none')`;
  const { id } = ask.database.run(sql, ask.id, to, ask.now.toISOString());
  ask.log('callBack', `ivr:${String(name)}`, null, { from, to });
  return found({ call_id: id, channel_id: id });
}

function isFlag(fields: Fields, name: string): void {
  if (fields[name] !== undefined && typeof fields[name] !== 'boolean') decline(400, `The field ${name} is no flag`);
}

function isSeconds(fields: Fields, name: string): void {
  const value = fields[name];
  const isValid = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
  if (value !== undefined && !isValid) decline(400, `The field ${name} is no number of seconds`);
}
