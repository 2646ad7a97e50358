import { type Live, nameOf, type RemoteId, type ResourceKey, remoteId, type Step } from '../../model/index.js';
import { comparableAddress } from '../identity.js';
import { AccountUnreadable } from '../ports.js';
import { objectAt } from '../wire.js';
import { shaped } from './client.js';
import { listReader } from './lists.js';
import { type Bound, readGroups, readProfiles, readTeam, readUsers } from './reading.js';
import { statesOf } from './states.js';
import { PATHS, userOf, type WireGroup, type WireUser } from './wire.js';

/** Which id the service has given to whom. */
export interface Ids {
  /** In the place of all that was known. */
  learn(live: Pick<Live, 'ids'>): void;
  set(key: ResourceKey, id: number): void;
  forget(key: ResourceKey): void;
  /** Known, or looked up in the complete list; undefined where nobody has the name, or two have it. Throws AccountUnreadable. */
  find(key: ResourceKey, signal: AbortSignal): Promise<number | undefined>;
}

/** A step, and what it takes to carry it out or to look after it. */
export interface StepAsked {
  readonly bound: Bound;
  readonly ids: Ids;
  readonly step: Step;
  readonly signal: AbortSignal;
}

export function createIds(bound: Bound): Ids {
  const known = new Map<ResourceKey, RemoteId>();
  const add: Ids['learn'] = ({ ids }) => {
    for (const [key, id] of ids) known.set(key, id);
  };
  return {
    learn: (live) => {
      known.clear();
      add(live);
    },
    set: (key, id) => void known.set(key, remoteId(id)),
    forget: (key) => void known.delete(key),
    find: async (key, signal) => {
      if (!known.has(key)) add(await listed(bound, key, signal));
      const id = known.get(key);
      return id === undefined ? undefined : Number(id);
    },
  };
}

/** The ids of the kind of this key. */
async function listed(bound: Bound, key: ResourceKey, signal: AbortSignal): Promise<Pick<Live, 'ids'>> {
  const none = { users: [], profiles: [], groups: [], members: new Map() };
  if (key.startsWith('profile:'))
    return statesOf({ ...none, profiles: await readProfiles(listReader(bound.client, signal)) });
  if (key.startsWith('group:')) return statesOf({ ...none, groups: await groupsNow(bound, signal) });
  return statesOf({ ...none, users: await peopleNow(bound, signal) });
}

/** Everybody, as the complete list has them now. Throws AccountUnreadable. */
export async function peopleNow(bound: Bound, signal: AbortSignal): Promise<readonly WireUser[]> {
  const { totals } = await readTeam(bound, signal);
  return readUsers(listReader(bound.client, signal), totals.users);
}

async function groupsNow(bound: Bound, signal: AbortSignal): Promise<readonly WireGroup[]> {
  const { totals } = await readTeam(bound, signal);
  return readGroups(listReader(bound.client, signal), totals.groups);
}

/** Whoever has this id now; undefined where nobody is shown. Throws AccountUnreadable. */
export async function personAt({ client }: Bound, id: number, signal: AbortSignal): Promise<WireUser | undefined> {
  try {
    const value = await client.read(PATHS.user(id), signal);
    return shaped(() => userOf(objectAt(value, 'the person')));
  } catch (error) {
    if (error instanceof AccountUnreadable && error.facts.status === 404) return undefined;
    throw error;
  }
}

/** Whether the address is that of the person whom the key names. */
export const isAddressOf = (email: string, key: ResourceKey): boolean => comparableAddress(email) === nameOf(key);
