import { type Identity, type Instant, instant, type Live } from '../../model/index.js';
import { AccountUnreadable } from '../ports.js';
import { type Client, shaped } from './client.js';
import { coverageFor } from './coverage.js';
import { listReader, NotWhole, type ReadList } from './lists.js';
import { type Listed, statesOf } from './states.js';
import {
  groupOf,
  ivrOf,
  memberOf,
  membersIn,
  numberOf,
  PATHS,
  type Page,
  planOf,
  profileOf,
  rowsOf,
  teamOf,
  userOf,
  type WireGroup,
  type WireIvr,
  type WireNamed,
  type WireNumber,
  type WirePlan,
  type WireTeam,
  type WireUser,
} from './wire.js';

/** A read is made again when the account changed under it, this often, with this pause. */
const ATTEMPTS = 3;
const PAUSE_MS = 1000;

export interface Bound {
  readonly client: Client;
  /** Id of the only team that may answer; undefined where nobody has stated it yet, and then none may. */
  readonly team: string | undefined;
  /** Address of the owner of the key, where the files state it: the service does not tell. */
  readonly as: string | undefined;
  readonly now: () => Date;
  readonly sleep: (ms: number) => Promise<void>;
}

/** The key answers for another team than the files are written for. */
export class WrongTeam extends AccountUnreadable {
  constructor({ id, name }: WireTeam, expected: string, url: string) {
    super(`The key is of team ${id} ("${name.slice(0, 100)}"), and the files are of team ${expected}.`, {
      url,
      hint: 'Use the key of that team, or correct provider.team in ringctl.yaml.',
    });
  }
}

/** The files do not say which team they are written for: they could be those of another one. */
export class TeamNotStated extends AccountUnreadable {
  constructor({ id, name }: WireTeam, url: string) {
    super(`ringctl.yaml does not say which team it is for. The key is of team ${id} ("${name.slice(0, 100)}").`, {
      url,
      hint: `If that is the team, add to provider in ringctl.yaml: team: "${id}".`,
    });
  }
}

/** The team behind the key. Throws WrongTeam or TeamNotStated unless it is the one that the files are bound to. */
export async function readTeam(
  { client, team }: Pick<Bound, 'client' | 'team'>,
  signal?: AbortSignal,
): Promise<WireTeam> {
  const value = await client.read(PATHS.team, signal);
  const found = shaped(() => teamOf(value));
  if (team === undefined) throw new TeamNotStated(found, client.base);
  if (found.id !== team) throw new WrongTeam(found, team, client.base);
  return found;
}

/** Whether `as` owns the key, or is the superadministrator, nobody can tell: they are taken for an administrator like any other. */
export const identityOf = ({ id, name }: WireTeam, as: string | undefined): Identity => ({
  teamId: id,
  teamName: name,
  actingAs: as,
  superAdmin: false,
});

/** All of the account, or it throws. */
export async function readAccount(
  bound: Bound,
  onProgress: ((done: number, total: number) => void) | undefined,
): Promise<Live> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const team = await readTeam(bound);
      return liveOf(bound, {
        team,
        readAt: instant(bound.now()),
        ...(await readLists(bound.client, team, onProgress)),
      });
    } catch (error) {
      if (!(error instanceof NotWhole) || attempt === ATTEMPTS) throw error;
      await bound.sleep(PAUSE_MS);
    }
  }
}

interface Lists extends Listed {
  readonly plans: readonly WirePlan[];
  readonly numbers: readonly WireNumber[];
  readonly ivrs: readonly WireIvr[];
}

async function readLists(
  client: Client,
  { totals }: WireTeam,
  onProgress: ((done: number, total: number) => void) | undefined,
): Promise<Lists> {
  const readList = listReader(client);
  const progress = { done: 0, total: totals.users + totals.numbers + totals.ivrs + 2 * totals.groups };
  const counted = async <T>(list: Promise<readonly T[]>): Promise<readonly T[]> => {
    const entries = await list;
    progress.done += entries.length;
    onProgress?.(progress.done, progress.total);
    return entries;
  };
  const plans = await readPlans(client);
  const users = await counted(readUsers(readList, totals.users));
  const profiles = await readProfiles(readList);
  const groups = await counted(readGroups(readList, totals.groups));
  const members = new Map<number, readonly number[]>();
  for (const group of groups) {
    members.set(group.id, await readMembers(readList, group));
    progress.done += 1;
    onProgress?.(progress.done, progress.total);
  }
  const numbers = await counted(
    readList({ name: 'numbers', path: PATHS.numbers, entry: numberOf, total: totals.numbers }),
  );
  const ivrs = await counted(readList({ name: 'ivrs', path: PATHS.ivrs, entry: ivrOf, total: totals.ivrs }));
  return { plans, users, profiles, groups, members, numbers, ivrs };
}

export async function readPlans(client: Client, signal?: AbortSignal): Promise<readonly WirePlan[]> {
  const value = await client.read(PATHS.plans, signal);
  return shaped(() => rowsOf(value).map(planOf));
}

export const readUsers = (readList: ReadList, total: number): Promise<readonly WireUser[]> =>
  readList({ name: 'users', path: PATHS.users, entry: userOf, total });

export const readProfiles = (readList: ReadList): Promise<readonly WireNamed[]> =>
  readList({ name: 'profiles', path: PATHS.profiles, entry: profileOf, total: undefined });

export const readGroups = (readList: ReadList, total: number): Promise<readonly WireGroup[]> =>
  readList({ name: 'groups', path: PATHS.groups, entry: groupOf, total });

/** Ids of the people of a group. Throws NotWhole where another group has come to stand at this id. */
export async function readMembers(readList: ReadList, { id, name, total }: WireGroup): Promise<readonly number[]> {
  const rows = (value: unknown) => {
    isStill(value, name);
    return membersIn(value);
  };
  const path = (page: Page) => PATHS.group(id, page);
  const members = await readList({ name: `members of ${name}`, path, entry: memberOf, total, rows });
  return members.map((member) => member.id);
}

function isStill(value: unknown, name: string): void {
  const found = typeof value === 'object' && value !== null ? Reflect.get(value, 'name') : undefined;
  if (found !== name) throw new NotWhole(`The group ${name} has another name now, or is another group.`);
}

function liveOf(
  { as }: Bound,
  { team, readAt, plans, numbers, ivrs, ...listed }: Lists & { readonly team: WireTeam; readonly readAt: Instant },
): Live {
  return {
    identity: identityOf(team, as),
    readAt,
    ...statesOf(listed),
    numbers: numbers.map(({ number, use }) => ({ number, use })),
    ivrs: ivrs.map(({ name, numbers: held }) => ({ name, numbers: held })),
    licences: plans.map(({ name, total, used }) => ({ plan: name, total, used })),
    coverage: coverageFor(as),
  };
}
