import { type Change, isError, type Kind, nameOf, type Plan } from '../model/index.js';
import { sortedDiagnostics } from './diagnostic-order.js';
import { codeSpan, fenced, inertSentence } from './inert.js';
import { deletionWords } from './plan-changes.js';
import { isNothing } from './plan-human.js';
import { membersByGroup, requestsOf, SIGNS, sortedChanges } from './plan-order.js';
import { stepSentence } from './step-sentence.js';
import { fieldName, shownValue } from './values.js';
import { count, moment, shortDigest } from './words.js';

/** For GitHub. Verdict before data; names of others stand in code spans and inside fences only, never at the start of a line. */
export function renderPlanMarkdown(plan: Plan): string {
  const blocks = [
    `<!-- ringctl plan ${plan.account} -->\n### \`${plan.account}\`: ${headline(plan)}`,
    alert(plan),
    ...(plan.changes.length === 0 ? [] : [countTable(plan.changes)]),
    ...diagnosticBlocks(plan),
    ...releasedBlock(plan),
    ...byHandBlock(plan),
    ...(plan.changes.length === 0 ? [] : [changesBlock(plan.changes)]),
    `<sub>${smallPrint(plan)}</sub>`,
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function headline(plan: Plan): string {
  const { add, change, destroy } = plan.summary;
  return isNothing(plan) ? 'no changes' : `${add} to add, ${change} to change, ${destroy} to destroy`;
}

function alert(plan: Plan): string {
  const errors = plan.diagnostics.filter(isError).length;
  const { byHand } = plan.summary;
  if (errors > 0)
    return `> [!CAUTION]\n> **Refused: ${count(errors, 'error')}.** Nothing can be applied until the files are mended.`;
  if (isNothing(plan)) return '> [!NOTE]\n> **No changes.** The account is as the files say.';
  const requests = count(requestsOf(plan), 'request');
  if (byHand > 0)
    return `> [!WARNING]\n> **${count(byHand, 'step')} must be done by hand.** ${requests} are automatic.`;
  return `**Ready to apply:** ${requests}.`;
}

const ROWS: readonly (readonly [Kind, string])[] = [
  ['user', 'Users'],
  ['profile', 'Profiles'],
  ['group', 'Groups'],
  ['membership', 'Group members'],
];

function countTable(changes: readonly Change[]): string {
  const row = (kind: Kind, label: string) => {
    const counts = (['create', 'update', 'delete'] as const).map(
      (action) => changes.filter((change) => change.kind === kind && change.action === action).length,
    );
    return counts.every((number) => number === 0)
      ? []
      : [`| ${label} | ${counts.map((number) => number || '').join(' | ')} |`];
  };
  return [
    '| | + add | ~ change | - destroy |',
    '| :-- | --: | --: | --: |',
    ...ROWS.flatMap(([kind, label]) => row(kind, label)),
  ].join('\n');
}

/** A message holds names of others among our words, so all of it stands in a code span. */
function diagnosticBlocks(plan: Plan): string[] {
  const lines = sortedDiagnostics(plan.diagnostics).flatMap(({ severity, code, message, hint, source }) => [
    `- **${severity}** \`${code}\`${source ? ` in ${codeSpan(`${source.file}:${source.line}`)}` : ''}: ${sentenceSpan(message)}`,
    ...(hint === undefined ? [] : hint.split('\n').map((line) => `  <br>${sentenceSpan(line)}`)),
  ]);
  return lines.length === 0 ? [] : [lines.join('\n')];
}

const sentenceSpan = (text: string): string =>
  `\`${inertSentence(text).replaceAll('`', "'").replaceAll('|', '\\u{7C}').trim() || ' '}\``;

function releasedBlock({ released }: Plan): string[] {
  const rows = released.map(
    ({ key, path, value }) =>
      `- ◇ released: ${codeSpan(key)} keeps \`${fenced(fieldName(path))}\` ${codeSpan(shownValue(path, value, String))}`,
  );
  return rows.length === 0 ? [] : [rows.join('\n')];
}

function byHandBlock({ steps }: Plan): string[] {
  const rows = steps
    .filter((step) => step.mode === 'by-hand')
    .map((step, index) => `${index + 1}. ${codeSpan(stepSentence(step, String))}`);
  return rows.length === 0 ? [] : [folded(`<b>${count(rows.length, 'step')} by hand</b>`, rows.join('\n'))];
}

function changesBlock(changes: readonly Change[]): string {
  const members = changes.filter(({ kind }) => kind === 'membership');
  const others = sortedChanges(changes.filter(({ kind }) => kind !== 'membership'));
  const lines = [
    ...others.flatMap(diffLines),
    ...(['create', 'delete'] as const).flatMap((action) => memberLines(members, action)),
  ];
  return folded(`<b>${count(changes.length, 'change')}</b>, field by field`, ['```diff', ...lines, '```'].join('\n'));
}

const folded = (summary: string, body: string): string =>
  `<details><summary>${summary}</summary>\n\n${body}\n</details>`;

function diffLines(change: Change): string[] {
  const sign = change.action === 'update' ? '!' : SIGNS[change.action];
  const place = change.source ? `  ${fenced(`${change.source.file}:${change.source.line}`)}` : '';
  const head = `${sign} ${change.kind} ${fenced(nameOf(change.key))}${place}`;
  if (change.action === 'delete') return [head, `-   ${deletionWords(change)}: ${fenced(change.reason)}`];
  return [
    head,
    ...change.fields.flatMap(({ path, before, after }) => [
      ...(change.action === 'create' ? [] : [`-   ${fenced(fieldName(path))}: ${shownValue(path, before, fenced)}`]),
      `+   ${fenced(fieldName(path))}: ${shownValue(path, after, fenced)}`,
    ]),
  ];
}

function memberLines(members: readonly Change[], action: 'create' | 'delete'): string[] {
  const groups = membersByGroup(members.filter((change) => change.action === action));
  return groups.flatMap(({ group, emails }) => [
    `${SIGNS[action]} members of group ${fenced(group)}`,
    ...emails.map((email) => `${SIGNS[action]}   ${fenced(email)}`),
  ]);
}

function smallPrint(plan: Plan): string {
  const { targets, excludes } = plan.inputs;
  const parts = [
    plan.readAt === undefined
      ? `Against revision ${codeSpan(plan.base ?? '')} of the files, the account was not read`
      : `Account read ${moment(plan.readAt)}, complete`,
    ...(targets.length === 0 ? [] : [`only ${targets.map(codeSpan).join(', ')}`]),
    ...(excludes.length === 0 ? [] : [`without ${excludes.map(codeSpan).join(', ')}`]),
    ...(plan.summary.unmanaged === 0 ? [] : [`${count(plan.summary.unmanaged, 'user')} not managed, left alone`]),
    `digest ${shortDigest(plan.digest)}`,
    `ringctl ${plan.tool.version}`,
  ];
  return parts.join(' · ');
}
