import type { Exception } from '../access/suggest-profiles.js';
import type { Config } from '../config/read-config.js';
import { fileByRule, likesIn } from '../edit/account/layout.js';
import { dashboardWord, groupWords, permissionWords, type Vocabulary } from '../edit/account/words.js';
import type { Edit } from '../edit/index.js';
import {
  type AccountState,
  isSame,
  type Json,
  knownValue,
  type Live,
  type PermissionSet,
  type Place,
  type ResourceKey,
  type UserState,
} from '../model/index.js';
import { type Desk, isOwnFile } from './pull-desk.js';

/** A profile that is to be, and who follows it. */
export interface Followers {
  readonly id: string;
  readonly name: string;
  readonly permissions: PermissionSet;
  readonly linked: readonly ResourceKey[];
  readonly exceptions: readonly Exception[];
}

export interface Following {
  readonly config: Config;
  readonly state: AccountState;
  readonly live: Live | undefined;
  readonly profile: Followers;
}

/** Writes profiles, links people to them, and lets others follow them with exceptions. What else they have stays theirs. */
export function writeFollowers(desk: Desk, following: readonly Following[]): void {
  const edits = new Map<string, Edit[]>();
  for (const one of following)
    for (const [file, edit] of followerEdits(desk, one)) edits.set(file, [...(edits.get(file) ?? []), ...edit]);
  for (const [file, all] of edits) must(desk, file, all);
}

function followerEdits(desk: Desk, following: Following): readonly (readonly [string, readonly Edit[]])[] {
  const { config, state, profile } = following;
  const words = vocabularyFor(following);
  const keys = [...profile.linked, ...profile.exceptions.map(({ key }) => key)];
  const members = keys.flatMap((key) => state.users.get(key) ?? []);
  const given = {
    dashboard: common(
      members.map((user) => wordOf(user, 'dashboard', words)),
      isOrdinary,
    ),
    groups: common(
      members.map((user) => wordOf(user, 'groups', words)),
      () => true,
    ),
  };
  const { said } = permissionWords(profile.permissions, words);
  const value: Json = {
    name: profile.name,
    permissions: said,
    ...(given.dashboard !== undefined && { dashboard: given.dashboard }),
    ...(given.groups !== undefined && { groups: given.groups }),
  };
  const people = members.flatMap((user): [string, readonly Edit[]][] => {
    const place = config.placeOf(user.key, '');
    return place ? [[place.file, personEdits(desk, user, { following, words, given, place })]] : [];
  });
  return [profileEdit(config, { id: profile.id, value }), ...people];
}

interface Person {
  readonly following: Following;
  readonly words: Vocabulary;
  readonly given: { readonly [path in 'dashboard' | 'groups']: Json | undefined };
  readonly place: Place;
}

function personEdits(desk: Desk, user: UserState, { following, words, given, place }: Person): readonly Edit[] {
  const { config, profile } = following;
  const entry = place.path.map(String);
  const own = profile.exceptions.find(({ key }) => key === user.key)?.permissions;
  const has = (path: string) => desk.valueAt(place.file, [...entry, path]) !== undefined;
  return [
    ...linkEdits(entry, { id: profile.id, own: own && permissionWords(own, words).said, has }),
    ...(['dashboard', 'groups'] as const).flatMap((path) =>
      ownEdits([...entry, path], {
        word: wordOf(user, path, words),
        given: given[path],
        isOwn: has(path),
        isStated: config.placeOf(user.key, path) !== undefined,
      }),
    ),
  ];
}

/** What is to be edited together is edited, or the caller is told where it could not be. */
export class NotEditable extends Error {
  override readonly name = 'NotEditable';
  constructor(
    readonly file: string,
    readonly why: string,
  ) {
    super(`${file} cannot be edited: ${why}`);
  }
}

export function must(desk: Desk, file: string, edits: readonly Edit[]): void {
  const result = desk.edit(file, edits);
  if (!result.ok) throw new NotEditable(file, result.why);
}

/** Nobody becomes an administrator by being linked to a profile that was made for others. */
const isOrdinary = (dashboard: Json): boolean => dashboard !== 'admin';

