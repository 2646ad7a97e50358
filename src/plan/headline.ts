import { type AccessRow, accessChanges } from '../access/differences.js';
import type { AccessChange, AccountState, PeopleCount, PersonAccess, ResourceKey, Source } from '../model/index.js';

/** Who gains and who loses, each row with the line that causes it. */
export function planAccess(
  before: AccountState,
  after: AccountState,
  locate: (key: ResourceKey, path: string) => Source | undefined,
): readonly PersonAccess[] {
  const found = new Map<string, Source | undefined>();
  const sourceOf = (key: ResourceKey, path: string): Source | undefined => {
    const place = `${key}\n${path}`;
    if (!found.has(place)) found.set(place, locate(key, path));
    return found.get(place);
  };
  const withSource = ({ weight: _, cause, ...row }: AccessRow): AccessChange => {
    const source = sourceOf(cause.key, cause.path);
    return { ...row, cause: { change: cause.key, path: cause.path, ...(source && { source }) } };
  };
  return accessChanges(before, after).map(({ user, gains, losses, uncertain }) => ({
    user,
    gains: gains.map(withSource),
    losses: losses.map(withSource),
    uncertain: uncertain.map(withSource),
  }));
}

/** Counts of people: one person with five gains counts once, and once more under losses. */
export function countPeople(access: readonly PersonAccess[]): PeopleCount {
  const count = (isCounted: (person: PersonAccess) => boolean) => access.filter(isCounted).length;
  return {
    gain: count((person) => person.gains.length > 0),
    lose: count((person) => person.losses.length > 0),
    privileged: count((person) => person.gains.some((gain) => gain.privileged)),
    uncertain: count((person) => person.uncertain.length > 0),
  };
}
