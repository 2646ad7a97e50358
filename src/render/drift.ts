import {
  type Change,
  type FieldChange,
  isError,
  isSame,
  membershipKey,
  nameOf,
  type Plan,
  type ResourceKey,
} from '../model/index.js';
import {
  authorLines,
  type ChangedBy,
  type DriftHistory,
  type DriftView,
  driftHeadline,
  driftLines,
} from './access-drift.js';
import { accessView } from './access-human.js';
import { checkedSentence } from './checked.js';
import { diagnosticLines } from './diagnostic-human.js';
import { type Face, finish, nameFor, sentenceFor } from './face.js';
import { pad, shortened, styled, wrap } from './layout.js';
import { type Mask, maskKey } from './mask.js';
import { headLine, isNothing, type PlanFacts, refusal } from './plan-human.js';
import { planJson } from './plan-json.js';
import { membersByGroup, namesIn, sortedChanges } from './plan-order.js';
import { fieldName, type Show, shownValue } from './values.js';
import { count } from './words.js';

export type { ChangedBy, DriftHistory } from './access-drift.js';

export interface DriftFacts extends PlanFacts {
  /** Who made the differences; undefined where the account keeps no record. */
  readonly history?: DriftHistory | undefined;
}

/** A plan told from the account's side: what is there, what the files say instead, and who did it. */
export function renderDrift(plan: Plan, facts: DriftFacts, face: Face): string {
  const errors = plan.diagnostics.filter(isError);
  const problems = errors.length === 0 ? [] : ['', ...diagnosticLines(errors, face), '', refusal(errors)];
  if (isNothing(plan)) return finish([headLine(plan, facts), ...nothingLines(plan, face), ...problems], face);
  const access = accessView(plan, { ...facts, personName: facts.personName ?? ((email) => email) }, face);
  const view: DriftView = { plan, history: facts.history, access };
  const people = driftLines(view);
  const lines = [
    headLine(plan, facts),
    styled('bold', `Drift: ${count(plan.changes.length, 'difference')} between the account and the files.`),
    ...wrap(driftHeadline(plan), { width: face.width, indent: 0, hanging: 2 }).filter((line) => line !== ''),
    '',
    ...(people.length === 0 ? [] : [...people, '', styled('bold', 'Differences')]),
    ...differenceLines(view, face),
    ...unknownLines(view, face),
    '',
    'To put the account back: ringctl apply. To keep it so: state it in the files.',
    ...problems,
  ];
  return finish(lines, face);
}

function nothingLines(plan: Plan, { width }: Face): string[] {
  const text = ['No changes. The account is as the files say.', checkedSentence(plan) ?? ''].join(' ').trimEnd();
  return wrap(text, { width, indent: 0, hanging: 2 });
}

function differenceLines(view: DriftView, face: Face): string[] {
  const { plan } = view;
  const show = nameFor(face);
  const showName = shortened(namesIn(plan), show);
  const members = plan.changes.filter(({ kind }) => kind === 'membership');
  const others = sortedChanges(plan.changes.filter(({ kind }) => kind !== 'membership'));
  return [
    ...others.flatMap((change) => [
      heading(change.kind, showName(nameOf(change.key))),
      ...(change.action === 'update'
        ? fieldLines(change.key, change.fields, view)
        : [...told(wholeSentence(change, show), face), ...authorLines(authorsOf(view, change.key), view)]),
    ]),
    ...groupLines(members, showName, view),
  ];
}

const heading = (kind: string, name: string): string => `  ${pad(kind, 7)}  ${styled('bold', name)}`;

const told = (sentence: string, { width }: Face): string[] => wrap(sentence, { width, indent: 6, hanging: 8 });

const authorsOf = ({ history }: DriftView, key: ResourceKey, path = ''): readonly ChangedBy[] => {
  const author = history?.known.get(key)?.get(path);
  return author ? [author] : [];
};

