import type { Profile, User } from '../model/generated/files.js';
import { groupKey, type Place, profileKey, type ResourceKey, nameOf as textOf, userKey } from '../model/index.js';
import type { Declared, Entry } from './declared.js';
import { nameOf } from './inherit.js';

/** Where the value of a stated field is decided: by the resource itself, by a parent, or by the profile that a person is linked to. */
export type PlaceOf = (key: ResourceKey, path: string) => Place | undefined;

export function placesOf(declared: Declared): PlaceOf {
  const profiles = new Map(
    [...declared.profiles.values()].filter(({ input }) => !input.template).map(named(profileKey)),
  );
  const groups = new Map([...declared.groups.values()].map(named(groupKey)));
  return (key, path) => {
    const steps = path.split('.').filter((step) => step !== '');
    const user = declared.users.get(key);
    if (user) return ofUser(declared, user, steps);
    const profile = profiles.get(key);
    if (profile) return inherited(declared, profile, steps);
    const group = groups.get(key);
    if (group) return own(group, steps);
    return key.startsWith('membership:') ? ofMembership(declared, textOf(key)) : undefined;
  };
}

export const keyOfProfile = (entry: Entry<Profile>): ResourceKey => profileKey(nameOf(entry) ?? entry.id);

const named =
  (keyOf: (name: string) => ResourceKey) =>
  <Input extends { readonly name?: string }>(entry: Entry<Input>): [ResourceKey, Entry<Input>] => [
    keyOf(nameOf(entry) ?? entry.id),
    entry,
  ];

/** What parents and profiles hand down. */
const HANDED_DOWN = new Set(['permissions', 'dashboard', 'groups']);

function ofUser(declared: Declared, user: Entry<User>, steps: readonly string[]): Place | undefined {
  const place = inherited(declared, user, steps);
  if (place || !HANDED_DOWN.has(steps[0] ?? '')) return place;
  const linked = user.input.profile === undefined ? undefined : declared.profiles.get(user.input.profile);
  return linked && inherited(declared, linked, steps);
}

function inherited(declared: Declared, entry: Entry<User | Profile>, steps: readonly string[]): Place | undefined {
  const seen = new Set<Entry<User | Profile>>();
  let next: Entry<User | Profile> | undefined = entry;
  while (next && !seen.has(next)) {
    const place = own(next, steps);
    if (place || !HANDED_DOWN.has(steps[0] ?? '')) return place;
    seen.add(next);
    next = next.input.extends === undefined ? undefined : declared.profiles.get(next.input.extends);
  }
  return undefined;
}

/** The place of a field that this very entry states. Below `dashboard`, which is one value, the deepest place that is written. */
function own(entry: Entry<object>, steps: readonly string[]): Place | undefined {
  const path = [...entry.place.path];
  let value: unknown = entry.input;
  for (const [index, step] of steps.entries()) {
    const isWritten = typeof value === 'object' && value !== null && Object.hasOwn(value, step);
    if (!isWritten) return index > 0 && steps[0] === 'dashboard' ? { ...entry.place, path } : undefined;
    value = Reflect.get(Object(value), step);
    path.push(step);
  }
  return { ...entry.place, path };
}

/** `Sales/ada@acme.example`: the item in the list that makes the person a member, else the list. Group names may have slashes as well. */
function ofMembership(declared: Declared, name: string): Place | undefined {
  for (let slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
    const user = declared.users.get(userKey(name.slice(slash + 1)));
    if (user) return ofMember(declared, user, name.slice(0, slash));
  }
  return undefined;
}

function ofMember(declared: Declared, user: Entry<User>, group: string): Place | undefined {
  const list = ofUser(declared, user, ['groups']);
  if (!list) return user.place;
  const [section, id] = list.path;
  const ids = section === 'users' ? user.input.groups : declared.profiles.get(String(id))?.input.groups;
  const index = (ids ?? []).findIndex((one) => nameOf(declared.groups.get(one)) === group);
  return index < 0 ? list : { ...list, path: [...list.path, index] };
}
