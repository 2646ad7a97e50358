import {
  type AccountState,
  type Dashboard,
  type Desired,
  groupKey,
  levelDashboard,
  NO_DASHBOARD,
  type PageAccess,
  type PermissionSet,
  type ProfileState,
  profileKey,
  type ResourceKey,
  read,
  type UserState,
  userKey,
} from '../../../src/model/index.js';
import { INITIAL } from '../../../src/plan/fill.js';
import type { Ends } from '../../../src/plan/path/journeys.js';
import { type Renames, withNewNames } from '../../../src/plan/renames.js';
import { type Dice, diceOf } from '../../access/random-accounts.js';

/** Two states of a small account, many of them knots: everything moves at once, between few profiles and groups. */
export interface World extends Ends {
  readonly minAdmins: number;
}

const PEOPLE = ['ada', 'bo', 'cy', 'di', 'ed', 'flo'];
const GROUPS = ['Field', 'Sales', 'Support'];

const KINDS = ['mixed', 'profiles', 'scopes', 'all'] as const;
type Kind = (typeof KINDS)[number];

interface Shape {
  readonly dice: Dice;
  readonly kind: Kind;
  readonly profiles: readonly [string, ...string[]];
  readonly groups: readonly string[];
}

export function worldOf(seed: number): World {
  const dice = diceOf(seed);
  const kind = dice.pick(KINDS);
  const shape: Shape = {
    dice,
    kind,
    profiles: dice.chance(60) ? ['Agent', 'Lead'] : ['Agent', 'Lead', 'Crew'],
    groups: GROUPS.slice(0, 2 + dice.below(2)),
  };
  const { before, after } = statesOf(shape, PEOPLE.slice(0, 3 + dice.below(3)));
  return { ...named(shape, before, after), minAdmins: 1 + dice.below(2) };
}

/** Small enough that every way through it can be tried: two or three people, two profiles, two groups, and all names stay. */
export function tinyWorldOf(seed: number): World {
  const dice = diceOf(seed);
  const kind = dice.pick(KINDS);
  const shape: Shape = { dice, kind, profiles: ['Agent', 'Lead'], groups: GROUPS.slice(0, 2) };
  const { before, after } = statesOf(shape, PEOPLE.slice(0, 2 + dice.below(2)), true);
  return { before, after, renames: new Map(), live: before, minAdmins: 1 };
}

function statesOf(shape: Shape, people: readonly string[], isStill = false): Pick<World, 'before' | 'after'> {
  const { dice } = shape;
  const profiles = shape.profiles.map((name) => profile(shape, name));
  const wanted = profiles.map((one) => changedProfile(shape, one));
  const users = people.flatMap((local) => person(shape, local, profiles));
  const isNewGroup = !isStill && dice.chance(15);
  const groups = isNewGroup ? shape.groups.slice(1) : shape.groups;
  const before = isNewGroup
    ? without(shape.groups[0] ?? '', { users: byKey(users), profiles: byKey(profiles), groups: groupsOf(groups) })
    : { users: byKey(users), profiles: byKey(profiles), groups: groupsOf(shape.groups) };
  const after = {
    users: byKey(
      people.flatMap((local) =>
        changedPerson(shape, before.users.get(userKey(email(local))), { local, profiles: wanted }),
      ),
    ),
    profiles: byKey(wanted),
    groups: groupsOf(shape.groups),
  };
  return { before, after };
}

const email = (local: string) => `${local}@acme.example`;
const byKey = <T extends { readonly key: ResourceKey }>(list: readonly T[]) =>
  new Map(list.map((one) => [one.key, one]));
const groupsOf = (names: readonly string[]) =>
  new Map(names.map((name) => [groupKey(name), { key: groupKey(name), name, openAccess: read(false) }]));

/** Nobody refers to the group. */
function without(group: string, state: AccountState): AccountState {
  const free = <T extends UserState | ProfileState>(one: T): T => {
    const dashboard = one.dashboard.known ? one.dashboard.value : NO_DASHBOARD;
    const { groups } = dashboard.scope;
    const scope = { ...dashboard.scope, groups: groups === 'all' ? groups : groups.filter((name) => name !== group) };
    const kept = one.groups.known ? one.groups.value.filter((name) => name !== group) : [];
    return { ...one, dashboard: read({ ...dashboard, scope }), groups: read(kept) };
  };
  return {
    users: new Map([...state.users].map(([key, user]) => [key, free(user)])),
    profiles: new Map([...state.profiles].map(([key, one]) => [key, free(one)])),
    groups: state.groups,
  };
}

function permissions({ dice, kind }: Shape): PermissionSet {
  const often = kind === 'profiles' || kind === 'all' ? 50 : 35;
  return {
    ...INITIAL,
    ...(dice.chance(often) && { playRecordings: dice.pick(['own', 'allIvr']) }),
    showDownloadButton: dice.chance(often),
    canBeListenedTo: dice.chance(60),
    ...(dice.chance(often) && { snooze: true }),
    ...(dice.chance(often) && { chatTab: true }),
    ...(dice.chance(often) && { anonymisePhoneNumbers: false }),
    ...(dice.chance(20) && { maxChannels: 2 + dice.below(3) }),
    ...(dice.chance(20) && { editCallerId: dice.pick([['assignedIvr'], ['allIvr'], ['+33199000001']]) }),
  };
}

