import type { AccessAnswer, Deciding, PersonAnswer } from '../model/answers.js';
import { nameOf } from '../model/index.js';
import { type CsvValue, csvText } from './csv.js';
import { basisWords } from './labels.js';
import { shownValue } from './values.js';
import { namesText } from './who-can.js';

const HEAD = [
  'user',
  'part',
  'name',
  'state',
  'groups',
  'ivrs',
  'lines',
  'privileged',
  'permission',
  'file',
  'line',
  'basis',
];

/** One row for each thing that somebody sees, can do, or reaches. */
export function accessCsv({ people, basis }: AccessAnswer): string {
  return csvText(HEAD, rowsOf(people, basisWords(basis)));
}

function* rowsOf(people: readonly PersonAnswer[], basis: string): Iterable<readonly CsvValue[]> {
  for (const person of people)
    for (const row of [...appRows(person), ...dashboardRows(person)]) yield [nameOf(person.user), ...row, basis];
}

const NO_SCOPE = [undefined, undefined, undefined, undefined];
const place = (decided: Deciding | undefined): CsvValue[] => [decided?.source?.file, decided?.source?.line];

function appRows({ app, facts }: PersonAnswer): CsvValue[][] {
  const shown = (permission: string, value: PersonAnswer['facts'][number]['value']) =>
    value === null ? 'unknown' : shownValue(`permissions.${permission}`, value, String);
  return [
    ...app.map((one) => ['application', one.part, one.state, ...NO_SCOPE, one.permission, ...place(one.decided)]),
    ...facts.map(({ permission, value, decided }) => [
      'permission',
      permission,
      shown(permission, value),
      ...NO_SCOPE,
      permission,
      ...place(decided),
    ]),
  ];
}

function dashboardRows({ dashboard, manages, listensTo, plays }: PersonAnswer): CsvValue[][] {
  if (!dashboard) return [['dashboard', 'level', 'unknown', ...NO_SCOPE, undefined, undefined, undefined]];
  const { level, pages, decided } = dashboard;
  const { groups, ivrs, lines } = dashboard.scope;
  const row = (part: string, name: string, state: string, privileged: boolean): CsvValue[] => [
    part,
    name,
    state,
    namesText(groups),
    namesText(ivrs),
    lines,
    privileged,
    undefined,
    ...place(decided),
  ];
  const reaches = [
    ['users.manage', manages],
    ['calls.listen', listensTo],
    ['recordings.play', plays],
  ] as const;
  return [
    row('dashboard', 'level', level, level === 'admin'),
    ...pages.map(({ page, access, privileged }) => row('page', page, access, privileged)),
    ...reaches.flatMap(([name, of]) =>
      of ? [row('reach', name, of.kind === 'people' ? String(of.count) : of.kind, true)] : [],
    ),
  ];
}
