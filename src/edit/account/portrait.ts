import {
  type AccountState,
  byText,
  type Dashboard,
  type GroupState,
  groupKey,
  isSame,
  type Json,
  type Known,
  knownValue,
  type ProfileState,
  profileKey,
  type ResourceKey,
  type UserState,
} from '../../model/index.js';
import { idFor } from './ids.js';
import { dashboardWord, groupWords, isSayable, type JsonRecord, permissionWords, type Vocabulary } from './words.js';

/** What the account has, as entries of files. */
export interface Portrait {
  readonly groups: readonly Entry[];
  readonly profiles: readonly Entry[];
  readonly users: readonly Entry[];
  /** What stands in no entry, since no file can state it. */
  readonly unsaid: readonly Unsaid[];
}

export interface Entry {
  readonly key: ResourceKey;
  /** Its key in the files. */
  readonly id: string;
  readonly value: JsonRecord;
  /** A profile of which nobody could read what it permits. */
  readonly isSkeleton: boolean;
}

export interface Unsaid {
  readonly key: ResourceKey;
  /** `permissions.editCallerId`, `dashboard`, `groups`, `profile`; empty for the whole. */
  readonly path: string;
}

/** What a profile gives to linked people who do not state it themselves. */
export interface Given {
  readonly dashboard: Dashboard | undefined;
  readonly groups: readonly string[] | undefined;
}

export interface Sitter {
  /** Under the names of the files. */
  readonly state: AccountState;
  /** Profiles and groups of which two have one name. */
  readonly ambiguous: ReadonlySet<ResourceKey>;
  readonly ivrs: readonly { readonly name: string }[];
  readonly numbers: readonly { readonly number: string }[];
  readonly files: {
    /** Ids of the profiles and groups that files define. */
    readonly idOf: (key: ResourceKey) => string | undefined;
    /** All that are in use, templates among them. */
    readonly profileIds: readonly string[];
    readonly groupIds: readonly string[];
    /** Undefined for a profile that no file defines. */
    readonly given: (profile: ResourceKey) => Given | undefined;
  };
  /** Of people, profiles and groups: those to be written. */
  readonly isWanted: (key: ResourceKey) => boolean;
}

/** The words for what the account has: ids of the files, and new ones for what no file defines. */
export function vocabularyOf({ state, ambiguous, ivrs, numbers, files }: Sitter): Vocabulary {
  const ids = (things: Iterable<ProfileState | GroupState>, used: readonly string[], fallback: string) => {
    const taken = new Set(used);
    const named = new Map<ResourceKey, string>();
    for (const { key, name } of [...things].sort((one, other) => byText(one.name, other.name))) {
      if (ambiguous.has(key) || !isSayable(name)) continue;
      const id = files.idOf(key) ?? idFor(name, taken, fallback);
      taken.add(id);
      named.set(key, id);
    }
    return named;
  };
  const profiles = ids(state.profiles.values(), files.profileIds, 'profile');
  const groups = ids(state.groups.values(), files.groupIds, 'group');
  return {
    profileId: (name) => profiles.get(profileKey(name)),
    groupId: (name) => groups.get(groupKey(name)),
    ivrs: new Set(ivrs.map(({ name }) => name).filter(isSayable)),
    numbers: new Set(numbers.map(({ number }) => number)),
  };
}

export function portraitOf(sitter: Sitter, vocabulary: Vocabulary): Portrait {
  const unsaid: Unsaid[] = [];
  const { state, isWanted } = sitter;
  const wanted = <T extends { readonly key: ResourceKey }>(things: Iterable<T>) =>
    [...things].filter(({ key }) => isWanted(key)).sort((one, other) => byText(one.key, other.key));
  const painter = { sitter, vocabulary, unsaid };
  return {
    groups: wanted(state.groups.values()).flatMap((group) => groupEntry(group, painter)),
    profiles: wanted(state.profiles.values()).flatMap((profile) => profileEntry(profile, painter)),
    users: wanted(state.users.values()).map((user) => userEntry(user, painter)),
    unsaid,
  };
}

interface Painter {
  readonly sitter: Sitter;
  readonly vocabulary: Vocabulary;
  readonly unsaid: Unsaid[];
}

function groupEntry({ key, name, openAccess }: GroupState, { vocabulary, unsaid }: Painter): Entry[] {
  const id = vocabulary.groupId(name);
  if (id === undefined) {
    unsaid.push({ key, path: '' });
    return [];
  }
  const open = knownValue(openAccess);
  return [{ key, id, value: { name, ...(open !== undefined && { openAccess: open }) }, isSkeleton: false }];
}

