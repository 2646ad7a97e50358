import {
  CATALOGUE,
  type CatalogueEntry,
  type Instant,
  isDashboard,
  type Json,
  LEVELS,
  type Level,
  nameOf,
  PAGES,
  type ResourceKey,
} from '../model/index.js';
import { pageKind, placeWords } from './assumptions.js';
import { type Face, finish, nameFor } from './face.js';
import { inert } from './inert.js';
import { cells, pad, padStart, styled, wrap } from './layout.js';
import type { PersonName } from './step-sentence.js';
import { controlValue } from './values.js';
import { capitalised, count, listed } from './words.js';

/** One page of the dashboard, and what the files say that stands there. */
export interface BaselineSheet {
  readonly key: ResourceKey;
  readonly rows: readonly { readonly path: string; readonly value: Json; readonly recordedAt: Instant | undefined }[];
  readonly linked: readonly ResourceKey[];
}

export interface BaselineFacts {
  readonly account: string;
  readonly fields: number;
  /** Of the user, by permission id; English ones stand for the rest. */
  readonly labels: ReadonlyMap<string, string>;
  /** A line each: nothing is stated of them but a profile and the usual pages of a level. */
  readonly listed: readonly BaselineSheet[];
  /** Of whom a table says their profile, and of whom their dashboard access, as the files do. */
  readonly told:
    | {
        readonly file: string;
        readonly profiles: readonly ResourceKey[];
        readonly dashboards: readonly ResourceKey[];
        /** Of whom no profile says it. */
        readonly own: readonly { readonly key: ResourceKey; readonly level: Level }[];
      }
    | undefined;
  readonly personName: PersonName;
}

/** A sheet to hold against the dashboard, a page after the other. */
export function renderBaseline(sheets: readonly BaselineSheet[], facts: BaselineFacts, face: Face): string {
  const { account, fields, listed: people, told } = facts;
  const places = [
    ...(sheets.length > 0 ? [`on ${count(sheets.length, 'page')} of its dashboard`] : []),
    ...(people.length > 0 ? [`of ${count(people.length, 'person', 'people')} in a list`] : []),
    ...(told ? [`in the table ${inert(told.file)}`] : []),
  ];
  const head = `${styled('bold', account)}: ${count(fields, 'field')} that the service does not show, ${listed(places)}. This is what the files say, to compare with the dashboard:`;
  const view = { ...facts, sheets, face };
  return finish(
    [
      ...wrap(head, { width: face.width, indent: 0, hanging: 2 }),
      ...sheets.flatMap((sheet) => ['', ...sheetLines(sheet, view)]),
      ...(people.length > 0 ? ['', ...listLines(view)] : []),
      ...(told ? ['', ...toldLines(told, view)] : []),
    ],
    face,
  );
}

interface View extends BaselineFacts {
  readonly sheets: readonly BaselineSheet[];
  readonly face: Face;
}

function sheetLines(sheet: BaselineSheet, view: View): string[] {
  const { key, rows } = sheet;
  const { face } = view;
  const show = nameFor(face);
  const place = [...placeWords(pageKind({ key })), show(nameOf(key))].join(' › ');
  const lines = rows
    .flatMap(({ path, value }) => linesOf({ path, value }, view.labels, show))
    .sort((one, other) => one.rank - other.rank);
  const width = Math.min(38, Math.max(0, ...lines.map(({ label }) => cells(label))));
  return [
    ...wrap(styled('bold', place), { width: face.width, indent: 0, hanging: 2 }),
    ...lines.flatMap(({ position, label, value }) =>
      wrap(`  ${padStart(position, 2)}  ${pad(label, width)}  ${value}`, { width: face.width, indent: 0, hanging: 8 }),
    ),
    ...linkedLines(sheet, view),
  ];
}

/** Who is linked, and who of them has dashboard access of their own. */
function linkedLines(
  { rows, linked }: BaselineSheet,
  { personName, sheets, listed: people, told, face }: View,
): string[] {
  if (linked.length === 0) return [];
  const show = nameFor(face);
  const own = new Set([
    ...[...sheets, ...people].flatMap((one) => (one.rows.some(({ path }) => path === 'dashboard') ? [one.key] : [])),
    ...(told?.own ?? []).map(({ key }) => key),
  ]);
  const nameOfUser = (user: ResourceKey) => show(personName(nameOf(user)));
  const others = linked.filter((user) => own.has(user)).map(nameOfUser);
  const whose = others.length > 0 ? `all but ${listed(others)} ` : linked.length > 1 ? 'each ' : '';
  const access = rows.some(({ path }) => path === 'dashboard') ? `, ${whose}with the dashboard access above` : '';
  const isTold = linked.every((user) => told?.profiles.includes(user));
  const source = told && isTold ? `, as ${inert(told.file)} says` : '';
  const sentence = `${count(linked.length, 'person is', 'people are')} linked${source}${access}: ${linked.map(nameOfUser).join(', ')}`;
  return wrap(sentence, { width: face.width, indent: 2, hanging: 4 });
}

