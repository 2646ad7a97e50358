import { type Answer, type Ask, fieldsOf, ok, textField } from '../ask.js';
import { licences } from '../records.js';
import { refuse } from '../refusals.js';
import { mayOrderLicences } from '../rules/authority.js';

const MOST_AT_ONCE = 1000;

/** POST /licences: more licences of a plan that the account has. */
export function orderLicences(ask: Ask): Answer {
  mayOrderLicences(ask.actor);
  const fields = fieldsOf(ask.body, ['plan', 'count']);
  const plan = textField(fields, 'plan');
  const { count } = fields;
  if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 1 || count > MOST_AT_ONCE)
    return refuse('BODY_INVALID', 'the field "count"');
  const before = licences(ask.database).find((licence) => licence.plan === plan) ?? refuse('UNKNOWN_PLAN', `"${plan}"`);
  ask.database.run('UPDATE licences SET total = total + ? WHERE plan = ?', count, plan);
  const after = { ...before, total: before.total + count };
  ask.log('orderLicences', `licences:${plan}`, { total: before.total }, { total: after.total });
  return ok(after);
}
