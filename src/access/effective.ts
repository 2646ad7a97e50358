/** Who can do what, worked out from one state of an account. This folder is pure: it may not know files, networks, clocks or output. */
import {
  type AccountState,
  CATALOGUE,
  type CatalogueEntry,
  type Dashboard,
  EVERYWHERE,
  knownValue,
  type Level,
  NO_DASHBOARD,
  PAGES,
  type PageAccess,
  type PageId,
  type PermissionId,
  type PermissionSet,
  type PermissionValue,
  profileKey,
  type ResourceKey,
  type Scope,
  type UserState,
} from '../model/index.js';
import { ASSUMPTIONS } from './assumptions.js';

/** Everything that one person's own settings give them. What depends on other people is worked out in `reach.ts`. */
export interface Access {
  readonly key: ResourceKey;
  readonly email: string;
  /** May sign in at all. */
  readonly isActive: boolean;
  readonly isSuperAdmin: boolean;
  /** Has no licence, and so no app, no line and no calls. */
  readonly isExternal: boolean;
  /** Effective permissions; a key that is absent is unknown. */
  readonly permissions: PermissionSet;
  /** Undefined is unknown. */
  readonly level: Level | undefined;
  readonly pages: Dashboard['pages'];
  readonly scope: Scope;
  /** Groups whose calls the person takes; undefined is unknown. */
  readonly groups: readonly string[] | undefined;
}

export const PERMISSIONS: readonly (CatalogueEntry & { readonly id: string })[] = CATALOGUE.filter(
  (entry) => entry.kind !== 'action',
);

/** Of every permission the value that grants least: what somebody has who is not there. */
export const NOTHING: PermissionSet = Object.freeze(
  Object.fromEntries(PERMISSIONS.map((entry) => [entry.id, leastOf(entry)])),
);

const NO_GROUPS: readonly string[] = Object.freeze([]);
const EVERY_PAGE: Dashboard['pages'] = Object.freeze(Object.fromEntries(PAGES.map((page) => [page.id, 'write'])));

function leastOf(entry: CatalogueEntry): PermissionValue {
  if (entry.kind === 'switch') return entry.grants === 'less';
  if (entry.kind === 'choice') return entry.choices?.[0] ?? 'none';
  return entry.kind === 'callerIds' ? [] : 0;
}

export function accessOf(state: AccountState, user: UserState): Access {
  const { key, email } = user;
  if (user.status === 'archived') return nobody(key, email);
  const dashboard = dashboardOf(user);
  return {
    key,
    email,
    isActive: true,
    isSuperAdmin: user.superAdmin,
    isExternal: user.external,
    permissions: user.external ? NOTHING : permissionsOf(state, user),
    level: dashboard?.level,
    pages: dashboard ? pagesOf(dashboard) : NO_DASHBOARD.pages,
    scope: dashboard && dashboard.level !== 'admin' ? dashboard.scope : EVERYWHERE,
    groups: user.external ? NO_GROUPS : knownValue(user.groups),
  };
}

/** The access of somebody who is not in the account, or may not sign in. */
export const nobody = (key: ResourceKey, email: string): Access => ({
  key,
  email,
  isActive: false,
  isSuperAdmin: false,
  isExternal: false,
  permissions: NOTHING,
  level: 'none',
  pages: NO_DASHBOARD.pages,
  scope: EVERYWHERE,
  groups: NO_GROUPS,
});

/** A linked person has the permissions of the profile and no others. */
export function permissionsOf(state: AccountState, user: UserState): PermissionSet {
  if (!user.profile.known) return {};
  const { value } = user.profile;
  return value === null ? user.permissions : (state.profiles.get(profileKey(value))?.permissions ?? {});
}

function dashboardOf(user: UserState): Dashboard | undefined {
  if (user.superAdmin) return { level: 'admin', pages: {}, scope: EVERYWHERE };
  return knownValue(user.dashboard);
}

const pagesOf = (dashboard: Dashboard): Dashboard['pages'] => {
  if (dashboard.level === 'admin') return EVERY_PAGE;
  return dashboard.level === 'none' ? NO_DASHBOARD.pages : dashboard.pages;
};

export const pageAccess = (access: Access, page: PageId): PageAccess | 'none' => access.pages[page] ?? 'none';

export const isAdmin = (access: Access): boolean => access.level === 'admin';

export const ordersLicences = (access: Access): boolean =>
  ASSUMPTIONS.levelsThatOrderLicences.some((level) => level === access.level);

export const seesBilling = (access: Access): boolean => access.pages.billing !== undefined;

/** Undefined where nobody knows. */
export function hasPermission(access: Access, id: PermissionId): boolean | undefined {
  const value = access.permissions[id];
  if (value === undefined) return undefined;
  const entry = PERMISSIONS.find((candidate) => candidate.id === id);
  if (typeof value === 'boolean') return entry?.grants === 'less' ? !value : value;
  return Array.isArray(value) ? value.length > 0 : value !== 0 && value !== 'none';
}
