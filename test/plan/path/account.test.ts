import { expect, it } from 'vitest';
import { sandboxAccount } from '../../../src/account/sandbox/index.js';
import { type AccountState, knownValue, levelDashboard, NO_DASHBOARD } from '../../../src/model/index.js';
import { orderSteps } from '../../../src/plan/order.js';
import { type AccountSeed, memorySandbox, type SeedUser } from '../../../src/sandbox/index.js';
import { liveUser } from '../../support/accounts.js';
import { runs } from '../../support/scale.js';
import { followed } from './checker.js';
import { type World, worldOf } from './worlds.js';

const now = () => new Date('2026-11-22T09:00:00Z');
const OWNER = liveUser('owner@acme.example', {
  superAdmin: true,
  dashboard: levelDashboard('admin'),
  numbers: ['+33199000090'],
});

it('does in the embedded account what the checker thinks it does, every precondition holding', async () => {
  let sent = 0;
  for (let seed = 200_001; seed <= 200_000 + runs({ short: 20, long: 400 }); seed += 1) {
    const world = ownedWorld(worldOf(seed));
    const { steps } = orderSteps(world, {
      modeOf: () => 'automatic',
      minAdmins: world.minAdmins,
      requiredAdmins: [],
      actingAs: undefined,
    });
    const sandbox = await memorySandbox(seedOf(world.live));
    const account = sandboxAccount({ fetch: sandbox.fetch, baseUrl: 'http://in-process', key: sandbox.keyFor(), now });
    await account.read();
    for (const step of steps) {
      const outcome = await account.perform(step, new AbortController().signal);
      expect({ seed, step: step.operation, outcome }).toEqual({
        seed,
        step: step.operation,
        outcome: { kind: 'done' },
      });
      sent += 1;
    }
    const { state } = await account.read();
    sandbox.close();
    expect(heldIn(state)).toEqual(heldIn(followed(world, steps).end));
  }
  expect(sent).toBeGreaterThan(100);
}, 200_000);

/** With somebody who may do everything, and numbers of which nobody has two. */
function ownedWorld(world: World): World {
  const owned = (state: AccountState): AccountState => ({
    ...state,
    users: new Map([
      ...[...state.users].map(([key, user], index) => [key, { ...user, numbers: [numberAt(index)] }] as const),
      [OWNER.key, OWNER] as const,
    ]),
  });
  return { ...world, before: owned(world.before), live: owned(world.live), after: invited(world) };
}

const numberAt = (index: number) => `+3319900001${index}`;

function invited({ before, after }: World): AccountState {
  const places = [...before.users.keys()];
  const users = [...after.users].map(([key, user], index) => {
    const place = places.indexOf(key);
    const have = before.users.get(key);
    if (have === user) return [key, { ...user, numbers: [numberAt(place)] }] as const;
    return [key, { ...user, numbers: [place < 0 ? `+3319900002${index}` : numberAt(place)] }] as const;
  });
  return { ...after, users: new Map([...users, [OWNER.key, OWNER] as const]) };
}

function seedOf({ users, profiles, groups }: AccountState): AccountSeed {
  return {
    team: { id: '1', name: 'Acme' },
    licences: [{ plan: 'Business', total: 50 }],
    freeNumbers: [
      ...Array.from({ length: 10 }, (_, index) => `+3319900002${index}`),
      ...[...users.values()].flatMap(({ status, numbers }) => (status === 'active' ? [] : numbers)),
    ],
    otherNumbers: ['+33199000001'],
    ivrs: [{ name: 'Paris desk', numbers: [], users: [] }],
    groups: [...groups.values()].map(({ name }) => ({ name, openAccess: false })),
    profiles: [...profiles.values()].map(({ name, permissions, dashboard, groups: given }) => ({
      name,
      permissions,
      dashboard: knownValue(dashboard) ?? NO_DASHBOARD,
      groups: knownValue(given) ?? [],
    })),
    users: [...users.values()].map(
      ({ email, status, external, superAdmin, profile, permissions, dashboard, groups: given, numbers }): SeedUser => ({
        email,
        firstName: 'First',
        lastName: 'Last',
        status,
        external,
        superAdmin,
        profile: knownValue(profile) ?? null,
        permissions: knownValue(profile) === null ? permissions : null,
        dashboard: knownValue(dashboard) ?? NO_DASHBOARD,
        groups: knownValue(given) ?? [],
        numbers: status === 'active' ? numbers : [],
        plan: 'Business',
      }),
    ),
  };
}

/** Who holds what, of those who are there. */
const heldIn = ({ users }: AccountState) =>
  [...users.values()]
    .filter(({ status }) => status === 'active')
    .map(({ key, profile, dashboard, groups }) => [key, knownValue(profile), knownValue(dashboard), knownValue(groups)])
    .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1));
