import {
  type AccountState,
  byText,
  type Change,
  type Dashboard,
  type FieldChange,
  type GroupState,
  isSame,
  type Json,
  type Known,
  knownValue,
  membershipKey,
  type PermissionSet,
  type ProfileState,
  type ResourceKey,
  type Source,
  sameValue,
  type Unknown,
  type UserState,
  userKey,
} from '../model/index.js';

/** A change before it is known who carries it out and where its cause stands. */
export type Difference = Omit<FieldChange, 'mode'>;

export interface DiffOptions {
  /** What stands for a permission that nobody knows. */
  readonly unknown: Unknown['unknown'];
  readonly reasons: ReadonlyMap<ResourceKey, string>;
  readonly locate: (key: ResourceKey, path: string) => Source | undefined;
  readonly modeOf: (key: ResourceKey, path: string) => FieldChange['mode'];
}

/** A change without what only the caller knows. */
type Found = Change extends infer C
  ? C extends Change
    ? Omit<C, 'reason' | 'source' | 'fields'> & { readonly fields: readonly Difference[] }
    : never
  : never;

/** Every difference between two states of an account, by resource and field. What is the same object on both sides is not looked into. */
export function diff(before: AccountState, after: AccountState, options: DiffOptions): Change[] {
  const changes: Change[] = [];
  const add = (change: Found) => changes.push(dress(change, options));
  compare(before.profiles, after.profiles, {
    create: (profile) =>
      add({ key: profile.key, kind: 'profile', action: 'create', fields: profileFields(undefined, profile, options) }),
    update: (have, want) =>
      add({ key: want.key, kind: 'profile', action: 'update', fields: profileFields(have, want, options) }),
    remove: (profile) => add({ key: profile.key, kind: 'profile', action: 'delete', how: 'delete', fields: [] }),
  });
  compare(before.groups, after.groups, {
    create: (group) => add({ key: group.key, kind: 'group', action: 'create', fields: groupFields(undefined, group) }),
    update: (have, want) => add({ key: want.key, kind: 'group', action: 'update', fields: groupFields(have, want) }),
    remove: (group) => add({ key: group.key, kind: 'group', action: 'delete', how: 'delete', fields: [] }),
  });
  const members = (have: UserState | undefined, want: UserState) => {
    for (const membership of membershipChanges(have, want)) add(membership);
  };
  compare(before.users, after.users, {
    create: (user) => {
      if (user.status === 'archived') return;
      add({ key: user.key, kind: 'user', action: 'create', fields: userFields(undefined, user, options) });
      members(undefined, user);
    },
    update: (have, want) => {
      if (want.status === 'archived') {
        if (have.status === 'active')
          add({ key: want.key, kind: 'user', action: 'delete', how: 'archive', fields: [] });
        return;
      }
      const isBack = have.status === 'archived';
      const fields = userFields(isBack ? undefined : have, want, options);
      if (isBack) add({ key: want.key, kind: 'user', action: 'create', fields });
      else if (fields.length > 0) add({ key: want.key, kind: 'user', action: 'update', fields });
      members(isBack ? undefined : have, want);
    },
    remove: (user) => add({ key: user.key, kind: 'user', action: 'delete', how: 'delete', fields: [] }),
  });
  return changes;
}

const ACTIONS = ['create', 'update', 'delete'];
const KINDS = ['user', 'profile', 'group', 'membership'];

/** The order in which a plan lists its changes. */
export function byActionKindKey(one: Change, other: Change): number {
  return (
    ACTIONS.indexOf(one.action) - ACTIONS.indexOf(other.action) ||
    KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind) ||
    byText(one.key, other.key)
  );
}

function dress(change: Found, options: DiffOptions): Change {
  const source = sourceOf(change, options);
  const fields = change.fields.map((field) => ({ ...field, mode: options.modeOf(change.key, field.path) }));
  return {
    ...change,
    fields,
    reason: options.reasons.get(change.key) ?? 'stated in the files',
    ...(source && { source }),
  };
}

/** The line that a person would change: of one field its own, of a membership that of the person, of a whole resource where it begins. */
function sourceOf({ action, key, kind, fields }: Found, { locate }: DiffOptions): Source | undefined {
  if (kind === 'membership') return locate(userKey(key.slice(key.lastIndexOf('/') + 1)), 'groups');
  return locate(key, action === 'update' ? (fields[0]?.path ?? '') : '');
}

interface Visitor<T> {
  readonly create: (want: T) => void;
  readonly update: (have: T, want: T) => void;
  readonly remove: (have: T) => void;
}

