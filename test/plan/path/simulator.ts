import {
  type AccountState,
  type Dashboard,
  type GroupState,
  groupKey,
  isSame,
  NO_DASHBOARD,
  type PermissionSet,
  type ProfileState,
  profileKey,
  type ResourceKey,
  read,
  type Step,
  type UserState,
  userKey,
} from '../../../src/model/index.js';

/** An account that is only values: what each step does to it, by the rules of the embedded account and without any of its code. */
interface Tables {
  readonly users: Map<ResourceKey, UserState>;
  readonly profiles: Map<ResourceKey, ProfileState>;
  readonly groups: Map<ResourceKey, GroupState>;
}

/** The state afterwards; what does not change stays the same object. Throws for what an account refuses, a precondition that does not hold among it. */
export function simulate(state: AccountState, step: Step): AccountState {
  const tables = { users: new Map(state.users), profiles: new Map(state.profiles), groups: new Map(state.groups) };
  perform(tables, step);
  return tables;
}

const must = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new Error(`there is no ${what}`);
  return value;
};
const known = <T>(value: { known: true; value: T } | { known: false }): T => {
  if (!value.known) throw new Error('unknown');
  return value.value;
};

function perform(tables: Tables, step: Step): void {
  const { key, operation } = step;
  if (operation.startsWith('create')) create(tables, step);
  else if (operation === 'rename') rename(tables, step);
  else if (operation === 'addMember' || operation === 'removeMember') changeMembers(tables, step);
  else if (key.startsWith('profile:')) changeProfile(tables, step);
  else if (key.startsWith('group:')) changeGroup(tables, step);
  else changeUser(tables, step);
}

function unchanged(precondition: Step['precondition'], live: object, what: string): void {
  for (const [field, value] of Object.entries(precondition))
    if (!isSame(Reflect.get(live, field), value))
      throw new Error(`${what}.${field} is ${JSON.stringify(Reflect.get(live, field))}, not ${JSON.stringify(value)}`);
}

const text = (value: unknown): string => String(value);
const namesGroup = ({ scope }: Dashboard, name: string) => scope.groups !== 'all' && scope.groups.includes(name);

function knows({ groups }: Tables, names: Iterable<string>): void {
  for (const name of names) must(groups.get(groupKey(name)), `group ${name}`);
}
function mayHave(tables: Tables, dashboard: Dashboard, groups: readonly string[] = []): void {
  knows(tables, groups);
  if (dashboard.scope.groups !== 'all') knows(tables, dashboard.scope.groups);
}

function create(tables: Tables, { key, operation, input }: Step): void {
  if (operation === 'createGroup') {
    if (tables.groups.has(key)) throw new Error(`${key} is there`);
    tables.groups.set(key, { key, name: text(input.name), openAccess: read(input.openAccess === true) });
    return;
  }
  const dashboard = input.dashboard as unknown as Dashboard;
  const permissions = (input.permissions ?? {}) as PermissionSet;
  const groups = (input.groups ?? []) as readonly string[];
  mayHave(tables, dashboard, groups);
  if (operation === 'createProfile') {
    if (tables.profiles.has(key)) throw new Error(`${key} is there`);
    tables.profiles.set(key, {
      key,
      name: text(input.name),
      permissions,
      dashboard: read(dashboard),
      groups: read(groups),
    });
    return;
  }
  const earlier = tables.users.get(key);
  if (earlier?.status === 'active') throw new Error(`${key} is there`);
  tables.users.set(key, {
    key,
    email: text(input.email),
    firstName: read(text(input.firstName)),
    lastName: read(text(input.lastName)),
    status: 'active',
    external: input.external === true,
    superAdmin: false,
    profile: read(null),
    permissions,
    dashboard: read(dashboard),
    groups: read([]),
    numbers: earlier?.numbers ?? [],
    plan: earlier?.plan,
  });
}

function rename(tables: Tables, { key, input }: Step): void {
  if (key.startsWith('user:')) {
    const user = must(tables.users.get(key), key);
    tables.users.delete(key);
    const email = text(input.email ?? user.email);
    if (tables.users.has(userKey(email))) throw new Error(`${email} is taken`);
    tables.users.set(userKey(email), { ...user, key: userKey(email), email });
    return;
  }
  const [name, next] = [key.slice(key.indexOf(':') + 1), text(input.name)];
  if (key.startsWith('profile:')) {
    const profile = must(tables.profiles.get(key), key);
    tables.profiles.delete(key);
    tables.profiles.set(profileKey(next), { ...profile, key: profileKey(next), name: next });
    for (const [id, user] of tables.users)
      if (known(user.profile) === name) tables.users.set(id, { ...user, profile: read(next) });
    return;
  }
  const group = must(tables.groups.get(key), key);
  tables.groups.delete(key);
  tables.groups.set(groupKey(next), { ...group, key: groupKey(next), name: next });
  const swap = (names: readonly string[]) => names.map((one) => (one === name ? next : one)).sort();
  const within = (dashboard: Dashboard): Dashboard =>
    namesGroup(dashboard, name) && dashboard.scope.groups !== 'all'
      ? { ...dashboard, scope: { ...dashboard.scope, groups: swap(dashboard.scope.groups) } }
      : dashboard;
  for (const [id, user] of tables.users)
    tables.users.set(id, {
      ...user,
      groups: read(swap(known(user.groups))),
      dashboard: read(within(known(user.dashboard))),
    });
  for (const [id, profile] of tables.profiles)
    tables.profiles.set(id, {
      ...profile,
      groups: read(swap(known(profile.groups))),
      dashboard: read(within(known(profile.dashboard))),
    });
}

