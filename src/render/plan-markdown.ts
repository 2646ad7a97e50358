import { type Diagnostic, isError, type Plan } from '../model/index.js';
import { type AuthorLine, authorLine } from './access-author.js';
import { countedPeople } from './access-headline.js';
import { type AccessPage, accessPage, accessTables, foldedNames, openNames, releasedTable } from './access-markdown.js';
import { peopleCount } from './access-voice.js';
import { pageKind, placeWords } from './assumptions.js';
import { checkedSentence } from './checked.js';
import { sortedDiagnostics } from './diagnostic-order.js';
import { handSentence } from './hand-step.js';
import { codeSpan, fenced } from './inert.js';
import {
  acceptCommand,
  CANNOT_BE_ALLOWED,
  isAllowable,
  isLimit,
  limitVerdict,
  type Refusal,
  refusalsOf,
} from './limit-refusal.js';
import { diffLines } from './plan-diff.js';
import { asStated, isNothing, type PlanFacts, pacedMs } from './plan-human.js';
import { requestsOf } from './plan-order.js';
import { isRuleChange, loosenedRules, loosenedWords, ruleBlock, sentenceSpan } from './rule-changes.js';
import { fieldName, shownValue } from './values.js';
import { about, count, digits, moment, shortDigest } from './words.js';

