import {
  type AccountState,
  isSame,
  knownValue,
  type Limits,
  type OpenWindow,
  type PersonAccess,
  type ResourceKey,
  type Share,
  type UserState,
  userKey,
} from '../model/index.js';

/** What a limit may be accepted for once, by name and number; the others have no way round. */
export const ACCEPTABLE_LIMITS = ['removals', 'losses', 'changes', 'privilegedGains', 'invites', 'handovers'] as const;
export type AcceptableLimit = (typeof ACCEPTABLE_LIMITS)[number];
export type LimitName = AcceptableLimit | 'minAdmins' | 'requiredAdmins' | 'actingIdentity' | 'releases';

/** A limit that a plan exceeds: how many people, how many are allowed, and who they are. */
export interface Exceeded {
  readonly limit: LimitName;
  readonly count: number;
  readonly allowed: number;
  /** Keys of the people, or of what is released. */
  readonly who: readonly ResourceKey[];
  readonly isAcceptable: boolean;
}

export interface Judged {
  readonly before: AccountState;
  readonly after: AccountState;
  readonly access: readonly PersonAccess[];
  readonly actingAs: string | undefined;
  readonly released: readonly ResourceKey[];
  /** People who are being cut off: none of them counts as an administrator. */
  readonly held?: ReadonlySet<ResourceKey>;
  /** What no order avoids. */
  readonly leftOpen?: readonly OpenWindow[];
}

/** Limits look at the end state and count people, never objects. Nothing rounds in favour of the plan but the percentage of the people there are. */
export function exceededLimits(
  judged: Judged,
  limits: Limits,
  accepted: { readonly [limit: string]: number } = {},
): Exceeded[] {
  const people = [...judged.before.users.values()].filter((user) => user.status === 'active').length;
  const allowedShare = ({ percent, atLeast }: Share) => Math.max(Math.ceil((people * percent) / 100), atLeast);
  const counted: readonly [AcceptableLimit, readonly ResourceKey[], number][] = [
    ['removals', removed(judged), allowedShare(limits.removals)],
    [
      'losses',
      judged.access.filter((person) => person.losses.length > 0).map((person) => person.user),
      allowedShare(limits.losses),
    ],
    ['changes', changed(judged), allowedShare(limits.changes)],
    [
      'privilegedGains',
      judged.access.filter((person) => person.gains.some((gain) => gain.privileged)).map((person) => person.user),
      limits.privilegedGains,
    ],
    ['invites', invited(judged), limits.invites],
    ['handovers', handedOver(judged), 0],
  ];
  const exceeded = counted
    .filter(([limit, who, allowed]) => who.length > allowed && accepted[limit] !== who.length)
    .map(([limit, who, allowed]): Exceeded => ({ limit, count: who.length, allowed, who, isAcceptable: true }));
  return [
    ...exceeded,
    ...tooFewAdmins(judged, limits),
    ...missingAdmins(judged, limits),
    ...ownLoss(judged),
    ...releases(judged, limits),
  ];
}

const isThere = (user: UserState | undefined): user is UserState => user?.status === 'active';

const removed = ({ before, after }: Judged): ResourceKey[] =>
  [...before.users.values()]
    .filter((user) => isThere(user) && !isThere(after.users.get(user.key)))
    .map((user) => user.key);

const invited = ({ before, after }: Judged): ResourceKey[] =>
  [...after.users.values()]
    .filter((user) => isThere(user) && !isThere(before.users.get(user.key)))
    .map((user) => user.key);

/** Who holds for a moment what neither end gives them, or leaves too few administrators for a moment: a plan in two parts avoids it. */
const handedOver = ({ leftOpen = [] }: Judged): ResourceKey[] => [
  ...new Set(
    leftOpen
      .filter(({ kind, why, capability }) => kind === 'gain' || (why === 'handover' && capability === 'level.admin'))
      .map(({ user }) => user),
  ),
];

/** A profile that changes counts everybody who is linked to it. */
function changed({ before, after }: Judged): ResourceKey[] {
  const profiles = new Set(
    [...after.profiles.values()]
      .filter((profile) => before.profiles.get(profile.key) !== profile)
      .map((profile) => profile.name),
  );
  const keys = new Set([...before.users.keys(), ...after.users.keys()]);
  return [...keys].filter((key) => {
    const have = before.users.get(key);
    const want = after.users.get(key);
    if (!isThere(have) && !isThere(want)) return false;
    const profile = want && knownValue(want.profile);
    return have !== want || (typeof profile === 'string' && profiles.has(profile));
  });
}

/** The superadministrator is one of them. */
const isAdmin = (user: UserState | undefined): boolean =>
  isThere(user) && (user.superAdmin || knownValue(user.dashboard)?.level === 'admin');

function tooFewAdmins({ before, after, held }: Judged, { minAdmins }: Limits): Exceeded[] {
  const stays = (user: UserState | undefined): boolean => isAdmin(user) && !(user && held?.has(user.key));
  const had = [...before.users.values()].filter(stays);
  const has = [...after.users.values()].filter(stays);
  const least = Math.max(1, minAdmins);
  if (has.length >= least || has.length >= had.length) return [];
  const who = had.filter((user) => !stays(after.users.get(user.key))).map((user) => user.key);
  return [{ limit: 'minAdmins', count: has.length, allowed: least, who, isAcceptable: false }];
}

/** What nobody could read says nothing, and a plan that leaves it and the link alone takes nothing away. */
function mayBeAdmin(have: UserState | undefined, want: UserState | undefined): boolean {
  if (!isThere(have) || !isThere(want) || want.external || want.dashboard.known) return false;
  return want.dashboard.why === 'unreadable' && isSame(have.profile, want.profile);
}

function missingAdmins({ before, after }: Judged, { requiredAdmins }: Limits): Exceeded[] {
  const who = requiredAdmins.map(userKey).filter((key) => {
    const want = after.users.get(key);
    return !isAdmin(want) && !mayBeAdmin(before.users.get(key), want);
  });
  return who.length === 0 ? [] : [{ limit: 'requiredAdmins', count: who.length, allowed: 0, who, isAcceptable: false }];
}

/** Whoever carries out the plan may not cut off the branch on which they sit. */
function ownLoss({ before, after, actingAs }: Judged): Exceeded[] {
  if (actingAs === undefined) return [];
  const key = userKey(actingAs);
  const have = before.users.get(key);
  const want = after.users.get(key);
  if (!isThere(have) || have === want) return [];
  const isMoved = knownValue(have.profile) !== (want && knownValue(want.profile));
  const losesPage = (['users', 'developer'] as const).some(
    (page) => hasPage(have, page) && !(want && hasPage(want, page)),
  );
  if (isThere(want) && !isMoved && !losesPage && isAdmin(have) === isAdmin(want)) return [];
  if (isThere(want) && !isMoved && !losesPage && !isAdmin(have)) return [];
  return [{ limit: 'actingIdentity', count: 1, allowed: 0, who: [key], isAcceptable: false }];
}

const hasPage = (user: UserState, page: 'users' | 'developer'): boolean =>
  isAdmin(user) || knownValue(user.dashboard)?.pages[page] === 'write';

function releases({ released }: Judged, limits: Limits): Exceeded[] {
  if (limits.releases === 'allow' || released.length === 0) return [];
  return [{ limit: 'releases', count: released.length, allowed: 0, who: released, isAcceptable: false }];
}
