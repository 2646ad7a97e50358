import type { UserState } from '../../model/index.js';
import { draft, groupsUsed } from '../draft.js';
import { createDraft, invitedDrafts, nameDrafts, profileOf, startOf } from '../user-steps.js';
import { isAdministrator, type Person, type Surroundings, unmoved } from './person.js';
import { onward, still } from './phases.js';
import { walkSlots } from './slots.js';
import { enter, RANK, turn } from './writes.js';

/** Enters all steps of somebody. Undefined for whoever can do nothing before and afterwards. */
export function walk(
  around: Surroundings,
  have: UserState | undefined,
  want: UserState | undefined,
): Person | undefined {
  if (want?.status === 'active') return have?.status === 'active' ? stay(around, have, want) : come(around, have, want);
  return have && leave(around, have, want);
}

function leave({ book }: Surroundings, have: UserState, want: UserState | undefined): Person | undefined {
  const isHere = have.status === 'active';
  if (want && !isHere) return undefined;
  const frees = [...profileOf(have), ...groupsUsed(have)];
  const one = draft(want ? 'archive' : 'delete', have.key, { precondition: { status: have.status } }, { frees });
  const isAdmin = isHere && isAdministrator(have, have.dashboard);
  const step = enter(book, one, { admins: isAdmin ? -1 : 0, ...(isHere && { rank: RANK.archive }) });
  return isHere ? { ...unmoved(have), isThere: onward(still(true), turn(step), false) } : undefined;
}

function come(around: Surroundings, have: UserState | undefined, want: UserState): Person {
  const start = startOf(have, want);
  const isAdmin = isAdministrator(want, start.dashboard);
  const create = enter(around.book, createDraft(want, start, around.byInvitation), { admins: isAdmin ? 1 : 0 });
  if (around.byInvitation) for (const one of invitedDrafts(start, want)) enter(around.book, one, { after: [create] });
  const slots = walkSlots(around, { start, want, create });
  return { ...unmoved(start), ...slots, isThere: onward(still(false), turn(create), true) };
}

function stay(around: Surroundings, have: UserState, want: UserState): Person {
  if (!around.isRenamed(want.key)) for (const one of nameDrafts(have, want)) enter(around.book, one);
  return { ...unmoved(have), ...walkSlots(around, { start: have, want, create: undefined }) };
}
