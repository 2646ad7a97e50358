import {
  CATALOGUE,
  type Dashboard,
  EVERYWHERE,
  levelDashboard,
  NO_DASHBOARD,
  type PageAccess,
  type PageId,
  type PermissionSet,
  type Scope,
} from '../../model/index.js';

/** All permissions at the least-granting value, except those given. */
export function permissionsWith(given: PermissionSet): PermissionSet {
  const least = CATALOGUE.filter(({ kind }) => kind !== 'action').map(({ id, initial }) => [id, initial] as const);
  return { ...Object.fromEntries(least), ...given };
}

/** A supervisor who opens exactly these pages, for these groups. */
export function supervises(
  groups: Scope['groups'],
  pages: Dashboard['pages'],
  lines: Scope['lines'] = 'all',
): Dashboard {
  return { level: 'supervisor', pages, scope: { groups, ivrs: 'all', lines } };
}

export function configures(pages: { readonly [page in PageId]?: PageAccess }): Dashboard {
  return { level: 'technical', pages, scope: EVERYWHERE };
}

export const ADMINISTRATES = levelDashboard('admin');
export const SEES_BILLING = levelDashboard('billing');
export { NO_DASHBOARD };
