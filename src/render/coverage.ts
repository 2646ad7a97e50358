import type { CoverageAnswer, KindCoverage } from '../model/answers.js';
import { csvText } from './csv.js';
import { finish } from './face.js';
import { basisWords, type Labels } from './labels.js';
import { pad, padStart, styled, wrap } from './layout.js';
import { count, digits } from './words.js';

const COLUMNS = ['automatic', 'by hand', 'unreadable', 'recorded', 'unmanaged'] as const;
const FIRST = 16;
const WIDE = 12;

const numbers = (kind: KindCoverage): readonly (number | null)[] => [
  kind.automatic,
  kind.byHand,
  kind.unreadable,
  kind.recorded,
  kind.unmanaged,
];
const shown = (value: number | null): string => (value === null ? 'not read' : digits(value));

/** Fields that the files manage, by how they are written, and what is not known or not managed. */
export function renderCoverage(answer: CoverageAnswer, labels: Labels): string {
  const { kinds, basis, unmanagedPeople } = answer;
  const width = Math.min(WIDE, Math.floor((labels.face.width - FIRST) / COLUMNS.length));
  const head = pad('Fields', FIRST) + COLUMNS.map((column) => padStart(column, width)).join('');
  const rows = kinds.map(
    (kind) =>
      pad(count(kind.resources, kind.kind), FIRST) +
      numbers(kind)
        .map((value) => padStart(shown(value), width))
        .join(''),
  );
  const total = kinds.reduce((sum, kind) => sum + kind.automatic + kind.byHand, 0);
  const people =
    unmanagedPeople === null
      ? ''
      : ` People of the account in no file: ${unmanagedPeople === 0 ? 'none' : digits(unmanagedPeople)}.`;
  const foot = `${count(total, 'field is', 'fields are')} managed, ${basisWords(basis)}.${people}`;
  return finish(
    [styled('bold', head), ...rows, '', ...wrap(foot, { width: labels.face.width, indent: 0 })],
    labels.face,
  );
}

export function coverageCsv({ kinds, basis }: CoverageAnswer): string {
  return csvText(
    ['kind', 'resources', ...COLUMNS.map((column) => column.replace(' ', '_')), 'basis'],
    kinds.map((kind) => [kind.kind, kind.resources, ...numbers(kind), basisWords(basis)]),
  );
}
