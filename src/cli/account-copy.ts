import { sandboxAccount } from '../account/sandbox/index.js';
import { type Known, type Live, nameOf, type ProfileState, type UserState } from '../model/index.js';
import type { Copy } from '../run/rehearse.js';
import { type AccountSeed, memorySandbox, type SeedProfile, type SeedUser } from '../sandbox/index.js';
import { Failure } from './failure.js';

/** The account as it was read, in memory: people, profiles, groups, numbers and licences, and nothing of what is not planned. */
export async function copyOf(live: Live, now: () => Date): Promise<Copy> {
  const sandbox = await memorySandbox(seedOf(live), { clock: now });
  let requests = 0;
  const account = sandboxAccount({
    fetch: (request) => {
      requests += 1;
      return sandbox.fetch(request);
    },
    baseUrl: 'http://copy.account',
    key: sandbox.keyFor(live.identity.actingAs),
    now,
  });
  return { account, requests: () => requests, close: sandbox.close };
}

function seedOf({ identity, state, numbers, ivrs, licences }: Live): AccountSeed {
  const numbersUsed = (use: 'free' | 'other') => numbers.filter((one) => one.use === use).map(({ number }) => number);
  return {
    team: { id: identity.teamId, name: identity.teamName },
    licences: licences.map(({ plan, total }) => ({ plan, total })),
    freeNumbers: numbersUsed('free'),
    otherNumbers: numbersUsed('other'),
    ivrs: ivrs.map((ivr) => ({ ...ivr, users: [] })),
    groups: [...state.groups.values()].map(({ name, openAccess }) => ({ name, openAccess: valueIn(openAccess) })),
    profiles: [...state.profiles.values()].map(profileSeed),
    users: [...state.users.values()].map(userSeed),
  };
}

const profileSeed = ({ key, permissions, dashboard, groups }: ProfileState): SeedProfile => ({
  name: nameOf(key),
  permissions,
  dashboard: valueIn(dashboard),
  groups: valueIn(groups),
});

function userSeed(user: UserState): SeedUser {
  const { email, status, external, superAdmin, numbers, plan } = user;
  const profile = valueIn(user.profile);
  return {
    email,
    firstName: valueIn(user.firstName),
    lastName: valueIn(user.lastName),
    status,
    external,
    superAdmin,
    profile,
    permissions: profile === null && !external ? user.permissions : null,
    dashboard: valueIn(user.dashboard),
    groups: valueIn(user.groups),
    numbers,
    plan: plan ?? null,
  };
}

function valueIn<T>(known: Known<T>): T {
  if (known.known) return known.value;
  throw new Failure('The account does not tell enough of itself for a copy.', {
    hint: 'plan shows what would change. A rehearsal needs every value.',
    code: 8,
  });
}
