import { type AccountState, byText, groupKey, isSame, type Json, PAGES, type PermissionId, profileKey, type ResourceKey, type Scope, type UserState, valueOf } from '../model/index.js';
import { APP_CAPABILITIES, type AppCapability, type Capability, compareValues } from './capability.js';
import { type Access, accessOf, isAdmin, nobody, pageAccess } from './effective.js';
import { reachRows } from './reach-differences.js';
import { ASSUMPTIONS } from './assumptions.js';

/** The statement that makes a difference: a resource and a field of it. */
export interface Cause {
  readonly key: ResourceKey;
  readonly path: string;
}

export interface AccessRow {
  readonly capability: Capability;
  readonly before: Json;
  readonly after: Json;
  readonly scope?: Scope;
  /** Keys of the people newly reached, or no longer; of the group of a membership. */
  readonly targets?: readonly ResourceKey[];
  readonly privileged: boolean;
  /** 0 to 9, the heaviest first. */
  readonly weight: number;
  readonly cause: Cause;
}

export interface PersonChange {
  readonly user: ResourceKey;
  readonly email: string;
  readonly gains: readonly AccessRow[];
  readonly losses: readonly AccessRow[];
  /** May already be able to, or may still be: one side is unknown. */
  readonly uncertain: readonly AccessRow[];
}

export interface Rows {
  readonly gains: AccessRow[];
  readonly losses: AccessRow[];
  readonly uncertain: AccessRow[];
}

/** One person on both sides. */
export interface Pair {
  readonly key: ResourceKey;
  readonly before: Access;
  readonly after: Access;
  readonly have: UserState | undefined;
  readonly want: UserState | undefined;
}

export const WEIGHTS = { rights: 9, billing: 8, hear: 7, download: 6, destination: 5, write: 4, read: 3, forwarding: 2, rest: 1 } as const;

/** Who gains and who loses which access between two states, in the order of keys. Only people whom some change reaches are looked at. */
export function accessChanges(before: AccountState, after: AccountState): PersonChange[] {
  const pairs = changedPairs(before, after);
  const rows = new Map<ResourceKey, Rows>();
  const rowsOf = (key: ResourceKey): Rows => {
    const known = rows.get(key) ?? { gains: [], losses: [], uncertain: [] };
    rows.set(key, known);
    return known;
  };
  for (const pair of pairs.values()) ownRows(pair, rowsOf(pair.key), { before, after });
  for (const { holder, row, kind } of reachRows(before, after, pairs)) rowsOf(holder)[kind].push(row);
  return [...rows]
    .filter(([, { gains, losses, uncertain }]) => gains.length + losses.length + uncertain.length > 0)
    .map(([user, { gains, losses, uncertain }]) => {
      const email = (after.users.get(user) ?? before.users.get(user))?.email ?? '';
      return { user, email, gains: byWeight(gains), losses: byWeight(losses), uncertain: byWeight(uncertain) };
    })
    .sort((one, other) => byText(one.user, other.user));
}

const byWeight = (rows: AccessRow[]): AccessRow[] =>
  rows.sort((one, other) => Number(other.privileged) - Number(one.privileged) || other.weight - one.weight || byText(one.capability, other.capability));

/** People whose own state differs, or whose profile does. */
function changedPairs(before: AccountState, after: AccountState): Map<ResourceKey, Pair> {
  const changedProfiles = new Set<string>();
  for (const [key, profile] of after.profiles) if (before.profiles.get(key)?.permissions !== profile.permissions) changedProfiles.add(profile.name);
  const pairs = new Map<ResourceKey, Pair>();
  const add = (key: ResourceKey, have: UserState | undefined, want: UserState | undefined) => {
    const email = want?.email ?? have?.email ?? '';
    pairs.set(key, { key, have, want, before: have ? accessOf(before, have) : nobody(key, email), after: want ? accessOf(after, want) : nobody(key, email) });
  };
  for (const [key, want] of after.users) {
    const have = before.users.get(key);
    const profile = valueOf(want.profile);
    if (have !== want || (typeof profile === 'string' && changedProfiles.has(profile))) add(key, have, want);
  }
  for (const [key, have] of before.users) if (!after.users.has(key)) add(key, have, undefined);
  return pairs;
}

interface States {
  readonly before: AccountState;
  readonly after: AccountState;
}

function ownRows(pair: Pair, rows: Rows, states: States): void {
  const { before, after, key } = pair;
  if (before.isActive !== after.isActive) {
    const row = { capability: 'account.signIn', before: before.isActive, after: after.isActive, privileged: false, weight: WEIGHTS.rest, cause: { key, path: '' } };
    (after.isActive ? rows.gains : rows.losses).push(row);
  }
  if (before.isActive && !after.isActive) return;
  for (const capability of APP_CAPABILITIES) appRow(pair, capability, { rows, states });
  levelRows(pair, rows);
  pageRows(pair, rows);
  membershipRows(pair, rows);
}

