// Small accounts and files that want much of them, for campaigns. A plan is a pure function, so it is worked out once for each state.
import fc from 'fast-check';
import {
  type AccountState,
  groupKey,
  isError,
  type Live,
  profileKey,
  type ResourceKey,
  read,
  userKey,
} from '../../src/model/index.js';
import { type Compiled, compile } from '../../src/run/compile.js';
import { settled } from '../../src/run/halfway.js';
import { type Memory, NO_MEMORY } from '../../src/run/memory.js';
import { type PlannedLive, planned } from '../../src/run/plan.js';
import { type AccountSeed, permissionsWith, type SeedUser } from '../../src/sandbox/index.js';
import { accounts, directories, type Files } from '../support/worlds.js';
import { interned, liveOf, textOf } from './model-account.js';

export interface CampaignWorld {
  readonly seed: AccountSeed;
  readonly files: Files;
  readonly compiled: Compiled;
  readonly before: AccountState;
  readonly plan: (live: Live, memory: Memory) => PlannedLive;
}

export const NOW = new Date('2026-11-22T09:00:00Z');

/** What every plan of a campaign is asked with. */
export const REQUEST = {
  dir: '',
  now: NOW,
  tool: { name: 'ringctl', version: '1.0.0' },
  at: undefined,
  targets: [],
  excludes: [],
  allowDelete: true,
  acceptedShrink: undefined,
} as const;

/** Worlds whose plan is accepted and has at least so many steps. */
export async function* campaignWorlds(seed: number, steps: number): AsyncGenerator<CampaignWorld> {
  for (let round = 0; ; round += 1) {
    const sample = fc.sample(fc.tuple(accounts, directories, fc.nat(3)), { numRuns: 20, seed: seed * 1000 + round });
    for (const [account, files, kind] of sample) {
      const world = await worldOf(kind === 0 ? account : withLess(account), withWideLimits(files));
      const { plan } = world.plan(liveOf(world.before), NO_MEMORY);
      if (!plan.diagnostics.some(isError) && plan.steps.length >= steps) yield world;
    }
  }
}

async function worldOf(seed: AccountSeed, files: Files): Promise<CampaignWorld> {
  const encoder = new TextEncoder();
  const given = Object.entries(files).map(([path, text]) => ({ path, bytes: encoder.encode(text) }));
  const compiled = await compile({ files: given, diagnostics: [] }, { version: '1.0.0' });
  if (!compiled.ok) throw new Error(compiled.diagnostics.map(({ message }) => message).join('\n'));
  return { seed, files, compiled, before: interned(stateOf(seed)), plan: plansOf(compiled) };
}

/** By the state that was read and what is remembered: of runs that were cut off, by what they make of the state. */
function plansOf(files: Compiled): CampaignWorld['plan'] {
  const known = new WeakMap<AccountState, Map<string, PlannedLive>>();
  return (live, memory) => {
    const ofState = known.get(live.state) ?? new Map<string, PlannedLive>();
    known.set(live.state, ofState);
    const { lastGood, managed, halfway } = memory;
    const base = textOf(settled(live.state, halfway, files.value.desired.filesDigest));
    const key = `${lastGood?.users} ${lastGood?.profiles} ${lastGood?.groups} ${managed.length}\n${base}`;
    const found = ofState.get(key) ?? planned({ files, live, memory, request: REQUEST });
    ofState.set(key, found);
    return found;
  };
}

/** Nothing of a random plan is more than a limit allows: what is tried here comes after that question. */
function withWideLimits(files: Files): Files {
  const all = { percent: 100, atLeast: 100 };
  const limits = { removals: all, losses: all, changes: all, privilegedGains: 100, invites: 100, minAdmins: 1 };
  return { ...files, 'ringctl.yaml': JSON.stringify({ ...JSON.parse(files['ringctl.yaml'] ?? '{}'), limits }) };
}

/** Without one profile and one group, which the files create. */
function withLess(seed: AccountSeed): AccountSeed {
  const groups = (names: readonly string[]) => names.filter((name) => name !== 'Field');
  const within = (dashboard: SeedUser['dashboard']): SeedUser['dashboard'] =>
    dashboard.scope.groups === 'all'
      ? dashboard
      : { ...dashboard, scope: { ...dashboard.scope, groups: groups(dashboard.scope.groups) } };
  return {
    ...seed,
    groups: seed.groups.filter(({ name }) => name !== 'Field'),
    profiles: seed.profiles
      .filter(({ name }) => name !== 'Field crew')
      .map((profile) => ({ ...profile, groups: groups(profile.groups), dashboard: within(profile.dashboard) })),
    users: seed.users.map((user) => ({
      ...user,
      groups: groups(user.groups),
      dashboard: within(user.dashboard),
      ...(user.profile === 'Field crew' && { profile: null, permissions: permissionsWith({}) }),
    })),
  };
}

/** What a read of an account with this seed gives. */
export function stateOf({ users, profiles, groups }: AccountSeed): AccountState {
  const byKey = <T extends { readonly key: ResourceKey }>(rows: readonly T[]) =>
    new Map(rows.map((row) => [row.key, row]));
  return {
    users: byKey(users.map((user) => userStateOf(user))),
    profiles: byKey(
      profiles.map(({ name, permissions, dashboard, groups: given }) => ({
        key: profileKey(name),
        name,
        permissions,
        dashboard: read(dashboard),
        groups: read(given),
      })),
    ),
    groups: byKey(groups.map(({ name, openAccess }) => ({ key: groupKey(name), name, openAccess: read(openAccess) }))),
  };
}

function userStateOf(user: SeedUser): AccountState['users'] extends ReadonlyMap<ResourceKey, infer U> ? U : never {
  const { email, status, external, superAdmin, numbers } = user;
  return {
    key: userKey(email),
    email,
    firstName: read(user.firstName),
    lastName: read(user.lastName),
    status,
    external,
    superAdmin,
    profile: read(user.profile),
    permissions: user.profile === null ? (user.permissions ?? {}) : {},
    dashboard: read(user.dashboard),
    groups: read(user.groups),
    numbers,
    plan: user.plan ?? undefined,
  };
}
