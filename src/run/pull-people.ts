import {
  type Checked,
  type Desired,
  type Diagnostic,
  isError,
  knownValue,
  type Level,
  type Live,
  levelDashboard,
  profileKey,
  type ResourceKey,
  type UserState,
} from '../model/index.js';
import { finding, type PeopleTable, type PersonRow } from './people-table.js';

/**
 * The account with what the table says where the account itself does not show it. What was read is never overridden: a row that contradicts it is
 * a mistake.
 */
export function withPeople(live: Live, table: PeopleTable, desired: Desired): Checked<Live> {
  const diagnostics: Diagnostic[] = [];
  const users = new Map(live.state.users);
  const profileOf = profilesBy(live, desired);
  const given = levelsGiven(table, { profileOf, desired });
  const hasOwn = (key: ResourceKey) => desired.users.get(key)?.dashboard !== undefined;
  let owner: PersonRow | undefined = ownerOf(live, table);
  for (const [key, row] of table) {
    const user = users.get(key);
    const refuse = (message: string) => void diagnostics.push(finding('PEOPLE_ROW', row.source, message));
    if (user?.status !== 'active') {
      diagnostics.push(
        finding('PEOPLE_UNSEEN', row.source, `The account shows nobody active with the address "${row.email}".`),
      );
      continue;
    }
    const profile = row.profile === null || row.profile === undefined ? row.profile : profileOf(row.profile);
    if (typeof row.profile === 'string' && profile === undefined) {
      refuse(`The account has no profile "${row.profile}" that could be meant.`);
      continue;
    }
    if (row.level === 'superadmin' && owner && owner !== row) {
      refuse(`"${owner.email}" is the superadministrator, and there is only one.`);
      continue;
    }
    if (row.level === 'superadmin') owner = row;
    const stated = withRow(user, row, {
      profile,
      given: hasOwn(key) || !profile ? undefined : given.get(profileKey(profile)),
    });
    for (const message of stated.contradictions) refuse(message);
    users.set(key, stated.user);
  }
  if (diagnostics.some(isError)) return { ok: false, diagnostics };
  return { ok: true, value: { ...live, state: { ...live.state, users } }, warnings: diagnostics };
}

/** The one that the account shows, as the row that says so. */
function ownerOf({ state }: Live, table: PeopleTable): PersonRow | undefined {
  const owner = [...state.users.values()].find(({ superAdmin }) => superAdmin);
  return owner && table.get(owner.key);
}

/** By name in the account, else by id in the files. Nothing of which there are two. */
export function profilesBy(live: Live, desired: Desired): (word: string) => string | undefined {
  const byId = new Map([...desired.profiles.values()].map(({ id, key }) => [id, key]));
  const find = (key: ResourceKey | undefined) =>
    key === undefined || live.ambiguous.has(key) ? undefined : live.state.profiles.get(key)?.name;
  return (word) => find(profileKey(word)) ?? find(byId.get(word));
}

/**
 * The level that the profile gives: what its entry states, else what most of the table have who are linked to it. Theirs is said once, by the
 * profile.
 */
function levelsGiven(
  table: PeopleTable,
  { profileOf, desired }: { readonly profileOf: (word: string) => string | undefined; readonly desired: Desired },
): ReadonlyMap<ResourceKey, Level> {
  const counts = new Map<ResourceKey, Map<Level, number>>();
  for (const { profile: word, level } of table.values()) {
    const name = typeof word === 'string' ? profileOf(word) : undefined;
    if (name === undefined || level === undefined || level === 'superadmin') continue;
    const levels = counts.get(profileKey(name)) ?? new Map<Level, number>();
    counts.set(profileKey(name), levels.set(level, (levels.get(level) ?? 0) + 1));
  }
  const given = new Map<ResourceKey, Level>();
  for (const [key, levels] of counts) {
    const [most] = [...levels].sort(([, one], [, other]) => other - one);
    const level = desired.profiles.get(key)?.dashboard?.level ?? most?.[0];
    if (level !== undefined) given.set(key, level);
  }
  return given;
}

interface Stated {
  readonly user: UserState;
  readonly contradictions: readonly string[];
}

interface Links {
  /** Null for nobody's, undefined where the row says nothing. */
  readonly profile: string | null | undefined;
  readonly given: Level | undefined;
}

function withRow(user: UserState, { email, level }: PersonRow, { profile, given }: Links): Stated {
  const contradictions: string[] = [];
  const contradict = (what: string, shown: string) =>
    contradictions.push(`The table says of "${email}" ${what}, and the account shows ${shown}.`);
  const now = { known: true, from: 'read' } as const;
  let stated = user;
  // Nothing of the superadministrator is ever written, so nothing is stated without need.
  if (profile === null && level === 'superadmin' && !user.profile.known) stated = { ...stated };
  else if (profile !== undefined && !user.profile.known) stated = { ...stated, profile: { ...now, value: profile } };
  else if (profile !== undefined && knownValue(user.profile) !== profile)
    contradict(`profile ${profile ?? 'none'}`, knownValue(user.profile) ?? 'none');
  if (level === undefined) return { user: stated, contradictions };
  const shown = user.superAdmin ? 'superadmin' : knownValue(user.dashboard)?.level;
  if (shown !== undefined && shown !== level) contradict(`level ${level}`, shown);
  if (shown !== undefined || level === given) return { user: stated, contradictions };
  const dashboard = { ...now, value: levelDashboard(level === 'superadmin' ? 'admin' : level) };
  return { user: { ...stated, dashboard, superAdmin: level === 'superadmin' }, contradictions };
}
