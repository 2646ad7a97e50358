import type { Config } from '../../config/read-config.js';
import { writeYaml } from '../../edit/index.js';
import { type Json, nameOf, type ResourceKey, type Source } from '../../model/index.js';
import { fileDiff } from '../../render/file-diff.js';
import { asciiOnly, count, type Face, inert, inertSentence, listed, wrap } from '../../render/index.js';
import type { PulledFiles } from '../../run/pull.js';
import type { PullReport } from '../../run/pull-rounds.js';

/** Whether the table of people was there, or is begun now. */
export interface TableStep {
  readonly step: 'taken' | 'begun';
  /** As it was typed. */
  readonly path: string;
}

interface Telling {
  readonly face: Face;
  readonly table: TableStep | undefined;
  readonly isDry: boolean;
  readonly isQuiet: boolean;
}

/** What was read, written and left, with what to type next. */
export function pullText(pulled: PulledFiles, { face, isDry, isQuiet, table }: Telling): string {
  const { report, files } = pulled;
  const parts = [
    [filesLine(pulled, isDry)],
    files.filter(({ before }) => before === undefined).map(({ path }) => `  + ${inert(path)}`),
    isQuiet ? [] : diffOf(pulled, face),
    isQuiet ? [] : details(report),
    isQuiet ? [] : lastLines(pulled, { face, table }),
  ];
  const text = parts.flat().join('\n');
  return `${face.ascii ? asciiOnly(text) : text}\n`;
}

function filesLine({ live, files, config }: PulledFiles, isDry: boolean): string {
  const { state } = live;
  const active = [...state.users.values()].filter(({ status }) => status === 'active').length;
  const read = [
    count(active, 'person', 'people'),
    count(state.profiles.size, 'profile'),
    count(state.groups.size, 'group'),
  ];
  const verb = isDry ? 'would be written' : 'written';
  const written = files.length === 0 ? 'the files say it already' : `${count(files.length, 'file')} ${verb}`;
  return `Read ${inert(config.desired.settings.account)}: ${listed(read)}; ${written}.`;
}

function diffOf({ files }: PulledFiles, face: Face): readonly string[] {
  const changed = files.flatMap(({ path, before, after }) => (before === undefined ? [] : [{ path, before, after }]));
  return changed.length === 0 ? [] : ['', fileDiff(changed, face).trimEnd()];
}

function details(report: PullReport): readonly string[] {
  const { proposed, left, refused, unsaid, notAdded, archived } = report;
  return [
    ...block('Proposed, not written (--proposed writes it):', proposed.flatMap(proposalLines)),
    ...block(
      'Left as the files say it:',
      left.map(({ key, path, why, source }) => `${subject(key, path)}: ${LEFT[why]}${spot(source)}`),
    ),
    ...block(
      'Cannot be managed, and not written:',
      refused.map(({ name, why }) => `${inert(name)}: ${inertSentence(why)}`),
    ),
    ...block(
      'Has a value that no file can state, and is left unmanaged:',
      unsaid.map(({ key, path }) => subject(key, path)),
    ),
    ...block(
      'Could not be put into its file:',
      notAdded.map(({ key, file, why }) => `${subject(key, '')}: ${inert(file)}: ${inertSentence(why)}`),
    ),
    ...unreadableLines(report),
    ...(archived > 0 ? ['', `${count(archived, 'archived person', 'archived people')} not written.`] : []),
  ];
}

const LEFT = {
  'not-in-account': 'the account does not show it',
  renamed: 'previously names it; the account still has the earlier name',
  'left-by-day': 'until is over, and the account has them active',
  'cannot-be-said': 'the account has a value that no file can state',
} as const;

const block = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];

const MOST_NAMED = 5;

function unreadableLines({ unreadable, unreadablePeople }: PullReport): readonly string[] {
  const { people, profiles } = unreadable;
  const whose = unreadablePeople.length <= MOST_NAMED ? listed(unreadablePeople.map((key) => inert(nameOf(key)))) : '';
  return block('Neither shown by the service nor stated in the files, so left as it is:', [
    ...(profiles > 0 ? [`what ${count(profiles, 'profile')} ${profiles === 1 ? 'permits' : 'permit'}`] : []),
    ...(people > 0
      ? [`the profile or the dashboard access of ${whose === '' ? count(people, 'person', 'people') : whose}`]
      : []),
  ]);
}

