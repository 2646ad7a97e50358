import {
  type AccountState,
  knownValue,
  NO_DASHBOARD,
  profileKey,
  type ResourceKey,
  read,
  type UserState,
} from '../model/index.js';
import { type Draft, differs, draft, json, permissionDrafts, scopeOf, stated } from './draft.js';
import { INITIAL } from './fill.js';

/** Who enters and who leaves which group, collected over all people. */
export interface Moves {
  readonly added: Map<string, string[]>;
  readonly removed: Map<string, string[]>;
}

interface UserCase {
  readonly have: UserState | undefined;
  readonly want: UserState;
  readonly profiles: AccountState['profiles'];
  readonly moves: Moves;
  readonly isRenamed: boolean;
}

export function userDrafts({ have, want, profiles, moves, isRenamed }: UserCase): Draft[] {
  if (want.status === 'archived')
    return have?.status === 'active' ? [draft('archive', want.key, { precondition: { status: 'active' } })] : [];
  const isNew = have?.status !== 'active';
  const start = isNew ? createdState(want) : have;
  const drafts: Draft[] = isNew ? [createDraft(want, start)] : [];
  if (!isNew && !isRenamed) drafts.push(...nameDrafts(have, want));
  let current: Pick<UserState, 'dashboard' | 'groups'> = start;
  const profile = knownValue(want.profile);
  if (want.profile.known && differs(start.profile, want.profile)) {
    drafts.push(linkDraft(start, want));
    const template = typeof profile === 'string' ? profiles.get(profileKey(profile)) : undefined;
    if (template) current = template;
  } else if (profile === null) drafts.push(...permissionDrafts(want.key, start.permissions, want.permissions));
  const dashboard = knownValue(want.dashboard);
  if (dashboard && differs(current.dashboard, want.dashboard)) {
    const content = { input: { dashboard: json(dashboard) }, precondition: stated({ dashboard: current.dashboard }) };
    drafts.push(draft('setDashboard', want.key, content, { reads: scopeOf(dashboard) }));
  }
  moveMember(moves, want.email, { have: knownValue(current.groups), want: knownValue(want.groups) });
  return drafts;
}

/** A person as the creation leaves them: linked people get everything from the link that follows. */
function createdState(want: UserState): UserState {
  const isLinked = typeof knownValue(want.profile) === 'string';
  return {
    ...want,
    profile: read(null),
    dashboard: isLinked ? read(NO_DASHBOARD) : want.dashboard,
    groups: read([]),
  };
}

function createDraft(want: UserState, start: UserState): Draft {
  const dashboard = knownValue(start.dashboard) ?? NO_DASHBOARD;
  const isLinked = typeof knownValue(want.profile) === 'string';
  const input = {
    email: want.email,
    firstName: knownValue(want.firstName) ?? '',
    lastName: knownValue(want.lastName) ?? '',
    external: want.external,
    ...(want.numbers[0] !== undefined && { number: want.numbers[0] }),
    ...(want.plan !== undefined && { plan: want.plan }),
    ...(!want.external && { permissions: json(isLinked ? INITIAL : want.permissions) }),
    dashboard: json(dashboard),
  };
  return draft('createUser', want.key, { input }, { reads: scopeOf(dashboard) });
}

function linkDraft(have: UserState, want: UserState): Draft {
  const profile = knownValue(want.profile) ?? null;
  const precondition = stated({ profile: have.profile });
  if (profile !== null)
    return draft(
      'link',
      want.key,
      { input: { profile }, precondition },
      { reads: [profileKey(profile)], frees: profileOf(have) },
    );
  return draft(
    'unlink',
    want.key,
    { input: { permissions: json(want.permissions) }, precondition },
    { frees: profileOf(have) },
  );
}

export function nameDrafts(have: UserState, want: UserState): Draft[] {
  const names = (['firstName', 'lastName'] as const).filter((field) => differs(have[field], want[field]));
  if (names.length === 0) return [];
  const input = Object.fromEntries(names.map((field) => [field, knownValue(want[field]) ?? '']));
  return [
    draft('rename', want.key, {
      input,
      precondition: stated(Object.fromEntries(names.map((field) => [field, have[field]]))),
    }),
  ];
}

/** The profile that a person is linked to: it may be edited or deleted only in step with them. */
export function profileOf(user: UserState): readonly ResourceKey[] {
  const name = knownValue(user.profile);
  return typeof name === 'string' ? [profileKey(name)] : [];
}

function moveMember(
  moves: Moves,
  email: string,
  groups: { readonly have: readonly string[] | undefined; readonly want: readonly string[] | undefined },
): void {
  const { have = [], want } = groups;
  if (!want) return;
  for (const group of want) if (!have.includes(group)) push(moves.added, group, email);
  for (const group of have) if (!want.includes(group)) push(moves.removed, group, email);
}

function push(groups: Map<string, string[]>, group: string, email: string): void {
  const emails = groups.get(group);
  if (emails) emails.push(email);
  else groups.set(group, [email]);
}
