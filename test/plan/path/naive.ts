import type { Step } from '../../../src/model/index.js';
import { followed } from './checker.js';
import type { World } from './worlds.js';

/** By kind and key, as far as one step does not need another. */
function naive(steps: readonly Step[]): readonly Step[] {
  const order = [
    'rename',
    'createGroup',
    'createProfile',
    'setProfileTemplate',
    'createUser',
    'unlink',
    'setPermissions',
    'link',
    'setDashboard',
    'addMember',
    'removeMember',
    'archive',
    'delete',
  ];
  const rank = ({ operation }: Step) => order.indexOf(operation);
  return [...steps].sort((one, other) => rank(one) - rank(other) || (one.key < other.key ? -1 : 1));
}

/** Whether the steps by kind and key would give or take something for a moment, or could not even be sent. */
export function isNaiveUnsafe(world: World, steps: readonly Step[], kind?: 'gain'): boolean {
  try {
    return followed(world, naive(steps)).fleeting.some((one) => kind === undefined || one.kind === kind);
  } catch {
    return kind === undefined;
  }
}
