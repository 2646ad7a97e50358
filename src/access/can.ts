import {
  type AccountState,
  groupKey,
  PAGES,
  type PageId,
  type ResourceKey,
  type Scope,
  userKey,
} from '../model/index.js';
import { type Answer, allOf, answerOf, anyOf } from './answer.js';
import { ASSUMPTIONS } from './assumptions.js';
import { APP_CAPABILITIES, type AppCapability, type CapabilityQuery, compareValues } from './capability.js';
import { type Access, accessOf, hasPermission, isAdmin, nobody, ordersLicences, seesBilling } from './effective.js';
import { holdsReach, inScope, LINES, mayDownload, opensPage, PAGE_OF, REACHES, type Reach, reaches } from './reach.js';
import { groupsOn, hasName, isBlind, ivrsOf, scopeOn } from './scope.js';

/**
 * Whether a person can do something: the one definition of it. An argument is `user:ADDRESS` (that person), `group:NAME` (the people of a group,
 * by scope), `ivr:NAME`, or a bare name: of a group where the account has one so named, else of an IVR. Recordings also know `own` and `ivr`
 * (all IVRs); `app.maxChannels(3)` asks for at least that value, `app.editCallerId(X)` for that entry. Without an argument: at all, to whomever.
 */
export function can(state: AccountState, person: ResourceKey, query: CapabilityQuery): Answer {
  const user = state.users.get(person);
  return user ? holds(state, accessOf(state, user), query) : 'no';
}

/** The same, for somebody whose access is worked out already. */
export function holds(state: AccountState, access: Access, { name, argument }: CapabilityQuery): Answer {
  if (!access.isActive) return 'no';
  const subject = subjectOf(state, argument, name.startsWith('recordings.'));
  if (name === 'account.signIn') return 'yes';
  if (name === 'groups.member') return isMember(access, argument);
  if (name === 'recordings.play') return plays(access, subject);
  if (name === 'recordings.download') return allOf(mayDownload(access), plays(access, subject));
  if (name === 'rights.grant') return grantsRights(access, subject);
  const app = APP_CAPABILITIES.find((capability) => capability.name === name);
  if (app) return grantsValue(app, access, argument);
  const reach = REACHES.find((candidate) => candidate === name);
  if (reach) return reachesSubject(access, reach, subject);
  const page = PAGES.find(({ id }) => name === `page.${id}.read` || name === `page.${id}.write`);
  if (page) return opens(access, page.id, { isWrite: name.endsWith('.write'), subject });
  return access.level === undefined ? 'unknown' : answerOf(ofLevel(access, name));
}

function ofLevel(access: Access, name: string): boolean {
  if (name === 'level.admin') return isAdmin(access);
  return name === 'licences.order' ? ordersLicences(access) : name === 'billing.see' && seesBilling(access);
}

type Subject =
  | { readonly kind: 'anybody' | 'own' | 'every-ivr' }
  | { readonly kind: 'person'; readonly access: Access }
  | { readonly kind: 'group' | 'ivr'; readonly name: string };

function subjectOf(state: AccountState, argument: string | undefined, isOfRecordings: boolean): Subject {
  if (argument === undefined) return { kind: 'anybody' };
  if (isOfRecordings && argument === 'own') return { kind: 'own' };
  if (isOfRecordings && argument === 'ivr') return { kind: 'every-ivr' };
  const start = argument.indexOf(':');
  const name = argument.slice(start + 1);
  if (argument.startsWith('user:')) {
    const key = userKey(name);
    const user = state.users.get(key);
    return { kind: 'person', access: user ? accessOf(state, user) : nobody(key, name) };
  }
  if (argument.startsWith('group:') || argument.startsWith('ivr:'))
    return { kind: start === 3 ? 'ivr' : 'group', name };
  return { kind: state.groups.has(groupKey(argument)) ? 'group' : 'ivr', name: argument };
}