function appRow(pair: Pair, capability: AppCapability, { rows, states }: { rows: Rows; states: States }): void {
  const before = capability.valueOf(pair.before);
  const after = capability.valueOf(pair.after);
  if (before === after) return;
  const row = (): AccessRow => ({
    capability: capability.name,
    before: before ?? null,
    after: after ?? null,
    privileged: isPrivileged(capability, after),
    weight: Math.max(WEIGHTS.rest, capability.entry.risk),
    cause: permissionCause(pair, capability.permissions, states),
  });
  if (before === undefined || after === undefined) {
    const least = capability.valueOf(nobody(pair.key, ''));
    const known = before ?? after;
    if (known !== undefined && least !== undefined && compareValues(capability.entry, least, known).isMore) rows.uncertain.push(row());
    return;
  }
  const change = compareValues(capability.entry, before, after);
  if (change.isMore) rows.gains.push(row());
  if (change.isLess) rows.losses.push(row());
}

/** Money, and the recordings of others. */
function isPrivileged({ name }: AppCapability, after: Json | undefined): boolean {
  return name.startsWith('calls.destination.') || (name === 'recordings.play' && after === 'allIvr');
}

/** The link where it differs, else the profile, else the person's own permission. */
function permissionCause({ key, have, want }: Pair, permissions: readonly PermissionId[], { before, after }: States): Cause {
  const profile = want ? valueOf(want.profile) : undefined;
  if (!have || have.status !== 'active' || !want) return { key, path: '' };
  if (valueOf(have.profile) !== profile) return { key, path: 'profile' };
  const holder = typeof profile === 'string' ? profileKey(profile) : key;
  const set = (state: AccountState) => (typeof profile === 'string' ? state.profiles.get(profileKey(profile)) : state.users.get(key))?.permissions ?? {};
  const changed = permissions.find((id) => !isSame(set(before)[id], set(after)[id])) ?? permissions[0];
  return { key: holder, path: `permissions.${changed}` };
}

function levelRows({ before, after, key }: Pair, rows: Rows): void {
  if (isAdmin(before) === isAdmin(after)) return;
  const row = { capability: 'level.admin', before: before.level ?? null, after: after.level ?? null, privileged: true, weight: WEIGHTS.rights, cause: { key, path: 'dashboard' } };
  if (before.level === undefined || after.level === undefined) rows.uncertain.push(row);
  else (isAdmin(after) ? rows.gains : rows.losses).push(row);
}

const ACCESS = ['none', 'read', 'write'];

/** Pages one by one, but for administrators, who have them all. */
function pageRows({ before, after, key }: Pair, rows: Rows): void {
  if (isAdmin(before) || isAdmin(after)) return;
  for (const { id } of PAGES) {
    const had = pageAccess(before, id);
    const has = pageAccess(after, id);
    if (had === 'none' && has === 'none') continue;
    const isUnknown = before.level === undefined || after.level === undefined;
    const row = (access: string, scope: Scope): AccessRow => ({ ...pageKind(id, access), before: had, after: has, scope, cause: { key, path: 'dashboard' } });
    if (isUnknown) {
      rows.uncertain.push(row(has === 'none' ? had : has, has === 'none' ? before.scope : after.scope));
      continue;
    }
    const isMore = ACCESS.indexOf(has) > ACCESS.indexOf(had) || (has !== 'none' && isWider(before.scope, after.scope));
    const isLess = ACCESS.indexOf(has) < ACCESS.indexOf(had) || (had !== 'none' && isWider(after.scope, before.scope));
    if (isMore) rows.gains.push(row(has, after.scope));
    if (isLess) rows.losses.push(row(had, before.scope));
  }
}

function pageKind(page: string, access: string): Pick<AccessRow, 'capability' | 'privileged' | 'weight'> {
  if (page === 'billing') return { capability: 'billing.see', privileged: true, weight: WEIGHTS.billing };
  const isWrite = access === 'write';
  const isRights = isWrite && ASSUMPTIONS.pagesThatGiveRights.some((name) => name === page);
  return { capability: `page.${page}.${access}`, privileged: isRights, weight: isRights ? WEIGHTS.rights : isWrite ? WEIGHTS.write : WEIGHTS.read };
}

/** Whether `after` reaches a group, an IVR or a line that `before` does not. */
export function isWider(before: Scope, after: Scope): boolean {
  const adds = (had: 'all' | readonly string[], has: 'all' | readonly string[]) => had !== 'all' && (has === 'all' || has.some((name) => !had.includes(name)));
  return adds(before.groups, after.groups) || adds(before.ivrs, after.ivrs) || (before.lines !== 'all' && before.lines !== after.lines);
}

function membershipRows({ before, after, key }: Pair, rows: Rows): void {
  const had = before.groups;
  const has = after.groups;
  if (had === has) return;
  const row = (group: string, isIn: boolean): AccessRow => ({
    capability: 'groups.member',
    before: !isIn,
    after: isIn,
    targets: [groupKey(group)],
    privileged: false,
    weight: WEIGHTS.rest,
    cause: { key, path: 'groups' },
  });
  if (had === undefined || has === undefined) rows.uncertain.push(...(has ?? had ?? []).map((group) => row(group, has !== undefined)));
  else {
    rows.gains.push(...has.filter((group) => !had.includes(group)).map((group) => row(group, true)));
    rows.losses.push(...had.filter((group) => !has.includes(group)).map((group) => row(group, false)));
  }
}
