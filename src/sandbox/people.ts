import type { Dashboard, PermissionSet } from '../model/index.js';

/** The values that the rules speak of, as they are in the account. */
export interface Person {
  readonly id: number;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly status: 'active' | 'archived';
  readonly external: boolean;
  readonly superAdmin: boolean;
  /** Name of the profile that the person is linked to. */
  readonly profile: string | null;
  readonly profileId: number | null;
  /** Own permissions; null while linked, and of external people. */
  readonly permissions: PermissionSet | null;
  /** What holds for the person: own permissions, or the profile's. */
  readonly effective: PermissionSet;
  readonly dashboard: Dashboard;
  readonly groups: readonly string[];
  readonly numbers: readonly string[];
  readonly plan: string | null;
}

export interface Profile {
  readonly id: number;
  readonly name: string;
  readonly permissions: PermissionSet;
  readonly dashboard: Dashboard;
  readonly groups: readonly string[];
  readonly linked: number;
}

export interface Group {
  readonly id: number;
  readonly name: string;
  readonly openAccess: boolean;
}

/** What the account has under a name. */
export interface Known {
  hasNumber(number: string): boolean;
  ivrs(name: string): number;
  groups(name: string): number;
}
