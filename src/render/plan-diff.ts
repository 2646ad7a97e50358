import { type Change, type Delete, type FieldChange, nameOf, userKey } from '../model/index.js';
import { type People, withAddress } from './access-people.js';
import { fenced } from './inert.js';
import { cells, pad } from './layout.js';
import { isUsualReason, tellingFacts } from './plan-changes.js';
import { membersByGroup, SIGNS, sortedChanges } from './plan-order.js';
import { fieldName, shownValue } from './values.js';

/** The cell at which the place of a change stands. */
const PLACE_AT = 42;

/** Field by field, for a fence of the kind `diff`: no name stands at the start of a line. What is changed comes first, then what is new. */
export function diffLines(changes: readonly Change[], people: People): string[] {
  const members = changes.filter(({ kind }) => kind === 'membership');
  const others = sortedChanges(changes.filter(({ kind }) => kind !== 'membership'));
  const of = (action: Change['action']) => others.filter((change) => change.action === action).flatMap(changeLines);
  return [
    ...of('update'),
    ...of('create'),
    ...of('delete'),
    ...memberLines(members, 'create', people),
    ...memberLines(members, 'delete', people),
  ];
}

function changeLines(change: Change): string[] {
  const head = headLine(change);
  switch (change.action) {
    case 'update':
      return [
        head,
        ...change.fields.flatMap((field) => [`-   ${valueAt(field, 'before')}`, `+   ${valueAt(field, 'after')}`]),
      ];
    case 'create':
      return [head, ...createdLines(change.fields)];
    case 'delete':
      return [head, `-   ${removalWords(change)}`];
    default:
      return change satisfies never;
  }
}

function headLine({ action, kind, key, source }: Change): string {
  const head = `${action === 'update' ? '!' : SIGNS[action]} ${kind} ${fenced(nameOf(key))}`;
  if (!source) return head;
  const gap = cells(head) + 2 > PLACE_AT ? '  ' : '';
  return `${gap === '' ? pad(head, PLACE_AT) : head + gap}${fenced(`${source.file}:${source.line}`)}`;
}

function removalWords({ kind, how, reason }: Delete): string {
  const words = how === 'archive' ? 'archived' : kind === 'user' ? 'deleted, recordings are lost' : 'deleted';
  return isUsualReason(reason) ? words : `${words} (${fenced(reason)})`;
}

const valueAt = (field: FieldChange, side: 'before' | 'after'): string =>
  `${fenced(fieldName(field.path))}: ${shownValue(field.path, field[side], fenced)}`;

/** What somebody new is on one line, each permission on its own. */
function createdLines(fields: readonly FieldChange[]): string[] {
  const isPermission = ({ path }: FieldChange) => path.startsWith('permissions.');
  const words = tellingFacts(fields).map((field) =>
    field.after === true
      ? fenced(fieldName(field.path))
      : valueAt(field, 'after').replace('dashboard.level', 'dashboard'),
  );
  const permissions = fields.filter(isPermission).map((field) => `+   ${valueAt(field, 'after')}`);
  return [...(words.length === 0 ? [] : [`+   ${words.join(', ')}`]), ...permissions];
}

function memberLines(members: readonly Change[], action: 'create' | 'delete', people: People): string[] {
  const groups = membersByGroup(members.filter((change) => change.action === action));
  return groups.map(({ group, emails }) => {
    const names = emails.map((email) => memberName(email, people));
    return `${SIGNS[action]} members of ${fenced(group)}: ${names.join(', ')}`;
  });
}

function memberName(email: string, people: People): string {
  const key = userKey(email);
  return people.isAmbiguous(key) ? withAddress(key, people) : people.shown(key);
}
