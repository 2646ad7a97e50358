/** Desired and live make a plan. This folder is pure: it may not know files, networks, clocks, random numbers or output. */
import {
  type AccountState,
  type Change,
  type Day,
  type Desired,
  type Instant,
  type Live,
  type OpenWindow,
  type PersonAccess,
  type Plan,
  type PlanInputs,
  type Released,
  type ResourceKey,
  type Source,
  userKey,
} from '../model/index.js';
import { createsByInvitation, fieldMode, handSteps, stepMode, withoutGuesses } from './by-hand.js';
import { countCoverage, unmanagedUsers } from './coverage.js';
import { byActionKindKey, diff } from './diff.js';
import { planDigest } from './digest.js';
import { fill } from './fill.js';
import { countPeople, planAccess } from './headline.js';
import { heldRenames, withHolds } from './held.js';
import { orderSteps, ownAccessFirst } from './order.js';
import type { Filled } from './overlay.js';
import { checkReferences } from './references.js';
import { findRenames, previousDiagnostics, type Renames, withNewNames } from './renames.js';
import { withRequests } from './requests.js';
import { select } from './select.js';

const NOBODY: ReadonlySet<ResourceKey> = new Set();

export interface PlanOptions {
  readonly tool: Plan['tool'];
  readonly createdAt: Instant;
  readonly at: Day;
  readonly targets: readonly string[];
  readonly excludes: readonly string[];
  readonly allowDelete: boolean;
  /** People to whom nothing is given. */
  readonly held?: ReadonlySet<ResourceKey>;
  /** The account without what earlier runs left halfway: what nobody states is as it is there. */
  readonly settle?: (before: AccountState) => AccountState;
  /** What was managed before and is no longer stated, where the ledger tells it. */
  readonly released?: readonly Released[];
  /** Where the line stands that decides a field; the empty path is the resource itself. */
  readonly locate: (key: ResourceKey, path: string) => Source | undefined;
  /** Present when `live` is what another revision of the files says, and not an account. */
  readonly base?: { readonly ref: string; readonly released: readonly Released[] };
}

/** A plan, and the two states between which it leads: access, limits and policies are judged on these. */
export interface Made {
  readonly plan: Plan;
  readonly before: AccountState;
  readonly after: AccountState;
}

/** One computation: what plan prints is what apply carries out. */
export const makePlan = (desired: Desired, live: Live, options: PlanOptions): Plan =>
  makePlanAndStates(desired, live, options).plan;

export function makePlanAndStates(desired: Desired, live: Live, options: PlanOptions): Made {
  const { renames, bothExist } = findRenames(desired, live);
  const before = withNewNames(live.state, renames, desired);
  const filled = fill(desired, options.settle?.(before) ?? before, options);
  const selected = select(before, filled.after, options);
  const { after, diagnostics: holds } = withHolds(before, selected.after, options.held ?? NOBODY);
  const { locate, allowDelete } = options;
  const references = { desired, before: { ...live, state: before }, filled, allowDelete, locate };
  const { minAdmins, requiredAdmins } = desired.settings.limits;
  const { actingAs } = live.identity;
  const {
    steps: ordered,
    leftOpen,
    ownFirst,
  } = orderSteps(
    { before, after, renames, live: live.state, byInvitation: createsByInvitation(live.coverage) },
    {
      modeOf: (draft) => stepMode(draft, { live, before, after }),
      minAdmins,
      requiredAdmins: requiredAdmins.map(userKey),
      actingAs: actingAs === undefined ? undefined : userKey(actingAs),
    },
  );
  const parts: Parts = {
    before,
    changes: allChanges({ before, after, live, renames, filled, options }),
    steps: withRequests(ordered, live.coverage),
    leftOpen: withoutGuesses(leftOpen, before),
    access: planAccess(before, after, locate),
    diagnostics: [
      ...previousDiagnostics(bothExist, locate),
      ...(options.base ? [] : checkReferences(references)),
      ...selected.diagnostics,
      ...holds,
      ...heldRenames(renames, options.held ?? NOBODY),
      ...ownAccessFirst(ownFirst),
    ],
  };
  return { plan: planOf(desired, live, { options, parts }), before, after };
}

