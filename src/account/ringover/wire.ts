import { TEAM_LISTS, type TeamList } from '../../model/index.js';
import { countAt, flagAt, isObject, objectAt, textAt, UnexpectedShape, type WireObject } from '../wire.js';

/** The only file that knows the names of the service's fields and paths. Where the sources contradict each other, both sides are taken. */

export interface WireTeam {
  readonly id: string;
  readonly name: string;
  readonly totals: { readonly [list in TeamList]: number };
}

export function teamOf(value: unknown): WireTeam {
  const team = objectAt(value, 'the team');
  const [users = 0, groups = 0, numbers = 0, ivrs = 0] = TEAM_LISTS.map((list) => countAt(team, `total_${list}_count`));
  return { id: String(idOf(team, 'team_id')), name: textAt(team, 'name'), totals: { users, groups, numbers, ivrs } };
}

export interface WirePlan {
  readonly id: number;
  readonly name: string;
  readonly total: number;
  readonly used: number;
}

export const planOf = (row: WireObject): WirePlan => ({
  id: idOf(row, 'plan_id'),
  name: textAt(row, 'plan_name'),
  total: countAt(row, 'nb_licences'),
  used: countAt(row, 'nb_licences_used'),
});

export interface WireUser {
  readonly id: number;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  /** E.164 with plus. */
  readonly numbers: readonly string[];
  readonly plan: string | undefined;
}

export const userOf = (row: WireObject): WireUser => ({
  id: idOf(row, 'user_id'),
  email: textAt(row, 'email'),
  firstName: textOrEmpty(row, 'firstname'),
  lastName: textOrEmpty(row, 'lastname'),
  numbers: numbersIn(row),
  plan: isObject(row.plan) ? textAt(row.plan, 'name') : undefined,
});

export interface WireNamed {
  readonly id: number;
  readonly name: string;
}

export const profileOf = (row: WireObject): WireNamed => ({ id: idOf(row, 'profile_id'), name: textAt(row, 'name') });

export interface WireGroup extends WireNamed {
  readonly isOpen: boolean;
  /** How many members it has, where that is said. */
  readonly total: number | undefined;
}

export const groupOf = (row: WireObject): WireGroup => ({
  id: idOf(row, 'group_id'),
  name: textAt(row, 'name'),
  isOpen: flagAt(row, 'is_jumper'),
  total: isAbsent(row.total_users_count) ? undefined : countAt(row, 'total_users_count'),
});

export const memberOf = (row: WireObject): { readonly id: number } => ({ id: idOf(row, 'user_id') });

export interface WireNumber {
  readonly id: number;
  /** E.164 with plus. */
  readonly number: string;
  readonly use: 'free' | 'user' | 'ivr' | 'other';
}

export const numberOf = (row: WireObject): WireNumber => {
  const number = e164(row.number);
  return { id: Number(number.slice(1)), number, use: useOf(row) };
};

function useOf(row: WireObject): WireNumber['use'] {
  if (isHeld(row, 'user_id')) return 'user';
  if (isHeld(row, 'ivr_id')) return 'ivr';
  const isPhone = isAbsent(row.type) || row.type === 'PHONE';
  return isPhone && !isHeld(row, 'conference_id') ? 'free' : 'other';
}

const isHeld = (row: WireObject, name: string): boolean => !isAbsent(row[name]) && countAt(row, name) > 0;

export interface WireIvr extends WireNamed {
  readonly numbers: readonly string[];
}

export const ivrOf = (row: WireObject): WireIvr => ({
  id: idOf(row, 'ivr_id'),
  name: textAt(row, 'name'),
  numbers: numbersIn(row),
});

export const invitedOf = (row: WireObject): WireNamed => ({ id: idOf(row, 'user_id'), name: textAt(row, 'email') });

/** The rows of a list: bare, in `list`, or none. */
export function rowsOf(value: unknown): readonly WireObject[] {
  if (isAbsent(value)) return [];
  if (Array.isArray(value)) return objectsIn(value);
  const holder = objectAt(value, 'the list');
  const rows = objectsIn(holder.list);
  if (!Object.hasOwn(holder, 'list')) throw new UnexpectedShape('the answer has no list');
  if (!isAbsent(holder.list_count) && countAt(holder, 'list_count') !== rows.length)
    throw new UnexpectedShape('list_count is not the number of entries');
  return rows;
}

