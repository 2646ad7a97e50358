import { type Mask, maskFor } from '../render/index.js';
import { type KnownPeople, peopleToMask } from '../run/shown-plan.js';
import type { Invocation } from './invocation.js';

export { personNames } from '../run/shown-plan.js';

/** Undefined unless the run is to name nobody. */
export function maskOf({ flags }: Invocation, account: string, known: KnownPeople): Mask | undefined {
  return flags.has('mask-personal-data') ? maskFor(account, peopleToMask(known)) : undefined;
}
