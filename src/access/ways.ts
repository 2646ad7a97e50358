import type { Deciding, Of, Through, Way } from '../model/answers.js';
import {
  type AccountState,
  knownValue,
  PAGES,
  type PageId,
  type PermissionId,
  profileKey,
  type UserState,
} from '../model/index.js';
import { type Answer, allOf, anyOf } from './answer.js';
import { ASSUMPTIONS } from './assumptions.js';
import { holds } from './can.js';
import { APP_CAPABILITIES, type AppCapability, type CapabilityQuery } from './capability.js';
import { type Access, isAdmin } from './effective.js';
import { PAGE_OF, REACHES, type Reach } from './reach.js';
import { type Crowd, reachedOf } from './reached.js';
import { scopeOn } from './scope.js';

/** A capability, and the group to whose people, or among whose people, it is asked. */
export interface Question {
  readonly query: CapabilityQuery;
  /** Name of a group. */
  readonly within: string | undefined;
}

/** One person of a state. */
export interface Held {
  readonly user: UserState;
  readonly access: Access;
}

const isOfRecordings = (name: string): boolean => name.startsWith('recordings.');
const isOfPage = (name: string): boolean => name.startsWith('page.');

/** Capabilities that are about other people or their calls: a group says whose. For the others it says who. */
export const isAboutOthers = (name: string): boolean =>
  isOfRecordings(name) ||
  isOfPage(name) ||
  ['calls.listen', 'users.manage', 'rights.grant', 'groups.member'].includes(name);

/** Own recordings are recordings of the group that one is in. */
export function answerTo(state: AccountState, access: Access, { query, within }: Question): Answer {
  if (within === undefined) return holds(state, access, query);
  const isMember = holds(state, access, { name: 'groups.member', argument: `group:${within}` });
  if (!isAboutOthers(query.name)) return allOf(isMember, holds(state, access, query));
  const ofOthers = holds(state, access, { ...query, argument: `group:${within}` });
  if (!isOfRecordings(query.name)) return ofOthers;
  return anyOf(ofOthers, allOf(isMember, holds(state, access, { ...query, argument: 'own' })));
}

export interface Answered extends Question {
  /** What `answerTo` says of this person. */
  readonly answer: Answer;
}

/** Through what somebody can do something, the widest first. Where there are two ways, each is what is left of the answer when the other is taken away. */
export const waysOf = (crowd: Crowd, held: Held, asked: Answered): readonly Way[] =>
  [...waysFor(crowd, held, asked)].sort(widestFirst);

function waysFor(crowd: Crowd, held: Held, asked: Answered): readonly Way[] {
  const { name } = asked.query;
  const { key } = held.user;
  if (name === 'account.signIn') return way(asked, { kind: 'signIn' }, { key, path: '' });
  if (name === 'groups.member') return way(asked, { kind: 'membership' }, { key, path: 'groups' });
  const app = APPS.get(name);
  if (isOfRecordings(name)) return app ? recordingWays(crowd, held, { ...asked, app }) : [];
  if (name === 'rights.grant') return rightsWays(crowd, held, asked);
  if (app) return permissionWay(held, app, asked);
  const page = PAGE_OF_CAPABILITY.get(name);
  return page === undefined ? way(asked, ...dashboardCause(held, 'level')) : pageWay(crowd, held, { ...asked, page });
}

function rightsWays(crowd: Crowd, held: Held, asked: Answered): readonly Way[] {
  return ASSUMPTIONS.pagesThatGiveRights.flatMap((page) => {
    const alone = onlyPage(held, page);
    return pageWay(crowd, alone, { ...again(crowd, alone, asked), page });
  });
}

const APPS: ReadonlyMap<string, AppCapability> = new Map(APP_CAPABILITIES.map((app) => [app.name, app]));

const PAGE_OF_CAPABILITY: ReadonlyMap<string, PageId> = new Map<string, PageId>([
  ...REACHES.map((reach) => [reach, PAGE_OF[reach]] as const),
  ...PAGES.flatMap(({ id }) => [[`page.${id}.read`, id] as const, [`page.${id}.write`, id] as const]),
]);

function recordingWays(crowd: Crowd, held: Held, asked: Answered & { readonly app: AppCapability }): readonly Way[] {
  const { app } = asked;
  const of = ofOwn(held.access, asked);
  if (held.access.level === 'none') return permissionWay(held, app, asked).map((one) => ({ ...one, of }));
  const byPage = { ...again(crowd, withoutRecordings(held), asked), page: PAGE_OF['recordings.play'] };
  const byPermission = permissionWay(held, app, again(crowd, withoutDashboard(held), asked));
  return [...pageWay(crowd, held, byPage), ...byPermission.map((one) => ({ ...one, of }))];
}

/** The same question about somebody who has less. */
const again = ({ state }: Crowd, { access }: Held, asked: Answered): Answered => ({
  ...asked,
  answer: answerTo(state, access, asked),
});