/** For GitHub. Verdict before data; names of others stand in code spans and inside fences only, never at the start of a line. */
export function renderPlanMarkdown(plan: Plan, facts: PlanFacts = {}): string {
  const refusals = refusalsOf(facts.exceeded ?? [], plan.diagnostics);
  const diagnostics = plan.diagnostics.filter((one) => !isRuleChange(one) && !(refusals.length > 0 && isLimit(one)));
  const page = accessPage(plan, { ...facts, personName: facts.personName ?? ((email) => email) });
  const author = authorLine(plan, facts.author, page);
  const bullets = [
    ...(author?.isGain ? authorBullet(author) : []),
    ...limitBullets(refusals, plan.base),
    ...(author && !author.isGain ? authorBullet(author) : []),
    ...diagnosticBullets(diagnostics),
  ];
  const blocks = [
    `<!-- ringctl plan ${plan.account} -->\n### \`${plan.account}\`: ${heading(plan)}`,
    alert(plan, facts, { errors: diagnostics.filter(isError).length, refusals }),
    ...ruleBlock(plan),
    ...accessTables(page),
    ...releasedTable(plan, page),
    ...openNames(page),
    [...allowBlock(refusals, plan), ...bullets].join('\n'),
    ...releasedBlock(plan),
    [...byHandBlock(plan), ...nameBlocks(page), ...changesBlock(plan, page)].join('\n'),
    `<sub>${smallPrint(plan, facts)}</sub>`,
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** Numbers and our own words only: a name could pass for a verdict here. */
export function heading(plan: Plan): string {
  const loosened = loosenedRules(plan).length;
  return `${peopleHeading(plan)}${loosened === 0 ? '' : `, !&nbsp;${loosenedWords(loosened)}`}`;
}

function peopleHeading(plan: Plan): string {
  if (isNothing(plan)) return 'no changes';
  const { people } = plan.summary;
  const counted = people ? countedPeople(people).filter(({ sign }) => sign !== '!') : [];
  if (counted.length > 0) return counted.map(({ sign, text }) => `${sign}&nbsp;${text}`).join(', ');
  return people ? 'no one gains or loses access' : changeCount(plan);
}

export const changeCount = ({ summary }: Plan): string =>
  `${digits(summary.add)} to add, ${digits(summary.change)} to change, ${digits(summary.destroy)} to destroy`;

interface Refused {
  readonly errors: number;
  readonly refusals: readonly Refusal[];
}

export function alert(plan: Plan, facts: PlanFacts, { errors, refusals }: Refused): string {
  if (errors > 0)
    return `> [!CAUTION]\n> **Refused: ${count(errors, 'error')}.** Nothing can be applied until the files are mended.`;
  if (refusals.length > 0) {
    const how = isAllowable(refusals) ? 'How to allow it: below the tables.' : CANNOT_BE_ALLOWED;
    return `> [!CAUTION]\n> **Not ready to merge: ${refusals.map(limitVerdict).join(', and ')}.** ${how}`;
  }
  if (isNothing(plan)) return nothingAlert(plan);
  const requests = count(requestsOf(plan), 'request');
  const ms = plan.base === undefined ? pacedMs(plan, facts) : undefined;
  const time = ms === undefined ? '' : `, ${about(ms)}`;
  const privileged = plan.summary.people?.privileged ?? 0;
  const { byHand } = plan.summary;
  const hand =
    byHand === 0 ? '' : `**${count(byHand, 'step')} must be done by hand.** ${requests} are automatic${time}.`;
  if (privileged > 0)
    return `> [!IMPORTANT]\n> **Within all limits. ${count(privileged, 'gain')} ${privileged === 1 ? 'is' : 'are'} privileged (!).** ${hand}`.trimEnd();
  const loosened = loosenedRules(plan).length;
  const rules = loosened > 0 ? `**${loosenedWords(loosened)} (!).**` : '';
  const open = [rules, hand].filter((part) => part !== '').join(' ');
  return open === '' ? `**Ready to apply:** ${requests}${time}.` : `> [!WARNING]\n> ${open}`;
}

function nothingAlert(plan: Plan): string {
  const loosened = loosenedRules(plan).length;
  if (loosened > 0) return `> [!WARNING]\n> **${loosenedWords(loosened)} (!).** Nothing else changes.`;
  return `> [!NOTE]\n> **No changes.** ${[asStated(plan), checkedSentence(plan) ?? ''].join(' ').trimEnd()}`;
}

/** A gain of the author's own is the first bullet, and in bold. */
export const authorBullet = ({ verdict, text }: AuthorLine): string[] => [
  `- ${verdict === '' ? '' : `**${verdict}** `}${text}`,
];

/** `base` is the branch or revision whose limits count. */
export function limitBullets(refusals: readonly Refusal[], base: string | undefined): string[] {
  const on = base === undefined ? '' : ` on ${codeSpan(base)}`;
  return refusals.map((refusal, index) => {
    const place = refusal.source ? `, ${codeSpan(`${refusal.source.file}:${refusal.source.line}`)}${on}` : '';
    const rest = index === refusals.length - 1 ? ' All other limits pass.' : '';
    return `- Limit: \`${refusal.limit}: ${refusal.allowed}\`${place}.${rest}`;
  });
}

function allowBlock(refusals: readonly Refusal[], plan: Plan): string[] {
  if (refusals.length === 0 || !isAllowable(refusals)) return [];
  return [
    `**To allow it:** ${smaller(refusals)}, or accept exactly this plan, once:\n\`\`\`text\n${acceptCommand(refusals, plan.digest).join('\n')}\n\`\`\``,
  ];
}

export function smaller([first, ...others]: readonly Refusal[]): string {
  if (others.length > 0 || first?.limit !== 'privilegedGains') return 'split the change';
  const number = first.count - first.allowed;
  return number === 1 ? 'take out one privileged gain' : `take out ${digits(number)} privileged gains`;
}

function nameBlocks(page: AccessPage): string[] {
  return foldedNames(page).map(({ summary, body }) => folded(summary, body));
}

/** One each, the hint on lines of its own. */
export function diagnosticBullets(diagnostics: readonly Diagnostic[]): string[] {
  return sortedDiagnostics(diagnostics).map(({ severity, code, message, hint, source }) =>
    [
      `- **${severity}** \`${code}\`${source ? ` in ${codeSpan(`${source.file}:${source.line}`)}` : ''}: ${sentenceSpan(message)}`,
      ...(hint === undefined ? [] : hint.split('\n').map((line) => `  <br>${sentenceSpan(line)}`)),
    ].join('\n'),
  );
}

export function releasedBlock({ released }: Plan): string[] {
  const rows = released.map(
    ({ key, path, value }) =>
      `- ◇ released: ${codeSpan(key)} keeps \`${fenced(fieldName(path))}\` ${codeSpan(shownValue(path, value, String))}`,
  );
  return rows.length === 0 ? [] : [rows.join('\n')];
}

export function byHandBlock({ byHand = [] }: Plan): string[] {
  const voice = { show: String, personName: String };
  const rows = byHand.map((step, index) => {
    const place = placeWords(pageKind(step)).join(' › ');
    return `${index + 1}. ${step.id === undefined ? '' : `**${step.id}** `}**${place}**: ${codeSpan(handSentence(step, voice))}`;
  });
  return rows.length === 0 ? [] : [folded(`<b>${count(rows.length, 'step')} by hand</b>`, rows.join('\n'))];
}

/** All changes of the plan, or some of them. */
export function changesBlock(plan: Plan, { people }: AccessPage, changes = plan.changes): string[] {
  if (changes.length === 0) return [];
  const body = ['```diff', ...diffLines(changes, people), '```'].join('\n');
  return [folded(`<b>${count(plan.changes.length, 'change')}</b>: ${changeCount(plan)}`, body)];
}

export const folded = (summary: string, body: string): string =>
  `<details><summary>${summary}</summary>\n\n${body}\n</details>`;

function smallPrint(plan: Plan, { people }: PlanFacts): string {
  const { targets, excludes } = plan.inputs;
  const parts = [
    plan.readAt === undefined
      ? `Against revision ${codeSpan(plan.base ?? '')} of the files, the account was not read`
      : `Account read ${moment(plan.readAt)}${people === undefined ? '' : `: ${peopleCount(people)}`}, complete`,
    ...(targets.length === 0 ? [] : [`only ${targets.map(codeSpan).join(', ')}`]),
    ...(excludes.length === 0 ? [] : [`without ${excludes.map(codeSpan).join(', ')}`]),
    ...(plan.summary.unmanaged === 0 ? [] : [`${count(plan.summary.unmanaged, 'user')} not managed, left alone`]),
    `digest ${shortDigest(plan.digest)}`,
    `ringctl ${plan.tool.version}`,
  ];
  return parts.join(' · ');
}
