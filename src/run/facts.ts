import type { LedgerChange, RecordedFact } from '../ledger/index.js';
import {
  type AccountState,
  byText,
  canonicalDashboard,
  type Desired,
  groupKey,
  isDashboard,
  isSame,
  type Json,
  nameOf,
  profileKey,
  type ResourceKey,
  type Step,
} from '../model/index.js';

/** That ringctl invited the person itself, and nobody has said since what they have. */
export const CREATED = 'created';
export const PERMISSIONS = 'permissions.';

/** Facts of whoever and whatever is still there, under the names that they have now. */
export function currentFacts(
  state: AccountState,
  facts: readonly RecordedFact[],
  desired: Pick<Desired, 'users' | 'profiles' | 'groups'>,
): readonly RecordedFact[] {
  const renamed = renamedIn(state, desired);
  const moved = facts.map((fact) => ({
    ...fact,
    key: renamed.get(fact.key) ?? fact.key,
    value: valueNow(fact, renamed),
  }));
  const external = new Set(
    moved.flatMap(({ key, path, value }) => (path === 'external' && value === true ? [key] : [])),
  );
  return moved.filter(
    ({ key }) => state.users.get(key)?.status === 'active' || external.has(key) || state.profiles.has(key),
  );
}

/** Earlier names that the account does not have any more, by the files, to those that it has. */
function renamedIn(
  state: AccountState,
  desired: Pick<Desired, 'users' | 'profiles' | 'groups'>,
): ReadonlyMap<ResourceKey, ResourceKey> {
  const renamed = new Map<ResourceKey, ResourceKey>();
  for (const kind of ['users', 'profiles', 'groups'] as const)
    for (const { key, previously } of desired[kind].values())
      for (const previous of previously)
        if (state[kind].has(key) && !state[kind].has(previous)) renamed.set(previous, key);
  return renamed;
}

function valueNow({ path, value }: RecordedFact, renamed: ReadonlyMap<ResourceKey, ResourceKey>): Json {
  if (renamed.size === 0) return value;
  const now = (key: ResourceKey): string => nameOf(renamed.get(key) ?? key);
  if (path === 'profile') return typeof value === 'string' ? now(profileKey(value)) : value;
  if (path === 'groups') return namesIn(value)?.map((name) => now(groupKey(name))) ?? value;
  const dashboard = path === 'dashboard' && isDashboard(value) ? canonicalDashboard(value) : undefined;
  if (!dashboard || dashboard.scope.groups === 'all') return value;
  const groups = dashboard.scope.groups.map((name) => now(groupKey(name)));
  return jsonOf({ ...dashboard, scope: { ...dashboard.scope, groups } });
}

export const namesIn = (value: Json): readonly string[] | undefined =>
  Array.isArray(value) ? value.map(String).sort(byText) : undefined;

/** Values of the model are plain JSON by construction. */
const jsonOf = (value: unknown): Json => value as Json;

export type Stamp = Pick<RecordedFact, 'by' | 'at' | 'how'>;
export type Done = Pick<Step, 'operation' | 'key' | 'input'>;

/** What makes one list of facts of the other. */
export function factChanges(before: readonly RecordedFact[], after: readonly RecordedFact[]): readonly LedgerChange[] {
  const had = new Map(before.map((fact) => [nameIn(fact), fact] as const));
  const kept = new Set(after.map(nameIn));
  return [
    ...before.flatMap(({ key, path }): LedgerChange[] =>
      kept.has(nameIn({ key, path })) ? [] : [{ kind: 'factRemoved', key, path }],
    ),
    ...after.flatMap((fact): LedgerChange[] => (isSame(had.get(nameIn(fact)), fact) ? [] : [{ kind: 'fact', fact }])),
  ];
}

/** What is recorded when these steps were carried out, in this order. */
export function factsAfter(
  facts: readonly RecordedFact[],
  steps: readonly Done[],
  stamp: Stamp,
): readonly RecordedFact[] {
  const kept = new Map(facts.map((fact) => [nameIn(fact), fact] as const));
  const set = (key: ResourceKey, path: string, value: Json) =>
    void kept.set(nameIn({ key, path }), { key, path, value, ...stamp });
  const forget = (key: ResourceKey) => {
    for (const [name, fact] of kept) if (fact.key === key) kept.delete(name);
  };
  for (const step of steps) carry(step, { set, forget, get: (key, path) => kept.get(nameIn({ key, path })) });
  return [...kept.values()];
}

const nameIn = ({ key, path }: Pick<RecordedFact, 'key' | 'path'>): string => `${key}\n${path}`;

interface Book {
  readonly set: (key: ResourceKey, path: string, value: Json) => void;
  readonly forget: (key: ResourceKey) => void;
  readonly get: (key: ResourceKey, path: string) => RecordedFact | undefined;
}

function carry({ operation, key, input }: Done, book: Book): void {
  const { set, forget } = book;
  switch (operation) {
    case 'createUser':
      forget(key);
      setCreated(key, input, set);
      return;
    case 'link':
      setLinked(key, input, book);
      return;
    case 'createProfile':
      forget(key);
      setContent(key, input, set);
      return;
    case 'setPermissions':
    case 'setDashboard':
    case 'setProfileTemplate':
      setContent(key, input, set);
      return;
    case 'unlink':
      set(key, 'profile', null);
      setContent(key, input, set);
      return;
    case 'archive':
    case 'delete':
      forget(key);
      return;
    case 'createGroup':
    case 'addMember':
    case 'removeMember':
    case 'setOpenAccess':
    case 'rename':
    case 'signOut':
      return;
    default:
      operation satisfies never;
  }
}

function setCreated(key: ResourceKey, input: Done['input'], set: Book['set']): void {
  if (input.external === true) {
    setFields(key, input, ['external', 'firstName', 'lastName', 'dashboard'], set);
    return;
  }
  set(key, 'profile', null);
  set(key, CREATED, true);
}

/** The dashboard becomes that of the profile, as far as that is recorded. */
function setLinked(key: ResourceKey, input: Done['input'], { set, forget, get }: Book): void {
  const template = get(profileKey(String(input.profile)), 'dashboard');
  forget(key);
  set(key, 'profile', input.profile ?? null);
  if (template) set(key, 'dashboard', template.value);
}

function setFields(key: ResourceKey, input: Done['input'], paths: readonly string[], set: Book['set']): void {
  for (const path of paths) {
    const value = input[path];
    if (value !== undefined && value !== null) set(key, path, value);
  }
}

function setContent(key: ResourceKey, input: Done['input'], set: Book['set']): void {
  setFields(key, input, ['dashboard', 'groups'], set);
  const { permissions } = input;
  if (typeof permissions !== 'object' || permissions === null) return;
  for (const [id, value] of Object.entries(permissions)) set(key, `${PERMISSIONS}${id}`, value);
}
