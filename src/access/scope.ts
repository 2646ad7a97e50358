import { EVERYWHERE, type PageId, type Scope } from '../model/index.js';
import { ASSUMPTIONS } from './assumptions.js';

export type Line = 'direct' | 'ivr';
export const LINES: readonly Line[] = ['direct', 'ivr'];

type Names = 'all' | readonly string[];
const NONE: Names = [];

/** What of a scope counts on this page: lines and IVRs narrow calls, not whom one manages. */
export function scopeOn(page: PageId, scope: Scope): Scope {
  if (ASSUMPTIONS.pagesWithoutScope.some((name) => name === page)) return EVERYWHERE;
  return page === 'users' ? { ...EVERYWHERE, groups: scope.groups } : scope;
}

/** Groups whose calls on this line are in sight. */
export function groupsOn(scope: Scope, line: Line): Names {
  if (line === 'direct') return scope.lines === 'ivr' ? NONE : scope.groups;
  return isEmpty(ivrsOf(scope)) ? NONE : scope.groups;
}

/** IVRs whose calls are in sight. */
export const ivrsOf = (scope: Scope): Names => (scope.lines === 'direct' ? NONE : scope.ivrs);

export const hasName = (names: Names, name: string): boolean => names === 'all' || names.includes(name);

/** Whether no call at all is in sight. */
export const isBlind = (scope: Scope): boolean =>
  isEmpty(ivrsOf(scope)) && LINES.every((line) => isEmpty(groupsOn(scope, line)));

/** Whether `after` leaves calls in sight, of a group or an IVR, that `before` does not. */
export function isWider(before: Scope, after: Scope): boolean {
  if (before === after) return false;
  return (
    adds(ivrsOf(before), ivrsOf(after)) || LINES.some((line) => adds(groupsOn(before, line), groupsOn(after, line)))
  );
}

function adds(had: Names, has: Names): boolean {
  if (had === 'all') return false;
  return has === 'all' || has.some((name) => !had.includes(name));
}

const isEmpty = (names: Names): boolean => names !== 'all' && names.length === 0;
