import { groupKey, type ResourceKey, type StepState, userKey } from '../../model/index.js';
import { AccountUnreadable } from '../ports.js';
import { objectAt } from '../wire.js';
import { shaped } from './client.js';
import { isAddressOf, peopleNow, type StepAsked } from './ids.js';
import { listReader } from './lists.js';
import { type Bound, readMembers } from './reading.js';
import { groupOf, PATHS, type WireGroup } from './wire.js';

const DONE: StepState = { kind: 'done' };
const OPEN: StepState = { kind: 'open' };
const CHANGED: StepState = { kind: 'changed' };
const unknown = (message: string): StepState => ({ kind: 'unknown', message });

/** Whether the account is as the step leaves it, or still as it was before. Only reads, and never throws. */
export async function checkStep(asked: StepAsked): Promise<StepState> {
  try {
    return await stateOf(asked);
  } catch (error) {
    if (error instanceof AccountUnreadable) return unknown(error.message);
    throw error;
  }
}

function stateOf(asked: StepAsked): Promise<StepState> | StepState {
  const { operation } = asked.step;
  switch (operation) {
    case 'createUser':
      return checkInvited(asked);
    case 'archive':
    case 'delete':
      return checkRemoved(asked);
    case 'addMember':
    case 'removeMember':
      return checkMembers(asked);
    case 'setOpenAccess':
      return checkOpenAccess(asked);
    case 'link':
      // To link once more would set dashboard and groups again, over whatever was put right since.
      return unknown(
        'The service does not show profiles of people: look on the dashboard whether the person is linked.',
      );
    case 'createProfile':
    case 'createGroup':
    case 'setPermissions':
    case 'setDashboard':
    case 'setProfileTemplate':
    case 'unlink':
    case 'rename':
    case 'signOut':
      return unknown('The service does not show this: look on the dashboard.');
    default:
      return operation satisfies never;
  }
}

/** That the number is taken says nothing by itself: whoever was invited has the address and the number. */
async function checkInvited({ bound, step, signal }: StepAsked): Promise<StepState> {
  const found = (await peopleNow(bound, signal)).filter(({ email }) => isAddressOf(email, step.key));
  const [person] = found;
  if (!person) return OPEN;
  const { number } = step.input;
  return found.length === 1 && typeof number === 'string' && person.numbers.includes(number) ? DONE : CHANGED;
}

async function checkRemoved({ bound, step, signal }: StepAsked): Promise<StepState> {
  if (!step.key.startsWith('user:')) return unknown('The service deletes people only.');
  return (await isGone(bound, step.key, signal)) ? DONE : OPEN;
}

/** Whether the complete list lacks the person. Throws AccountUnreadable where it is not complete. */
export async function isGone(bound: Bound, key: ResourceKey, signal: AbortSignal): Promise<boolean> {
  return !(await peopleNow(bound, signal)).some(({ email }) => isAddressOf(email, key));
}

async function checkMembers(asked: StepAsked): Promise<StepState> {
  const { bound, ids, step, signal } = asked;
  const group = await groupIn(asked);
  if (!group) return NO_GROUP;
  const members = new Set(await readMembers(listReader(bound.client, signal), group));
  const { users } = step.input;
  for (const email of Array.isArray(users) ? users : []) {
    const person = await ids.find(userKey(String(email)), signal);
    const isMember = person !== undefined && members.has(person);
    if (isMember !== (step.operation === 'addMember')) return OPEN;
  }
  return DONE;
}

async function checkOpenAccess(asked: StepAsked): Promise<StepState> {
  const group = await groupIn(asked);
  if (!group) return NO_GROUP;
  return group.isOpen === asked.step.input.openAccess ? DONE : OPEN;
}

const NO_GROUP = unknown('The group could not be found.');

/** The group that the step names, if it still has the name. Throws AccountUnreadable. */
async function groupIn({ bound, ids, step, signal }: StepAsked): Promise<WireGroup | undefined> {
  const id = await ids.find(step.key, signal);
  const group = id === undefined ? undefined : await groupAt(bound, id, signal);
  return group && groupKey(group.name) === step.key ? group : undefined;
}

/** The group that has this id now; undefined where none is shown. Throws AccountUnreadable. */
export async function groupAt({ client }: Bound, id: number, signal: AbortSignal): Promise<WireGroup | undefined> {
  try {
    const value = await client.read(PATHS.group(id, { limit: 1, offset: 0 }), signal);
    return shaped(() => groupOf(objectAt(value, 'the group')));
  } catch (error) {
    if (error instanceof AccountUnreadable && error.facts.status === 404) return undefined;
    throw error;
  }
}
