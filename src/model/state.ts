import type { Dashboard } from './dashboard.js';
import type { Instant, ResourceKey } from './names.js';
import type { PermissionSet } from './permission.js';

/** A value, or why there is none. Unreadable is never absent: nothing may be concluded from it. */
export type Known<T> =
  | { readonly known: true; readonly value: T; readonly from: 'read' }
  | { readonly known: true; readonly value: T; readonly from: 'recorded'; readonly at: Instant }
  | { readonly known: false; readonly why: 'unreadable' | 'offline' };

export const read = <T>(value: T): Known<T> => ({ known: true, value, from: 'read' });
export const UNREADABLE: Known<never> = Object.freeze({ known: false, why: 'unreadable' });
export const OFFLINE: Known<never> = Object.freeze({ known: false, why: 'offline' });
export const knownValue = <T>(known: Known<T>): T | undefined => (known.known ? known.value : undefined);

export interface UserState {
  readonly key: ResourceKey;
  /** As the account writes it; `key` carries the comparable form. */
  readonly email: string;
  readonly firstName: Known<string>;
  readonly lastName: Known<string>;
  readonly status: 'active' | 'archived';
  readonly external: boolean;
  readonly superAdmin: boolean;
  /** Name of the profile that the person is linked to, or null. */
  readonly profile: Known<string | null>;
  /** The person's own permissions. While linked they are those of the profile, and this is empty. */
  readonly permissions: PermissionSet;
  readonly dashboard: Known<Dashboard>;
  /** Names of the account's groups, sorted. */
  readonly groups: Known<readonly string[]>;
  /** E.164 with plus. */
  readonly numbers: readonly string[];
  readonly plan: string | undefined;
}

export interface ProfileState {
  readonly key: ResourceKey;
  readonly name: string;
  readonly permissions: PermissionSet;
  /** Given to a person at the moment of linking, and not afterwards. */
  readonly dashboard: Known<Dashboard>;
  readonly groups: Known<readonly string[]>;
}

export interface GroupState {
  readonly key: ResourceKey;
  readonly name: string;
  readonly openAccess: Known<boolean>;
}

/** One account at one moment, as far as ringctl manages it. Both sides of every comparison have this shape. */
export interface AccountState {
  readonly users: ReadonlyMap<ResourceKey, UserState>;
  readonly profiles: ReadonlyMap<ResourceKey, ProfileState>;
  readonly groups: ReadonlyMap<ResourceKey, GroupState>;
}
