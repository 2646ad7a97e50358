import {
  type AccountState,
  byText,
  canonicalDashboard,
  type Dashboard,
  EVERYWHERE,
  groupKey,
  isSame,
  knownValue,
  NO_DASHBOARD,
  PAGES,
  type PageAccess,
  type PageId,
  type Scope,
  type UserState,
  userKey,
} from '../model/index.js';
import { ASSUMPTIONS } from './assumptions.js';
import type { CapabilityQuery } from './capability.js';
import { PAGE_OF, REACHES } from './reach.js';

export interface DashboardWanted {
  readonly state: AccountState;
  readonly user: UserState;
  readonly query: CapabilityQuery;
}

const ADMIN: Dashboard = { level: 'admin', pages: {}, scope: EVERYWHERE };
/** The two levels that somebody external can have (public doc). */
const EXTERNAL: readonly string[] = ['billing', 'technical'];

/** Dashboards that may give what is asked, each with as little as possible besides what the person has. */
export function dashboardsFor(wanted: DashboardWanted): Dashboard[] {
  const { user, query } = wanted;
  const before = knownValue(user.dashboard);
  if (query.name === 'level.admin' || query.name === 'licences.order') return user.external ? [] : [ADMIN];
  const options = pagesFor(query.name).flatMap(([page, access]) => withPage(wanted, page, access));
  return options.filter((one) => !isSame(one, before) && (!user.external || EXTERNAL.includes(one.level)));
}

function pagesFor(name: string): readonly (readonly [PageId, PageAccess])[] {
  if (name === 'billing.see') return [['billing', 'read']];
  if (name === 'rights.grant') return ASSUMPTIONS.pagesThatGiveRights.map((page) => [page, 'write'] as const);
  const reach = REACHES.find((candidate) => candidate === name);
  if (reach) return [[PAGE_OF[reach], reach === 'users.manage' ? 'write' : 'read']];
  return PAGES.flatMap(({ id }) =>
    (['read', 'write'] as const).flatMap((access) => (name === `page.${id}.${access}` ? [[id, access] as const] : [])),
  );
}

function withPage(wanted: DashboardWanted, page: PageId, access: PageAccess): Dashboard[] {
  const { user, query } = wanted;
  const before = knownValue(user.dashboard) ?? NO_DASHBOARD;
  const isNone = before.level === 'none';
  const level = isNone ? (PAGES.find(({ id }) => id === page)?.level ?? 'technical') : before.level;
  const pages = before.pages[page] === 'write' ? before.pages : { ...before.pages, [page]: access };
  const scopes = scopesFor(isNone ? narrowest(user) : before.scope, subjectsOf(wanted.state, query), isNone);
  return scopes.map((scope) => canonicalDashboard({ level, pages, scope }));
}

/** Their own groups; everybody only where they are in none. */
function narrowest(user: UserState): Scope {
  const groups = knownValue(user.groups) ?? [];
  return groups.length === 0 ? EVERYWHERE : { ...EVERYWHERE, groups };
}

interface Subjects {
  readonly groups: readonly string[];
  readonly ivrs: 'all' | readonly string[];
}

/** Whom or what the scope has to hold: any one of the groups will do. */
function subjectsOf(state: AccountState, { argument }: CapabilityQuery): Subjects {
  const name = argument?.slice(argument.indexOf(':') + 1) ?? '';
  if (argument === undefined || argument === 'own') return { groups: [], ivrs: [] };
  if (argument === 'ivr') return { groups: [], ivrs: 'all' };
  if (argument.startsWith('user:'))
    return { groups: knownValue(state.users.get(userKey(name))?.groups ?? NO_DASHBOARD_GROUPS) ?? [], ivrs: [] };
  const isGroup = argument.startsWith('group:') || (!argument.startsWith('ivr:') && state.groups.has(groupKey(name)));
  return isGroup ? { groups: [name], ivrs: [] } : { groups: [], ivrs: [name] };
}

const NO_DASHBOARD_GROUPS = { known: true, value: [], from: 'read' } as const;

/** The scope as it is, widened by one group or the IVR; a new scope holds nothing else. */
function scopesFor(scope: Scope, { groups, ivrs }: Subjects, isNew: boolean): Scope[] {
  if (ivrs.length > 0)
    return [{ ...scope, lines: scope.lines === 'direct' ? 'all' : scope.lines, ivrs: union(scope.ivrs, ivrs) }];
  const widened = groups.map((group): Scope => ({ ...scope, groups: isNew ? [group] : union(scope.groups, [group]) }));
  const onAllLines = widened.map((one): Scope => ({ ...one, ivrs: 'all', lines: 'all' }));
  return distinct([
    ...(isNew && groups.length > 0 ? [] : [scope]),
    ...widened,
    ...(scope.lines === 'all' ? [] : onAllLines),
  ]);
}

function union(before: 'all' | readonly string[], more: 'all' | readonly string[]): 'all' | readonly string[] {
  return before === 'all' || more === 'all' ? 'all' : [...new Set([...before, ...more])].sort(byText);
}

const distinct = (scopes: readonly Scope[]): Scope[] =>
  scopes.filter((one, index) => scopes.findIndex((other) => isSame(one, other)) === index);
