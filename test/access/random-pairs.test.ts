import { describe, expect, it } from 'vitest';
import { accessChanges } from '../../src/access/differences.js';
import type { AccountState, ResourceKey, UserState } from '../../src/model/index.js';
import { read } from '../../src/model/index.js';
import { runs } from '../support/scale.js';
import { disagreements, emptyTally } from './brute-force-changes.js';
import {
  type Dice,
  diceOf,
  GROUPS,
  randomAccount,
  randomDashboard,
  randomPermissions,
  randomUser,
} from './random-accounts.js';

/** One thing of one person, or of one profile, anew. */
function edited(state: AccountState, dice: Dice, unknown: number): AccountState {
  const profile = dice.chance(15) ? [...state.profiles.values()][dice.below(2)] : undefined;
  if (profile) {
    const permissions = { ...profile.permissions, ...somePermissions(dice) };
    return { ...state, profiles: new Map([...state.profiles, [profile.key, { ...profile, permissions }]]) };
  }
  const user = [...state.users.values()][dice.below(state.users.size)];
  if (!user) return state;
  return { ...state, users: new Map([...state.users, [user.key, editedUser(user, dice, unknown)]]) };
}

function editedUser(user: UserState, dice: Dice, unknown: number): UserState {
  const [local = ''] = user.email.split('@');
  switch (dice.below(6)) {
    case 0:
      return { ...user, dashboard: read(randomDashboard(dice)) };
    case 1:
      return { ...user, groups: read(dice.some(GROUPS)) };
    case 2:
      return { ...user, status: user.status === 'active' ? 'archived' : 'active' };
    case 3:
      return { ...user, external: !user.external };
    case 4:
      return randomUser(dice, local, unknown);
    default:
      return { ...user, permissions: { ...user.permissions, ...somePermissions(dice) } };
  }
}

const somePermissions = (dice: Dice) => randomPermissions(dice, 90);

const editedOften = (state: AccountState, dice: Dice, unknown: number): AccountState =>
  Array.from({ length: 1 + dice.below(3) }).reduce<AccountState>((earlier) => edited(earlier, dice, unknown), state);

/** Less of one thing: a page, a group, a switch, a person. Mostly that takes something from somebody. */
function reduced(state: AccountState, dice: Dice): AccountState {
  const user = [...state.users.values()][dice.below(state.users.size)];
  if (!user) return state;
  const less = dice.below(4);
  const dashboard = user.dashboard.known ? user.dashboard.value : randomDashboard(dice);
  const pages = Object.fromEntries(Object.entries(dashboard.pages).filter(() => dice.chance(50)));
  const groups = user.groups.known ? user.groups.value.filter(() => dice.chance(50)) : [];
  const after: UserState = {
    ...user,
    ...(less === 0 && { dashboard: read({ ...dashboard, pages }) }),
    ...(less === 1 && { groups: read(groups) }),
    ...(less === 2 && { permissions: { ...user.permissions, snooze: false, showDownloadButton: false } }),
    ...(less === 3 && dice.chance(30) && { status: 'archived' }),
  };
  return { ...state, users: new Map([...state.users, [user.key, after]]) };
}

function shuffled<K, V>(map: ReadonlyMap<K, V>, dice: Dice): ReadonlyMap<K, V> {
  const entries = [...map].map((entry) => ({ entry, place: dice.below(1_000_000) }));
  return new Map(entries.sort((one, other) => one.place - other.place).map(({ entry }) => entry));
}

const reordered = (state: AccountState, dice: Dice): AccountState => ({
  users: shuffled(state.users, dice),
  profiles: shuffled(state.profiles, dice),
  groups: shuffled(state.groups, dice),
});

const grantsMore = (before: AccountState, after: AccountState): boolean =>
  accessChanges(before, after).some(({ gains, uncertain }) => gains.length + uncertain.length > 0);

const PAIRS = runs({ short: 400, long: 5_000 });
const CHAINS = runs({ short: 200, long: 2_000 });

describe('accessChanges', { timeout: 120_000 }, () => {
  it('agrees with the brute force on random accounts', () => {
    const dice = diceOf(7);
    const tally = emptyTally();
    const found: string[] = [];
    while (tally.pairs < PAIRS && found.length < 12) {
      const unknown = dice.chance(50) ? 0 : 15;
      const before = randomAccount(dice, { people: 3 + dice.below(2), unknown });
      const unrelated = dice.chance(10);
      const after = unrelated ? randomAccount(dice, { people: 3, unknown }) : editedOften(before, dice, unknown);
      found.push(...disagreements(before, after, { tally }));
    }
    expect(found).toEqual([]);
    for (const kind of ['gaining', 'losing', 'reaching'] as const) expect(tally[kind]).toBeGreaterThan(0.3 * PAIRS);
    expect(tally.uncertain).toBeGreaterThan(0.1 * PAIRS);
    expect(tally.nothing).toBeGreaterThan(0.1 * PAIRS);
  });

  it('finds no gain over two steps without one in either of them', () => {
    const dice = diceOf(8);
    let [chains, losing] = [0, 0];
    while (chains < CHAINS) {
      const first = randomAccount(dice, { people: 4, unknown: 0 });
      const second = dice.chance(80) ? reduced(first, dice) : edited(first, dice, 0);
      const third = dice.chance(80) ? reduced(second, dice) : edited(second, dice, 0);
      if (grantsMore(first, second) || grantsMore(second, third)) continue;
      chains += 1;
      expect(grantsMore(first, third)).toBe(false);
      if (accessChanges(first, third).length > 0) losing += 1;
    }
    expect(losing).toBeGreaterThan(0.5 * CHAINS);
  });

  it('says the same in the same words whatever the order of people, profiles and groups', () => {
    const dice = diceOf(9);
    let changed = 0;
    for (let pair = 0; pair < 500; pair += 1) {
      const before = randomAccount(dice, { people: 6, unknown: 10 });
      const after = editedOften(before, dice, 10);
      const changes = accessChanges(before, after);
      if (changes.length > 0) changed += 1;
      expect(accessChanges(before, after)).toEqual(changes);
      expect(accessChanges(reordered(before, dice), reordered(after, dice))).toEqual(changes);
    }
    expect(changed).toBeGreaterThan(300);
  });

  it('finds nothing between a state and an equal one', () => {
    const dice = diceOf(10);
    for (let pair = 0; pair < 500; pair += 1) {
      const state = randomAccount(dice, { people: 6, unknown: 20 });
      expect(accessChanges(state, copied(state))).toEqual([]);
    }
  });
});

/** Equal in everything, and nowhere the same object. */
function copied(state: AccountState): AccountState {
  const deep = <T>(map: ReadonlyMap<ResourceKey, T>) =>
    new Map([...map].map(([key, value]) => [key, structuredClone(value)]));
  return { users: deep(state.users), profiles: deep(state.profiles), groups: deep(state.groups) };
}
