import type { RightSeen, ServicePing } from '../../model/index.js';
import type { Client, Reply } from './client.js';
import { shaped } from './client.js';
import type { Bound } from './reading.js';
import { PATHS, type Page, rowsOf, teamOf, userOf, type WireTeam } from './wire.js';

const FIRST: Page = { limit: 1, offset: 0 };

/** The routes that are read, and what each needs. */
export const READ_ROUTES: readonly (Pick<RightSeen, 'right' | 'needsMonitoring' | 'isNeeded'> & {
  readonly path: string;
})[] = [
  { path: PATHS.team, right: undefined, needsMonitoring: true, isNeeded: true },
  { path: PATHS.plans, right: undefined, needsMonitoring: true, isNeeded: true },
  { path: PATHS.groups(FIRST), right: undefined, needsMonitoring: false, isNeeded: true },
  { path: PATHS.users(FIRST), right: 'Users', needsMonitoring: false, isNeeded: true },
  { path: PATHS.profiles(FIRST), right: 'Users', needsMonitoring: true, isNeeded: true },
  { path: PATHS.numbers(FIRST), right: 'Numbers', needsMonitoring: false, isNeeded: true },
  { path: PATHS.ivrs(FIRST), right: 'IVRs', needsMonitoring: false, isNeeded: true },
  { path: PATHS.tags, right: 'IVRs', needsMonitoring: true, isNeeded: false },
  { path: PATHS.conferences, right: undefined, needsMonitoring: true, isNeeded: false },
];

/** Asks each route once, and never throws. */
export async function pingAccount(client: Client, bound: Pick<Bound, 'team'>): Promise<ServicePing> {
  const replies = new Map<string, Reply>();
  for (const { path } of READ_ROUTES) replies.set(path, await client.send({ method: 'GET', path }));
  const rights = READ_ROUTES.map((route) => rightSeen(route, replies.get(route.path)));
  const team = teamIn(replies.get(PATHS.team));
  const key = keyOf(rights);
  const monitoring = key === 'accepted' ? monitoringOf(rights) : undefined;
  return {
    of: 'service',
    host: new URL(client.base).host,
    region: client.region,
    key,
    monitoring,
    team,
    isBoundTeam: team && bound.team !== undefined ? team.id === bound.team : undefined,
    rights,
    owner: monitoring === 'off' ? onlyPersonIn(replies.get(PATHS.users(FIRST))) : undefined,
  };
}

function rightSeen({ path, ...route }: (typeof READ_ROUTES)[number], reply: Reply | undefined): RightSeen {
  const [name = path] = path.split('?');
  const seen = reply?.kind === 'answered' ? 'shown' : reply?.kind === 'refused' ? 'refused' : 'unclear';
  const entries = reply?.kind === 'answered' ? entriesIn(reply.value) : undefined;
  const message = reply && 'message' in reply ? reply.message : undefined;
  return { ...route, route: name, seen, status: reply?.status, message, entries };
}

function entriesIn(value: unknown): number | undefined {
  try {
    return rowsOf(value).length;
  } catch {
    return undefined;
  }
}

/** Any answer other than 401 is given to a key that is known. */
function keyOf(rights: readonly RightSeen[]): ServicePing['key'] {
  if (rights.some(({ seen }) => seen === 'shown')) return 'accepted';
  return rights.every(({ status }) => status === 401) ? 'refused' : undefined;
}

/** Told by what needs nothing but Monitoring. */
function monitoringOf(rights: readonly RightSeen[]): ServicePing['monitoring'] {
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

function onlyPersonIn(reply: Reply | undefined): ServicePing['owner'] {
  if (reply?.kind !== 'answered') return undefined;
  try {
    const [person, ...others] = shaped(() => rowsOf(reply.value).map(userOf));
    if (!person || others.length > 0) return undefined;
    return { email: person.email, name: `${person.firstName} ${person.lastName}`.trim() };
  } catch {
    return undefined;
  }
}
