import { LEVELS, PAGES, type PageId } from './generated/catalogue.js';
import { byText } from './names.js';

export type Level = (typeof LEVELS)[number];
export type PageAccess = 'read' | 'write';

export interface Scope {
  /** Names of the account's groups, sorted. */
  readonly groups: 'all' | readonly string[];
  /** Names of the account's IVRs, sorted. */
  readonly ivrs: 'all' | readonly string[];
  readonly lines: 'all' | 'direct' | 'ivr';
}

/** What a person may open on the administrative dashboard. A page that is not in `pages` is none; `admin` has every page without a list. */
export interface Dashboard {
  readonly level: Level;
  readonly pages: { readonly [page in PageId]?: PageAccess };
  readonly scope: Scope;
}

export const EVERYWHERE: Scope = Object.freeze({ groups: 'all', ivrs: 'all', lines: 'all' });
export const NO_DASHBOARD: Dashboard = Object.freeze({ level: 'none', pages: Object.freeze({}), scope: EVERYWHERE });

/** The usual pages of a level, all of them with write access (the short form of the files). `none` and `admin` have no list. */
export function levelDashboard(level: Level): Dashboard {
  const pages = PAGES.filter((page) => page.level === level).map((page) => [page.id, 'write'] as const);
  return { level, pages: Object.fromEntries(pages), scope: EVERYWHERE };
}

/** One spelling for one meaning: pages in the catalogue's order, names sorted, no scope where there is nothing to narrow. */
export function canonicalDashboard(dashboard: Dashboard): Dashboard {
  const { level, scope } = dashboard;
  if (level === 'none' || level === 'admin') return { level, pages: {}, scope: EVERYWHERE };
  const pages = PAGES.flatMap(({ id }) => {
    const access = dashboard.pages[id];
    return access ? [[id, access] as const] : [];
  });
  const sorted = (names: 'all' | readonly string[]) => (names === 'all' ? names : [...new Set(names)].sort(byText));
  const narrowed = { groups: sorted(scope.groups), ivrs: sorted(scope.ivrs), lines: scope.lines };
  return { level, pages: Object.fromEntries(pages), scope: narrowed };
}

/** Of what was written down: as far as it has the parts of one. */
export const isDashboard = (value: unknown): value is Dashboard =>
  typeof value === 'object' &&
  value !== null &&
  'level' in value &&
  LEVELS.some((level) => level === value.level) &&
  'pages' in value &&
  'scope' in value;
