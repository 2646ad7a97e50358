import type { Dashboard as DashboardInput, Permissions } from '../model/generated/files.js';
import {
  type Dashboard,
  groupKey,
  type Json,
  PAGES,
  type Place,
  profileKey,
  type ResourceKey,
} from '../model/index.js';
import type { Declared, Entry } from './declared.js';
import { nameOf } from './inherit.js';
import type { ChainOf, Statement } from './locate.js';
import { dashboardOf, groupNames, isPermission, type Names, permissionSet } from './value.js';

interface Input {
  readonly extends?: string;
  readonly profile?: string;
  readonly template?: boolean;
  readonly permissions?: Permissions;
  readonly dashboard?: DashboardInput;
  readonly groups?: readonly string[];
}

interface Link {
  readonly kind: Statement['holder']['kind'];
  readonly entry: Entry<Input>;
}

export function chainsOf(declared: Declared): ChainOf {
  const names: Names = {
    numbers: (list) => declared.callerIds.get(list)?.input,
    group: (id) => nameOf(declared.groups.get(id)),
  };
  const profiles = new Map(
    [...declared.profiles.values()].map((entry) => [profileKey(nameOf(entry) ?? entry.id), entry]),
  );
  const groups = new Map([...declared.groups.values()].map((entry) => [groupKey(nameOf(entry) ?? entry.id), entry]));
  const startOf = (key: ResourceKey): Link | undefined => {
    const user = declared.users.get(key);
    if (user) return { kind: 'user', entry: user };
    const profile = profiles.get(key);
    if (profile) return { kind: 'profile', entry: profile };
    const group = groups.get(key);
    return group && { kind: 'group', entry: { ...group, input: {} } };
  };
  return (key, path) => {
    const steps = path.split('.');
    const start = startOf(key);
    if (!start) return [];
    const raw = groups.get(key)?.input ?? start.entry.input;
    const isHandedDown = HANDED_DOWN.has(steps[0] ?? '');
    if (!isHandedDown) return plain(start, raw, path);
    return linksFrom(declared, start).flatMap((link) => said(link, steps, names));
  };
}

const HANDED_DOWN = new Set(['permissions', 'dashboard', 'groups']);

function plain({ kind, entry }: Link, raw: object, field: string): readonly Statement[] {
  if (!Object.hasOwn(raw, field)) return [];
  const place = { ...entry.place, path: [...entry.place.path, field] };
  return [{ place, holder: { kind, id: entry.id }, value: Reflect.get(raw, field) }];
}

/** Whoever hands down: the parents of the person, then the profile and its parents. */
function linksFrom(declared: Declared, start: Link): readonly Link[] {
  const seen = new Set<Entry<Input>>();
  const links: Link[] = [];
  const follow = (first: Link | undefined): void => {
    for (let next = first; next && !seen.has(next.entry); next = profileLink(declared, next.entry.input.extends)) {
      seen.add(next.entry);
      links.push(next);
    }
  };
  follow(start);
  follow(profileLink(declared, start.entry.input.profile));
  return links;
}

function profileLink(declared: Declared, id: string | undefined): Link | undefined {
  const entry = id === undefined ? undefined : declared.profiles.get(id);
  return entry && { kind: entry.input.template ? 'template' : 'profile', entry };
}

function said({ kind, entry }: Link, [section = '', ...rest]: readonly string[], names: Names): Statement[] {
  const { input } = entry;
  const at = (...path: readonly string[]): Place => ({ ...entry.place, path: [...entry.place.path, ...path] });
  const holder = { kind, id: entry.id };
  if (section === 'permissions') {
    const [id = ''] = rest;
    const value = isPermission(id) ? permissionSet(input.permissions ?? {}, names)[id] : undefined;
    return value === undefined ? [] : [{ place: at('permissions', id), holder, value }];
  }
  if (section === 'groups')
    return input.groups ? [{ place: at('groups'), holder, value: groupNames(input.groups, names) }] : [];
  if (input.dashboard === undefined) return [];
  return [
    {
      place: at('dashboard', ...written(input.dashboard, rest)),
      holder,
      value: partOf(dashboardOf(input.dashboard, names), rest),
    },
  ];
}

/** As far as the steps are written down: a dashboard is one value, and its short form has no parts. */
function written(dashboard: DashboardInput, steps: readonly string[]): readonly string[] {
  const path: string[] = [];
  let value: unknown = dashboard;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) break;
    path.push(step);
    value = Reflect.get(value, step);
  }
  return path;
}

function partOf(dashboard: Dashboard, [part, name]: readonly string[]): Json {
  const { level, pages, scope } = dashboard;
  if (part === 'level') return level;
  if (part === 'pages') {
    const page = PAGES.find(({ id }) => id === name)?.id;
    return page === undefined ? { ...pages } : level === 'admin' ? 'write' : (pages[page] ?? 'none');
  }
  return part === 'scope' ? { ...scope } : { level, pages: { ...pages }, scope: { ...scope } };
}
