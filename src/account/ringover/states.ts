import {
  type AccountState,
  byText,
  type GroupState,
  groupKey,
  type ProfileState,
  profileKey,
  type RemoteId,
  type ResourceKey,
  read,
  remoteId,
  UNREADABLE,
  type UserState,
  userKey,
} from '../../model/index.js';
import { byName, type Named } from '../by-name.js';
import { comparableAddress } from '../identity.js';
import type { WireGroup, WireNamed, WireUser } from './wire.js';

/** What the lists say, with what the service does not show left unreadable: never absent, and never empty. */
export interface States {
  readonly state: AccountState;
  readonly ids: ReadonlyMap<ResourceKey, RemoteId>;
  readonly ambiguous: ReadonlySet<ResourceKey>;
  readonly unmanageable: readonly string[];
}

export interface Listed {
  readonly users: readonly WireUser[];
  readonly profiles: readonly WireNamed[];
  readonly groups: readonly WireGroup[];
  /** Ids of people by the id of their group. */
  readonly members: ReadonlyMap<number, readonly number[]>;
}

export function statesOf({ users, profiles, groups, members }: Listed): States {
  const ids = new Map<ResourceKey, RemoteId>();
  const ambiguous = new Set<ResourceKey>();
  const { people, unmanageable } = peopleByKey(users, groupsByPerson(groups, members), ids);
  const state: AccountState = {
    users: people,
    profiles: byName(profiles.map(profileState), ids, ambiguous),
    groups: byName(groups.map(groupState), ids, ambiguous),
  };
  return { state, ids, ambiguous, unmanageable };
}

function groupsByPerson(
  groups: readonly WireGroup[],
  members: Listed['members'],
): ReadonlyMap<number, readonly string[]> {
  const names = new Map<number, Set<string>>();
  for (const { id, name } of groups)
    for (const person of members.get(id) ?? []) names.set(person, (names.get(person) ?? new Set()).add(name));
  return new Map([...names].map(([person, held]) => [person, [...held].sort(byText)]));
}

const NO_GROUPS = read<readonly string[]>(Object.freeze([]));

/** People whose address cannot be told apart from another one are left out and named. */
function peopleByKey(
  users: readonly WireUser[],
  groups: ReadonlyMap<number, readonly string[]>,
  ids: Map<ResourceKey, RemoteId>,
): { readonly people: ReadonlyMap<ResourceKey, UserState>; readonly unmanageable: readonly string[] } {
  const sharing = new Map<ResourceKey, WireUser[]>();
  const unmanageable: string[] = [];
  for (const user of users) {
    const comparable = comparableAddress(user.email);
    if (comparable === undefined) unmanageable.push(user.email);
    else sharing.set(userKey(comparable), [...(sharing.get(userKey(comparable)) ?? []), user]);
  }
  const people = new Map<ResourceKey, UserState>();
  for (const [key, [user, ...others]] of sharing) {
    if (!user || others.length > 0) {
      unmanageable.push(...[user, ...others].flatMap((one) => (one ? [one.email] : [])));
      continue;
    }
    const held = groups.get(user.id);
    people.set(key, userState(key, user, held ? read(held) : NO_GROUPS));
    ids.set(key, remoteId(user.id));
  }
  return { people, unmanageable };
}

/** The service never tells who the superadministrator is: nobody is taken for them, so that no right is counted that nobody has seen. */
const userState = (key: ResourceKey, user: WireUser, groups: UserState['groups']): UserState => ({
  key,
  email: user.email,
  firstName: read(user.firstName),
  lastName: read(user.lastName),
  status: 'active',
  external: false,
  superAdmin: false,
  profile: UNREADABLE,
  permissions: {},
  dashboard: UNREADABLE,
  groups,
  numbers: user.numbers,
  plan: user.plan,
});

const profileState = ({ id, name }: WireNamed): Named<ProfileState> => ({
  id,
  state: { key: profileKey(name), name, permissions: {}, dashboard: UNREADABLE, groups: UNREADABLE },
});

const groupState = ({ id, name, isOpen }: WireGroup): Named<GroupState> => ({
  id,
  state: { key: groupKey(name), name, openAccess: read(isOpen) },
});