function proposalLines({ key, path, file, edits, source }: PullReport['proposed'][number]): readonly string[] {
  const [set] = edits.flatMap((edit) => (edit.kind === 'set' ? [edit] : []));
  const reason = source
    ? `${inert(source.file)}:${source.line} says otherwise, and of others too`
    : 'the files say otherwise';
  const text = set ? writeYaml(nested(set.path.map(String), set.value)).trimEnd() : '';
  return [
    `${subject(key, path)} (${reason}); in ${inert(file)}:`,
    ...text.split('\n').map((line) => `    ${inertSentence(line)}`),
  ];
}

const nested = (path: readonly string[], value: Json): Json =>
  path.reduceRight<Json>((inner, step) => ({ [step]: inner }), value);

const subject = (key: ResourceKey, path: string): string => `${inert(nameOf(key))}${path === '' ? '' : ` ${path}`}`;
const spot = (source: Source | undefined): string => (source ? ` (${inert(source.file)}:${source.line})` : '');

function lastLines({ report, config }: PulledFiles, telling: Pick<Telling, 'face' | 'table'>): readonly string[] {
  const { remaining } = report;
  const { desired } = config;
  if (desired.settings.provider.kind === 'ringover') return ['', ...nextSteps(report, desired, telling)];
  if (remaining.length === 0) return ['', 'A plan of these files changes nothing.'];
  return ['', `A plan of these files would make ${count(remaining.length, 'change')}: ringctl plan shows them.`];
}

/** What the service does not show is told by a person, and confirmed before anything is applied. */
function nextSteps(
  { unreadable: { people, profiles } }: PullReport,
  desired: Config['desired'],
  { face, table }: Pick<Telling, 'face' | 'table'>,
): readonly string[] {
  const places = [...desired.profiles.values()].filter(({ permissions }) => Object.keys(permissions).length === 0);
  const files = [...new Set(places.map(({ at }) => inert(at.file)))];
  const steps = [
    ...tableSteps(people, table),
    ...(profiles > 0 && files.length > 0
      ? [
          `In ${listed(files)}, write what each profile permits, as its page under Configuration › Users › User profiles shows it, and take the "# " away.`,
        ]
      : []),
    `ringctl baseline${table ? ` --people ${inert(table.path)}` : ''} shows what the files say, to compare with the dashboard, and records that it is so. It changes nothing in the account.`,
    'ringctl plan then shows what is still to be done: nothing, if the files say what is so.',
  ];
  return [
    'Next:',
    ...steps.flatMap((step, index) => wrap(`  ${index + 1}. ${step}`, { width: face.width, indent: 0, hanging: 5 })),
  ];
}

function tableSteps(people: number, table: TableStep | undefined): readonly string[] {
  if (table?.step === 'taken')
    return people === 0
      ? []
      : [
          'Whoever has fewer pages than is usual for a level has no level in the table. Their dashboard: stands in their entry, or stays unmanaged.',
        ];
  if (table)
    return [
      `${inert(table.path)} is begun, a row for each person. Fill in the profile (its name, or none) and the level (none, billing, technical, supervisor, admin or superadmin); leave a cell empty to leave it unmanaged.`,
      'The same command once more takes the table into the files.',
    ];
  return people === 0
    ? []
    : ['ringctl pull --people people.csv begins a table of who has which profile and which level on the dashboard.'];
}

/** For programs. */
export function pullDocument({ report, files }: PulledFiles, isDry: boolean): unknown {
  return {
    written: !isDry,
    files: files.map(({ path, before }) => ({ path, isNew: before === undefined })),
    ...report,
    proposed: report.proposed.map(({ key, path, file, edits, source }) => ({
      key,
      path,
      file,
      edits,
      ...(source && { source }),
    })),
  };
}
