import { CATALOGUE, type CatalogueEntry, type Json } from '../../model/index.js';
import { entryLines, inlineYaml, mappingLines, writtenValue } from '../write.js';
import type { Section } from './layout.js';
import type { Entry } from './portrait.js';
import { commentText, type JsonRecord, permissionWord } from './words.js';

export interface NewFile {
  readonly entries: { readonly [section in Section]?: readonly Entry[] };
  /** Path of the schema, for editors; undefined where there is none. */
  readonly schema: string | undefined;
  /** Of the account; said at the end. */
  readonly comments: readonly string[];
}

const STEP = 2;
const SECTIONS: readonly Section[] = ['groups', 'profiles', 'users'];

export function newFileText({ entries, schema, comments }: NewFile): string {
  const head = schema === undefined ? '' : `# yaml-language-server: $schema=${schema}\n`;
  const sections = SECTIONS.flatMap((section) => {
    const listed = entries[section] ?? [];
    return listed.length === 0 ? [] : [sectionText(section, listed)];
  });
  const said = comments.map((comment) => `# ${commentText(comment)}\n`).join('');
  return head + [...sections, ...(said === '' ? [] : [said])].join('\n');
}

function sectionText(section: Section, entries: readonly Entry[]): string {
  const blocks = entries.map((entry) => `${entryText(entry)}\n`);
  return `${section}:\n${blocks.join(section === 'profiles' ? '\n' : '')}`;
}

function entryText({ id, value, isSkeleton }: Entry): string {
  const layout = { step: STEP, indent: STEP, depth: 2 };
  const lines = isSkeleton
    ? entryLines({
        key: id,
        step: STEP,
        written: { form: 'block', lines: [...mappingLines(value, layout), ...skeletonLines(value)] },
      })
    : entryLines({ key: id, step: STEP, written: writtenValue(value, layout) });
  return lines.map((line) => (line === '' ? '' : `${' '.repeat(STEP)}${line}`)).join('\n');
}

/** Every permission as a comment, ready to be taken in with the value that the dashboard shows, and whatever else of the profile nobody could read. */
export function skeletonLines(stated: JsonRecord): readonly string[] {
  const rows = CATALOGUE.filter(({ kind }) => kind !== 'action').map((entry) => ({
    line: `#   ${entry.id}: ${inlineYaml(wordOf(entry))}`,
    label: `${entry.position} ${entry.label}${choicesOf(entry)}`,
  }));
  const width = Math.max(...rows.map(({ line }) => line.length));
  return [
    '# What it permits could not be read. Write in what the dashboard shows, and take the "# " away:',
    '# permissions:',
    ...rows.map(({ line, label }) => `${line.padEnd(width)}  # ${label}`),
    ...GIVEN.filter(({ key }) => stated[key] === undefined).map(
      ({ key, value, label }) => `${`# ${key}: ${value}`.padEnd(width)}  # ${label}`,
    ),
  ];
}

/** What linked people get besides permissions. */
const GIVEN = [
  {
    key: 'dashboard',
    value: 'none',
    label: 'of linked people: none, billing, technical, supervisor, admin, or { level: …, pages: …, scope: … }',
  },
  { key: 'groups', value: '[]', label: 'of linked people: ids of groups' },
] as const;

const NO_NUMBERS = { numbers: new Set<string>() };
const wordOf = ({ id, initial }: CatalogueEntry): Json => permissionWord(id, initial, NO_NUMBERS) ?? false;

function choicesOf({ kind, choices = [] }: CatalogueEntry): string {
  switch (kind) {
    case 'choice':
      return `: ${choices.join(', ')}`;
    case 'duration':
      return ': 30s, 1m30s, or false';
    case 'count':
      return ': a number';
    case 'percentage':
      return ': 0% to 100%';
    case 'callerIds':
      return ': false, assignedIvr, allIvr, or a list of these and of numbers';
    case 'switch':
    case 'action':
      return '';
    default:
      return kind satisfies never;
  }
}
