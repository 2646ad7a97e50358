import { type Change, type FieldChange, isError, nameOf, type Plan } from '../model/index.js';
import { driftHeadline, driftLines } from './access-drift.js';
import { accessView } from './access-human.js';
import { diagnosticLines } from './diagnostic-human.js';
import { type Face, finish, nameFor } from './face.js';
import { pad, shortened, styled, wrap } from './layout.js';
import { headLine, isNothing, type PlanFacts, refusal } from './plan-human.js';
import { membersByGroup, namesIn, sortedChanges } from './plan-order.js';
import { fieldName, type Show, shownValue } from './values.js';
import { count } from './words.js';

/** A plan told from the account's side: what is there, and what the files say instead. */
export function renderDrift(plan: Plan, facts: PlanFacts, face: Face): string {
  const errors = plan.diagnostics.filter(isError);
  const problems = errors.length === 0 ? [] : ['', ...diagnosticLines(errors, face), '', refusal(errors)];
  if (isNothing(plan))
    return finish([headLine(plan, facts), 'No changes. The account is as the files say.', ...problems], face);
  const view = accessView(plan, { ...facts, personName: facts.personName ?? ((email) => email) }, face);
  const people = driftLines(view);
  const lines = [
    headLine(plan, facts),
    styled('bold', `Drift: ${count(plan.changes.length, 'difference')} between the account and the files.`),
    ...wrap(driftHeadline(plan), { width: face.width, indent: 0, hanging: 2 }).filter((line) => line !== ''),
    '',
    ...(people.length === 0 ? [] : [...people, '', styled('bold', 'Differences')]),
    ...differenceLines(plan, face),
    '',
    'To put the account back: ringctl apply. To keep it so: state it in the files.',
    ...problems,
  ];
  return finish(lines, face);
}

function differenceLines(plan: Plan, face: Face): string[] {
  const show = nameFor(face);
  const showName = shortened(namesIn(plan), show);
  const members = plan.changes.filter(({ kind }) => kind === 'membership');
  const others = sortedChanges(plan.changes.filter(({ kind }) => kind !== 'membership'));
  return [
    ...others.flatMap((change) => block(change.kind, showName(nameOf(change.key)), sentences(change, show), face)),
    ...groupLines(members, showName, face),
  ];
}

function block(kind: string, name: string, lines: readonly string[], face: Face): string[] {
  const frame = { width: face.width, indent: 6, hanging: 8 };
  return [`  ${pad(kind, 7)}  ${styled('bold', name)}`, ...lines.flatMap((line) => wrap(line, frame))];
}

function sentences(change: Change, show: Show): string[] {
  switch (change.action) {
    case 'create':
      return [`is not in the account; ${filesSay(change, show)}`];
    case 'update':
      return change.fields.map((field) => fieldSentence(field, show));
    case 'delete':
      return [`is in the account; ${filesSay(change, show)}`];
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

function groupLines(members: readonly Change[], showName: Show, face: Face): string[] {
  const of = (action: Change['action']) => membersByGroup(members.filter((change) => change.action === action));
  const names = (emails: readonly string[]) => emails.map(showName).join(', ');
  const missing = of('create').map(
    ({ group, emails }) => [group, `has not ${names(emails)}; the files say they belong to it`] as const,
  );
  const extra = of('delete').map(
    ({ group, emails }) => [group, `has ${names(emails)}; the files say they do not belong to it`] as const,
  );
  return [...missing, ...extra].flatMap(([group, sentence]) => block('group', showName(group), [sentence], face));
}