/** Who changed several fields at once is named below the last of them. */
function fieldLines(key: ResourceKey, fields: readonly FieldChange[], view: DriftView): string[] {
  const { face } = view.access;
  const authors = fields.map(({ path }) => authorsOf(view, key, path));
  return fields.flatMap((field, index) => [
    ...told(fieldSentence(field, nameFor(face)), face),
    ...(isSame(authors[index], authors[index + 1]) ? [] : authorLines(authors[index] ?? [], view)),
  ]);
}

function wholeSentence(change: Exclude<Change, { action: 'update' }>, show: Show): string {
  switch (change.action) {
    case 'create':
      return `is not in the account; ${filesSay(change, show)}`;
    case 'delete':
      return `is in the account; ${filesSay(change, show)}`;
    default:
      return change satisfies never;
  }
}

function filesSay(change: Change, show: Show): string {
  if (change.action === 'create') return 'the files state it';
  if (change.reason === 'not in the files') return 'the files do not state it';
  return `the files say ${show(change.reason)}`;
}

function fieldSentence({ path, before, after }: FieldChange, show: Show): string {
  return `${show(fieldName(path))} is ${shownValue(path, before, show)}; the files say ${shownValue(path, after, show)}`;
}

function groupLines(members: readonly Change[], showName: Show, view: DriftView): string[] {
  const { face } = view.access;
  const of = (action: Change['action'], sentence: (names: string) => string) => {
    const changes = members.filter((change) => change.action === action);
    return membersByGroup(changes).flatMap(({ group, emails }) => {
      const authors = emails.flatMap((email) => authorsOf(view, membershipKey(group, email)));
      return [
        heading('group', showName(group)),
        ...told(sentence(emails.map(showName).join(', ')), face),
        ...authorLines(authors, view),
      ];
    });
  };
  return [
    ...of('create', (names) => `has not ${names}; the files say they belong to it`),
    ...of('delete', (names) => `has ${names}; the files say they do not belong to it`),
  ];
}

/** Of how many differences nobody is named, and why. */
function unknownLines({ plan, history }: DriftView, face: Face): string[] {
  if (!history) return [];
  const { known, unasked, failure } = history;
  const nobody = plan.changes.filter(({ key }) => !known.has(key)).length - unasked;
  const why = failure === undefined ? 'so many requests are too many' : sentenceFor(face)(failure);
  const sentences = [
    ...(nobody > 0 ? [`The action log names nobody for ${count(nobody, 'difference')}.`] : []),
    ...(unasked > 0
      ? [`Who made ${count(unasked, 'more difference')} was not asked: ${why}`.replace(/\.*$/, '.')]
      : []),
  ];
  return sentences.length === 0 ? [] : ['', ...wrap(sentences.join(' '), { width: face.width, indent: 0, hanging: 2 })];
}

/** The plan as JSON, and with each change that somebody is known for: `{at, by, action}` of the latest action, and of each field by its path. */
export function driftJson(plan: Plan, history: DriftHistory | undefined): unknown {
  if (!history) return planJson(plan);
  const { known, unasked, failure } = history;
  const entries = [...known].map(([key, authors]) => {
    const [latest] = [...authors.values()].sort((one, other) => (one.at < other.at ? 1 : -1));
    const fields = Object.fromEntries([...authors].filter(([path]) => path !== ''));
    return [key, { ...latest, ...(!authors.has('') && { fields }) }] as const;
  });
  return Object.assign({}, planJson(plan), {
    history: Object.fromEntries(entries),
    ...(unasked > 0 && { historyNotAsked: unasked }),
    ...(failure !== undefined && { historyFailure: failure }),
  });
}

export function maskHistory(history: DriftHistory, mask: Mask): DriftHistory {
  const known = [...history.known].map(([key, authors]) => {
    const masked = [...authors].map(([path, author]) => [path, { ...author, by: mask.person(author.by) }] as const);
    return [maskKey(key, mask), new Map(masked)] as const;
  });
  const { failure } = history;
  return { ...history, known: new Map(known), ...(failure !== undefined && { failure: mask.text(failure) }) };
}
