// An account that is only values: cheap to copy, so that an apply can be cut off at each of its moments and begun again from there.
import type { Account } from '../../src/account/ports.js';
import {
  type AccountState,
  canonicalJson,
  type GroupState,
  instant,
  isSame,
  knownValue,
  type Live,
  type Outcome,
  type ProfileState,
  profileKey,
  type ResourceKey,
  read,
  remoteId,
  type Step,
  type StepState,
  type UserState,
  userKey,
} from '../../src/model/index.js';
import { simulate } from '../plan/path/simulator.js';
import { live } from '../support/accounts.js';

/** What an account holds, and what became of it so far. */
export interface Stored {
  readonly state: AccountState;
  /** What was created lately is in no list before its time. */
  readonly visibleFrom: ReadonlyMap<ResourceKey, number>;
  /** Names that were created although they were there. */
  readonly duplicates: readonly ResourceKey[];
  /** `archive user:ada@acme.example`, in the order in which it happened. */
  readonly removals: readonly string[];
}

/** What is on the wire when a request is lost. */
export type Loss = 'none' | 'before' | 'after';

export interface ModelAccountOptions {
  readonly machine: { account: Stored; now: number };
  readonly lagMs: number;
  /** What becomes of the next request that writes. */
  readonly nextLoss: () => Loss;
  /** Nothing can be looked up. */
  readonly isSilent?: boolean;
  /** Called when a write is in the account and nobody has been told. */
  readonly onCommit: () => void;
}

/** How long each request takes. */
const REQUEST_MS = 40;
const LOST: Outcome = { kind: 'ambiguous', message: 'No answer came.' };

export function modelAccount({ machine, lagMs, nextLoss, isSilent, onCommit }: ModelAccountOptions): Account {
  const seen = () => visible(machine.account, machine.now);
  return {
    coverage: LIVE.coverage,
    identity: async () => LIVE.identity,
    read: async () => {
      machine.now += REQUEST_MS;
      return liveOf(seen());
    },
    perform: async (step) => {
      machine.now += REQUEST_MS;
      const loss = nextLoss();
      if (loss === 'before') return LOST;
      const after = written(machine.account.state, step);
      if (after instanceof Error) return { kind: 'refused', reason: 'MODEL', message: after.message };
      machine.account = stored(machine.account, step, { after, visibleFrom: machine.now + lagMs });
      onCommit();
      return loss === 'after' ? LOST : { kind: 'done' };
    },
    check: async (step) => {
      machine.now += REQUEST_MS;
      return isSilent ? { kind: 'unknown', message: 'No answer came.' } : stepState(seen(), step);
    },
  };
}

const isCreation = ({ operation }: Step): boolean => operation.startsWith('create');

function stored(
  { state, visibleFrom, duplicates, removals }: Stored,
  step: Step,
  given: { readonly after: AccountState; readonly visibleFrom: number },
): Stored {
  const isRemoval = step.operation === 'archive' || step.operation === 'delete';
  const isDuplicate = isCreation(step) && (state.profiles.has(step.key) || state.groups.has(step.key));
  return {
    state: given.after,
    visibleFrom: isCreation(step) ? new Map(visibleFrom).set(step.key, given.visibleFrom) : visibleFrom,
    duplicates: isDuplicate ? [...duplicates, step.key] : duplicates,
    removals: isRemoval ? [...removals, `${step.operation} ${step.key}`] : removals,
  };
}

const LIVE = live();
const lives = new WeakMap<AccountState, Live>();

/** The same state gives the same value: what is planned from it need not be planned again. */
export function liveOf(state: AccountState): Live {
  const known = lives.get(state);
  if (known) return known;
  const users = [...state.users.values()];
  const keys = [...state.users.keys(), ...state.profiles.keys(), ...state.groups.keys()];
  const used = new Set(users.flatMap(({ numbers }) => numbers));
  const all = Array.from({ length: 300 }, (_, index) => `+33199000${String(index).padStart(3, '0')}`);
  const made: Live = {
    ...LIVE,
    identity: { ...LIVE.identity, actingAs: 'owner@acme.example' },
    readAt: instant(new Date(0)),
    state,
    ids: new Map(keys.map((key, index) => [key, remoteId(index + 1)])),
    numbers: all.map((number) => ({ number, use: used.has(number) ? 'user' : 'free' })),
    ivrs: ['Paris desk', 'Support line'].map((name) => ({ name, numbers: [] })),
    licences: [{ plan: 'Business', total: 50, used: users.length }],
  };
  lives.set(state, made);
  return made;
}

const results = new WeakMap<AccountState, Map<string, AccountState | Error>>();

/** The state after the step, the same value for the same state and step; the reason where the account says no. */
function written(state: AccountState, step: Step): AccountState | Error {
  const known = results.get(state) ?? new Map<string, AccountState | Error>();
  results.set(state, known);
  const found = known.get(step.digest) ?? attempted(state, step);
  known.set(step.digest, found);
  return found;
}

function attempted(state: AccountState, step: Step): AccountState | Error {
  try {
    return interned(next(state, step));
  } catch (error) {
    return error instanceof Error ? error : new Error('unknown');
  }
}

