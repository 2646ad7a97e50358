import { accessOf, permissionsOf } from '../access/effective.js';
import type { Statement } from '../config/locate.js';
import { suggest } from '../config/suggest.js';
import type { ChainLine, ExplainAnswer, FieldAnswer } from '../model/answers.js';
import {
  type AccountState,
  CATALOGUE,
  type Dashboard,
  isSame,
  type Json,
  type Known,
  PAGES,
  type PermissionId,
  type PermissionSet,
  type Place,
  type ResourceKey,
} from '../model/index.js';
import { headOf } from './answers.js';
import { type Asked, personIn, spotAt, spotOf } from './question.js';

const PERMISSION_FIELDS = CATALOGUE.filter(({ kind }) => kind !== 'action').map(({ id }) => `permissions.${id}`);
const DASHBOARD_FIELDS = [
  'dashboard',
  'dashboard.level',
  'dashboard.scope',
  ...PAGES.map(({ id }) => `dashboard.pages.${id}`),
];
const FIELDS = {
  user: [
    'profile',
    ...PERMISSION_FIELDS,
    ...DASHBOARD_FIELDS,
    'groups',
    'firstName',
    'lastName',
    'external',
    'superAdmin',
    'ensure',
    'from',
    'until',
  ],
  profile: ['name', ...PERMISSION_FIELDS, ...DASHBOARD_FIELDS, 'groups'],
  group: ['name', 'openAccess'],
} as const;

export type Kind = keyof typeof FIELDS;
export const kindOf = (key: ResourceKey): Kind =>
  key.startsWith('user:') ? 'user' : key.startsWith('profile:') ? 'profile' : 'group';

export type FieldNamed = { readonly path: string } | { readonly unknown: string; readonly nearest: string | undefined };

/** `snooze`, `permissions.snooze`, `dashboard.pages.logs`. */
export function fieldNamed(kind: Kind, text: string): FieldNamed {
  const fields: readonly string[] = FIELDS[kind];
  const path = [text, `permissions.${text}`, `dashboard.${text}`, `dashboard.pages.${text}`].find((field) =>
    fields.includes(field),
  );
  if (path !== undefined) return { path };
  return {
    unknown: text,
    nearest: suggest(
      text,
      fields.map((field) => field.replace(/^permissions\./, '')),
    ),
  };
}

/** Why a field is as it is, or every field of which some file says something. */
export function explainAnswer(asked: Asked, subject: ResourceKey, path: string | undefined): ExplainAnswer {
  const { config } = asked;
  const user = config.desired.users.get(subject);
  const paths =
    path === undefined
      ? FIELDS[kindOf(subject)].filter(
          (field) => !field.startsWith('dashboard.') && config.chainOf(subject, field).length > 0,
        )
      : [path];
  return {
    ...headOf(asked),
    question: 'explain',
    subject,
    ...(user && user.link.to !== 'unmanaged' && { link: linkOf(asked, subject) }),
    ...(user?.from !== undefined && { from: user.from }),
    ...(user?.until !== undefined && { until: user.until }),
    isGone: user !== undefined && !asked.stated.users.has(subject),
    fields: paths.map((field) => fieldAnswer(asked, subject, { path: field, isAlone: path !== undefined })),
  };
}

function linkOf({ config }: Asked, subject: ResourceKey): NonNullable<ExplainAnswer['link']> {
  const link = config.desired.users.get(subject)?.link;
  const place = config.placeOf(subject, 'profile') ?? config.placeOf(subject, 'extends');
  const source = place && spotAt(config, place);
  return { profile: link?.to === 'profile' ? link.profile : null, ...(source && { source }) };
}

function fieldAnswer(
  asked: Asked,
  subject: ResourceKey,
  { path, isAlone }: { readonly path: string; readonly isAlone: boolean },
): FieldAnswer {
  const { config } = asked;
  const statements = config.chainOf(subject, path);
  const [decides] = statements;
  const live = liveOf(asked, subject, { path, value: decides?.value });
  return {
    path,
    ...(decides && { value: decides.value }),
    chain: statements.map((statement, index) => chainLine(asked, statement, index === 0)),
    ...(live && { live }),
    needs: isAlone ? needsOf(asked, subject, path) : [],
    ...(isAlone && { others: decides ? othersOf(asked, subject, { path, place: decides.place }) : [] }),
  };
}