/** A line a person. */
function listLines({ listed: people, sheets, personName, face }: View): string[] {
  const show = nameFor(face);
  const lines = people.map(({ key, rows }) => {
    const stated = (path: string) => rows.find((row) => row.path === path)?.value;
    const profile = sheets.find(({ linked }) => linked.includes(key));
    const dashboard = stated('dashboard');
    return {
      name: show(personName(nameOf(key))),
      profile: profile ? show(nameOf(profile.key)) : stated('profile') === null ? 'no profile' : '',
      level: isDashboard(dashboard) ? `dashboard access ${dashboard.level}` : '',
    };
  });
  const width = (field: 'name' | 'profile') => Math.min(38, Math.max(0, ...lines.map((line) => cells(line[field]))));
  return [
    styled('bold', placeWords('user').join(' › ')),
    ...(people.some(hasPages) ? wrap(USUAL_PAGES, { width: face.width, indent: 2, hanging: 2 }) : []),
    ...lines.flatMap(({ name, profile, level }) =>
      wrap(`  ${pad(name, width('name'))}  ${pad(profile, width('profile'))}  ${level}`.trimEnd(), {
        width: face.width,
        indent: 0,
        hanging: 6,
      }),
    ),
  ];
}

/** What needs not be compared once more. */
function toldLines(
  { file, profiles, dashboards, own }: NonNullable<BaselineFacts['told']>,
  { face, personName }: View,
): string[] {
  const show = nameFor(face);
  const parts = [
    ...(profiles.length > 0 ? [`the profile of ${count(profiles.length, 'person', 'people')}`] : []),
    ...(dashboards.length > 0 ? [`the dashboard access of ${count(dashboards.length, 'person', 'people')}`] : []),
  ];
  const says =
    parts.length === 0 ? 'says nothing of what is to be confirmed.' : `says as the files do: ${listed(parts)}.`;
  return [
    styled('bold', inert(file)),
    ...wrap(says, { width: face.width, indent: 2, hanging: 2 }),
    ...LEVELS.flatMap((level) => {
      const names = own.filter((one) => one.level === level).map(({ key }) => show(personName(nameOf(key))));
      const text = `dashboard access ${level}: ${names.join(', ')}`;
      return names.length === 0 ? [] : wrap(text, { width: face.width, indent: 2, hanging: 4 });
    }),
    ...(dashboards.length > 0 ? wrap(USUAL_PAGES, { width: face.width, indent: 2, hanging: 2 }) : []),
  ];
}

const USUAL_PAGES =
  'A level stands for all its usual pages with write, and all groups, IVRs and lines. Whoever has less needs an entry that says so.';

const hasPages = ({ rows }: BaselineSheet): boolean =>
  rows.some(({ value }) => isDashboard(value) && Object.keys(value.pages).length > 0);

interface Line {
  readonly rank: number;
  readonly position: string;
  readonly label: string;
  readonly value: string;
}

const ENTRIES: ReadonlyMap<string, CatalogueEntry> = new Map(
  CATALOGUE.map((entry) => [`permissions.${entry.id}`, entry]),
);
const LABELS: Readonly<Record<string, string>> = {
  profile: 'Profile',
  groups: 'Groups of whoever is linked',
  external: 'External user',
  firstName: 'First name',
  lastName: 'Last name',
};
const LAST = 100;

function linesOf(
  { path, value }: { readonly path: string; readonly value: Json },
  labels: BaselineFacts['labels'],
  show: (text: string) => string,
): readonly Line[] {
  const entry = ENTRIES.get(path);
  const shown = controlValue(path, value, show);
  if (entry) {
    const label = show(labels.get(entry.id) ?? entry.label);
    return [{ rank: entry.position, position: String(entry.position), label, value: shown }];
  }
  if (path !== 'dashboard' || !isDashboard(value))
    return [{ rank: path === 'profile' ? 0 : LAST, position: '', label: LABELS[path] ?? path, value: shown }];
  const line = (label: string, text: string): Line => ({ rank: LAST + 1, position: '', label, value: text });
  const narrowed = Object.entries(value.scope).filter(([, names]) => names !== 'all');
  return [
    line('Dashboard access', value.level),
    ...PAGES.flatMap(({ id, label, level }) => {
      const access = value.pages[id];
      return access ? [line(`Page ${label} (${capitalised(level)})`, access)] : [];
    }),
    ...narrowed.map(([part, names]) => line(`Scope: ${part}`, controlValue(`dashboard.scope.${part}`, names, show))),
  ];
}
