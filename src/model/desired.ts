import type { Dashboard } from './dashboard.js';
import type { Day, ResourceKey } from './names.js';
import type { PermissionSet } from './permission.js';
import type { Place } from './place.js';
import type { AccessTest, Policy } from './policy.js';
import type { Settings } from './settings.js';

/** `{profile: name}` links, `none` unlinks, `unmanaged` leaves link and permissions as they are. */
export type Link =
  | { readonly to: 'profile'; readonly profile: ResourceKey }
  | { readonly to: 'none' }
  | { readonly to: 'unmanaged' };

export interface DesiredUser {
  readonly key: ResourceKey;
  readonly email: string;
  readonly previously: readonly ResourceKey[];
  readonly firstName: string | undefined;
  readonly lastName: string | undefined;
  readonly link: Link;
  /** Own permissions that are stated, inherited ones included. Empty unless `link` is none. */
  readonly permissions: PermissionSet;
  /** Stated by the person, or inherited from a parent by `extends`; not that of the linked profile. */
  readonly dashboard: Dashboard | undefined;
  /** Names of the account's groups, sorted; undefined is unmanaged. */
  readonly groups: readonly string[] | undefined;
  readonly external: boolean | undefined;
  readonly superAdmin: boolean | undefined;
  readonly ensure: 'present' | 'archived' | 'absent';
  readonly from: Day | undefined;
  readonly until: Day | undefined;
  readonly invite: { readonly number: string; readonly plan: string } | undefined;
  readonly at: Place;
}

export interface DesiredProfile {
  readonly key: ResourceKey;
  /** Its id in the files. */
  readonly id: string;
  readonly name: string;
  readonly previously: readonly ResourceKey[];
  readonly permissions: PermissionSet;
  readonly dashboard: Dashboard | undefined;
  readonly groups: readonly string[] | undefined;
  readonly at: Place;
}

export interface DesiredGroup {
  readonly key: ResourceKey;
  readonly id: string;
  readonly name: string;
  readonly previously: readonly ResourceKey[];
  readonly openAccess: boolean | undefined;
  readonly at: Place;
}

/** What the files of one account say, with every reference and inheritance worked out. Templates are gone. */
export interface Desired {
  readonly settings: Settings;
  readonly users: ReadonlyMap<ResourceKey, DesiredUser>;
  readonly profiles: ReadonlyMap<ResourceKey, DesiredProfile>;
  readonly groups: ReadonlyMap<ResourceKey, DesiredGroup>;
  /** In the order of their ids. */
  readonly policies: readonly Policy[];
  readonly tests: readonly AccessTest[];
  /** sha256 over names and bytes of the files, hexadecimal. */
  readonly filesDigest: string;
  readonly fileCount: number;
}