export const membersIn = (value: unknown): readonly WireObject[] => objectsIn(objectAt(value, 'the group').users);

const objectsIn = (value: unknown): readonly WireObject[] => {
  if (isAbsent(value)) return [];
  if (!Array.isArray(value)) throw new UnexpectedShape('the list is not a list');
  return value.map((row: unknown) => objectAt(row, 'an entry'));
};

const isAbsent = (value: unknown): value is null | undefined => value === null || value === undefined;

/** Once there was only `id`, and some lists still have it. */
function idOf(row: WireObject, name: string): number {
  const id = countAt(row, isAbsent(row[name]) ? 'id' : name);
  if (id === 0) throw new UnexpectedShape(`${name} is 0`);
  return id;
}

const textOrEmpty = (row: WireObject, name: string): string => (isAbsent(row[name]) ? '' : textAt(row, name));

const numbersIn = (row: WireObject): readonly string[] => {
  if (isAbsent(row.numbers)) return [];
  if (!Array.isArray(row.numbers)) throw new UnexpectedShape('numbers is not a list');
  return row.numbers.map((item: unknown) => e164(isObject(item) ? item.number : item));
};

/** On the wire numbers are whole numbers without plus. */
function e164(value: unknown): string {
  const digits = typeof value === 'number' || typeof value === 'string' ? String(value).replace(/^\+/, '') : '';
  if (!/^[1-9]\d{1,14}$/.test(digits)) throw new UnexpectedShape('number is not the digits of a number');
  return `+${digits}`;
}

export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** After the base, with its query. */
  readonly path: string;
  readonly body?: unknown;
}

export interface Page {
  readonly limit: number;
  readonly offset: number;
}

const pageOf = ({ limit, offset }: Page): string => `limit_count=${limit}&limit_offset=${offset}`;
const EVERY_NUMBER = ['user', 'ivr', 'fax', 'conference', 'available'].map((use) => `is_${use}=true`).join('&');

export const PATHS = {
  team: '/teams',
  plans: '/teams/plans_data',
  users: (page: Page) => `/users?${pageOf(page)}`,
  user: (id: number) => `/users/${id}`,
  profiles: (page: Page) => `/profiles?${pageOf(page)}`,
  groups: (page: Page) => `/groups?${pageOf(page)}`,
  group: (id: number, page: Page) => `/groups/${id}?${pageOf(page)}`,
  numbers: (page: Page) => `/numbers?${EVERY_NUMBER}&${pageOf(page)}`,
  number: (number: string) => `/numbers/${number.replace(/\D/g, '')}`,
  ivrs: (page: Page) => `/ivrs?${pageOf(page)}`,
  tags: '/tags',
  conferences: '/conferences',
} as const;

export interface Invitation {
  readonly inviter: number;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly number: string;
  readonly plan: number;
}

export const inviteRequest = ({ inviter, number, plan, ...person }: Invitation): WireRequest => ({
  method: 'POST',
  path: '/users/invite',
  body: {
    invited_by: inviter,
    users: [
      {
        number: Number(number.replace(/\D/g, '')),
        email: person.email,
        firstname: person.firstName,
        lastname: person.lastName,
        plan_id: plan,
      },
    ],
  },
});

export const removeRequest = (id: number, how: 'archive' | 'delete'): WireRequest => ({
  method: 'DELETE',
  path: `/users/${id}?type=${how === 'archive' ? 'ARCHIVED' : 'DELETED'}`,
});

/** Which method assigns a profile is not certain. */
export type AssignMethod = 'PATCH' | 'POST';

export const assignRequest = (method: AssignMethod, user: number, profile: number): WireRequest => ({
  method,
  path: `/users/${user}/profile/${profile}`,
});

export const membersRequest = (change: 'add' | 'remove', group: number, users: readonly number[]): WireRequest => ({
  method: change === 'add' ? 'POST' : 'DELETE',
  path: `/groups/${group}/users`,
  body: users,
});

export const toggleRequest = (group: number): WireRequest => ({
  method: 'PATCH',
  path: `/groups/${group}/isjumper/toggle`,
});
