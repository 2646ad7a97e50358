import type { Dashboard as DashboardInput, Permissions, Profile } from '../model/generated/files.js';
import type { Dashboard, PermissionSet } from '../model/index.js';
import type { Declared, Entry } from './declared.js';
import { dashboardOf, groupNames, mergedPermissions, type Names, permissionSet } from './value.js';

/** What a profile gives, or what somebody has who follows it: their own statements over those of the parents. */
export interface Holding {
  readonly permissions: PermissionSet;
  readonly dashboard: Dashboard | undefined;
  readonly groups: readonly string[] | undefined;
}

interface Statement {
  readonly extends?: string;
  readonly permissions?: Permissions;
  readonly dashboard?: DashboardInput;
  readonly groups?: readonly string[];
}

export interface Inheritance {
  /** Of a profile or template; empty when no file defines it. */
  readonly profile: (id: string) => Holding;
  readonly statement: (input: Statement) => Holding;
}

export const NOTHING: Holding = Object.freeze({
  permissions: Object.freeze({}),
  dashboard: undefined,
  groups: undefined,
});

/**
 * Works out `extends`. Equal blocks become one value, so that ten thousand people with the same exception share one set. Unknown
 * parents and circles, which the rules report, end a line of inheritance.
 */
export function inheritance(declared: Declared): Inheritance {
  const names: Names = {
    numbers: (list) => declared.callerIds.get(list)?.input,
    group: (id) => nameOf(declared.groups.get(id)),
  };
  const own = {
    permissions: interned((input: Permissions) => permissionSet(input, names)),
    dashboard: interned((input: DashboardInput) => dashboardOf(input, names)),
    groups: interned((ids: readonly string[]) => groupNames(ids, names)),
  };
  const mergePermissions = pairwise(mergedPermissions);
  const over = (parent: Holding, input: Statement): Holding => ({
    permissions: input.permissions
      ? mergePermissions(parent.permissions, own.permissions(input.permissions))
      : parent.permissions,
    dashboard: input.dashboard === undefined ? parent.dashboard : own.dashboard(input.dashboard),
    groups: input.groups === undefined ? parent.groups : own.groups(input.groups),
  });
  const holdings = new Map<string, Holding>();
  const profile = (id: string) => {
    for (const entry of unresolved(declared.profiles, id, holdings)) {
      const parent = entry.input.extends === undefined ? undefined : holdings.get(entry.input.extends);
      holdings.set(entry.id, over(parent ?? NOTHING, entry.input));
    }
    return holdings.get(id) ?? NOTHING;
  };
  const statements = new Map<Statement, Holding>();
  const statement = (input: Statement) => {
    const known = statements.get(input);
    if (known) return known;
    const made = over(input.extends === undefined ? NOTHING : profile(input.extends), input);
    statements.set(input, made);
    return made;
  };
  return { profile, statement };
}

/** Name in the account; the id, unless stated otherwise. */
export const nameOf = <Input extends { readonly name?: string }>(entry: Entry<Input> | undefined): string | undefined =>
  entry && (entry.input.name ?? entry.id);

/** The line of parents that are still to be worked out, the farthest first. */
function unresolved(
  profiles: ReadonlyMap<string, Entry<Profile>>,
  id: string,
  known: ReadonlyMap<string, Holding>,
): readonly Entry<Profile>[] {
  const line = new Set<Entry<Profile>>();
  let next: string | undefined = id;
  while (next !== undefined && !known.has(next)) {
    const entry: Entry<Profile> | undefined = profiles.get(next);
    if (!entry || line.has(entry)) break;
    line.add(entry);
    next = entry.input.extends;
  }
  return [...line].reverse();
}

/** One value for all inputs that are written alike, and at once for one that was seen before. */
function interned<Input, Value>(make: (input: Input) => Value): (input: Input) => Value {
  const seen = new Map<Input, Value>();
  const values = new Map<string, Value>();
  return (input) => {
    const same = seen.get(input);
    if (same !== undefined) return same;
    const text = JSON.stringify(input);
    const value = values.get(text) ?? make(input);
    values.set(text, value);
    seen.set(input, value);
    return value;
  };
}

function pairwise<Value extends object>(
  combine: (parent: Value, own: Value) => Value,
): (parent: Value, own: Value) => Value {
  const values = new WeakMap<Value, WeakMap<Value, Value>>();
  return (parent, own) => {
    const ofParent = values.get(parent) ?? new WeakMap<Value, Value>();
    values.set(parent, ofParent);
    const value = ofParent.get(own) ?? combine(parent, own);
    ofParent.set(own, value);
    return value;
  };
}
