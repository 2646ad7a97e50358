import {
  type Change,
  type FieldChange,
  isSame,
  type Json,
  LEVELS,
  levelDashboard,
  nameOf,
  type Plan,
  type Released,
} from '../model/index.js';
import { type Face, nameFor, sentenceFor } from './face.js';
import { handSentence } from './hand-step.js';
import { cells, pad, type Style, shortened, styled, wrap } from './layout.js';
import { membersByGroup, namesIn, sortedChanges } from './plan-order.js';
import type { PersonName } from './step-sentence.js';
import { fieldName, INITIAL_VALUES, type Show, shownField, shownValue } from './values.js';
import { count } from './words.js';

const COLOURS: Readonly<Record<Change['action'], Style>> = { create: 'green', update: 'yellow', delete: 'red' };
const KIND_WIDTH = 'profile'.length;
/** Where the name of a resource starts: after the indent, the sign and the kind. */
const NAME_AT = 4 + KIND_WIDTH + 2;
const LONGEST_NAME = 33;
/** Below this width two columns leave too little room for the second. */
const NARROW = 64;
const MEMBERS = 'members';

interface Row {
  readonly sign: string;
  readonly kind: string;
  readonly name: string;
  readonly details: readonly string[];
}

/** The table of a plan, without its heading. */
export function changeLines(plan: Plan, face: Face): string[] {
  const show = nameFor(face);
  const showName = shortened(namesIn(plan), show);
  const rows = changeRows(plan, { show, showName, sentence: sentenceFor(face), verbose: face.verbose });
  const released = plan.released.map((one) => releasedRow(one, show, showName));
  const named = [...rows, ...released].filter(({ kind }) => kind !== MEMBERS);
  const widths = named.map(({ name }) => cells(name)).filter((width) => width <= LONGEST_NAME);
  const detailsAt = face.width < NARROW ? NAME_AT + 2 : NAME_AT + Math.max(0, ...widths) + 3;
  return [...rows, ...released].flatMap((row) => rowLines(row, detailsAt, face.width));
}

interface View {
  readonly sentence: Show;
  readonly show: Show;
  readonly showName: Show;
  readonly verbose: boolean;
}

function changeRows(plan: Plan, view: View): Row[] {
  const rows: Row[] = [];
  const sorted = sortedChanges(plan.changes);
  for (const action of ['create', 'update', 'delete'] as const) {
    const of = sorted.filter((change) => change.action === action);
    const members = of.filter((change) => change.kind === 'membership');
    const others = of.filter((change) => change.kind !== 'membership').map((change) => changeRow(change, view));
    const grouped = members.length === 0 ? [] : [membersRow(action, members, view)];
    rows.push(...(action === 'delete' ? [...grouped, ...others] : [...others, ...grouped]));
  }
  return rows;
}

const signOf = (action: Change['action']): string =>
  styled(COLOURS[action], { create: '+', update: '~', delete: '-' }[action]);

function membersRow(action: Change['action'], members: readonly Change[], { showName, verbose }: View): Row {
  const groups = membersByGroup(members);
  const counts = groups.map(({ group, emails }) => `${showName(group)}: ${emails.length}`).join(', ');
  const named = groups.map(({ group, emails }) => `${showName(group)}: ${emails.map(showName).join(', ')}`);
  return { sign: signOf(action), kind: MEMBERS, name: verbose ? '' : counts, details: verbose ? named : [] };
}

function changeRow(change: Change, view: View): Row {
  return {
    sign: signOf(change.action),
    kind: change.kind,
    name: view.showName(nameOf(change.key)),
    details: changeDetails(change, view),
  };
}

function changeDetails(change: Change, view: View): string[] {
  switch (change.action) {
    case 'create':
      return [...createdFacts(change.fields, view), ...why(change, view)];
    case 'update':
      return [...change.fields.map((field) => shownField(field, view.show) + byHand(field)), ...why(change, view)];
    case 'delete':
      return [[deletionWords(change), ...why(change, view)].join(' ')];
    default:
      return change satisfies never;
  }
}

export function deletionWords(change: Change): string {
  if (change.action !== 'delete' || change.how === 'archive') return 'archive';
  return change.kind === 'user' ? 'delete, recordings are lost' : 'delete';
}

const byHand = (field: FieldChange): string => (field.mode === 'by-hand' ? ' (by hand)' : '');

const USUAL_REASONS = new Set(['stated in the files', 'not in the account', 'ensure: archived', 'ensure: absent']);

