import type { Config } from '../../config/read-config.js';
import { writeYaml } from '../../edit/index.js';
import { type Json, nameOf, type ResourceKey, type Source } from '../../model/index.js';
import { fileDiff } from '../../render/file-diff.js';
import { asciiOnly, count, type Face, inert, inertSentence, listed } from '../../render/index.js';
import type { PulledFiles } from '../../run/pull.js';
import type { PullReport } from '../../run/pull-rounds.js';

interface Telling {
  readonly face: Face;
  readonly isDry: boolean;
  readonly isQuiet: boolean;
}

/** What was read, written and left, with what to type next. */
export function pullText(pulled: PulledFiles, { face, isDry, isQuiet }: Telling): string {
  const { report, files } = pulled;
  const parts = [
    [filesLine(pulled, isDry)],
    files.filter(({ before }) => before === undefined).map(({ path }) => `  + ${inert(path)}`),
    isQuiet ? [] : diffOf(pulled, face),
    isQuiet ? [] : details(report),
    isQuiet ? [] : [lastLine(pulled)],
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
  const { proposed, left, refused, unsaid, notAdded, unreadable, archived } = report;
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
    ...unreadableLines(unreadable),
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

function unreadableLines({ people, profiles }: PullReport['unreadable']): readonly string[] {
  if (people + profiles === 0) return [];
  const what = [
    ...(people > 0 ? [`the profile or the dashboard access of ${count(people, 'person', 'people')}`] : []),
    ...(profiles > 0 ? [`what ${count(profiles, 'profile')} ${profiles === 1 ? 'permits' : 'permit'}`] : []),
  ];
  return [
    '',
    `Neither shown by the service nor stated in the files: ${listed(what)}.`,
    'Not read is not absent, so none of it is written.',
  ];
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

function lastLine({ report, config }: PulledFiles): string {
  const { remaining, unreadable } = report;
  const { desired } = config;
  if (desired.settings.provider.kind === 'ringover') return `\n${nextSteps(unreadable, desired).join('\n')}`;
  if (remaining.length === 0) return '\nA plan of these files changes nothing.';
  return `\nA plan of these files would make ${count(remaining.length, 'change')}: ringctl plan shows them.`;
}

/** What the service does not show is told by a person, and confirmed before anything is applied. */
function nextSteps({ people, profiles }: PullReport['unreadable'], desired: Config['desired']): readonly string[] {
  const places = [...desired.profiles.values()].filter(({ permissions }) => Object.keys(permissions).length === 0);
  const files = [...new Set(places.map(({ at }) => inert(at.file)))];
  const steps = [
    ...(people > 0
      ? ['ringctl pull --people people.csv takes who has which profile and level: address,profile,level']
      : []),
    ...(profiles > 0 && files.length > 0 ? [`write what the profiles permit into ${listed(files)}`] : []),
    'ringctl baseline confirms what the service does not show, before any plan is applied',
  ];
  return ['Next:', ...steps.map((step, index) => `  ${index + 1}. ${step}`)];
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
