import {
  type AccountState,
  PAGES,
  type PageId,
  type PermissionId,
  profileKey,
  type UserState,
  valueOf,
} from '../model/index.js';
import type { Deciding, Of, Through, Way } from '../model/answers.js';
import { type Answer, allOf, anyOf } from './answer.js';
import { ASSUMPTIONS } from './assumptions.js';
import { holds } from './can.js';
import { APP_CAPABILITIES, type CapabilityQuery } from './capability.js';
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
  isOfRecordings(name) || isOfPage(name) || ['calls.listen', 'users.manage', 'rights.grant', 'groups.member'].includes(name);

/** Own recordings are recordings of the group that one is in. */
export function answerTo(state: AccountState, access: Access, { query, within }: Question): Answer {
  if (within === undefined) return holds(state, access, query);
  const isMember = holds(state, access, { name: 'groups.member', argument: `group:${within}` });
  if (!isAboutOthers(query.name)) return allOf(isMember, holds(state, access, query));
  const ofOthers = holds(state, access, { ...query, argument: `group:${within}` });
  if (!isOfRecordings(query.name)) return ofOthers;
  return anyOf(ofOthers, allOf(isMember, holds(state, access, { ...query, argument: 'own' })));
}

/** Through what somebody can do something, the widest first. Each way is what is left of the answer when the other ways are taken away. */
export function waysOf(crowd: Crowd, held: Held, question: Question): readonly Way[] {
  const { name } = question.query;
  const { user } = held;
  if (name === 'account.signIn') return [simple({ kind: 'signIn' }, { key: user.key, path: '' })];
  if (name === 'groups.member') return answered(crowd, held, question, [simple({ kind: 'membership' }, { key: user.key, path: 'groups' })]);
  if (name === 'rights.grant') return ASSUMPTIONS.pagesThatGiveRights.flatMap((page) => pageWay(crowd, onlyPage(held, page), { ...question, page }));
  const page = pageOf(name);
  const byPage = page === undefined ? [] : pageWay(crowd, withoutRecordings(held), { ...question, page });
  if (page !== undefined && !isOfRecordings(name)) return byPage;
  const app = APP_CAPABILITIES.find((capability) => capability.name === name);
  if (!app) return answered(crowd, held, question, [simple(...dashboardCause(held, 'level'))]);
  const way = permissionWay(crowd.state, held, app.permissions[0]);
  const value = app.entry.kind === 'switch' || isOfRecordings(name) ? undefined : app.valueOf(held.access);
  const of = isOfRecordings(name) ? { of: ofOwn(held.access, question) } : {};
  return [...byPage, ...answered(crowd, withoutDashboard(held), question, [{ ...way, ...of, ...(value !== undefined && { value }) }])];
}

function pageOf(name: string): PageId | undefined {
  const reach = REACHES.find((candidate) => candidate === name);
  return reach ? PAGE_OF[reach] : PAGES.find(({ id }) => name === `page.${id}.read` || name === `page.${id}.write`)?.id;
}

const simple = (through: Through, cause: Deciding): Way => ({ answer: 'yes', through, cause });

/** The ways, with the answer that the person has by them alone; none where it is no. */
function answered({ state }: Crowd, { access }: Held, question: Question, ways: readonly Way[]): readonly Way[] {
  const answer = answerTo(state, access, question);
  return answer === 'no' ? [] : ways.map((way) => ({ ...way, answer }));
}

function pageWay(crowd: Crowd, held: Held, question: Question & { readonly page: PageId }): readonly Way[] {
  const { page, query } = question;
  const [through, cause] = dashboardCause(held, `pages.${page}`);
  const reach = REACHES.find((candidate) => candidate === query.name) ?? (query.name === 'rights.grant' && page === 'users' ? 'users.manage' : undefined);
  const of = ofReached(crowd, held, { ...question, reach });
  const scope = scopeOn(page, held.access.scope);
  return answered(crowd, held, question, [{ ...simple(through, cause), ...(of && { of }), ...(!isAdmin(held.access) && { scope }) }]);
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
  const { count, isOwnIncluded } = reachedOf(crowd, access, { reach, argument: within === undefined ? query.argument : `group:${within}` });
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
  const profile = valueOf(user.profile);
  const path = `permissions.${permission}`;
  if (typeof profile !== 'string') return [{ kind: 'own' }, { key: user.key, path: profile === undefined ? 'profile' : path }];
  const key = profileKey(profile);
  return [{ kind: 'profile', profile: key }, { key, path }];
}

function permissionWay(state: AccountState, { user }: Held, permission: PermissionId): Way {
  const [through, cause] = permissionCause(user, permission);
  return simple(through, state.profiles.has(cause.key) || through.kind === 'own' ? cause : { key: user.key, path: 'profile' });
}