interface Parts extends Pick<Plan, 'changes' | 'steps' | 'diagnostics'> {
  readonly before: AccountState;
  readonly leftOpen: readonly OpenWindow[];
  readonly access: readonly PersonAccess[];
}

function planOf(desired: Desired, live: Live, { options, parts }: { options: PlanOptions; parts: Parts }): Plan {
  const { account, provider } = desired.settings;
  const { base, tool, createdAt } = options;
  const { before, changes, steps, leftOpen, access, diagnostics } = parts;
  const { actingAs, teamId } = live.identity;
  const byHand = handSteps(steps, before);
  const released = base?.released ?? options.released ?? [];
  return {
    formatVersion: 1,
    tool,
    account,
    provider: provider.kind,
    digest: planDigest({ provider: provider.kind, account, teamId, steps }),
    ...(base ? { base: base.ref } : { readAt: live.readAt }),
    createdAt,
    ...(actingAs !== undefined && { actingAs }),
    inputs: inputsOf(desired, options),
    summary: {
      ...countChanges(changes),
      byHand: byHand.length,
      released: released.length,
      unmanaged: unmanagedUsers(desired, before),
      people: countPeople(access),
    },
    changes,
    steps,
    ...(byHand.length > 0 && { byHand }),
    released,
    ...(leftOpen.length > 0 && { leftOpen }),
    access,
    coverage: countCoverage(desired, before, live),
    diagnostics,
  };
}

interface Compared {
  readonly before: AccountState;
  readonly after: AccountState;
  readonly live: Live;
  readonly renames: Renames;
  readonly filled: Filled;
  readonly options: PlanOptions;
}

function allChanges({ before, after, live, renames, filled, options }: Compared): Change[] {
  const changes = diff(before, after, {
    reasons: new Map([...filled.reasons, ...renameReasons(renames)]),
    locate: options.locate,
    modeOf: (key, path) => fieldMode(key, path, { live, before, after }),
    unknown: options.base ? 'offline' : 'unreadable',
  });
  return nameChanges(changes, { renames, live, after, options });
}

function inputsOf(desired: Desired, options: PlanOptions): PlanInputs {
  const { at, targets, excludes, allowDelete } = options;
  return {
    at,
    targets: [...targets].sort(),
    excludes: [...excludes].sort(),
    allowDelete,
    filesDigest: desired.filesDigest,
  };
}

function countChanges(changes: readonly Change[]): Pick<Plan['summary'], 'add' | 'change' | 'destroy'> {
  const of = (action: Change['action']) => changes.filter((change) => change.action === action).length;
  return { add: of('create'), change: of('update'), destroy: of('delete') };
}

const renameReasons = (renames: Renames) =>
  [...renames].map(([key, previous]) => [key, `was ${previous.slice(previous.indexOf(':') + 1)}`] as const);

interface RenameContext {
  readonly renames: Renames;
  readonly live: Live;
  readonly after: AccountState;
  readonly options: PlanOptions;
}

/** A rename is a field of its own, in front of the other fields of the same resource. */
function nameChanges(changes: readonly Change[], { renames, live, after, options }: RenameContext): Change[] {
  const named = new Map(changes.map((change) => [change.key, change]));
  for (const [key, previous] of renames) {
    const user = live.state.users.get(previous);
    const path = user ? 'email' : 'name';
    const name = (of: ResourceKey) => of.slice(of.indexOf(':') + 1);
    const mode = live.coverage.operations.rename;
    const field = {
      path,
      before: user?.email ?? name(previous),
      after: after.users.get(key)?.email ?? name(key),
      mode,
    };
    const change = named.get(key);
    const source = options.locate(key, 'previously');
    const kind = user ? 'user' : previous.startsWith('profile:') ? 'profile' : 'group';
    if (change?.action === 'update') named.set(key, { ...change, fields: [field, ...change.fields] });
    else if (!change)
      named.set(key, {
        key,
        kind,
        action: 'update',
        fields: [field],
        reason: `was ${name(previous)}`,
        ...(source && { source }),
      });
  }
  return [...named.values()].sort(byActionKindKey);
}
