import type { Edit } from '../model/answers.js';
import {
  type AccountState,
  byText,
  EVERYWHERE,
  isSame,
  knownValue,
  NO_DASHBOARD,
  type PermissionId,
  type PermissionValue,
  profileKey,
  type UserState,
  userKey,
} from '../model/index.js';
import { ASSUMPTIONS } from './assumptions.js';
import { APP_CAPABILITIES, type CapabilityQuery } from './capability.js';
import { type DashboardWanted, dashboardsFor } from './dashboard-options.js';
import type { Follows } from './edits.js';
import { permissionsOf } from './effective.js';

export interface Asking {
  readonly state: AccountState;
  readonly user: UserState;
  readonly query: CapabilityQuery;
  readonly follows: Follows;
}

type Options = readonly (readonly Edit[])[];
const NONE: Options = [[]];

/** What could be changed, kind by kind. Doing nothing is an option of each kind, so that nothing is changed that need not be. */
export function editOptions(asking: Asking): readonly Options[] {
  const { user, query } = asking;
  if (user.status === 'archived')
    return [
      [[{ key: user.key, path: 'status', before: 'archived', after: 'active' }]],
      permissionKind(asking),
      dashboardKind(asking),
    ];
  return [
    permissionKind(asking),
    dashboardKind(asking),
    memberKind(asking),
    query.argument?.startsWith('user:') ? targetKind(asking) : NONE,
  ];
}

type Wanted = readonly (readonly [PermissionId, PermissionValue])[];

function permissionKind({ state, user, query }: Asking): Options {
  return user.external ? NONE : permissionOptions(state, user, wantedPermissions(query));
}

/** The least values that give it. */
function wantedPermissions({ name, argument }: CapabilityQuery): Wanted {
  const playing: PermissionValue = argument === 'ivr' || argument?.startsWith('ivr:') ? 'allIvr' : 'own';
  if (name === 'recordings.play') return [['playRecordings', playing]];
  if (name === 'recordings.download')
    return [
      [ASSUMPTIONS.downloadSwitch, true],
      ['playRecordings', playing],
    ];
  const app = APP_CAPABILITIES.find((capability) => capability.name === name);
  if (!app) return [];
  const { entry, permissions } = app;
  if (entry.kind === 'switch') return [[permissions[0], entry.grants !== 'less']];
  if (entry.kind === 'callerIds') return [[permissions[0], [argument ?? 'assignedIvr']]];
  const number = Number(argument);
  return [[permissions[0], argument === undefined || Number.isNaN(number) ? (LEAST[entry.kind] ?? 1) : number]];
}

/** What somebody who asks for the thing as such would have to be given; no source names the usual duration. */
const LEAST: Readonly<Record<string, number>> = { count: 1, duration: 30, percentage: 1 };

/** Each set of values in the profile, for everybody who is linked; or for this person alone. */
function permissionOptions(state: AccountState, user: UserState, wanted: Wanted): Options {
  const now = permissionsOf(state, user);
  const missing = wanted.filter(([id, value]) => !isSame(now[id], value));
  const profile = knownValue(user.profile);
  const key = typeof profile === 'string' ? profileKey(profile) : undefined;
  const options = subsets(missing).flatMap((values) => {
    const edit = ([id, value]: Wanted[number]) => ({
      path: `permissions.${id}`,
      before: now[id] ?? null,
      after: added(now[id], value),
    });
    const own = values.map(
      (one): Edit => ({ key: user.key, ...edit(one), ...(profile !== null && { unlinks: true }) }),
    );
    const shared =
      key === undefined || !state.profiles.has(key) ? [] : [values.map((one): Edit => ({ key, ...edit(one) }))];
    return values.length === 0 ? [] : [own, ...shared];
  });
  return [[], ...options];
}

/** A list keeps what it has. */
const added = (before: PermissionValue | undefined, value: PermissionValue): PermissionValue =>
  Array.isArray(before) && Array.isArray(value) ? [...new Set([...before, ...value])].sort(byText) : value;

function subsets<Item>([first, ...rest]: readonly Item[]): (readonly Item[])[] {
  if (first === undefined) return [[]];
  const without = subsets(rest);
  return [...without, ...without.map((set) => [first, ...set])];
}

/** For the person, and for everybody whose dashboard is that of the profile. */
function dashboardKind({ state, user, query, follows }: Asking): Options {
  const wanted: DashboardWanted = { state, user, query };
  const profile = knownValue(user.profile);
  const key = typeof profile === 'string' && follows(user.key) ? profileKey(profile) : undefined;
  const before = knownValue(user.dashboard) ?? null;
  const options = dashboardsFor(wanted).flatMap((after): Options => {
    const edit = { path: 'dashboard', before, after };
    return [[{ key: user.key, ...edit }], ...(key === undefined ? [] : [[{ key, ...edit }]])];
  });
  return [[], ...options];
}

function memberKind({ user, query }: Asking): Options {
  if (query.name !== 'groups.member' || query.argument === undefined || user.external) return NONE;
  return [[], [joining(user, query.argument.replace(/^group:/, ''))]];
}

function joining(user: UserState, group: string): Edit {
  const groups = knownValue(user.groups);
  return {
    key: user.key,
    path: 'groups',
    before: groups ?? null,
    after: [...new Set([...(groups ?? []), group])].sort(byText),
  };
}

/** What could be changed with the person to be reached: a group of the holder's scope, or that they can be listened to. */
function targetKind({ state, user, query }: Asking): Options {
  const target = state.users.get(userKey(query.argument?.slice('user:'.length) ?? ''));
  if (!target || target.external || target.key === user.key) return NONE;
  const { groups } = (knownValue(user.dashboard) ?? NO_DASHBOARD).scope ?? EVERYWHERE;
  const joins: Options = groups === 'all' ? NONE : [[], ...groups.map((group) => [joining(target, group)])];
  const heard = query.name === 'calls.listen' ? permissionOptions(state, target, [['canBeListenedTo', true]]) : NONE;
  return joins.flatMap((join) => heard.map((hear) => [...join, ...hear]));
}