function chainLine({ config }: Asked, { value, holder, place }: Statement, decides: boolean): ChainLine {
  const source = spotAt(config, place);
  return { value, holder, ...(source && { source }), decides };
}

/** People who are there, and whose value stands in the same line. */
function othersOf(
  { config, stated }: Asked,
  subject: ResourceKey,
  { path, place }: { readonly path: string; readonly place: Place },
): ResourceKey[] {
  const text = place.path.join('\n');
  return [...stated.users.keys()].filter((key) => {
    if (key === subject) return false;
    const other = config.placeOf(key, path);
    return (
      other !== undefined &&
      other.file === place.file &&
      other.path.length === place.path.length &&
      other.path.join('\n') === text
    );
  });
}

function needsOf(asked: Asked, subject: ResourceKey, path: string): FieldAnswer['needs'] {
  const needs = CATALOGUE.find(({ id }) => path === `permissions.${id}`)?.needs ?? [];
  const set = statedSet(asked, subject);
  return needs.map((need) => {
    const permission = need as PermissionId;
    const value = set[permission];
    const source = spotOf(
      { ...asked, state: asked.stated, spots: new Map() },
      { key: subject, path: `permissions.${need}` },
    );
    return { permission, ...(value !== undefined && { value }), ...(source && { source }) };
  });
}

function statedSet(asked: Asked, subject: ResourceKey): PermissionSet {
  const user = personIn({ ...asked, state: asked.stated, live: undefined }, subject);
  return user ? permissionsOf(asked.stated, user) : (asked.stated.profiles.get(subject)?.permissions ?? {});
}

/** What the account has, beside what the files say. */
function liveOf(
  asked: Asked,
  subject: ResourceKey,
  { path, value }: { readonly path: string; readonly value: Json | undefined },
): FieldAnswer['live'] {
  const { live, config } = asked;
  if (!live) return undefined;
  const found = liveValue(live.state, subject, path);
  if (found === 'missing' || found === 'unreadable') return { state: found };
  if (found === undefined) return undefined;
  const ids = [...config.desired.profiles.values()];
  const has = path === 'profile' ? (ids.find(({ name }) => name === found)?.id ?? found ?? 'none') : found;
  return { state: value === undefined || isSame(has, value) ? 'equal' : 'different', value: has };
}

/** Undefined for what only the files know. */
function liveValue(state: AccountState, key: ResourceKey, path: string): Json | 'missing' | 'unreadable' | undefined {
  const [first = '', ...rest] = path.split('.');
  const user = state.users.get(key);
  const resource = user ?? state.profiles.get(key) ?? state.groups.get(key);
  if (!resource) return 'missing';
  if (first === 'permissions') {
    const set: PermissionSet = user ? accessOf(state, user).permissions : (state.profiles.get(key)?.permissions ?? {});
    return set[rest[0] as PermissionId] ?? 'unreadable';
  }
  if (first === 'ensure') return user?.status === 'active' ? 'present' : 'archived';
  const value: unknown = Reflect.get(resource, first);
  if (!isKnown(value)) return typeof value === 'string' || typeof value === 'boolean' ? value : undefined;
  if (!value.known) return 'unreadable';
  return first === 'dashboard' ? partOf(value.value as Dashboard, rest) : (value.value as Json);
}

const isKnown = (value: unknown): value is Known<unknown> =>
  typeof value === 'object' && value !== null && 'known' in value;

function partOf({ level, pages, scope }: Dashboard, [part, page]: readonly string[]): Json {
  if (part === 'level') return level;
  if (part === 'scope') return { ...scope };
  if (part === 'pages')
    return level === 'admin' ? 'write' : ((Reflect.get(pages, page ?? '') as Json | undefined) ?? 'none');
  return { level, pages: { ...pages }, scope: { ...scope } };
}
