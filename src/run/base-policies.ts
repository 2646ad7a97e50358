import type { Desired, Policy, ResourceKey, Selector } from '../model/index.js';

/**
 * Policies of one revision in the words of another: a group or profile that has another name by now, or a person with another
 * address, is still the one that is meant. Otherwise a new name would be a way round them.
 */
export function policiesIn(head: Desired, base: Desired): readonly Policy[] {
  const renamed = renames(head, base);
  const keyOf = (key: ResourceKey) => renamed.get(key) ?? key;
  const nameIn = (start: 'group:', name: string) => keyOf(`${start}${name}` as ResourceKey).slice(start.length);
  const selector = (selected: Selector | undefined): Selector | undefined =>
    selected && {
      groups: selected.groups.map((name) => nameIn('group:', name)),
      profiles: selected.profiles.map(keyOf),
      users: selected.users.map(keyOf),
      external: selected.external,
    };
  return base.policies.map((policy) => ({
    ...policy,
    asked: policy.asked.map((asked) => {
      if (asked.kind === 'when' || asked.capability.argument === undefined) return asked;
      const argument: string = renamed.get(asked.capability.argument as ResourceKey) ?? asked.capability.argument;
      return { ...asked, capability: { ...asked.capability, argument } };
    }),
    for: selector(policy.for),
    outside: selector(policy.outside),
    except: policy.except.map((exception) => ({ ...exception, user: keyOf(exception.user) })),
  }));
}

/** The key by which one revision knows what another knew by this one: by `previously`, and by the id of the files, which stays when a name changes. */
export function renames(head: Desired, base: Desired): ReadonlyMap<ResourceKey, ResourceKey> {
  const renamed = new Map<ResourceKey, ResourceKey>();
  for (const kind of ['groups', 'profiles'] as const) {
    const byId = new Map([...head[kind].values()].map(({ id, key }) => [id, key]));
    for (const { id, key } of base[kind].values()) {
      const now = byId.get(id);
      if (now !== undefined && now !== key) renamed.set(key, now);
    }
  }
  for (const kind of ['users', 'groups', 'profiles'] as const)
    for (const { key, previously } of head[kind].values()) for (const earlier of previously) renamed.set(earlier, key);
  return renamed;
}
