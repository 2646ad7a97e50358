import {
  type AccountState,
  knownValue,
  type PermissionSet,
  type ProfileState,
  profileKey,
  type ResourceKey,
  type UserState,
} from '../../model/index.js';
import { type Draft, draft } from '../draft.js';
import { excessOf } from './handover.js';
import { exceeding, meetOf } from './permissions.js';

/** By hand costs a person a walk through the dashboard. */
const COST = { automatic: 1, byHand: 10 };

interface Ground extends Parking {
  readonly before: AccountState;
  readonly after: AccountState;
  readonly isByHand: (draft: Draft) => boolean;
}

/** What the steps cost that a detour adds, by its name. */
export const detourCost =
  (ground: Ground) =>
  (name: string): number => {
    const [slot, key] = [name.slice(0, name.indexOf(':')), name.slice(name.indexOf(':') + 1) as ResourceKey];
    const [had, want] = [ground.before.users.get(key), ground.after.users.get(key)];
    const cost = (operation: Draft['operation'], of = key) =>
      ground.isByHand(draft(operation, of)) ? COST.byHand : COST.automatic;
    if (slot === 'dashboard') return cost('setDashboard');
    if (slot === 'groups') return cost('removeMember') * Math.max(1, leftBy(had, want));
    if (slot === 'template') return cost('setProfileTemplate', profileKey(linkOf(want) ?? ''));
    if (!had || !want || linkOf(had) === undefined) return cost('setPermissions');
    return cost('unlink') > COST.automatic && parkingFor(ground, had, want) ? cost('link') : cost('unlink');
  };

const linkOf = (user: UserState | undefined): string | undefined => (user && knownValue(user.profile)) ?? undefined;

function leftBy(had: UserState | undefined, want: UserState | undefined): number {
  const stays = (want && knownValue(want.groups)) ?? [];
  return ((had && knownValue(had.groups)) ?? []).filter((name) => !stays.includes(name)).length;
}

interface Parking {
  readonly before: Pick<AccountState, 'profiles'>;
  readonly after: Pick<AccountState, 'profiles'>;
  /** Profiles that stay as they are, and to which nobody is linked on the way. */
  readonly calm: readonly ProfileState[];
}

/** A profile to which somebody can be linked between two others: it gives nothing that either of them does not. */
export function parkingFor(
  { before, after, calm }: Parking,
  start: UserState,
  want: UserState,
): ProfileState | undefined {
  const setIn = ({ profiles }: Parking['before'], user: UserState): PermissionSet => {
    const name = linkOf(user);
    return name === undefined ? user.permissions : (profiles.get(profileKey(name))?.permissions ?? {});
  };
  if (linkOf(want) === undefined || !start.profile.known) return undefined;
  const meet = { owner: '', set: meetOf(setIn(before, start), setIn(after, want)) };
  const newcomer = { key: want.key, before: start, after: want, isBare: false };
  return calm.find(
    (profile) =>
      ![linkOf(start), linkOf(want)].includes(profile.name) &&
      exceeding({ owner: profile.key, set: profile.permissions }, meet, meet).length === 0 &&
      excessOf(profile, newcomer).length === 0,
  );
}
