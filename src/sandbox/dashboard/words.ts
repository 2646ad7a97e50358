import {
  CATALOGUE,
  type CatalogueEntry,
  CONTROL_WORDS,
  type Dashboard,
  PAGES,
  type PermissionSet,
  type PermissionValue,
  type Scope,
  sameValue,
} from '../../model/index.js';

/** Values as people read them. The texts are not escaped: they go into `html`. */

/** The permissions in the order of the catalogue; force sign-out is no value. */
export const PERMISSIONS: readonly CatalogueEntry[] = CATALOGUE.filter(({ kind }) => kind !== 'action');

export const entryOf = (id: string): CatalogueEntry | undefined => PERMISSIONS.find((entry) => entry.id === id);

export const labelOf = (id: string): string => entryOf(id)?.label ?? id;

export function valueIn(permissions: PermissionSet, id: string): PermissionValue | undefined {
  return Object.entries(permissions).find(([known]) => known === id)?.[1];
}

export const CHOICE_WORDS: Readonly<Record<string, string>> = CONTROL_WORDS.playRecordings;

export const CALLER_ID_WORDS: Readonly<Record<string, string>> = CONTROL_WORDS.editCallerId;

export function valueWords(id: string, value: PermissionValue | undefined): string {
  if (value === undefined) return 'not known';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'string') return CHOICE_WORDS[value] ?? value;
  if (typeof value === 'number') return numberWords(entryOf(id)?.kind, value);
  return value.length === 0 ? 'off' : value.map((item) => CALLER_ID_WORDS[item] ?? item).join(', ');
}

function numberWords(kind: CatalogueEntry['kind'] | undefined, value: number): string {
  if (kind === 'percentage') return `${value} %`;
  if (kind !== 'duration') return String(value);
  if (value === 0) return 'off';
  return value === 1 ? '1 second' : `${value} seconds`;
}

/** Those permissions of `after` that `before` has otherwise. */
export function changesBetween(before: PermissionSet, after: PermissionSet): PermissionSet {
  return Object.fromEntries(Object.entries(after).filter(([id, value]) => !sameValue(valueIn(before, id), value)));
}

/** `Snooze, off → on; Chat tab, on → off` */
export const changeWords = (before: PermissionSet, after: PermissionSet): string =>
  Object.entries(after)
    .map(([id, value]) => `${labelOf(id)}, ${valueWords(id, valueIn(before, id))} → ${valueWords(id, value)}`)
    .join('; ');

const LINE_WORDS = { all: '', direct: 'direct lines only', ivr: 'IVRs only' } as const;

/** `supervisor: Activity write, Logs read; groups Sales; direct lines only` */
export function dashboardWords({ level, pages, scope }: Dashboard): string {
  const opened = PAGES.filter(({ id }) => pages[id] !== undefined).map(({ id, label }) => `${label} ${pages[id]}`);
  const head = level === 'admin' || level === 'none' || opened.length > 0 ? level : `${level}, no pages`;
  return [opened.length > 0 ? `${head}: ${opened.join(', ')}` : head, ...scopeWords(scope)].join('; ');
}

const scopeWords = ({ groups, ivrs, lines }: Scope): readonly string[] =>
  [
    groups === 'all' ? '' : groups.length === 0 ? 'no groups' : `groups ${groups.join(', ')}`,
    ivrs === 'all' ? '' : ivrs.length === 0 ? 'no IVRs' : `IVRs ${ivrs.join(', ')}`,
    LINE_WORDS[lines],
  ].filter((part) => part !== '');

export const listWords = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));

/** `1 permission`, `3 permissions` */
export const countWords = (count: number, one: string): string => `${count} ${count === 1 ? one : `${one}s`}`;

export const peopleWords = (count: number): string => (count === 1 ? '1 person' : `${count} people`);

/** `09:12:04 UTC` */
export const timeWords = (now: Date): string => `${now.toISOString().slice(11, 19)} UTC`;

export const savedWords = (now: Date, what: string): string => `Saved at ${timeWords(now)}: ${what}.`;
