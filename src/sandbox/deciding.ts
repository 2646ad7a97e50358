import { holds } from '../access/can.js';
import { type AccessRow, accessChanges } from '../access/differences.js';
import { type Access, accessOf } from '../access/effective.js';
import { type AccountState, NO_DASHBOARD, read, type UserState, userKey } from '../model/index.js';
import type { Person } from './people.js';

/** What somebody of the embedded account can do is decided by the module that plans and questions use: there is one definition of access. */

/** Whom or what a question is about; nothing is "at all, to whomever". */
export type About =
  | { readonly person: Person }
  | { readonly group: string }
  | { readonly ivr: string }
  | { readonly value: string }
  | undefined;

/** Whether `actor` can do it. The capability is a name of the capability language without its argument. */
export function may(actor: Person, capability: string, about?: About): boolean {
  const subject = about && 'person' in about ? about.person : undefined;
  const argument = argumentOf(about);
  const query = { name: capability, argument };
  return holds(stateWith(subject), accessOfPerson(actor), query) === 'yes';
}

export const accessOfPerson = (person: Person): Access => accessOf(stateWith(undefined), stateOf(person));

/** Somebody who is not there yet: without access, and in no group, so that only a scope of everything reaches them. */
export const NEWCOMER: Person = Object.freeze({
  id: 0,
  email: '',
  firstName: '',
  lastName: '',
  status: 'active',
  external: false,
  superAdmin: false,
  profile: null,
  profileId: null,
  permissions: null,
  effective: Object.freeze({}),
  dashboard: NO_DASHBOARD,
  groups: Object.freeze([]),
  numbers: Object.freeze([]),
  plan: null,
});

/** Name of an IVR that nobody has made yet: no name is empty, so only a scope of all IVRs reaches it. */
export const NEW_IVR = '';

/** What is kept of somebody archived decides who may see it, bring it back and delete it, as if they were there. */
export const asKept = (person: Person): Person => ({ ...person, status: 'active' });

/** What one person can do with the values `after` and not with those of `before`. What nobody can tell counts as gained. */
export function gainsOf(before: Person, after: Person): readonly AccessRow[] {
  const changes = accessChanges(stateWith({ ...before, email: after.email }), stateWith(after));
  return changes.flatMap(({ gains, uncertain }) => [...gains, ...uncertain]);
}

function argumentOf(about: About): string | undefined {
  if (!about) return undefined;
  if ('person' in about) return `user:${about.person.email}`;
  if ('group' in about) return `group:${about.group}`;
  return 'ivr' in about ? `ivr:${about.ivr}` : about.value;
}

const NOBODY: AccountState = { users: new Map(), profiles: new Map(), groups: new Map() };

function stateWith(person: Person | undefined): AccountState {
  if (!person) return NOBODY;
  const user = stateOf(person);
  return { ...NOBODY, users: new Map([[user.key, user]]) };
}

/** What holds for a linked person stands here as their own, since the profile's values are what holds. */
function stateOf(person: Person): UserState {
  return {
    key: userKey(person.email),
    email: person.email,
    firstName: read(person.firstName),
    lastName: read(person.lastName),
    status: person.status,
    external: person.external,
    superAdmin: person.superAdmin,
    profile: read(null),
    permissions: person.effective,
    dashboard: read(person.dashboard),
    groups: read(person.groups),
    numbers: person.numbers,
    plan: person.plan ?? undefined,
  };
}
