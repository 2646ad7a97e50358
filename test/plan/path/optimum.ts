import {
  type AccountState,
  CATALOGUE,
  type Dashboard,
  groupKey,
  isSame,
  type Json,
  NO_DASHBOARD,
  PAGES,
  type PermissionSet,
  type PermissionValue,
  type ProfileState,
  profileKey,
  type ResourceKey,
  type Step,
  type UserState,
} from '../../../src/model/index.js';
import { singleStep } from '../../../src/plan/digest.js';
import { INITIAL } from '../../../src/plan/fill.js';
import { adminsIn, judgeOf, wantedAdmins } from './checker.js';
import { simulate } from './simulator.js';
import type { World } from './worlds.js';

/**
 * The shortest way from one state to the other, found by trying: whatever a step can write in any state, whole or by way of what both ends have in
 * common. Knows neither windows nor timelines, and shares no code with the order of a plan.
 */
export interface Optimum {
  readonly way: readonly Step[];
  /** What people are without for a moment, on the shortest way on which that is least: after each step so many facts. */
  readonly losses: number;
}

interface Limits {
  /** Without it any way will do, whoever gains and loses what. */
  readonly isSafe: boolean;
  /** States that may be looked at. */
  readonly states: number;
}

/** Undefined where no way was found within the limits. */
export function optimumOf(world: World, { isSafe, states }: Limits): Optimum | undefined {
  const judge = judgeOf(world);
  const least = wantedAdmins(world);
  const nameOf = createNames();
  const open = createFrontier();
  const seen = new Set<string>();
  open.add({ state: world.before, way: [], losses: 0, atLeast: distance(world.before, world.after), isJudged: true });
  for (let looked = 0; looked < states; ) {
    const node = open.take();
    if (!node) return undefined;
    if (seen.has(nameOf(node.state))) continue;
    if (!node.isJudged) {
      const differing = isSafe ? judge(node.state) : [];
      const isGain = differing.some(({ kind }) => kind === 'gain');
      if (isGain || (isSafe && adminsIn(node.state) < least)) seen.add(nameOf(node.state));
      else open.add({ ...node, losses: node.losses + differing.length, isJudged: true });
      continue;
    }
    seen.add(nameOf(node.state));
    looked += 1;
    const { way, losses } = node;
    if (node.atLeast === way.length) return { way, losses };
    for (const step of stepsFrom(node.state, world)) {
      const state = tried(node.state, step);
      if (!state || seen.has(nameOf(state))) continue;
      const atLeast = way.length + 1 + distance(state, world.after);
      open.add({ state, way: [...way, step], losses, atLeast, isJudged: false });
    }
  }
  return undefined;
}

interface Node {
  readonly state: AccountState;
  readonly way: readonly Step[];
  readonly losses: number;
  /** Writes of the whole way, if all that is left can be had by the fewest. */
  readonly atLeast: number;
  /** Whether this state counts in the losses, and is known to give nobody anything. Most states are never looked at. */
  readonly isJudged: boolean;
}

interface Frontier {
  readonly add: (node: Node) => void;
  /** The one with the fewest writes, of these the one with the fewest losses. */
  readonly take: () => Node | undefined;
}

function createFrontier(): Frontier {
  const buckets: Map<number, Node[]>[] = [];
  return {
    add: (node) => {
      buckets[node.atLeast] ??= new Map();
      const bucket = buckets[node.atLeast] as Map<number, Node[]>;
      const list = bucket.get(node.losses);
      if (list) list.push(node);
      else bucket.set(node.losses, [node]);
    },
    take: () => {
      const bucket = buckets.find((one) => one !== undefined && one.size > 0);
      if (!bucket) return undefined;
      const losses = Math.min(...bucket.keys());
      const list = bucket.get(losses);
      const node = list?.pop();
      if (list?.length === 0) bucket.delete(losses);
      return node;
    },
  };
}

/** The same name for the same values. */
function createNames(): (state: AccountState) => string {
  const texts = new WeakMap<object, string>();
  const textOf = (value: object): string => {
    const text = texts.get(value) ?? JSON.stringify(value);
    texts.set(value, text);
    return text;
  };
  return ({ users, profiles }) => [...users.values(), ...profiles.values()].map(textOf).sort().join('\n');
}

/** Never more than it takes. */
function distance(state: AccountState, after: AccountState): number {
  let writes = 0;
  for (const [key, want] of after.profiles) {
    const have = state.profiles.get(key);
    if (!isSame(have?.permissions, want.permissions)) writes += 1;
    if (!isSame([have?.dashboard, have?.groups], [want.dashboard, want.groups])) writes += 1;
  }
  for (const key of new Set([...state.users.keys(), ...after.users.keys()]))
    writes += userDistance(state.users.get(key), after.users.get(key));
  return writes;
}

