import type { Client, Reply } from './client.js';
import { shaped } from './client.js';
import { type Counted, PATHS, type Page, rowsOf, teamOf, type WireTeam } from './wire.js';

/** What the key is answered, right by right. Rights to write are not tried: that would write. */
export interface PingReport {
  readonly host: string;
  /** Undefined where the service did not say anything that tells. */
  readonly key: 'accepted' | 'refused' | undefined;
  readonly monitoring: 'on' | 'off' | undefined;
  readonly team:
    | { readonly id: string; readonly name: string; readonly totals: { readonly [list in Counted]: number } }
    | undefined;
  /** Whether it is the team that the files are bound to; undefined where the team is not shown. */
  readonly isBoundTeam: boolean | undefined;
  readonly rights: readonly RightSeen[];
}

export interface RightSeen {
  /** The route that tells, without its query. */
  readonly route: string;
  /** As the service names it; undefined where the route needs none. */
  readonly right: 'Users' | 'Numbers' | 'IVRs' | undefined;
  readonly needsMonitoring: boolean;
  readonly seen: 'shown' | 'refused' | 'unclear';
  readonly status: number | undefined;
  /** Entries of the first page, where it is a list. */
  readonly entries: number | undefined;
}

const FIRST: Page = { limit: 1, offset: 0 };

/** The routes that are read, and what each needs. */
export const READ_ROUTES: readonly (Pick<RightSeen, 'right' | 'needsMonitoring'> & { readonly path: string })[] = [
  { path: PATHS.team, right: undefined, needsMonitoring: true },
  { path: PATHS.plans, right: undefined, needsMonitoring: true },
  { path: PATHS.groups(FIRST), right: undefined, needsMonitoring: false },
  { path: PATHS.users(FIRST), right: 'Users', needsMonitoring: false },
  { path: PATHS.profiles(FIRST), right: 'Users', needsMonitoring: true },
  { path: PATHS.numbers(FIRST), right: 'Numbers', needsMonitoring: false },
  { path: PATHS.ivrs(FIRST), right: 'IVRs', needsMonitoring: false },
  { path: PATHS.tags, right: 'IVRs', needsMonitoring: true },
  { path: PATHS.conferences, right: undefined, needsMonitoring: true },
];

/** Asks each route once, and never throws. */
export async function pingAccount(client: Client, bound: { readonly team: string }): Promise<PingReport> {
  const replies = new Map<string, Reply>();
  for (const { path } of READ_ROUTES) replies.set(path, await client.send({ method: 'GET', path }));
  const rights = READ_ROUTES.map((route) => rightSeen(route, replies.get(route.path)));
  const team = teamIn(replies.get(PATHS.team));
  const key = keyOf(rights);
  return {
    host: new URL(client.base).host,
    key,
    monitoring: key === 'accepted' ? monitoringOf(rights) : undefined,
    team,
    isBoundTeam: team && team.id === bound.team,
    rights,
  };
}

function rightSeen(
  { path, right, needsMonitoring }: (typeof READ_ROUTES)[number],
  reply: Reply | undefined,
): RightSeen {
  const [route = path] = path.split('?');
  const seen = reply?.kind === 'answered' ? 'shown' : reply?.kind === 'refused' ? 'refused' : 'unclear';
  const entries = reply?.kind === 'answered' ? entriesIn(reply.value) : undefined;
  return { route, right, needsMonitoring, seen, status: reply?.status, entries };
}

function entriesIn(value: unknown): number | undefined {
  try {
    return rowsOf(value).length;
  } catch {
    return undefined;
  }
}

/** Any answer other than 401 is given to a key that is known. */
function keyOf(rights: readonly RightSeen[]): PingReport['key'] {
  if (rights.some(({ seen }) => seen === 'shown')) return 'accepted';
  return rights.every(({ status }) => status === 401) ? 'refused' : undefined;
}

/** Told by what needs nothing but Monitoring. */
function monitoringOf(rights: readonly RightSeen[]): PingReport['monitoring'] {
  const telling = rights.filter(({ right, needsMonitoring }) => right === undefined && needsMonitoring);
  if (telling.every(({ seen }) => seen === 'shown')) return 'on';
  return telling.some(({ status }) => status === 401) ? 'off' : undefined;
}

function teamIn(reply: Reply | undefined): WireTeam | undefined {
  if (reply?.kind !== 'answered') return undefined;
  try {
    return shaped(() => teamOf(reply.value));
  } catch {
    return undefined;
  }
}