function changeMembers(tables: Tables, { key, operation, input }: Step): void {
  const { name } = must(tables.groups.get(key), key);
  for (const email of input.users as readonly string[]) {
    const user = must(tables.users.get(userKey(email)), email);
    if (user.status !== 'active') throw new Error(`${email} is archived`);
    const others = known(user.groups).filter((group) => group !== name);
    tables.users.set(user.key, {
      ...user,
      groups: read(operation === 'addMember' ? [...others, name].sort() : others),
    });
  }
}

function changeProfile(tables: Tables, { key, operation, input, precondition }: Step): void {
  const profile = must(tables.profiles.get(key), key);
  if (operation === 'setPermissions') {
    unchanged(precondition, profile.permissions, key);
    tables.profiles.set(key, {
      ...profile,
      permissions: { ...profile.permissions, ...(input.permissions as PermissionSet) },
    });
    return;
  }
  const template = { dashboard: known(profile.dashboard), groups: known(profile.groups) };
  unchanged(precondition, { name: profile.name, ...template }, key);
  if (operation === 'delete') {
    if ([...tables.users.values()].some((user) => known(user.profile) === profile.name))
      throw new Error(`${key} is in use`);
    tables.profiles.delete(key);
    return;
  }
  const changed = { ...template, ...(input as Partial<typeof template>) };
  mayHave(tables, changed.dashboard, changed.groups);
  tables.profiles.set(key, { ...profile, dashboard: read(changed.dashboard), groups: read(changed.groups) });
}

function changeGroup(tables: Tables, { key, operation }: Step): void {
  const { name } = must(tables.groups.get(key), key);
  if (operation !== 'delete') return;
  const holders = [
    ...[...tables.users.values()]
      .filter(({ status }) => status === 'active')
      .map((user) => ({ dashboard: known(user.dashboard), groups: known(user.groups) })),
    ...[...tables.profiles.values()].map((one) => ({ dashboard: known(one.dashboard), groups: known(one.groups) })),
  ];
  if (holders.some(({ dashboard, groups }) => groups.includes(name) || namesGroup(dashboard, name)))
    throw new Error(`${key} is in use`);
  tables.groups.delete(key);
}

function changeUser(tables: Tables, { key, operation, input, precondition }: Step): void {
  const user = must(tables.users.get(key), key);
  const linked = known(user.profile);
  const shared = linked === null ? user.permissions : must(tables.profiles.get(profileKey(linked)), linked).permissions;
  const plain = { status: user.status, profile: linked, dashboard: known(user.dashboard) };
  unchanged(precondition, operation === 'setPermissions' ? shared : plain, key);
  if (operation === 'delete') return void tables.users.delete(key);
  if (user.status !== 'active') throw new Error(`${key} is archived`);
  tables.users.set(key, changedUser(tables, user, { operation, input, shared }));
}

function changedUser(
  tables: Tables,
  user: UserState,
  { operation, input, shared }: Pick<Step, 'operation' | 'input'> & { readonly shared: PermissionSet },
): UserState {
  if (operation === 'archive') return { ...user, status: 'archived' };
  if (operation === 'unlink') {
    if (known(user.profile) === null) throw new Error(`${user.key} is not linked`);
    return { ...user, profile: read(null), permissions: input.permissions as PermissionSet };
  }
  if (operation === 'setPermissions') {
    if (known(user.profile) !== null) throw new Error(`${user.key} is linked`);
    return { ...user, permissions: { ...shared, ...(input.permissions as PermissionSet) } };
  }
  if (operation === 'setDashboard') {
    const dashboard = (input.dashboard ?? NO_DASHBOARD) as unknown as Dashboard;
    mayHave(tables, dashboard);
    return { ...user, dashboard: read(dashboard) };
  }
  if (operation !== 'link') throw new Error(`nobody can ${operation} ${user.key}`);
  const { name, dashboard, groups } = must(tables.profiles.get(profileKey(text(input.profile))), text(input.profile));
  return { ...user, profile: read(name), permissions: {}, dashboard, groups };
}