function way({ answer }: Answered, through: Through, cause: Deciding): readonly Way[] {
  return answer === 'no' ? [] : [{ answer, through, cause }];
}

function pageWay(crowd: Crowd, held: Held, asked: Answered & { readonly page: PageId }): readonly Way[] {
  const { page, query } = asked;
  const [through, cause] = dashboardCause(held, `pages.${page}`);
  const reach =
    REACHES.find((candidate) => candidate === query.name) ??
    (query.name === 'rights.grant' && page === 'users' ? 'users.manage' : undefined);
  return way(asked, through, cause).map((one) => {
    const of = ofReached(crowd, held, { ...asked, reach });
    return { ...one, ...(of && { of }), ...(!isAdmin(held.access) && { scope: scopeOn(page, held.access.scope) }) };
  });
}

interface Reaching extends Question {
  readonly reach: Reach | undefined;
}

/** Everybody who is there, or how many: a scope of all groups still counts whom one may listen to. */
function ofReached(crowd: Crowd, { access }: Held, { query, within, reach }: Reaching): Of | undefined {
  if (!reach) return query.name === 'rights.grant' ? { kind: 'everyone' } : undefined;
  if (query.argument === 'ivr') return { kind: 'ivrs', ivrs: 'all' };
  if (query.argument?.startsWith('ivr:')) return { kind: 'ivrs', ivrs: [query.argument.slice('ivr:'.length)] };
  const isAll = reach !== 'calls.listen' && (isAdmin(access) || access.scope.groups === 'all');
  if (isAll && !query.argument?.startsWith('user:')) return { kind: 'everyone' };
  const { count, isOwnIncluded } = reachedOf(crowd, access, {
    reach,
    argument: within === undefined ? query.argument : `group:${within}`,
  });
  return { kind: 'people', count, isOwnIncluded };
}

function ofOwn({ permissions }: Access, { query, within }: Question): Of {
  const isAll = permissions.playRecordings === 'allIvr' && within === undefined && query.argument !== 'own';
  return isAll ? { kind: 'ivrs', ivrs: 'all' } : { kind: 'own' };
}

/** What the dashboard alone gives. */
const withoutRecordings = ({ user, access }: Held): Held => ({
  user,
  access: { ...access, permissions: { ...access.permissions, playRecordings: 'none' } },
});

/** What the permissions alone give. */
const withoutDashboard = ({ user, access }: Held): Held => ({ user, access: { ...access, level: 'none', pages: {} } });

const onlyPage = ({ user, access }: Held, page: PageId): Held => {
  const value = access.pages[page];
  return { user, access: { ...access, pages: value === undefined ? {} : { [page]: value } } };
};

export function dashboardCause({ user, access }: Held, path: string): readonly [Through, Deciding] {
  if (user.superAdmin) return [{ kind: 'superadmin' }, { key: user.key, path: 'superAdmin' }];
  if (isAdmin(access)) return [{ kind: 'admin' }, { key: user.key, path: 'dashboard.level' }];
  return [{ kind: 'dashboard' }, { key: user.key, path: `dashboard.${path}` }];
}

/** The profile that somebody is linked to, or what they have of their own. */
export function permissionCause(user: UserState, permission: PermissionId): readonly [Through, Deciding] {
  const profile = knownValue(user.profile);
  const path = `permissions.${permission}`;
  if (typeof profile !== 'string')
    return [{ kind: 'own' }, { key: user.key, path: profile === undefined ? 'profile' : path }];
  const key = profileKey(profile);
  return [
    { kind: 'profile', profile: key },
    { key, path },
  ];
}

function permissionWay(
  { user, access }: Held,
  { entry, permissions, valueOf: valueIn }: AppCapability,
  asked: Answered,
): readonly Way[] {
  const isSwitch = entry.kind === 'switch' || isOfRecordings(asked.query.name);
  const value = isSwitch ? undefined : valueIn(access);
  return way(asked, ...permissionCause(user, permissions[0])).map((one) => ({
    ...one,
    ...(value !== undefined && { value }),
  }));
}

const THROUGH: readonly Through['kind'][] = [
  'superadmin',
  'admin',
  'dashboard',
  'profile',
  'own',
  'membership',
  'signIn',
];

/** The broadest way is the widest, then the one that comes first of those through which things are given. */
export const widthOf = ({ of, through }: Way): { readonly breadth: number; readonly through: number } => ({
  breadth: breadth(of),
  through: THROUGH.indexOf(through.kind),
});

function widestFirst(one: Way, other: Way): number {
  const [first, second] = [widthOf(one), widthOf(other)];
  return second.breadth - first.breadth || first.through - second.through;
}

/** Everyone, then people by their number, then IVRs, then what is one's own. */
function breadth(of: Of | undefined): number {
  if (!of) return 0;
  if (of.kind === 'people') return 2 + of.count;
  if (of.kind === 'everyone') return Number.MAX_SAFE_INTEGER;
  return of.kind === 'ivrs' ? 1 : 0;
}
