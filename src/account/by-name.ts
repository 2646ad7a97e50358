import { type RemoteId, type ResourceKey, remoteId } from '../model/index.js';

/** What the account identifies by its name, under its keys. */
export interface Named<T> {
  readonly id: number;
  readonly state: T;
}

/** Of those that share a name the first is kept, to be shown; it has no id, so that nothing can be written to it. */
export function byName<T extends { readonly key: ResourceKey }>(
  entries: readonly Named<T>[],
  ids: Map<ResourceKey, RemoteId>,
  ambiguous: Set<ResourceKey>,
): ReadonlyMap<ResourceKey, T> {
  const states = new Map<ResourceKey, T>();
  for (const { id, state } of entries) {
    if (states.has(state.key)) ambiguous.add(state.key);
    else states.set(state.key, state);
    ids.set(state.key, remoteId(id));
  }
  for (const key of ambiguous) ids.delete(key);
  return states;
}
