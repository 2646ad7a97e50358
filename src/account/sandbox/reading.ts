import {
  type AccountState,
  type Coverage,
  type Identity,
  type Instant,
  instant,
  type Licences,
  type Live,
  type LiveIvr,
  type LiveNumber,
  type RemoteId,
  type ResourceKey,
  remoteId,
  type UserState,
} from '../../model/index.js';
import { byName } from '../by-name.js';
import { PAGE_SIZE, readPages } from '../paging.js';
import { AccountUnreadable } from '../ports.js';
import { countAt, flagAt, listAt, objectAt, textAt, UnexpectedShape, type WireObject } from '../wire.js';
import { type Client, readValue } from './client.js';
import { createEntries, type GroupEntry, type ProfileEntry, type UserEntry } from './entries.js';

/** The embedded account carries out everything by itself. */
export const COVERAGE: Coverage = {
  operations: {
    createUser: 'automatic',
    createProfile: 'automatic',
    createGroup: 'automatic',
    setPermissions: 'automatic',
    setDashboard: 'automatic',
    setProfileTemplate: 'automatic',
    link: 'automatic',
    unlink: 'automatic',
    addMember: 'automatic',
    removeMember: 'automatic',
    setOpenAccess: 'automatic',
    rename: 'automatic',
    archive: 'automatic',
    delete: 'automatic',
    signOut: 'automatic',
  },
};

/** A read is made again when the account changed under it, this often. */
const ATTEMPTS = 3;

export interface ReadOptions {
  readonly client: Client;
  readonly baseUrl: string;
  readonly now: () => Date;
}

interface Team {
  readonly identity: Identity;
  readonly revision: number;
  readonly totals: WireObject;
  readonly licences: readonly Licences[];
}

interface Lists {
  readonly users: readonly UserEntry[];
  readonly profiles: readonly ProfileEntry[];
  readonly groups: readonly GroupEntry[];
  readonly numbers: readonly LiveNumber[];
  readonly ivrs: readonly LiveIvr[];
}

export async function readIdentity(options: ReadOptions): Promise<Identity> {
  return (await readTeam(options)).identity;
}

/** The whole account at one moment: its revision is the same before and after. */
export async function readAccount(
  options: ReadOptions,
  onProgress: ((done: number, total: number) => void) | undefined,
): Promise<Live> {
  for (let attempt = 1; ; attempt += 1) {
    const team = await readTeam(options);
    const readAt = instant(options.now());
    const lists = await readLists(options, team, onProgress).catch((error: unknown) => ({ error: unreadable(error) }));
    const { revision } = await readTeam(options);
    if (revision === team.revision) {
      if ('error' in lists) throw lists.error;
      return liveOf(team, lists, readAt);
    }
    if (attempt === ATTEMPTS)
      throw new AccountUnreadable('The account kept changing while it was read.', {
        url: options.baseUrl,
        hint: 'Try again when less is going on.',
      });
  }
}

async function readTeam({ client, baseUrl }: ReadOptions): Promise<Team> {
  const value = await readValue(client, baseUrl, '/team');
  return shaped(() => {
    const team = objectAt(value, 'team');
    const identity: Identity = {
      teamId: textAt(team, 'teamId'),
      teamName: textAt(team, 'name'),
      actingAs: textAt(team, 'actingAs'),
      superAdmin: flagAt(team, 'superAdmin'),
    };
    const licences = listAt(team, 'licences').map((item): Licences => {
      const licence = objectAt(item, 'a licence');
      return { plan: textAt(licence, 'plan'), total: countAt(licence, 'total'), used: countAt(licence, 'used') };
    });
    return { identity, revision: countAt(team, 'revision'), totals: objectAt(team.totals, 'totals'), licences };
  });
}

async function readLists(
  options: ReadOptions,
  { totals }: Team,
  onProgress: ((done: number, total: number) => void) | undefined,
): Promise<Lists> {
  const names = ['users', 'profiles', 'groups', 'numbers', 'ivrs'] as const;
  const total = shaped(() => names.reduce((sum, name) => sum + countAt(totals, name), 0));
  const entries = createEntries();
  let done = 0;
  const list = <T>(name: (typeof names)[number], entry: (value: WireObject) => T) =>
    readPages({
      name,
      total: countAt(totals, name),
      page: (after) => readValue(options.client, options.baseUrl, `/${name}?limit=${PAGE_SIZE}&after=${after}`),
      entry,
      onPage: (count) => {
        done += count;
        onProgress?.(done, total);
      },
    });
  return {
    users: await list('users', entries.user),
    profiles: await list('profiles', entries.profile),
    groups: await list('groups', entries.group),
    numbers: await list('numbers', entries.number),
    ivrs: await list('ivrs', entries.ivr),
  };
}

function shaped<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw unreadable(error);
  }
}

function unreadable(error: unknown): unknown {
  if (!(error instanceof UnexpectedShape)) return error;
  return new AccountUnreadable(
    `The account answered in a form that this version does not know: ${error.message}.`,
    {},
    { cause: error },
  );
}

function liveOf(
  { identity, licences }: Team,
  { users, profiles, groups, numbers, ivrs }: Lists,
  readAt: Instant,
): Live {
  const ids = new Map<ResourceKey, RemoteId>();
  const ambiguous = new Set<ResourceKey>();
  const unmanageable: string[] = [];
  const state: AccountState = {
    users: usersByKey(users, ids, unmanageable),
    profiles: byName(profiles, ids, ambiguous),
    groups: byName(groups, ids, ambiguous),
  };
  return { identity, readAt, state, ids, ambiguous, unmanageable, numbers, ivrs, licences, coverage: COVERAGE };
}

/** People whose address cannot be told apart from another one are left out and named. */
function usersByKey(
  entries: readonly UserEntry[],
  ids: Map<ResourceKey, RemoteId>,
  unmanageable: string[],
): ReadonlyMap<ResourceKey, UserState> {
  const users = new Map<ResourceKey, UserState>();
  const twice = new Set<ResourceKey>();
  for (const { id, email, state } of entries) {
    if (!state) unmanageable.push(email);
    else if (users.has(state.key)) {
      twice.add(state.key);
      unmanageable.push(email);
    } else {
      users.set(state.key, state);
      ids.set(state.key, remoteId(id));
    }
  }
  for (const key of twice) {
    unmanageable.push(users.get(key)?.email ?? '');
    users.delete(key);
    ids.delete(key);
  }
  return users;
}