function compare<T>(before: ReadonlyMap<ResourceKey, T>, after: ReadonlyMap<ResourceKey, T>, visit: Visitor<T>): void {
  for (const [key, want] of after) {
    const have = before.get(key);
    if (have === undefined) visit.create(want);
    else if (have !== want) visit.update(have, want);
  }
  for (const [key, have] of before) if (!after.has(key)) visit.remove(have);
}

function profileFields(have: ProfileState | undefined, want: ProfileState, options: DiffOptions): Difference[] {
  return [
    ...permissionFields(have?.permissions, want.permissions, options),
    ...dashboardFields(have?.dashboard, want.dashboard),
    ...knownField('groups', have?.groups, want.groups),
  ];
}

const groupFields = (have: GroupState | undefined, want: GroupState): Difference[] =>
  knownField('openAccess', have?.openAccess, want.openAccess);

function userFields(have: UserState | undefined, want: UserState, options: DiffOptions): Difference[] {
  const facts: Difference[] = have
    ? []
    : [
        ...(want.external ? [{ path: 'external', before: null, after: true }] : []),
        ...(want.numbers[0] ? [{ path: 'number', before: null, after: want.numbers[0] }] : []),
        ...(want.plan ? [{ path: 'plan', before: null, after: want.plan }] : []),
      ];
  return [
    ...facts,
    ...knownField('firstName', have?.firstName, want.firstName),
    ...knownField('lastName', have?.lastName, want.lastName),
    ...knownField('profile', have?.profile, want.profile),
    ...(knownValue(want.profile) === null ? permissionFields(have?.permissions, want.permissions, options) : []),
    ...dashboardFields(have?.dashboard, want.dashboard),
  ];
}

function membershipChanges(have: UserState | undefined, want: UserState): Found[] {
  const before = have ? knownValue(have.groups) : [];
  const after = knownValue(want.groups);
  if (!after) return [];
  const of = (group: string) => ({ key: membershipKey(group, want.email), kind: 'membership' as const, fields: [] });
  const entered = after.filter((group) => !before?.includes(group));
  const left = (before ?? []).filter((group) => !after.includes(group));
  return [
    ...entered.map((group): Found => ({ ...of(group), action: 'create' })),
    ...left.map((group): Found => ({ ...of(group), action: 'delete', how: 'delete' })),
  ];
}

/** A permission that nobody could read counts as different from every stated value. */
function permissionFields(have: PermissionSet | undefined, want: PermissionSet, options: DiffOptions): Difference[] {
  if (have === want) return [];
  return Object.entries(want).flatMap(([id, after]) => {
    const before = have && Reflect.get(have, id);
    if (sameValue(before, after)) return [];
    return [{ path: `permissions.${id}`, before: before ?? (have ? { unknown: options.unknown } : null), after }];
  });
}

function knownField<T extends Json>(path: string, have: Known<T> | undefined, want: Known<T>): Difference[] {
  if (have === want || !want.known) return [];
  if (have?.known && isSame(have.value, want.value)) return [];
  if (!have && (want.value === null || want.value === '')) return [];
  return [{ path, before: have ? jsonOf(have) : null, after: want.value }];
}

function dashboardFields(have: Known<Dashboard> | undefined, want: Known<Dashboard>): Difference[] {
  if (have === want || !want.known) return [];
  if (have && !have.known)
    return [
      { path: 'dashboard', before: { unknown: have.why }, after: want.value.level },
      ...flat(undefined, want.value).slice(1),
    ];
  return flat(have?.value, want.value);
}

function flat(have: Dashboard | undefined, want: Dashboard): Difference[] {
  const pages = [...new Set([...Object.keys(have?.pages ?? {}), ...Object.keys(want.pages)])];
  const rows: Difference[] = [
    { path: 'dashboard.level', before: have?.level ?? null, after: want.level },
    ...pages.map((page) => ({
      path: `dashboard.pages.${page}`,
      before: Reflect.get(have?.pages ?? {}, page) ?? 'none',
      after: Reflect.get(want.pages, page) ?? 'none',
    })),
    // Whoever has no dashboard has it nowhere.
    ...(want.level === 'none' ? [] : (['groups', 'ivrs', 'lines'] as const)).map((part) => ({
      path: `dashboard.scope.${part}`,
      before: have?.scope[part] ?? 'all',
      after: want.scope[part],
    })),
  ];
  return rows.filter(({ before, after }) => !isSame(before, after));
}

const jsonOf = (have: Known<Json>): Json => (have.known ? have.value : { unknown: have.why });