/** The reason, where it is not plain from the rest of the row. */
function why({ reason, fields }: Change, { sentence }: View): string[] {
  const isRename = fields.some(({ path }) => path === 'email' || path === 'name');
  return isUsualReason(reason) || isRename ? [] : [`(${sentence(reason)})`];
}

export const isUsualReason = (reason: string): boolean => USUAL_REASONS.has(reason);

/** What a new resource is, and the permissions that are above the least-granting value; all of them when verbose. */
function createdFacts(fields: readonly FieldChange[], { show, verbose }: View): string[] {
  const permissions = fields.filter(({ path }) => path.startsWith('permissions.'));
  const facts = verbose ? fields.filter(({ path }) => !path.startsWith('permissions.')) : tellingFacts(fields);
  const granted = permissions.filter(({ path, after }) => verbose || !isSame(after, INITIAL_VALUES.get(path)));
  const rest = permissions.length - granted.length;
  const words = [
    ...facts.map((field) => factWords(field, show)),
    ...granted.map(({ path, after }) => `${fieldName(path)} ${shownValue(path, after, show)}`),
    ...(rest > 0 ? [`${count(rest, 'permission')} least granting`] : []),
  ];
  return words.length === 0 ? [] : [words.join(', ')];
}

/** What a new resource is, but for its permissions and what one expects anyway. */
export function tellingFacts(fields: readonly FieldChange[]): FieldChange[] {
  const isUsual = hasUsualPages(fields);
  return fields.filter(
    ({ path, after }) =>
      !path.startsWith('permissions.') && isTelling(path, after) && !(isUsual && path.startsWith(PAGES)),
  );
}

const PAGES = 'dashboard.pages.';

/** The pages of its level, no more and no fewer, are said with the level. */
function hasUsualPages(fields: readonly FieldChange[]): boolean {
  const stated = fields.find(({ path }) => path === 'dashboard.level')?.after;
  const level = LEVELS.find((candidate) => candidate === stated);
  if (level === undefined) return false;
  const pages = fields.filter(({ path }) => path.startsWith(PAGES));
  return isSame(
    Object.fromEntries(pages.map(({ path, after }) => [path.slice(PAGES.length), after])),
    levelDashboard(level).pages,
  );
}

/** A name says no more than the address, and nothing is what one expects of something new. */
const isTelling = (path: string, after: Json): boolean =>
  !path.endsWith('Name') && after !== 'none' && after !== false && !isSame(after, []);

function factWords({ path, after }: FieldChange, show: Show): string {
  const name = path === 'dashboard.level' ? 'dashboard' : fieldName(path);
  return after === true ? name : `${name} ${shownValue(path, after, show)}`;
}

function releasedRow({ key, path, value, source }: Released, show: Show, showName: Show): Row {
  const kind = key.slice(0, key.indexOf(':'));
  const keeps = `released: keeps ${show(fieldName(path))} ${shownValue(path, value, show)}`;
  return {
    sign: styled('cyan', '◇'),
    kind,
    name: showName(nameOf(key)),
    details: [source ? `${keeps}, until now in ${show(source.file)}:${source.line}` : keeps],
  };
}

function rowLines({ sign, kind, name, details }: Row, detailsAt: number, width: number): string[] {
  const start = `  ${sign} ${pad(kind, KIND_WIDTH)}  `;
  const isLong = cells(name) > detailsAt - NAME_AT - 2;
  if (details.length === 0)
    return wrap(name, { width: width - NAME_AT, indent: 0 }).map(
      (line, index) => (index === 0 ? start : ' '.repeat(NAME_AT)) + line,
    );
  const at = name === '' ? NAME_AT : detailsAt;
  const lines = details.flatMap((detail) => wrap(detail, { width, indent: at, hanging: at + 2 }));
  if (isLong) return [start + name, ...lines];
  const [first = '', ...rest] = lines;
  return [start + pad(name, at - NAME_AT) + first.trimStart(), ...rest];
}

/** What a person must do, since no request can: a line a page of the dashboard. */
export function byHandLines({ byHand = [] }: Plan, face: Face, personName: PersonName): string[] {
  const voice = { show: nameFor(face), personName };
  return byHand.flatMap((step) => {
    const name = step.id === undefined ? '' : `${step.id} `;
    const sentence = sentenceFor(face)(handSentence(step, voice));
    return wrap(name + sentence, { width: face.width, indent: 2, hanging: 4 });
  });
}
