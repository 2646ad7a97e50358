import { permissionsOf } from '../access/effective.js';
import {
  type AccountState,
  type Day,
  type Instant,
  knownValue,
  type Live,
  type Plan,
  type Settings,
  type Source,
  userKey,
} from '../model/index.js';
import { createsByInvitation, fieldMode, handSteps, stepMode, withoutGuesses } from './by-hand.js';
import { diff } from './diff.js';
import { planDigest } from './digest.js';
import { countPeople, planAccess } from './headline.js';
import type { Made } from './make-plan.js';
import { orderSteps, ownAccessFirst } from './order.js';
import { withRequests } from './requests.js';

export interface DirectOptions {
  readonly settings: Settings;
  readonly tool: Plan['tool'];
  readonly createdAt: Instant;
  readonly at: Day;
  /** Why each resource changes, in a few words. */
  readonly reason: string;
}

const nowhere = (): Source | undefined => undefined;

/** A plan towards a state that no file states: cutting somebody off, or going back. */
export function planTowards(after: AccountState, live: Live, options: DirectOptions): Made {
  const { state: before, identity } = live;
  const { settings, reason } = options;
  const { minAdmins, requiredAdmins } = settings.limits;
  const {
    steps: ordered,
    leftOpen,
    ownFirst,
  } = orderSteps(
    { before, after, renames: new Map(), live: before, byInvitation: createsByInvitation(live.coverage) },
    {
      modeOf: (draft) => stepMode(draft, { live, before, after }),
      minAdmins,
      requiredAdmins: requiredAdmins.map(userKey),
      actingAs: identity.actingAs === undefined ? undefined : userKey(identity.actingAs),
    },
  );
  const changes = diff(withOwnPermissions(before, after), after, {
    reasons: new Map(),
    locate: nowhere,
    modeOf: (key, path) => fieldMode(key, path, { live, before, after }),
    unknown: 'unreadable',
  }).map((change) => ({ ...change, reason }));
  const access = planAccess(before, after, nowhere);
  const steps = withRequests(ordered, live.coverage);
  return {
    before,
    after,
    plan: planOf({ live, options, changes, steps, access, leftOpen: withoutGuesses(leftOpen, before), ownFirst }),
  };
}

/** Whoever loses their profile had its permissions: the difference is shown against those. */
function withOwnPermissions(before: AccountState, after: AccountState): AccountState {
  const users = new Map(before.users);
  for (const [key, user] of before.users) {
    const profile = knownValue(user.profile);
    const want = after.users.get(key);
    if (want === user || !want || typeof profile !== 'string' || knownValue(want.profile) !== null) continue;
    users.set(key, { ...user, permissions: permissionsOf(before, user) });
  }
  return { ...before, users };
}

type Parts = Pick<Plan, 'changes' | 'steps'> & {
  readonly live: Live;
  readonly options: DirectOptions;
  readonly access: NonNullable<Plan['access']>;
  readonly leftOpen: NonNullable<Plan['leftOpen']>;
  readonly ownFirst: Plan['steps'];
};

function planOf({ live, options, changes, steps, access, leftOpen, ownFirst }: Parts): Plan {
  const { account, provider } = options.settings;
  const { teamId, actingAs } = live.identity;
  const of = (action: Plan['changes'][number]['action']) => changes.filter((change) => change.action === action).length;
  const byHand = handSteps(steps, live.state);
  return {
    formatVersion: 1,
    tool: options.tool,
    account,
    provider: provider.kind,
    digest: planDigest({ provider: provider.kind, account, teamId, steps }),
    createdAt: options.createdAt,
    readAt: live.readAt,
    ...(actingAs !== undefined && { actingAs }),
    inputs: { at: options.at, targets: [], excludes: [], allowDelete: false, filesDigest: '' },
    summary: {
      add: of('create'),
      change: of('update'),
      destroy: of('delete'),
      byHand: byHand.length,
      released: 0,
      unmanaged: 0,
      people: countPeople(access),
    },
    changes,
    steps,
    ...(byHand.length > 0 && { byHand }),
    released: [],
    ...(leftOpen.length > 0 && { leftOpen }),
    access,
    coverage: {
      automatic: changes.reduce((sum, { fields }) => sum + fields.length, 0),
      byHand: 0,
      unreadable: 0,
      recorded: 0,
      unmanaged: 0,
    },
    diagnostics: ownAccessFirst(ownFirst),
  };
}
