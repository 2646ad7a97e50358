import type { Config } from '../config/read-config.js';
import { isPermission } from '../config/value.js';
import { inOrderOf, leafEdits } from '../edit/account/leaf-edits.js';
import { ownPermissions } from '../edit/account/portrait.js';
import { dashboardWord, groupWords, isSayable, permissionWord, type Vocabulary } from '../edit/account/words.js';
import type { Edit } from '../edit/index.js';
import {
  type AccountState,
  type Change,
  type Desired,
  isSame,
  type Json,
  knownValue,
  type Place,
  type ResourceKey,
  type UserState,
  userKey,
} from '../model/index.js';
import type { Desk } from './pull-desk.js';

/** What would make the files say what the account has, for one field. */
export interface Correction {
  readonly key: ResourceKey;
  /** As a plan has it: `permissions.snooze`, `dashboard`, `groups`; `ensure` for somebody who left. */
  readonly path: string;
  readonly file: string;
  readonly edits: readonly Edit[];
  /** `proposed`: the line that says otherwise says it of others as well, or somebody would leave. */
  readonly kind: 'in-place' | 'proposed';
  /** The line that says otherwise. */
  readonly says: Place | undefined;
}

/** A difference that no edit of ours removes. */
export interface Left {
  readonly key: ResourceKey;
  readonly path: string;
  readonly why: 'not-in-account' | 'renamed' | 'left-by-day' | 'cannot-be-said';
}

export interface Corrections {
  readonly corrections: readonly Correction[];
  readonly left: readonly Left[];
}

export interface Comparison {
  readonly config: Config;
  /** The account under the names of the files. */
  readonly state: AccountState;
  /** What a plan would do. */
  readonly changes: readonly Change[];
  readonly vocabulary: Vocabulary;
  readonly desk: Desk;
}

/** A plan turned round: each of its changes makes the account like the files, and each correction the files like the account. */
export function correctionsFor(comparison: Comparison): Corrections {
  const corrections: Correction[] = [];
  const left: Left[] = [];
  const decided = decidedBy(comparison);
  for (const { key, path } of fieldsOf(comparison.changes)) {
    const found = correction(comparison, { key, path, decided });
    if (found === undefined) continue;
    if ('why' in found) left.push(found);
    else corrections.push(found);
  }
  return { corrections, left };
}

interface Field {
  readonly key: ResourceKey;
  readonly path: string;
}

/** One value each: the parts of a dashboard are one, and so are the memberships of a person. What nobody could read is no difference. */
function fieldsOf(changes: readonly Change[]): readonly Field[] {
  const fields = new Map<string, Field>();
  const add = (key: ResourceKey, path: string) => fields.set(`${key} ${path}`, { key, path });
  for (const change of changes) {
    if (change.kind === 'membership') add(userKey(change.key.slice(change.key.lastIndexOf('/') + 1)), 'groups');
    else if (change.action !== 'update') add(change.key, change.action);
    else
      for (const { path, before } of change.fields) {
        if (typeof before === 'object' && before !== null && 'unknown' in before) continue;
        add(change.key, path.startsWith('dashboard') ? 'dashboard' : path);
      }
  }
  const whole = new Set(
    [...fields.values()].filter(({ path }) => path === 'create' || path === 'delete').map(({ key }) => key),
  );
  return [...fields.values()].filter(({ key, path }) => !whole.has(key) || path === 'create' || path === 'delete');
}

type Decided = (place: Place, path: string) => readonly ResourceKey[];

function correction(
  comparison: Comparison,
  { key, path, decided }: Field & { decided: Decided },
): Correction | Left | undefined {
  const { config, state } = comparison;
  const place = config.placeOf(key, '');
  if (!place) return undefined;
  if (path === 'create' || path === 'delete') return presence(comparison, { key, path, place });
  if (path === 'email' || path === 'name') return { key, path, why: 'renamed' };
  const user = state.users.get(key);
  if (path === 'profile' && user) return linkCorrection(comparison, { user, place });
  const isOfLinked = user !== undefined && knownValue(user.profile) !== null && path.startsWith('permissions.');
  // The link comes first: what else differs then is seen in the next round.
  if (isOfLinked) return undefined;
  const value = wordFor(comparison, { key, path });
  if (value === undefined) return { key, path, why: 'cannot-be-said' };
  const says = config.chainOf(key, path)[0]?.place;
  const own = [...place.path, ...path.split('.')].map(String);
  const isOwn = says !== undefined && says.file === place.file && isSame(says.path.slice(0, 2), place.path.slice(0, 2));
  const kind = isOwn && reachesNobodyElse(comparison, { key, path, says, decided }) ? 'in-place' : 'proposed';
  const before = comparison.desk.valueAt(place.file, own);
  const after = path === 'groups' && Array.isArray(value) ? inOrderOf(before, value.map(String)) : value;
  return { key, path, file: place.file, edits: leafEdits(own, before, after), kind, says };
}

interface Whole {
  readonly key: ResourceKey;
  readonly path: 'create' | 'delete';
  readonly place: Place;
}

