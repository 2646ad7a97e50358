import {
  type Dashboard,
  groupKey,
  isSame,
  type Json,
  type Known,
  knownValue,
  type Operation,
  type PermissionSet,
  type ResourceKey,
  type Step,
  sameValue,
} from '../model/index.js';

/** A step without its place in the order: what it asks, and which resources it reads and writes. */
export interface Draft {
  readonly operation: Operation;
  readonly key: ResourceKey;
  readonly input: Step['input'];
  readonly precondition: Step['precondition'];
  readonly writes: readonly ResourceKey[];
  readonly reads: readonly ResourceKey[];
  /** What may be deleted only afterwards. */
  readonly frees: readonly ResourceKey[];
}

export interface DraftUse {
  readonly reads?: readonly ResourceKey[];
  readonly frees?: readonly ResourceKey[];
  /** Default: its own key. */
  readonly writes?: readonly ResourceKey[];
}

export interface DraftContent {
  readonly input?: Step['input'];
  readonly precondition?: Step['precondition'];
}

export function draft(operation: Operation, key: ResourceKey, content: DraftContent = {}, use: DraftUse = {}): Draft {
  const { input = {}, precondition = {} } = content;
  return {
    operation,
    key,
    input,
    precondition,
    writes: use.writes ?? [key],
    reads: use.reads ?? [],
    frees: use.frees ?? [],
  };
}

/** Only the keys that differ are written, and only they must still be as they were read. Undefined where none differs. */
export function permissionDraft(key: ResourceKey, have: PermissionSet, want: PermissionSet): Draft | undefined {
  const changed = Object.entries(want).filter(([id, value]) => !sameValue(Reflect.get(have, id), value));
  if (have === want || changed.length === 0) return undefined;
  const before = changed.flatMap(([id]) => (Reflect.get(have, id) === undefined ? [] : [[id, Reflect.get(have, id)]]));
  return draft('setPermissions', key, {
    input: { permissions: Object.fromEntries(changed) },
    precondition: Object.fromEntries(before),
  });
}

/** Undefined where the dashboard is so already, or nothing is wanted. */
export function dashboardDraft(key: ResourceKey, have: Known<Dashboard>, want: Known<Dashboard>): Draft | undefined {
  const dashboard = knownValue(want);
  if (!dashboard || !differs(have, want)) return undefined;
  const content = { input: { dashboard: json(dashboard) }, precondition: stated({ dashboard: have }) };
  return draft('setDashboard', key, content, { reads: scopeOf(dashboard), frees: scopeOf(knownValue(have)) });
}

/** Something known is wanted, and it is not surely there already. */
export function differs<T>(have: Known<T>, want: Known<T>): boolean {
  return want.known && have !== want && !(have.known && isSame(have.value, want.value));
}

/** The values that were read; what nobody could read cannot be demanded. */
export function stated(fields: { readonly [field: string]: Known<unknown> }): Step['precondition'] {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([field, have]) => (have.known ? [[field, json(have.value)]] : [])),
  );
}

/** The groups that a scope names must be there before it is written. */
export function scopeOf(dashboard: Dashboard | undefined): readonly ResourceKey[] {
  const groups = dashboard?.scope.groups ?? 'all';
  return groups === 'all' ? [] : groups.map(groupKey);
}

/** Groups that somebody is in, or a profile puts people into, and those of the scope. */
export function groupsUsed({ dashboard, groups }: Holding): readonly ResourceKey[] {
  return [...scopeOf(knownValue(dashboard)), ...(knownValue(groups) ?? []).map(groupKey)];
}

interface Holding {
  readonly dashboard: Known<Dashboard>;
  readonly groups: Known<readonly string[]>;
}

/** Values of the model are plain JSON by construction. */
export const json = (value: unknown): Json => value as Json;
