import type { ChainLine, ExplainAnswer, FieldAnswer } from '../model/answers.js';
import { CATALOGUE, type CatalogueEntry, type Json, nameOf, PAGES, userKey } from '../model/index.js';
import { appPhrase } from './access-phrases-app.js';
import { tableLines } from './columns.js';
import { csvText } from './csv.js';
import { finish } from './face.js';
import { basisWords, type Labels, spotWords } from './labels.js';
import { styled, wrap } from './layout.js';
import { fieldName, shownValue } from './values.js';
import { count } from './words.js';

/** Why a field is as it is, down to file and line; or every field that some file states. */
export function renderExplain(answer: ExplainAnswer, labels: Labels, isOneField: boolean): string {
  const [field] = answer.fields;
  const lines = isOneField && field ? fieldLines(answer, field, labels) : allLines(answer, labels);
  return finish(lines, labels.face);
}

const show = ({ path }: Pick<FieldAnswer, 'path'>, value: Json | undefined, labels: Labels): string =>
  value === undefined ? 'not stated' : shownValue(path, value, labels.text);

function fieldLines(answer: ExplainAnswer, field: FieldAnswer, labels: Labels): string[] {
  const frame = { width: labels.face.width, indent: 0 };
  const name = fieldName(field.path);
  const subject = subjectWords(answer, labels);
  const live = liveWords(field, labels);
  const head =
    field.chain.length === 0
      ? `${subject}: no file says anything about ${name}, so it is left as it is${live}.`
      : `${subject}: ${name} is ${show(field, field.value, labels)}${live}.`;
  const rows = field.chain.map((line) => ({
    cells: [
      show(field, line.value, labels),
      spotWords(line.source, labels),
      holderWords(line, labels),
      line.decides ? 'decides' : 'overridden',
    ],
    place: '',
  }));
  return [
    ...wrap(head, frame),
    ...(rows.length === 0 ? [] : ['', ...tableLines(rows, labels.face)]),
    ...standingLines(answer, labels),
    ...wrap([meaning(field, labels), othersWords(field, answer)].filter((text) => text !== '').join(' '), {
      ...frame,
      hanging: 2,
    }).filter((line) => line !== ''),
  ];
}

function subjectWords({ subject }: ExplainAnswer, labels: Labels): string {
  if (subject.startsWith('user:')) return labels.person(subject);
  return subject.startsWith('profile:')
    ? `Profile ${labels.profile(subject)}`
    : `Group ${labels.group(nameOf(subject))}`;
}

function liveWords(field: FieldAnswer, labels: Labels): string {
  const { live, chain } = field;
  if (!live) return '';
  if (live.state === 'missing') return ' (live: not there, apply would create it)';
  if (live.state === 'unreadable') return ' (live: unreadable)';
  const value = show(field, live.value, labels);
  if (chain.length === 0) return ` (live: ${value})`;
  return live.state === 'equal' ? ' (live: the same)' : ` (live: ${value}, apply would change it)`;
}

function holderWords({ holder }: ChainLine, labels: Labels): string {
  return holder.kind === 'user' ? 'their own entry' : `${holder.kind} ${labels.text(holder.id)}`;
}

function standingLines({ link, from, until, isGone }: ExplainAnswer, labels: Labels): string[] {
  if (!link && until === undefined && from === undefined && !isGone) return [];
  const place = spotWords(link?.source, labels);
  const linked = !link
    ? 'Link not managed'
    : link.profile === null
      ? `Not linked${place === '' ? '' : `, follows by extends in ${place}`}`
      : `Linked to ${labels.profile(link.profile)}${place === '' ? '' : ` in ${place}`}`;
  const end = until === undefined ? 'without an end date' : `until ${until}`;
  const start = from === undefined ? '' : `, from ${from}`;
  const text = `${linked}${start}, ${end}${isGone ? '. Not there today: archived, left, or not come yet' : ''}.`;
  return wrap(text, { width: labels.face.width, indent: 0, hanging: 2 });
}

function meaning(field: FieldAnswer, labels: Labels): string {
  if (field.value === undefined) return '';
  const entry = CATALOGUE.find(({ id }) => field.path === `permissions.${id}`);
  const words = entry ? permissionWords(entry, field.value, labels) : pageWords(field);
  if (words === '') return '';
  const needs = entry && isOn(field.value) ? needWords(field, labels) : '';
  return `Means: ${words}${needs}.`;
}

