import {
  type AccountState,
  CATALOGUE,
  type Coverage,
  canonicalDashboard,
  type Dashboard,
  type FieldChange,
  type HandRow,
  type HandStep,
  handPage,
  isDashboard,
  isSame,
  type Json,
  knownValue,
  type Live,
  type OpenWindow,
  type Operation,
  PAGES,
  profileKey,
  type ResourceKey,
  type Step,
  type Unknown,
  type UserState,
} from '../model/index.js';
import { operationFor } from './coverage.js';
import { sha256 } from './digest.js';
import type { Draft } from './draft.js';

/** Where permissions are set by hand, a request can create nobody but by an invitation, which carries names, number and plan. */
export const createsByInvitation = ({ operations }: Coverage): boolean => operations.setPermissions === 'by-hand';

export interface ModeContext {
  readonly live: Pick<Live, 'identity' | 'coverage'>;
  readonly before: AccountState;
  readonly after: AccountState;
}

/** What no request does, or what the one who acts may not: a person does it. */
export function stepMode(draft: Pick<Draft, 'operation' | 'key' | 'writes'>, context: ModeContext): Step['mode'] {
  const { live, before, after } = context;
  const { actingAs, superAdmin } = live.identity;
  if (live.coverage.operations[draft.operation] === 'by-hand' || isBeyond(draft, context)) return 'by-hand';
  if (superAdmin || actingAs === undefined) return 'automatic';
  if (draft.operation === 'addMember' || draft.operation === 'removeMember') return 'automatic';
  // Only the superadministrator gives or takes the admin level, or changes an administrator.
  const people = draft.writes.flatMap((key) => [before.users.get(key), after.users.get(key)]);
  return people.some((user) => user && knownValue(user.dashboard)?.level === 'admin') ? 'by-hand' : 'automatic';
}

/** Of an operation that requests can do, the cases that they cannot. */
function isBeyond({ operation, key }: Pick<Draft, 'operation' | 'key'>, { live, before, after }: ModeContext): boolean {
  if (!createsByInvitation(live.coverage)) return false;
  const have = before.users.get(key);
  switch (operation) {
    case 'createUser':
      return after.users.get(key)?.external === true;
    case 'archive':
    case 'delete':
      return !key.startsWith('user:') || have?.external === true;
    case 'link':
      // To link somebody who may be linked already would set dashboard and groups again, over what was put right since.
      return have?.status === 'active' && !have.profile.known;
    default:
      return false;
  }
}

/** Who writes one field of a change. */
export function fieldMode(key: ResourceKey, path: string, context: ModeContext): FieldChange['mode'] {
  const { live } = context;
  if (!createsByInvitation(live.coverage)) return live.coverage.operations[operationFor(key, path)];
  return stepMode({ operation: fieldOperation(key, path, context), key, writes: [key] }, context);
}

function fieldOperation(key: ResourceKey, path: string, { before, after }: ModeContext): Operation {
  const isNew = key.startsWith('user:') && before.users.get(key)?.status !== 'active';
  if (isNew && ['firstName', 'lastName', 'number', 'plan', 'external'].includes(path)) return 'createUser';
  const want = after.users.get(key);
  return path === 'profile' && want && knownValue(want.profile) === null ? 'unlink' : operationFor(key, path);
}

/**
 * The steps that are done by hand, gathered by the page of the dashboard on which they are done. A page comes twice only where something else
 * must be done between.
 */
export function handSteps(steps: readonly Step[], before: AccountState): readonly HandStep[] {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const sheets: Sheet[] = [];
  const sheetOf = new Map<string, Sheet>();
  const latest = new Map<ResourceKey, Sheet>();
  for (const step of steps) {
    if (step.mode !== 'by-hand') continue;
    const key = handPage(step);
    const open = latest.get(key);
    const isSame = open && !comesBetween(step, open, { byId, sheetOf });
    const sheet = isSame ? open : { key, steps: [] };
    if (!isSame) sheets.push(sheet);
    latest.set(key, sheet);
    sheet.steps.push(step);
    sheetOf.set(step.id, sheet);
  }
  return sheets.map((sheet) => handStepOf(sheet, before));
}

interface Sheet {
  readonly key: ResourceKey;
  readonly steps: Step[];
}

/** Whether the step waits for something that itself waits for the sheet. */
function comesBetween(
  step: Step,
  sheet: Sheet,
  { byId, sheetOf }: { readonly byId: ReadonlyMap<string, Step>; readonly sheetOf: ReadonlyMap<string, Sheet> },
): boolean {
  const seen = new Set<string>();
  const queue = step.after.filter((id) => sheetOf.get(id) !== sheet);
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const own = sheetOf.get(id);
    if (own === sheet) return true;
    queue.push(...(own?.steps.flatMap(({ after }) => after) ?? byId.get(id)?.after ?? []));
    for (const { id: other } of own?.steps ?? []) seen.add(other);
  }
  return false;
}

function handStepOf({ key, steps }: Sheet, before: AccountState): HandStep {
  const own = new Set(steps.map(({ id }) => id));
  const after = new Set(steps.flatMap((step) => step.after.filter((id) => !own.has(id))));
  return {
    key,
    steps: [...own],
    after: [...after].sort(),
    rows: steps.flatMap((step) => rowsOf(step, before)),
    digest: sha256({ key, steps: steps.map(contentDigest).sort() }),
  };
}

