import {
  CATALOGUE,
  type Dashboard,
  type PageAccess,
  type PermissionSet,
  type PermissionValue,
  type Scope,
} from '../../model/index.js';
import type { Person } from '../people.js';
import { refuse } from '../refusals.js';
import { isDelegate } from './authority.js';

/** What somebody is about to be given: each part only when it changes. */
export interface Gift {
  readonly permissions?: { readonly before: PermissionSet; readonly after: PermissionSet };
  readonly dashboard?: { readonly before: Dashboard; readonly after: Dashboard };
  readonly groups?: { readonly before: readonly string[]; readonly after: readonly string[] };
}

/** Who manages people without being technical gives nothing that they do not hold themselves. What the person already had is no gift. */
export function givesOnlyWhatIsHeld(actor: Person, { permissions, dashboard, groups }: Gift): void {
  if (!isDelegate(actor)) return;
  if (permissions) givesHeldPermissions(actor.effective, permissions.before, permissions.after);
  if (dashboard) givesHeldDashboard(actor.dashboard, dashboard.before, dashboard.after);
  const scope = actor.dashboard.scope.groups;
  const given = groups?.after.filter((group) => !groups.before.includes(group)) ?? [];
  if (scope !== 'all' && given.some((group) => !scope.includes(group)))
    refuse('GIVES_MORE_THAN_HELD', `group "${given[0] ?? ''}"`);
}

function givesHeldPermissions(held: PermissionSet, before: PermissionSet, after: PermissionSet): void {
  for (const [id, value] of Object.entries(after)) {
    const has = Object.entries(before).find(([known]) => known === id)?.[1];
    const holds = Object.entries(held).find(([known]) => known === id)?.[1];
    if (exceeds(id, value, has) && exceeds(id, value, holds)) refuse('GIVES_MORE_THAN_HELD', `permission ${id}`);
  }
}

/** Whether a value gives a person more than another one does. A value that is missing gives what the least-granting one gives. */
export function exceeds(id: string, value: PermissionValue, bound: PermissionValue | undefined): boolean {
  const entry = CATALOGUE.find((candidate) => candidate.id === id);
  if (!entry || entry.grants === 'neutral') return false;
  const limit = bound ?? entry.initial;
  if (Array.isArray(value)) return value.some((item) => !Array.isArray(limit) || !coversCallerId(limit, String(item)));
  if (typeof value === 'string')
    return (entry.choices?.indexOf(value) ?? 0) > (entry.choices?.indexOf(String(limit)) ?? 0);
  const more = Number(value) - Number(limit);
  return entry.grants === 'more' ? more > 0 : more < 0;
}

const coversCallerId = (limit: readonly unknown[], item: string): boolean =>
  limit.includes(item) || (item === 'assignedIvr' && limit.includes('allIvr'));

const ACCESS: { readonly [access in PageAccess]: number } = { read: 1, write: 2 };
const rank = (access: PageAccess | undefined): number => (access ? ACCESS[access] : 0);

function givesHeldDashboard(held: Dashboard, before: Dashboard, after: Dashboard): void {
  for (const [page, access] of Object.entries(after.pages)) {
    const of = (dashboard: Dashboard) => rank(Object.entries(dashboard.pages).find(([known]) => known === page)?.[1]);
    if (rank(access) > of(before) && rank(access) > of(held)) refuse('GIVES_MORE_THAN_HELD', `page ${page}`);
  }
  const opens = Object.keys(after.pages).length > 0;
  const had = Object.keys(before.pages).length > 0;
  if (opens && !within(after.scope, held.scope) && !(had && within(after.scope, before.scope)))
    refuse('GIVES_MORE_THAN_HELD', 'scope');
}

function within(scope: Scope, bound: Scope): boolean {
  const names = (given: Scope['groups'], limit: Scope['groups']) =>
    limit === 'all' || (given !== 'all' && given.every((name) => limit.includes(name)));
  return (
    names(scope.groups, bound.groups) &&
    names(scope.ivrs, bound.ivrs) &&
    (bound.lines === 'all' || scope.lines === bound.lines)
  );
}
