import { type Live, nameOf, type RemoteId, type ResourceKey, remoteId } from '../../model/index.js';
import { isObject } from '../wire.js';
import type { Client, Reply } from './client.js';

/** Which id the service has given to whom. */
export interface Keys {
  learn(live: Live): void;
  set(key: ResourceKey, id: RemoteId): void;
  forget(key: ResourceKey): void;
  /** Known, or looked up by one request. */
  idOf(key: ResourceKey, signal: AbortSignal): Promise<Found>;
}

export type Found =
  | { readonly kind: 'found'; readonly id: RemoteId }
  | { readonly kind: 'missing'; readonly message: string }
  | { readonly kind: 'failed'; readonly reply: Exclude<Reply, { kind: 'answered' }> };

export function createKeys(client: Client): Keys {
  let known = new Map<ResourceKey, RemoteId>();
  return {
    learn: (live) => {
      known = new Map(live.ids);
    },
    set: (key, id) => void known.set(key, id),
    forget: (key) => void known.delete(key),
    idOf: async (key, signal) => {
      const id = known.get(key);
      if (id !== undefined) return { kind: 'found', id };
      const found = await lookUp(client, key, signal);
      if (found.kind === 'found') known.set(key, found.id);
      return found;
    },
  };
}

async function lookUp(client: Client, key: ResourceKey, signal: AbortSignal): Promise<Found> {
  const name = encodeURIComponent(nameOf(key));
  const path = key.startsWith('user:')
    ? `/users?email=${name}`
    : key.startsWith('profile:')
      ? `/profiles?name=${name}`
      : `/groups?name=${name}`;
  const reply = await client({ method: 'GET', path }, signal);
  // Reading changes nothing: whatever became of the request, the step itself was not sent.
  if (reply.kind !== 'answered') return { kind: 'failed', reply };
  const list = isObject(reply.value) ? reply.value.list : undefined;
  if (!Array.isArray(list))
    return { kind: 'failed', reply: { kind: 'ambiguous', message: 'The account answered in an unknown form.' } };
  const [entry, ...others]: readonly unknown[] = list;
  if (others.length > 0) return { kind: 'missing', message: `Two of the account have the name of ${key}.` };
  if (!isObject(entry) || typeof entry.id !== 'number')
    return { kind: 'missing', message: `The account has no ${key}.` };
  return { kind: 'found', id: remoteId(entry.id) };
}
