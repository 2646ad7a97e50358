import { relative, resolve, sep } from 'node:path';
import type { Diagnostic } from '../model/index.js';
import { type Mask, maskDiagnostics, maskFor } from '../render/index.js';
import { type KnownPeople, peopleToMask } from '../run/shown-plan.js';
import type { Event, Place } from './event.js';
import type { GitHub } from './github/client.js';
import { isGitHubTrouble } from './github/client.js';
import type { Inputs } from './inputs.js';
import type { Outputs } from './outputs.js';
import { ActionFailure, type World } from './world.js';

/** One run of the Action. */
export interface Session {
  readonly world: World;
  readonly inputs: Inputs;
  readonly place: Place;
  readonly event: Event;
  readonly github: GitHub;
  /** Asks who belongs to a team. */
  readonly teams: Pick<GitHub, 'isMember'>;
  readonly out: Outputs;
  readonly defaultBranch: string;
  readonly isMasked: boolean;
}

/** One account directory. */
export interface Directory {
  readonly path: string;
  /** From the top of the repository: empty, or with a slash at its end. */
  readonly prefix: string;
}

export function directoryAt({ place }: Pick<Session, 'place'>, name: string): Directory {
  const path = resolve(place.workspace, name);
  const prefix = relative(place.workspace, path).replaceAll(sep, '/');
  if (prefix.startsWith('..')) throw new ActionFailure('A directory of the workflow is not inside of the repository.');
  return { path, prefix: prefix === '' ? '' : `${prefix}/` };
}

/** Undefined where people may be named: what is public must not show them. */
export const maskOf = (
  { isMasked }: Pick<Session, 'isMasked'>,
  account: string,
  known: KnownPeople,
): Mask | undefined => (isMasked ? maskFor(account, peopleToMask(known)) : undefined);

export const shownDiagnostics = (
  session: Pick<Session, 'isMasked'>,
  diagnostics: readonly Diagnostic[],
  account = '',
): readonly Diagnostic[] => {
  const mask = maskOf(session, account, {});
  return mask ? maskDiagnostics(diagnostics, mask) : diagnostics;
};

/** Tells GitHub something. Where that fails the run goes on, and says so: what was done is done. */
export async function tolerantly<T>(
  { out }: Pick<Session, 'out'>,
  what: string,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!isGitHubTrouble(error)) throw error;
    out.warn(`${what} could not be written to GitHub: the summary of this job has it.`);
    return undefined;
  }
}