function profileEntry(profile: ProfileState, { vocabulary, unsaid }: Painter): Entry[] {
  const { key, name } = profile;
  const id = vocabulary.profileId(name);
  if (id === undefined) {
    unsaid.push({ key, path: '' });
    return [];
  }
  const permissions = permissionWords(profile.permissions, vocabulary);
  for (const one of permissions.unsaid) unsaid.push({ key, path: `permissions.${one}` });
  const isSkeleton = Object.keys(profile.permissions).length === 0;
  const say = teller(key, unsaid);
  const value = {
    name,
    ...(!isSkeleton && { permissions: permissions.said }),
    ...say('dashboard', profile.dashboard, (dashboard) => dashboardWord(dashboard, vocabulary)),
    ...say('groups', profile.groups, (names) => groupWords(names, vocabulary)),
  };
  return [{ key, id, value, isSkeleton }];
}

/** A value as a member of an entry; nothing where it is unknown, and on the list where no file can state it. */
const teller =
  (key: ResourceKey, unsaid: Unsaid[]) =>
  <T>(path: string, known: Known<T>, wordOf: (value: T) => Json | undefined): JsonRecord => {
    if (!known.known) return {};
    const word = wordOf(known.value);
    if (word !== undefined) return { [path]: word };
    unsaid.push({ key, path });
    return {};
  };

function userEntry(user: UserState, painter: Painter): Entry {
  const { vocabulary, unsaid } = painter;
  const { key, superAdmin, external } = user;
  const say = teller(key, unsaid);
  const name = (text: string) => (isSayable(text) ? text : undefined);
  const own = {
    ...(superAdmin ? {} : say('dashboard', user.dashboard, (dashboard) => dashboardWord(dashboard, vocabulary))),
    ...say('groups', user.groups, (names) => groupWords(names, vocabulary)),
  };
  const link = linkOf(user, own, painter);
  const value = {
    ...(superAdmin && { superAdmin: true }),
    ...(external && { external: true }),
    ...(knownValue(user.firstName) !== '' && say('firstName', user.firstName, name)),
    ...(knownValue(user.lastName) !== '' && say('lastName', user.lastName, name)),
    ...link.words,
    ...own,
  };
  for (const path of link.given) Reflect.deleteProperty(value, path);
  if (external && knownValue(user.groups)?.length === 0) Reflect.deleteProperty(value, 'groups');
  return { key, id: key.slice(key.indexOf(':') + 1), value, isSkeleton: false };
}

interface Link {
  readonly words: JsonRecord;
  /** What the profile gives already. */
  readonly given: readonly (keyof Given)[];
}

const HANDED_DOWN = ['dashboard', 'groups'] as const;
const UNLINKED: Link = { words: {}, given: [] };

function linkOf(user: UserState, own: JsonRecord, painter: Painter): Link {
  const { vocabulary, unsaid } = painter;
  const profile = knownValue(user.profile);
  if (profile === undefined || user.external) return UNLINKED;
  if (profile === null) return { words: ownPermissions(user, painter), given: [] };
  const id = vocabulary.profileId(profile);
  const given = id === undefined ? undefined : givenBy(profile, painter);
  const has = { dashboard: knownValue(user.dashboard), groups: knownValue(user.groups) };
  const same = HANDED_DOWN.filter((path) => isSame(given?.[path], has[path]));
  // What the profile states would be given to somebody who has something else that no file can state.
  const isOverridden = HANDED_DOWN.some(
    (path) => given?.[path] && has[path] && !same.includes(path) && own[path] === undefined,
  );
  if (id === undefined || isOverridden) {
    unsaid.push({ key: user.key, path: 'profile' });
    return UNLINKED;
  }
  return { words: { profile: id }, given: same };
}

/** Of a profile that is written now: what its entry will state. */
function givenBy(name: string, { sitter, vocabulary }: Painter): Given {
  const key = profileKey(name);
  const stated = sitter.files.given(key);
  const profile = sitter.state.profiles.get(key);
  if (stated || !profile) return stated ?? { dashboard: undefined, groups: undefined };
  const dashboard = knownValue(profile.dashboard);
  const groups = knownValue(profile.groups);
  return {
    dashboard: dashboard && dashboardWord(dashboard, vocabulary) !== undefined ? dashboard : undefined,
    groups: groups && groupWords(groups, vocabulary) ? groups : undefined,
  };
}

/** Whose permissions nobody could read is said to be unlinked, and no more. */
export function ownPermissions(
  { key, permissions }: UserState,
  { vocabulary, unsaid }: Omit<Painter, 'sitter'>,
): JsonRecord {
  const { said, unsaid: without } = permissionWords(permissions, vocabulary);
  for (const one of without) unsaid.push({ key, path: `permissions.${one}` });
  return Object.keys(said).length > 0 ? { permissions: said } : { profile: 'none' };
}