/** Who is archived, or is there although the files let them go. */
function presence({ config, state }: Comparison, { key, path, place }: Whole): Correction | Left {
  const entry = [...place.path].map(String);
  const says = config.placeOf(key, 'ensure');
  const ensure = (value: string, kind: Correction['kind']): Correction => {
    const edits: readonly Edit[] = [{ kind: 'set', path: [...entry, 'ensure'], value }];
    return { key, path: 'ensure', file: place.file, edits, kind, says: says ?? place };
  };
  if (path === 'create') {
    const isArchived = state.users.get(key)?.status === 'archived';
    return isArchived ? ensure('archived', 'proposed') : { key, path: '', why: 'not-in-account' };
  }
  if (config.desired.users.get(key)?.ensure !== 'present') return ensure('present', 'in-place');
  return { key, path: 'until', why: 'left-by-day' };
}

/** Somebody is linked to another profile, or to none, than the files say. */
function linkCorrection(
  { desk, vocabulary }: Comparison,
  { user, place }: { user: UserState; place: Place },
): Correction | Left {
  const { key } = user;
  const entry = place.path.map(String);
  const stated = (path: string) => desk.valueAt(place.file, [...entry, path]) !== undefined;
  const without = (...paths: readonly string[]) =>
    paths.filter(stated).map((path): Edit => ({ kind: 'remove', path: [...entry, path] }));
  const profile = knownValue(user.profile);
  const done = (edits: readonly Edit[]): Correction => ({
    key,
    path: 'profile',
    file: place.file,
    edits,
    kind: 'in-place',
    says: place,
  });
  if (typeof profile === 'string') {
    const id = vocabulary.profileId(profile);
    if (id === undefined) return { key, path: 'profile', why: 'cannot-be-said' };
    return done([{ kind: 'set', path: [...entry, 'profile'], value: id }, ...without('permissions', 'extends')]);
  }
  const words = ownPermissions(user, { vocabulary, unsaid: [] });
  const sets = Object.entries(words).map(([path, value]): Edit => ({ kind: 'set', path: [...entry, path], value }));
  return done([...sets, ...('profile' in words ? [] : without('profile'))]);
}

function wordFor({ state, vocabulary }: Comparison, { key, path }: Field): Json | undefined {
  const user = state.users.get(key);
  const profile = state.profiles.get(key);
  const group = state.groups.get(key);
  if (group) return path === 'openAccess' ? knownValue(group.openAccess) : undefined;
  const holder = user ?? profile;
  if (!holder) return undefined;
  const dashboard = knownValue(holder.dashboard);
  const groups = knownValue(holder.groups);
  if (path === 'dashboard') return user?.superAdmin || !dashboard ? undefined : dashboardWord(dashboard, vocabulary);
  if (path === 'groups') return groups && groupWords(groups, vocabulary);
  if (path.startsWith('permissions.')) {
    const id = path.slice('permissions.'.length);
    const value = isPermission(id) ? holder.permissions[id] : undefined;
    return value === undefined ? undefined : permissionWord(id, value, vocabulary);
  }
  const name = user && (path === 'firstName' || path === 'lastName') ? knownValue(user[path]) : undefined;
  return name !== undefined && isSayable(name) ? name : undefined;
}

type Holder = Pick<UserState, 'permissions' | 'dashboard' | 'groups'>;

/** In the form of the model; undefined is unknown. */
function valueIn(holder: Holder | undefined, path: string): unknown {
  if (!holder) return undefined;
  if (path === 'dashboard' || path === 'groups') return knownValue<unknown>(holder[path]);
  return Reflect.get(holder.permissions, path.slice('permissions.'.length));
}

/** Everybody else for whom this line decides has the new value too, as far as anybody knows. */
function reachesNobodyElse(
  { state }: Comparison,
  { key, path, says, decided }: Field & { says: Place; decided: Decided },
): boolean {
  const holderOf = (one: ResourceKey) => state.users.get(one) ?? state.profiles.get(one);
  const value = valueIn(holderOf(key), path);
  return decided(says, path).every((other) => {
    const there = valueIn(holderOf(other), path);
    return other === key || there === undefined || isSame(there, value);
  });
}

/** People and profiles for which a line decides a field. Each field is looked up once. */
function decidedBy({ config }: Comparison): Decided {
  const byPath = new Map<string, ReadonlyMap<string, readonly ResourceKey[]>>();
  const name = ({ file, path }: Place, field: string) => JSON.stringify([file, path.slice(0, 2), field]);
  const collect = (field: string) => {
    const found = new Map<string, ResourceKey[]>();
    for (const key of holdersOf(config.desired, field)) {
      const place = config.chainOf(key, field)[0]?.place;
      if (!place) continue;
      const keys = found.get(name(place, field)) ?? [];
      keys.push(key);
      found.set(name(place, field), keys);
    }
    return found;
  };
  return (place, field) => {
    const found = byPath.get(field) ?? collect(field);
    byPath.set(field, found);
    return found.get(name(place, field)) ?? [];
  };
}

/** Permissions of linked people are those of the profile, which is asked itself. */
function holdersOf({ users, profiles }: Desired, field: string): readonly ResourceKey[] {
  const people = [...users.values()].filter(({ link }) => !field.startsWith('permissions.') || link.to === 'none');
  return [...profiles.keys(), ...people.map(({ key }) => key)];
}
