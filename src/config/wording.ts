import { CATALOGUE, type CatalogueEntry, type Place } from '../model/index.js';
import type { SchemaError } from './generated/validators.js';
import { inPolicies } from './policy-wording.js';

const PHONE = 'a phone number in quotes, such as "+33199000001"';
const ADDRESS = 'an address such as ada@acme.example';
const DAY = 'a day such as 2026-12-01';
const ID = 'an id: letters, digits, dot, underscore and hyphen, at most 64';

/** Allowed values in words, by the key under which they stand. An item of a list has the words of its list, in the singular. */
const BY_KEY: ReadonlyMap<string, string> = new Map(
  Object.entries({
    number: PHONE,
    from: DAY,
    until: DAY,
    verified: DAY,
    as: ADDRESS,
    profile: 'the id of a profile, or none',
    extends: 'the id of a profile or template',
    account: 'a name of small letters, digits and hyphens, at most 64',
    requires: 'a range of versions such as ">=1.0 <2"',
    timeZone: 'a time zone such as Europe/Paris',
    url: 'an address that begins with http:// or https://',
    team: 'the id of the team: letters, digits and hyphens',
    recordedMaxAge: 'days, such as 90d',
    shrink: 'whole percent, such as 10%',
    percent: 'a whole number from 0 to 100',
    version: '1',
  }),
);

const BY_LIST: ReadonlyMap<string, string> = new Map(
  Object.entries({
    previously: 'an earlier name',
    groups: 'the id of a group',
    profiles: 'the id of a profile',
    ivrs: 'the name of an IVR',
    requiredAdmins: ADDRESS,
    include: 'a path such as ../shared/templates.yaml',
  }),
);

const BY_TYPE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    object: 'a mapping with keys and values',
    array: 'a list',
    string: 'text',
    boolean: 'true or false',
    integer: 'a whole number',
    number: 'a number',
  }),
);

/** What may stand at a place, after "must be". */
export function allowedAt({ path }: Place, errors: readonly SchemaError[]): string {
  const key = path.at(-1);
  const permission = path.includes('permissions') ? CATALOGUE.find(({ id }) => path.includes(id)) : undefined;
  if (permission) return typeof key === 'number' ? callerId : permissionValues(permission);
  if (path.length < 2 && byType(errors)) return byType(errors) ?? '';
  const ofRule = inPolicies(path);
  if (ofRule) return ofRule === 'address' ? ADDRESS : ofRule === 'day' ? DAY : ofRule;
  if (path[0] === 'users' && path.at(-2) === 'previously') return ADDRESS;
  const choices = choicesIn(errors);
  if (key === 'dashboard')
    return 'none, billing, technical, supervisor or admin, or a mapping with level, pages and scope';
  if (choices.length > 1) return listed(choices);
  if (key === 'groups' || key === 'ivrs')
    return path.at(-2) === 'scope' ? 'all, or a list of names' : 'a list of ids of groups';
  if (typeof key === 'number') return path[0] === 'callerIds' ? PHONE : (BY_LIST.get(String(path.at(-2))) ?? 'text');
  const known = key === undefined ? undefined : BY_KEY.get(key);
  if (known) return known;
  if (path[0] === 'people' && path.length === 2) return ADDRESS;
  return bounds(errors) ?? byType(errors) ?? ID;
}

export const isPhone = (allowed: string): boolean => allowed === PHONE || allowed === callerId;
export const isAddress = (allowed: string): boolean => allowed === ADDRESS;

const callerId = 'assignedIvr, allIvr, a name under callerIds or a phone number in quotes';

function permissionValues(entry: CatalogueEntry): string {
  switch (entry.kind) {
    case 'switch':
    case 'action':
      return 'true or false';
    case 'choice':
      return listed(entry.choices ?? []);
    case 'duration':
      return 'a time such as 30s, 2m or 1m30s, whole seconds, or false';
    case 'count':
      return `a whole number from ${entry.minimum ?? 0}`;
    case 'percentage':
      return 'whole percent, from 0% to 100%';
    case 'callerIds':
      return 'false, assignedIvr, allIvr, or a list of these, of names under callerIds and of phone numbers in quotes';
    default:
      return entry.kind satisfies never;
  }
}

export function choicesIn(errors: readonly SchemaError[]): readonly string[] {
  const values = errors.flatMap(({ params }) => {
    if (Array.isArray(params.allowedValues)) return params.allowedValues.map(String);
    return 'allowedValue' in params ? [String(params.allowedValue)] : [];
  });
  return [...new Set(values)].filter((value) => value !== 'accountant');
}

function bounds(errors: readonly SchemaError[]): string | undefined {
  for (const { keyword, params } of errors) {
    const limit = Number(params.limit);
    if (keyword === 'minimum') return `a whole number from ${limit}`;
    if (keyword === 'maximum') return `a whole number up to ${limit}`;
    if (keyword === 'maxItems') return `a list of at most ${limit} items`;
    if (keyword === 'minItems') return 'a list of at least one item';
    if (keyword === 'maxLength') return `text of at most ${limit} characters`;
    if (keyword === 'minLength') return 'text that is not empty';
  }
  return undefined;
}

function byType(errors: readonly SchemaError[]): string | undefined {
  const type = errors.find(({ keyword }) => keyword === 'type')?.params.type;
  return typeof type === 'string' ? BY_TYPE.get(type) : undefined;
}

export const listed = (words: readonly string[], conjunction = 'or'): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1) ?? ''}`;
