import { type AccountState, knownValue, type ResourceKey, type UserState, userKey } from '../model/index.js';
import { type Access, accessOf } from './effective.js';
import { holdsReach, LINES, type Reach, reaches } from './reach.js';

/** Everybody of a state, worked out when it matters who reaches whom, and then kept for this one question. */
export interface Crowd {
  readonly state: AccountState;
  readonly people: () => ReadonlyMap<ResourceKey, Access>;
  /** People of whom the same is to be said, since their settings are the same objects: profiles give thousands the same. */
  readonly likes: () => readonly Likes[];
  /** People who look alike to everybody who may reach them. */
  readonly alike: () => readonly Alike[];
  /** Who can listen to calls at all. */
  readonly listeners: () => readonly Access[];
  /** Who can listen to somebody of a class, by its sample. */
  readonly hearers: Map<ResourceKey, readonly ResourceKey[]>;
  /** Whom a scope reaches, whoever has it: by what is done, and the text of scope and argument. */
  readonly reached: Map<string, Reached>;
}

export interface Likes {
  readonly access: Access;
  readonly users: readonly [UserState, ...UserState[]];
}

interface Alike {
  readonly sample: Access;
  readonly keys: ReadonlySet<ResourceKey>;
}

interface Reached {
  readonly count: number;
  readonly has: (person: ResourceKey) => boolean;
}

export function crowdOf(state: AccountState): Crowd {
  let people: ReadonlyMap<ResourceKey, Access> | undefined;
  let likes: readonly Likes[] | undefined;
  let alike: readonly Alike[] | undefined;
  let listeners: readonly Access[] | undefined;
  const everybody = () => {
    people ??= new Map([...state.users].map(([key, user]) => [key, accessOf(state, user)] as const));
    return people;
  };
  const allLikes = () => {
    likes ??= likesOf(state);
    return likes;
  };
  return {
    state,
    people: everybody,
    likes: allLikes,
    alike: () => {
      alike ??= alikeOf(allLikes());
      return alike;
    },
    listeners: () => {
      listeners ??= [...everybody().values()].filter((one) => holdsReach(one, 'calls.listen') === 'yes');
      return listeners;
    },
    reached: new Map(),
    hearers: new Map(),
  };
}

function likesOf(state: AccountState): readonly Likes[] {
  const numbers = new Map<unknown, number>();
  const numberOf = (value: unknown): number => {
    const number = numbers.get(value) ?? numbers.size;
    numbers.set(value, number);
    return number;
  };
  const found = new Map<string, UserState[]>();
  for (const user of state.users.values()) {
    const { status, external, superAdmin, profile, permissions, dashboard, groups } = user;
    const name = `${status} ${external} ${superAdmin} ${numberOf(knownValue(profile))} ${numberOf(permissions)} ${numberOf(knownValue(dashboard))} ${numberOf(knownValue(groups))}`;
    const known = found.get(name);
    if (known) known.push(user);
    else found.set(name, [user]);
  }
  return [...found.values()].flatMap(([first, ...others]) =>
    first ? [{ access: accessOf(state, first), users: [first, ...others] as const }] : [],
  );
}

/** Who can listen to this person. */
export function hearersOf(crowd: Crowd, person: Access): readonly ResourceKey[] {
  const sample = crowd.alike().find(({ keys }) => keys.has(person.key))?.sample;
  if (!sample) return [];
  const known =
    crowd.hearers.get(sample.key) ??
    crowd
      .listeners()
      .filter((one) => reachesOnAnyLine(one, 'calls.listen', sample))
      .map(({ key }) => key);
  crowd.hearers.set(sample.key, known);
  return known.includes(person.key) ? known.filter((key) => key !== person.key) : known;
}

/** By all that a reach depends on in the person who is reached. */
function alikeOf(likes: readonly Likes[]): readonly Alike[] {
  const found = new Map<string, { readonly sample: Access; readonly keys: Set<ResourceKey> }>();
  for (const { access, users } of likes) {
    const { isActive, isExternal, permissions, groups } = access;
    if (!isActive) continue;
    const look = JSON.stringify([isExternal, permissions.canBeListenedTo ?? null, groups ?? null]);
    const known = found.get(look) ?? { sample: access, keys: new Set() };
    found.set(look, known);
    for (const { key } of users) known.keys.add(key);
  }
  return [...found.values()];
}

export interface ReachAsked {
  readonly reach: Reach;
  /** `group:` and a name, `user:` and an address, or nothing. */
  readonly argument: string | undefined;
}

/** How many people somebody reaches, of a group or one person where one is named. Themselves excepted, but for managing. */
export function reachedOf(
  crowd: Crowd,
  holder: Access,
  asked: ReachAsked,
): { readonly count: number; readonly isOwnIncluded: boolean } {
  const { count, has } = reachedPeople(crowd, holder, asked);
  const hasSelf = has(holder.key);
  const isOwnIncluded = hasSelf && asked.reach === 'users.manage';
  return { count: count - (hasSelf && !isOwnIncluded ? 1 : 0), isOwnIncluded };
}

function reachedPeople(crowd: Crowd, holder: Access, { reach, argument }: ReachAsked): Reached {
  if (argument?.startsWith('user:')) return onePerson(crowd, holder, { reach, argument });
  const { groups, ivrs, lines } = holder.scope;
  const name = JSON.stringify([reach, holdsReach(holder, reach), argument ?? '', groups, ivrs, lines]);
  const known = crowd.reached.get(name);
  if (known) return known;
  const group = argument?.replace(/^group:/, '');
  const isReached = (person: Access) =>
    (group === undefined || person.groups?.includes(group) === true) && reachesOnAnyLine(holder, reach, person);
  const sets = crowd
    .alike()
    .filter(({ sample }) => isReached(sample))
    .map(({ keys }) => keys);
  const found: Reached = {
    count: sets.reduce((sum, keys) => sum + keys.size, 0),
    has: (person) => sets.some((keys) => keys.has(person)),
  };
  crowd.reached.set(name, found);
  return found;
}

function onePerson({ people }: Crowd, holder: Access, { reach, argument }: ReachAsked): Reached {
  const person = people().get(userKey(argument?.slice('user:'.length) ?? ''));
  const isReached = person !== undefined && reachesOnAnyLine(holder, reach, person);
  return { count: isReached ? 1 : 0, has: (key) => isReached && key === person.key };
}

const reachesOnAnyLine = (holder: Access, reach: Reach, person: Access): boolean =>
  LINES.some((line) => reaches(holder, reach, person, line) === 'yes');
