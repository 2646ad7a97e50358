import type { AccountState, PageId, ResourceKey, Scope } from '../model/index.js';
import { type Answer, allOf, answerOf } from './answer.js';
import { ASSUMPTIONS } from './assumptions.js';
import { type Access, accessOf } from './effective.js';
import { groupsOn, type Line, scopeOn } from './scope.js';

export type { Answer } from './answer.js';
export { LINES, type Line } from './scope.js';

/** What one person may do to another. */
export const REACHES = ['calls.listen', 'recordings.play', 'recordings.download', 'users.manage'] as const;
export type Reach = (typeof REACHES)[number];

export const PAGE_OF: { readonly [reach in Reach]: PageId } = {
  'calls.listen': ASSUMPTIONS.listeningPage,
  'recordings.play': ASSUMPTIONS.recordingsPage,
  'recordings.download': ASSUMPTIONS.recordingsPage,
  'users.manage': 'users',
};

/** Whether `holder` may do it at all, to whomever: the page, and the switch where there is one. */
export function holdsReach(holder: Access, reach: Reach): Answer {
  const opens = opensPage(holder, reach);
  return reach === 'recordings.download' ? allOf(opens, mayDownload(holder)) : opens;
}

/** Whether `holder` has the page that it is done on. */
export function opensPage(holder: Access, reach: Reach): Answer {
  if (!holder.isActive) return 'no';
  if (holder.level === undefined) return 'unknown';
  const access = holder.pages[PAGE_OF[reach]];
  return answerOf(reach === 'users.manage' ? access === 'write' : access !== undefined);
}

export const mayDownload = ({ permissions }: Access): Answer =>
  answerOf(isTrue(permissions[ASSUMPTIONS.downloadSwitch]));

/** Whether `holder` may do it to `person` on calls of this line. `users.manage` does not depend on the line. */
export function reaches(holder: Access, reach: Reach, person: Access, line: Line): Answer {
  const held = holdsReach(holder, reach);
  if (held === 'no' || !person.isActive) return 'no';
  if (reach !== 'users.manage' && person.isExternal) return 'no';
  const scope = scopeOn(PAGE_OF[reach], holder.scope);
  const heard = reach === 'calls.listen' ? answerOf(isTrue(person.permissions.canBeListenedTo)) : 'yes';
  return allOf(held, heard, inScope(scope, person, line));
}

/** Whether the person's calls on this line are in sight. */
export function inScope(scope: Scope, person: Access, line: Line): Answer {
  const groups = groupsOn(scope, line);
  if (groups === 'all') return 'yes';
  if (groups.length === 0) return 'no';
  return answerOf(person.groups?.some((name) => groups.includes(name)));
}

const isTrue = (value: unknown): boolean | undefined => (value === undefined ? undefined : value === true);

/** Everybody's access in one state, by key. */
export function everybody(state: AccountState): ReadonlyMap<ResourceKey, Access> {
  const all = new Map<ResourceKey, Access>();
  for (const [key, user] of state.users) all.set(key, accessOf(state, user));
  return all;
}