function dashboard({ dice, kind, groups }: Shape): Dashboard {
  const isWide = kind === 'scopes' || kind === 'all';
  if (!dice.chance(isWide ? 80 : 45)) return NO_DASHBOARD;
  if (dice.chance(15)) return levelDashboard(dice.pick(['admin', 'admin', 'billing']));
  const pages = (['users', 'activity', 'logs', 'developer', 'billing'] as const).filter((page) =>
    dice.chance(page === 'developer' || page === 'billing' ? 10 : 55),
  );
  const access = pages.map((page): [string, PageAccess] => [page, dice.chance(60) ? 'write' : 'read']);
  const ivrs = dice.chance(70) ? ('all' as const) : dice.some(['Paris desk']);
  const scope = {
    groups: dice.chance(25) ? ('all' as const) : dice.some(groups),
    ivrs,
    lines: dice.pick(['all', 'all', 'all', 'direct', 'ivr'] as const),
  };
  return {
    level: dice.pick(['supervisor', 'supervisor', 'technical'] as const),
    pages: Object.fromEntries(access),
    scope,
  };
}

const profile = (shape: Shape, name: string): ProfileState => ({
  key: profileKey(name),
  name,
  permissions: permissions(shape),
  dashboard: read(shape.dice.chance(50) ? NO_DASHBOARD : dashboard(shape)),
  groups: read(shape.dice.chance(60) ? [] : shape.dice.some(shape.groups)),
});

function changedProfile(shape: Shape, one: ProfileState): ProfileState {
  const { dice, kind } = shape;
  const isEdited = dice.chance(kind === 'scopes' ? 25 : 70);
  const isOther = dice.chance(35);
  if (!isEdited && !isOther) return one;
  const next = profile(shape, one.name);
  return {
    ...one,
    ...(isEdited && { permissions: next.permissions }),
    ...(isOther && { dashboard: next.dashboard, groups: next.groups }),
  };
}

function person(shape: Shape, local: string, profiles: readonly ProfileState[]): readonly UserState[] {
  const { dice, groups } = shape;
  if (dice.chance(12)) return [];
  const link = dice.chance(shape.kind === 'profiles' ? 85 : 50)
    ? (profiles[dice.below(profiles.length)]?.name ?? null)
    : null;
  return [
    {
      key: userKey(email(local)),
      email: email(local),
      firstName: read(local),
      lastName: read('Acme'),
      status: dice.chance(10) ? 'archived' : 'active',
      external: false,
      superAdmin: false,
      profile: read(link),
      permissions: link === null ? permissions(shape) : {},
      dashboard: read(dashboard(shape)),
      groups: read(dice.some(groups)),
      numbers: ['+33199000001'],
      plan: 'Business',
    },
  ];
}

interface Wanted {
  readonly local: string;
  readonly profiles: readonly ProfileState[];
}

function changedPerson(shape: Shape, have: UserState | undefined, { local, profiles }: Wanted): readonly UserState[] {
  const { dice, kind } = shape;
  const isHere = have?.status === 'active';
  if (!isHere && !dice.chance(60)) return have ? [have] : [];
  if (isHere && dice.chance(10)) return dice.chance(30) ? [] : [{ ...have, status: 'archived' }];
  const fresh = person(
    {
      ...shape,
      dice: { ...dice, chance: (percent) => (percent === 12 || percent === 10 ? false : dice.chance(percent)) },
    },
    local,
    profiles,
  );
  const next = fresh[0];
  if (!next || (isHere && dice.chance(15))) return have ? [have] : [];
  if (!isHere)
    return [{ ...next, permissions: next.profile.known && next.profile.value === null ? next.permissions : {} }];
  const isMoved = dice.chance(kind === 'scopes' ? 25 : 65);
  const template = profiles.find((one) => next.profile.known && one.name === next.profile.value);
  const isGiven = isMoved && template && dice.chance(40);
  return [
    {
      ...have,
      ...(isMoved && { profile: next.profile, permissions: next.permissions }),
      ...(dice.chance(kind === 'profiles' ? 25 : 60) && { dashboard: next.dashboard }),
      ...(dice.chance(kind === 'profiles' ? 30 : 65) && { groups: next.groups }),
      ...(isGiven && { dashboard: template.dashboard, groups: template.groups }),
    },
  ];
}

/** Some are renamed on the way. */
function named({ dice }: Shape, before: AccountState, after: AccountState): Ends {
  const renames = new Map<ResourceKey, ResourceKey>();
  if (dice.chance(15)) renames.set(groupKey('Sales'), groupKey('Vendors'));
  if (dice.chance(15)) renames.set(profileKey('Agent'), profileKey('Clerk'));
  if (
    dice.chance(15) &&
    before.users.get(userKey(email('ada')))?.status === 'active' &&
    after.users.has(userKey(email('ada')))
  )
    renames.set(userKey(email('ada')), userKey(email('ada.earlier')));
  const back = new Map([...renames].map(([key, previous]) => [previous, key]));
  return { before, after, renames, live: renamed(before, back) };
}

/** The state under the names of the files: what each of `renames` was called before is called by its new name. */
export const renamed = (state: AccountState, renames: Renames): AccountState =>
  withNewNames(state, renames, { users: new Map() } as unknown as Desired);