function userDistance(have: UserState | undefined, want: UserState | undefined): number {
  if (want?.status !== 'active') return have && (!want || have.status === 'active') ? 1 : 0;
  const isLinked = linkOf(want) !== null;
  if (have?.status !== 'active') return isLinked ? 2 : 1 + groupsOf(want).length;
  if (isLinked && linkOf(have) !== linkOf(want)) return 1;
  const isOther = linkOf(have) !== linkOf(want) || !(isLinked || isSame(have.permissions, want.permissions));
  const [had, has] = [groupsOf(have), groupsOf(want)];
  const moves = had.filter((name) => !has.includes(name)).length + has.filter((name) => !had.includes(name)).length;
  return (isOther ? 1 : 0) + (isSame(have.dashboard, want.dashboard) ? 0 : 1) + moves;
}

const known = <T>(value: { readonly known: true; readonly value: T } | { readonly known: false }): T => {
  if (!value.known) throw new Error('unknown');
  return value.value;
};
const linkOf = ({ profile }: UserState): string | null => known(profile);
const groupsOf = ({ groups }: UserState): readonly string[] => known(groups);

/** What an account refuses leads nowhere. */
function tried(state: AccountState, step: Step): AccountState | undefined {
  try {
    return simulate(state, step);
  } catch {
    return undefined;
  }
}

const json = (value: unknown): Json => value as Json;
const stepOf = (operation: Step['operation'], key: ResourceKey, input: Step['input'] = {}): Step =>
  singleStep({ operation, key, input, precondition: {} });

function stepsFrom(state: AccountState, world: World): readonly Step[] {
  const { before, after } = world;
  const profiles = [...after.profiles].flatMap(([key, want]) => {
    const [have, had] = [state.profiles.get(key), before.profiles.get(key)];
    if (!have || !had) return [];
    const coming = [...after.users.values()].filter((user) => isComing(before.users.get(user.key), user, want.name));
    return [...contentSteps(have, had, want), ...templateSteps(have, want, coming)];
  });
  const keys = new Set([...before.users.keys(), ...after.users.keys()]);
  return [...profiles, ...[...keys].flatMap((key) => userSteps(key, state, world))];
}

const isComing = (had: UserState | undefined, want: UserState, name: string): boolean =>
  want.status === 'active' && linkOf(want) === name && !(had?.status === 'active' && linkOf(had) === name);

function contentSteps(have: ProfileState, had: ProfileState, want: ProfileState): readonly Step[] {
  return [want.permissions, meetOfSets(had.permissions, want.permissions)]
    .filter((set) => !isSame(have.permissions, set))
    .map((permissions) => stepOf('setPermissions', want.key, { permissions: json(permissions) }));
}

/** Whatever part of it may be handed over to those who are going to be linked. */
function templateSteps(have: ProfileState, want: ProfileState, coming: readonly UserState[]): readonly Step[] {
  const [dashboard, groups] = [known(want.dashboard), known(want.groups)];
  const lower =
    coming.length === 0
      ? []
      : [...coming.map((one) => meetOfDashboards(dashboard, known(one.dashboard))), NO_DASHBOARD];
  const parts = coming.length === 0 ? [groups] : [groups, ...groups.map((name) => [name]), []];
  return [dashboard, ...lower]
    .flatMap((part) => parts.map((given) => ({ dashboard: part, groups: given })))
    .filter((one) => !isSame(one, { dashboard: known(have.dashboard), groups: known(have.groups) }))
    .map((one) => stepOf('setProfileTemplate', want.key, { dashboard: json(one.dashboard), groups: one.groups }));
}

function userSteps(key: ResourceKey, state: AccountState, { before, after }: World): readonly Step[] {
  const [have, had, want] = [state.users.get(key), before.users.get(key), after.users.get(key)];
  if (want?.status !== 'active') {
    if (!have) return [];
    if (want) return have.status === 'active' ? [stepOf('archive', key)] : [];
    return [stepOf('delete', key)];
  }
  if (have?.status !== 'active') return creations(want);
  const name = linkOf(want);
  const others = [...dashboardSteps(have, had, want), ...members(have)];
  if (name !== null && linkOf(have) === name) return others;
  const links = name === null ? [] : [stepOf('link', key, { profile: name })];
  return [...links, ...ownSteps(have, { had, want, state, after }), ...others];
}

