import {
  type AccountState,
  byText,
  groupKey,
  knownValue,
  NO_DASHBOARD,
  nameOf,
  type ProfileState,
  type ResourceKey,
  userKey,
} from '../model/index.js';
import { type Draft, differs, draft, json, permissionDrafts, scopeOf, stated } from './draft.js';
import type { Renames } from './renames.js';
import { type Moves, nameDrafts, profileOf, userDrafts } from './user-steps.js';

/** The requests that turn `before` into `after`, both under the names of the files, the renames among them. */
export function draftSteps(
  before: AccountState,
  after: AccountState,
  account: { readonly renames: Renames; readonly live: AccountState },
): Draft[] {
  const drafts = [...account.renames].map(([key, previous]) => renameDraft(key, previous, after, account.live));
  for (const [key, want] of after.groups) {
    const have = before.groups.get(key);
    const openAccess = knownValue(want.openAccess) ?? false;
    if (!have) drafts.push(draft('createGroup', key, { input: { name: want.name, openAccess } }));
    else if (differs(have.openAccess, want.openAccess))
      drafts.push(
        draft('setOpenAccess', key, { input: { openAccess }, precondition: stated({ openAccess: have.openAccess }) }),
      );
  }
  for (const [key, want] of after.profiles)
    if (before.profiles.get(key) !== want) drafts.push(...profileDrafts(before.profiles.get(key), want));
  const moves: Moves = { added: new Map(), removed: new Map() };
  for (const [key, want] of after.users) {
    const have = before.users.get(key);
    if (have !== want)
      drafts.push(...userDrafts({ have, want, profiles: after.profiles, moves, isRenamed: account.renames.has(key) }));
  }
  for (const [key, have] of before.users) {
    if (!after.users.has(key))
      drafts.push(draft('delete', key, { precondition: { status: have.status } }, { frees: profileOf(have) }));
  }
  for (const kind of ['profiles', 'groups'] as const) {
    for (const [key, { name }] of before[kind])
      if (!after[kind].has(key)) drafts.push(draft('delete', key, { precondition: { name } }));
  }
  return [...drafts, ...memberDrafts('addMember', moves.added), ...memberDrafts('removeMember', moves.removed)];
}

function profileDrafts(have: ProfileState | undefined, want: ProfileState): Draft[] {
  const dashboard = knownValue(want.dashboard);
  const groups = knownValue(want.groups);
  const uses = [...scopeOf(dashboard), ...(groups ?? []).map(groupKey)];
  if (!have) {
    const input = {
      name: want.name,
      permissions: json(want.permissions),
      dashboard: json(dashboard ?? NO_DASHBOARD),
      groups: groups ?? [],
    };
    return [draft('createProfile', want.key, { input }, { reads: uses })];
  }
  const drafts = permissionDrafts(want.key, have.permissions, want.permissions);
  const input = {
    ...(differs(have.dashboard, want.dashboard) && { dashboard: json(dashboard) }),
    ...(differs(have.groups, want.groups) && { groups: groups ?? [] }),
  };
  if (Object.keys(input).length === 0) return drafts;
  const precondition = stated({
    ...('dashboard' in input && { dashboard: have.dashboard }),
    ...('groups' in input && { groups: have.groups }),
  });
  return [...drafts, draft('setProfileTemplate', want.key, { input, precondition }, { reads: uses })];
}

/** Sent under the earlier key: until it is carried out nobody else knows the new one. */
function renameDraft(key: ResourceKey, previous: ResourceKey, after: AccountState, live: AccountState): Draft {
  const user = after.users.get(key);
  const before = live.users.get(previous);
  if (!user || !before)
    return draft(
      'rename',
      previous,
      { input: { name: nameOf(key) }, precondition: { name: nameOf(previous) } },
      { writes: [previous, key] },
    );
  const names = nameDrafts(before, user)[0];
  const input = { ...names?.input, email: user.email };
  return draft(
    'rename',
    previous,
    { input, precondition: { ...names?.precondition, email: before.email } },
    { writes: [previous, key] },
  );
}

/** Several people who enter or leave one group are one request, up to this number. */
const BATCH = 500;

function memberDrafts(
  operation: 'addMember' | 'removeMember',
  groups: ReadonlyMap<string, readonly string[]>,
): Draft[] {
  return [...groups].flatMap(([group, emails]) => {
    const sorted = [...emails].sort(byText);
    const batches = Array.from({ length: Math.ceil(sorted.length / BATCH) }, (_, index) =>
      sorted.slice(index * BATCH, (index + 1) * BATCH),
    );
    return batches.map((users) =>
      draft(
        operation,
        groupKey(group),
        { input: { users }, precondition: { member: operation === 'removeMember' } },
        { reads: [groupKey(group)], writes: users.map(userKey) },
      ),
    );
  });
}
