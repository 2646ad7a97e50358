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
export function renderPlanMarkdown(plan: Plan, facts: PlanFacts = {}): string {
  const refusals = refusalsOf(facts.exceeded ?? [], plan.diagnostics);
  const diagnostics = refusals.length === 0 ? plan.diagnostics : plan.diagnostics.filter((one) => !isLimit(one));
  const page = accessPage(plan, { ...facts, personName: facts.personName ?? ((email) => email) });
  const bullets = [...authorBullets(plan, facts, page), ...limitBullets(refusals, plan), ...diagnosticBullets(diagnostics)];
  const blocks = [
    `<!-- ringctl plan ${plan.account} -->\n### \`${plan.account}\`: ${heading(plan)}`,
    alert(plan, diagnostics.filter(isError).length, refusals),
    ...accessTables(page),
    ...releasedTable(plan, page),
    ...openNames(page),
    ...allowBlock(refusals, plan),
    bullets.join('\n'),
    ...releasedBlock(plan),
    ...[...byHandBlock(plan), ...nameBlocks(page), ...changesBlock(plan, facts)].join('\n'),
    `<sub>${smallPrint(plan, facts)}</sub>`,
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** Numbers and our own words only: a name could pass for a verdict here. */
function heading(plan: Plan): string {
  if (isNothing(plan)) return 'no changes';
  const { people } = plan.summary;
  const counted = people ? countedPeople(people).filter(({ sign }) => sign !== '!') : [];
  if (counted.length > 0) return counted.map(({ sign, text }) => `${sign}&nbsp;${text}`).join(', ');
  return people ? 'no one gains or loses access' : changeCount(plan);
}

const changeCount = ({ summary }: Plan): string => `${digits(summary.add)} to add, ${digits(summary.change)} to change, ${digits(summary.destroy)} to destroy`;

function alert(plan: Plan, errors: number, refusals: readonly Refusal[]): string {
  if (errors > 0) return `> [!CAUTION]\n> **Refused: ${count(errors, 'error')}.** Nothing can be applied until the files are mended.`;
  if (refusals.length > 0) {
    const how = isAllowable(refusals) ? 'How to allow it: below the tables.' : CANNOT_BE_ALLOWED;
    return `> [!CAUTION]\n> **Not ready to merge: ${listed(refusals.map(limitVerdict), ', and')}.** ${how}`;
  }
  if (isNothing(plan)) return `> [!NOTE]\n> **No changes.** ${nothingWords(plan)}`;
  const requests = count(requestsOf(plan), 'request');
  const privileged = plan.summary.people?.privileged ?? 0;
  const { byHand } = plan.summary;
  const hand = byHand === 0 ? '' : `**${count(byHand, 'step')} must be done by hand.** ${requests} are automatic.`;
  if (privileged > 0) return `> [!IMPORTANT]\n> **Within all limits. ${count(privileged, 'gain')} ${privileged === 1 ? 'is' : 'are'} privileged (!).** ${hand}`.trimEnd();
  return hand === '' ? `**Ready to apply:** ${requests}.` : `> [!WARNING]\n> ${hand}`;
}

function authorBullets(plan: Plan, { author }: PlanFacts, page: AccessPage): string[] {
  const line = authorLine(plan, author, page);
  if (!line) return [];
  return [`- ${line.verdict === '' ? '' : `**${line.verdict}** `}${line.text}`];
}

function limitBullets(refusals: readonly Refusal[], { base }: Plan): string[] {
  const on = base === undefined ? '' : ` on ${codeSpan(base)}`;
  return refusals.map((refusal, index) => {
    const place = refusal.source ? `, ${codeSpan(`${refusal.source.file}:${refusal.source.line}`)}${on}` : '';
    const rest = index === refusals.length - 1 ? ' All other limits pass.' : '';
    return `- Limit: \`${refusal.limit}: ${refusal.allowed}\`${place}.${rest}`;
  });
}

function allowBlock(refusals: readonly Refusal[], plan: Plan): string[] {
  if (refusals.length === 0 || !isAllowable(refusals)) return [];
  return [`**To allow it:** ${smaller(refusals)}, or accept exactly this plan, once:\n\`\`\`text\n${acceptCommand(refusals, plan.digest).join('\n')}\n\`\`\``];
}

function smaller([first, ...others]: readonly Refusal[]): string {
  if (others.length > 0 || first?.limit !== 'privilegedGains') return 'split the change';
  return `take out ${count(first.count - first.allowed, 'privileged gain')}`;
}

function nameBlocks(page: AccessPage): string[] {
  return foldedNames(page).map(({ summary, body }) => folded(summary, body));
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