/** What is to be done, whatever was recorded before and in whatever order it comes. */
const contentDigest = ({ operation, key, input }: Step): string => sha256({ operation, key, input });

const UNREAD: Unknown = { unknown: 'unreadable' };

function rowsOf(step: Step, state: AccountState): readonly HandRow[] {
  const { operation, key, input, precondition } = step;
  const row = (path: string, before: HandRow['before'], after: Json): HandRow => ({ operation, path, before, after });
  const was = (field: string): HandRow['before'] => {
    const value = precondition[field];
    return value === undefined ? UNREAD : value;
  };
  switch (operation) {
    case 'createUser':
    case 'createProfile':
    case 'createGroup':
      return [row('', null, nameIn(input)), ...contentRows(step, () => null)];
    case 'setPermissions':
    case 'setDashboard':
    case 'setProfileTemplate':
      return contentRows(step, was);
    case 'unlink':
      return [row('profile', was('profile'), null), ...contentRows(step, heldUnder(state.users.get(key), state))];
    case 'link':
      return [{ ...row('profile', was('profile'), input.profile ?? null), user: key }];
    case 'rename':
    case 'setOpenAccess':
    case 'addMember':
    case 'removeMember':
      return Object.entries(input).map(([field, value]) => row(field, was(field), value));
    case 'archive':
    case 'delete':
    case 'signOut':
      return [row('', null, null)];
    default:
      return operation satisfies never;
  }
}

const nameIn = ({ email, name }: Step['input']): Json => email ?? name ?? null;

/** What a person keeps after unlinking is what the profile gave. */
function heldUnder(user: UserState | undefined, { profiles }: AccountState): (field: string) => HandRow['before'] {
  const name = user && knownValue(user.profile);
  const held = typeof name === 'string' ? profiles.get(profileKey(name))?.permissions : undefined;
  return (field) => (held && (Reflect.get(held, field) as Json | undefined)) ?? UNREAD;
}

const NAMES = new Set(['email', 'name']);

/** A row for everything that the step sets and that is not so already, permissions in the order of the service. */
function contentRows({ operation, input }: Step, was: (field: string) => HandRow['before']): readonly HandRow[] {
  const { permissions, dashboard, ...fields } = input;
  const others = Object.entries(fields).filter(([path]) => !NAMES.has(path) || !operation.startsWith('create'));
  return [
    ...others.map(([path, after]) => ({ operation, path, before: was(path), after })),
    ...permissionRows(operation, permissions, was),
    ...(isDashboard(dashboard) ? dashboardRows(operation, dashboard, was('dashboard')) : []),
  ].filter(({ before, after }) => !isSame(before, after));
}

function permissionRows(
  operation: Operation,
  permissions: Json | undefined,
  was: (field: string) => HandRow['before'],
): readonly HandRow[] {
  if (typeof permissions !== 'object' || permissions === null) return [];
  const wanted = new Map(Object.entries(permissions));
  return CATALOGUE.flatMap(({ id, label, inferredSection: section, position }) => {
    const after = wanted.get(id);
    if (after === undefined) return [];
    return [{ operation, path: `permissions.${id}`, label, section, position, before: was(id), after }];
  });
}

function dashboardRows(operation: Operation, want: Dashboard, have: HandRow['before']): readonly HandRow[] {
  const before = isDashboard(have) ? canonicalDashboard(have) : undefined;
  const nothing: HandRow['before'] = have === null ? null : UNREAD;
  const row = (path: string, of: (dashboard: Dashboard) => Json): HandRow => ({
    operation,
    path: `dashboard.${path}`,
    before: before ? of(before) : nothing,
    after: of(want),
  });
  const pages = PAGES.map(({ id, label, level }) => ({
    ...row(`pages.${id}`, (dashboard) => dashboard.pages[id] ?? 'none'),
    label,
    section: level,
  }));
  const hasPages = (one: Dashboard | undefined) => one !== undefined && one.level !== 'none' && one.level !== 'admin';
  const isTold = ({ before: was, after }: HandRow) => (before ? was !== after : after !== 'none');
  return [
    row('level', ({ level }) => level),
    ...(hasPages(want) ? SCOPE.map((part) => row(`scope.${part}`, ({ scope }) => scope[part])) : []),
    ...(hasPages(want) ? pages.filter(isTold) : []),
  ];
}

const SCOPE = ['groups', 'ivrs', 'lines'] as const;

/**
 * Without what somebody would only seem to gain on the way because nobody knows what they have now: of them the plan says "uncertain" already.
 */
export function withoutGuesses(windows: readonly OpenWindow[], { users }: AccountState): readonly OpenWindow[] {
  const isGuessed = (user: UserState) => user.status === 'active' && !(user.profile.known && user.dashboard.known);
  const hasGuesses = [...users.values()].some(isGuessed);
  return windows.filter(({ user, kind }) => {
    const have = users.get(user);
    return kind === 'loss' || !(have?.status === 'active' ? isGuessed(have) : hasGuesses);
  });
}
