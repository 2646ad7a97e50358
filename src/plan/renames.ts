import {
  type AccountState,
  byText,
  type Dashboard,
  type Desired,
  type Diagnostic,
  groupKey,
  type Known,
  type Live,
  nameOf,
  profileKey,
  type ResourceKey,
  type UserState,
} from '../model/index.js';

/** Resources that the files know under another name than the account does: new key to the key in the account. */
export type Renames = ReadonlyMap<ResourceKey, ResourceKey>;

interface Named {
  readonly key: ResourceKey;
  readonly previously: readonly ResourceKey[];
}

/** Finds who was meant by `previously`. Where both names exist nothing can be decided, and the files are at fault. */
export function findRenames(
  desired: Desired,
  live: Live,
): { renames: Renames; bothExist: readonly { key: ResourceKey; previous: ResourceKey }[] } {
  const renames = new Map<ResourceKey, ResourceKey>();
  const bothExist: { key: ResourceKey; previous: ResourceKey }[] = [];
  const collect = (wanted: Iterable<Named>, have: ReadonlyMap<ResourceKey, unknown>) => {
    for (const { key, previously } of wanted) {
      const previous = previously.find((candidate) => have.has(candidate));
      if (previous === undefined || previous === key) continue;
      if (have.has(key)) bothExist.push({ key, previous });
      else if (!live.ambiguous.has(previous)) renames.set(key, previous);
    }
  };
  collect(desired.profiles.values(), live.state.profiles);
  collect(desired.groups.values(), live.state.groups);
  collect(desired.users.values(), live.state.users);
  return { renames, bothExist };
}

/** The same account, spoken of by the names of the files: links, memberships and scopes follow. */
export function withNewNames(state: AccountState, renames: Renames, desired: Desired): AccountState {
  if (renames.size === 0) return state;
  const newKeys = new Map([...renames].map(([key, previous]) => [previous, key] as const));
  const group = (name: string): string => nameOf(newKeys.get(groupKey(name)) ?? groupKey(name));
  const profile = (name: string | null) => name && nameOf(newKeys.get(profileKey(name)) ?? profileKey(name));
  const held = <T extends Holder>(holder: T): T => ({
    ...holder,
    dashboard: mapKnown(holder.dashboard, (value) => withGroups(value, group)),
    groups: mapKnown(holder.groups, (names) => names.map(group).sort(byText)),
  });
  const named = <T extends { readonly key: ResourceKey; readonly name: string }>(value: T, key: ResourceKey): T =>
    key === value.key ? value : { ...value, name: nameOf(key) };
  return {
    users: rekeyed(state.users, newKeys, (user, key) => ({
      ...held(user),
      email: key === user.key ? user.email : (desired.users.get(key)?.email ?? nameOf(key)),
      profile: mapKnown(user.profile, profile),
    })),
    profiles: rekeyed(state.profiles, newKeys, (value, key) => named(held(value), key)),
    groups: rekeyed(state.groups, newKeys, named),
  };
}

type Holder = Pick<UserState, 'dashboard' | 'groups'>;

function rekeyed<T extends { readonly key: ResourceKey }>(
  values: ReadonlyMap<ResourceKey, T>,
  newKeys: ReadonlyMap<ResourceKey, ResourceKey>,
  change: (value: T, key: ResourceKey) => T,
): ReadonlyMap<ResourceKey, T> {
  return new Map(
    [...values.values()].map((value) => {
      const key = newKeys.get(value.key) ?? value.key;
      return [key, { ...change(value, key), key }] as const;
    }),
  );
}

export function previousDiagnostics(
  bothExist: readonly { key: ResourceKey; previous: ResourceKey }[],
  locate: (key: ResourceKey, path: string) => Diagnostic['source'],
): Diagnostic[] {
  return bothExist.map(({ key, previous }) => {
    const source = locate(key, 'previously');
    return {
      code: 'PREVIOUS_STILL_THERE',
      severity: 'error',
      message: `"${nameOf(key)}" is stated as the new name of "${nameOf(previous)}", and the account has both.`,
      hint: 'Take out previously if both may stay, or settle in the account which of the two it is.',
      ...(source && { source }),
    };
  });
}

const mapKnown = <T>(known: Known<T>, change: (value: T) => T): Known<T> =>
  known.known ? { ...known, value: change(known.value) } : known;

function withGroups(dashboard: Dashboard, group: (name: string) => string): Dashboard {
  const { groups } = dashboard.scope;
  return groups === 'all'
    ? dashboard
    : { ...dashboard, scope: { ...dashboard.scope, groups: groups.map(group).sort(byText) } };
}
