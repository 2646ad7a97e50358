import {
  type AccountState,
  type Diagnostic,
  groupKey,
  knownValue,
  membershipKey,
  profileKey,
  type ResourceKey,
  read,
  type UserState,
} from '../model/index.js';

export interface Selection {
  readonly targets: readonly string[];
  readonly excludes: readonly string[];
}

/** `after` only where it was asked for, and what that needs; `before` everywhere else. */
export function select(
  before: AccountState,
  after: AccountState,
  selection: Selection,
): { after: AccountState; diagnostics: readonly Diagnostic[] } {
  if (selection.targets.length === 0 && selection.excludes.length === 0) return { after, diagnostics: [] };
  const excluded = new Set(selection.excludes);
  const wanted = new Set(selection.targets);
  const isWanted = (key: ResourceKey) => !excluded.has(key) && (wanted.size === 0 || wanted.has(key));
  const isWantedByAny = (keys: readonly ResourceKey[]) =>
    !keys.some((key) => excluded.has(key)) && (wanted.size === 0 || keys.some((key) => wanted.has(key)));
  const users = pick(before.users, after.users, isWanted);
  for (const [key, user] of after.users) {
    const mixed = withMemberships(before.users.get(key), {
      filled: user,
      chosen: users.get(key),
      isWanted: isWantedByAny,
    });
    if (mixed) users.set(key, mixed);
  }
  const needed = neededBy(users);
  const take = (key: ResourceKey) => isWanted(key) || (!excluded.has(key) && needed.has(key));
  const state = {
    users,
    profiles: pick(before.profiles, after.profiles, take),
    groups: pick(before.groups, after.groups, take),
  };
  return { after: state, diagnostics: [...unknownNames(selection, before, after), ...missing(needed, state)] };
}

function pick<T>(
  before: ReadonlyMap<ResourceKey, T>,
  after: ReadonlyMap<ResourceKey, T>,
  isWanted: (key: ResourceKey) => boolean,
): Map<ResourceKey, T> {
  const chosen = new Map<ResourceKey, T>();
  for (const [key, value] of before) {
    const kept = isWanted(key) ? after.get(key) : value;
    if (kept !== undefined) chosen.set(key, kept);
  }
  for (const [key, value] of after) if (!before.has(key) && isWanted(key)) chosen.set(key, value);
  return chosen;
}

interface MembershipCase {
  readonly filled: UserState;
  readonly chosen: UserState | undefined;
  readonly isWanted: (keys: readonly ResourceKey[]) => boolean;
}

/** A membership is asked for with its person, with its group, or by its own name, and excluded likewise. */
function withMemberships(
  have: UserState | undefined,
  { filled, chosen, isWanted }: MembershipCase,
): UserState | undefined {
  const before = knownValue(have?.groups ?? read<readonly string[]>([])) ?? [];
  const after = knownValue(filled.groups);
  if (!chosen || !after || chosen.status === 'archived') return chosen;
  const isChosen = (group: string) => isWanted([filled.key, groupKey(group), membershipKey(group, filled.email)]);
  const groups = [...new Set([...before, ...after])]
    .filter((group) => (isChosen(group) ? after : before).includes(group))
    .sort();
  const isSameList = groups.length === before.length && groups.every((group, index) => group === before[index]);
  return isSameList && chosen === have
    ? chosen
    : { ...chosen, groups: isSameList && have ? have.groups : read(groups) };
}

function neededBy(users: ReadonlyMap<ResourceKey, UserState>): ReadonlySet<ResourceKey> {
  const needed = new Set<ResourceKey>();
  for (const user of users.values()) {
    const profile = knownValue(user.profile);
    if (typeof profile === 'string') needed.add(profileKey(profile));
    for (const group of knownValue(user.groups) ?? []) needed.add(groupKey(group));
    const scope = knownValue(user.dashboard)?.scope.groups ?? 'all';
    if (scope !== 'all') for (const group of scope) needed.add(groupKey(group));
  }
  return needed;
}

function unknownNames({ targets, excludes }: Selection, before: AccountState, after: AccountState): Diagnostic[] {
  const isKnown = (name: string) =>
    name.startsWith('membership:') ||
    [before, after].some((state) =>
      [state.users, state.profiles, state.groups].some((map) => map.has(name as ResourceKey)),
    );
  return [...targets, ...excludes]
    .filter((name) => !isKnown(name))
    .map((name) => ({
      code: 'UNKNOWN_TARGET',
      severity: 'error',
      message: `"${name}" is neither in the files nor in the account.`,
      hint: 'Name it as the plan does, such as user:ada@acme.example, profile:Sales agent or group:Sales.',
    }));
}

function missing(needed: ReadonlySet<ResourceKey>, state: AccountState): Diagnostic[] {
  return [...needed]
    .filter((key) => !state.profiles.has(key) && !state.groups.has(key))
    .map((key) => ({
      code: 'EXCLUDED_NEEDED',
      severity: 'error',
      message: `"${key}" is excluded and does not exist yet, but people in this plan need it.`,
      hint: 'Exclude them too, or take the exclusion back.',
    }));
}
