import { type AccountState, byText, knownValue, nameOf, type ResourceKey } from '../model/index.js';
import { type Draft, differs, draft, stated } from './draft.js';
import { nameDrafts } from './user-steps.js';

/** Sent under the earlier key: until it is carried out nobody else knows the new one. */
export function renameDraft(
  key: ResourceKey,
  previous: ResourceKey,
  { after, live }: { readonly after: AccountState; readonly live: AccountState },
): Draft {
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

/** Groups that are made, and whether people may join them by themselves. */
export function groupDrafts(before: AccountState, after: AccountState): Draft[] {
  return [...after.groups].sort(byKey).flatMap(([key, want]) => {
    const have = before.groups.get(key);
    const openAccess = knownValue(want.openAccess) ?? false;
    if (!have) return [draft('createGroup', key, { input: { name: want.name, openAccess } })];
    if (!differs(have.openAccess, want.openAccess)) return [];
    return [
      draft('setOpenAccess', key, { input: { openAccess }, precondition: stated({ openAccess: have.openAccess }) }),
    ];
  });
}

/** Profiles and groups that go. */
export function deleteDrafts(before: AccountState, after: AccountState): Draft[] {
  return (['profiles', 'groups'] as const).flatMap((kind) =>
    [...before[kind]]
      .sort(byKey)
      .flatMap(([key, { name }]) => (after[kind].has(key) ? [] : [draft('delete', key, { precondition: { name } })])),
  );
}

const byKey = ([one]: readonly [ResourceKey, unknown], [other]: readonly [ResourceKey, unknown]): number =>
  byText(one, other);