function creations(want: UserState): readonly Step[] {
  const { email } = want;
  const names = { email, firstName: known(want.firstName), lastName: known(want.lastName), external: want.external };
  const sets = linkOf(want) === null ? [want.permissions] : [INITIAL];
  return sets.flatMap((permissions) =>
    [NO_DASHBOARD, known(want.dashboard)].map((dashboard) =>
      stepOf('createUser', want.key, { ...names, permissions: json(permissions), dashboard: json(dashboard) }),
    ),
  );
}

interface Owning {
  readonly had: UserState | undefined;
  readonly want: UserState;
  readonly state: AccountState;
  readonly after: AccountState;
}

/** Permissions of one's own: those that are wanted, and what the set of either end has in common with that of the other. */
function ownSteps(have: UserState, { had, want, state, after }: Owning): readonly Step[] {
  const setIn = ({ profiles }: AccountState, user: UserState): PermissionSet => {
    const name = linkOf(user);
    return name === null ? user.permissions : (profiles.get(profileKey(name))?.permissions ?? {});
  };
  const next = setIn(after, want);
  const starts = [have, ...(had?.status === 'active' ? [had] : [])].map((user) => setIn(state, user));
  const wanted = [...(linkOf(want) === null ? [next] : []), ...starts.map((set) => meetOfSets(set, next))];
  const isLinked = linkOf(have) !== null;
  return wanted
    .filter((set) => isLinked || !isSame(have.permissions, set))
    .map((set) => stepOf(isLinked ? 'unlink' : 'setPermissions', have.key, { permissions: json(set) }));
}

function dashboardSteps(have: UserState, had: UserState | undefined, want: UserState): readonly Step[] {
  const wanted = known(want.dashboard);
  const lower = had?.status === 'active' ? [meetOfDashboards(known(had.dashboard), wanted)] : [];
  return [wanted, ...lower, NO_DASHBOARD]
    .filter((dashboard) => !isSame(known(have.dashboard), dashboard))
    .map((dashboard) => stepOf('setDashboard', have.key, { dashboard: json(dashboard) }));
}

const members = (have: UserState): readonly Step[] =>
  ['Field', 'Sales'].map((name) =>
    stepOf(groupsOf(have).includes(name) ? 'removeMember' : 'addMember', groupKey(name), { users: [have.email] }),
  );

/** What both sets give. */
function meetOfSets(one: PermissionSet, other: PermissionSet): PermissionSet {
  return Object.fromEntries(
    CATALOGUE.flatMap(({ id, kind, grants }) => {
      const [value, another]: (PermissionValue | undefined)[] = [Reflect.get(one, id), Reflect.get(other, id)];
      if (value === undefined || another === undefined) return [];
      if (typeof value === 'boolean') return [[id, grants === 'less' ? value || another === true : value && another]];
      if (typeof value === 'number') return [[id, Math.min(value, Number(another))]];
      if (kind === 'choice') return [[id, lesserChoice(value, another)]];
      return [[id, commonIds(value, another)]];
    }),
  );
}

const lesserChoice = (one: PermissionValue, other: PermissionValue): PermissionValue =>
  ['none', 'own', 'allIvr'].find((choice) => choice === one || choice === other) ?? 'none';

function commonIds(one: PermissionValue, other: PermissionValue): PermissionValue {
  const all = (value: PermissionValue) => {
    const ids = Array.isArray(value) ? value : [];
    return ids.includes('allIvr') ? [...ids, 'assignedIvr'] : ids;
  };
  return all(one).filter((id) => all(other).includes(id));
}

/** Pages that both have, over what both see. */
function meetOfDashboards(one: Dashboard | undefined, other: Dashboard | undefined): Dashboard {
  if (!one || !other) return NO_DASHBOARD;
  if (one.level === 'admin') return other;
  if (other.level === 'admin') return one;
  if (one.level !== other.level) return NO_DASHBOARD;
  const pages = PAGES.flatMap(({ id }) => {
    const accesses = [one.pages[id], other.pages[id]];
    if (accesses.includes(undefined)) return [];
    return [[id, accesses.includes('read') ? 'read' : 'write'] as const];
  });
  const common = (names: 'all' | readonly string[], others: 'all' | readonly string[]) =>
    names === 'all' ? others : names.filter((name) => others === 'all' || others.includes(name));
  const lines = one.scope.lines === 'all' ? other.scope.lines : one.scope.lines;
  if (pages.length === 0 || ![lines, 'all'].includes(other.scope.lines)) return NO_DASHBOARD;
  const [groups, ivrs] = [common(one.scope.groups, other.scope.groups), common(one.scope.ivrs, other.scope.ivrs)];
  return { level: one.level, pages: Object.fromEntries(pages), scope: { groups, ivrs, lines } };
}
