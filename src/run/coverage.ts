import { NOTHING } from '../access/effective.js';
import type { CoverageAnswer, KindCoverage } from '../model/answers.js';
import {
  type AccountState,
  type Desired,
  instant,
  knownValue,
  type Live,
  type PermissionSet,
  type Plan,
} from '../model/index.js';
import { countCoverage, unmanagedUsers } from '../plan/coverage.js';
import { assumedLive } from '../plan/offline.js';
import { headOf } from './answers.js';
import type { Asked } from './question.js';

/** Which fields the files manage and how they are written, kind by kind. Without an account only what the files name is counted. */
export function coverageAnswer(asked: Asked): CoverageAnswer {
  const { config, live } = asked;
  const { desired } = config;
  const side = live ?? assumedLive(desired, { at: asked.basis.at, readAt: instant(new Date(0)) });
  const state = live ? live.state : wholly(asked.stated);
  const groups = countOf('group', { desired: only(desired, 'groups'), state: only(state, 'groups'), live: side });
  const profiles = countOf('profile', {
    desired: only(desired, 'profiles'),
    state: only(state, 'profiles'),
    live: side,
  });
  // What a profile gives its people counts as managed with each of them, so that people are counted among the profiles.
  const both = {
    desired: { ...only(desired, 'users'), profiles: desired.profiles },
    state: { ...only(state, 'users'), profiles: state.profiles },
    live: side,
  };
  const users = minus(countOf('user', both), profiles);
  return {
    ...headOf(asked),
    question: 'coverage',
    kinds: [users, profiles, groups].map((kind) => (live ? kind : { ...kind, unreadable: null, recorded: null })),
    unmanagedPeople: live ? unmanagedUsers(desired, live.state) : null,
  };
}

interface Side {
  readonly desired: Desired;
  readonly state: AccountState;
  readonly live: Live;
}

function countOf(kind: KindCoverage['kind'], { desired, state, live }: Side): KindCoverage {
  const { oldestRecordedAt: _, ...counted }: Plan['coverage'] = countCoverage(desired, state, live);
  const resources = { user: desired.users, profile: desired.profiles, group: desired.groups }[kind].size;
  return { kind, resources, ...counted };
}

function minus(whole: KindCoverage, part: KindCoverage): KindCoverage {
  const less = (field: 'automatic' | 'byHand' | 'unreadable' | 'recorded' | 'unmanaged') =>
    Math.max(0, (whole[field] ?? 0) - (part[field] ?? 0));
  return {
    ...whole,
    automatic: less('automatic'),
    byHand: less('byHand'),
    unreadable: less('unreadable'),
    recorded: less('recorded'),
    unmanaged: less('unmanaged'),
  };
}

/** The same with one kind of resource alone. */
function only<Side extends Pick<AccountState, 'users' | 'profiles' | 'groups'> | Desired>(
  side: Side,
  kind: 'users' | 'profiles' | 'groups',
): Side {
  const empty = { users: new Map(), profiles: new Map(), groups: new Map() };
  return { ...side, ...empty, [kind]: side[kind] };
}

/** Every permission that there is stands for one that the files may leave out: counted, never looked at. */
function wholly(state: AccountState): AccountState {
  const all: PermissionSet = NOTHING;
  const users = [...state.users].map(
    ([key, user]) =>
      [key, knownValue(user.profile) === null && !user.external ? { ...user, permissions: all } : user] as const,
  );
  const profiles = [...state.profiles].map(([key, profile]) => [key, { ...profile, permissions: all }] as const);
  return { ...state, users: new Map(users), profiles: new Map(profiles) };
}
