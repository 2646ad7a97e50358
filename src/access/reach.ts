import { type AccountState, type PageId, type ResourceKey, type Scope } from '../model/index.js';
import { type Access, accessOf, isAdmin } from './effective.js';
import { ASSUMPTIONS } from './assumptions.js';

/** What one person may do to another. */
export const REACHES = ['calls.listen', 'recordings.play', 'recordings.download', 'users.manage'] as const;
export type Reach = (typeof REACHES)[number];

export type Line = 'direct' | 'ivr';
export const LINES: readonly Line[] = ['direct', 'ivr'];

const PAGE_OF: { readonly [reach in Reach]: PageId } = {
  'calls.listen': ASSUMPTIONS.listeningPage,
  'recordings.play': ASSUMPTIONS.recordingsPage,
  'recordings.download': ASSUMPTIONS.recordingsPage,
  'users.manage': 'users',
};

export type Answer = 'yes' | 'no' | 'unknown';

/** Whether `holder` may do it at all, to whomever: the page, and the switch where there is one. */
export function holdsReach(holder: Access, reach: Reach): Answer {
  if (!holder.isActive) return 'no';
  if (holder.level === undefined) return 'unknown';
  const access = holder.pages[PAGE_OF[reach]];
  if (access === undefined || (reach === 'users.manage' && access !== 'write')) return 'no';
  if (reach !== 'recordings.download') return 'yes';
  return answerOf(holder.permissions[ASSUMPTIONS.downloadSwitch]);
}

/** Whether `holder` may do it to `person` on calls of this line. `users.manage` does not depend on the line. */
export function reaches(holder: Access, reach: Reach, person: Access, line: Line): Answer {
  const held = holdsReach(holder, reach);
  if (held === 'no' || !person.isActive) return 'no';
  if (reach !== 'users.manage' && holder.scope.lines !== 'all' && holder.scope.lines !== line) return 'no';
  const answers = [held, inScope(holder.scope, person), reach === 'calls.listen' ? answerOf(person.permissions.canBeListenedTo) : 'yes'];
  if (answers.includes('no')) return 'no';
  return answers.includes('unknown') ? 'unknown' : 'yes';
}

function inScope(scope: Scope, person: Access): Answer {
  if (scope.groups === 'all') return 'yes';
  if (person.groups === undefined) return 'unknown';
  const { groups } = scope;
  return person.groups.some((name) => groups.includes(name)) ? 'yes' : 'no';
}

function answerOf(value: unknown): Answer {
  if (value === undefined) return 'unknown';
  return value === true ? 'yes' : 'no';
}

/** Everybody's access in one state, by key. */
export function everybody(state: AccountState): ReadonlyMap<ResourceKey, Access> {
  const all = new Map<ResourceKey, Access>();
  for (const [key, user] of state.users) all.set(key, accessOf(state, user));
  return all;
}

/** The people whom `holder` reaches on some line, in the order of `people`. Themselves excepted, but for managing: own account included. */
export function reachedBy(holder: Access, reach: Reach, people: Iterable<Access>): readonly Access[] {
  if (holdsReach(holder, reach) === 'no') return [];
  return [...people].filter((person) => (person.key !== holder.key || reach === 'users.manage') && LINES.some((line) => reaches(holder, reach, person, line) === 'yes'));
}

/** An administrator reaches everybody; so does a scope of all groups. */
export const reachesEverybody = (holder: Access): boolean => isAdmin(holder) || holder.scope.groups === 'all';

