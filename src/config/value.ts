import type { Dashboard as DashboardInput, Level as LevelInput, Permissions } from '../model/generated/files.js';
import {
  byText,
  CATALOGUE,
  canonicalDashboard,
  type Dashboard,
  type Level,
  levelDashboard,
  PAGES,
  type PageAccess,
  type PermissionId,
  type PermissionSet,
  type PermissionValue,
  type Scope,
} from '../model/index.js';

/** Numbers of the named lists, and account names of the groups, both by their id in the files. */
export interface Names {
  readonly numbers: (list: string) => readonly string[] | undefined;
  readonly group: (id: string) => string | undefined;
}

const STATE = CATALOGUE.filter(({ kind }) => kind !== 'action');
const KINDS: ReadonlyMap<string, string> = new Map(STATE.map(({ id, kind }) => [id, kind]));

/** Force sign-out is an action and no state. */
export const isPermission = (key: string): key is PermissionId => KINDS.has(key);

/** Stated permissions, each in the form of the model. */
export function permissionSet(permissions: Permissions, names: Names): PermissionSet {
  const values: { [id in PermissionId]?: PermissionValue } = {};
  for (const [id, value] of Object.entries(permissions)) {
    if (isPermission(id)) values[id] = permissionValue(KINDS.get(id) ?? '', value, names);
  }
  return inCatalogueOrder(values);
}

/** Own statements over inherited ones, one by one. */
export const mergedPermissions = (parent: PermissionSet, own: PermissionSet): PermissionSet =>
  inCatalogueOrder({ ...parent, ...own });

/** The order in which keys are written makes no difference anywhere. */
function inCatalogueOrder(values: PermissionSet): PermissionSet {
  const ordered: { [id in PermissionId]?: PermissionValue } = {};
  for (const { id } of STATE) {
    const value = isPermission(id) ? values[id] : undefined;
    if (isPermission(id) && value !== undefined) ordered[id] = value;
  }
  return Object.freeze(ordered);
}

type Written = Required<Permissions>[keyof Permissions];

function permissionValue(kind: string, value: Written, names: Names): PermissionValue {
  if (kind === 'callerIds') return callerIds(value, names);
  if (kind === 'duration') return typeof value === 'string' ? seconds(value) : Number(value);
  if (kind === 'percentage') return typeof value === 'string' ? Number.parseInt(value, 10) : Number(value);
  return typeof value === 'object' ? [...value] : value;
}

/** `30s`, `2m`, `1m30s`. */
function seconds(text: string): number {
  const match = /^(?:([0-9]+)m)?(?:([0-9]+)s)?$/.exec(text);
  return Number(match?.[1] ?? 0) * 60 + Number(match?.[2] ?? 0);
}

function callerIds(value: Written, names: Names): readonly string[] {
  const written = typeof value === 'string' ? [value] : typeof value === 'object' ? value : [];
  const numbers = written.flatMap((one) => (isListName(one) ? (names.numbers(one) ?? []) : [one]));
  return Object.freeze([...new Set(numbers)].sort(byText));
}

export const CALLER_ID_WORDS: readonly string[] = ['assignedIvr', 'allIvr'];

/** Neither a number nor one of the words. */
export const isListName = (callerId: string): boolean =>
  !callerId.startsWith('+') && !CALLER_ID_WORDS.includes(callerId);

export function dashboardOf(input: DashboardInput, names: Names): Dashboard {
  if (typeof input === 'string') return canonicalDashboard(levelDashboard(levelOf(input)));
  const usual = levelDashboard(levelOf(input.level));
  const scope = scopeOf(input.scope ?? {}, names);
  const pages = input.pages === undefined ? usual.pages : pagesOf(input.pages);
  return canonicalDashboard({ level: usual.level, pages, scope });
}

const levelOf = (level: LevelInput): Level => (level === 'accountant' ? 'billing' : level);

function pagesOf(written: Extract<DashboardInput, object>['pages'] & object): Dashboard['pages'] {
  const stated = PAGES.flatMap(({ id }) => {
    const access = written[id];
    return access === undefined || access === 'none' ? [] : [[id, access] satisfies [string, PageAccess]];
  });
  return Object.fromEntries(stated);
}

function scopeOf(scope: NonNullable<Extract<DashboardInput, object>['scope']>, names: Names): Scope {
  const groups = scope.groups ?? 'all';
  return {
    groups: groups === 'all' ? 'all' : groupNames(groups, names),
    ivrs: scope.ivrs ?? 'all',
    lines: scope.lines ?? 'all',
  };
}

/** Names in the account, sorted, each once. A group that no file defines is reported elsewhere. */
export function groupNames(ids: readonly string[], names: Names): readonly string[] {
  const known = ids.flatMap((id) => names.group(id) ?? []);
  return Object.freeze([...new Set(known)].sort(byText));
}
