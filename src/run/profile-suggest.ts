import { accessChanges, type PersonChange } from '../access/differences.js';
import { PERMISSIONS } from '../access/effective.js';
import {
  type Holder,
  NEAR,
  type NearDuplicate,
  type Outlier,
  type Suggestion,
  suggestProfiles,
} from '../access/suggest-profiles.js';
import { type Config, readConfig } from '../config/read-config.js';
import { idFor } from '../edit/account/ids.js';
import {
  type AccountState,
  type Diagnostic,
  knownValue,
  type Live,
  profileKey,
  type ResourceKey,
  type UserState,
} from '../model/index.js';
import { type Followers, writeFollowers } from './profile-edits.js';
import { type ProfileRequest, standingOf } from './profile-standing.js';
import type { Desk, FileChange } from './pull-desk.js';

export interface SuggestRequest extends ProfileRequest {
  /** People may follow a profile that gives them a little more or less than they have. */
  readonly allowsWidening: boolean;
}

export type Suggested = { readonly ok: false; readonly diagnostics: readonly Diagnostic[] } | SuggestedFiles;

export interface SuggestedFiles {
  readonly ok: true;
  readonly config: Config;
  readonly live: Live | undefined;
  readonly profiles: readonly NamedProfile[];
  readonly outliers: readonly Outlier[];
  readonly nearDuplicates: readonly NearDuplicate[];
  /** People who are in the files and have no own permissions that are all known. */
  readonly unknown: readonly ResourceKey[];
  /** Who would have other access than now. Empty unless widening is allowed. */
  readonly access: readonly PersonChange[];
  /** Not written yet. */
  readonly files: readonly FileChange[];
}

export interface NamedProfile {
  readonly id: string;
  readonly name: string;
  readonly linked: readonly ResourceKey[];
  readonly exceptions: Suggestion['profiles'][number]['exceptions'];
}

/** Profiles for those who have own permissions, with the files that would say so. Writes nothing. */
export async function suggest(request: SuggestRequest): Promise<Suggested> {
  const standing = await standingOf(request);
  if (!standing.ok) return standing;
  const { config, state, live, desk, stateOf } = standing;
  const { holders, unknown } = holdersIn(config, state);
  const suggestion = suggestProfiles(holders, { tolerance: request.allowsWidening ? NEAR : 0 });
  const profiles = named(suggestion, { config, state, desk });
  writeFollowers(
    desk,
    profiles.map((profile) => ({ config, state, live, profile })),
  );
  const edited = readConfig(desk.files(), request.tool.version);
  if (!edited.ok) return edited;
  const access = accessChanges(stateOf(config), stateOf(edited.value));
  return {
    ok: true,
    config,
    live,
    profiles: profiles.map(({ id, name, linked, exceptions }) => ({ id, name, linked, exceptions })),
    outliers: suggestion.outliers,
    nearDuplicates: suggestion.nearDuplicates,
    unknown,
    access,
    files: desk.changes(),
  };
}

/** People of the files who are linked to nothing. */
function holdersIn(
  { desired }: Config,
  state: AccountState,
): { holders: readonly Holder[]; unknown: readonly ResourceKey[] } {
  const unlinked = [...desired.users.keys()].flatMap((key) => {
    const user = state.users.get(key);
    return user && isUnlinked(user) ? [user] : [];
  });
  const isWhole = ({ permissions }: UserState) => PERMISSIONS.every(({ id }) => Object.hasOwn(permissions, id));
  return {
    holders: unlinked.filter(isWhole).map(({ key, permissions }) => ({ key, permissions })),
    unknown: unlinked.filter((user) => !isWhole(user)).map(({ key }) => key),
  };
}

const isUnlinked = ({ status, external, superAdmin, profile }: UserState): boolean =>
  status === 'active' && !external && !superAdmin && (!profile.known || profile.value === null);

interface Naming {
  readonly config: Config;
  readonly state: AccountState;
  readonly desk: Desk;
}

/** After the group to which most of its people belong. */
function named({ profiles }: Suggestion, { config, state, desk }: Naming): readonly Followers[] {
  const ids = new Set(
    desk.files().files.flatMap(({ path }) => Object.keys(Object(desk.valueAt(path, ['profiles']) ?? {}))),
  );
  const isTaken = (name: string) =>
    state.profiles.has(profileKey(name)) || config.desired.profiles.has(profileKey(name));
  const used = new Set<string>();
  return profiles.map((profile, index) => {
    const people = [...profile.linked, ...profile.exceptions.map(({ key }) => key)];
    const base = commonGroup(people, state) ?? `Profile ${index + 1}`;
    const name = firstFree(base, (candidate) => used.has(candidate) || isTaken(candidate));
    used.add(name);
    const id = idFor(name, ids, `profile-${index + 1}`);
    ids.add(id);
    return { ...profile, id, name };
  });
}

function firstFree(base: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(base)) return base;
  for (let number = 2; ; number += 1) if (!isTaken(`${base} ${number}`)) return `${base} ${number}`;
}

function commonGroup(people: readonly ResourceKey[], { users }: AccountState): string | undefined {
  const counts = new Map<string, number>();
  for (const key of people)
    for (const group of knownValue(users.get(key)?.groups ?? NOBODY) ?? [])
      counts.set(group, (counts.get(group) ?? 0) + 1);
  const [group, number] = [...counts].reduce((best, other) => (other[1] > best[1] ? other : best), ['', 0]);
  return number * 2 > people.length ? group : undefined;
}

const NOBODY: UserState['groups'] = { known: false, why: 'offline' };
