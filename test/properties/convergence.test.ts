import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/account/ports.js';
import { sandboxAccount } from '../../src/account/sandbox/index.js';
import { applyPlan, NO_JOURNAL } from '../../src/apply/apply-plan.js';
import { readConfig } from '../../src/config/read-config.js';
import { type AccountState, type Desired, isError, knownValue, type Live, type Plan } from '../../src/model/index.js';
import { makePlan } from '../../src/plan/make-plan.js';
import { type AccountSeed, memorySandbox } from '../../src/sandbox/index.js';
import { OPTIONS } from '../support/accounts.js';
import { runs } from '../support/scale.js';
import { accounts, directories, type Files } from '../support/worlds.js';

const NOW = new Date('2026-11-22T09:00:00Z');

interface World {
  readonly desired: Desired;
  readonly account: Account;
  /** Methods of the requests that were sent. */
  readonly methods: string[];
}

function compile(files: Files): Desired {
  const encoder = new TextEncoder();
  const read = readConfig({
    files: Object.entries(files).map(([path, text]) => ({ path, bytes: encoder.encode(text) })),
    diagnostics: [],
  });
  if (!read.ok)
    throw new Error(read.diagnostics.map((diagnostic) => `${diagnostic.code} ${diagnostic.message}`).join('\n'));
  return read.value.desired;
}

/** The account gives pages of `pageSize`, whatever is asked. */
async function inWorld<T>(
  seed: AccountSeed,
  files: Files,
  use: (world: World) => Promise<T>,
  pageSize = 1000,
): Promise<T> {
  const sandbox = await memorySandbox(seed, { clock: () => NOW });
  const methods: string[] = [];
  const fetch = (request: Request) => {
    methods.push(request.method);
    const url = new URL(request.url);
    if (url.searchParams.has('limit')) url.searchParams.set('limit', String(pageSize));
    return sandbox.fetch(new Request(url, request));
  };
  try {
    return await use({
      desired: compile(files),
      account: sandboxAccount({ fetch, baseUrl: 'http://127.0.0.1', key: sandbox.keyFor(), now: () => NOW }),
      methods,
    });
  } finally {
    sandbox.close();
  }
}

const planOf = (desired: Desired, live: Live): Plan => makePlan(desired, live, { ...OPTIONS, allowDelete: true });
const RUNS = { numRuns: runs({ short: 20, long: 300 }) };

describe('apply', () => {
  it('leaves nothing to do, and touches nothing that is not managed', async () => {
    let nonTrivial = 0;
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(accounts, directories, (seed, files) =>
        inWorld(seed, files, async ({ desired, account }) => {
          const before = await account.read();
          const plan = planOf(desired, before);
          if (plan.diagnostics.some(isError)) return;
          const report = await applyPlan(plan.steps, {
            account,
            journal: NO_JOURNAL,
            now: () => NOW,
            sleep: async () => {},
            visibilityMs: 0,
            lastSeq: 0,
            signal: new AbortController().signal,
            onStep: () => {},
          });
          expect(report.results.filter((result) => !('outcome' in result && result.outcome.kind === 'done'))).toEqual(
            [],
          );
          const after = await account.read();
          const again = planOf(desired, after);
          expect({ changes: again.changes, steps: again.steps }).toEqual({ changes: [], steps: [] });
          expect(unmanagedPart(desired, after.state, before.state)).toEqual(
            unmanagedPart(desired, before.state, after.state),
          );
          if (plan.steps.length > 3) nonTrivial += 1;
          for (const step of plan.steps) seen.add(step.operation);
        }),
      ),
      RUNS,
    );
    expect(nonTrivial).toBeGreaterThan(RUNS.numRuns / 2);
    expect([...seen].sort()).toEqual([
      'addMember',
      'archive',
      'createUser',
      'delete',
      'link',
      'removeMember',
      'rename',
      'setDashboard',
      'setOpenAccess',
      'setPermissions',
      'setProfileTemplate',
      'unlink',
    ]);
  }, 300_000);
});

