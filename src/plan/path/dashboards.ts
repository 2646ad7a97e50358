import { groupsOn, ivrsOf, LINES, scopeOn } from '../../access/scope.js';
import {
  byText,
  canonicalDashboard,
  type Dashboard,
  EVERYWHERE,
  isSame,
  type Known,
  levelDashboard,
  NO_DASHBOARD,
  PAGES,
  type PageAccess,
  type PageId,
} from '../../model/index.js';

const ADMIN: Dashboard = levelDashboard('admin');

/** What somebody has at most, and at least, when nobody could read it. */
export const most = (dashboard: Known<Dashboard>): Dashboard => (dashboard.known ? dashboard.value : ADMIN);
export const least = (dashboard: Known<Dashboard>): Dashboard => (dashboard.known ? dashboard.value : NO_DASHBOARD);

type Names = 'all' | readonly string[];

/** What one page gives to see, part by part: the people of groups on each line, and IVRs. */
export function partsOf(dashboard: Dashboard, page: PageId): readonly Names[] {
  const scope = scopeOn(page, dashboard.level === 'admin' ? EVERYWHERE : dashboard.scope);
  return [...LINES.map((line) => groupsOn(scope, line)), ivrsOf(scope)];
}

/** Read or write on a page, as far as a dashboard goes. */
export function accessTo({ level, pages }: Dashboard, page: PageId): PageAccess | 'none' {
  if (level === 'admin') return 'write';
  return level === 'none' ? 'none' : (pages[page] ?? 'none');
}

const reaches = (dashboard: Dashboard, page: PageId, access: PageAccess): boolean => {
  const has = accessTo(dashboard, page);
  return has === 'write' || has === access;
};

export const ACCESSES: readonly PageAccess[] = ['read', 'write'];

/** Names of what `state` gives and neither of the others does. */
export function exceedingSight(state: Dashboard, before: Dashboard, after: Dashboard): readonly string[] {
  if (state === before || state === after || state.level === 'none') return [];
  const isAdmin = [state, before, after].map(({ level }) => level === 'admin');
  const found = isAdmin[0] && !isAdmin[1] && !isAdmin[2] ? ['level.admin', 'licences.order'] : [];
  const isMore = (page: PageId, access: PageAccess) => !isCovered({ page, access, state, by: [before, after] });
  return [...new Set([...found, ...pagesWhere(state, isMore)])];
}

/** Names of what both of the others give and `state` does not. */
export function missingSight(state: Dashboard, before: Dashboard, after: Dashboard): readonly string[] {
  if (state === before || state === after || before.level === 'none' || after.level === 'none') return [];
  const isAdmin = [state, before, after].map(({ level }) => level === 'admin');
  const found = !isAdmin[0] && isAdmin[1] && isAdmin[2] ? ['level.admin', 'licences.order'] : [];
  const both = (page: PageId, access: PageAccess) =>
    reaches(after, page, access) && !(reaches(state, page, access) && seesBoth({ page, state, before, after }));
  return [...found, ...pagesWhere(before, both)];
}

function pagesWhere(dashboard: Dashboard, isSo: (page: PageId, access: PageAccess) => boolean): readonly string[] {
  return PAGES.flatMap(({ id }) =>
    ACCESSES.filter((access) => reaches(dashboard, id, access) && isSo(id, access)).flatMap((access) =>
      capabilitiesOf(id, access),
    ),
  );
}

interface Covered {
  readonly page: PageId;
  readonly access: PageAccess;
  readonly state: Dashboard;
  readonly by: readonly Dashboard[];
}

function isCovered({ page, access, state, by }: Covered): boolean {
  const holders = by.filter((dashboard) => reaches(dashboard, page, access)).map((one) => partsOf(one, page));
  if (holders.length === 0) return false;
  return partsOf(state, page).every((names, part) => {
    const covers = holders.map((parts) => parts[part] ?? []);
    if (covers.includes('all')) return true;
    return names !== 'all' && names.every((name) => covers.some((cover) => cover.includes(name)));
  });
}

function seesBoth(seen: {
  readonly page: PageId;
  readonly state: Dashboard;
  readonly before: Dashboard;
  readonly after: Dashboard;
}): boolean {
  const [state, before, after] = [seen.state, seen.before, seen.after].map((one) => partsOf(one, seen.page));
  return (state ?? []).every((names, part) => {
    const wanted = meetOfNames(before?.[part] ?? [], after?.[part] ?? []);
    if (names === 'all') return true;
    return wanted !== 'all' && wanted.every((name) => names.includes(name));
  });
}

/** What a page is called when it is gained or lost, with all that is done on it. */
export function capabilitiesOf(page: PageId, access: PageAccess): readonly string[] {
  const own = `page.${page}.${access}`;
  if (access === 'read') {
    if (page === 'activity') return [own, 'calls.listen'];
    if (page === 'logs') return [own, 'recordings.play', 'recordings.download'];
    return page === 'billing' ? [own, 'billing.see'] : [own];
  }
  if (page === 'users') return [own, 'users.manage', 'rights.grant'];
  return page === 'developer' || page === 'integrations' ? [own, 'rights.grant'] : [own];
}

function meetOfNames(before: Names, after: Names): Names {
  if (before === 'all') return after;
  return after === 'all' ? before : before.filter((name) => after.includes(name));
}

/** What both dashboards give, or less where nothing that can be written is exactly that. */
export function meetOfDashboards(before: Dashboard, after: Dashboard): Dashboard {
  if (before.level === 'admin') return after;
  if (after.level === 'admin') return before;
  const pages = PAGES.flatMap(({ id }) => {
    const accesses = [accessTo(before, id), accessTo(after, id)];
    if (accesses.includes('none')) return [];
    return [[id, accesses.includes('read') ? 'read' : 'write'] as const];
  });
  if (pages.length === 0 || before.level !== after.level) return NO_DASHBOARD;
  const { scope: had } = before;
  const { scope: has } = after;
  const isApart = had.lines !== 'all' && has.lines !== 'all' && had.lines !== has.lines;
  const none: Dashboard['scope'] = { groups: [], ivrs: [], lines: had.lines };
  const groups = meetOfNames(had.groups, has.groups);
  const ivrs = meetOfNames(had.ivrs, has.ivrs);
  const scope = isApart ? none : { groups, ivrs, lines: had.lines === 'all' ? has.lines : had.lines };
  return canonicalDashboard({ level: before.level, pages: Object.fromEntries(pages), scope });
}

export const isSameDashboard = (one: Dashboard, other: Dashboard): boolean => one === other || isSame(one, other);

export const nameOfToken = (token: string): string => token.slice(0, token.indexOf('@'));

/** Groups that a scope names. */
export const namedGroups = ({ level, scope }: Dashboard): readonly string[] =>
  level === 'admin' || level === 'none' || scope.groups === 'all' ? [] : [...scope.groups].sort(byText);
