import {
  type AccountState,
  CATALOGUE,
  type Dashboard,
  groupKey,
  LEVELS,
  type Level,
  PAGES,
  type PermissionSet,
  type PermissionValue,
  type ProfileState,
  profileKey,
  read,
  type Scope,
  UNREADABLE,
  type UserState,
  userKey,
} from '../../src/model/index.js';
import { CALLER_IDS } from './brute-force.js';

/** Random accounts from a seed: a plain generator, since hundreds of thousands of questions are asked of them. */

export const GROUPS = ['Sales', 'Support', 'Field'] as const;
/** One name is that of a group too. */
export const IVRS = ['Paris desk', 'Field'] as const;
const PEOPLE = ['ada', 'bo', 'cy', 'di', 'ed', 'flo', 'gus', 'hal'] as const;
const PROFILES = ['Agent', 'Lead'] as const;

export interface Dice {
  /** Below `end`. */
  readonly below: (end: number) => number;
  readonly chance: (percent: number) => boolean;
  readonly pick: <T>(from: readonly [T, ...T[]]) => T;
  readonly some: <T>(from: readonly T[]) => readonly T[];
}

export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number) => Math.floor(next() * end);
  return {
    below,
    chance: (percent) => next() * 100 < percent,
    pick: (from) => from[below(from.length)] ?? from[0],
    some: (from) => from.filter(() => next() < 0.5),
  };
}

export interface Shape {
  /** Percent of values that nobody knows. */
  readonly unknown: number;
  readonly people: number;
}

export function randomAccount(dice: Dice, { unknown, people }: Shape): AccountState {
  const users = PEOPLE.slice(0, people).map((local) => randomUser(dice, local, unknown));
  const profiles = PROFILES.filter(() => dice.chance(100 - unknown / 2)).map((name) =>
    randomProfile(dice, name, unknown),
  );
  return {
    users: new Map(users.map((user) => [user.key, user])),
    profiles: new Map(profiles.map((profile) => [profile.key, profile])),
    groups: new Map(GROUPS.map((name) => [groupKey(name), { key: groupKey(name), name, openAccess: read(false) }])),
  };
}

export function randomUser(dice: Dice, local: string, unknown: number): UserState {
  const email = `${local}@acme.example`;
  const profile = dice.chance(40) ? dice.pick(PROFILES) : null;
  return {
    key: userKey(email),
    email,
    firstName: read(local),
    lastName: read('Acme'),
    status: dice.chance(10) ? 'archived' : 'active',
    external: dice.chance(10),
    superAdmin: dice.chance(4),
    profile: dice.chance(unknown) ? UNREADABLE : read(profile),
    permissions: profile === null ? randomPermissions(dice, unknown) : {},
    dashboard: dice.chance(unknown) ? UNREADABLE : read(randomDashboard(dice)),
    groups: dice.chance(unknown) ? UNREADABLE : read(dice.some(GROUPS)),
    numbers: [],
    plan: undefined,
  };
}

function randomProfile(dice: Dice, name: string, unknown: number): ProfileState {
  const permissions = randomPermissions(dice, unknown);
  return { key: profileKey(name), name, permissions, dashboard: UNREADABLE, groups: UNREADABLE };
}

export function randomPermissions(dice: Dice, unknown: number): PermissionSet {
  const known = CATALOGUE.filter((entry) => entry.kind !== 'action' && !dice.chance(unknown));
  return Object.fromEntries(known.map((entry) => [entry.id, dice.pick(valuesOf(entry))]));
}

/** Values of a permission that differ in what they grant. */
export function valuesOf({
  kind,
  choices,
}: (typeof CATALOGUE)[number]): readonly [PermissionValue, ...PermissionValue[]] {
  if (kind === 'choice') return ['none', ...(choices ?? []).slice(1)];
  if (kind === 'duration') return [0, 30, 60];
  if (kind === 'count') return [1, 2, 5];
  if (kind === 'percentage') return [0, 50, 100];
  const [assigned = '', all = '', ...numbers] = CALLER_IDS;
  return kind === 'callerIds' ? [[], [assigned], [all], numbers, [assigned, ...numbers]] : [false, true];
}

/** Not always in canonical form: an administrator may carry a scope, and nobody's level pages. */
export function randomDashboard(dice: Dice): Dashboard {
  const level = dice.chance(60) ? dice.pick<Level>(['supervisor', 'technical']) : dice.pick(LEVELS);
  const wanted = ['activity', 'logs', 'users'];
  const pages = PAGES.filter(({ id }) => dice.chance(wanted.includes(id) ? 60 : 8));
  const access = pages.map(({ id }) => [id, dice.chance(50) ? 'write' : 'read'] as const);
  return { level, pages: Object.fromEntries(access), scope: randomScope(dice) };
}

function randomScope(dice: Dice): Scope {
  const groups = dice.chance(35) ? 'all' : dice.some(GROUPS);
  const ivrs = dice.chance(40) ? 'all' : dice.some(IVRS);
  return { groups, ivrs, lines: dice.pick(['all', 'all', 'direct', 'ivr']) };
}