/** What more than half of them have, where of all of them it is known. */
function common(words: readonly (Json | undefined)[], isFit: (word: Json) => boolean): Json | undefined {
  const counts = new Map<string, number>();
  for (const word of words) {
    if (word === undefined) return undefined;
    counts.set(JSON.stringify(word), (counts.get(JSON.stringify(word)) ?? 0) + 1);
  }
  const most = words.find((word) => (counts.get(JSON.stringify(word)) ?? 0) * 2 > words.length);
  return most !== undefined && isFit(most) ? most : undefined;
}

function wordOf(user: UserState, path: 'dashboard' | 'groups', words: Vocabulary): Json | undefined {
  const dashboard = knownValue(user.dashboard);
  const groups = knownValue(user.groups);
  if (path === 'dashboard') return dashboard && dashboardWord(dashboard, words);
  return groups && groupWords(groups, words);
}

interface LinkWords {
  readonly id: string;
  /** Undefined for somebody who is linked. */
  readonly own: Json | undefined;
  readonly has: (path: string) => boolean;
}

function linkEdits(entry: readonly string[], { id, own, has }: LinkWords): readonly Edit[] {
  const set = (path: string, value: Json): Edit => ({ kind: 'set', path: [...entry, path], value });
  const without = (path: string): readonly Edit[] => (has(path) ? [{ kind: 'remove', path: [...entry, path] }] : []);
  if (own === undefined) return [set('profile', id), ...without('permissions'), ...without('extends')];
  return [...without('profile'), set('extends', id), set('permissions', own)];
}

interface OwnWords {
  readonly word: Json | undefined;
  readonly given: Json | undefined;
  readonly isOwn: boolean;
  /** By whomever. */
  readonly isStated: boolean;
}

/** Stated by the person where the profile gives something else, or gave it until now. */
function ownEdits(path: readonly string[], { word, given, isOwn, isStated }: OwnWords): readonly Edit[] {
  if (word === undefined || (given === undefined && !isStated)) return [];
  if (given !== undefined && isSame(word, given)) return isOwn ? [{ kind: 'remove', path }] : [];
  return isOwn ? [] : [{ kind: 'set', path, value: word }];
}

/** Words of the files alone: what no file names is left as it is. */
export function vocabularyFor({ config, state, live }: Pick<Following, 'config' | 'state' | 'live'>): Vocabulary {
  const { profiles, groups } = config.desired;
  const profileIds = new Map([...profiles.values()].map(({ name, id }) => [name, id]));
  const groupIds = new Map([...groups.values()].map(({ name, id }) => [name, id]));
  const scopes = [...state.users.values(), ...state.profiles.values()].flatMap(({ dashboard }) => {
    const ivrs = knownValue(dashboard)?.scope.ivrs;
    return ivrs === undefined || ivrs === 'all' ? [] : ivrs;
  });
  const sets = [...state.users.values(), ...state.profiles.values()].map(({ permissions }) => permissions.editCallerId);
  const numbers = sets.flatMap((value) => (Array.isArray(value) ? value.map(String) : []));
  return {
    profileId: (name) => profileIds.get(name),
    groupId: (name) => groupIds.get(name),
    ivrs: new Set(live ? live.ivrs.map(({ name }) => name) : scopes),
    numbers: new Set(live ? live.numbers.map(({ number }) => number) : numbers),
  };
}

/** Beside the others, else in a file of its own. */
export function profileEdit(
  { desired }: Config,
  { id, value }: { id: string; value: Json },
): readonly [string, readonly Edit[]] {
  const standing = [...desired.profiles.values()]
    .map(({ at }) => ({ section: 'profiles' as const, profile: undefined, team: undefined, file: at.file }))
    .filter(({ file }) => isOwnFile(file));
  const [beside] = likesIn(standing)({ section: 'profiles', profile: undefined, team: undefined });
  const file = beside ?? fileByRule('kind', 'profiles', undefined);
  return [file, [{ kind: 'set', path: ['profiles', id], value }]];
}
