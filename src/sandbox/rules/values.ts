import {
  byText,
  CATALOGUE,
  type CatalogueEntry,
  canonicalDashboard,
  type Dashboard,
  LEVELS,
  type Level,
  PAGES,
  type PageAccess,
  type PageId,
  type PermissionSet,
  type PermissionValue,
  type Scope,
} from '../../model/index.js';
import { LONGEST_NAME } from '../assumptions.js';
import type { Known } from '../people.js';
import { refuse } from '../refusals.js';

const PERMISSIONS: ReadonlyMap<string, CatalogueEntry> = new Map(
  CATALOGUE.filter(({ kind }) => kind !== 'action').map((entry) => [entry.id, entry]),
);

/** Some permissions of a request, each with a value that it can have. */
export function parsePermissions(value: unknown, known: Known): PermissionSet {
  if (!isObject(value)) refuse('BODY_INVALID', 'permissions');
  const pairs = Object.entries(value).map(([id, given]) => {
    const entry = PERMISSIONS.get(id);
    if (!entry) refuse('PERMISSION_UNKNOWN', `"${id}"`);
    return [id, parseValue(entry, given, known)] as const;
  });
  return Object.fromEntries(pairs);
}

/** The permissions of a request that must name every one. */
export function parseAllPermissions(value: unknown, known: Known): PermissionSet {
  const permissions = parsePermissions(value, known);
  const missing = [...PERMISSIONS.keys()].find((id) => !Object.hasOwn(permissions, id));
  if (missing) refuse('PERMISSIONS_INCOMPLETE', missing);
  return permissions;
}

function parseValue(entry: CatalogueEntry, value: unknown, known: Known): PermissionValue {
  switch (entry.kind) {
    case 'switch':
      return typeof value === 'boolean' ? value : refuse('PERMISSION_VALUE', entry.id);
    case 'choice':
      return typeof value === 'string' && entry.choices?.includes(value) ? value : refuse('PERMISSION_VALUE', entry.id);
    case 'duration':
    case 'count':
    case 'percentage':
      return isWithin(value, entry) ? value : refuse('PERMISSION_VALUE', entry.id);
    case 'callerIds':
      return parseCallerIds(value, known);
    case 'action':
      return refuse('PERMISSION_UNKNOWN', entry.id);
    default:
      return entry.kind satisfies never;
  }
}

const isWithin = (value: unknown, { minimum, maximum }: CatalogueEntry): value is number =>
  typeof value === 'number' &&
  Number.isSafeInteger(value) &&
  value >= (minimum ?? 0) &&
  value <= (maximum ?? Number.MAX_SAFE_INTEGER);

function parseCallerIds(value: unknown, known: Known): readonly string[] {
  if (!isTexts(value)) return refuse('PERMISSION_VALUE', 'editCallerId');
  const unknown = value.find((item) => item !== 'assignedIvr' && item !== 'allIvr' && !known.hasNumber(item));
  if (unknown !== undefined) refuse('UNKNOWN_NUMBER', `"${unknown}" in editCallerId`);
  return [...new Set(value)].sort(byText);
}

/** The dashboard access of a request, in the one spelling that the account keeps. */
export function parseDashboard(value: unknown, known: Known): Dashboard {
  if (!isObject(value) || !hasOnly(value, ['level', 'pages', 'scope'])) return refuse('DASHBOARD_INVALID');
  const level = LEVELS.find((candidate) => candidate === value.level) ?? refuse('DASHBOARD_INVALID', 'level');
  const pages = parsePages(value.pages, level);
  return canonicalDashboard({ level, pages, scope: parseScope(value.scope, known) });
}

function parsePages(value: unknown, level: Level): Dashboard['pages'] {
  if (!isObject(value)) return refuse('DASHBOARD_INVALID', 'pages');
  const pages: [PageId, PageAccess][] = Object.entries(value).map(([id, access]) => {
    const page = PAGES.find((candidate) => candidate.id === id) ?? refuse('DASHBOARD_INVALID', `page "${id}"`);
    if (access !== 'read' && access !== 'write') return refuse('DASHBOARD_INVALID', `access to page ${id}`);
    return [page.id, access];
  });
  if (pages.length > 0 && (level === 'none' || level === 'admin'))
    refuse('DASHBOARD_INVALID', `pages of the level ${level}`);
  return Object.fromEntries(pages);
}

function parseScope(value: unknown, known: Known): Scope {
  if (!isObject(value) || !hasOnly(value, ['groups', 'ivrs', 'lines'])) return refuse('DASHBOARD_INVALID', 'scope');
  const { groups, ivrs, lines } = value;
  if (lines !== 'all' && lines !== 'direct' && lines !== 'ivr') return refuse('DASHBOARD_INVALID', 'lines');
  if (groups !== 'all' && !isTexts(groups)) return refuse('DASHBOARD_INVALID', 'groups of the scope');
  if (ivrs !== 'all' && !isTexts(ivrs)) return refuse('DASHBOARD_INVALID', 'IVRs of the scope');
  if (groups !== 'all') for (const name of groups) groupIsKnown(name, known);
  if (ivrs !== 'all') for (const name of ivrs) namesOne(known.ivrs(name), 'UNKNOWN_IVR', name);
  return { groups, ivrs, lines };
}

export function groupIsKnown(name: string, known: Known): void {
  namesOne(known.groups(name), 'UNKNOWN_GROUP', name);
}

/** A name in a request must mean one thing. */
export function namesOne(
  count: number,
  missing: 'UNKNOWN_GROUP' | 'UNKNOWN_IVR' | 'UNKNOWN_PROFILE',
  name: string,
): void {
  if (count === 0) refuse(missing, `"${name}"`);
  if (count > 1) refuse('NAME_AMBIGUOUS', `"${name}"`);
}

/** biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused */
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/u;

export function nameIsValid(name: string): void {
  if (name.trim() === '' || name.length > LONGEST_NAME || CONTROL.test(name)) refuse('NAME_INVALID');
}

/** First and last names may be empty: a client was seen to send them so. */
export function personNameIsValid(name: string): void {
  if (name.length > LONGEST_NAME || CONTROL.test(name)) refuse('NAME_INVALID');
}

/** E.164 with plus. */
export function numberIsValid(number: string): void {
  if (!/^\+[1-9]\d{6,14}$/.test(number)) refuse('BODY_INVALID', 'the field "number"');
}

export function addressIsValid(email: string): void {
  if (email.length > 254 || CONTROL.test(email) || !/^[^@\s]+@[^@\s]+$/u.test(email)) refuse('ADDRESS_INVALID');
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
const hasOnly = (value: Readonly<Record<string, unknown>>, names: readonly string[]): boolean =>
  Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name));
