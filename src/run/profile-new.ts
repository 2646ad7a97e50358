import { accessChanges, type PersonChange } from '../access/differences.js';
import { PERMISSIONS } from '../access/effective.js';
import { type Config, readConfig } from '../config/read-config.js';
import { suggest } from '../config/suggest.js';
import { idFor } from '../edit/account/ids.js';
import {
  type Json,
  knownValue,
  type Live,
  profileKey,
  type ResourceKey,
  type UserState,
  userKey,
} from '../model/index.js';
import { must, profileEdit, writeFollowers } from './profile-edits.js';
import { type NotStanding, type ProfileRequest, type Standing, standingOf } from './profile-standing.js';
import type { FileChange } from './pull-desk.js';

/** What was asked for cannot be: told in a sentence, with what to do. */
export class ProfileMistake extends Error {
  override readonly name = 'ProfileMistake';
  constructor(
    message: string,
    readonly hint: string | undefined,
  ) {
    super(message);
  }
}

export interface MadeProfile {
  readonly ok: true;
  readonly id: string;
  readonly name: string;
  /** Who is linked to it by this. */
  readonly linked: readonly ResourceKey[];
  readonly config: Config;
  readonly live: Live | undefined;
  /** Who would have other access than now. */
  readonly access: readonly PersonChange[];
  /** Not written yet. */
  readonly files: readonly FileChange[];
}

/** A profile, or a template, once more under another name. Nobody is linked to it. Throws ProfileMistake for names that cannot be. */
export async function duplicate(
  request: ProfileRequest,
  { profile, name }: { readonly profile: string; readonly name: string },
): Promise<MadeProfile | NotStanding> {
  const standing = await standingOf(request);
  if (!standing.ok) return standing;
  const { desk, config } = standing;
  const found = entryNamed(standing, profile);
  const fresh = newName(standing, name);
  const { name: _name, previously: _previously, ...rest } = found.value;
  const isTemplate = rest.template === true;
  const value: Json = isTemplate ? rest : { name: fresh.name, ...rest };
  const [beside, edits] = profileEdit(config, { id: fresh.id, value });
  must(desk, found.file.startsWith('../') ? beside : found.file, edits);
  return made(standing, { ...fresh, linked: [] }, request);
}

/** A profile of what a person has, to which they are linked as the account does it. Throws ProfileMistake where that cannot be. */
export async function fromUser(
  request: ProfileRequest,
  { email, name }: { readonly email: string; readonly name: string },
): Promise<MadeProfile | NotStanding> {
  const standing = await standingOf(request);
  if (!standing.ok) return standing;
  const { desk, config, state, live } = standing;
  const user = personNamed(standing, email);
  mayBecomeProfile(user, live !== undefined);
  const fresh = newName(standing, name);
  const profile = { ...fresh, permissions: user.permissions, linked: [user.key], exceptions: [] };
  writeFollowers(desk, [{ config, state, live, profile }]);
  return made(standing, { ...fresh, linked: [user.key] }, request);
}

interface Fresh {
  readonly id: string;
  readonly name: string;
}

function made(
  { desk, config, live, stateOf }: Standing,
  profile: Fresh & Pick<MadeProfile, 'linked'>,
  { tool }: ProfileRequest,
): MadeProfile | NotStanding {
  const edited = readConfig(desk.files(), tool.version);
  if (!edited.ok) return edited;
  const access = accessChanges(stateOf(config), stateOf(edited.value));
  return { ok: true, ...profile, config, live, access, files: desk.changes() };
}

interface Found {
  readonly file: string;
  readonly value: { readonly [key: string]: Json };
}

/** By id, templates too, else by the name in the account. */
function entryNamed({ desk, config }: Standing, word: string): Found {
  const byName = config.desired.profiles.get(profileKey(word));
  const ids: string[] = [];
  for (const { path } of desk.files().files) {
    const profiles = Object.keys(Object(desk.valueAt(path, ['profiles']) ?? {}));
    ids.push(...profiles);
    for (const id of [word, byName?.id]) {
      const value = id !== undefined && profiles.includes(id) ? desk.valueAt(path, ['profiles', id]) : undefined;
      if (isMapping(value)) return { file: path, value };
    }
  }
  throw new ProfileMistake(`No file defines a profile "${word}".`, didYouMean(suggest(word, ids)));
}

const isMapping = (value: Json | undefined): value is Found['value'] =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const didYouMean = (nearest: string | undefined): string | undefined =>
  nearest === undefined ? undefined : `Did you mean "${nearest}"?`;

const MOST_CHARACTERS = 200;

/** What was typed is the name in the account; what can be an id is both. */
function newName({ desk, config, state }: Standing, word: string): Fresh {
  const name = word.trim();
  if (name === '' || name.length > MOST_CHARACTERS || /[\p{C}\p{Zl}\p{Zp}]/u.test(name))
    throw new ProfileMistake('A profile needs a name of 1 to 200 characters that can be seen.', undefined);
  const ids = new Set(
    desk.files().files.flatMap(({ path }) => Object.keys(Object(desk.valueAt(path, ['profiles']) ?? {}))),
  );
  const key = profileKey(name);
  if (ids.has(name) || config.desired.profiles.has(key) || state.profiles.has(key) || name === 'none')
    throw new ProfileMistake(`There is a profile "${name}" already.`, 'Choose another name.');
  const isId = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name);
  return { id: isId ? name : idFor(name, ids, 'profile'), name };
}

function personNamed({ config, state }: Standing, email: string): UserState {
  const key = userKey(email);
  const user = state.users.get(key);
  if (config.desired.users.has(key) && user?.status === 'active') return user;
  const emails = [...config.desired.users.values()].map((one) => one.email);
  if (config.desired.users.has(key))
    throw new ProfileMistake(`"${email}" is archived, or not there yet.`, 'Choose somebody who is active.');
  const nearest = didYouMean(suggest(email, emails));
  throw new ProfileMistake(
    `No file names "${email}".`,
    nearest ?? 'ringctl pull writes people of the account into the files.',
  );
}

function mayBecomeProfile(user: UserState, isLive: boolean): void {
  const { email, permissions } = user;
  const profile = knownValue(user.profile);
  if (typeof profile === 'string')
    throw new ProfileMistake(
      `"${email}" is linked to the profile "${profile}" and has no permissions of their own.`,
      `ringctl profile duplicate "${profile}" NEW makes one like it.`,
    );
  if (user.external)
    throw new ProfileMistake(`"${email}" is external and has no permissions.`, 'Choose somebody with a licence.');
  if (user.superAdmin)
    throw new ProfileMistake(
      `"${email}" is the superadministrator, whose access is no pattern for others.`,
      'Choose somebody else.',
    );
  const stated = PERMISSIONS.filter(({ id }) => Object.hasOwn(permissions, id)).length;
  if (stated === PERMISSIONS.length) return;
  throw new ProfileMistake(
    `Of the ${PERMISSIONS.length} permissions of "${email}" ${stated} are known.`,
    isLive ? 'The account does not show the others: state them first.' : '--live takes the others from the account.',
  );
}
