import { isSame, PAGES, type PageId, type Scope } from '../model/index.js';
import { type AccessRow, type Pair, type Rows, WEIGHTS } from './access-row.js';
import { ASSUMPTIONS } from './assumptions.js';
import { isAdmin, pageAccess } from './effective.js';
import { isWider, scopeOn } from './scope.js';

/** A dashboard that becomes unknown may be anything, so it may be that of an administrator: one row says it all. */
export function levelRows({ before, after, key }: Pair, rows: Rows): void {
  if (before.level === after.level) return;
  const row = {
    capability: 'level.admin',
    before: before.level ?? null,
    after: after.level ?? null,
    privileged: true,
    weight: WEIGHTS.rights,
    cause: { key, path: 'dashboard' },
  };
  if (after.level === undefined || (before.level === undefined && isAdmin(after))) rows.uncertain.push(row);
  else if (before.level !== undefined && isAdmin(before) !== isAdmin(after))
    (isAdmin(after) ? rows.gains : rows.losses).push(row);
}

const ACCESS = ['none', 'read', 'write'];

/** Pages one by one, but for administrators, who have them all. */
export function pageRows(pair: Pair, rows: Rows): void {
  const { before, after, key } = pair;
  if (isAdmin(before) || isAdmin(after)) return;
  for (const { id } of PAGES) {
    const had = pageAccess(before, id);
    const has = pageAccess(after, id);
    if (had === 'none' && has === 'none') continue;
    const row = (access: string, scope: Scope): AccessRow => ({
      ...pageKind(id, access),
      before: before.level === undefined ? null : had,
      after: after.level === undefined ? null : has,
      scope,
      cause: { key, path: dashboardPath(pair, id) },
    });
    if (before.level === undefined || after.level === undefined) {
      rows.uncertain.push(has === 'none' ? row(had, before.scope) : row(has, after.scope));
      continue;
    }
    const [hadScope, hasScope] = [scopeOn(id, before.scope), scopeOn(id, after.scope)];
    const isMore = ACCESS.indexOf(has) > ACCESS.indexOf(had) || (has !== 'none' && isWider(hadScope, hasScope));
    const isLess = ACCESS.indexOf(has) < ACCESS.indexOf(had) || (had !== 'none' && isWider(hasScope, hadScope));
    if (isMore) rows.gains.push(row(has, after.scope));
    if (isLess) rows.losses.push(row(had, before.scope));
  }
}

/** What is stated of the page where that differs, else of the scope, else the dashboard as a whole. */
export function dashboardPath({ before, after }: Pick<Pair, 'before' | 'after'>, page: PageId): string {
  if (pageAccess(before, page) !== pageAccess(after, page)) return `dashboard.pages.${page}`;
  return isSame(before.scope, after.scope) ? 'dashboard' : 'dashboard.scope';
}

function pageKind(page: string, access: string): Pick<AccessRow, 'capability' | 'privileged' | 'weight'> {
  if (page === 'billing') return { capability: 'billing.see', privileged: true, weight: WEIGHTS.billing };
  const isWrite = access === 'write';
  const isRights = isWrite && ASSUMPTIONS.pagesThatGiveRights.some((name) => name === page);
  const weight = isWrite ? WEIGHTS.write : WEIGHTS.read;
  return { capability: `page.${page}.${access}`, privileged: isRights, weight: isRights ? WEIGHTS.rights : weight };
}