function isMember({ groups }: Access, argument: string | undefined): Answer {
  if (argument === undefined) return answerOf(groups && groups.length > 0);
  const name = argument.startsWith('group:') ? argument.slice('group:'.length) : argument;
  return answerOf(groups?.includes(name));
}

/** Own recordings go by the permission, those of others by the page, those of IVRs by either. */
function plays(holder: Access, subject: Subject): Answer {
  const value = holder.permissions.playRecordings;
  const own = answerOf(value === undefined ? undefined : value !== 'none');
  if (subject.kind === 'own' || isSelf(holder, subject)) return own;
  const byPage = reachesSubject(holder, 'recordings.play', subject);
  if (subject.kind === 'anybody') return anyOf(own, byPage);
  if (subject.kind === 'person' || subject.kind === 'group') return byPage;
  return anyOf(answerOf(value === undefined ? undefined : value === 'allIvr'), byPage);
}

const isSelf = (holder: Access, subject: Subject): boolean =>
  subject.kind === 'person' && subject.access.key === holder.key;

function reachesSubject(holder: Access, reach: Reach, subject: Subject): Answer {
  if (subject.kind === 'anybody')
    return reach === 'users.manage' || !isBlind(holder.scope) ? holdsReach(holder, reach) : 'no';
  if (reach === 'users.manage' && subject.kind !== 'person' && subject.kind !== 'group') return 'no';
  if (subject.kind !== 'person') return allOf(opensPage(holder, reach), inSight(holder.scope, PAGE_OF[reach], subject));
  if (reach !== 'users.manage' && isSelf(holder, subject)) return 'no';
  return anyOf(...LINES.map((line) => reaches(holder, reach, subject.access, line)));
}

function inSight(scope: Scope, page: PageId, subject: Subject): Answer {
  const seen = scopeOn(page, scope);
  switch (subject.kind) {
    case 'anybody':
      return 'yes';
    case 'own':
      return 'no';
    case 'every-ivr':
      return answerOf(ivrsOf(seen) === 'all');
    case 'ivr':
      return answerOf(hasName(ivrsOf(seen), subject.name));
    case 'group':
      return answerOf(LINES.some((line) => hasName(groupsOn(seen, line), subject.name)));
    case 'person':
      return subject.access.isActive ? anyOf(...LINES.map((line) => inScope(seen, subject.access, line))) : 'no';
    default:
      return subject satisfies never;
  }
}

/** Keys and connections have rights of their own: whoever makes them may give rights to anybody who is there. */
function grantsRights(access: Access, subject: Subject): Answer {
  if (subject.kind === 'ivr' || (subject.kind === 'person' && !subject.access.isActive)) return 'no';
  const answers = ASSUMPTIONS.pagesThatGiveRights.map((page) =>
    page === 'users'
      ? reachesSubject(access, 'users.manage', subject)
      : opens(access, page, { isWrite: true, subject: { kind: 'anybody' } }),
  );
  return anyOf(...answers);
}

function opens(access: Access, page: PageId, { isWrite, subject }: { isWrite: boolean; subject: Subject }): Answer {
  const value = access.pages[page];
  const isOpen = isWrite ? value === 'write' : value !== undefined;
  return allOf(access.level === undefined ? 'unknown' : answerOf(isOpen), inSight(access.scope, page, subject));
}

/** A value grants what is asked for when asking for it is no more than the value. Of a restriction: whether the person is free of it. */
function grantsValue(capability: AppCapability, access: Access, argument: string | undefined): Answer {
  const { entry, permissions } = capability;
  const value = capability.valueOf(access);
  if (value === undefined) return 'unknown';
  if (argument === undefined || entry.kind === 'switch') return answerOf(hasPermission(access, permissions[0]));
  const wanted = entry.kind === 'callerIds' ? [argument] : Number(argument);
  return answerOf(!Number.isNaN(wanted) && !compareValues(entry, value, wanted).isMore);
}
