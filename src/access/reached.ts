import { type AccountState, groupKey, type ResourceKey, userKey } from '../model/index.js';
import { type Access, accessOf } from './effective.js';
import { LINES, type Reach, reaches } from './reach.js';

/** Everybody of a state, worked out when somebody is asked about who reaches others, and then kept for this one question. */
export interface Crowd {
  readonly state: AccountState;
  readonly people: () => ReadonlyMap<ResourceKey, Access>;
  /** Whom a scope reaches, whoever has it: by what is done, and the text of scope and argument. */
  readonly reached: Map<string, ReadonlySet<ResourceKey>>;
}

export function crowdOf(state: AccountState): Crowd {
  let people: ReadonlyMap<ResourceKey, Access> | undefined;
  const everybody = () => new Map([...state.users].map(([key, user]) => [key, accessOf(state, user)] as const));
  return {
    state,
    people: () => {
      people ??= everybody();
      return people;
    },
    reached: new Map(),
  };
}

export interface Reached {
  /** Themselves excepted, but for managing. */
  readonly count: number;
  readonly isOwnIncluded: boolean;
}

/** How many people somebody reaches, of a group or one person where one is named. */
export function reachedOf(crowd: Crowd, holder: Access, asked: { readonly reach: Reach; readonly argument: string | undefined }): Reached {
  const found = reachedPeople(crowd, holder, asked);
  const hasSelf = found.has(holder.key);
  const isOwnIncluded = hasSelf && asked.reach === 'users.manage';
  return { count: found.size - (hasSelf && !isOwnIncluded ? 1 : 0), isOwnIncluded };
}

function reachedPeople(crowd: Crowd, holder: Access, { reach, argument }: { readonly reach: Reach; readonly argument: string | undefined }): ReadonlySet<ResourceKey> {
  const { groups, ivrs, lines } = holder.scope;
  const name = JSON.stringify([reach, argument ?? '', groups, ivrs, lines]);
  const known = crowd.reached.get(name);
  if (known) return known;
  const isAsked = isAskedOf(crowd.state, argument);
  const found = new Set<ResourceKey>();
  for (const person of crowd.people().values())
    if (isAsked(person) && LINES.some((line) => reaches(holder, reach, person, line) === 'yes')) found.add(person.key);
  crowd.reached.set(name, found);
  return found;
}

function isAskedOf(state: AccountState, argument: string | undefined): (person: Access) => boolean {
  if (argument === undefined) return () => true;
  if (argument.startsWith('user:')) {
    const key = userKey(argument.slice('user:'.length));
    return (person) => person.key === key;
  }
  const name = argument.replace(/^group:/, '');
  const isGroup = argument.startsWith('group:') || state.groups.has(groupKey(name));
  return (person) => !isGroup || person.groups?.includes(name) === true;
}
