import type { Dashboard, PermissionSet } from '../../model/index.js';
import type { ContentSeed } from './content-seed.js';

/** A whole account as plain values. Names refer to what the seed itself holds; of two with one name, the first is meant. */
export interface AccountSeed {
  readonly team: { readonly id: string; readonly name: string };
  readonly licences: readonly { readonly plan: string; readonly total: number }[];
  /** Numbers that nobody uses. Those of people, IVRs and other uses need not be repeated. */
  readonly freeNumbers: readonly string[];
  /** Numbers of a fax and the like. */
  readonly otherNumbers: readonly string[];
  /** `users` are addresses. */
  readonly ivrs: readonly {
    readonly name: string;
    readonly numbers: readonly string[];
    readonly users: readonly string[];
  }[];
  readonly groups: readonly { readonly name: string; readonly openAccess: boolean }[];
  readonly profiles: readonly SeedProfile[];
  /** One of them, and only one, is the superadministrator. */
  readonly users: readonly SeedUser[];
  /** Calls, tags, invoices and whatever else is there to be seen; nothing of it when it is missing. */
  readonly content?: Partial<ContentSeed>;
}

export interface SeedProfile {
  readonly name: string;
  /** All of them. */
  readonly permissions: PermissionSet;
  readonly dashboard: Dashboard;
  readonly groups: readonly string[];
}

export interface SeedUser {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly status: 'active' | 'archived';
  readonly external: boolean;
  readonly superAdmin: boolean;
  /** Name of the profile the person is linked to, or null. */
  readonly profile: string | null;
  /** All of them for a person who is neither linked nor external, otherwise null. */
  readonly permissions: PermissionSet | null;
  readonly dashboard: Dashboard;
  readonly groups: readonly string[];
  readonly numbers: readonly string[];
  readonly plan: string | null;
}

export interface SeedSummary {
  readonly name: string;
  readonly users: number;
  readonly archived: number;
  readonly profiles: number;
  readonly groups: number;
  readonly numbers: number;
  readonly freeNumbers: number;
  readonly ivrs: number;
}
