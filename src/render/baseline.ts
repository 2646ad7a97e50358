import {
  CATALOGUE,
  type CatalogueEntry,
  type Instant,
  isDashboard,
  type Json,
  nameOf,
  PAGES,
  type ResourceKey,
} from '../model/index.js';
import { pageKind, placeWords } from './assumptions.js';
import { type Face, finish, nameFor } from './face.js';
import { cells, pad, padStart, styled, wrap } from './layout.js';
import type { PersonName } from './step-sentence.js';
import { shownValue } from './values.js';
import { capitalised, count } from './words.js';

/** One page of the dashboard, and what the files say that stands there. */
export interface BaselineSheet {
  readonly key: ResourceKey;
  readonly rows: readonly { readonly path: string; readonly value: Json; readonly recordedAt: Instant | undefined }[];
  readonly linked: readonly ResourceKey[];
}

export interface BaselineFacts {
  readonly account: string;
  readonly fields: number;
  readonly personName: PersonName;
}

/** A sheet to hold against the dashboard, a page after the other. */
export function renderBaseline(sheets: readonly BaselineSheet[], facts: BaselineFacts, face: Face): string {
  const { account, fields } = facts;
  const head = `${styled('bold', account)}: ${count(fields, 'field')} that the service does not show, on ${count(sheets.length, 'page')} of its dashboard. This is how the files say that they are:`;
  return finish(
    [
      ...wrap(head, { width: face.width, indent: 0, hanging: 2 }),
      ...sheets.flatMap((sheet) => ['', ...sheetLines(sheet, facts, face)]),
    ],
    face,
  );
}

function sheetLines({ key, rows, linked }: BaselineSheet, { personName }: BaselineFacts, face: Face): string[] {
  const show = nameFor(face);
  const kind = pageKind({ key });
  const place = [...placeWords(kind), show(nameOf(key))].join(' › ');
  const lines = rows
    .flatMap(({ path, value }) => linesOf(path, value, show))
    .sort((one, other) => one.rank - other.rank);
  const width = Math.min(38, Math.max(0, ...lines.map(({ label }) => cells(label))));
  const people = linked.map((user) => show(personName(nameOf(user)))).join(', ');
  const told = `${count(linked.length, 'person is', 'people are')} linked, each with the dashboard access above: ${people}`;
  return [
    ...wrap(styled('bold', place), { width: face.width, indent: 0, hanging: 2 }),
    ...lines.flatMap(({ position, label, value }) =>
      wrap(`  ${padStart(position, 2)}  ${pad(label, width)}  ${value}`, { width: face.width, indent: 0, hanging: 8 }),
    ),
    ...(linked.length === 0 ? [] : wrap(told, { width: face.width, indent: 2, hanging: 4 })),
  ];
}

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

function linesOf(path: string, value: Json, show: (text: string) => string): readonly Line[] {
  const entry = ENTRIES.get(path);
  const shown = shownValue(path, value, show);
  if (entry) return [{ rank: entry.position, position: String(entry.position), label: entry.label, value: shown }];
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
    ...narrowed.map(([part, names]) => line(`Scope: ${part}`, shownValue('', names, show))),
  ];
}