/** What the simulator of the safe path leaves to others, and what it refuses: a second profile or group of one name is possible in an account. */
function next(state: AccountState, step: Step): AccountState {
  const { key, operation, input, precondition } = step;
  if (operation === 'rename' && key.startsWith('user:')) return renamed(state, step);
  const group = state.groups.get(key);
  if (operation === 'setOpenAccess' && group) {
    if (!isSame(precondition.openAccess, knownValue(group.openAccess))) throw new Error('changed since');
    return {
      ...state,
      groups: new Map(state.groups).set(key, { ...group, openAccess: read(input.openAccess === true) }),
    };
  }
  if (isCreation(step) && (state.profiles.has(key) || group)) return state;
  const after = simulate(state, step);
  const user = operation === 'createUser' ? after.users.get(key) : undefined;
  if (!user || typeof input.number !== 'string') return after;
  const made = { ...user, numbers: [input.number], plan: String(input.plan) };
  return { ...after, users: new Map(after.users).set(key, made) };
}

function renamed(state: AccountState, { key, input, precondition }: Step): AccountState {
  const user = state.users.get(key);
  if (!user || !has(user, precondition)) throw new Error('changed since');
  const { firstName = knownValue(user.firstName), lastName = knownValue(user.lastName) } = input;
  const after = { ...user, firstName: read(String(firstName)), lastName: read(String(lastName)) };
  return { ...state, users: new Map(state.users).set(key, after) };
}

const has = (user: UserState, { firstName, lastName }: Step['input']): boolean =>
  (firstName === undefined || isSame(knownValue(user.firstName), firstName)) &&
  (lastName === undefined || isSame(knownValue(user.lastName), lastName));

const states = new Map<string, AccountState>();
const texts = new WeakMap<AccountState, string>();

/** The text of all that an account holds: the same for the same content, whatever the order in which it came to be. */
export function textOf(state: AccountState): string {
  const known = texts.get(state);
  if (known !== undefined) return known;
  const rows = [...state.users, ...state.profiles, ...state.groups].map(([key, value]) => `${key} ${rowText(value)}`);
  const text = rows.sort().join('\n');
  texts.set(state, text);
  return text;
}

const rowTexts = new WeakMap<object, string>();

/** States share most of their rows. */
function rowText(row: UserState | ProfileState | GroupState): string {
  const text = rowTexts.get(row) ?? canonicalJson(row);
  rowTexts.set(row, text);
  return text;
}

/** One value for each content. */
export function interned(state: AccountState): AccountState {
  const text = textOf(state);
  const known = states.get(text) ?? state;
  states.set(text, known);
  return known;
}

/** Forgets the values of a world that is done with. */
export const forgetStates = (): void => states.clear();

function visible({ state, visibleFrom }: Stored, now: number): AccountState {
  const hidden = [...visibleFrom].filter(([, from]) => from > now).map(([key]) => key);
  if (hidden.length === 0) return state;
  const without = <T>(map: ReadonlyMap<ResourceKey, T>) => new Map([...map].filter(([key]) => !hidden.includes(key)));
  return interned({
    users: without(state.users),
    profiles: without(state.profiles),
    groups: without(state.groups),
  });
}

const DONE: StepState = { kind: 'done' };
const OPEN: StepState = { kind: 'open' };
const CHANGED: StepState = { kind: 'changed' };

/** What looking at the account tells of a step, worked out from values alone. */
function stepState(state: AccountState, step: Step): StepState {
  const { key, operation, input, precondition } = step;
  const user = state.users.get(key);
  const isThere = user !== undefined || state.profiles.has(key) || state.groups.has(key);
  if (operation === 'createUser') return user?.status === 'active' ? DONE : OPEN;
  if (isCreation(step)) return isThere ? DONE : OPEN;
  if (operation === 'delete') return isThere ? OPEN : DONE;
  if (operation === 'archive') return user ? (user.status === 'archived' ? DONE : OPEN) : CHANGED;
  if (operation === 'addMember' || operation === 'removeMember') return memberState(state, step);
  const now = partOf(state, step);
  if (!now) return CHANGED;
  const same = (fields: Step['input']) => Object.entries(fields).every(([name, value]) => isSame(now[name], value));
  const after = operation === 'unlink' ? { profile: null } : operation === 'setPermissions' ? input.permissions : input;
  if (same(after as Step['input'])) return DONE;
  return same(precondition) ? OPEN : CHANGED;
}

function memberState(state: AccountState, { key, operation, input }: Step): StepState {
  const name = state.groups.get(key)?.name ?? '';
  const users = (input.users as readonly string[]).map((email) => state.users.get(userKey(email)));
  const isIn = (user: UserState | undefined) => (user && knownValue(user.groups))?.includes(name) === true;
  return users.every((user) => isIn(user) === (operation === 'addMember')) ? DONE : OPEN;
}

function partOf(state: AccountState, { key, operation }: Step): Readonly<Record<string, unknown>> | undefined {
  const user = state.users.get(key);
  const profile = state.profiles.get(key);
  const group = state.groups.get(key);
  if (group) return { openAccess: knownValue(group.openAccess), name: group.name };
  if (profile && operation === 'setPermissions') return profile.permissions;
  if (profile) return { dashboard: knownValue(profile.dashboard), groups: knownValue(profile.groups) };
  if (!user) return undefined;
  const linked = knownValue(user.profile);
  if (operation === 'setPermissions')
    return typeof linked === 'string' ? state.profiles.get(profileKey(linked))?.permissions : user.permissions;
  const { email } = user;
  const names = { firstName: knownValue(user.firstName), lastName: knownValue(user.lastName) };
  return { email, ...names, profile: linked, dashboard: knownValue(user.dashboard) };
}
