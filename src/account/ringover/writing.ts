import { groupKey, type Outcome, profileKey, type ResourceKey, userKey } from '../../model/index.js';
import { outcomeOf as outcomeOfWrite } from '../outcome.js';
import { AccountUnreadable } from '../ports.js';
import { objectAt } from '../wire.js';
import { MEMBERS_AT_ONCE } from './assumptions.js';
import { groupAt, isGone } from './checking.js';
import { type RefusalCode, type Reply, shaped } from './client.js';
import { isAddressOf, personAt, type StepAsked } from './ids.js';
import { readPlans } from './reading.js';
import {
  type AssignMethod,
  assignRequest,
  type Invitation,
  invitedOf,
  inviteRequest,
  membersRequest,
  numberOf,
  PATHS,
  removeRequest,
  rowsOf,
  toggleRequest,
} from './wire.js';

export const refused = (reason: string, message: string): Outcome => ({ kind: 'refused', reason, message });
const missing = (key: ResourceKey): Outcome => refused('NOT_FOUND', `The account has no ${key}, or two of this name.`);

/** POST /users/invite, one person a request, so that each has an outcome of their own. */
export async function invite(asked: StepAsked): Promise<Outcome> {
  const { bound, ids, step, signal } = asked;
  const invitation = await invitationFor(asked);
  if ('kind' in invitation) return invitation;
  const reply = await bound.client.send(inviteRequest(invitation), signal);
  if (reply.kind !== 'answered') return outcomeOf(reply);
  const id = invitedId(reply.value, step.key);
  if (id === undefined) return { kind: 'ambiguous', message: 'The account did not say that the person was invited.' };
  ids.set(step.key, id);
  return { kind: 'done' };
}

async function invitationFor({ bound, ids, step, signal }: StepAsked): Promise<Invitation | Outcome> {
  const { email, firstName, lastName, number, plan } = step.input;
  const { as } = bound;
  const inviter = as === undefined ? undefined : await ids.find(userKey(as), signal);
  if (inviter === undefined)
    return refused('NOT_FOUND', 'Whoever owns the key is not among the people of the account.');
  const plans = (await readPlans(bound.client, signal)).filter(({ name }) => name === plan);
  const [found] = plans;
  if (!found || plans.length > 1) return refused('UNKNOWN_PLAN', `The account has not one plan "${String(plan)}".`);
  if (!(await isFree(String(number), { bound, signal })))
    return refused('NUMBER_NOT_FREE', `${String(number)} is no free number of the account.`);
  return {
    inviter,
    email: String(email),
    firstName: String(firstName ?? ''),
    lastName: String(lastName ?? ''),
    number: String(number),
    plan: found.id,
  };
}

/** A number that somebody else has would move to whoever is invited, or make the service refuse in words of its own. */
async function isFree(number: string, { bound, signal }: Pick<StepAsked, 'bound' | 'signal'>): Promise<boolean> {
  try {
    const value = await bound.client.read(PATHS.number(number), signal);
    return shaped(() => numberOf(objectAt(value, 'the number'))).use === 'free';
  } catch (error) {
    if (error instanceof AccountUnreadable && error.facts.status === 404) return false;
    throw error;
  }
}

function invitedId(value: unknown, key: ResourceKey): number | undefined {
  try {
    return shaped(() => rowsOf(value).map(invitedOf)).find(({ name }) => isAddressOf(name, key))?.id;
  } catch {
    return undefined;
  }
}

/** DELETE /users/{id}, after a look that the id still is the person's. Whoever is gone already needs nothing. */
export async function remove(asked: StepAsked, how: 'archive' | 'delete'): Promise<Outcome> {
  const { bound, ids, step, signal } = asked;
  const id = await ids.find(step.key, signal);
  const person = id === undefined ? undefined : await personAt(bound, id, signal);
  if (person && !isAddressOf(person.email, step.key))
    return { kind: 'stale', message: 'The person has another address now.' };
  const reply = person && (await bound.client.send(removeRequest(person.id, how), signal));
  const isMissing = reply === undefined || (reply.kind === 'refused' && reply.code === 'NOT_FOUND');
  // 404 alone says nothing: without Monitoring everybody else is missing too.
  const outcome = isMissing ? await goneAlready(asked) : outcomeOf(reply);
  if (outcome.kind === 'done') ids.forget(step.key);
  return outcome;
}

const goneAlready = async ({ bound, step, signal }: StepAsked): Promise<Outcome> =>
  (await isGone(bound, step.key, signal)) ? { kind: 'done', isFound: true } : missing(step.key);

/** By the one method that is set: 404 also means that there is no such person or profile, so the other one is never tried. */
export async function assign({ bound, ids, step, signal }: StepAsked, method: AssignMethod): Promise<Outcome> {
  const profile = profileKey(String(step.input.profile));
  const user = await ids.find(step.key, signal);
  if (user === undefined) return missing(step.key);
  const to = await ids.find(profile, signal);
  if (to === undefined) return missing(profile);
  return outcomeOf(await bound.client.send(assignRequest(method, user, to), signal));
}

/** POST and DELETE /groups/{id}/users. How long the telephone of a member rings stays as it is. */
export async function changeMembers(
  { bound, ids, step, signal }: StepAsked,
  change: 'add' | 'remove',
): Promise<Outcome> {
  const group = await ids.find(step.key, signal);
  if (group === undefined) return missing(step.key);
  const members: number[] = [];
  for (const email of emailsIn(step.input.users)) {
    const id = await ids.find(userKey(email), signal);
    if (id !== undefined) members.push(id);
    // Whoever is not there is no member either.
    else if (change === 'add') return missing(userKey(email));
  }
  for (let start = 0; start < members.length; start += MEMBERS_AT_ONCE) {
    const part = members.slice(start, start + MEMBERS_AT_ONCE);
    const outcome = outcomeOf(await bound.client.send(membersRequest(change, group, part), signal));
    if (outcome.kind !== 'done') return start === 0 ? outcome : { kind: 'ambiguous', message: 'Only a part was sent.' };
  }
  return { kind: 'done' };
}

const emailsIn = (users: unknown): readonly string[] => (Array.isArray(users) ? users.map(String) : []);

/** The service knows only a toggle: it is sent once, and only where the group is not so already. */
export async function toggle({ bound, ids, step, signal }: StepAsked): Promise<Outcome> {
  const id = await ids.find(step.key, signal);
  if (id === undefined) return missing(step.key);
  const group = await groupAt(bound, id, signal);
  if (!group || groupKey(group.name) !== step.key) return { kind: 'stale', message: 'The group has another name now.' };
  if (group.isOpen === step.input.openAccess) return { kind: 'done', isFound: true };
  return outcomeOf(await bound.client.send(toggleRequest(id), signal));
}

const outcomeOf = (reply: Reply): Outcome => outcomeOfWrite(reply, ['KEY_REFUSED' satisfies RefusalCode]);
