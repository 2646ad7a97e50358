import {
  type AccountState,
  byText,
  groupKey,
  isSame,
  type Json,
  knownValue,
  type PermissionId,
  profileKey,
  type ResourceKey,
  type UserState,
} from '../model/index.js';
import { type AccessRow, type Cause, type Pair, type PersonChange, type Rows, WEIGHTS } from './access-row.js';
import { APP_CAPABILITIES, type AppCapability, compareValues } from './capability.js';
import { levelRows, pageRows } from './dashboard-differences.js';
import { accessOf, nobody } from './effective.js';
import { reachRows } from './reach-differences.js';

export { type AccessRow, type Cause, type Pair, type PersonChange, type Rows, WEIGHTS } from './access-row.js';
export { isWider } from './scope.js';

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
  rows.sort(
    (one, other) =>
      Number(other.privileged) - Number(one.privileged) ||
      other.weight - one.weight ||
      byText(one.capability, other.capability),
  );

/** People whose own state differs, or whose profile does. */
function changedPairs(before: AccountState, after: AccountState): Map<ResourceKey, Pair> {
  const profiles = changedProfiles(before, after);
  const pairs = new Map<ResourceKey, Pair>();
  const add = (key: ResourceKey, have: UserState | undefined, want: UserState | undefined) => {
    const email = want?.email ?? have?.email ?? '';
    const access = (state: AccountState, user: UserState | undefined) =>
      user ? accessOf(state, user) : nobody(key, email);
    pairs.set(key, { key, have, want, before: access(before, have), after: access(after, want) });
  };
  for (const [key, want] of after.users) {
    const have = before.users.get(key);
    const profile = profiles.size > 0 ? knownValue(want.profile) : null;
    if (have !== want || (typeof profile === 'string' && profiles.has(profileKey(profile)))) add(key, have, want);
  }
  for (const [key, have] of before.users) if (!after.users.has(key)) add(key, have, undefined);
  return pairs;
}

/** Those that are new or gone count too: a link to a profile that nobody has read gives nobody knows what. */
function changedProfiles(before: AccountState, after: AccountState): ReadonlySet<ResourceKey> {
  const keys = [...new Set([...before.profiles.keys(), ...after.profiles.keys()])];
  const permissions = (state: AccountState, key: ResourceKey) => state.profiles.get(key)?.permissions;
  return new Set(keys.filter((key) => permissions(before, key) !== permissions(after, key)));
}

interface States {
  readonly before: AccountState;
  readonly after: AccountState;
}

function ownRows(pair: Pair, rows: Rows, states: States): void {
  const { before, after, key } = pair;
  if (before.isActive !== after.isActive) {
    const change = { before: before.isActive, after: after.isActive, cause: { key, path: '' } };
    const row = { capability: 'account.signIn', ...change, privileged: false, weight: WEIGHTS.rest };
    (after.isActive ? rows.gains : rows.losses).push(row);
  }
  if (!after.isActive) return;
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
  if (before === undefined) {
    const least = capability.valueOf(nobody(pair.key, ''));
    if (after === undefined || least === undefined || !compareValues(capability.entry, least, after).isMore) return;
  }
  if (before === undefined || after === undefined) {
    rows.uncertain.push(row());
    return;
  }
  const change = compareValues(capability.entry, before, after);
  if (change.isMore) rows.gains.push(row());
  if (change.isLess) rows.losses.push(row());
}

/** Money, and the recordings of others. What is unknown may be these. */
function isPrivileged({ name }: AppCapability, after: Json | undefined): boolean {
  return (
    name.startsWith('calls.destination.') || (name === 'recordings.play' && (after === undefined || after === 'allIvr'))
  );
}

/** The link where it differs, else the profile, else the person's own permission. */
function permissionCause(
  { key, have, want }: Pair,
  permissions: readonly PermissionId[],
  { before, after }: States,
): Cause {
  const profile = want ? knownValue(want.profile) : undefined;
  if (have?.status !== 'active' || !want) return { key, path: '' };
  if (knownValue(have.profile) !== profile) return { key, path: 'profile' };
  const holder = typeof profile === 'string' ? profileKey(profile) : key;
  const set = (state: AccountState) =>
    (typeof profile === 'string' ? state.profiles.get(profileKey(profile)) : state.users.get(key))?.permissions ?? {};
  const changed = permissions.find((id) => !isSame(set(before)[id], set(after)[id])) ?? permissions[0];
  return { key: holder, path: `permissions.${changed}` };
}

/** Groups that become unknown may be any: those of before are named, for they may be left. */
function membershipRows({ before, after, key }: Pair, rows: Rows): void {
  const [had, has] = [before.groups, after.groups];
  if (had === has) return;
  const row = (change: { before: boolean | null; after: boolean | null }, group?: string): AccessRow => ({
    capability: 'groups.member',
    ...change,
    ...(group !== undefined && { targets: [groupKey(group)] }),
    privileged: false,
    weight: WEIGHTS.rest,
    cause: { key, path: 'groups' },
  });
  const isMissing = (names: readonly string[]) => (group: string) => !names.includes(group);
  if (had === undefined) rows.uncertain.push(...(has ?? []).map((group) => row({ before: null, after: true }, group)));
  else if (has === undefined) {
    const known = had.map((group) => row({ before: true, after: null }, group));
    rows.uncertain.push(...(known.length > 0 ? known : [row({ before: false, after: null })]));
  } else {
    rows.gains.push(...has.filter(isMissing(had)).map((group) => row({ before: false, after: true }, group)));
    rows.losses.push(...had.filter(isMissing(has)).map((group) => row({ before: true, after: false }, group)));
  }
}