const isOn = (value: Json): boolean =>
  value !== false && value !== 0 && value !== 'none' && !(Array.isArray(value) && value.length === 0);
const CAN = /^can /;

/** What it lets the person do, in the words of a plan. */
function permissionWords(entry: CatalogueEntry, value: Json, labels: Labels): string {
  const { phrase, phraseWithout = '', grants, kind } = entry;
  if (grants === 'less') {
    if (CAN.test(phraseWithout)) return value === true ? phraseWithout.replace(CAN, 'cannot ') : phraseWithout;
    return `${value === true ? 'must' : 'need not'} ${phrase}`;
  }
  if (kind === 'switch') return `${value === true ? 'can' : 'cannot'} ${phrase}`;
  const key = userKey('');
  const change = {
    capability: `app.${entry.id}`,
    before: null,
    after: value,
    privileged: false,
    cause: { change: key, path: '' },
  };
  if (!isOn(value))
    return entry.id === 'playRecordings'
      ? 'cannot play recordings'
      : `cannot ${phrase.replace(/ \(\{value\}\)|\{value\} (?:of )?/, '')}`;
  const voice = { person: labels.person, name: labels.text, strong: String, unknown: '', told: 'plan' } as const;
  return `can ${appPhrase(change, { side: 'gain', people: [key], changes: [change] }, voice).text}`;
}

function pageWords({ path, value }: FieldAnswer): string {
  const page = PAGES.find(({ id }) => path === `dashboard.pages.${id}`);
  if (!page) return '';
  return value === 'write'
    ? `can change page ${page.label}`
    : value === 'read'
      ? `can see page ${page.label}`
      : `cannot see page ${page.label}`;
}

/** `, as playRecordings is own (profiles/base.yaml:4)`; `, but of no use while …`. */
function needWords({ needs }: FieldAnswer, labels: Labels): string {
  return needs
    .map(({ permission, value, source }) => {
      const place = spotWords(source, labels);
      const words = value === undefined ? 'not stated' : shownValue(`permissions.${permission}`, value, labels.text);
      const isUseless = value !== undefined && !isOn(value);
      return `, ${isUseless ? 'but it is of no use while' : 'as'} ${permission} is ${words}${place === '' ? '' : ` (${place})`}`;
    })
    .join('');
}

function othersWords({ others, chain }: FieldAnswer, { subject }: ExplainAnswer): string {
  if (!others || chain.length === 0 || subject.startsWith('group:')) return '';
  if (subject.startsWith('profile:'))
    return `The line decides for ${others.length === 0 ? 'nobody' : count(others.length, 'person', 'people')}.`;
  return others.length === 0
    ? 'The line decides for nobody else.'
    : `The same line decides for ${count(others.length, 'other person', 'other people')}.`;
}

function allLines(answer: ExplainAnswer, labels: Labels): string[] {
  const rows = answer.fields.map((field) => {
    const [line] = field.chain;
    const live =
      field.live?.state === 'different'
        ? `live: ${show(field, field.live.value, labels)}`
        : (field.live?.state ?? '') === 'missing'
          ? 'live: not there'
          : '';
    const value = show(field, field.value, labels);
    const place = line ? `${spotWords(line.source, labels)}  ${holderWords(line, labels)}` : '';
    return { cells: [fieldName(field.path), live === '' ? value : `${value} (${live})`], place };
  });
  const standing = standingLines(answer, labels);
  return [
    styled('bold', `${subjectWords(answer, labels)}: ${count(answer.fields.length, 'field is', 'fields are')} stated.`),
    ...standing,
    '',
    ...tableLines(rows, labels.face),
  ];
}

const HEAD = ['subject', 'field', 'value', 'decides', 'holder', 'id', 'file', 'line', 'live', 'others', 'basis'];

export function explainCsv({ subject, fields, basis }: ExplainAnswer): string {
  const rows = fields.flatMap((field) =>
    field.chain.map((line) => [
      subject,
      fieldName(field.path),
      shownValue(field.path, line.value, String),
      line.decides,
      line.holder.kind,
      line.holder.id,
      line.source?.file,
      line.source?.line,
      field.live &&
        (field.live.value === undefined ? field.live.state : shownValue(field.path, field.live.value, String)),
      field.others?.length,
      basisWords(basis),
    ]),
  );
  return csvText(HEAD, rows);
}
