import { CATALOGUE, isSame, type Outcome, type PermissionValue, type Step } from '../../model/index.js';
import { AccountUnreadable } from '../ports.js';
import { isObject } from '../wire.js';
import { coverageFor } from './coverage.js';
import type { StepAsked } from './ids.js';
import { TeamNotStated, WrongTeam } from './reading.js';
import type { AssignMethod } from './wire.js';
import { assign, changeMembers, invite, refused, remove, toggle } from './writing.js';

export interface Performing extends StepAsked {
  /** Day on which a person compared what was read with the dashboard: nothing is written before. */
  readonly verified: string | undefined;
  readonly assignMethod: AssignMethod;
}

/**
 * Reads what has to be known first, then writes. Never throws for what the account answers. No id is known but from a read of the team itself,
 * so that a key of another team writes nothing.
 */
export async function performStep(performing: Performing): Promise<Outcome> {
  const { bound, verified, step, signal } = performing;
  if (signal.aborted) return { kind: 'not-sent', message: 'Interrupted before it was sent.' };
  if (verified === undefined)
    return refused('NOT_VERIFIED', 'Nothing is written to this team before a person has compared what is read of it.');
  if (!isCarriedOut(step, bound.as)) return byHand();
  try {
    return await carriedOut(performing);
  } catch (error) {
    return outcomeOfRead(error);
  }
}

const byHand = (): Outcome => refused('ONLY_BY_HAND', 'The service does this only on its dashboard.');

/** Only people can be deleted, and only somebody who starts with nothing can be invited: the rest of them a person has to set. */
function isCarriedOut({ operation, key, input }: Step, as: string | undefined): boolean {
  if (coverageFor(as).operations[operation] === 'by-hand') return false;
  if (operation === 'delete') return key.startsWith('user:');
  return operation !== 'createUser' || isInvitation(input);
}

/** An invitation carries a number and a licence; of what it cannot carry nothing may be lost. */
function isInvitation({ external, number, plan, permissions, dashboard }: Step['input']): boolean {
  if (external === true || typeof number !== 'string' || typeof plan !== 'string') return false;
  const hasDashboard = isObject(dashboard) && dashboard.level !== 'none';
  return !hasDashboard && CATALOGUE.every((entry) => entry.kind === 'action' || isInitial(entry, permissions));
}

function isInitial({ id, initial }: { id: string; initial: PermissionValue }, permissions: unknown): boolean {
  const value = isObject(permissions) ? permissions[id] : undefined;
  return value === undefined || isSame(value, initial);
}

function carriedOut(performing: Performing): Promise<Outcome> | Outcome {
  const { operation } = performing.step;
  switch (operation) {
    case 'createUser':
      return invite(performing);
    case 'archive':
    case 'delete':
      return remove(performing, operation);
    case 'link':
      return assign(performing, performing.assignMethod);
    case 'addMember':
      return changeMembers(performing, 'add');
    case 'removeMember':
      return changeMembers(performing, 'remove');
    case 'setOpenAccess':
      return toggle(performing);
    case 'createProfile':
    case 'createGroup':
    case 'setPermissions':
    case 'setDashboard':
    case 'setProfileTemplate':
    case 'unlink':
    case 'rename':
    case 'signOut':
      return byHand();
    default:
      return operation satisfies never;
  }
}

/** Only reading throws, and whatever was read, the step itself was not sent. */
function outcomeOfRead(error: unknown): Outcome {
  if (!(error instanceof AccountUnreadable)) throw error;
  const { message, facts } = error;
  if (error instanceof WrongTeam || error instanceof TeamNotStated)
    return { kind: 'refused', reason: 'WRONG_TEAM', message, isKeyRefused: true };
  if (facts.status === 401) return { kind: 'refused', reason: 'KEY_REFUSED', message, isKeyRefused: true };
  return { kind: 'not-sent', message };
}
