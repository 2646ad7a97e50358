import {
  type AccountState,
  type GroupState,
  isSame,
  type Known,
  type PermissionSet,
  type ProfileState,
  type ResourceKey,
  read,
  sameValue,
  type UserState,
} from '../model/index.js';

/** What the files want, with everything that they do not state taken over from the account. */
export interface Filled {
  readonly after: AccountState;
  /** Profiles and groups that would go, but that somebody or something refers to. */
  readonly stillInUse: readonly ResourceKey[];
  /** Why a resource changes, where it is not simply because the files state it. */
  readonly reasons: ReadonlyMap<ResourceKey, string>;
}

/** A stated value counts as read: it is what will be written. The known value stays the same object where nothing differs. */
export function overlay<T>(have: Known<T> | undefined, want: T | undefined): Known<T> {
  if (want === undefined) return have ?? { known: false, why: 'offline' };
  return have?.known && isSame(have.value, want) ? have : read(want);
}

export function overlaySet(have: PermissionSet, want: PermissionSet): PermissionSet {
  const differs = Object.entries(want).some(([id, value]) => !sameValue(Reflect.get(have, id), value));
  return differs ? { ...have, ...want } : have;
}

/** The object of before, where nothing differs: what is the same object needs no further comparison. */
export function keep<T extends ProfileState | GroupState | UserState>(have: T | undefined, filled: T): T {
  if (!have) return filled;
  return Object.keys(filled).every((field) => Reflect.get(have, field) === Reflect.get(filled, field)) ? have : filled;
}