describe('a plan', () => {
  it('is the same for files and keys in any order, and for pages of any size; reading writes nothing', async () => {
    let nonTrivial = 0;
    await fc.assert(
      fc.asyncProperty(accounts, directories, (seed, files) =>
        inWorld(seed, files, async ({ desired, account, methods }) => {
          const live = await account.read();
          const plan = planOf(desired, live);
          const inSmallPages = await inWorld(
            seed,
            files,
            async (world) => planOf(desired, await world.account.read()),
            2,
          );
          expect(inSmallPages.digest).toBe(plan.digest);
          expect(planOf(compile(reversed(files)), live)).toEqual({ ...plan, inputs: expect.anything() });
          expect(planOf(desired, reversedLive(live)).digest).toBe(plan.digest);
          expect(new Set(methods)).toEqual(new Set(['GET']));
          if (plan.changes.length > 0) nonTrivial += 1;
        }),
      ),
      RUNS,
    );
    expect(nonTrivial).toBeGreaterThan(RUNS.numRuns / 2);
  }, 300_000);
});

/** What the files leave alone, read without the help of the planner. */
function unmanagedPart(desired: Desired, state: AccountState, other: AccountState): unknown {
  const { authority } = desired.settings;
  const users = [...state.users.values()].flatMap((user) => {
    const want = desired.users.get(user.key);
    const isGone =
      !other.users.has(user.key) || user.status !== 'active' || other.users.get(user.key)?.status !== 'active';
    if (want ? isGone : authority.users === 'authoritative' && !user.superAdmin) return [];
    const template = want?.link.to === 'profile' ? desired.profiles.get(want.link.profile) : undefined;
    const isIdle = want?.from !== undefined && want.from > OPTIONS.at;
    const dashboard = !isIdle && (want?.dashboard ?? template?.dashboard) ? 'managed' : knownValue(user.dashboard);
    const exact = authority.memberships === 'authoritative' && !isIdle;
    const groups =
      !isIdle && (want?.groups ?? template?.groups)
        ? 'managed'
        : (knownValue(user.groups) ?? []).filter((name) => !exact || !desired.groups.has(`group:${name}` as never));
    const link =
      isIdle || !want || want.link.to === 'unmanaged' ? [knownValue(user.profile), user.permissions] : 'managed';
    const kept =
      want?.link.to === 'none' && !isIdle ? ownOf(state, user.key, Object.keys(want.permissions)) : 'managed';
    return [{ key: user.key, email: user.email, dashboard, groups, link, kept, numbers: user.numbers }];
  });
  const profiles = [...state.profiles.values()]
    .filter((profile) => desired.profiles.has(profile.key))
    .map((profile) => {
      const want = desired.profiles.get(profile.key);
      const permissions = Object.entries(profile.permissions).filter(
        ([id]) => !Object.hasOwn(want?.permissions ?? {}, id),
      );
      return [
        profile.name,
        permissions,
        want?.dashboard ? 'managed' : profile.dashboard,
        want?.groups ? 'managed' : profile.groups,
      ];
    });
  return { users, profiles };
}

/** Permissions in effect that the files do not state: unlinking keeps them. */
function ownOf(
  state: AccountState,
  key: never | Parameters<AccountState['users']['get']>[0],
  stated: readonly string[],
): unknown {
  const user = state.users.get(key);
  const profile = user && knownValue(user.profile);
  const effective =
    typeof profile === 'string' ? state.profiles.get(`profile:${profile}` as never)?.permissions : user?.permissions;
  return Object.entries(effective ?? {}).filter(([id]) => !stated.includes(id));
}

const reverseKeys = (value: unknown): unknown => {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reverseKeys(member)]),
  );
};
const reversed = (files: Files): Files =>
  Object.fromEntries(
    Object.entries(files)
      .reverse()
      .map(([path, text]) => [path, JSON.stringify(reverseKeys(JSON.parse(text)))]),
  );
const reversedMap = <K, V>(map: ReadonlyMap<K, V>) => new Map([...map].reverse());
const reversedLive = (live: Live): Live => ({
  ...live,
  state: {
    users: reversedMap(live.state.users),
    profiles: reversedMap(live.state.profiles),
    groups: reversedMap(live.state.groups),
  },
});
